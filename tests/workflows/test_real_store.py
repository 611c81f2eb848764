"""The whole write path on real servers: a submission is recorded in Postgres before its outcome is heard."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from activities.handling import Handling
from domain.message import ActorKind
from domain.stages import Stage
from domain.values import Role
from store.reading import Reading
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, A, service
from tests.postgres import execute
from tests.temporal import Temporal, replay, working
from tests.workflows.engine import Engine
from workflows.gateway import Gone

HANG_UP = """
select pg_terminate_backend(pid) from pg_stat_activity
where application_name = 'kemitraan' and datname = current_database()
"""


@pytest.fixture
async def engine(temporal: Temporal, handling: Handling) -> AsyncIterator[Engine]:
    """An engine over Postgres."""
    async with working(temporal.client, handling.handle):
        yield Engine(temporal.client)
    await temporal.terminate_all()


async def test_what_was_answered_can_be_read_at_once(engine: Engine, reading: Reading) -> None:
    story = engine.story().exploring()
    for submission in story.submissions:
        assert submission.actor.kind is not ActorKind.CLOCK
        outcome = await engine.gateway.submit(submission)
        detail = await reading.get(engine.id)
        assert detail is not None
        assert (outcome.status, outcome.version) == ("accepted", detail.version)
        answer = await reading.find(engine.id, submission.command_id)
        assert answer is not None
        assert answer.outcome == outcome.model_copy(update={"repeated": False})
    detail = await reading.get(engine.id)
    assert detail is not None
    assert detail.state.stage is Stage.EXPLORING
    assert detail.state == await engine.state()


async def test_a_lost_partnership_begins_again_from_the_ledger(engine: Engine, reading: Reading) -> None:
    proposal = engine.submission(INITIATOR, engine.story().proposal())
    await engine.gateway.submit(proposal)
    submission = engine.submission(A, appointment(Role.LEAD, HOST))
    first = await engine.gateway.submit(submission)
    await engine.handle.terminate()
    with pytest.raises(Gone):
        await engine.say(A, appointment(Role.SPONSOR, HOST))
    await engine.gateway.recover(engine.id)
    again = await engine.gateway.submit(submission)
    assert again == first.model_copy(update={"repeated": True})
    detail = await reading.get(engine.id)
    assert detail is not None
    assert detail.state == await engine.state()


async def test_connections_that_break_in_mid_command_lose_nothing(engine: Engine, dsn: str, reading: Reading) -> None:
    await engine.say(INITIATOR, engine.story().proposal())
    await engine.say(A, appointment(Role.LEAD, HOST))  # whoever names the others is there before them
    other = await asyncpg.connect(dsn)
    async with other.transaction():
        await other.execute("lock table ledger in exclusive mode")
        roles = (Role.SPONSOR, Role.MEMBER)
        report = engine.submission(service(HOST), appointment(Role.ALTERNATE, HOST))
        asked = [asyncio.create_task(engine.say(A, appointment(role, HOST))) for role in roles]
        await engine.gateway.report((report,))
        await asyncio.sleep(0.3)
        await execute(dsn, HANG_UP)
    outcomes = await asyncio.gather(*asked)
    await other.close()
    assert {outcome.status for outcome in outcomes} == {"accepted"}
    async with asyncio.timeout(20):
        while await reading.find(engine.id, report.command_id) is None:
            await asyncio.sleep(0.02)
    detail = await reading.get(engine.id)
    assert detail is not None
    assert len(detail.state.people) == 4
    assert detail.state == await engine.state()
    await replay(*await engine.histories())
