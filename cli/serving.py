"""The long-running commands: the API and the worker, each in a process of its own."""

import os
import runpy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from api.app import create_app
from api.ports import Ports
from cli import profile
from cli.failures import Unreachable
from cli.settings import Settings
from store import migrate
from store.policies import built_in
from store.pool import UNAVAILABLE, Pool, open_pool
from workflows.gateway import Gateway

_STOP_SECONDS = 5


class SchemaMissing(Exception):
    """The database lacks migrations of this release; run `kemitraan migrate`."""


async def api() -> None:
    """Serve the HTTP API at KEMITRAAN_API_BIND and KEMITRAAN_API_PORT."""
    settings = Settings.of_environment()
    async with ports(settings) as outside:
        config = uvicorn.Config(
            create_app(outside),
            host=settings.api_bind,
            port=settings.api_port,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
        await uvicorn.Server(config).serve()


def worker() -> None:
    """Run a worker, which decides and records what the API and the clock ask for."""
    address, namespace = profile.temporal()
    os.environ |= {"KEMITRAAN_DSN": profile.dsn(), "TEMPORAL_ADDRESS": address, "TEMPORAL_NAMESPACE": namespace}
    runpy.run_module("worker", run_name="__main__", alter_sys=True)


@asynccontextmanager
async def ports(settings: Settings) -> AsyncIterator[Ports]:
    """The connections of one API process."""
    address, namespace = profile.temporal()
    try:
        pool = await open_pool(settings.dsn or profile.dsn())
    except UNAVAILABLE as error:
        raise Unreachable(f"Postgres does not answer: {error}") from None
    async with pool:
        engine = await Gateway.connect(address, namespace)
        yield Ports(
            pool=pool,
            engine=engine,
            built_in=built_in(settings.day),
            ready={"database": lambda: _migrated(pool), "temporal": engine.ready},
        )


async def _migrated(pool: Pool) -> None:
    if migrate.shipped() - await migrate.applied(pool):
        raise SchemaMissing
