"""A running engine for a test: a worker with a ledger in memory, the gateway, and stories told through it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle, WorkflowHistory
from temporalio.testing import WorkflowEnvironment

from domain.message import Actor, ActorKind, Command
from domain.partnership import Partnership
from domain.record import Outcome, Submission
from tests.domain.story import Story
from tests.temporal import Temporal, histories, working
from tests.workflows.memory import Memory
from workflows.gateway import Gateway
from workflows.messages import PartnershipResult
from workflows.options import workflow_id
from workflows.partnership import PartnershipWorkflow

Handle = WorkflowHandle[PartnershipWorkflow, PartnershipResult]


@dataclass
class Engine:
    """One partnership in a running engine; its clock is the real one."""

    client: Client
    memory: Memory = field(default_factory=Memory)
    id: UUID = field(default_factory=uuid4)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def gateway(self) -> Gateway:
        """The way in."""
        return Gateway(self.client)

    @property
    def handle(self) -> Handle:
        """The workflow, whichever run."""
        return self.client.get_workflow_handle_for(PartnershipWorkflow.run, workflow_id(self.id))

    def story(self) -> Story:
        """A story of this partnership that begins now."""
        return Story(now=self.now, partnership_id=self.id)

    def submission(self, actor: Actor, *commands: Command, **more: Any) -> Submission:  # noqa: ANN401 - its fields
        """Commands sent now, under an id of their own."""
        given = {"partnership_id": self.id, "command_id": uuid4(), "submitted_at": self.now, **more}
        return Submission.model_validate({"actor": actor, "commands": commands, **given})

    async def say(self, actor: Actor, *commands: Command, **more: Any) -> Outcome:  # noqa: ANN401 - its fields
        """Submit and wait for the outcome."""
        return await self.gateway.submit(self.submission(actor, *commands, **more))

    async def report(self, *submissions: Submission) -> None:
        """Report, and wait until the last one has been decided."""
        await self.gateway.report(submissions)
        await self.until(lambda: submissions[-1].command_id in self.memory.answers)

    async def tell(self, *submissions: Submission) -> None:
        """Hand over submissions when their time comes: machines report, people wait, the clock ticks by itself."""
        for submission in submissions:
            if submission.actor.kind is ActorKind.CLOCK:
                continue
            await self.pass_time(submission.submitted_at - self.now)
            if submission.actor.kind is ActorKind.SERVICE:
                await self.report(submission)
            else:
                outcome = await self.gateway.submit(submission)
                assert outcome.status == "accepted", outcome

    async def pass_time(self, duration: timedelta) -> None:
        """Let the workflow's clock run on."""
        assert duration <= timedelta(0), "this engine runs by the real clock"

    async def until(self, condition: Any) -> None:  # noqa: ANN401 - anything that can be asked
        """Wait until something holds; a test that waits for ever says where."""
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0.005)

    async def renew(self) -> None:
        """Ask for a new run and wait until it has begun."""
        run = (await self.handle.describe()).run_id
        await self.gateway.upgrade(self.id)
        async with asyncio.timeout(20):
            while (await self.handle.describe()).run_id == run:
                await asyncio.sleep(0.02)

    async def state(self) -> Partnership | None:
        """What the workflow holds to be the state."""
        return await self.handle.query(PartnershipWorkflow.look)

    async def status(self) -> WorkflowExecutionStatus:
        """Whether the last run is open, and how it was closed.

        Asked of the service itself: the server whose clock jumps keeps a date that was taken back as nothing with the
        type of a date, which the client cannot read.
        """
        request = DescribeWorkflowExecutionRequest(
            namespace=self.client.namespace, execution=WorkflowExecution(workflow_id=workflow_id(self.id))
        )
        described = await self.client.workflow_service.describe_workflow_execution(request)
        return WorkflowExecutionStatus(described.workflow_execution_info.status)

    async def histories(self) -> list[WorkflowHistory]:
        """Every run, the first one first."""
        return await histories(self.handle)


@dataclass
class SkippingEngine(Engine):
    """An engine on the server whose clock jumps."""

    environment: WorkflowEnvironment | None = None

    async def pass_time(self, duration: timedelta) -> None:
        """Let the server's clock run on."""
        if duration > timedelta(0):
            assert self.environment
            await self.environment.sleep(duration)
            self.now += duration


@asynccontextmanager
async def running(temporal: Temporal, memory: Memory | None = None, **settings: Any) -> AsyncIterator[Engine]:  # noqa: ANN401 - as Worker takes them
    """An engine on the development server; nothing of it is left running."""
    engine = Engine(temporal.client, memory or Memory())
    async with working(temporal.client, engine.memory.handle, **settings):
        yield engine
    await temporal.terminate_all()


@asynccontextmanager
async def running_fast(environment: WorkflowEnvironment) -> AsyncIterator[Engine]:
    """An engine on the server whose clock jumps."""
    now = await environment.get_current_time()
    engine = SkippingEngine(environment.client, now=now, environment=environment)
    async with working(environment.client, engine.memory.handle):
        yield engine
