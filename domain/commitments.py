"""Promises between parties: made and done by the giver, confirmed, returned or waived by the one who is owed."""

from collections.abc import Iterable
from typing import Literal

from domain.clocks import Anchor, Anchors
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.promises import settled
from domain.refusals import (
    AlreadyDone,
    AlreadyExists,
    NotWaivable,
    NotYours,
    OwnSide,
    TooMany,
    UnknownItem,
    UnknownParty,
)
from domain.slices.commitments import Commitment
from domain.stages import Stage
from domain.values import ContributionKind, Instant, Line, OrgId, Slug, Text

OPEN_COMMITMENTS = 50
"""More promises of one side at a time than this nobody can oversee."""


class CommitmentMade(Event):
    """A party has promised another something."""

    type: Literal["commitment.made"] = "commitment.made"
    commitment_id: Slug
    by_org: OrgId
    to_org: OrgId
    text: Text
    due_at: Instant
    goal_id: Slug | None = None
    gives: ContributionKind | None = None
    funding_source: Line | None = None
    overdue: bool = False
    """Its date had passed when it was written down."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open promise more."""
        made = Commitment(number=p.version + 1, **self.model_dump(include=set(Commitment.model_fields)))
        return p.but(commitments=(*p.commitments, made))


class MakeCommitment(Command):
    """Promise another party something by a date."""

    kind: Literal["make_commitment"] = "make_commitment"
    commitment_id: Slug
    to_org: OrgId
    text: Text
    due_at: Instant
    goal_id: Slug | None = None
    """The shared goal that it serves."""
    gives: ContributionKind | None = None
    funding_source: Line | None = None
    """The money on which it rests, where it rests on some."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side, to another."""
        if self.to_org == c.speaker.side:
            raise OwnSide(org=self.to_org)
        if p.party(self.to_org) is None:
            raise UnknownParty(org=self.to_org)
        if any(q.commitment_id == self.commitment_id for q in p.commitments):
            raise AlreadyExists(what="commitment", item=self.commitment_id)
        if sum(q.by_org == c.speaker.side for q in p.commitments) >= OPEN_COMMITMENTS:
            raise TooMany(what="Open commitments", limit=OPEN_COMMITMENTS)
        serves(p, self.goal_id)
        overdue = self.due_at <= c.now
        yield CommitmentMade(by_org=c.speaker.side, overdue=overdue, **self.model_dump(exclude={"kind"}))


def serves(p: Partnership, goal_id: Slug | None) -> None:
    """Refuse a goal that the parties do not share."""
    if goal_id is not None and all(g.goal_id != goal_id for g in p.content.goals):
        raise UnknownItem(what="goal", item=goal_id)


def open_commitment(p: Partnership, commitment_id: Slug) -> Commitment:
    """The open promise of this name, or a refusal."""
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
        """It waits for the receiver's word; another date is not needed any more."""
        return changed(p, self.commitment_id, done=True, done_at=at, done_by=p.version + 1, asking=None)


class ReportDone(Command):
    """Say that your promise is kept."""

    kind: Literal["report_done"] = "report_done"
    commitment_id: Slug
    evidence: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only the giver can say so."""
        commitment = open_commitment(p, self.commitment_id)
        if commitment.by_org != c.speaker.side:
            raise NotYours(owner=commitment.by_org)
        if commitment.done:
            raise AlreadyDone(what="Reporting this as done")
        yield CommitmentDone(commitment_id=self.commitment_id, evidence=self.evidence)


class CommitmentReturned(Event):
    """The receiver does not see yet that the promise is kept; it is open again."""

    type: Literal["commitment.returned"] = "commitment.returned"
    commitment_id: Slug
    by_org: OrgId
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """As before the giver's word; whoever gave it in time has time again."""
        known = next((q for q in p.commitments if q.commitment_id == self.commitment_id), None)
        in_time = known and known.done_at and known.done_at <= known.due_at
        returned_at = at if in_time else known and known.returned_at
        return changed(p, self.commitment_id, done=False, done_at=None, done_by=None, returned_at=returned_at)


class ReturnCommitment(Command):
    """Say kindly what is still missing from a promise that its giver calls kept; it is open again."""

    kind: Literal["return_commitment"] = "return_commitment"
    commitment_id: Slug
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only the receiver can say so."""
        commitment = open_commitment(p, self.commitment_id)
        must_be_owed(commitment, c)
        if not commitment.done:
            raise UnknownItem(what="commitment reported as kept", item=self.commitment_id)
        yield CommitmentReturned(commitment_id=self.commitment_id, by_org=c.speaker.side, reason=self.reason)


class CommitmentConfirmed(Event):
    """The receiver confirms that the promise was kept."""

    type: Literal["commitment.confirmed"] = "commitment.confirmed"
    commitment_id: Slug
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed, and on the record of promises."""
        kept = next((q for q in p.commitments if q.commitment_id == self.commitment_id), None)
        return _without(settled(p, kept, at, kept=True) if kept else p, self.commitment_id)


class ConfirmCommitment(Command):
    """Confirm that a promise made to you was kept."""

    kind: Literal["confirm_commitment"] = "confirm_commitment"
    commitment_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only the receiver can say so."""
        must_be_owed(open_commitment(p, self.commitment_id), c)
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
        must_be_owed(open_commitment(p, self.commitment_id), c)
        yield CommitmentWaived(commitment_id=self.commitment_id, by_org=c.speaker.side, reason=self.reason)


def must_be_owed(commitment: Commitment, c: Circumstances) -> None:
    """Refuse, unless this voice speaks for the one who is owed."""
    if commitment.to_org != c.speaker.side:
        raise NotWaivable(owed_to=commitment.to_org)


def changed(p: Partnership, commitment_id: Slug, **changes: object) -> Partnership:
    """The state with one open promise changed."""
    return p.but(commitments=tuple(q.but(**changes) if q.commitment_id == commitment_id else q for q in p.commitments))


def _without(p: Partnership, commitment_id: Slug) -> Partnership:
    return p.but(commitments=tuple(q for q in p.commitments if q.commitment_id != commitment_id))


def _due(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage not in {Stage.PAUSED, Stage.ENDED}:
        for q in p.commitments:
            if not q.done:
                yield Anchor(q.counts_from, q.commitment_id, owner=q.by_org, event=q.number)


ANCHORS: dict[str, Anchors] = {"commitment": _due}
