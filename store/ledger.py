"""The append-only ledger: one transaction for a batch of submissions, one writer at a time for a partnership."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from domain.effects import Effects
from domain.lifecycle import evolve
from domain.partnership import Partnership
from domain.record import Recorded, Submission
from domain.stages import Stage
from domain.values import Instant
from store import commands, invitations, projection, telling
from store.chain import ENVELOPE, GENESIS, seal
from store.commands import Answer
from store.entries import columns, recorded
from store.policies import Shelf
from store.pool import Connection, Pool, borrowed

CHANNEL = "kemitraan"
"""The NOTIFY channel: its payload is the id of a partnership in which something has happened."""

_HOLD = "select pg_advisory_xact_lock(hashtextextended($1, 0))"

_HEAD = "select version, hash from heads where partnership_id = $1"

_EVENTS = "select * from ledger where partnership_id = $1 order by version"

_STAGE = "select stage from partnerships where id = $1"

_MOVE_HEAD = """
insert into heads (partnership_id, version, hash) values ($1, $2, $3)
on conflict (partnership_id) do update set version = excluded.version, hash = excluded.hash
"""

# A lock with two keys cannot meet that of a partnership, which has one.
_NOTIFY_AND_TAKE_TURN = f"select pg_notify('{CHANNEL}', $1), pg_advisory_xact_lock(1262833746, 1)"

_COLUMNS = ", ".join((*ENVELOPE, "prev_hash", "hash"))

_APPEND = f"""
insert into ledger (position, {_COLUMNS})
select (select coalesce(max(position), 0) from ledger) + row_number() over (order by version), {_COLUMNS}
from jsonb_populate_recordset(null::ledger, $1)
"""


class Ledger:
    """What has happened to every partnership."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def transaction(self, partnership_id: UUID) -> AsyncIterator["Chapter"]:
        """Hold one partnership's part of the ledger; what is written there is kept together, or not at all."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await connection.execute(_HOLD, str(partnership_id))
            head = await connection.fetchrow(_HEAD, partnership_id)
            version, last_hash = (head["version"], head["hash"]) if head else (0, GENESIS)
            yield Chapter(connection, partnership_id, version, last_hash)


class Chapter:
    """One partnership's part of the ledger, held by one transaction."""

    def __init__(self, connection: Connection, partnership_id: UUID, version: int, last_hash: bytes) -> None:
        self._connection = connection
        self._partnership_id = partnership_id
        self._hash = last_hash
        self.version = version
        """Number of the last event; 0 before the first."""

    async def state(self) -> Partnership:
        """All events folded: the truth about this partnership."""
        state = Partnership(id=self._partnership_id)
        async for row in self._connection.cursor(_EVENTS, self._partnership_id, prefetch=500):
            state = evolve(state, recorded(row))
        return state

    async def answers(self, command_ids: Collection[UUID]) -> dict[UUID, Answer]:
        """What was answered before, by command id."""
        return await commands.known(self._connection, self._partnership_id, command_ids)

    async def look_at(self, shelf: Shelf) -> None:
        """Take in what policies have been published."""
        await shelf.look(self._connection)

    async def stage_of(self, partnership_id: UUID) -> Stage | None:
        """The stage of another partnership, if there is one."""
        stage = await self._connection.fetchval(_STAGE, partnership_id)
        return Stage(stage) if stage else None

    async def told(self, tasks: Collection[str]) -> dict[str, Instant | None]:
        """When those to whom open tasks fall were told of them; none where nothing has reached anybody."""
        return await telling.told(self._connection, self._partnership_id, tasks)

    async def answer(self, answered: Sequence[tuple[Submission, Answer]], at: Instant) -> None:
        """Keep the first answers to submissions."""
        if answered:
            await commands.keep(self._connection, answered, at)

    async def append(self, events: Sequence[Recorded], state: Partnership, told: Sequence[Effects]) -> None:
        """Write events, the state after them into the read tables, and what people have to do and to hear."""
        if not events:
            return
        rows = [self._sealed(event) for event in events]
        row = projection.partnership_row(state, events[-1].recorded_at)
        await projection.put(self._connection, [row])
        await telling.put_tasks(self._connection, self._partnership_id, told)
        await telling.put_notices(self._connection, self._partnership_id, told)
        await invitations.put_changed_days(self._connection, self._partnership_id, told)
        await self._connection.execute(_MOVE_HEAD, self._partnership_id, state.version, self._hash)
        # Last, for from here to the commit all partnerships wait for each other: positions appear in order.
        await self._connection.execute(_NOTIFY_AND_TAKE_TURN, str(self._partnership_id))
        await self._connection.execute(_APPEND, rows)

    def _sealed(self, event: Recorded) -> dict[str, Any]:
        """The event as a row that follows the last one."""
        row = columns(event)
        previous, self._hash = self._hash, seal(self._hash, row)
        return row | {"prev_hash": _bytea(previous), "hash": _bytea(self._hash)}


def _bytea(value: bytes) -> str:
    return f"\\x{value.hex()}"
