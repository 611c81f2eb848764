"""The only way from outside to the partnerships' workflows: submit and wait, report and go on, recover, renew."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from itertools import chain, repeat
from typing import TypeVar
from uuid import UUID

from temporalio.client import (
    Client,
    RPCError,
    RPCTimeoutOrCancelledError,
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowUpdateFailedError,
)
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig
from temporalio.exceptions import ApplicationError
from temporalio.service import RetryConfig, RPCStatusCode

from domain.initiation import ProposePartnership
from domain.record import Outcome, Submission
from workflows import attributes, narration, options
from workflows.messages import PartnershipInput, PartnershipResult, Reports
from workflows.partnership import PartnershipWorkflow

T = TypeVar("T")

_PASSING = {
    RPCStatusCode.ABORTED,
    RPCStatusCode.FAILED_PRECONDITION,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.RESOURCE_EXHAUSTED,
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.UNKNOWN,
}
"""What the service says while it restarts, is flooded, or a new run takes over; the same id makes a repeat safe."""

_PASSING_UPDATES = {"Draining", "AcceptedUpdateCompletedWorkflow"}
"""What an update hears from a run that is just being replaced."""


class Unreachable(Exception):
    """Temporal did not take it; send it again, under the same id, when it is back."""


class StillPending(Exception):
    """There is no answer yet, and it may be decided later; send it again under the same id to hear the answer."""


class Gone(Exception):
    """No workflow runs for this partnership: it is closed, it was never proposed, or it has to be recovered."""


class Undecided(Exception):
    """It could not be decided for an unexpected reason, which staff see; nothing was done."""


async def connected(address: str, namespace: str, *, lazy: bool = False) -> Client:
    """A client as every part of the system uses it; TLS and keys come from Temporal's own environment variables."""
    given = ClientConfig.load_client_connect_config() | {"target_host": address, "namespace": namespace}
    return await Client.connect(
        **given,
        data_converter=pydantic_data_converter,
        retry_config=RetryConfig(max_elapsed_time_millis=int(options.ATTEMPT.total_seconds() * 1000)),
        lazy=lazy,
    )


class Gateway:
    """Speaks to Temporal for the callers, and answers in their words."""

    def __init__(self, client: Client, patience: float = options.PATIENCE.total_seconds()) -> None:
        self._client = client
        self._patience = patience

    @classmethod
    async def connect(cls, address: str, namespace: str) -> "Gateway":
        """A gateway that connects with its first call, so that reading goes on while Temporal is away."""
        return cls(await connected(address, namespace, lazy=True))

    async def ready(self) -> None:
        """Raise unless Temporal answers a question about a workflow; a connection alone says little."""
        with suppress(Gone):
            await self._patiently(self._handle(UUID(int=0)).describe)

    async def submit(self, submission: Submission) -> Outcome:
        """Decide a submission and wait for the outcome, which is recorded by then."""
        proposal = submission.commands[0]
        if isinstance(proposal, ProposePartnership):
            return await self._patiently(lambda: self._propose(submission, proposal))
        return await self._patiently(lambda: self._update(submission))

    async def report(self, submissions: tuple[Submission, ...]) -> None:
        """Hand over submissions to one partnership whose outcome nobody waits for."""
        handle, reports = self._handle(submissions[0].partnership_id), Reports.of(submissions)
        await self._patiently(lambda: handle.signal(PartnershipWorkflow.report, reports))

    async def recover(self, partnership_id: UUID) -> None:
        """Start a workflow that reads its state from the ledger, unless one runs."""
        await self._patiently(
            lambda: self._client.start_workflow(
                PartnershipWorkflow.run,
                PartnershipInput(partnership_id=partnership_id, sparing=True),
                id=options.workflow_id(partnership_id),
                task_queue=options.TASK_QUEUE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            )
        )

    async def upgrade(self, partnership_id: UUID) -> None:
        """Ask for a new run on the current build, in which what was parked is tried again."""
        await self._patiently(lambda: self._handle(partnership_id).signal(PartnershipWorkflow.upgrade))

    def _handle(self, partnership_id: UUID) -> WorkflowHandle[PartnershipWorkflow, PartnershipResult]:
        return self._client.get_workflow_handle_for(PartnershipWorkflow.run, options.workflow_id(partnership_id))

    async def _update(self, submission: Submission) -> Outcome:
        handle = self._handle(submission.partnership_id)
        return await handle.execute_update(PartnershipWorkflow.submit, submission, id=str(submission.command_id))

    async def _propose(self, submission: Submission, proposal: ProposePartnership) -> Outcome:
        """Start the workflow with the proposal in its first task; its attributes cost nothing at the start."""
        start = WithStartWorkflowOperation(
            PartnershipWorkflow.run,
            PartnershipInput(partnership_id=submission.partnership_id, sparing=True),
            id=options.workflow_id(submission.partnership_id),
            task_queue=options.TASK_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            search_attributes=attributes.proposed(proposal),
            static_summary=narration.static_summary(proposal),
        )
        try:
            return await self._client.execute_update_with_start_workflow(
                PartnershipWorkflow.submit,
                submission,
                id=str(submission.command_id),
                start_workflow_operation=start,
            )
        except BaseException:
            with suppress(BaseException):  # the same failure, kept for whoever looks at the start alone
                await asyncio.wait_for(start.workflow_handle(), 0)
            raise

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Make a call, again and again while what stands in the way is passing; at most as long as patience lasts."""
        trouble: Exception | None = None
        limit = asyncio.timeout(self._patience)
        try:
            async with limit:
                for pause in chain(options.PAUSES, repeat(options.PAUSES[-1])):
                    try:
                        return await call()
                    except (RPCError, WorkflowUpdateFailedError, RuntimeError) as error:
                        trouble = _passing(error)
                    await asyncio.sleep(pause)
        except (TimeoutError, RPCTimeoutOrCancelledError) as error:
            if not limit.expired():  # the caller has gone away; the client tells that as an error of its own
                raise asyncio.CancelledError from error
        if trouble:
            raise Unreachable(str(trouble)) from trouble
        raise StillPending


def _passing(error: Exception) -> Exception:
    """The error, if it is worth another try; raises what it means otherwise."""
    if isinstance(error, RPCError):
        if error.status is RPCStatusCode.NOT_FOUND:
            raise Gone from error
        if error.status not in _PASSING:
            raise error
    if isinstance(error, WorkflowUpdateFailedError):
        cause = error.cause
        if not isinstance(cause, ApplicationError) or cause.type not in _PASSING_UPDATES:
            raise Undecided(str(cause)) from error
    return error
