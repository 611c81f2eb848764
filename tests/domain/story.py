"""A partnership told as a story, stage by stage: everybody says what the next stage asks for."""

from collections.abc import Callable, Iterator
from datetime import datetime
from operator import methodcaller
from typing import Self

from domain.agreement import AcceptVersion, OfferVersion
from domain.assisted import RecordAssistedAcceptance
from domain.contact import RecordContact
from domain.draft import EndType, Goal, Indicator, Pledge, Responsibility, Terms
from domain.drafting import AssignRole, DefineIndicator, PledgeContribution, ProposeGoal, SetTerms
from domain.ending import AgreeMessage, EndPartnership, IssueInvestmentStatement, RecordLesson, SeeInvestmentStatement
from domain.fit import AnswerFit, AnswerPartnershipTest, BeginDesigning, DeclareInterests
from domain.future import ContinuePartnership, DiscussFuture, EndByAgreement, EndingGround, ReshapePartnership
from domain.initiation import (
    BeginAssessing,
    BeginExploring,
    ConfirmProfile,
    DeclareWillingness,
    DoNotPursue,
    InvitedParty,
    ProposePartnership,
)
from domain.message import Actor, Command
from domain.notice import RecordConversation
from domain.pausing import PauseForSafety, PausePartnership
from domain.people import AppointNeutral, AppointPerson
from domain.policy import FORMAL, LifecyclePolicy, Profile
from domain.stages import Stage
from domain.values import ContributionKind, Level, OrgId, PersonId, Role
from tests.domain.teller import FACILITATOR, HOST, ID, KINDS, NAMES, NOW, PARTNER, THIRD, Teller, person, voice

__all__ = ["HOST", "ID", "NAMES", "NOW", "PARTNER", "THIRD", "Story", "person", "voice"]


class Story(Teller):
    """One partnership on its way from stage to stage."""

    def proposal(self, *orgs: OrgId) -> ProposePartnership:
        """A proposal by the first of these organisations."""
        named = orgs or self.orgs
        return ProposePartnership(
            title="Buku untuk kampung",
            purpose="Every child reads.",
            proposer_org=named[0],
            parties=tuple(InvitedParty(org_id=o, name=NAMES[o], kind=KINDS[o]) for o in named),
            profile=self.policy.profile,
        )

    def proposed(self, profile: Profile | None = None) -> Self:
        """Until it is proposed, with a lead, an alternate and a sponsor on each side."""
        proposal = self.proposal().model_copy(update={"profile": profile or self.policy.profile})
        self.say(Actor(person_id=PersonId("initiator"), org_id=self.orgs[0]), proposal)
        for org in self.orgs:
            for role in (Role.LEAD, Role.ALTERNATE, Role.SPONSOR, *((Role.MEMBER,) if self.crowd else ())):
                self.say(voice(Role.LEAD, org), appointment(role, org))
        if self.crowd:
            self.together(AppointNeutral(person_id=FACILITATOR.person_id, name="Bu Sari", role=Role.FACILITATOR))
        return self

    def exploring(self) -> Self:
        """Until all are willing."""
        self.proposed()
        for org in self.orgs[1:]:
            self.say(voice(Role.LEAD, org), DeclareWillingness(willing=True))
        return self.then(voice(Role.LEAD, self.orgs[0]), BeginExploring())

    def assessing(self) -> Self:
        """Until they know each other."""
        self.exploring()
        self.each(Role.LEAD, ConfirmProfile(mission="To read", values=("care",), goals=("a library",)))
        self.contact()
        for _ in range(1, self.policy.acquaintance_contacts):
            self.wait(1)
            self.contact()
        self.wait(self.policy.acquaintance_days)
        self.contact()
        return self.then(voice(Role.LEAD, self.orgs[1]), BeginAssessing())

    def contact(self) -> Self:
        """All parties meet now."""
        return self.then(voice(Role.LEAD, self.orgs[0]), RecordContact(held_at=self.now, orgs=self.orgs))

    def designing(self) -> Self:
        """Until the fit is approved."""
        self.assessing()
        self.each(Role.LEAD, *ANSWERS)
        return self.then(voice(Role.SPONSOR, self.orgs[0]), BeginDesigning())

    def draft(self, **terms: object) -> Iterator[tuple[OrgId, Command]]:
        """What each side puts into a complete draft."""
        benefits = dict.fromkeys(self.orgs, "Something good")
        goal = Goal(goal_id="read", text="Read", clear=True, achievable=True, benefit_by_org=benefits)
        felt = Indicator(indicator_id="joy", question="Do they like it?", subjective=True, asked_of=self.orgs)
        yield self.orgs[0], ProposeGoal(goal=goal)
        yield self.orgs[0], DefineIndicator(indicator=felt)
        yield self.orgs[0], SetTerms(terms=self.terms(**terms))
        for org in self.orgs:
            duty = Responsibility(org_id=org, role="Host", strategy_part="Plans", delivery_part="Books")
            yield org, AssignRole(responsibility=duty)
            yield org, PledgeContribution(pledge=pledge(org))

    def terms(self, **changes: object) -> Terms:
        """Open-ended terms that start now, changed."""
        usual = {"starts_at": self.now, "end_type": EndType.OPEN, "notice_days": 30}
        return Terms.model_validate({**usual, "contact_interval_days": 30, "evaluation_interval_days": 180, **changes})

    def drafted(self, without: type[Command] | None = None, /, **terms: object) -> Self:
        """Until the draft is complete, but for one kind of entry."""
        self.designing()
        for org, entry in self.draft(**terms):
            if without is None or not isinstance(entry, without):
                self.say(voice(Role.LEAD, org), entry)
        return self

    def agreeing(self, **terms: object) -> Self:
        """Until a version lies before the parties."""
        return self.drafted(**terms).then(voice(Role.LEAD, self.orgs[0]), OfferVersion())

    def acceptance(self) -> AcceptVersion:
        """A yes to exactly the version that lies before the parties."""
        return AcceptVersion(version=self.offer.version, hash=self.offer.hash)

    def assisted(self, org: OrgId) -> RecordAssistedAcceptance:
        """A record of that party's yes, given in person."""
        return RecordAssistedAcceptance(
            org_id=org, version=self.offer.version, hash=self.offer.hash, evidence="Said at the well"
        )

    def accept(self, *orgs: OrgId) -> Self:
        """These parties accept the offered version."""
        for org in orgs:
            self.say(voice(Role.LEAD, org), self.acceptance())
        return self

    def active(self, **terms: object) -> Self:
        """Until every party has accepted."""
        return self.agreeing(**terms).accept(*self.orgs)

    def paused(self, days: float = 30, **terms: object) -> Self:
        """Until all have agreed to rest."""
        self.active(**terms)
        return self.together(PausePartnership(reason="Harvest", resume_at=self.day(days)))

    def amended(self, **terms: object) -> Self:
        """Active, with a changed version before the parties."""
        self.active(**terms)
        lead = voice(Role.LEAD, self.orgs[0])
        return self.then(lead, SetTerms(terms=self.terms(contact_interval_days=14, **terms)), OfferVersion())

    def asked(self, ground: EndingGround = EndingGround.SUCCESS) -> Self:
        """From here to the question of the future."""
        return self.then(voice(Role.LEAD, self.orgs[0]), DiscussFuture(ground=ground, reason="Every child reads."))

    def deciding(self, **terms: object) -> Self:
        """Until the future is discussed."""
        return self.active(**terms).asked()

    def reshaping(self) -> Self:
        """Until the agreement in force is being written anew."""
        return self.deciding().together(ReshapePartnership(reason="Smaller"))

    def reshaped(self) -> Self:
        """Until the successor of the agreement in force lies before the parties."""
        return self.reshaping().then(voice(Role.LEAD, self.orgs[0]), OfferVersion())

    def renewed(self, days: float = 365) -> Self:
        """All agree to go on for some time, counted from now."""
        return self.together(ContinuePartnership(ends_at=self.day(days)))

    def talked(self) -> Self:
        """The parties talk about the future now."""
        return self.then(voice(Role.LEAD, self.orgs[0]), RecordConversation(held_at=self.now))

    def resting(self) -> Self:
        """One side stops at once, for safety."""
        return self.then(voice(Role.LEAD, self.orgs[-1]), PauseForSafety(reason="A flood", resume_at=self.day(14)))

    def winding_down(self) -> Self:
        """Until all have agreed to end."""
        return self.deciding().together(EndByAgreement(ground=EndingGround.SUCCESS, reason="Done"))

    def settled(self, without: type[Command] | None = None, /) -> Self:
        """Until everything that an ending asks for is done, but for one kind of thing."""
        return self.winding_down().say_goodbye(without)

    def say_goodbye(self, without: type[Command] | None = None, /) -> Self:
        """The statement of what was invested, the shared message, the lessons."""
        first, *others = (voice(Role.LEAD, org) for org in self.orgs)
        if without is not SeeInvestmentStatement:
            self.say(first, IssueInvestmentStatement(invested=dict.fromkeys(self.orgs, "Two years of evenings")))
            for other in others:
                self.say(other, SeeInvestmentStatement())
        if without is not AgreeMessage:
            self.together(AgreeMessage(text="We part as friends."))
        if without is not RecordLesson:
            self.each(Role.LEAD, RecordLesson())
        return self

    def ended(self) -> Self:
        """Until the end."""
        return self.settled().then(voice(Role.LEAD, self.orgs[0]), EndPartnership())

    def archived(self) -> Self:
        """Until the record is closed."""
        return self.ended().wait(190)

    def not_pursued(self) -> Self:
        """Until it was decided, after a first talk, not to go on."""
        return self.exploring().then(
            voice(Role.LEAD, self.orgs[0]), DoNotPursue(reason="No time", message="Thank you for the tea.")
        )


ANSWERS = (
    AnswerFit(scores={"values": 4}),
    DeclareInterests(conflicts=()),
    AnswerPartnershipTest(contributes=True, decides=True, carries_role=True, gains=True),
)


def appointment(role: Role, org: OrgId) -> AppointPerson:
    """The usual holder of a role; sponsors hold the safeguarding mandate."""
    return AppointPerson.model_validate(
        {
            "person_id": person(role, org),
            "name": f"{role} of {NAMES.get(org, org)}",
            "role": role,
            "level": Level.MANAGEMENT,
            "safeguarding": role is Role.SPONSOR,
        }
    )


def pledge(org: OrgId) -> Pledge:
    """What a side gives: time."""
    return Pledge(contribution_id=f"time-{org}", by_org=org, kind=ContributionKind.TIME, text="Two evenings")


def drafting_day(days: float, policy: LifecyclePolicy = FORMAL) -> datetime:
    """So many days after the moment at which every story under this policy writes its agreement."""
    return Story(policy=policy).assessing().day(days)


WAYS: dict[Stage, Callable[[Story], Story]] = {
    Stage.PROPOSED: methodcaller("proposed"),
    Stage.EXPLORING: methodcaller("exploring"),
    Stage.ASSESSING: methodcaller("assessing"),
    Stage.DESIGNING: methodcaller("designing"),
    Stage.AGREEING: methodcaller("agreeing"),
    Stage.ACTIVE: methodcaller("active"),
    Stage.PAUSED: methodcaller("paused"),
    Stage.DECIDING_FUTURE: methodcaller("deciding"),
    Stage.WINDING_DOWN: methodcaller("winding_down"),
    Stage.ENDED: methodcaller("ended"),
    Stage.NOT_PURSUED: methodcaller("not_pursued"),
}
"""How a story comes to each stage."""
