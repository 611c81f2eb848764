"""The long-running commands: the API, the worker and the relay, each in a process of its own."""

import asyncio
import os
import runpy
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from secrets import token_bytes

import uvicorn

from api.app import create_app
from api.departing import keep_sweeping
from api.ports import Ports, WhatsAppHook
from cli import profile
from cli.failures import Misused, Unreachable
from cli.settings import KEY_BYTES, Settings
from store import migrate
from store.listening import Outbox
from store.policies import built_in
from store.pool import UNAVAILABLE, Pool, open_pool
from workflows import relay as relaying
from workflows.gateway import Gateway, connected

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
        sweeping = asyncio.create_task(keep_sweeping(outside))
        await uvicorn.Server(config).serve()
        sweeping.cancel()


def worker() -> None:
    """Run a worker, which decides and records what the API and the clock ask for."""
    address, namespace = profile.temporal()
    os.environ |= {"KEMITRAAN_DSN": profile.dsn(), "TEMPORAL_ADDRESS": address, "TEMPORAL_NAMESPACE": namespace}
    runpy.run_module("worker", run_name="__main__", alter_sys=True)


async def relay() -> None:
    """Wake whoever has something to be told, until stopped."""
    settings = Settings.of_environment()
    dsn = settings.dsn or profile.dsn()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    address, namespace = profile.temporal()
    try:
        pool = await open_pool(dsn)
    except UNAVAILABLE as error:
        raise Unreachable(f"Postgres does not answer: {error}") from None
    async with pool:
        client = await connected(address, namespace, lazy=True)
        await relaying.run(client, Outbox(pool, dsn), stop)


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
            link_key=_link_key(settings),
            public_url=settings.public_url or f"http://{settings.api_bind}:{settings.api_port}",
            whatsapp=WhatsAppHook(*settings.whatsapp) if settings.whatsapp else None,
        )


def _link_key(settings: Settings) -> bytes:
    """Without one, links of this process end with it; in production that would break what was sent."""
    if settings.link_key is None and settings.production:
        raise Misused("KEMITRAAN_LINK_KEY is needed in production: the same for API and worker, kept for good")
    return settings.link_key or token_bytes(KEY_BYTES)


async def _migrated(pool: Pool) -> None:
    if migrate.shipped() - await migrate.applied(pool):
        raise SchemaMissing
