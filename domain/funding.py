"""How sure each party's money is, and what is done together when it is not: what it touches, options, a plan."""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Literal

from domain.clocks import Anchor, Anchors
from domain.future import EndingGround, FutureDiscussionOpened
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import UnknownItem
from domain.slices.funding import FundingOption, FundingShock
from domain.stages import Stage
from domain.values import ContributionKind, FundingStatus, Instant, Line, OrgId, Slug, Text

DAY = timedelta(days=1)
RUNNING = frozenset({Stage.ACTIVE, Stage.PAUSED, Stage.DESIGNING, Stage.AGREEING})
"""Where a change of money waits for a plan; where the future is discussed already, time does not press."""


class Confidence(StrEnum):
    """How sure the news is."""

    POSSIBLE = "possible"
    LIKELY = "likely"
    CERTAIN = "certain"


class FundingStatusChanged(Event):
    """A party's funding is as sure as this from now on."""

    type: Literal["funding.status_changed"] = "funding.status_changed"
    org_id: OrgId
    before: FundingStatus
    after: FundingStatus
    source: Line | None = None
    note: Text | None = None
    expected_on: Instant | None = None
    confidence: Confidence | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The party's funding."""
        return p.with_party(self.org_id, funding=self.after)


class FundingImpactAssessed(Event):
    """What a change of money touches, and what can be done about it."""

    type: Literal["funding.impact_assessed"] = "funding.impact_assessed"
    org_id: OrgId
    status: FundingStatus
    source: Line | None = None
    commitments_at_risk: tuple[Slug, ...]
    """That party's open promises which rest on this money."""
    options: tuple[FundingOption, ...] = tuple(FundingOption)
    owed_until: Instant | None = None
    """Until when the partners may count on what was agreed, if notice were given today."""
    since: Instant | None = None
    """From when its time counts, where that has begun before; None: from now."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """A change of money is open; only news that weighs differently starts its time anew."""
        before, known = shock(p, self.org_id), _unanswered(p, self.org_id)
        number, since = p.version + 1, self.since or at
        now = FundingShock(org_id=self.org_id, status=self.status, source=self.source, since=since, number=number)
        if before and before.open and before.lost == now.lost:
            now = before.but(status=now.status, source=now.source or before.source, number=number)
        now = now.but(
            unsure_since=(known and known.unsure_since) or at,
            lost_since=(known and known.lost_since) or (at if now.lost else None),
        )
        shaken = p.evaluation.but(shaken_at=at) if now.lost else p.evaluation
        return _with(p.but(evaluation=shaken), now)


class ReportFunding(Command):
    """Tell the others how sure your funding is."""

    kind: Literal["report_funding"] = "report_funding"
    status: FundingStatus
    source: Line | None = None
    note: Text | None = None
    expected_on: Instant | None = None
    """When the change is expected."""
    confidence: Confidence | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side; under an agreement, what it touches and the options are laid open at once."""
        side = c.speaker.side
        party, open_one = p.party(side), shock(p, side)
        before = party.funding if party else FundingStatus.STABLE
        said = self.model_dump(exclude={"kind", "status"})
        yield FundingStatusChanged(org_id=side, before=before, after=self.status, **said)
        if self.status is not FundingStatus.STABLE and p.agreement:
            yield FundingImpactAssessed(
                org_id=side,
                status=self.status,
                source=self.source,
                commitments_at_risk=tuple(resting_on(p, side, self.source)),
                owed_until=notice_owed(p, c.now, c.policy.days(1)),
                since=counting_from(p, side, self.status),
            )
        elif self.status is FundingStatus.STABLE and open_one:
            yield _closed(open_one, c, "stable")


class FundingPlanAgreed(Event):
    """All have agreed what to do about a change of money."""

    type: Literal["funding.plan_agreed"] = "funding.plan_agreed"
    org_id: OrgId
    option: FundingOption
    text: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """There is a plan; the money is as unsure as before."""
        open_one = shock(p, self.org_id)
        return _with(p, open_one.but(plan=self.option)) if open_one else p


class ChooseFundingPlan(Command):
    """Agree together what to do now that a party's money is unsure: reduce, re-time, replace, pause, end with care."""

    kind: Literal["choose_funding_plan"] = "choose_funding_plan"
    org_id: OrgId
    """Whose money it is."""
    option: FundingOption
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For an open change of money; a better plan may replace the first one."""
        known = shock(p, self.org_id)
        if known is None or not known.open:
            raise UnknownItem(what="funding change of", item=self.org_id)
        yield FundingPlanAgreed(**self.model_dump(exclude={"kind"}))


class FundingChangeClosed(Event):
    """A change of money is over: it is sure again, or the plan has been carried out."""

    type: Literal["funding.change_closed"] = "funding.change_closed"
    org_id: OrgId
    how: Literal["stable", "plan_done"]
    days: int
    text: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; how sure the money is stays as it was said, and so does the plan until it is sure again."""
        done = shock(p, self.org_id)
        return _with(p, done.but(carried_out=True)) if done and self.how == "plan_done" else left(p, self.org_id)


class CloseFundingChange(Command):
    """Say that the plan for your funding change has been carried out."""

    kind: Literal["close_funding_change"] = "close_funding_change"
    text: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side; the guard has seen the plan."""
        open_one = shock(p, c.speaker.side)
        if open_one is None:
            raise UnknownItem(what="funding change of", item=c.speaker.side)
        yield _closed(open_one, c, "plan_done", self.text)


def _closed(s: FundingShock, c: Circumstances, how: Literal["stable", "plan_done"], text: str | None = None) -> Event:
    return FundingChangeClosed(org_id=s.org_id, how=how, days=(c.now - s.since) // c.policy.days(1), text=text)


def shock(p: Partnership, org_id: OrgId) -> FundingShock | None:
    """The change of a party's money, as long as it is not sure again."""
    return next((s for s in p.shock if s.org_id == org_id), None)


def _unanswered(p: Partnership, org_id: OrgId) -> FundingShock | None:
    """A change of money to which all together have not said anything yet: no plan, and no word to go on with it."""
    known = shock(p, org_id)
    return known if known and known.open and not known.plan and not known.faced else None


def counting_from(p: Partnership, org_id: OrgId, status: FundingStatus) -> Instant | None:
    """From when the time for a plan counts already: to be unsure, lost and unsure again does not start it anew."""
    known = _unanswered(p, org_id)
    if known is None:
        return None
    return known.lost_since if status is FundingStatus.LOST else known.unsure_since


def _with(p: Partnership, s: FundingShock) -> Partnership:
    return p.but(shock=(*(q for q in p.shock if q.org_id != s.org_id), s))


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The state without the change of money of a party that has gone."""
    return p.but(shock=tuple(s for s in p.shock if s.org_id != org_id))


def resting_on(p: Partnership, org_id: OrgId, source: str | None) -> Iterable[Slug]:
    """A party's open promises that rest on a source of money, or on any where none is named."""
    for q in p.commitments:
        named = source is not None and q.funding_source is not None and q.funding_source.casefold() == source.casefold()
        any_money = source is None and (q.funding_source is not None or q.gives is ContributionKind.FUNDS)
        if q.by_org == org_id and not q.done and (named or any_money):
            yield q.commitment_id


def notice_owed(p: Partnership, now: Instant, day: timedelta = DAY) -> Instant | None:
    """Until when the parties may count on what was agreed, if notice were given now; None without an agreement."""
    if p.agreement is None:
        return None
    terms = p.agreement.terms
    until = now + day * terms.notice_days
    return max(now, min(until, terms.ends_at)) if terms.ends_at else until


@guard
def your_funding_plan_is_agreed(p: Partnership, c: Circumstances) -> Facts:
    """all must have agreed on a plan for your funding change."""
    mine = None if c.voice is None else c.voice.org_id
    return holds(any(s.plan and s.open for s in p.shock if mine in {None, s.org_id}))


@guard
def a_funding_change_is_open(p: Partnership, c: Circumstances) -> Facts:
    """a party must have told that its money is at risk, less or lost."""
    return holds(any(s.open for s in p.shock))


@guard
def funding_lost_without_a_plan(p: Partnership, c: Circumstances) -> Facts:
    """money must have been lost, and the time for agreeing on a plan must be over."""
    asked = (p.clock("funding_lost", s.org_id) for s in p.shock if s.lost and not s.plan and not s.faced)
    return holds(any(clock and clock.finished for clock in asked))


def asked_by_lost_funding(p: Partnership, c: Circumstances) -> Iterable[Event]:
    """What T12 brings about when no plan was found for money that is lost."""
    yield FutureDiscussionOpened(
        ground=EndingGround.FUNDING, reason="money is lost, and no plan was agreed in the time for it"
    )


def _unplanned(p: Partnership, *, lost: bool) -> Iterable[Anchor]:
    if p.stage in RUNNING:
        for s in p.shock:
            if s.lost is lost and not s.plan and not s.faced:
                yield Anchor(s.since, s.org_id, owner=s.org_id, event=s.number)


def _at_risk(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    return _unplanned(p, lost=False)


def _lost(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    return _unplanned(p, lost=True)


ANCHORS: dict[str, Anchors] = {"funding_risk": _at_risk, "funding_lost": _lost}
