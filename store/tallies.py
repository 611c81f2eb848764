"""How many tasks wait in each queue of a reader, and how many of them press; what is done is counted for a while."""

from datetime import timedelta
from uuid import UUID

from domain.message import Actor
from domain.values import Instant, Value
from store.pool import Connection
from store.queues import DUE_ON, HANDS, IN_QUEUE, ME, SEEN, Queue, who

LATELY = timedelta(days=30)
"""So far back is counted what is done: who has done much for years does not wait for it at each look."""


class Tally(Value):
    """How many tasks of a queue are open."""

    tasks: int
    overdue: int
    again: int
    """Of how many the day to look at them again has come."""


class DoneTally(Value):
    """How many tasks were done lately."""

    tasks: int
    by_me: int
    """How many of them by the reader."""
    since: Instant
    """What was done before is not counted."""


class Tallies(Value):
    """All queues of one reader."""

    mine: Tally
    side: Tally
    unassigned: Tally
    done: DoneTally


_OPEN = (Queue.MINE, Queue.SIDE, Queue.UNASSIGNED)


def _counted(queue: Queue) -> str:
    return f"""
    jsonb_build_object(
        'tasks', count(*) filter (where {queue}),
        'overdue', count(*) filter (where {queue} and overdue),
        'again', count(*) filter (where {queue} and again)
    ) as {queue}
    """


_TALLIES = f"""
with {ME}, open as materialized (
    select {", ".join(f"{IN_QUEUE[queue]} as {queue}" for queue in _OPEN)},
        t.due_at < $3 as overdue, {DUE_ON} <= $3 as again
    from tasks t left join task_hands h on {HANDS}
    where t.done_at is null and {SEEN} and ($4::uuid is null or t.partnership_id = $4)
), done as (
    select count(*) as tasks, count(*) filter (where t.done_by in (select person_id from me)) as by_me
    from tasks t where t.done_at > $5 and {SEEN} and ($4::uuid is null or t.partnership_id = $4)
)
select {", ".join(map(_counted, _OPEN))},
    (select jsonb_build_object('tasks', tasks, 'by_me', by_me, 'since', $5) from done) as done
from open
"""


async def tallies(connection: Connection, reader: Actor, partnership_id: UUID | None, now: Instant) -> Tallies:
    """All of them in one look at what is open, and at what was done lately."""
    row = await connection.fetchrow(_TALLIES, *who(reader, now), partnership_id, now - LATELY)
    return Tallies.model_validate(dict(row or {}))
