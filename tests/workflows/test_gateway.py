"""The way in: what callers hear when Temporal, the worker or the partnership is not there."""

import asyncio
import socket

import pytest

from domain.values import Role
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, A, service
from tests.temporal import Temporal, working
from tests.workflows.engine import Engine, running
from workflows.gateway import Gateway, Gone, StillPending, Unreachable, connected

LEAD = appointment(Role.LEAD, HOST)


@pytest.fixture
def nowhere() -> str:
    """An address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


async def test_without_temporal_it_is_unreachable_within_the_bound(nowhere: str, temporal: Temporal) -> None:
    engine = Engine(temporal.client)
    gateway = Gateway(await connected(nowhere, "default", lazy=True), patience=0.5)
    for call in (gateway.submit(engine.submission(A, LEAD)), gateway.recover(engine.id), gateway.ready()):
        with pytest.raises(Unreachable):
            await call


async def test_it_is_ready_when_temporal_answers_and_connects_by_itself(temporal: Temporal) -> None:
    gateway = await Gateway.connect(temporal.client.service_client.config.target_host, temporal.client.namespace)
    await gateway.ready()


async def test_without_a_worker_the_outcome_is_pending_and_asking_again_hears_it(temporal: Temporal) -> None:
    engine = Engine(temporal.client)
    proposal = engine.submission(INITIATOR, engine.story().proposal())
    with pytest.raises(StillPending):
        await Gateway(temporal.client, patience=0.5).submit(proposal)
    async with working(temporal.client, engine.memory.handle):
        assert (await engine.gateway.submit(proposal)).status == "accepted"
        assert len({entry.command_id for entry in engine.memory.ledger[engine.id]}) == 1
    await temporal.terminate_all()


async def test_a_report_needs_no_worker(temporal: Temporal) -> None:
    engine = Engine(temporal.client)
    async with working(temporal.client, engine.memory.handle):
        await engine.say(INITIATOR, engine.story().proposal())
    report = engine.submission(service(HOST), LEAD)
    await engine.gateway.report((report,))
    async with working(temporal.client, engine.memory.handle):
        await engine.until(lambda: report.command_id in engine.memory.answers)
    await temporal.terminate_all()


async def test_what_does_not_run_is_gone(temporal: Temporal) -> None:
    engine = Engine(temporal.client)
    submission = engine.submission(A, LEAD)
    for call in (
        engine.gateway.submit(submission),
        engine.gateway.report((submission,)),
        engine.gateway.upgrade(engine.id),
    ):
        with pytest.raises(Gone):
            await call


async def test_a_caller_that_goes_away_is_not_kept(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        engine.memory.open.clear()
        asked = asyncio.create_task(engine.say(A, LEAD))
        await engine.until(lambda: len(engine.memory.batches) == 2)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        engine.memory.open.set()
        await engine.until(lambda: len(engine.memory.state(engine.id).people) == 1)
