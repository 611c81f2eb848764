"""Writing the draft together: goals, indicators, responsibilities, pledges and terms, by any side."""

from collections.abc import Iterable
from typing import Literal

from domain.draft import Goal, Indicator, Pledge, Responsibility, Terms
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import UnknownItem, UnknownParty
from domain.values import Instant, OrgId, Slug


def must_be_parties(p: Partnership, *orgs: OrgId) -> None:
    """Refuse when somebody named is no party."""
    for org in orgs:
        if p.party(org) is None:
            raise UnknownParty(org=org)


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without what a party that has left promised, carried and gained."""
    return p.reworded(lambda draft: draft.without(org_id))


class GoalProposed(Event):
    """A goal is in the draft, new or reworded."""

    type: Literal["goal.proposed"] = "goal.proposed"
    goal: Goal
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The same goal id replaces the earlier wording."""
        kept = tuple(g for g in p.draft.goals if g.goal_id != self.goal.goal_id)
        return p.redrafted(goals=(*kept, self.goal))


class ProposeGoal(Command):
    """Put a goal into the draft, or word it anew."""

    kind: Literal["propose_goal"] = "propose_goal"
    goal: Goal

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Benefits are named for parties only."""
        must_be_parties(p, *self.goal.benefit_by_org)
        yield GoalProposed(goal=self.goal, by_org=c.speaker.side)


class GoalDropped(Event):
    """A goal is no longer in the draft."""

    type: Literal["goal.dropped"] = "goal.dropped"
    goal_id: Slug

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One goal less."""
        kept = tuple(g for g in p.draft.goals if g.goal_id != self.goal_id)
        return p.redrafted(goals=kept)


class DropGoal(Command):
    """Take a goal out of the draft."""

    kind: Literal["drop_goal"] = "drop_goal"
    goal_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """An existing one."""
        if all(g.goal_id != self.goal_id for g in p.draft.goals):
            raise UnknownItem(what="goal", item=self.goal_id)
        yield GoalDropped(goal_id=self.goal_id)


class IndicatorDefined(Event):
    """A sign of success is in the draft, new or reworded."""

    type: Literal["indicator.defined"] = "indicator.defined"
    indicator: Indicator
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The same indicator id replaces the earlier wording."""
        kept = tuple(i for i in p.draft.indicators if i.indicator_id != self.indicator.indicator_id)
        return p.redrafted(indicators=(*kept, self.indicator))


class DefineIndicator(Command):
    """Say by what you will both know that it works; a feeling counts."""

    kind: Literal["define_indicator"] = "define_indicator"
    indicator: Indicator

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Asked of parties only."""
        must_be_parties(p, *self.indicator.asked_of)
        yield IndicatorDefined(indicator=self.indicator, by_org=c.speaker.side)


class IndicatorDropped(Event):
    """A sign of success is no longer in the draft."""

    type: Literal["indicator.dropped"] = "indicator.dropped"
    indicator_id: Slug

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One indicator less."""
        kept = tuple(i for i in p.draft.indicators if i.indicator_id != self.indicator_id)
        return p.redrafted(indicators=kept)


class DropIndicator(Command):
    """Take a sign of success out of the draft."""

    kind: Literal["drop_indicator"] = "drop_indicator"
    indicator_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """An existing one."""
        if all(i.indicator_id != self.indicator_id for i in p.draft.indicators):
            raise UnknownItem(what="indicator", item=self.indicator_id)
        yield IndicatorDropped(indicator_id=self.indicator_id)


class RoleAssigned(Event):
    """A party's role in strategy and delivery is in the draft."""

    type: Literal["role.assigned"] = "role.assigned"
    responsibility: Responsibility

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One role a party."""
        kept = tuple(r for r in p.draft.responsibilities if r.org_id != self.responsibility.org_id)
        return p.redrafted(responsibilities=(*kept, self.responsibility))


class AssignRole(Command):
    """Write down a party's role; whether it suits that party, its acceptance of the whole will tell."""

    kind: Literal["assign_role"] = "assign_role"
    responsibility: Responsibility

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For a party."""
        must_be_parties(p, self.responsibility.org_id)
        yield RoleAssigned(responsibility=self.responsibility)


class ContributionPledged(Event):
    """A party promises a contribution."""

    type: Literal["contribution.pledged"] = "contribution.pledged"
    pledge: Pledge

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The same contribution id replaces the earlier pledge."""
        kept = tuple(q for q in p.draft.pledges if q.contribution_id != self.pledge.contribution_id)
        return p.redrafted(pledges=(*kept, self.pledge))


class PledgeContribution(Command):
    """Promise what your own side will give: money, time, a place, a name, an idea."""

    kind: Literal["pledge_contribution"] = "pledge_contribution"
    pledge: Pledge

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Nobody pledges for another, nor takes over another's pledge."""
        c.speaker.must_be(self.pledge.by_org)
        _must_own(p, c, self.pledge.contribution_id)
        yield ContributionPledged(pledge=self.pledge)


class PledgeWithdrawn(Event):
    """A pledge is no longer in the draft."""

    type: Literal["contribution.pledge_withdrawn"] = "contribution.pledge_withdrawn"
    contribution_id: Slug

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One pledge less."""
        kept = tuple(q for q in p.draft.pledges if q.contribution_id != self.contribution_id)
        return p.redrafted(pledges=kept)


class WithdrawPledge(Command):
    """Take your own pledge out of the draft."""

    kind: Literal["withdraw_pledge"] = "withdraw_pledge"
    contribution_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One's own only."""
        if all(q.contribution_id != self.contribution_id for q in p.draft.pledges):
            raise UnknownItem(what="pledge", item=self.contribution_id)
        _must_own(p, c, self.contribution_id)
        yield PledgeWithdrawn(contribution_id=self.contribution_id)


def _must_own(p: Partnership, c: Circumstances, contribution_id: Slug) -> None:
    for pledge in p.draft.pledges:
        if pledge.contribution_id == contribution_id:
            c.speaker.must_be(pledge.by_org)


class TermsSet(Event):
    """Start, end, notice and intervals are in the draft."""

    type: Literal["agreement.terms_set"] = "agreement.terms_set"
    terms: Terms

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The draft's terms."""
        return p.redrafted(terms=self.terms)


class SetTerms(Command):
    """Say when it starts, how it may end, and how often you meet and evaluate."""

    kind: Literal["set_terms"] = "set_terms"
    terms: Terms

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By any side; all sides accept the whole later."""
        yield TermsSet(terms=self.terms)
