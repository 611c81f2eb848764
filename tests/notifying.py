"""People who can be reached, and everything between what happens and their mailbox: for tests over real servers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import time
from typing import Any

from temporalio.client import Client
from temporalio.worker import Worker

from activities.channels import port
from activities.handling import Handling
from activities.notifying import Notifying
from domain.directory.cards import Channel, ContactPoint, PersonCard
from domain.message import Actor
from domain.notices.timing import DaysOff, Habits
from domain.values import PersonId
from store.directory import Directory
from store.letters import Letters
from store.links import Links
from store.listening import Outbox
from store.pool import Pool
from worker import GRACE, sandbox
from workflows import options, relay
from workflows.notices import NoticesWorkflow
from workflows.partnership import PartnershipWorkflow

KEY = bytes(range(32))
URL = "https://kemitraan.example"
NEVER = time(0)
AWAKE = Habits(quiet_from=NEVER, quiet_until=NEVER, off=DaysOff(weekend=frozenset()))
"""Of somebody who may be told at any hour of any day: so a test does not hang on when it runs."""
STAFF = Actor(person_id=PersonId("staff"))


def card(person_id: str, **known: Any) -> PersonCard:  # noqa: ANN401 - the fields of a card
    """Somebody with a mailbox who is never quiet, unless they wish for something else."""
    mailbox = ContactPoint(channel=Channel.EMAIL, address=f"{person_id}@example.org")
    usual = {"name": person_id, "language": "en", "quiet_from": NEVER, "quiet_until": NEVER, "points": (mailbox,)}
    return PersonCard.model_validate({"person_id": person_id, **usual, **known})


async def know(pool: Pool, *cards: PersonCard) -> None:
    """Put people into the directory."""
    for one in cards:
        await Directory(pool).put_person(one, STAFF)


def telling(pool: Pool, channels: Mapping[Channel, port.Channel]) -> Notifying:
    """The steps of telling people, over this database."""
    return Notifying(Letters(pool), Directory(pool), channels, Links(pool, KEY), URL)


@asynccontextmanager
async def relaying(client: Client, pool: Pool, dsn: str) -> AsyncIterator[None]:
    """A relay while it is needed."""
    stop = asyncio.Event()
    running = asyncio.create_task(relay.run(client, Outbox(pool, dsn), stop))
    try:
        yield
    finally:
        stop.set()
        await running


@asynccontextmanager
async def whole(
    client: Client, pool: Pool, dsn: str, channels: Mapping[Channel, port.Channel], handling: Handling
) -> AsyncIterator[None]:
    """Worker and relay: everything that stands between a command and a mailbox."""
    told = telling(pool, channels)
    async with (
        Worker(
            client,
            task_queue=options.TASK_QUEUE,
            workflows=[PartnershipWorkflow, NoticesWorkflow],
            activities=[handling.handle, told.plan, told.deliver],
            workflow_runner=sandbox(),
            graceful_shutdown_timeout=GRACE,
        ),
        relaying(client, pool, dsn),
    ):
        yield


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds; a test that waits for ever says where."""
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.02)
