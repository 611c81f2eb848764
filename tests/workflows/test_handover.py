"""From run to run: nothing is lost, nothing is done twice, and the first answer stays the answer."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from domain.people import AppointPerson
from domain.record import Outcome, Submission
from domain.values import PersonId, Role
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, A, service
from tests.temporal import Temporal, replay, working
from tests.workflows.engine import Engine, running
from workflows import options, renewal
from workflows.gateway import StillPending, Unreachable


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs may follow each other at once: what takes years is tried in seconds."""
    monkeypatch.setattr(renewal, "YOUNGEST_RENEWAL", timedelta(milliseconds=50))


def member(number: int) -> AppointPerson:
    """One of many people."""
    return AppointPerson(person_id=PersonId(f"member-{number}"), name=f"Member {number}", role=Role.MEMBER)


async def stubborn(engine: Engine, submission: Submission) -> Outcome:
    """A client that asks twice at the same time, and again until it hears something; it always hears the same."""
    first, second = await asyncio.gather(insisting(engine, submission), insisting(engine, submission))
    assert first.model_copy(update={"repeated": False}) == second.model_copy(update={"repeated": False})
    return first


async def insisting(engine: Engine, submission: Submission) -> Outcome:
    """What a caller does with an unknown outcome: it sends the same under the same id."""
    while True:
        try:
            return await engine.gateway.submit(submission)
        except (Unreachable, StillPending):
            continue


async def renewing(engine: Engine, every: float) -> None:
    """Ask for a new run again and again."""
    while True:
        await asyncio.sleep(every)
        await engine.gateway.upgrade(engine.id)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("cached", [1000, 0])
async def test_under_fire_each_submission_is_applied_exactly_once(temporal: Temporal, cached: int) -> None:
    async with running(temporal, max_cached_workflows=cached) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        renewer = asyncio.create_task(renewing(engine, 0.25))
        for start in range(0, 30, 5):
            await asyncio.sleep(0.1)  # each round meets a run that is old enough to be replaced in its midst
            asked = [engine.submission(A, member(n)) for n in range(start, start + 5)]
            told = [engine.submission(service(HOST), member(n + 1000)) for n in range(start, start + 5)]
            reports = [engine.gateway.report((report,)) for report in told]
            outcomes, _ = await asyncio.gather(
                asyncio.gather(*(stubborn(engine, s) for s in asked)),
                asyncio.gather(*reports, engine.gateway.upgrade(engine.id)),
            )
            assert {outcome.status for outcome in outcomes} == {"accepted"}
        renewer.cancel()
        await engine.until(lambda: len(engine.memory.state(engine.id).people) == 60)
        times = Counter(entry.command_id for entry in engine.memory.ledger[engine.id][3:])
        assert len(times) == 60
        assert set(times.values()) == {1}
        assert await engine.state() == engine.memory.state(engine.id)
        histories = await engine.histories()
        assert len(histories) > 3
        await replay(*histories)


async def test_a_repeat_in_a_later_run_hears_the_first_outcome(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        submission = engine.submission(A, appointment(Role.LEAD, HOST))
        first = await engine.gateway.submit(submission)
        await engine.renew()
        again = await engine.gateway.submit(submission)
        assert again == first.model_copy(update={"repeated": True})
        other = submission.model_copy(update={"commands": (appointment(Role.SPONSOR, HOST),)})
        await engine.renew()
        assert (await engine.gateway.submit(other)).status == "mismatch"


@pytest.mark.usefixtures("hasty")
async def test_while_a_run_drains_the_gateway_asks_again_until_the_next_run_answers(
    temporal: Temporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "LOCAL_TIMEOUT", timedelta(seconds=0.2))
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        await asyncio.sleep(0.1)
        engine.memory.open.clear()
        submissions = [engine.submission(A, member(n)) for n in range(3)]
        asked = [asyncio.create_task(engine.gateway.submit(submissions[0]))]
        await engine.until(lambda: len(engine.memory.batches) >= 3)
        await engine.gateway.upgrade(engine.id)
        asked.append(asyncio.create_task(engine.gateway.submit(submissions[1])))
        await asyncio.sleep(0.3)
        engine.memory.open.set()
        await asked[0]
        engine.memory.open.clear()
        asked.append(asyncio.create_task(engine.gateway.submit(submissions[2])))
        await asyncio.sleep(0.5)
        engine.memory.open.set()
        assert {outcome.status for outcome in await asyncio.gather(*asked)} == {"accepted"}
        assert len(engine.memory.state(engine.id).people) == 3
        await replay(*await engine.histories())


@pytest.mark.usefixtures("hasty")
async def test_what_was_reported_while_no_worker_ran_is_decided_in_order_and_travels(temporal: Temporal) -> None:
    engine = Engine(temporal.client)
    async with working(temporal.client, engine.memory.handle):
        await engine.say(INITIATOR, engine.story().proposal())
    reports = tuple(engine.submission(service(HOST), member(n)) for n in range(70))
    await engine.gateway.report(reports)
    await engine.gateway.upgrade(engine.id)
    async with working(temporal.client, engine.memory.handle):
        await engine.until(lambda: reports[-1].command_id in engine.memory.answers)
        recorded = [entry.command_id for entry in engine.memory.ledger[engine.id][3:]]
        assert recorded == [report.command_id for report in reports]
        histories = await engine.histories()
        assert [len(batch.submissions) for batch in engine.memory.batches] == [1, 50, 20]
        assert len(histories) == 2
        await replay(*histories)
    await temporal.terminate_all()
