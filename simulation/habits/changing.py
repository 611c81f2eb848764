"""What happens to people and money: leads go, money becomes unsure, and sides fall silent for a while."""

from functools import partial

from domain.clocks import EscalationRaised
from domain.funding import ChooseFundingPlan, CloseFundingChange, FundingStatusChanged, ReportFunding
from domain.handover import CompleteHandoverItem, ReaffirmGoals, RecordLeaderMeeting
from domain.joint import AgreeToDecision, DecisionProposed
from domain.leadership import LeadershipChangeOpened
from domain.message import Event
from domain.people import AppointPerson, ReleasePerson
from domain.slices.funding import FundingOption
from domain.slices.leadership import GoalsOutcome
from domain.values import FundingStatus, Level, OrgId, Role
from simulation.life import Life
from simulation.sitting import holder

FOUND = (10.0, 60.0)
"""Days until a post is filled again."""

RECOVERS = (60.0, 240.0)
KEPT = 0.8
"""The chance that a new lead stands by the goals as they are."""

UNSURE = (FundingStatus.AT_RISK, FundingStatus.REDUCED, FundingStatus.LOST)


def begin(life: Life) -> None:
    """Whatever may come."""
    for org, manner in life.manners.items():
        life.sometime(manner.departures, partial(_depart, life, org))
        life.sometime(manner.shocks, partial(_shake, life, org))
        life.sometime(manner.silences, partial(_fall_silent, life, org))


def _fall_silent(life: Life, org: OrgId) -> None:
    life.fall_silent(org)
    life.sometime(life.manners[org].silences, lambda: _fall_silent(life, org))


def _depart(life: Life, org: OrgId) -> None:
    life.sometime(life.manners[org].departures, lambda: _depart(life, org))
    for lead in life.p.holders(Role.LEAD, org):
        if life.say(org, ReleasePerson(person_id=lead.person_id), role=Role.SPONSOR):
            life.leads[org] += 1
            life.later(life.between(FOUND), lambda: _fill(life, org))


def _fill(life: Life, org: OrgId) -> None:
    new = holder(Role.LEAD, org, life.leads[org])
    life.say(
        org,
        AppointPerson(person_id=new.person_id, name=f"lead {org}", role=Role.LEAD, level=Level.MANAGEMENT),
        role=Role.SPONSOR,
    )


def changing(life: Life, opened: Event) -> None:
    """A new lead is shown around, meets the others and says how they see the goals."""
    if isinstance(opened, LeadershipChangeOpened):
        org = opened.org_id
        _try_to_close(life, org, 6)


def _try_to_close(life: Life, org: OrgId, tries: int) -> None:
    if tries:
        days = life.between(FOUND) + life.between(life.manners[org].delay)
        life.later(days, lambda: _close(life, org, tries - 1))


def _close(life: Life, org: OrgId, tries: int) -> None:
    change = life.p.leadership.change(org)
    if change is None:
        return
    if not life.p.holders(Role.LEAD, org) or life.silent(org):
        _try_to_close(life, org, tries)
        return
    for item in change.items:
        life.say(org, CompleteHandoverItem(item_id=item.item_id), role=Role.ALTERNATE)
    life.say(org, RecordLeaderMeeting(org_id=org, held_at=life.now))
    life.say(org, ReaffirmGoals(outcome=GoalsOutcome.KEPT if life.perhaps(KEPT) else GoalsOutcome.CHANGED))


def _shake(life: Life, org: OrgId) -> None:
    life.sometime(life.manners[org].shocks, lambda: _shake(life, org))
    if life.say(org, ReportFunding(status=life.rng.choice(UNSURE))):
        life.later(life.between(RECOVERS), lambda: _recover(life, org))


def _recover(life: Life, org: OrgId) -> None:
    life.say(org, ReportFunding(status=FundingStatus.STABLE))


def shaken(life: Life, changed: Event) -> None:
    """Sides that heed each other agree on a plan."""
    if isinstance(changed, FundingStatusChanged) and changed.after is not FundingStatus.STABLE:
        org = changed.org_id
        if all(life.heeds(side) for side in life.p.orgs):
            plan = ChooseFundingPlan(org_id=org, option=FundingOption.RETIME, text="Later, and smaller")
            life.soon(org, lambda: life.say(org, plan))
            life.later(life.between(RECOVERS), lambda: life.say(org, CloseFundingChange()))


def proposed(life: Life, event: Event) -> None:
    """What one side proposes the other mostly agrees to, once it looks at it."""
    if isinstance(event, DecisionProposed):
        for org in life.p.orgs:
            if org != event.by_org and life.perhaps(max(0.5, life.manners[org].heeds)):
                life.soon(org, partial(_agree, life, org, event.about, event.number))


def _agree(life: Life, org: OrgId, about: str, number: int | None) -> None:
    if life.p.decision(about) and not life.silent(org):
        life.say(org, AgreeToDecision(about=about, number=number), role=Role.ALTERNATE)


def nudged_to_fill(life: Life, raised: Event) -> None:
    """A vacant post is filled once somebody is reminded of it."""
    if isinstance(raised, EscalationRaised) and raised.rule == "vacancy":
        for org in life.p.orgs:
            if not life.p.holders(Role.LEAD, org) and life.heeds(org):
                life.soon(org, partial(_fill, life, org))
