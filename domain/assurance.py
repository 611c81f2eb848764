"""Due diligence in proportion: what parties ask each other to show, when it expires, and that a lapse stops nothing."""

from collections.abc import Iterable
from typing import Literal

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.leadership import TOGETHER
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyExists, NotInTheFuture, NotWaivable, TooHeavy, TooMany, UnknownItem, UnknownParty
from domain.slices.assurances import Assurance, AssuranceKind, AssuranceOutcome
from domain.values import Instant, OrgId, OrgKind, Slug, Text

LIMIT = 20
"""As many at a time as parties can answer without losing their work over it."""

LIGHT = frozenset(
    {
        AssuranceKind.CONVERSATION,
        AssuranceKind.COMMUNITY_REFERENCE,
        AssuranceKind.SELF_DESCRIPTION,
        AssuranceKind.SAFEGUARDING,
    }
)
"""What an informal group can be asked for: nothing here needs a legal identity."""


class AssuranceRequested(Event):
    """A party is asked to show something."""

    type: Literal["assurance.requested"] = "assurance.requested"
    assurance_id: Slug
    of_org: OrgId
    asked_by: OrgId
    kind: AssuranceKind
    due_at: Instant
    note: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open question more; the answer is unknown."""
        asked = Assurance(
            assurance_id=self.assurance_id,
            of_org=self.of_org,
            asked_by=self.asked_by,
            kind=self.kind,
            due_at=self.due_at,
            event=p.version + 1,
        )
        return p.but(assurances=(*p.assurances, asked))


class RequestAssurance(Command):
    """Ask a party, another or your own, to show something by a date; informal groups are asked in a light way."""

    kind: Literal["request_assurance"] = "request_assurance"
    assurance_id: Slug
    of_org: OrgId
    about: AssuranceKind
    due_at: Instant
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """In proportion, in both directions, and not more than can be answered."""
        party = p.party(self.of_org)
        if party is None:
            raise UnknownParty(org=self.of_org)
        if party.kind is OrgKind.INFORMAL and self.about not in LIGHT:
            raise TooHeavy(org=party.name)
        if any(q.assurance_id == self.assurance_id for q in p.assurances):
            raise AlreadyExists(what="assurance", item=self.assurance_id)
        if sum(q.asked_by == c.speaker.side for q in p.assurances) >= LIMIT:
            raise TooMany(what="Assurances", limit=LIMIT)
        if self.due_at <= c.now:
            raise NotInTheFuture(what="the day by which it is needed")
        yield AssuranceRequested(
            assurance_id=self.assurance_id,
            of_org=self.of_org,
            asked_by=c.speaker.side,
            kind=self.about,
            due_at=self.due_at,
            note=self.note,
        )


def _open(p: Partnership, assurance_id: Slug) -> Assurance:
    for assurance in p.assurances:
        if assurance.assurance_id == assurance_id:
            return assurance
    raise UnknownItem(what="assurance", item=assurance_id)


class AssuranceRecorded(Event):
    """A party has shown what it was asked for, or said that it cannot."""

    type: Literal["assurance.recorded"] = "assurance.recorded"
    assurance_id: Slug
    org_id: OrgId
    outcome: AssuranceOutcome
    valid_until: Instant | None = None
    evidence: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It runs until it expires; what never expires is closed, and what is not given stays asked for."""
        if self.outcome is AssuranceOutcome.NOT_GIVEN:
            return _with(p, self.assurance_id, outcome=self.outcome, event=p.version + 1)
        if self.valid_until is None:
            return _without(p, self.assurance_id)
        given = {"outcome": self.outcome, "due_at": self.valid_until, "lapsed": False, "event": p.version + 1}
        return _with(p, self.assurance_id, **given)


class RecordAssurance(Command):
    """Show what your side was asked for, and until when it holds; before it expires, show it again."""

    kind: Literal["record_assurance"] = "record_assurance"
    assurance_id: Slug
    outcome: AssuranceOutcome
    valid_until: Instant | None = None
    evidence: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only by the party that was asked."""
        assurance = _open(p, self.assurance_id)
        c.speaker.must_be(assurance.of_org)
        if self.valid_until is not None and self.valid_until <= c.now:
            raise NotInTheFuture(what="the day until which it is valid")
        yield AssuranceRecorded(org_id=c.speaker.side, **self.model_dump(exclude={"kind"}))


class AssuranceDropped(Event):
    """Whoever asked no longer needs it."""

    type: Literal["assurance.dropped"] = "assurance.dropped"
    assurance_id: Slug
    by_org: OrgId
    reason: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the ledger remembers it."""
        return _without(p, self.assurance_id)


class DropAssurance(Command):
    """Say that you no longer need what you asked a party to show."""

    kind: Literal["drop_assurance"] = "drop_assurance"
    assurance_id: Slug
    reason: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only by the party that asked."""
        assurance = _open(p, self.assurance_id)
        if assurance.asked_by != c.speaker.side:
            raise NotWaivable(owed_to=assurance.asked_by)
        yield AssuranceDropped(assurance_id=self.assurance_id, by_org=c.speaker.side, reason=self.reason)


class AssuranceLapsed(Event):
    """The day of an assurance has passed; it is shown, and nothing stops because of it."""

    type: Literal["assurance.lapsed"] = "assurance.lapsed"
    assurance_id: Slug
    org_id: OrgId
    kind: AssuranceKind
    given: bool
    """Whether it had been given before; otherwise the question is simply unanswered."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Shown until it is given anew or dropped."""
        return _with(p, self.assurance_id, lapsed=True)


def _with(p: Partnership, assurance_id: Slug, **changes: object) -> Partnership:
    mine = (q.but(**changes) if q.assurance_id == assurance_id else q for q in p.assurances)
    return p.but(assurances=tuple(mine))


def _without(p: Partnership, assurance_id: Slug) -> Partnership:
    return p.but(assurances=tuple(q for q in p.assurances if q.assurance_id != assurance_id))


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without what a side that has gone was asked for, or asked for."""
    return p.but(assurances=tuple(q for q in p.assurances if org_id not in {q.of_org, q.asked_by}))


def _expiring(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage in TOGETHER:
        for q in p.assurances:
            yield Anchor(q.due_at, q.assurance_id, owner=q.of_org, event=q.event)


def _lapsed(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    for q in p.assurances:
        if q.assurance_id == raised.about and not q.lapsed and q.due_at <= c.now:
            given = q.outcome not in {None, AssuranceOutcome.NOT_GIVEN}
            yield AssuranceLapsed(assurance_id=q.assurance_id, org_id=q.of_org, kind=q.kind, given=given)


ANCHORS: dict[str, Anchors] = {"assurance": _expiring}
CONSEQUENCES: dict[str, Consequence] = {"assurance": _lapsed}
