"""A running engine for a test: a worker with a ledger in memory, the gateway, and stories told through it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from temporalio.client import Client, WorkflowHandle
from temporalio.testing import TimeSkipper

from domain.message import Actor, ActorKind, Command
from domain.partnership import Partnership
from domain.record import Outcome, Submission
from tests.domain.teller import INITIATOR
from tests.temporal import Temporal, working
from tests.workflows.memory import Memory
from workflows.gateway import Gateway
from workflows.messages import PartnershipResult
from workflows.options import workflow_id
from workflows.partnership import PartnershipWorkflow

Handle = WorkflowHandle[PartnershipWorkflow, PartnershipResult]


@dataclass
class Engine:
    """One partnership in a running engine."""

    client: Client
    memory: Memory
    skipper: TimeSkipper | None = None
    id: UUID = field(default_factory=uuid4)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def gateway(self) -> Gateway:
        """The way in."""
        return Gateway(self.skipper.client if self.skipper else self.client)

    @property
    def handle(self) -> Handle:
        """The workflow, whichever run."""
        return self.client.get_workflow_handle_for(PartnershipWorkflow.run, workflow_id(self.id))

    def submission(self, actor: Actor, *commands: Command, **more: Any) -> Submission:  # noqa: ANN401 - fields
        """Commands sent now, under an id of their own."""
        given = {"partnership_id": self.id, "command_id": uuid4(), "submitted_at": self.now, **more}
        return Submission.model_validate({"actor": actor, "commands": commands, **given})

    async def say(self, actor: Actor, *commands: Command, **more: Any) -> Outcome:  # noqa: ANN401 - fields
        """Submit and wait for the outcome."""
        return await self.gateway.submit(self.submission(actor, *commands, **more))

    async def state(self) -> Partnership | None:
        """What the workflow holds to be the state."""
        return await self.handle.query(PartnershipWorkflow.look)

    async def tell(self, *submissions: Submission) -> None:
        """Hand over submissions when their time comes: machines report, people wait for the answer."""
        for submission in submissions:
            if submission.actor.kind is ActorKind.CLOCK:
                continue
            await self.pass_time(submission.submitted_at - self.now)
            if submission.actor.kind is ActorKind.SERVICE:
                await self.report(submission)
            else:
                outcome = await self.gateway.submit(submission)
                assert outcome.status == "accepted", outcome

    async def report(self, *submissions: Submission) -> None:
        """Report, and wait until the last one has been decided."""
        await self.gateway.report(submissions)
        while submissions[-1].command_id not in self.memory.answers:
            await asyncio.sleep(0.005)

    async def pass_time(self, duration: timedelta) -> None:
        """Let the workflow's own clock run on."""
        if duration > timedelta(0) and self.skipper:
            await self.skipper.fast_forward(self.handle, duration)
            self.now += duration


@asynccontextmanager
async def running(temporal: Temporal, memory: Memory | None = None, **settings: Any) -> AsyncIterator[Engine]:  # noqa: ANN401 - as Worker takes them
    """An engine on the development server; nothing of it is left running."""
    engine = Engine(temporal.client, memory or Memory(), temporal.skipper)
    async with working(temporal.client, engine.memory.handle, **settings):
        yield engine
    async for left in temporal.client.list_workflows("ExecutionStatus = 'Running'"):
        await temporal.client.get_workflow_handle(left.id, run_id=left.run_id).terminate()


__all__ = ["INITIATOR", "Engine", "running"]
