"""Promises between parties: made and done by the giver, confirmed or waived by the one who is owed."""

from collections.abc import Iterable
from typing import Literal

from domain.message import Circumstances, Command, Event
from domain.partnership import Commitment, Partnership
from domain.refusals import AlreadyDone, AlreadyExists, NotWaivable, NotYours, OwnSide, UnknownItem, UnknownParty
from domain.values import Instant, OrgId, Slug, Text


class CommitmentMade(Event):
    """A party has promised another something."""

    type: Literal["commitment.made"] = "commitment.made"
    commitment_id: Slug
    by_org: OrgId
    to_org: OrgId
    text: Text
    due_at: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open promise more."""
        made = Commitment(**self.model_dump(include=set(Commitment.model_fields)))
        return p.but(commitments=(*p.commitments, made))


class MakeCommitment(Command):
    """Promise another party something by a date."""

    kind: Literal["make_commitment"] = "make_commitment"
    commitment_id: Slug
    to_org: OrgId
    text: Text
    due_at: Instant

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side, to another."""
        if self.to_org == c.speaker.side:
            raise OwnSide(org=self.to_org)
        if p.party(self.to_org) is None:
            raise UnknownParty(org=self.to_org)
        if any(q.commitment_id == self.commitment_id for q in p.commitments):
            raise AlreadyExists(what="commitment", item=self.commitment_id)
        yield CommitmentMade(by_org=c.speaker.side, **self.model_dump(exclude={"kind"}))


def _open(p: Partnership, commitment_id: Slug) -> Commitment:
    for commitment in p.commitments:
        if commitment.commitment_id == commitment_id:
            return commitment
    raise UnknownItem(what="commitment", item=commitment_id)


class CommitmentDone(Event):
    """The giver says that the promise is kept."""

    type: Literal["commitment.done"] = "commitment.done"
    commitment_id: Slug
    evidence: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits for the receiver's word."""
        return p.but(
            commitments=tuple(q.but(done=True) if q.commitment_id == self.commitment_id else q for q in p.commitments)
        )


class ReportDone(Command):
    """Say that your promise is kept."""

    kind: Literal["report_done"] = "report_done"
    commitment_id: Slug
    evidence: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only the giver can say so."""
        commitment = _open(p, self.commitment_id)
        if commitment.by_org != c.speaker.side:
            raise NotYours(owner=commitment.by_org)
        if commitment.done:
            raise AlreadyDone(what="Reporting this as done")
        yield CommitmentDone(commitment_id=self.commitment_id, evidence=self.evidence)


class CommitmentConfirmed(Event):
    """The receiver confirms that the promise was kept."""

    type: Literal["commitment.confirmed"] = "commitment.confirmed"
    commitment_id: Slug
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the ledger remembers it."""
        return _without(p, self.commitment_id)


class ConfirmCommitment(Command):
    """Confirm that a promise made to you was kept."""

    kind: Literal["confirm_commitment"] = "confirm_commitment"
    commitment_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only the receiver can say so."""
        _must_be_owed(_open(p, self.commitment_id), c)
        yield CommitmentConfirmed(commitment_id=self.commitment_id, by_org=c.speaker.side)


class CommitmentWaived(Event):
    """The one who is owed lets the promise go."""

    type: Literal["commitment.waived"] = "commitment.waived"
    commitment_id: Slug
    by_org: OrgId
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the ledger remembers it."""
        return _without(p, self.commitment_id)


class WaiveCommitment(Command):
    """Let a promise made to you go, with a reason."""

    kind: Literal["waive_commitment"] = "waive_commitment"
    commitment_id: Slug
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only the one who is owed can."""
        _must_be_owed(_open(p, self.commitment_id), c)
        yield CommitmentWaived(commitment_id=self.commitment_id, by_org=c.speaker.side, reason=self.reason)


def _must_be_owed(commitment: Commitment, c: Circumstances) -> None:
    if commitment.to_org != c.speaker.side:
        raise NotWaivable(owed_to=commitment.to_org)


def _without(p: Partnership, commitment_id: Slug) -> Partnership:
    return p.but(commitments=tuple(q for q in p.commitments if q.commitment_id != commitment_id))
