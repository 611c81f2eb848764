"""What goes wrong: a store that is away or hangs, lost answers, submissions that cannot be decided, folds that fail."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.exceptions import ApplicationError

from activities.handling import Handled
from domain.policy import PolicySet
from domain.stages import Stage
from domain.values import Role
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, A, service
from tests.temporal import Temporal, replay
from tests.workflows.engine import Engine, running
from tests.workflows.memory import Memory
from workflows import attributes, narration, options
from workflows.attributes import ATTENTION
from workflows.gateway import Undecided

AWAY = ConnectionRefusedError("no store")
UNSTORABLE = ApplicationError("the database cannot hold this", type="Unstorable", non_retryable=True)
LEAD, ALTERNATE, MEMBER = (appointment(role, HOST) for role in (Role.LEAD, Role.ALTERNATE, Role.MEMBER))


@pytest.fixture
async def engine(temporal: Temporal) -> AsyncIterator[Engine]:
    """An engine with a proposal; whatever happens to it, its histories can be replayed."""
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        yield engine
        assert await engine.state() == engine.memory.state(engine.id)
        await replay(*await engine.histories())


async def attention(engine: Engine) -> str | None:
    """What the list of workflows says about this one."""
    return (await engine.handle.describe()).typed_search_attributes.get(ATTENTION)


async def test_an_outage_in_mid_command_loses_nothing_and_is_seen_as_a_pending_activity(engine: Engine) -> None:
    engine.memory.faults.extend([AWAY] * 3)
    first, second = await asyncio.gather(engine.say(A, LEAD), engine.say(A, ALTERNATE))
    assert {first.status, second.status} == {"accepted"}
    assert len(engine.memory.state(engine.id).people) == 2
    types = [event.event_type for event in (await engine.histories())[0].events]
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED in types
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED in types


async def test_a_blip_is_not_even_seen(engine: Engine) -> None:
    engine.memory.faults.append(AWAY)
    assert (await engine.say(A, LEAD)).status == "accepted"
    types = [event.event_type for event in (await engine.histories())[0].events]
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED not in types


async def test_a_store_that_hangs_holds_the_workflow_task_for_a_moment_only(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "LOCAL_TIMEOUT", timedelta(seconds=0.3))
    engine.memory.open.clear()
    asked = asyncio.create_task(engine.say(A, LEAD))
    await engine.until(lambda: len(engine.memory.batches) >= 3)
    engine.memory.open.set()
    assert (await asked).status == "accepted"


async def test_an_answer_that_is_lost_after_the_commit_is_given_again(engine: Engine) -> None:
    engine.memory.after_commit.append(AWAY)
    outcome = await engine.say(A, LEAD)
    assert (outcome.status, outcome.repeated) == ("accepted", True)
    assert len(engine.memory.state(engine.id).people) == 1


async def test_the_clock_goes_on_when_the_answer_to_a_tick_is_lost(temporal: Temporal) -> None:
    async with running(temporal, Memory(PolicySet().with_day(timedelta(seconds=0.1)))) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        engine.memory.after_commit.append(AWAY)
        told = engine.memory.ledger[engine.id]
        await engine.until(lambda: [entry.event.type for entry in told].count("escalation.raised") == 3)
        assert not engine.memory.after_commit
        await replay(*await engine.histories())


async def test_a_submission_that_cannot_be_stored_is_parked_and_its_neighbours_are_not(engine: Engine) -> None:
    bad, good = engine.submission(A, LEAD), engine.submission(A, ALTERNATE)
    engine.memory.poison[bad.command_id] = UNSTORABLE
    engine.memory.open.clear()
    first = asyncio.create_task(engine.say(A, MEMBER))
    await engine.until(lambda: len(engine.memory.batches) >= 2)
    both = [asyncio.create_task(engine.gateway.submit(s)) for s in (bad, good)]
    await asyncio.sleep(0.2)
    engine.memory.open.set()
    with pytest.raises(Undecided, match="Unstorable"):
        await both[0]
    assert (await both[1]).status == "accepted"
    assert (await first).status == "accepted"
    assert await attention(engine) == "parked"


@pytest.mark.parametrize("fault", [KeyError("people"), ApplicationError("bad", type="ValidationError")])
async def test_a_fault_in_the_rules_parks_a_report_and_an_upgrade_tries_it_again(
    engine: Engine, fault: Exception
) -> None:
    report = engine.submission(service(HOST), LEAD)
    engine.memory.poison[report.command_id] = fault
    await engine.gateway.report((report,))
    assert (await engine.say(A, ALTERNATE)).status == "accepted"
    assert await attention(engine) == "parked"
    engine.memory.poison.clear()
    await engine.gateway.upgrade(engine.id)
    await engine.until(lambda: report.command_id in engine.memory.answers)
    assert (await engine.say(A, MEMBER)).status == "accepted"
    assert await attention(engine) is None


async def test_the_same_id_may_be_sent_again_once_the_fault_is_gone(engine: Engine) -> None:
    submission = engine.submission(A, LEAD)
    engine.memory.poison[submission.command_id] = KeyError("people")
    with pytest.raises(Undecided, match="KeyError"):
        await engine.gateway.submit(submission)
    engine.memory.poison.clear()
    await engine.renew()
    assert (await engine.gateway.submit(submission)).status == "accepted"


async def test_a_report_that_nobody_can_read_is_parked_and_does_not_stop_the_others(engine: Engine) -> None:
    readable = engine.submission(service(HOST), LEAD)
    strange = {"commands": [{"kind": "sing"}], "command_id": "from-tomorrow"}
    reports = {"submissions": [strange, readable.model_dump(mode="json"), {}]}
    await engine.handle.signal("report", reports)
    await engine.until(lambda: readable.command_id in engine.memory.answers)
    assert (await engine.say(A, ALTERNATE)).status == "accepted"
    assert await attention(engine) == "parked"


async def test_a_fold_that_fails_is_parked_and_healed_from_the_ledger(engine: Engine) -> None:
    def skewed(handled: Handled) -> Handled:
        return handled.model_copy(
            update={"events": tuple(e.model_copy(update={"version": e.version + 7}) for e in handled.events)}
        )

    engine.memory.twist = skewed
    assert (await engine.say(A, LEAD)).status == "accepted"
    assert await attention(engine) == "parked"
    engine.memory.twist = lambda handled: handled
    assert (await engine.say(A, ALTERNATE)).status == "accepted"
    assert len(engine.memory.state(engine.id).people) == 2


async def test_an_answer_without_outcomes_parks_what_was_asked(engine: Engine) -> None:
    engine.memory.twist = lambda handled: handled.model_copy(update={"outcomes": ()})
    with pytest.raises(Undecided, match="ValueError"):
        await engine.say(A, LEAD)
    engine.memory.twist = lambda handled: handled
    assert (await engine.say(A, ALTERNATE)).stage is Stage.PROPOSED


async def test_a_fault_in_what_admins_are_told_stops_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("words")

    with monkeypatch.context() as patch:
        patch.setattr(narration, "details", broken)
        patch.setattr(attributes, "values", broken)
        assert (await engine.say(A, LEAD)).status == "accepted"
    assert (await engine.say(A, ALTERNATE)).status == "accepted"


async def test_what_is_parked_is_logged_with_its_command_and_without_its_content(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    submission = engine.submission(A, LEAD)
    engine.memory.poison[submission.command_id] = KeyError("a secret")
    with pytest.raises(Undecided):
        await engine.gateway.submit(submission)
    (record,) = (r for r in caplog.records if r.name == "temporalio.workflow" and r.levelname == "ERROR")
    assert record.__dict__["command_id"] == str(submission.command_id)
    assert record.__dict__["fault"] == "KeyError"
    assert "a secret" not in record.getMessage()
