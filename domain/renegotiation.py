"""Another date for a promise: asked by the giver before the date comes, answered by the one who is owed."""

from collections.abc import Iterable
from typing import Literal

from domain.commitments import changed, must_be_owed, open_commitment
from domain.lateness import missed
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.promises import settled
from domain.refusals import AlreadyDone, NotInTheFuture, UnknownItem
from domain.slices.commitments import Asking
from domain.values import Instant, Line, OrgId, Slug, Text


class RenegotiationAsked(Event):
    """The giver asks for another date."""

    type: Literal["commitment.renegotiation_asked"] = "commitment.renegotiation_asked"
    commitment_id: Slug
    by_org: OrgId
    new_due: Instant
    reason: Line
    in_time: bool
    """Before the promise fell due: then an agreed new date counts as a promise kept."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits for the word of the one who is owed."""
        asking = Asking(
            new_due=self.new_due, reason=self.reason, in_time=self.in_time, asked_at=at, number=p.version + 1
        )
        return changed(p, self.commitment_id, asking=asking)


class AskRenegotiation(Command):
    """Ask for another date for your promise, with the reason; best before the date has come."""

    kind: Literal["ask_renegotiation"] = "ask_renegotiation"
    commitment_id: Slug
    new_due: Instant
    reason: Line

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The giver, once at a time, for a date to come."""
        commitment = open_commitment(p, self.commitment_id)
        c.speaker.must_be(commitment.by_org)
        if commitment.done:
            raise AlreadyDone(what="Reporting this as done")
        if commitment.asking:
            raise AlreadyDone(what="Asking for another date")
        if self.new_due <= c.now:
            raise NotInTheFuture(what="the new day")
        yield RenegotiationAsked(
            by_org=c.speaker.side, in_time=c.now < commitment.due_at, **self.model_dump(exclude={"kind"})
        )


class CommitmentRenegotiated(Event):
    """Giver and receiver have agreed on another date."""

    type: Literal["commitment.renegotiated"] = "commitment.renegotiated"
    commitment_id: Slug
    by_org: OrgId
    new_due: Instant
    reason: Line
    in_time: bool

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """A new date; the old one is on the record of promises, as kept only when it was moved in time."""
        before = next((q for q in p.commitments if q.commitment_id == self.commitment_id), None)
        p = settled(p, before, at, kept=self.in_time) if before else p
        return changed(p, self.commitment_id, due_at=self.new_due, missed=False, asking=None)


class RenegotiationDeclined(Event):
    """The one who is owed keeps to the date."""

    type: Literal["commitment.renegotiation_declined"] = "commitment.renegotiation_declined"
    commitment_id: Slug
    by_org: OrgId
    note: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The date stays."""
        return changed(p, self.commitment_id, asking=None)


class AnswerRenegotiation(Command):
    """Accept another date for a promise made to you, or keep to the one that was agreed."""

    kind: Literal["answer_renegotiation"] = "answer_renegotiation"
    commitment_id: Slug
    accept: bool
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only the one who is owed; a date that has gone by in the meantime cannot be accepted any more."""
        commitment = open_commitment(p, self.commitment_id)
        must_be_owed(commitment, c)
        asking = commitment.asking
        if asking is None:
            raise UnknownItem(what="question about the date of the commitment", item=self.commitment_id)
        if not self.accept:
            yield RenegotiationDeclined(commitment_id=self.commitment_id, by_org=c.speaker.side, note=self.note)
            yield from missed(commitment.but(asking=None), c)
        elif asking.new_due <= c.now:
            raise NotInTheFuture(what="the new day")
        else:
            agreed = asking.model_dump(include={"new_due", "reason", "in_time"})
            yield CommitmentRenegotiated(commitment_id=self.commitment_id, by_org=c.speaker.side, **agreed)
