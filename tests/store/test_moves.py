"""Through whose hands a task has gone: every real change is kept, and nothing else."""

import asyncio
from datetime import date, timedelta

import pytest

from activities.handling import Handling
from domain.directory.sheets import Kind
from domain.values import PersonId
from store.merging import Merging
from store.moves import Move
from store.pool import Pool
from store.tasks import Tasks
from tests.domain.story import Story
from tests.domain.teller import A, B
from tests.store.test_tasks import ALTERNATE, AWAY, NOW, SPONSOR, one
from tests.telling import tell


@pytest.fixture
def tasks(pool: Pool) -> Tasks:
    return Tasks(pool)


def passed(moves: tuple[Move, ...]) -> list[tuple[PersonId, PersonId | None, date | None]]:
    """Who has put it into whose hands, and for which day."""
    return [(move.moved_by, move.assignee, move.follow_up_on) for move in moves]


async def test_each_change_of_hands_is_kept_and_a_repeat_is_none(handling: Handling, tasks: Tasks) -> None:
    await tell(handling, Story().agreeing())
    row = await one(tasks, B, "accept_version")
    day = (NOW + timedelta(days=3)).date()
    await tasks.release(B, row.task_id, NOW)  # it is in nobody's hands
    for _ in range(2):  # each is sent twice, and happens once
        await tasks.claim(ALTERNATE, row.task_id, NOW)
    for _ in range(2):
        await tasks.look_again(ALTERNATE, row.task_id, day, NOW)
    for _ in range(2):
        assert (await tasks.give(B, [row.task_id], SPONSOR.person_id, NOW)).tasks == 1
    for moved in (1, 0):
        assert (await tasks.hand_on(B, SPONSOR.person_id, B.person_id, NOW)).tasks == moved
    for _ in range(2):
        await tasks.release(SPONSOR, row.task_id, NOW)
    for _ in range(2):
        await tasks.look_again(B, row.task_id, None, NOW)
    moves = await tasks.moves(row.task_id)
    assert passed(moves) == [
        (ALTERNATE.person_id, ALTERNATE.person_id, None),
        (ALTERNATE.person_id, ALTERNATE.person_id, day),
        (B.person_id, SPONSOR.person_id, day),
        (B.person_id, B.person_id, day),
        (SPONSOR.person_id, None, day),
        (B.person_id, None, None),
    ]
    assert [move.before for move in moves[:4]] == [None, ALTERNATE.person_id, ALTERNATE.person_id, SPONSOR.person_id]
    assert moves[2].names.keys() == {B.person_id, SPONSOR.person_id, ALTERNATE.person_id}
    assert await tasks.moves((await one(tasks, A, "accept_version")).task_id) == ()


async def test_of_two_who_claim_at_once_one_has_it(handling: Handling, tasks: Tasks) -> None:
    await tell(handling, Story().agreeing())
    row = await one(tasks, B, "accept_version")
    claims = [tasks.claim(who, row.task_id, NOW) for who in (ALTERNATE, SPONSOR)]
    answers = await asyncio.gather(*claims, return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["InOtherHands", "NoneType"]
    assert len(await tasks.moves(row.task_id)) == 1


async def test_whoever_was_entered_twice_is_one_person_in_what_is_kept(
    handling: Handling, tasks: Tasks, pool: Pool
) -> None:
    await tell(handling, Story().agreeing())
    row = await one(tasks, B, "accept_version")
    await tasks.claim(ALTERNATE, row.task_id, NOW)
    await tasks.give(B, [row.task_id], SPONSOR.person_id, NOW)
    for person in (SPONSOR.person_id, "sri"):
        await pool.execute(AWAY, person)
    await Merging(pool).merge(Kind.PEOPLE, SPONSOR.person_id, "sri", B)
    _, given = await tasks.moves(row.task_id)
    sri = PersonId("sri")
    assert (given.moved_by, given.before, given.assignee) == (B.person_id, ALTERNATE.person_id, sri)
    assert given.names[sri] == "x"
