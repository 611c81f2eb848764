"""Engagement: slack and silence are measured and pass with a contact; a conflict is declared, and settled by all."""

from collections.abc import Iterable, Iterator
from typing import Literal

from domain.clocks import Anchor, Anchors, step_ahead
from domain.contact import quiet_since
from domain.guards import Facts, every, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone
from domain.slices.engagement import ConflictCause, Engagement, EngagementState, Sign, Signal
from domain.stages import WORKING, Stage
from domain.values import Instant, OrgId, Text

SLACK_STEPS, SILENT_STEPS = 2, 3
"""So many reminders of the rule `contact` were in vain when the engagement is slack, and when it is silent."""

BROKEN_PROMISES, NAMED_PROMISES = 2, 10
"""So many promises missed since the last change tell that somebody has become slack; so many are named."""


class EngagementChanged(Event):
    """The parties are more, or less, in it together than before."""

    type: Literal["engagement.changed"] = "engagement.changed"
    before: EngagementState
    after: EngagementState
    signals: tuple[Signal, ...]
    cause: ConflictCause | None = None
    by_org: OrgId | None = None
    """The party that declared a conflict; none where it was measured or settled by all."""
    text: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The new state; in a conflict what anybody said of its interests no longer stands."""
        told = {"state": self.after, "signals": self.signals, "cause": self.cause, "by_org": self.by_org}
        changed = p.but(engagement=Engagement(since=at, number=p.version + 1).but(**told))
        if self.after is not EngagementState.CONTESTED:
            return changed
        return changed.but(parties=tuple(party.but(interests_declared=False) for party in p.parties))


class DeclareContested(Command):
    """Say openly that you have become rivals or are in conflict; a facilitator can help, and all declare their
    interests anew.
    """

    kind: Literal["declare_contested"] = "declare_contested"
    cause: ConflictCause
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By any side, once."""
        if p.engagement.contested:
            raise AlreadyDone(what="Declaring a conflict")
        yield EngagementChanged(
            before=p.engagement.state,
            after=EngagementState.CONTESTED,
            signals=(Signal(sign=Sign.CONFLICT),),
            cause=self.cause,
            by_org=c.speaker.side,
            text=self.text,
        )


class SettleContested(Command):
    """Agree together that the conflict is settled, and how."""

    kind: Literal["settle_contested"] = "settle_contested"
    how: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once every party has agreed."""
        declared = (p.engagement.number,) if p.engagement.number else ()
        yield EngagementChanged(
            before=p.engagement.state,
            after=EngagementState.ENGAGED,
            signals=(Signal(sign=Sign.SETTLEMENT, events=declared),),
            text=self.how,
        )


@guard
def a_conflict_is_declared(p: Partnership, c: Circumstances) -> Facts:
    """a party must have declared a conflict."""
    return holds(p.engagement.contested)


@guard
def interests_declared_anew(p: Partnership, c: Circumstances) -> Facts:
    """in a conflict each party must declare its interests anew, even if there is nothing to declare; missing:
    {parties}.
    """
    return every(p.parties, lambda party: party.interests_declared)


def follow_engagement(p: Partnership, c: Circumstances) -> Iterator[Event]:
    """The change that time, contact or broken promises have brought about by themselves; a conflict stays until all
    have settled it, and whoever discusses the future is not called silent meanwhile.
    """
    before = p.engagement.state
    if p.engagement.contested or p.stage not in {Stage.ACTIVE, Stage.DECIDING_FUTURE}:
        return
    after, sign, events = _measured(p, c)
    if after is before:
        return
    worse = tuple(EngagementState).index(after) > tuple(EngagementState).index(before)
    if not (worse and p.stage is Stage.DECIDING_FUTURE):
        yield EngagementChanged(before=before, after=after, signals=(Signal(sign=sign, events=events),))


def _measured(p: Partnership, c: Circumstances) -> tuple[EngagementState, Sign, tuple[int, ...]]:
    """What silence and broken promises say; in a slack partnership only a contact since then says something better."""
    held, rule = p.engagement, c.policy.rule("contact")
    anchor = next(iter(quiet_since(p, c.policy)), None)
    reminders = step_ahead(p, rule, anchor, c.policy, c.now) if rule and anchor else 0
    met = anchor.event if anchor and anchor.event else 0
    if reminders >= SLACK_STEPS:
        state = EngagementState.SILENT if reminders >= SILENT_STEPS else EngagementState.SLACK
        return state, Sign.QUIET, _numbers(met)
    changed = held.number or 0
    broken = tuple(q.number for q in p.promises if not q.kept and q.number > changed)
    if len(broken) >= BROKEN_PROMISES:
        return EngagementState.SLACK, Sign.MISSED_PROMISES, broken[-NAMED_PROMISES:]
    if held.because(Sign.MISSED_PROMISES) and met < changed:
        return held.state, Sign.MISSED_PROMISES, ()
    return EngagementState.ENGAGED, Sign.CONTACT, _numbers(met)


def _numbers(event: int) -> tuple[int, ...]:
    return (event,) if event else ()


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without the name of a party that has left; a conflict stays until the others have settled it."""
    mine = p.engagement.by_org == org_id
    return p.but(engagement=p.engagement.but(by_org=None)) if mine else p


def _contested(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.engagement.contested and p.engagement.since and p.stage in WORKING:
        yield Anchor(p.engagement.since, event=p.engagement.number)


ANCHORS: dict[str, Anchors] = {"contested": _contested}
