"""The way to Postgres: JSON as Python values, and time limits that end before those of the waiting activity."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
from pydantic_core import from_json, to_json

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
OwnConnection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Connection: TypeAlias = "OwnConnection | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Row: TypeAlias = "Mapping[str, Any] | asyncpg.Record"

ACQUIRE_SECONDS = 3.0
"""For a free connection: who waits longer meets a database in trouble, and a retry serves better."""

COMMAND_SECONDS = 5.0
"""For one statement, seen from here; ends a wait on a server that hangs."""

_LIMITS = {
    "application_name": "kemitraan",
    "statement_timeout": "4500ms",  # below COMMAND_SECONDS: the server gives up first and says why
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "5s",  # a worker that hangs must not keep a partnership locked
}

UNAVAILABLE: tuple[type[Exception], ...] = (
    OSError,  # refused, reset and timed-out connections
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutting down, starting up, statement cancelled
    asyncpg.InsufficientResourcesError,
    asyncpg.ObjectNotInPrerequisiteStateError,  # lock not available in time
    asyncpg.InvalidTransactionStateError,  # idle too long; a replica that cannot write
    asyncpg.TransactionRollbackError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # derives from plain Exception; met while a server is dying
)
"""The database cannot answer now: the same call may succeed later."""

UNSTORABLE: tuple[type[Exception], ...] = (
    asyncpg.DataError,
    asyncpg.ProgramLimitExceededError,
    UnicodeError,
)
"""The data is such as no table can hold: the same call fails for ever."""


async def open_pool(dsn: str, *, size: int = 10) -> Pool:
    """Connections for the many short statements of a running engine."""
    return await asyncpg.create_pool(
        dsn,
        min_size=1,
        max_size=size,
        timeout=ACQUIRE_SECONDS,
        command_timeout=COMMAND_SECONDS,
        server_settings=_LIMITS,
        init=_speak_json,
        reset=_as_it_is,
    )


@asynccontextmanager
async def borrowed(pool: Pool) -> AsyncIterator[Connection]:
    """One of the pool's connections, or a timely error."""
    async with pool.acquire(timeout=ACQUIRE_SECONDS) as connection:
        yield connection


@asynccontextmanager
async def unhurried(dsn: str) -> AsyncIterator[OwnConnection]:
    """A connection of its own without time limits, for migrations and other long work."""
    connection = await asyncpg.connect(dsn, server_settings={"application_name": "kemitraan-maintenance"})
    try:
        await _speak_json(connection)
        yield connection
    finally:
        await connection.close()


async def _as_it_is(connection: Connection) -> None:
    """Saves a round trip: nothing in `store` changes a session (no SET, no LISTEN, no session lock)."""


async def _speak_json(connection: Connection) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=lambda value: to_json(value).decode(), decoder=from_json
    )
