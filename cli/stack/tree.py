"""The whole stack as one tree of processes: brought up in order, kept alive, and taken down in the opposite order."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from pydantic import BaseModel, ConfigDict

from cli import profile
from cli.failures import Failure
from cli.profile import Profile
from cli.stack import postgres, services, temporal
from cli.stack.child import Child, Recipe
from cli.stack.folder import Folder
from cli.stack.ports import HOST, Ports
from cli.upkeep import reaching_postgres, reaching_temporal
from store.migrate import migrate
from workflows.attributes import register
from workflows.gateway import connected

_USUAL = {"api": 8000, "temporal": 7233, "temporal_ui": 8233, "postgres": 5433}


class Outside(BaseModel):
    """What is there already and is used instead of our own, and wishes about the rest."""

    model_config = ConfigDict(frozen=True)

    dsn: str | None = None
    temporal_address: str | None = None
    temporal_namespace: str = "default"
    ports: dict[str, int] = {}
    """Ports to take before the usual ones."""


class Tree:
    """Postgres, Temporal, the worker, the API and the relay."""

    def __init__(self, folder: Folder, outside: Outside, day: timedelta) -> None:
        self.children: list[Child] = []
        self._folder = folder
        self._outside = outside
        self._day = day
        self._ports = Ports()

    async def up(self) -> Profile:
        """Start everything; return when it serves."""
        known = self._addresses()
        await _together(lambda: self._postgres(known), lambda: self._temporal(known))
        known = self._located(known)
        await _together(lambda: _migrated(known.dsn), lambda: _attributes(known))
        told = services.environment(
            known.dsn, known.temporal_address, known.temporal_namespace, self._day, known.ports["api"]
        ) | {
            "KEMITRAAN_LINK_KEY": self._folder.link_key(),
            "KEMITRAAN_PUBLIC_URL": known.url,
            "KEMITRAAN_MAIL_FOLDER": str(self._folder.mail),
        }
        ours = [services.worker(told), services.api(told)]
        if self._day == timedelta(days=1):  # where a life passes in a minute, nobody could read what they are told
            ours.append(services.relay(told))
        await _together(*(partial(self._start, recipe) for recipe in ours))
        profile.keep(self._folder.path, known)
        return known

    async def down(self) -> None:
        """Stop everything in bounded time: who is asked first, and what is needed last."""
        for name in ("api", "relay", "worker", "temporal", "postgres"):
            for child in self.children:
                if child.name == name:
                    await child.stop()
        self._ports.give_back()

    def kill(self) -> None:
        """Stop everything now."""
        for child in self.children:
            child.kill()

    def _addresses(self) -> Profile:
        """The usual ports, or else those of the last run, as far as they are free."""
        before = profile.read(self._folder.path)
        remembered = before.ports if before else {}
        ports: dict[str, int] = {}
        for name, usual in _USUAL.items():
            wanted = [self._outside.ports.get(name), usual, remembered.get(name)]
            ports[name] = self._ports.choose(port for port in wanted if port)
        ours = self._outside.temporal_address is None
        return Profile(
            url=f"http://{HOST}:{ports['api']}",
            dsn=self._outside.dsn or "",
            temporal_address=self._outside.temporal_address or f"{HOST}:{ports['temporal']}",
            temporal_namespace=temporal.NAMESPACE if ours else self._outside.temporal_namespace,
            temporal_ui=f"http://{HOST}:{ports['temporal_ui']}" if ours else None,
            ports=ports,
            voices=before.voices if before else (),
        )

    def _located(self, known: Profile) -> Profile:
        ours = postgres.dsn(self._folder.postgres, known.ports["postgres"]) if not known.dsn else known.dsn
        return known.model_copy(update={"dsn": ours})

    async def _postgres(self, known: Profile) -> None:
        if not known.dsn:
            await postgres.prepare(self._folder.postgres)
            await self._start(postgres.recipe(self._folder.postgres, known.ports["postgres"]))

    async def _temporal(self, known: Profile) -> None:
        if known.temporal_ui:
            ports = known.ports
            await self._start(temporal.recipe(self._folder.temporal, ports["temporal"], ports["temporal_ui"]))
        elif not await temporal.serves(known.temporal_address, known.temporal_namespace):
            raise Failure(f"no Temporal with a namespace {known.temporal_namespace} at {known.temporal_address}")

    async def _start(self, recipe: Recipe) -> None:
        child = Child(recipe, self._folder)
        self.children.append(child)
        await child.start()


async def _together(*steps: Callable[[], Awaitable[None]]) -> None:
    """Steps at the same time; the first failure ends the others and is the one that is told."""
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(_awaited(step))
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None


async def _awaited(step: Callable[[], Awaitable[None]]) -> None:
    await step()


async def _migrated(dsn: str) -> None:
    with reaching_postgres():
        await migrate(dsn)


async def _attributes(known: Profile) -> None:
    address, namespace = known.temporal_address, known.temporal_namespace
    with reaching_temporal(address, namespace):
        await register((await connected(address, namespace)).operator_service, namespace)
