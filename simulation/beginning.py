"""How every simulated partnership begins: two sides that meet, agree and start to work, as the policy asks for."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from domain.agreement import AcceptVersion, OfferVersion
from domain.contact import RecordContact
from domain.draft import EndType, Goal, Indicator, Pledge, Responsibility, Terms
from domain.drafting import AssignRole, DefineIndicator, PledgeContribution, ProposeGoal, SetTerms
from domain.fit import AnswerFit, AnswerPartnershipTest, BeginDesigning, DeclareInterests
from domain.initiation import (
    BeginAssessing,
    BeginExploring,
    ConfirmProfile,
    DeclareWillingness,
    InvitedParty,
    ProposePartnership,
)
from domain.message import Command
from domain.people import AppointPerson
from domain.policy import LifecyclePolicy
from domain.values import ContributionKind, Level, OrgId, OrgKind, Role, Slug
from simulation.sitting import Sitting, holder

HOST, PARTNER = OrgId(Slug("host")), OrgId(Slug("partner"))
SIDES = (HOST, PARTNER)
Post = tuple[Literal[Role.LEAD, Role.ALTERNATE, Role.SPONSOR], Level]
POSTS: tuple[Post, ...] = (
    (Role.LEAD, Level.MANAGEMENT),
    (Role.ALTERNATE, Level.FIELD),
    (Role.SPONSOR, Level.LEADERSHIP),
)
CONTACT_DAYS, REVIEW_DAYS = 60, 365


def begun(policy: LifecyclePolicy, start: datetime) -> Sitting:
    """A partnership that begins to work at the start."""
    acquaintance = policy.days(policy.acquaintance_days) + timedelta(days=1)
    sitting = Sitting(policy, start - acquaintance)
    for org, command in _introduction(policy, sitting.now):
        sitting.must(holder(Role.LEAD, org), command)
    sitting.now = start
    sitting.must(holder(Role.LEAD, HOST), RecordContact(held_at=start, orgs=SIDES))
    for org, command in _agreement(start):
        sitting.must(holder(Role.SPONSOR if isinstance(command, BeginDesigning) else Role.LEAD, org), command)
    if offer := sitting.p.offer:
        for org in SIDES:
            sitting.must(holder(Role.LEAD, org), AcceptVersion(version=offer.version, hash=offer.hash))
    return sitting


def _introduction(policy: LifecyclePolicy, now: datetime) -> Iterator[tuple[OrgId, Command]]:
    yield (
        HOST,
        ProposePartnership(
            title="Simulated",
            purpose="To see what a policy does to people.",
            proposer_org=HOST,
            parties=tuple(InvitedParty(org_id=org, name=org, kind=OrgKind.NGO) for org in SIDES),
            profile=policy.profile,
        ),
    )
    for org in SIDES:
        for role, level in POSTS:
            yield (
                org,
                AppointPerson(person_id=holder(role, org).person_id, name=f"{role} {org}", role=role, level=level),
            )
    yield PARTNER, DeclareWillingness(willing=True)
    yield HOST, BeginExploring()
    for org in SIDES:
        yield org, ConfirmProfile(mission="To read", values=("care",), goals=("a library",))
    for _ in range(policy.acquaintance_contacts):
        yield HOST, RecordContact(held_at=now, orgs=SIDES)


def _agreement(start: datetime) -> Iterator[tuple[OrgId, Command]]:
    yield PARTNER, BeginAssessing()
    for org in SIDES:
        yield org, AnswerFit(scores={"values": 4})
        yield org, DeclareInterests(conflicts=())
        yield org, AnswerPartnershipTest(contributes=True, decides=True, carries_role=True, gains=True)
    yield PARTNER, BeginDesigning()
    benefits = dict.fromkeys(SIDES, "Something good")
    yield (
        HOST,
        ProposeGoal(goal=Goal(goal_id="read", text="Read", clear=True, achievable=True, benefit_by_org=benefits)),
    )
    yield HOST, DefineIndicator(indicator=Indicator(indicator_id="joy", question="Is it a joy?", subjective=True))
    yield (
        HOST,
        SetTerms(
            terms=Terms(
                starts_at=start,
                end_type=EndType.OPEN,
                notice_days=30,
                contact_interval_days=CONTACT_DAYS,
                evaluation_interval_days=REVIEW_DAYS,
            )
        ),
    )
    for org in SIDES:
        yield (
            org,
            AssignRole(
                responsibility=Responsibility(org_id=org, role="Host", strategy_part="Plans", delivery_part="Books")
            ),
        )
        yield (
            org,
            PledgeContribution(
                pledge=Pledge(contribution_id=f"time-{org}", by_org=org, kind=ContributionKind.TIME, text="Evenings")
            ),
        )
    yield HOST, OfferVersion()
