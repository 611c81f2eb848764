"""Roles hang on posts: the term of somebody who holds such roles ends by a departure, which takes them along."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from activities.handling import Handling
from domain.departures import Leaving, Mover
from domain.directory.cards import Filling, PersonCard, Position
from domain.message import Actor
from domain.values import PersonId, Role
from store import vacating
from store.directory import Directory
from store.hanging import RolesHang
from store.importing import File, Importing
from store.pool import Pool
from store.positions import Gap, Positions
from tests.domain.story import PARTNER, Story, voice
from tests.store.test_departures import post
from tests.telling import tell

HOLDER = voice(Role.LEAD, PARTNER).person_id
STAFF = Actor(person_id=PersonId("rani"), org_id=PARTNER)
SINCE, LAST = date(2020, 1, 1), date(2027, 3, 31)
HEAD = "smk.head"
TERM = Filling(position_id=HEAD, person_id=HOLDER, since=SINCE, until=LAST)


@pytest.fixture
async def positions(handling: Handling, pool: Pool) -> Positions:
    """The lead of a side fills the post on which the role hangs."""
    await tell(handling, Story().agreeing())
    await Directory(pool).put_person(PersonCard(person_id=HOLDER, name="Sri"), STAFF)
    await post(pool, HEAD, PARTNER, HOLDER)
    await pool.execute("update roles set position_id = $1 where person_id = $2", HEAD, HOLDER)
    return Positions(pool)


async def until(pool: Pool) -> list[date | None]:
    return [row["until"] for row in await pool.fetch("select until from fillings order by since")]


async def test_a_term_on_which_roles_hang_does_not_end_alone(positions: Positions, pool: Pool) -> None:
    with pytest.raises(RolesHang):
        await positions.fill(TERM, STAFF)
    assert await until(pool) == [None]
    await pool.execute("update roles set last_day = '2027-03-31T17:00:00Z' where person_id = $1", HOLDER)
    await positions.fill(TERM, STAFF)  # it is announced already
    assert await until(pool) == [LAST]


async def test_a_departure_ends_it_and_what_is_so_already_may_be_said_again(positions: Positions, pool: Pool) -> None:
    leaving = Leaving(person_id=HOLDER, last_day=LAST, position_id=HEAD)
    async with pool.acquire() as connection, connection.transaction():
        await vacating.everything(connection, leaving, Mover(STAFF, staff=True), [])
    assert await until(pool) == [LAST]
    await positions.fill(TERM, STAFF)
    with pytest.raises(RolesHang):
        await positions.fill(TERM.model_copy(update={"until": date(2027, 3, 1)}), STAFF)


async def test_roles_of_people_whose_term_is_over_are_in_a_list(positions: Positions, pool: Pool) -> None:
    await pool.execute("update fillings set until = $1", LAST)  # as if the roles had come to it later
    assert await positions.page(LAST, gaps=[Gap.PAST_TERM]) == ()
    (left,) = await positions.page(LAST + timedelta(days=1), gaps=[Gap.PAST_TERM])
    assert (left.position_id, left.holders, left.past_term) == (HEAD, (), (HOLDER,))
    await pool.execute("update roles set last_day = '2027-03-31T17:00:00Z' where person_id = $1", HOLDER)
    assert await positions.page(LAST + timedelta(days=1), gaps=[Gap.PAST_TERM]) == ()


async def test_terms_on_which_nothing_hangs_and_terms_of_long_ago_end(positions: Positions, pool: Pool) -> None:
    other = Position(position_id="smk.other", org_id=PARTNER, title="Other")
    await positions.put(other, STAFF)
    await positions.fill(TERM.model_copy(update={"position_id": "smk.other"}), STAFF)
    before = {"since": date(2010, 1, 1), "until": date(2015, 1, 1)}
    await positions.fill(TERM.model_copy(update=before), STAFF)  # they are in the post today all the same
    assert await until(pool) == [date(2015, 1, 1), None, LAST]


async def test_an_import_ends_no_term_on_which_roles_hang(positions: Positions, pool: Pool, tmp_path: Path) -> None:
    assert positions

    async def imported(*rows: str) -> list[tuple[int, str]]:
        text = "org_id,position_id,position,person_id,since,until\n" + "".join(
            f"{PARTNER},{HEAD},Head,{HOLDER},{row}\n" for row in rows
        )
        (tmp_path / "p.csv").write_text(text)
        report = await Importing(pool, STAFF, LAST).run([File(tmp_path / "p.csv", "p.csv")])
        return [(problem.row, problem.column) for problem in report.problems]

    assert await imported("2010-01-01,2015-01-01", "2020-01-01,2027-03-31") == [(3, "until")]
    assert await imported(",2027-03-31") == [(2, "until")]
    assert await until(pool) == [None]
    assert await imported("2010-01-01,2015-01-01", "2020-01-01,") == []
    await pool.execute("update roles set position_id = null")
    assert await imported("2020-01-01,2027-03-31") == []
    assert await until(pool) == [date(2015, 1, 1), LAST]
