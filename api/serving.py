"""The API process: it puts settings, store and gateway together, and serves until it is told to stop."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import uvicorn

from api.app import create_app
from api.ports import Ports
from domain.policy import PolicySet
from store.migrate import applied, shipped
from store.pool import Pool, open_pool
from workflows.gateway import Gateway

GRACE_SECONDS = 15
"""To answer what was asked before the stop: above the patience of the gateway."""


@dataclass(frozen=True)
class Settings:
    """Where things are, where to listen, and how long a day lasts."""

    dsn: str
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    host: str = "127.0.0.1"
    port: int = 8080
    day: timedelta = timedelta(days=1)
    """The length of a policy day; the same as the worker's."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings of a process; what is empty counts as not set."""
        given = {name: value for name, value in environment.items() if value}
        return cls(
            dsn=given["KEMITRAAN_DSN"],
            temporal_address=given.get("TEMPORAL_ADDRESS", cls.temporal_address),
            temporal_namespace=given.get("TEMPORAL_NAMESPACE", cls.temporal_namespace),
            host=given.get("KEMITRAAN_API_HOST", cls.host),
            port=int(given.get("KEMITRAAN_API_PORT", cls.port)),
            day=timedelta(seconds=float(given.get("KEMITRAAN_DAY_SECONDS", cls.day.total_seconds()))),
        )


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Ports]:
    """The ports over these settings; Temporal may be away, and then reading goes on."""
    pool = await open_pool(settings.dsn)
    try:
        gateway = await Gateway.connect(settings.temporal_address, settings.temporal_namespace)
        yield ports(pool, gateway, settings.day)
    finally:
        await pool.close()


def ports(pool: Pool, gateway: Gateway, day: timedelta = timedelta(days=1)) -> Ports:
    """The ports over a database and a gateway."""

    async def database() -> None:
        if missing := shipped() - await applied(pool):
            raise LookupError(f"migrations are missing: {sorted(missing)}")

    return Ports(
        pool=pool,
        engine=gateway,
        policies=PolicySet().with_day(day),
        ready={"database": database, "temporal": gateway.ready},
    )


def server(ports: Ports, settings: Settings) -> uvicorn.Server:
    """The HTTP server over these ports; `serve()` runs it until SIGTERM or SIGINT."""
    return uvicorn.Server(
        uvicorn.Config(
            create_app(ports),
            host=settings.host,
            port=settings.port,
            log_config=None,  # logging is the process's own matter
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )


async def serve(settings: Settings) -> None:
    """The process: until SIGTERM or SIGINT."""
    async with opened(settings) as outside:
        await server(outside, settings).serve()
