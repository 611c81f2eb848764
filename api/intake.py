"""Events on their way to the engine: each gets a verdict of its own, and no partnership more than it can apply."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from api.auth import Principal
from api.cloudevents import CloudEvent, event_type, partnership_id, read
from api.engagement import engaged
from api.faults import NOT_YET, fault, faults_of
from api.headers import report_id
from api.ports import Ports
from api.problems import (
    EventConflict,
    InvalidEvent,
    PartnershipClosed,
    Problem,
    TooManyReports,
    UnknownEventType,
    UnknownPartnership,
)
from domain import (
    aftercare,
    commitments,
    contact,
    contributions,
    ending,
    fit,
    funding,
    people,
    quiet,
    rooting,
    support,
)
from domain.catalogue import AnyCommand
from domain.message import Command
from domain.record import Submission
from domain.values import Instant

REPORTED: tuple[type[Command], ...] = (
    people.AppointPerson,
    people.ReleasePerson,
    fit.RaiseBlocker,
    fit.ClearBlocker,
    contact.RecordContact,
    commitments.MakeCommitment,
    commitments.ReportDone,
    commitments.ConfirmCommitment,
    contributions.RecordContribution,
    contributions.ConfirmContribution,
    funding.ReportFunding,
    support.RecordSupport,
    rooting.RecordCoreCase,
    quiet.ObserveQuietPeriod,
    ending.CompleteEndingItem,
    ending.RecordLesson,
    aftercare.RecordAftercare,
)
"""Facts that a service may know; answers and decisions are for people."""

COMMANDS = {str(command.model_fields["kind"].default): TypeAdapter(command) for command in REPORTED}
TYPES = tuple(event_type(kind) for kind in COMMANDS)


SKEW = timedelta(minutes=5)
"""How far a sender's clock may be ahead of ours."""


class Verdict(NamedTuple):
    """What became of one event."""

    event: Any
    """As it was sent."""
    submission: Submission | None = None
    repeated: bool = False
    problem: Problem | None = None


class Report(NamedTuple):
    """An event that can be sent on."""

    place: int
    event: object
    submission: Submission
    digest: str

    def verdict(self, problem: Problem | None = None, *, repeated: bool = False) -> Verdict:
        """What became of it."""
        return Verdict(self.event, self.submission, repeated, problem)

    def beside(self, digest: str) -> Verdict:
        """What becomes of it when its id was used before, for something of this digest."""
        return self.verdict(repeated=True) if digest == self.digest else self.verdict(EventConflict())


class Intake:
    """Takes the events of one request."""

    def __init__(self, outside: Ports, caller: Principal, now: Instant) -> None:
        self._outside = outside
        self._caller = caller
        self._now = now

    async def take(self, events: Sequence[object]) -> list[Verdict]:
        """One verdict an event, in their order."""
        verdicts = dict[int, Verdict]()
        reports = defaultdict[UUID, list[Report]](list)
        for place, event in enumerate(events):
            try:
                report = self._report(place, event)
                reports[report.submission.partnership_id].append(report)
            except Problem as problem:
                verdicts[place] = Verdict(event, problem=problem)
        for group in reports.values():
            verdicts |= await self._send(group)
        return [verdicts[place] for place in range(len(events))]

    def _report(self, place: int, sent: object) -> Report:
        event = read(sent)
        command = _command(event)
        if event.time is not None and event.time > self._now + SKEW:
            raise InvalidEvent(faults=[fault(NOT_YET, "/time")])
        submission = Submission(
            partnership_id=partnership_id(event),
            command_id=report_id(event.source, event.id),
            actor=self._caller.actor,
            commands=(cast(AnyCommand, command),),  # one of them
            submitted_at=self._now,
            occurred_at=event.time,
            channel="event",
        )
        return Report(place, sent, submission, submission.digest)

    async def _send(self, group: list[Report]) -> dict[int, Verdict]:
        """The verdicts on the reports of one partnership, in order; what is new goes to the engine in one piece."""
        about = group[0].submission.partnership_id
        row = await self._outside.reading.get(about)
        if row is None or not self._caller.sees(row.org_ids):
            return {report.place: report.verdict(UnknownPartnership()) for report in group}
        earlier = await self._earlier(about, [r.submission.command_id for r in group])
        verdicts, new = dict[int, Verdict](), dict[UUID, Report]()
        for report in group:
            command_id = report.submission.command_id
            if command_id in earlier:
                verdicts[report.place] = report.beside(earlier[command_id])
            elif command_id in new:
                verdicts[report.place] = report.beside(new[command_id].digest)
            elif row.closed:
                verdicts[report.place] = report.verdict(PartnershipClosed())
            elif len(new) >= self._outside.backlog.room(about):
                verdicts[report.place] = report.verdict(TooManyReports())
            else:
                new[command_id] = report
                verdicts[report.place] = report.verdict()
        await self._hand_over(about, new.values())
        return verdicts

    async def _earlier(self, about: UUID, command_ids: Collection[UUID]) -> dict[UUID, str]:
        """Digests of what was sent before under these ids, applied or on its way."""
        backlog = self._outside.backlog
        waiting = backlog.waiting(about)
        answers = await self._outside.answers(about, {*command_ids, *waiting})
        backlog.remove(about, answers)
        on_the_way = {command_id: digest for command_id, digest in waiting.items() if digest}
        return on_the_way | {command_id: answer.digest for command_id, answer in answers.items()}

    async def _hand_over(self, about: UUID, reports: Collection[Report]) -> None:
        if not reports:
            return
        backlog = self._outside.backlog
        submissions = tuple(report.submission for report in reports)
        for report in reports:
            backlog.add(about, report.submission.command_id)
        try:
            await engaged(self._outside, about, lambda engine: engine.report(submissions))
        except BaseException:
            backlog.remove(about, [report.submission.command_id for report in reports])
            raise
        for report in reports:
            backlog.sent(about, report.submission.command_id, report.digest)


def _command(event: CloudEvent) -> Command:
    adapter = COMMANDS.get(event.command_kind or "")
    if adapter is None:
        raise UnknownEventType(type=event.type)
    try:
        return adapter.validate_json(to_json(event.data), strict=True)
    except ValidationError as error:
        raise InvalidEvent(faults=faults_of(error, event.data, under="/data")) from None
