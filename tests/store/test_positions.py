"""Positions: filled for a time, vacant in between, and people who are away."""

from datetime import date
from uuid import uuid4

import pytest

from domain.directory.cards import Absence, Filling, PersonCard, Position, Tenure
from domain.values import Level, PersonId
from store import directory_log
from store.directory import Directory
from store.pool import Pool
from store.positions import Gap, NotInDirectory, Positions
from tests.store.test_directory import ROTI, SARI

HEAD = Position(position_id="roti-makmur.head", org_id=ROTI.org_id, title="Kepala Kemitraan", level=Level.MANAGEMENT)
ANI, BUDI = PersonId("ani"), PersonId("budi")


@pytest.fixture
async def positions(pool: Pool) -> Positions:
    directory = Directory(pool)
    await directory.put_organisation(ROTI, SARI)
    for person in (ANI, BUDI):
        await directory.put_person(PersonCard(person_id=person, name=person.title()), SARI)
    return Positions(pool)


async def test_a_position_is_filled_and_vacant_in_turn(positions: Positions) -> None:
    assert await positions.put(HEAD, SARI)
    assert not await positions.put(HEAD, SARI)
    ani = Filling(position_id=HEAD.position_id, person_id=ANI, since=date(2026, 1, 1))
    await positions.fill(ani, SARI)
    await positions.fill(ani.model_copy(update={"until": date(2026, 6, 30)}), SARI)
    await positions.fill(Filling(position_id=HEAD.position_id, person_id=BUDI, since=date(2026, 9, 1)), SARI)

    async def holders(on: date) -> list[Tenure]:
        held = await positions.get(HEAD.position_id, on)
        assert held is not None
        return list(held.holders)

    assert await holders(date(2026, 6, 30)) == [Tenure(person_id=ANI, since=ani.since, until=date(2026, 6, 30))]
    assert await holders(date(2026, 7, 1)) == []
    assert await holders(date(2026, 9, 1)) == [Tenure(person_id=BUDI, since=date(2026, 9, 1))]
    vacant = [p.position_id for p in await positions.page(date(2026, 7, 1), ROTI.org_id, gaps=[Gap.VACANT])]
    assert vacant == [HEAD.position_id]
    assert await positions.page(date(2026, 9, 1), gaps=[Gap.VACANT]) == ()
    assert [term.until for term in await positions.terms(ANI)] == [date(2026, 6, 30)]


async def test_a_page_begins_behind_an_id(positions: Positions) -> None:
    for name in ("a", "b", "c"):
        await positions.put(HEAD.model_copy(update={"position_id": name}), SARI)
    found = await positions.page(date(2026, 1, 1), after="a", limit=1)
    assert [position.position_id for position in found] == ["b"]


async def test_what_nobody_knows_cannot_be_named(positions: Positions) -> None:
    with pytest.raises(NotInDirectory):
        await positions.put(HEAD.model_copy(update={"org_id": "nobody"}), SARI)
    with pytest.raises(NotInDirectory):
        await positions.fill(Filling(position_id="nothing", person_id=ANI, since=date(2026, 1, 1)), SARI)
    with pytest.raises(NotInDirectory):
        await positions.put_absence(
            Absence(absence_id=uuid4(), person_id=PersonId("x"), starts=date(2026, 1, 1), ends=date(2026, 1, 2)), SARI
        )


async def test_an_absence_is_changed_and_taken_back(positions: Positions, pool: Pool) -> None:
    away = Absence(
        absence_id=uuid4(), person_id=ANI, stand_in=BUDI, starts=date(2026, 3, 1), ends=date(2026, 3, 9), note="haji"
    )
    assert await positions.put_absence(away, SARI)
    longer = away.model_copy(update={"ends": date(2026, 4, 1)})
    assert await positions.put_absence(longer, SARI)
    assert not await positions.put_absence(away.model_copy(update={"person_id": BUDI}), SARI)
    assert await positions.absences(ANI, date(2026, 3, 20)) == (longer,)
    assert not await positions.drop_absence(BUDI, away.absence_id, SARI)
    assert await positions.drop_absence(ANI, away.absence_id, SARI)
    assert await positions.absences(ANI, date(2026, 3, 20)) == ()
    told = [change.what for change in await directory_log.read(pool, "ani")]
    assert told == ["person.not_away", "person.away", "person.away", "person.put"]


async def test_whoever_fills_a_position_after_leaving_is_back(positions: Positions, pool: Pool) -> None:
    directory = Directory(pool)
    await positions.put(HEAD, SARI)
    await pool.execute("update people set left_on = '2026-06-30' where person_id = 'ani'")
    await positions.fill(Filling(position_id=HEAD.position_id, person_id=ANI, since=date(2026, 1, 1)), SARI)
    assert await directory.left(ANI) == date(2026, 6, 30)
    await positions.fill(Filling(position_id=HEAD.position_id, person_id=ANI, since=date(2026, 9, 1)), SARI)
    assert await directory.left(ANI) is None
    assert (await directory_log.read(pool, "ani"))[0].what == "person.returned"
