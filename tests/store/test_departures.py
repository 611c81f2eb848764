"""What a departure moves in the directory and in the queue, once; and forty partnerships whose lead goes by and by."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from activities.handling import Handling
from domain.departures import Leaving, Mover, Plan
from domain.directory.cards import PersonCard
from domain.message import Actor
from domain.values import OrgId, PersonId, Role
from store.departures import Answered, Departure, Departures
from store.directory import Directory
from store.pool import Pool
from store.vacating import Moved
from tests.domain.story import ID, PARTNER, Story, voice
from tests.telling import tell

LEAD, ALTERNATE = voice(Role.LEAD, PARTNER).person_id, voice(Role.ALTERNATE, PARTNER).person_id
STAFF = Actor(person_id=PersonId("rani"), org_id=PARTNER)
OTHER = OrgId("koperasi-lain")
LAST = date(2027, 3, 31)


@pytest.fixture
def departures(pool: Pool) -> Departures:
    return Departures(pool)


async def known(pool: Pool, *ids: PersonId) -> None:
    for person_id in ids:
        await Directory(pool).put_person(PersonCard(person_id=person_id, name=person_id), STAFF)


async def post(pool: Pool, position_id: str, org: OrgId, holder: PersonId) -> None:
    organisation = "insert into organisations values ($1, $1, 'ngo', null, null, 'Asia/Jakarta') on conflict do nothing"
    await pool.execute(organisation, org)
    await pool.execute("insert into positions values ($1, $2, 'Head', null)", position_id, org)
    await pool.execute("insert into fillings values ($1, $2, '2020-01-01')", position_id, holder)


async def planned(departures: Departures, now: datetime, **asked: object) -> Departure:
    leaving = Leaving.model_validate({"person_id": LEAD, "last_day": LAST, **asked})
    mover, over = Mover(STAFF, staff=True), leaving.over("Asia/Jakarta")
    names = await departures.names(leaving.named)
    parts = Plan(leaving, mover, over, names).parts(await departures.duties(leaving), now)
    return Departure(
        departure_id=uuid4(),
        leaving=leaving,
        over=over,
        actor=STAFF,
        staff=True,
        moved=Moved(),
        created_at=now,
        parts=tuple(Answered(part=part) for part in parts),
    )


async def test_posts_stand_ins_and_tasks_in_their_hands_move_at_once(
    pool: Pool, handling: Handling, departures: Departures
) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    await known(pool, LEAD, ALTERNATE)
    await post(pool, "kelompok.head", PARTNER, LEAD)
    key = await pool.fetchval("select key from tasks where org_id = $1 and done_at is null limit 1", PARTNER)
    version = await pool.fetchval("select opened_version from tasks where key = $1", key)
    await pool.execute(
        "insert into task_hands (partnership_id, key, opened_version, assignee, changed_by) "
        "values ($1, $2, $3, $4, $4)",
        story.p.id, key, version, LEAD,
    )  # fmt: skip
    for starts in (LAST - timedelta(days=9), LAST + timedelta(days=9)):
        await pool.execute(
            "insert into absences values ($1, $2, $3, $4, $5)",
            uuid4(), ALTERNATE, LEAD, starts, starts + timedelta(days=2),
        )  # fmt: skip
    departure = await planned(departures, story.now, successor=ALTERNATE)
    seen = await departures.rehearse(departure)
    assert (seen.tasks, seen.stand_ins, seen.left_on, len(seen.posts)) == (1, 1, LAST, 1)
    assert await departures.get(departure.departure_id) is None
    assert await pool.fetchval("select assignee from task_hands") == LEAD
    await departures.begin(departure)
    await departures.begin(departure)  # once, however often
    kept = await departures.get(departure.departure_id)
    assert kept
    assert kept.moved == seen
    assert [answered.outcome for answered in kept.parts] == [None]
    assert await pool.fetchval("select assignee from task_hands") == ALTERNATE
    (move,) = await pool.fetch("select assignee, moved_by from task_moves")
    assert (move["assignee"], move["moved_by"]) == (ALTERNATE, STAFF.person_id)
    stand_ins = await pool.fetch("select stand_in from absences order by starts")
    assert [row["stand_in"] for row in stand_ins] == [LEAD, ALTERNATE]
    assert await Directory(pool).left(LEAD) == LAST
    assert await pool.fetchval("select count(*) from directory_log where what = 'person.leaves'") == 1


async def test_who_keeps_a_post_elsewhere_is_still_written_to(pool: Pool, departures: Departures) -> None:
    await known(pool, LEAD)
    await post(pool, "kelompok.head", PARTNER, LEAD)
    await post(pool, "koperasi.head", OTHER, LEAD)
    moved = await departures.rehearse(await planned(departures, datetime.now(UTC), org_id=PARTNER))
    assert ([row.position_id for row in moved.posts], moved.left_on) == (["kelompok.head"], None)
    everything = await departures.rehearse(await planned(departures, datetime.now(UTC)))
    assert (len(everything.posts), everything.left_on) == (2, LAST)


async def test_forty_partnerships_hear_of_it_early_and_remind_others_afterwards(
    pool: Pool, handling: Handling, departures: Departures
) -> None:
    stories = [Story(partnership_id=UUID(int=ID.int + n)).exploring() for n in range(40)]
    for story in stories:
        await tell(handling, story)
    departure = await planned(departures, stories[0].now)
    assert len(departure.parts) == 40
    parts = {answered.part.partnership_id: answered.part for answered in departure.parts}
    for story in stories:
        part = parts[story.p.id]
        story.say(part.actor, *part.commands)
        story.wait((departure.over - story.now).days + 90)
        await tell(handling, story)
    opened = "select count(distinct partnership_id) from ledger where type = 'leadership_change.opened'"
    assert await pool.fetchval(opened) == 40
    told = "select count(distinct partnership_id) from notices where created_at > $1 and person_id = $2"
    assert await pool.fetchval(told, departure.over, LEAD) == 0
    assert await pool.fetchval(told, departure.over, ALTERNATE) == 40
    assert await pool.fetchval(told.replace("> $1", "< $1"), departure.over, LEAD) == 40  # until then they are asked
    assert await departures.duties(departure.leaving) == ()
