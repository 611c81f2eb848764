"""Lives told to the engine: years pass on the workflow's own clock, and its timers ring as they would."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from temporalio.client import WorkflowHandle
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from bench.ground import Ground
from domain.contact import RecordContact
from domain.funding import ReportFunding
from domain.message import ActorKind
from domain.record import Outcome, Submission
from domain.values import FundingStatus
from tests.domain.story import HOST, Story
from tests.domain.teller import A, service
from tests.workflows.life import WEEKS, Life
from workflows.gateway import Gateway
from workflows.messages import PartnershipResult
from workflows.options import workflow_id
from workflows.partnership import PartnershipWorkflow

_LOOK_AGAIN = 0.005
_PATIENCE = 30.0
"""Seconds for one report."""

_MONTH = 365 / 12
_AGREED = 31
"""Days between contacts, as the agreement has it: whoever meets monthly is not reminded."""

_SILENT, _QUARTER = 7, 3

Look = Callable[[timedelta], Awaitable[None]]
"""Called when time has passed in which nobody said anything, with its length."""


def decade(now: datetime, partnership_id: UUID, years: int = 10) -> Life:
    """A calm partnership: a contact a month, a word on the money a quarter, and one silent month a year.

    Whoever is asked how it is answers within a week; a partnership in which nobody answers is not calm.
    """
    story = Life(now=now, partnership_id=partnership_id).active(contact_interval_days=_AGREED)
    for month in range(years * 12):
        for _ in range(WEEKS):
            story.wait(_MONTH / WEEKS).looked()
        if month % 12 != _SILENT:
            story.say(service(HOST), RecordContact(held_at=story.now, orgs=story.orgs, topics=("books",)))
        if month % _QUARTER == 0:
            story.say(A, ReportFunding(status=FundingStatus.STABLE))
    return story


def commands(story: Story) -> int:
    """What people and services ask for; what the clock does comes on top."""
    return sum(len(s.commands) for s in story.submissions if s.actor.kind is not ActorKind.CLOCK)


async def _nothing(_: timedelta) -> None:
    """Nobody looks."""


class Teller:
    """Tells one life to the real engine: people wait for the answer, machines report, and time passes between."""

    def __init__(self, on: Ground, story: Story, look: Look = _nothing) -> None:
        self._on = on
        self._story = story
        self._look = look
        self._now = story.submissions[0].submitted_at
        self._skipper = TimeSkipper(on.client, config=TimeSkippingConfig(enabled=False))
        self._gateway = Gateway(self._skipper.client)

    @property
    def handle(self) -> WorkflowHandle[PartnershipWorkflow, PartnershipResult]:
        """The workflow, whichever run."""
        return self._on.client.get_workflow_handle_for(PartnershipWorkflow.run, workflow_id(self._story.p.id))

    async def tell(self) -> None:
        """All of it, but for what the clock does by itself."""
        for submission in self._story.submissions:
            if submission.actor.kind is not ActorKind.CLOCK:
                await self._pass_time(submission.submitted_at - self._now)
                await self._hand_over(submission)
        if not self._story.p.closed:
            await self._pass_time(self._story.now - self._now)

    async def _pass_time(self, idle: timedelta) -> None:
        if idle > timedelta(0):
            await self._skipper.fast_forward(self.handle, idle)
            self._now += idle
            await self._look(idle)

    async def _hand_over(self, submission: Submission) -> None:
        if submission.actor.kind is ActorKind.PERSON:
            accepted(await self._gateway.submit(submission))
        else:
            await self._gateway.report((submission,))
            accepted(await answer(self._on, submission))


async def answer(on: Ground, submission: Submission) -> Outcome:
    """What became of a report, once it is recorded."""
    async with asyncio.timeout(_PATIENCE):
        while (found := await on.reading.find(submission.partnership_id, submission.command_id)) is None:
            await asyncio.sleep(_LOOK_AGAIN)
    return found.outcome


def accepted(outcome: Outcome) -> Outcome:
    """The same, for a refusal would be measured as well."""
    if outcome.status != "accepted":
        raise LookupError(f"not accepted: {outcome}")
    return outcome
