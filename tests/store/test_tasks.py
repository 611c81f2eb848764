"""The queue of tasks: each side sees its own, what is one person's that person alone, and nothing is in no hands."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from activities.handling import Handling
from domain.commitments import MakeCommitment
from domain.concerns import RaiseConcern
from domain.disclosure import Disclosure
from domain.message import Actor
from domain.people import ReleasePerson
from domain.slices.concerns import ConcernKind
from domain.values import PersonId, Role
from store.pool import Pool
from store.queues import Asked, Queue, TaskRow
from store.tasks import GIVEN_TO_YOU, AlreadyDone, CommentTaken, InOtherHands, NotOnThisSide, Tasks, UnknownTask
from tests.domain import looking
from tests.domain.story import HOST, ID, PARTNER, Story, voice
from tests.domain.teller import A, B, service
from tests.telling import tell

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
ALTERNATE = voice(Role.ALTERNATE, PARTNER)
SPONSOR = voice(Role.SPONSOR, PARTNER)


@pytest.fixture
def tasks(pool: Pool) -> Tasks:
    return Tasks(pool)


async def seen(tasks: Tasks, reader: Actor, queue: Queue = Queue.MINE, **asked: object) -> tuple[TaskRow, ...]:
    """What somebody is shown."""
    page = await tasks.page(reader, Asked.model_validate({"queue": queue, **asked}), NOW)
    return page.rows


async def kinds(tasks: Tasks, reader: Actor, queue: Queue = Queue.MINE) -> list[str]:
    """The kinds of what somebody is shown."""
    return [row.kind for row in await seen(tasks, reader, queue)]


async def one(tasks: Tasks, reader: Actor, kind: str) -> TaskRow:
    """The first task of a kind in somebody's side."""
    return next(row for row in await seen(tasks, reader, Queue.SIDE) if row.kind == kind)


async def test_each_side_sees_its_own_and_both_alike(handling: Handling, tasks: Tasks) -> None:
    await tell(handling, Story().agreeing())
    for lead in (A, B):
        (row,) = await seen(tasks, lead)
        assert (row.kind, row.org_id, row.people) == ("accept_version", lead.org_id, (lead.person_id,))
        assert row.names == {lead.person_id: row.names[lead.person_id]}
        assert [r.task_id for r in await seen(tasks, lead, Queue.SIDE)] == [row.task_id]
    assert await seen(tasks, ALTERNATE) == ()
    assert await seen(tasks, Actor(person_id=PersonId("stranger"), org_id=None), Queue.SIDE) == ()
    row = await one(tasks, A, "accept_version")
    with pytest.raises(UnknownTask):
        await tasks.get(B, row.task_id, NOW)
    with pytest.raises(UnknownTask):
        await tasks.claim(B, row.task_id, NOW)


async def test_done_by_the_thing_itself(handling: Handling, tasks: Tasks) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    row = await one(tasks, A, "accept_version")
    assert await tasks.open(ID, row.key)
    story.accept(HOST)
    await tell(handling, story)
    assert not await tasks.open(ID, row.key)
    done = {other.task_id: other.done_by for other in await seen(tasks, A, Queue.DONE)}
    assert done[row.task_id] == A.person_id
    with pytest.raises(AlreadyDone):
        await tasks.claim(A, row.task_id, NOW)


async def test_claimed_released_given_and_looked_at_again(handling: Handling, tasks: Tasks) -> None:
    await tell(handling, Story().agreeing())
    row = await one(tasks, B, "accept_version")
    await tasks.claim(ALTERNATE, row.task_id, NOW)
    assert await kinds(tasks, B) == []
    assert await kinds(tasks, ALTERNATE) == ["accept_version"]
    assert await tasks.in_hands_of(ID, row.key) == ALTERNATE.person_id
    with pytest.raises(InOtherHands):
        await tasks.claim(SPONSOR, row.task_id, NOW)
    await tasks.look_again(ALTERNATE, row.task_id, (NOW + timedelta(days=3)).date(), NOW)
    again = await tasks.get(ALTERNATE, row.task_id, NOW)
    assert (again.assignee, again.follow_up_on) == (ALTERNATE.person_id, (NOW + timedelta(days=3)).date())
    assert (await tasks.give(B, [row.task_id], SPONSOR.person_id, NOW)).tasks == 1
    assert await kinds(tasks, SPONSOR) == ["accept_version"]
    with pytest.raises(NotOnThisSide):
        await tasks.give(B, [row.task_id], A.person_id, NOW)
    await tasks.release(SPONSOR, row.task_id, NOW)
    assert await kinds(tasks, B) == ["accept_version"]
    again = await tasks.get(B, row.task_id, NOW)
    assert (again.assignee, again.follow_up_on) == (None, (NOW + timedelta(days=3)).date())


async def test_all_that_is_in_somebodys_hands_is_handed_on(handling: Handling, tasks: Tasks) -> None:
    story = Story().active()
    for name in ("shelf", "lamp", "door"):
        promise = MakeCommitment(commitment_id=name, to_org=HOST, text=name, due_at=story.day(20))
        story.say(B, promise)
    await tell(handling, story)
    moved = await tasks.hand_on(B, B.person_id, ALTERNATE.person_id, NOW)
    assert moved.tasks == 3
    assert (await kinds(tasks, B), len(await seen(tasks, ALTERNATE))) == ([], 3)
    back = await tasks.hand_on(SPONSOR, ALTERNATE.person_id, B.person_id, NOW, UUID(int=1))
    assert back.tasks == 0


async def test_whoever_is_given_a_task_hears_of_it(handling: Handling, tasks: Tasks, pool: Pool) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    row = await one(tasks, B, "accept_version")
    await tasks.give(B, [row.task_id], SPONSOR.person_id, NOW)
    await tasks.give(B, [row.task_id], SPONSOR.person_id, NOW)
    heard = "select kind, why, task from notices where person_id = $1 and task = $2"
    (given,) = await pool.fetch(heard, SPONSOR.person_id, row.key)
    assert (given["kind"], given["why"]) == ("request", GIVEN_TO_YOU)
    story.wait(6)
    await tell(handling, story)
    told = await pool.fetch(heard, SPONSOR.person_id, row.key)
    assert sorted(notice["kind"] for notice in told) == ["reminder", "request"]


async def test_the_overdue_come_first_and_pages_lose_nothing(handling: Handling, tasks: Tasks) -> None:
    story = Story().active()
    for number, days in enumerate((20, 3, 40, 10, 3)):
        promise = MakeCommitment(commitment_id=f"p{number}", to_org=HOST, text="A promise", due_at=story.day(days))
        story.say(B, promise)
    await tell(handling, story)
    found: list[TaskRow] = []
    asked = Asked(queue=Queue.SIDE, limit=2)
    while True:
        page = await tasks.page(B, asked, NOW)
        found += page.rows
        if page.next is None:
            break
        asked = asked.model_copy(update={"after": page.next})
    assert [row.due_at for row in found] == sorted(row.due_at for row in found if row.due_at)
    assert len({row.task_id for row in found}) == len(found) == 5
    soon = await seen(tasks, B, Queue.SIDE, before=story.day(5))
    assert len(soon) == 2
    last = found[-1]
    await tasks.look_again(B, last.task_id, (story.now - timedelta(days=1)).date(), NOW)
    assert (await seen(tasks, B, Queue.SIDE))[0].task_id == last.task_id


async def test_a_vacant_post_leaves_a_task_in_nobodys_hands(handling: Handling, tasks: Tasks) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    assert await kinds(tasks, B, Queue.UNASSIGNED) == []
    for role in (Role.LEAD, Role.ALTERNATE, Role.SPONSOR):
        story.say(SPONSOR, ReleasePerson(person_id=voice(role, PARTNER).person_id))
    await tell(handling, story)
    assert "accept_version" in await kinds(tasks, B, Queue.UNASSIGNED)
    assert await kinds(tasks, A, Queue.UNASSIGNED) == []


AWAY = """
insert into people (person_id, name, language, zone, country, digest_at, quiet_from, quiet_until)
values ($1, 'x', 'id', 'Asia/Jakarta', 'ID', '07:30', '20:00', '06:00')
"""
ABSENCE = (
    "insert into absences (absence_id, person_id, stand_in, starts, ends) values (gen_random_uuid(), $1, $2, $3, $4)"
)


async def test_tasks_of_somebody_who_is_away_show_for_the_stand_in(
    handling: Handling, tasks: Tasks, pool: Pool
) -> None:
    await tell(handling, Story().agreeing())
    for who in (B, ALTERNATE, A):
        await pool.execute(AWAY, who.person_id)
    day = NOW.date()
    await pool.execute(ABSENCE, B.person_id, ALTERNATE.person_id, day, day + timedelta(days=7))
    (row,) = await seen(tasks, ALTERNATE)
    assert (row.kind, row.for_whom) == ("accept_version", B.person_id)
    assert await kinds(tasks, B, Queue.UNASSIGNED) == []
    await tasks.claim(B, row.task_id, NOW)
    with pytest.raises(InOtherHands):
        await tasks.claim(SPONSOR, row.task_id, NOW)
    await tasks.claim(ALTERNATE, row.task_id, NOW)  # who is away is nobody else to whoever stands in
    await tasks.release(ALTERNATE, row.task_id, NOW)
    later = await tasks.page(ALTERNATE, Asked(), NOW + timedelta(days=9))
    assert later.rows == ()
    # of another side nobody stands in
    await pool.execute(ABSENCE, A.person_id, ALTERNATE.person_id, day, day)
    assert {row.org_id for row in await seen(tasks, ALTERNATE)} == {PARTNER}


async def test_somebody_away_without_a_stand_in_leaves_a_task_in_nobodys_hands(
    handling: Handling, tasks: Tasks, pool: Pool
) -> None:
    await tell(handling, Story().agreeing())
    await pool.execute(AWAY, B.person_id)
    await pool.execute(ABSENCE, B.person_id, None, NOW.date(), NOW.date())
    assert await kinds(tasks, ALTERNATE, Queue.UNASSIGNED) == ["accept_version"]


async def test_a_stand_in_who_is_away_or_has_left_leaves_a_task_in_nobodys_hands(
    handling: Handling, tasks: Tasks, pool: Pool
) -> None:
    await tell(handling, Story().agreeing())
    day = NOW.date()
    for who in (B, ALTERNATE, SPONSOR):
        await pool.execute(AWAY, who.person_id)
    for away, stand_in in ((B, ALTERNATE), (ALTERNATE, SPONSOR)):
        await pool.execute(ABSENCE, away.person_id, stand_in.person_id, day, day)
    assert await kinds(tasks, B, Queue.UNASSIGNED) == []
    assert await kinds(tasks, SPONSOR) == ["accept_version"]
    await pool.execute("update people set left_on = $2 where person_id = $1", SPONSOR.person_id, day)
    assert await kinds(tasks, B, Queue.UNASSIGNED) == []
    await pool.execute(
        "update people set left_on = $2 where person_id = $1", SPONSOR.person_id, day - timedelta(days=1)
    )
    assert await kinds(tasks, B, Queue.UNASSIGNED) == ["accept_version"]
    await pool.execute(ABSENCE, SPONSOR.person_id, B.person_id, day, day)
    assert await kinds(tasks, B, Queue.UNASSIGNED) == ["accept_version"]


async def test_what_is_one_persons_is_shown_to_nobody_else(handling: Handling, tasks: Tasks, pool: Pool) -> None:
    story = looking.asked()
    told = RaiseConcern(concern_id="doubt", about=ConcernKind.MONEY, text="The till", disclose_to=Disclosure.OTHER_LEAD)
    story.say(ALTERNATE, told)
    await tell(handling, story)
    assert sorted(await kinds(tasks, A)) == ["answer_evaluation", "hear_concern"]
    for other in (B, ALTERNATE, SPONSOR, voice(Role.SPONSOR, HOST), service(HOST)):
        for queue in Queue:
            rows = await seen(tasks, other, queue)
            assert not [row for row in rows if row.private]
            assert {row.person_id for row in rows} <= {None, other.person_id}
    hear = next(row for row in await seen(tasks, A) if row.private)
    for act in (tasks.claim, tasks.release):
        with pytest.raises(InOtherHands):
            await act(A, hear.task_id, NOW)
    with pytest.raises(UnknownTask):
        await tasks.comment(voice(Role.SPONSOR, HOST), hear.task_id, uuid4(), "What is it?", NOW)
    # whoever stands in for the lead does not read what was confided to the lead
    sponsor = voice(Role.SPONSOR, HOST)
    for who in (A, sponsor):
        await pool.execute(AWAY, who.person_id)
    await pool.execute(ABSENCE, A.person_id, sponsor.person_id, NOW.date(), NOW.date())
    assert {row.person_id for row in await seen(tasks, sponsor)} == {sponsor.person_id}


async def test_comments_are_for_ones_own_side(handling: Handling, tasks: Tasks) -> None:
    await tell(handling, Story().agreeing())
    row = await one(tasks, B, "accept_version")
    note = uuid4()
    for _ in range(2):  # a phone that sends twice
        await tasks.comment(ALTERNATE, row.task_id, note, "Pak Budi reads it on Sunday.", NOW)
    for actor, text in ((ALTERNATE, "Pak Budi reads it on Monday."), (B, "Pak Budi reads it on Sunday.")):
        with pytest.raises(CommentTaken):
            await tasks.comment(actor, row.task_id, note, text, NOW)
    (comment,) = await tasks.comments(row.task_id)
    assert (comment.author, comment.text) == (ALTERNATE.person_id, "Pak Budi reads it on Sunday.")
    assert (await tasks.get(B, row.task_id, NOW)).comments == 1
    with pytest.raises(UnknownTask):
        await tasks.comment(A, row.task_id, uuid4(), "Hurry up", NOW)


async def test_a_task_says_when_its_next_step_comes(handling: Handling, tasks: Tasks) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    row = await one(tasks, B, "accept_version")
    clock = next(clock for clock in story.p.clocks if clock.rule == "acceptance")
    assert (row.step, row.next_step_at) == (0, clock.due_at)
    story.wait(6)
    await tell(handling, story)
    again = await one(tasks, B, "accept_version")
    assert again.step == 1
    assert again.next_step_at
    assert row.next_step_at
    assert again.next_step_at > row.next_step_at
    story.accept(PARTNER)
    await tell(handling, story)
    assert (await tasks.get(B, row.task_id, NOW)).next_step_at is None
