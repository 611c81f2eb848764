"""How many tasks wait in each queue: as many as its reader finds there, and no number tells what is one person's."""

from datetime import timedelta
from uuid import UUID

import pytest

from activities.handling import Handling
from domain.commitments import MakeCommitment
from domain.concerns import RaiseConcern
from domain.disclosure import Disclosure
from domain.message import Actor
from domain.slices.concerns import ConcernKind
from domain.values import PersonId, Role
from store.pool import Pool
from store.queues import Asked, By, Queue
from store.tallies import LATELY, DoneTally, Tally
from store.tasks import Tasks
from tests.domain import looking
from tests.domain.story import HOST, ID, Story, voice
from tests.domain.teller import A, B
from tests.store.test_tasks import ABSENCE, ALTERNATE, AWAY, NOW, seen
from tests.telling import tell


@pytest.fixture
def tasks(pool: Pool) -> Tasks:
    return Tasks(pool)


async def test_what_is_done_is_mine_or_my_sides(handling: Handling, tasks: Tasks) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    story.say(ALTERNATE, story.acceptance())
    await tell(handling, story)
    mine, its = [await seen(tasks, ALTERNATE, Queue.DONE, by=by) for by in (By.ME, By.SIDE)]
    assert {row.done_by for row in mine} == {ALTERNATE.person_id}
    assert "accept_version" in {row.kind for row in mine}
    assert {row.task_id for row in mine} < {row.task_id for row in its}
    counted = await tasks.tallies(ALTERNATE, None, story.now)
    assert (counted.done.tasks, counted.done.by_me, counted.done.since) == (len(its), len(mine), story.now - LATELY)
    later = await tasks.tallies(ALTERNATE, None, story.now + LATELY + timedelta(days=1))
    assert (later.done.tasks, later.done.by_me) == (0, 0)


async def test_each_queue_is_counted_for_its_reader(handling: Handling, tasks: Tasks, pool: Pool) -> None:
    story = Story().active()
    for number, days in enumerate((3, 10, 40)):
        promise = MakeCommitment(commitment_id=f"p{number}", to_org=HOST, text="A promise", due_at=story.day(days))
        story.say(B, promise)
    await tell(handling, story)
    now = story.day(5)
    last = (await seen(tasks, B, Queue.SIDE))[-1]
    await tasks.claim(ALTERNATE, last.task_id, now)
    await tasks.look_again(ALTERNATE, last.task_id, now.date(), now)
    lead, alternate = [await tasks.tallies(who, ID, now) for who in (B, ALTERNATE)]
    assert lead.mine == Tally(tasks=2, overdue=1, again=0)
    assert alternate.mine == Tally(tasks=1, overdue=0, again=1)
    assert lead.side == alternate.side == Tally(tasks=3, overdue=1, again=1)
    assert lead.unassigned == Tally(tasks=0, overdue=0, again=0)
    await pool.execute(AWAY, ALTERNATE.person_id)
    await pool.execute(ABSENCE, ALTERNATE.person_id, None, now.date(), now.date())
    assert (await tasks.tallies(B, None, now)).unassigned.tasks == 1
    stranger = await tasks.tallies(Actor(person_id=PersonId("stranger"), org_id=None), None, now)
    nothing = Tally(tasks=0, overdue=0, again=0)
    assert (stranger.mine, stranger.side, stranger.unassigned) == (nothing, nothing, nothing)
    assert stranger.done == DoneTally(tasks=0, by_me=0, since=now - LATELY)
    assert (await tasks.tallies(B, UUID(int=1), now)).side == nothing
    for queue in (Queue.MINE, Queue.SIDE, Queue.UNASSIGNED):
        counted = getattr(await tasks.tallies(B, None, now), queue)
        page = await tasks.page(B, Asked(queue=queue), now)
        assert len(page.rows) == counted.tasks


async def test_no_count_tells_what_is_one_persons(handling: Handling, tasks: Tasks) -> None:
    story = looking.asked()
    told = RaiseConcern(concern_id="doubt", about=ConcernKind.MONEY, text="The till", disclose_to=Disclosure.OTHER_LEAD)
    await tell(handling, story)
    sponsor = voice(Role.SPONSOR, HOST)
    before = await tasks.tallies(sponsor, None, NOW), await tasks.tallies(A, None, NOW)
    story.say(ALTERNATE, told)
    await tell(handling, story)
    assert await tasks.tallies(sponsor, None, NOW) == before[0]
    assert (await tasks.tallies(A, None, NOW)).mine.tasks == before[1].mine.tasks + 1
