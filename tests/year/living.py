"""A year lived through the real parts: people speak when it is time, and the clock stops where something is due."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from activities.notifying import Turn
from domain.message import ActorKind
from domain.record import Submission
from domain.values import PersonId
from store.looks import WAITS
from store.pool import Pool
from tests.posting import Postbox
from tests.workflows.billing import billed
from workflows.gateway import Gateway
from workflows.options import notices_id

_COMPLETED = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED

_LOOK = "plan_notices"

PATIENCE = 60
"""Seconds in which the real parts have done what is due at one moment."""

MOMENT = timedelta(milliseconds=20)

OUTSTANDING = "select count(*) from notices where not relayed"

WAITING = f"""
select n.person_id, n.notice_id as id, n.created_at as at, case when {WAITS} then l.next_at end as looks_at
from notices n left join looks l on l.person_id = n.person_id where n.state = 'waiting'
union all select person_id, letter_id, composed_at, null from letters where state = 'due'
"""
"""What somebody has to be told, and when they look by themselves, where that is in time."""


@dataclass(frozen=True)
class Arrival:
    """A mail, and when it came by the clock of the year."""

    at: datetime
    to: str
    mail: EmailMessage


class Box(Postbox):
    """A mail server that knows what time it is, and once forgets to say that it has taken a mail."""

    def __init__(self, clock: Callable[[], Awaitable[datetime]]) -> None:
        super().__init__()
        self.arrivals: list[Arrival] = []
        self.forget = 0
        """How many of the next mails are taken without a word."""
        self.reads: Callable[[EmailMessage], Awaitable[None]] | None = None
        """What its reader does with a mail."""
        self._clock = clock

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep it, with the time."""
        answer = await super().handle_DATA(server, session, envelope)
        if answer.startswith("250"):
            mail = self.mail[-1]  # before another one comes
            self.arrivals.append(Arrival(await self._clock(), envelope.rcpt_tos[0], mail))
            if self.reads:
                await self.reads(mail)
            if self.forget:
                self.forget -= 1
                return "451 4.3.0 lost the thread"
        return answer


@dataclass(frozen=True)
class Deed:
    """Something that is done at a moment of the year."""

    at: datetime
    do: Callable[[], Awaitable[object]]


@dataclass
class Year:
    """The real workflows over the real tables, in time that is skipped."""

    environment: WorkflowEnvironment
    pool: Pool
    looks: dict[PersonId, datetime] = field(default_factory=dict)
    """When each person's workflow looks again."""
    waits_for: str = ""
    known: set[UUID] = field(default_factory=set)
    """The notices and letters that have been looked after."""
    spent: dict[str, Counter[str]] = field(default_factory=dict)
    """What each run of the readers' workflows has cost, in actions by kind."""

    def said(self, submissions: Iterable[Submission]) -> list[Deed]:
        """What people say, at the moments at which they said it; the clock ticks by itself."""
        return [Deed(s.submitted_at, self._saying(s)) for s in submissions if s.actor.kind is not ActorKind.CLOCK]

    def _saying(self, submission: Submission) -> Callable[[], Awaitable[None]]:
        async def say() -> None:
            outcome = await Gateway(self.environment.client).submit(submission)
            assert outcome.status == "accepted", (submission, outcome)

        return say

    async def live(self, deeds: Iterable[Deed], until: datetime) -> None:
        """Everything at its time, and nothing in between that is not looked at when it is due."""
        for deed in sorted(deeds, key=lambda deed: deed.at):
            await self.pass_to(deed.at)
            await deed.do()
            await self.settle()
        await self.pass_to(until)

    async def pass_to(self, moment: datetime) -> None:
        """Let time pass, and stop wherever something is due on the way."""
        while True:
            ahead = min([moment, *self.looks.values(), *await self._deadlines()])
            now = await self.now()
            if ahead > now:
                await self.environment.sleep(ahead - now + MOMENT)
            await self.settle()
            if await self.now() >= moment:
                return

    async def settle(self) -> None:
        """Wait until nothing is under way; where that takes for ever, it is told for what it waits."""
        now = await self.now()
        try:
            async with asyncio.timeout(PATIENCE):
                self.waits_for = "the clocks of the partnerships"
                while any(due <= now for due in await self._deadlines()):
                    await asyncio.sleep(0.01)
                self.waits_for = "the relay"
                while await self.pool.fetchval(OUTSTANDING):
                    await asyncio.sleep(0.01)
                await self._looked(now)
        except TimeoutError:
            pytest.fail(f"{now}: {self.waits_for}")

    async def _looked(self, now: datetime) -> None:
        """Wait until everybody for whom there is something new, or due, has been looked after since then."""
        due = {person_id: at for person_id, at in self.looks.items() if at <= now}
        for row in await self.pool.fetch(WAITING):
            if row["id"] in self.known:
                continue
            if row["looks_at"] and row["person_id"] not in due:
                self.looks[row["person_id"]] = row["looks_at"]
            elif not row["looks_at"]:
                due[row["person_id"]] = max(row["at"], due.get(row["person_id"], row["at"]))
        for person_id, since in due.items():
            self.waits_for = f"{person_id} to be looked after since {since}"
            await self._look(person_id, since)
        self.known |= {row["id"] for row in await self.pool.fetch(WAITING)}

    async def _look(self, person_id: PersonId, since: datetime) -> None:
        """Wait until a person's workflow rests; told by its history, for a query would be work for it."""
        turn = await self._rested(person_id)
        while turn is None or (turn.at < since and turn.next_at is not None):
            await asyncio.sleep(0.02)
            turn = await self._rested(person_id)
        self.looks.pop(person_id, None)
        if turn.next_at:
            self.looks[person_id] = turn.next_at

    async def _rested(self, person_id: PersonId) -> Turn | None:
        try:
            history = await self.environment.client.get_workflow_handle(notices_id(person_id)).fetch_history()
        except RPCError:  # not begun yet
            return None
        begun = history.events[0].workflow_execution_started_event_attributes
        self.spent[begun.original_execution_run_id] = billed([history])
        if history.events[-1].event_type not in {EventType.EVENT_TYPE_TIMER_STARTED, _COMPLETED}:
            return None
        turn: Turn
        (turn,) = await self.environment.client.data_converter.decode(_last_look(history.events), [Turn])
        over = history.events[-1].event_type == _COMPLETED
        return turn.model_copy(update={"next_at": None}) if over else turn

    async def now(self) -> datetime:
        """The time of the year."""
        return await self.environment.get_current_time()

    async def _deadlines(self) -> list[datetime]:
        rows = await self.pool.fetch("select state -> 'clocks' as clocks from partnerships where not closed")
        dues = (clock["due_at"] for row in rows for clock in row["clocks"] if clock.get("due_at"))
        return [datetime.fromisoformat(due) for due in dues]


def _last_look(events: Sequence[HistoryEvent]) -> Sequence[Payload]:
    """What the last look has decided; a letter may have been handed over since."""
    looks = {e.event_id for e in events if e.activity_task_scheduled_event_attributes.activity_type.name == _LOOK}
    done = (e.activity_task_completed_event_attributes for e in events)
    return [d.result.payloads for d in done if d.scheduled_event_id in looks][-1]
