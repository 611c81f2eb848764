"""Whom the relay has to wake: Postgres tells it as soon as there is something, and a sweep finds what was missed."""

from asyncio import Event
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg

from domain.values import PersonId, State
from store import looks
from store.pool import UNAVAILABLE, Pool, borrowed, unhurried

CHANNEL = "kemitraan_notices"
"""Where the trigger on the table of notices speaks."""

PATIENCE = 2.0
"""Seconds to say goodbye to a server that may be gone."""

NAME = "kemitraan-relay"
"""How Postgres knows the connection of a relay that listens."""

_PEOPLE = f"""
select coalesce(p.merged_into, n.person_id) as person_id, array_agg(n.notice_id) as notices,
    bool_or(l.person_id is null or not ({looks.WAITS})) as wakes
from (select person_id, notice_id, kind, created_at from notices where not relayed order by created_at limit $1) n
left join people p on p.person_id = n.person_id
left join looks l on l.person_id = coalesce(p.merged_into, n.person_id)
group by 1 order by 1
"""

_DONE = "update notices set relayed = true where notice_id = any($1) and not relayed"

_WAITING = """
select person_id from notices where state = 'waiting' and person_id > $1
union select person_id from letters where state = 'due' and person_id > $1
order by person_id limit $2
"""

_REACHABLE = """
update notices n set state = 'waiting', state_since = now(), reason = null, relayed = false
where n.state = 'unreachable' and exists (
    select from people asked join contact_points c on c.person_id = coalesce(asked.merged_into, asked.person_id)
    where asked.person_id = n.person_id and c.since > n.state_since and c.state in ('untried', 'good')
    and c.channel <> 'phone'
)
"""


class Unrelayed(State):
    """Somebody who has not been woken for these notices."""

    person_id: PersonId
    notices: tuple[UUID, ...]
    wakes: bool
    """Otherwise their workflow looks by itself, in time."""


class Outbox:
    """Notices on their way to the people's workflows."""

    away = UNAVAILABLE
    """What is raised while the database cannot answer."""

    def __init__(self, pool: Pool, dsn: str) -> None:
        self._pool = pool
        self._dsn = dsn

    async def unrelayed(self, limit: int) -> Sequence[Unrelayed]:
        """Who has to be woken, and for what."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_PEOPLE, limit)
        return [Unrelayed.model_validate(dict(row)) for row in rows]

    async def relayed(self, notices: Sequence[UUID]) -> None:
        """Somebody's workflow knows that there is something new."""
        async with borrowed(self._pool) as connection:
            await connection.execute(_DONE, notices)

    async def late(self, limit: int) -> Sequence[PersonId]:
        """Whose workflow should have looked long ago, for it may be lost."""
        async with borrowed(self._pool) as connection:
            return await looks.late(connection, limit)

    async def woken(self, person_id: PersonId) -> None:
        """Somebody was late and has been woken: once, however long it takes until they look."""
        async with borrowed(self._pool) as connection:
            await looks.forget(connection, person_id)

    async def waiting(self, after: str, limit: int) -> Sequence[PersonId]:
        """All for whom something waits, in pages: after Temporal has lost its workflows they are begun again."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_WAITING, after, limit)
        return [row["person_id"] for row in rows]

    async def reachable(self) -> None:
        """What could not be told is told after all, once an address has been corrected."""
        async with borrowed(self._pool) as connection:
            await connection.execute(_REACHABLE)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Event]:
        """An event that is set whenever there are new notices, and when the connection is lost."""
        heard = Event()
        connection = await asyncpg.connect(self._dsn, server_settings={"application_name": NAME})
        try:
            connection.add_termination_listener(lambda *_: heard.set())
            await connection.add_listener(CHANNEL, lambda *_: heard.set())
            yield heard
        finally:
            await connection.close(timeout=PATIENCE)


async def listened(dsn: str) -> bool:
    """Whether a relay listens to this database."""
    async with unhurried(dsn) as connection:
        known = await connection.fetchval(
            "select exists (select from pg_stat_activity where application_name = $1 and datname = current_database())",
            NAME,
        )
    return bool(known)
