"""Plain SQL migrations, forward only, applied by one process at a time."""

from asyncio import sleep
from pathlib import Path

from pogo_core.util import migrate as pogo

from store.pool import Pool, borrowed, unhurried

MIGRATIONS = Path(__file__).parent / "migrations"

_LOCK = 0x6B656D69747261  # "kemitra"
_SCHEMA = "public"
_POLL_SECONDS = 0.1


async def migrate(dsn: str) -> None:
    """Apply what is missing; several processes may try at once."""
    async with unhurried(dsn) as connection:
        # Polled, for a blocking wait deadlocks with CREATE INDEX CONCURRENTLY; closing the connection lets go.
        while not await connection.fetchval("select pg_try_advisory_lock($1)", _LOCK):
            await sleep(_POLL_SECONDS)
        await pogo.apply(connection, MIGRATIONS, schema_name=_SCHEMA)


def shipped() -> frozenset[str]:
    """The migrations that this release brings."""
    return frozenset(path.stem for path in MIGRATIONS.glob("*.sql"))


async def applied(pool: Pool) -> frozenset[str]:
    """The migrations that the database has seen; ready is who finds all of `shipped()` here."""
    async with borrowed(pool) as connection:
        if not await connection.fetchval("select to_regclass('public._pogo_migration') is not null"):
            return frozenset()
        rows = await connection.fetch("select migration_id from public._pogo_migration")
        return frozenset(row["migration_id"] for row in rows)
