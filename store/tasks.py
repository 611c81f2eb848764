"""Tasks, and in whose hands they are: claimed, given to somebody, handed on, looked at again on a day, commented."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from domain.message import Actor
from domain.values import Instant, PersonId, Text, Value
from store import moves, queues, tallies
from store.moves import Move, putting
from store.pool import Connection, Pool, borrowed
from store.queues import HANDS, ME, Asked, TaskPage, TaskRow, who
from store.tallies import Tallies


class Comment(Value):
    """What somebody of a side has noted on a task; no other side reads it."""

    author: PersonId
    text: Text
    at: Instant


class TasksMoved(Value):
    """How many tasks have changed hands."""

    tasks: int


class UnknownTask(Exception):
    """There is no such task for this reader."""


class AlreadyDone(Exception):
    """The task is done."""


class InOtherHands(Exception):
    """Somebody else has claimed it."""

    def __init__(self, assignee: PersonId) -> None:
        super().__init__(assignee)
        self.assignee = assignee


class CommentTaken(Exception):
    """Another comment was noted under this id."""


class NotOnThisSide(Exception):
    """Whoever is named does not belong to the side whose task it is."""

    def __init__(self, person_id: PersonId) -> None:
        super().__init__(person_id)
        self.person_id = person_id


_IN_HANDS = f"""
with {ME}
select t.task_id from tasks t left join task_hands h on {HANDS}
where t.done_at is null and t.person_id is null and t.org_id = $2 and ($4::uuid is null or t.partnership_id = $4)
    and (h.assignee = any(known_as($5)) or h.assignee is null and t.people && known_as($5))
"""

_GIVE, _LOOK_AGAIN = putting("assignee", "text"), putting("follow_up_on", "date")

GIVEN_TO_YOU = "somebody of your side has given this task to you"
"""Why whoever is given a task hears of it."""

_TELL = f"""
insert into notices (
    notice_id, partnership_id, version, person_id, org_id, kind, what, why, params, task, private, created_at,
    state_since
)
select gen_random_uuid(), t.partnership_id, coalesce(t.event, t.opened_version), $2, t.org_id, 'request', t.what,
    '{GIVEN_TO_YOU}', t.params, t.key, t.private, $4, $4
from tasks t left join task_hands h on {HANDS}
where t.task_id = any($1) and t.done_at is null and $2 <> $3 and h.assignee is distinct from $2
"""

_LOCK = "select from tasks where task_id = $1 for update"
"""Whose it is, is read after this: of two who claim a task at once, the second meets the first."""

_HOLDER = f"""
with {ME}
select h.assignee from tasks t join task_hands h on {HANDS}
where t.task_id = $4 and t.org_id is not distinct from $2 and h.assignee not in (select person_id from mine)
"""
"""Who else has it; whoever is away and for whom the reader stands in is nobody else."""

_ON_SIDE = """
select exists (select from roles where person_id = any(known_as($1)) and org_id = $2)
    or exists (
        select from fillings f join positions o using (position_id)
        where f.person_id = any(known_as($1)) and o.org_id = $2 and (f.until is null or f.until >= $3)
    )
    or exists (
        select from api_keys
        where person_id = any(known_as($1)) and org_id = $2 and revoked_at is null and role <> 'service'
    )
"""

_HERE = "select not exists (select from people where person_id = (known_as($1))[1] and left_on < $2)"

_COMMENT = """
insert into task_notes (note_id, partnership_id, key, opened_version, author, text)
select $2, partnership_id, key, opened_version, $3, $4 from tasks where task_id = $1 on conflict do nothing
"""

_SAME_COMMENT = """
select exists (
    select from task_notes join tasks using (partnership_id, key, opened_version)
    where note_id = $2 and task_id = $1 and author = $3 and text = $4
)
"""

_COMMENTS = """
select author, text, at from task_notes n join tasks t using (partnership_id, key, opened_version)
where t.task_id = $1 order by at, note_id
"""

_OPEN = "select exists (select from tasks where partnership_id = $1 and key = $2 and done_at is null)"

_ASSIGNEE = f"""
select h.assignee from tasks t join task_hands h on {HANDS}
where t.partnership_id = $1 and t.key = $2 and t.done_at is null
"""


class Tasks:
    """What waits for people; each call is asked by somebody, who is shown no more than is theirs to see."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def open(self, partnership_id: UUID, key: str) -> bool:
        """Whether this still waits."""
        async with borrowed(self._pool) as connection:
            return bool(await connection.fetchval(_OPEN, partnership_id, key))

    async def in_hands_of(self, partnership_id: UUID, key: str) -> PersonId | None:
        """Who has claimed this or was given it, where anybody has."""
        async with borrowed(self._pool) as connection:
            held: PersonId | None = await connection.fetchval(_ASSIGNEE, partnership_id, key)
        return held

    async def page(self, reader: Actor, asked: Asked, now: Instant) -> TaskPage:
        """Some tasks, the overdue first, then by date; what has no date comes last."""
        async with borrowed(self._pool) as connection:
            return await queues.page(connection, reader, asked, now)

    async def tallies(self, reader: Actor, partnership_id: UUID | None, now: Instant) -> Tallies:
        """How many tasks are in each queue of a reader: everywhere, or in one partnership."""
        async with borrowed(self._pool) as connection:
            return await tallies.tallies(connection, reader, partnership_id, now)

    async def get(self, reader: Actor, task_id: UUID, now: Instant) -> TaskRow:
        """One task."""
        async with borrowed(self._pool) as connection:
            return await self._one(connection, reader, task_id, now)

    async def comments(self, task_id: UUID) -> tuple[Comment, ...]:
        """What was noted on a task, the oldest first."""
        async with borrowed(self._pool) as connection:
            return tuple(Comment(**row) for row in await connection.fetch(_COMMENTS, task_id))

    async def moves(self, task_id: UUID) -> tuple[Move, ...]:
        """Through whose hands a task has gone, the oldest first."""
        async with borrowed(self._pool) as connection:
            return await moves.moves(connection, task_id)

    async def comment(self, actor: Actor, task_id: UUID, note_id: UUID, text: str, now: Instant) -> None:
        """Note something on a task, for one's own side; once, however often it is sent."""
        note = task_id, note_id, actor.person_id, text
        async with borrowed(self._pool) as connection:
            await self._one(connection, actor, task_id, now)
            await connection.execute(_COMMENT, *note)
            if not await connection.fetchval(_SAME_COMMENT, *note):
                raise CommentTaken

    async def claim(self, actor: Actor, task_id: UUID, now: Instant) -> None:
        """Take a task into one's own hands, unless it is in somebody else's."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await self._open(connection, actor, [task_id], now)
            await connection.execute(_LOCK, task_id)
            holder = await connection.fetchval(_HOLDER, *who(actor, now), task_id)
            if holder not in {None, actor.person_id}:
                raise InOtherHands(holder)
            await connection.execute(_GIVE, [task_id], actor.person_id, actor.person_id)

    async def release(self, actor: Actor, task_id: UUID, now: Instant) -> None:
        """Back to whom it falls to by their post."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await self._open(connection, actor, [task_id], now)
            await connection.execute(_GIVE, [task_id], None, actor.person_id)

    async def give(self, actor: Actor, task_ids: Collection[UUID], to: PersonId, now: Instant) -> TasksMoved:
        """Give tasks to somebody of the same side: all of them, or none."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await self._must_be_here(connection, actor, to, now)
            await self._open(connection, actor, task_ids, now)
            return await self._moved(connection, tuple(task_ids), actor, to, now)

    async def hand_on(
        self, actor: Actor, person_id: PersonId, to: PersonId, now: Instant, partnership_id: UUID | None = None
    ) -> TasksMoved:
        """Give all that is in somebody's hands to somebody else of the same side."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await self._must_be_here(connection, actor, to, now)
            rows = await connection.fetch(_IN_HANDS, *who(actor, now), partnership_id, person_id)
            return await self._moved(connection, [row["task_id"] for row in rows], actor, to, now)

    async def look_again(self, actor: Actor, task_id: UUID, on: date | None, now: Instant) -> None:
        """Set or clear the day on which to look at a task again."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await self._open(connection, actor, [task_id], now, personal=True)
            await connection.execute(_LOOK_AGAIN, [task_id], on, actor.person_id)

    async def _one(self, connection: Connection, reader: Actor, task_id: UUID, now: Instant) -> TaskRow:
        found = await queues.some(connection, reader, [task_id], now)
        if task_id not in found:
            raise UnknownTask
        return found[task_id]

    async def _open(
        self, connection: Connection, actor: Actor, task_ids: Collection[UUID], now: Instant, *, personal: bool = False
    ) -> None:
        """Refuses unless all of these can change hands."""
        found = await queues.some(connection, actor, task_ids, now)
        if found.keys() != set(task_ids):
            raise UnknownTask
        for task in found.values():
            if task.done_at:
                raise AlreadyDone
            if task.person_id and not personal:
                raise InOtherHands(task.person_id)

    async def _must_be_here(self, connection: Connection, actor: Actor, to: PersonId, now: Instant) -> None:
        on_side = await connection.fetchval(_ON_SIDE, to, actor.org_id, now.date())
        if actor.org_id is None or not on_side or not await connection.fetchval(_HERE, to, now.date()):
            raise NotOnThisSide(to)

    async def _moved(
        self, connection: Connection, task_ids: Sequence[UUID], actor: Actor, to: PersonId, now: Instant
    ) -> TasksMoved:
        """In other hands, and whose they are now is told of it."""
        await connection.execute(_TELL, task_ids, to, actor.person_id, now)
        await connection.execute(_GIVE, task_ids, to, actor.person_id)
        return TasksMoved(tasks=len(set(task_ids)))
