"""A partnership told as a story: people say things, days pass, and the state is what the recorded events fold to."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from domain.agreement import AcceptVersion, OfferVersion
from domain.contact import RecordContact
from domain.draft import EndType, Goal, Indicator, Pledge, Responsibility, Terms
from domain.drafting import AssignRole, DefineIndicator, PledgeContribution, ProposeGoal, SetTerms
from domain.escalation import Tick
from domain.fit import AnswerFit, AnswerPartnershipTest, BeginDesigning, DeclareInterests
from domain.initiation import (
    BeginAssessing,
    BeginExploring,
    ConfirmProfile,
    DeclareWillingness,
    InvitedParty,
    ProposePartnership,
)
from domain.lifecycle import decide, evolve, record
from domain.message import CLOCK, Actor, Circumstances, Command
from domain.partnership import Partnership
from domain.people import AppointPerson
from domain.policy import FORMAL, LifecyclePolicy, Profile
from domain.record import Recorded, Submission
from domain.stages import Stage
from domain.values import ContributionKind, Level, OrgId, OrgKind, PersonId, Role

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
ID = UUID("6f1b6c1e-3c54-5d39-9a52-0f6f3c1a7b01")
HOST, PARTNER, THIRD = OrgId("yayasan-lestari"), OrgId("kelompok-baca"), OrgId("universitas-merapi")
NAMES = {HOST: "Yayasan Lestari", PARTNER: "Kelompok Baca Kampung", THIRD: "Universitas Merapi"}
KINDS = {HOST: OrgKind.NGO, PARTNER: OrgKind.INFORMAL, THIRD: OrgKind.UNIVERSITY}


def person(role: Role, org: OrgId) -> PersonId:
    """The id of whoever holds a role on a side."""
    return PersonId(f"{role}.{org}")


def voice(role: Role, org: OrgId) -> Actor:
    """The holder of a role, speaking for its side."""
    return Actor(person_id=person(role, org), org_id=org)


class Story:
    """One partnership, its ledger and its clock."""

    def __init__(
        self, *orgs: OrgId, policy: LifecyclePolicy = FORMAL, now: datetime = NOW, partnership_id: UUID = ID
    ) -> None:
        self.orgs = orgs or (HOST, PARTNER)
        self.policy = policy
        self.now = now
        self.p = Partnership(id=partnership_id)
        self.ledger: list[Recorded] = []
        self.submissions: list[Submission] = []

    @property
    def types(self) -> list[str]:
        """What has happened, by type."""
        return [r.event.type for r in self.ledger]

    @property
    def transitions(self) -> list[str]:
        """The transitions taken so far."""
        return [r.event.transition for r in self.ledger if r.event.type == "partnership.stage_changed"]

    def say(self, actor: Actor, *commands: Command, predecessor: Stage | None = None) -> list[str]:
        """Submit commands at the present moment; the types of the events that follow. Raises a refusal."""
        submission = Submission(
            partnership_id=self.p.id,
            command_id=uuid5(self.p.id, str(len(self.submissions))),
            actor=actor,
            commands=commands,
            submitted_at=self.now,
        )
        circumstances = Circumstances(now=self.now, policy=self.policy, predecessor=predecessor)
        events = decide(self.p, submission, circumstances)
        self.submissions.append(submission)
        return self._fold(record(self.p, events, submission, self.now))

    def _fold(self, recorded: tuple[Recorded, ...]) -> list[str]:
        for entry in recorded:
            self.p = evolve(self.p, entry)
            self.ledger.append(entry)
        return [entry.event.type for entry in recorded]

    def wait(self, days: float) -> None:
        """Let days pass; the clock looks at each deadline when it comes."""
        until = self.now + timedelta(days=days)
        while self.p.next_deadline and self.p.next_deadline <= until:
            self.now = max(self.now, self.p.next_deadline)
            self.say(CLOCK, Tick())
        self.now = until

    def each(self, role: Role, *commands: Command) -> None:
        """The holder of a role on every side says the same."""
        for org in self.orgs:
            self.say(voice(role, org), *commands)

    def proposed(self, profile: Profile = Profile.FORMAL) -> "Story":
        """Until it is proposed, with a lead and an alternate on each side."""
        parties = tuple(InvitedParty(org_id=o, name=NAMES[o], kind=KINDS[o]) for o in self.orgs)
        self.say(
            Actor(person_id=PersonId("initiator"), org_id=self.orgs[0]),
            ProposePartnership(
                title="Buku untuk kampung",
                purpose="Every child reads.",
                proposer_org=self.orgs[0],
                parties=parties,
                profile=profile,
            ),
        )
        for org in self.orgs:
            for role in (Role.LEAD, Role.ALTERNATE, Role.SPONSOR):
                appointment = AppointPerson(
                    person_id=person(role, org),
                    name=f"{role} of {NAMES[org]}",
                    role=role,  # type: ignore[arg-type]
                    level=Level.MANAGEMENT,
                    safeguarding=role is Role.SPONSOR,
                )
                self.say(voice(role, org), appointment)
        return self

    def exploring(self) -> "Story":
        """Until all are willing."""
        self.proposed()
        for org in self.orgs[1:]:
            self.say(voice(Role.LEAD, org), DeclareWillingness(willing=True))
        self.say(voice(Role.LEAD, self.orgs[0]), BeginExploring())
        return self

    def assessing(self) -> "Story":
        """Until they know each other."""
        self.exploring()
        self.each(Role.LEAD, ConfirmProfile(mission="To read", values=("care",), goals=("a library",)))
        self.contact()
        self.wait(15)
        self.contact()
        self.say(voice(Role.LEAD, self.orgs[1]), BeginAssessing())
        return self

    def contact(self) -> None:
        """All parties meet now."""
        self.say(voice(Role.LEAD, self.orgs[0]), RecordContact(held_at=self.now, orgs=self.orgs))

    def designing(self) -> "Story":
        """Until the fit is approved."""
        self.assessing()
        self.each(
            Role.LEAD,
            AnswerFit(scores={"values": 4}),
            DeclareInterests(conflicts=()),
            AnswerPartnershipTest(contributes=True, decides=True, carries_role=True, gains=True),
        )
        self.say(voice(Role.SPONSOR, self.orgs[0]), BeginDesigning())
        return self

    def drafted(self, **terms: object) -> "Story":
        """Until the draft is complete."""
        self.designing()
        benefits = {org: "Something good" for org in self.orgs}
        goal = Goal(goal_id="read", text="Read", clear=True, achievable=True, benefit_by_org=benefits)
        felt = Indicator(indicator_id="joy", question="Do they like it?", subjective=True, asked_of=self.orgs)
        agreed = {
            "starts_at": self.now,
            "end_type": EndType.OPEN,
            "notice_days": 30,
            "contact_interval_days": 30,
            "evaluation_interval_days": 180,
        } | terms
        self.say(
            voice(Role.LEAD, self.orgs[0]),
            ProposeGoal(goal=goal),
            DefineIndicator(indicator=felt),
            SetTerms(terms=Terms.model_validate(agreed)),
        )
        for org in self.orgs:
            duty = Responsibility(org_id=org, role="Host", strategy_part="Plans", delivery_part="Books")
            pledge = Pledge(
                contribution_id=f"time-{org}", by_org=org, kind=ContributionKind.TIME, text="Two evenings"
            )
            self.say(
                voice(Role.LEAD, org), AssignRole(responsibility=duty), PledgeContribution(pledge=pledge)
            )
        return self

    def agreeing(self, **terms: object) -> "Story":
        """Until a version lies before the parties."""
        self.drafted(**terms)
        self.say(voice(Role.LEAD, self.orgs[0]), OfferVersion())
        return self

    def accept(self, *orgs: OrgId) -> None:
        """These parties accept the offered version."""
        for org in orgs:
            offer = self.p.offer
            if offer is None:
                raise LookupError("no version lies before the parties")
            self.say(voice(Role.LEAD, org), AcceptVersion(version=offer.version, hash=offer.hash))

    def active(self, **terms: object) -> "Story":
        """Until every party has accepted."""
        self.agreeing(**terms)
        self.accept(*self.orgs)
        return self
