"""Migrations: one at a time, forward only, never edited."""

import asyncio
from hashlib import sha256
from pathlib import Path

import asyncpg

from store.migrate import MIGRATIONS, applied, migrate, shipped
from store.pool import open_pool, unhurried

CHECKSUMS = Path(__file__).with_name("migrations.sha256")

EDITED = """
Never edit a shipped migration: databases that have applied it will not see the change, and two installations
of the same release would differ. Put the change into a new file in store/migrations, and then add that file's
line to tests/store/migrations.sha256 (`cd store/migrations && sha256sum *.sql > ../../tests/store/migrations.sha256`).
"""

NAMES = {"0001_ledger", "0002_reading", "0003_keys", "0004_policies", "0005_lessons", "0006_people", "0007_post"}

TABLES = "select table_name from information_schema.tables where table_schema = 'public' order by table_name"


def test_a_shipped_migration_never_changes() -> None:
    kept = {name: digest for digest, name in (line.split() for line in CHECKSUMS.read_text().splitlines())}
    now = {path.name: sha256(path.read_bytes()).hexdigest() for path in MIGRATIONS.glob("*.sql")}
    assert now == kept, EDITED


async def test_three_at_once_all_succeed(empty_dsn: str) -> None:
    await asyncio.gather(*(migrate(empty_dsn) for _ in range(3)))
    async with unhurried(empty_dsn) as connection:
        tables = {row["table_name"] for row in await connection.fetch(TABLES)}
        times = await connection.fetchval("select count(*) from public._pogo_migration")
    assert {"ledger", "commands", "heads", "partnerships", "parties", "api_keys"} <= tables
    assert times == len(shipped())


async def test_a_database_is_ready_once_it_has_seen_all_that_is_shipped(empty_dsn: str) -> None:
    async with await open_pool(empty_dsn) as pool:
        assert await applied(pool) == frozenset()
        await migrate(empty_dsn)
        assert await applied(pool) == shipped() == NAMES


async def test_a_second_run_changes_nothing(dsn: str) -> None:
    await migrate(dsn)
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("select count(*) from public._pogo_migration") == len(shipped())
    await connection.close()
