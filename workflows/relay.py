"""The relay: it wakes the workflow of everybody for whom something new waits, when Postgres says so and by a sweep."""

import asyncio
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, suppress
from typing import Protocol
from uuid import UUID

import structlog
from temporalio.client import Client, RPCError
from temporalio.common import WorkflowIDConflictPolicy

from domain.values import PersonId
from workflows import options
from workflows.notices import NoticesInput, NoticesWorkflow, summary

log = structlog.get_logger()

PAGE = 200
"""Notices, or people, taken at once."""

AT_ONCE = 20
"""Calls to Temporal under way."""

SWEEP = 10.0
"""Seconds between two looks where nothing was heard: what was missed waits no longer."""

TROUBLE = 1.0
"""Seconds before the next look where the last one failed."""


class Unrelayed(Protocol):
    """Somebody who has not been woken for these notices."""

    @property
    def person_id(self) -> PersonId:
        """Who."""

    @property
    def notices(self) -> tuple[UUID, ...]:
        """For what."""

    @property
    def wakes(self) -> bool:
        """Whether they have to be woken; otherwise their workflow looks by itself, in time."""


class Outbox(Protocol):
    """Where notices wait for the relay; `store.listening.Outbox` is it."""

    away: tuple[type[Exception], ...]

    def listening(self) -> AbstractAsyncContextManager[asyncio.Event]:
        """An event that is set when there is something new."""

    async def unrelayed(self, limit: int) -> Sequence[Unrelayed]:
        """Who has to be woken."""

    async def relayed(self, notices: Sequence[UUID]) -> None:
        """They have been woken for these."""

    async def late(self, limit: int) -> Sequence[PersonId]:
        """Whose workflow should have looked long ago."""

    async def woken(self, person_id: PersonId) -> None:
        """They were late, and have been woken."""

    async def waiting(self, after: str, limit: int) -> Sequence[PersonId]:
        """All for whom something waits."""

    async def reachable(self) -> None:
        """Begin anew what can be told after all."""


class Relay:
    """Carries notices from the tables to the workflows; several may run."""

    def __init__(self, client: Client, outbox: Outbox) -> None:
        self._client = client
        self._outbox = outbox
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def sweep(self) -> int:
        """Wake everybody for whom there is something that cannot wait; how many new notices there were."""
        await self._outbox.reachable()
        count = 0
        while people := await self._outbox.unrelayed(PAGE):
            await asyncio.gather(*map(self._relay, people))
            count += sum(len(one.notices) for one in people)
        await asyncio.gather(*map(self._call, await self._outbox.late(PAGE)))
        return count

    async def wake_all(self) -> None:
        """Wake everybody for whom anything waits, for Temporal may have lost them."""
        after = ""
        while people := await self._outbox.waiting(after, PAGE):
            await asyncio.gather(*map(self._wake, people))
            after = people[-1]

    async def _relay(self, one: Unrelayed) -> None:
        if one.wakes:
            await self._wake(one.person_id)
        await self._outbox.relayed(one.notices)  # after it: waking twice does no harm, never waking does
        log.info("notices_relayed", person_id=one.person_id, notices=len(one.notices), woken=one.wakes)

    async def _call(self, person_id: PersonId) -> None:
        await self._wake(person_id)
        await self._outbox.woken(person_id)
        log.warning("reader_was_late", person_id=person_id)

    async def _wake(self, person_id: PersonId) -> None:
        async with self._slots:
            await self._client.start_workflow(
                NoticesWorkflow.run,
                NoticesInput(person_id=person_id, looks_back=False),
                id=options.notices_id(person_id),
                task_queue=options.TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal="wake",
                static_summary=summary(person_id),
            )


async def run(client: Client, outbox: Outbox, stop: asyncio.Event) -> None:
    """Relay until stopped; an outage of Postgres or Temporal is waited for."""
    relay, woken = Relay(client, outbox), False
    passing: tuple[type[Exception], ...] = (*outbox.away, RPCError, RuntimeError)
    while not stop.is_set():
        try:
            async with outbox.listening() as heard:
                if not woken:
                    await relay.wake_all()
                    woken = True
                    log.info("relay_ready")
                await _listen(relay, heard, stop)
        except passing as trouble:
            log.warning("relay_waits", trouble=type(trouble).__name__)
            await _until(stop, TROUBLE)


async def _listen(relay: Relay, heard: asyncio.Event, stop: asyncio.Event) -> None:
    while not stop.is_set():
        heard.clear()
        await relay.sweep()
        await _until(heard, SWEEP, stop)


async def _until(event: asyncio.Event, seconds: float, other: asyncio.Event | None = None) -> None:
    """Wait for an event, or for another one, but no longer than this."""
    waits = [asyncio.create_task(each.wait()) for each in (event, other) if each is not None]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
        for wait in waits:
            with suppress(asyncio.CancelledError):
                await wait
