"""The commands that keep the engine whole: migrate, setup, verify, rebuild and recover."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from uuid import UUID

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from cli import profile
from cli.failures import Failure, NotFound, Unreachable
from cli.screen import Output, put_json, put_table, say
from domain.values import Value
from store import migrate as migrations
from store import rebuilding
from store.paging import Mark
from store.pool import UNAVAILABLE, open_pool
from store.reading import Filters, Reading
from workflows import gateway
from workflows.attributes import KEYS, WrongAttributeType, register
from workflows.gateway import Gateway

_AT_ONCE = 16
_PAGE = 500


class Recovered(Value):
    """What came of starting lost workflows."""

    partnerships: int
    running: int
    failed: tuple[str, ...]


async def migrate() -> None:
    """Bring the database to the schema of this release; several may try at once."""
    with reaching_postgres():
        await migrations.migrate(profile.dsn())
        async with await open_pool(profile.dsn(), size=1) as pool:
            applied = await migrations.applied(pool)
    say(f"the database has all {len(applied)} migrations")


async def setup() -> None:
    """Check the namespace of Temporal and register the search attributes there."""
    address, namespace = profile.temporal()
    with reaching_temporal(address, namespace):
        client = await _reached(address, namespace)
        await register(client.operator_service, namespace)
    say(f"namespace {namespace} knows all {len(KEYS)} search attributes")


async def verify(*, output: Output = Output.TABLE) -> None:
    """Walk every hash chain of the ledger; fails when a single event was changed or is missing.

    Parameters
    ----------
    output
        table or json.
    """
    with reaching_postgres():
        found = await rebuilding.verify(profile.dsn())
    if output is Output.JSON:
        put_json(found.model_dump(mode="json"))
    elif found.faults:
        put_table(
            "Broken chains", ("partnership", "version", "event is"), [tuple(dict(f).values()) for f in found.faults]
        )
    if found.faulty:
        raise Failure(f"{found.faulty} chains are broken")
    say(f"{found.events} events, every chain is whole")


async def rebuild(*, output: Output = Output.TABLE) -> None:
    """Fold the read tables again from the ledger, while readers go on.

    Parameters
    ----------
    output
        table or json.
    """
    with reaching_postgres():
        rebuilt = await rebuilding.rebuild(profile.dsn())
    if output is Output.JSON:
        put_json(rebuilt.model_dump(mode="json"))
    say(f"{rebuilt.partnerships} partnerships folded from {rebuilt.events} events")


async def recover(*, output: Output = Output.TABLE) -> None:
    """Start the workflow of every open partnership that has none, from the ledger: after the loss of Temporal.

    Parameters
    ----------
    output
        table or json.
    """
    report = await recovered(profile.dsn(), *profile.temporal())
    if output is Output.JSON:
        put_json(report.model_dump())
    if report.failed:
        raise Failure(f"{len(report.failed)} could not be started, the first one: {report.failed[0]}")
    say(f"{report.running} open partnerships have a running workflow")


async def recovered(dsn: str, address: str, namespace: str) -> Recovered:
    """Every open partnership has a workflow, or a reason why not."""
    with reaching_temporal(address, namespace), reaching_postgres():
        engine = Gateway(await _reached(address, namespace))
        turn = asyncio.Semaphore(_AT_ONCE)
        tasks = [asyncio.create_task(_recover(engine, one, turn)) async for one in _open(dsn)]
        failed = tuple(reason for reason in await asyncio.gather(*tasks) if reason)
    return Recovered(partnerships=len(tasks), running=len(tasks) - len(failed), failed=failed)


async def _recover(engine: Gateway, partnership_id: UUID, turn: asyncio.Semaphore) -> str | None:
    async with turn:
        try:
            await engine.recover(partnership_id)
        except (gateway.Unreachable, gateway.StillPending, RPCError) as error:
            return f"{partnership_id}: {error or type(error).__name__}"
    return None


async def _open(dsn: str) -> AsyncIterator[UUID]:
    """Every open partnership."""
    async with await open_pool(dsn, size=1) as pool:
        after: Mark | None = None
        while True:
            page = await Reading(pool).page(Filters(closed=False), after, _PAGE)
            for row in page.rows:
                yield row.id
            if (after := page.next) is None:
                return


async def _reached(address: str, namespace: str) -> Client:
    client = await gateway.connected(address, namespace)
    await client.count_workflows()  # asks for the namespace, which a connection does not
    return client


@contextmanager
def reaching_postgres() -> Iterator[None]:
    """Tell in one line when the database is away."""
    try:
        yield
    except UNAVAILABLE as error:
        raise Unreachable(f"Postgres does not answer: {error}") from None


@contextmanager
def reaching_temporal(address: str, namespace: str) -> Iterator[None]:
    """Tell in one line when Temporal is away or lacks the namespace."""
    try:
        yield
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise NotFound(f"Temporal at {address} has no namespace {namespace}") from None
        raise Unreachable(f"Temporal at {address} does not answer: {error.message}") from None
    except (RuntimeError, gateway.Unreachable, gateway.StillPending):  # their texts are long, and say no more
        raise Unreachable(f"Temporal at {address} does not answer") from None
    except WrongAttributeType as error:
        raise Failure(f"search attributes of another type: {error}") from None
