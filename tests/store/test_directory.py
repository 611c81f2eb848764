"""The directory: who is known, how they are reached, who stands in, and what was changed by whom."""

import asyncio
from datetime import date, time
from uuid import uuid4

import pytest

from domain.directory.cards import Channel, ContactPoint, Honorific, Organisation, PersonCard, PointState
from domain.directory.sheets import Kind
from domain.message import Actor
from domain.notices.choices import Choices, NoticeKind, Timing
from domain.values import OrgId, OrgKind, PersonId
from store import directory_log
from store.directory import Directory, MergedAway
from store.pool import Pool
from store.tags import ANYTHING, Changed, Known, Missing, Only, Tags

SARI = Actor(person_id=PersonId("sari"), org_id=OrgId("roti-makmur"))
ROTI = Organisation(org_id=OrgId("roti-makmur"), name="Roti Makmur", kind=OrgKind.COMPANY, domain="rotimakmur.co.id")
DEWI = PersonCard(
    person_id=PersonId("dewi"),
    name="Dewi Lestari",
    honorific=Honorific.IBU,
    zone="Asia/Makassar",
    points=(
        ContactPoint(channel=Channel.WHATSAPP, address="+6281234567890"),
        ContactPoint(channel=Channel.EMAIL, address="dewi@melati.sch.id", rank=2),
    ),
    choices=Choices(by_kind={NoticeKind.NEWS: Timing.OFF}),
    digest_at=time(9, 15),
)


@pytest.fixture
def directory(pool: Pool) -> Directory:
    return Directory(pool)


async def test_what_was_put_is_read(directory: Directory) -> None:
    assert await directory.put_organisation(ROTI, SARI)
    assert await directory.put_person(DEWI, SARI)
    assert await directory.organisation(ROTI.org_id) == ROTI
    assert await directory.person(DEWI.person_id) == DEWI
    assert await directory.people([DEWI.person_id, PersonId("nobody")]) == {DEWI.person_id: DEWI}


async def test_putting_the_same_again_changes_and_records_nothing(directory: Directory, pool: Pool) -> None:
    for expected in (True, False):
        assert await directory.put_person(DEWI, SARI) is expected
        assert await directory.put_organisation(ROTI, SARI) is expected
    assert len(await directory_log.read(pool)) == 2


async def test_a_contact_point_that_stays_keeps_its_state(directory: Directory, pool: Pool) -> None:
    await directory.put_person(DEWI, SARI)
    whatsapp, email = DEWI.points
    await directory.mark_point(DEWI.person_id, whatsapp.channel, whatsapp.address, PointState.WRONG, "no such number")
    other = email.model_copy(update={"address": "dewi@lestari.id"})
    await directory.put_person(DEWI.model_copy(update={"points": (whatsapp, other)}), SARI)
    known = await directory.person(DEWI.person_id)
    assert known is not None
    assert [(p.address, p.state, p.problem) for p in known.points] == [
        (whatsapp.address, PointState.WRONG, "no such number"),
        ("dewi@lestari.id", PointState.UNTRIED, None),
    ]
    change, _ = await directory_log.read(pool, "dewi")
    assert (change.actor, change.what, change.detail) == (SARI, "person.put", {"changed": ["points"]})


async def test_the_log_keeps_no_address(directory: Directory, pool: Pool) -> None:
    await directory.put_person(DEWI, SARI)
    assert "melati" not in str(await pool.fetchval("select detail::text from directory_log"))


async def test_whoever_was_merged_is_found_under_the_remaining_id(directory: Directory, pool: Pool) -> None:
    twin = DEWI.model_copy(update={"person_id": PersonId("dewi-l"), "points": ()})
    await directory.put_person(DEWI, SARI)
    await directory.put_person(twin, SARI)
    await pool.execute("update people set merged_into = 'dewi' where person_id = 'dewi-l'")
    assert await directory.people([twin.person_id]) == {twin.person_id: DEWI}
    with pytest.raises(MergedAway, match="dewi"):
        await directory.put_person(twin, SARI)


async def test_stand_ins_who_are_away_have_stand_ins(directory: Directory, pool: Pool) -> None:
    for name in ("a", "b", "c", "d"):
        await directory.put_person(PersonCard(person_id=PersonId(name), name=name), SARI)
    for person, stand_in, first, last in (("a", "b", 1, 20), ("b", "c", 5, 10), ("c", "a", 9, 10), ("d", None, 1, 9)):
        days = date(2027, 3, first), date(2027, 3, last)
        await pool.execute("insert into absences values ($1, $2, $3, $4, $5)", uuid4(), person, stand_in, *days)
    away = PersonId("a")
    assert await directory.stand_in(away, date(2027, 2, 28)) is None
    assert await directory.stand_in(away, date(2027, 3, 1)) == "b"
    assert await directory.stand_in(away, date(2027, 3, 20)) == "b"
    assert await directory.stand_in(away, date(2027, 3, 5)) == "c"
    assert await directory.stand_in(away, date(2027, 3, 9)) is None  # all of them are away
    assert await directory.stand_in(PersonId("d"), date(2027, 3, 2)) is None
    await pool.execute("update people set left_on = '2027-03-15' where person_id = 'b'")
    assert await directory.stand_in(away, date(2027, 3, 15)) == "b"
    assert await directory.stand_in(away, date(2027, 3, 16)) is None
    assert await directory.left(PersonId("b")) == date(2027, 3, 15)


async def test_a_tag_seals_what_people_have_written_and_nothing_else(directory: Directory, pool: Pool) -> None:
    tags = Tags(pool)
    assert await tags.get(Kind.PEOPLE, DEWI.person_id) is None
    await directory.put_person(DEWI, SARI)
    seen = await tags.get(Kind.PEOPLE, DEWI.person_id)
    assert seen
    whatsapp, email = DEWI.points
    await directory.mark_point(DEWI.person_id, whatsapp.channel, whatsapp.address, PointState.GOOD)
    assert await tags.get(Kind.PEOPLE, DEWI.person_id) == seen
    await directory.put_person(DEWI.model_copy(update={"zone": "Asia/Jakarta", "points": (email,)}), SARI)
    with pytest.raises(Changed) as changed:
        await directory.put_person(DEWI, SARI, Only(seen=seen))
    assert changed.value.fields == ("points", "zone")
    await directory.put_person(DEWI, SARI)
    assert await tags.get(Kind.PEOPLE, DEWI.person_id) == seen  # the same content, the same tag
    with pytest.raises(Changed) as other:
        await directory.put_person(DEWI.model_copy(update={"name": "D."}), SARI, Only(seen="of an older release"))
    assert other.value.fields == ()


async def test_of_two_who_build_on_the_same_one_comes_through(directory: Directory, pool: Pool) -> None:
    await directory.put_organisation(ROTI, SARI)
    only = Only(seen=await Tags(pool).get(Kind.ORGANISATIONS, ROTI.org_id))
    names = [f"Roti {n}" for n in range(8)]
    changes = (directory.put_organisation(ROTI.model_copy(update={"name": name}), SARI, only) for name in names)
    answers = await asyncio.gather(*changes, return_exceptions=True)
    assert [type(answer) for answer in answers].count(Changed) == 7
    kept = await directory.organisation(ROTI.org_id)
    assert kept is not None
    assert answers[names.index(kept.name)] is False
    assert not await directory.put_organisation(kept, SARI, only)  # sent again: it is as they want it
    assert len(await directory_log.read(pool)) == 2


async def test_of_two_who_enter_the_same_one_is_first(directory: Directory, pool: Pool) -> None:
    cards = [DEWI.model_copy(update={"name": f"Dewi {n}"}) for n in range(8)]
    entered = (directory.put_person(card, SARI, Only(new=True)) for card in cards)
    answers = await asyncio.gather(*entered, return_exceptions=True)
    assert sorted(str(type(answer).__name__) for answer in answers) == ["Known"] * 7 + ["bool"]
    first = cards[next(place for place, answer in enumerate(answers) if answer is True)]
    assert await directory.person(DEWI.person_id) == first
    with pytest.raises(Known):
        await directory.put_person(first, SARI, Only(new=True))
    with pytest.raises(Missing):
        await directory.put_organisation(ROTI, SARI, Only(seen=ANYTHING))
    assert len(await directory_log.read(pool)) == 1
