"""Joint decisions: what one party proposes and takes effect when every party has agreed."""

from collections.abc import Iterable
from typing import Any, Literal

from domain.clocks import Anchor, Anchors, waited_for
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, DifferentProposal, UnknownItem
from domain.slices.joint import JointDecision
from domain.values import Instant, OrgId, Slug, Text


class DecisionProposed(Event):
    """A party proposes something that needs every party's yes; its own yes is given."""

    type: Literal["decision.proposed"] = "decision.proposed"
    about: str
    command: dict[str, Any]
    by_org: OrgId
    number: int | None = None
    """The number of this event in its partnership: a yes names it, so that nobody agrees unread."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open joint decision more."""
        decision = JointDecision(
            about=self.about,
            command=self.command,
            by_org=self.by_org,
            agreed=(self.by_org,),
            since=at,
            number=self.number,
        )
        return p.but(decisions=(*p.decisions, decision))


class DecisionAgreed(Event):
    """A party agrees to a joint decision."""

    type: Literal["decision.agreed"] = "decision.agreed"
    about: str
    org_id: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One yes more."""
        return p.but(
            decisions=tuple(d.but(agreed=(*d.agreed, self.org_id)) if d.about == self.about else d for d in p.decisions)
        )


class AgreeToDecision(Command):
    """Agree, for your party, to what another party has proposed."""

    kind: Literal["agree_to_decision"] = "agree_to_decision"
    about: Slug
    """The kind of the proposed command, such as `resume_partnership`."""
    number: int | None = None
    """The `number` of the proposal that you have read, as the state's `decisions` show it."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once a party; with the last yes it takes effect."""
        decision = _read(p, self.about, self.number)
        if c.speaker.side in decision.agreed:
            raise AlreadyDone(what="Agreeing to this")
        yield DecisionAgreed(about=self.about, org_id=c.speaker.side)


class DecisionDeclined(Event):
    """A party does not agree, or takes its own proposal back; the proposal is off the table."""

    type: Literal["decision.declined"] = "decision.declined"
    about: str
    org_id: OrgId
    reason: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open joint decision less."""
        return _closed(p, self.about)


class DeclineDecision(Command):
    """Say no to what another party has proposed, or take your own proposal back."""

    kind: Literal["decline_decision"] = "decline_decision"
    about: Slug
    number: int | None = None
    """The `number` of the proposal that you have read, as the state's `decisions` show it."""
    reason: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """An open one."""
        _read(p, self.about, self.number)
        yield DecisionDeclined(about=self.about, org_id=c.speaker.side, reason=self.reason)


class DecisionTaken(Event):
    """Every party has agreed; it takes effect now."""

    type: Literal["decision.taken"] = "decision.taken"
    about: str
    agreed: tuple[OrgId, ...]

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open joint decision less."""
        return _closed(p, self.about)


def _read(p: Partnership, about: str, number: int | None) -> JointDecision:
    """The open proposal, if it is the one that the speaker has read: another of the same kind may have replaced it."""
    decision = p.decision(about)
    if decision is None:
        raise UnknownItem(what="joint decision", item=about)
    if decision.number not in {None, number}:
        raise DifferentProposal(item=about, number=decision.number)
    return decision


def _closed(p: Partnership, about: str) -> Partnership:
    return p.but(decisions=tuple(d for d in p.decisions if d.about != about))


def _waiting(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    for d in p.decisions:
        if d.since:
            owner = waited_for(org for org in p.orgs if org not in d.agreed)
            yield Anchor(d.since, d.about, owner=owner, event=d.number)


ANCHORS: dict[str, Anchors] = {"decision": _waiting}
