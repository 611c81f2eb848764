"""Temporal lost, or set back: the ledger is the truth, and a workflow begins again from there."""

from uuid import uuid4

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import WorkflowExecutionStatus
from temporalio.exceptions import ApplicationError

from domain.initiation import DoNotPursue
from domain.values import Role
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, A
from tests.temporal import Temporal, replay
from tests.workflows.engine import Engine, running
from workflows.attributes import STAGE
from workflows.gateway import Gone

LEAD, SPONSOR, MEMBER = (appointment(role, HOST) for role in (Role.LEAD, Role.SPONSOR, Role.MEMBER))


async def test_a_lost_partnership_is_recovered_and_goes_on(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.tell(*engine.story().exploring().submissions)
        await engine.handle.terminate()
        with pytest.raises(Gone):
            await engine.say(A, MEMBER)
        await engine.gateway.recover(engine.id)
        await engine.gateway.recover(engine.id)  # it runs: nothing happens
        assert (await engine.say(A, MEMBER)).status == "accepted"
        assert await engine.state() == engine.memory.state(engine.id)
        assert (await engine.handle.describe()).typed_search_attributes.get(STAGE) == "exploring"
        await replay(*await engine.histories())


async def test_a_repeat_after_recovery_hears_the_first_outcome(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        submission = engine.submission(A, LEAD)
        first = await engine.gateway.submit(submission)
        await engine.handle.terminate()
        await engine.gateway.recover(engine.id)
        assert await engine.gateway.submit(submission) == first.model_copy(update={"repeated": True})


async def test_a_proposal_sent_again_after_the_loss_of_its_workflow_recovers_it(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        proposal = engine.submission(INITIATOR, engine.story().proposal())
        await engine.gateway.submit(proposal)
        await engine.say(A, LEAD)
        await engine.handle.terminate()
        assert (await engine.gateway.submit(proposal)).status == "accepted"
        assert await engine.state() == engine.memory.state(engine.id)


async def test_recovering_what_never_was_or_is_closed_leaves_no_workflow(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.gateway.recover(engine.id)
        assert (await engine.handle.result()).version == 0
        engine.id = uuid4()
        await engine.say(INITIATOR, engine.story().proposal())
        last = await engine.say(A, DoNotPursue(reason="No time", message="Thank you."))
        await engine.handle.result()
        await engine.gateway.recover(engine.id)
        assert (await engine.handle.result()).version == last.version
        with pytest.raises(Gone):
            await engine.say(A, LEAD)


async def test_a_recovery_that_fails_waits_and_an_upgrade_tries_it_again(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        await engine.handle.terminate()
        engine.memory.faults.append(ApplicationError("bad event", type="ValidationError", non_retryable=True))
        await engine.gateway.recover(engine.id)
        await engine.until(lambda: not engine.memory.faults)
        assert await engine.status() is WorkflowExecutionStatus.RUNNING
        assert await engine.state() is None
        await engine.renew()
        assert (await engine.say(A, LEAD)).status == "accepted"
        assert await engine.state() == engine.memory.state(engine.id)


async def test_a_workflow_that_is_reset_catches_up_with_the_ledger(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        for appointed in (LEAD, SPONSOR):
            await engine.say(A, appointed)
        await reset_to_first_task(engine)
        assert (await engine.say(A, MEMBER)).status == "accepted"
        assert len(engine.memory.state(engine.id).people) == 3
        assert await engine.state() == engine.memory.state(engine.id)


async def reset_to_first_task(engine: Engine) -> None:
    """Go on from the state after the first task, as if nothing had happened since."""
    history = await engine.handle.fetch_history()
    done = [e.event_id for e in history.events if e.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED]
    await engine.client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=engine.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=engine.handle.id, run_id=history.run_id),
            workflow_task_finish_event_id=done[1],
            request_id=str(uuid4()),
            reason="a test",
        )
    )
