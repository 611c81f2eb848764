"""From the proposal to a fit that all have approved: T1 to T4, T19, and who may speak at all."""

from datetime import timedelta

from domain.contact import RecordContact
from domain.escalation import Tick
from domain.fit import (
    AnswerFit,
    AnswerPartnershipTest,
    BeginDesigning,
    ClearBlocker,
    DeclareInterests,
    RaiseBlocker,
)
from domain.funding import ReportFunding
from domain.initiation import BeginAssessing, BeginExploring, ConfirmProfile, DeclareWillingness, DoNotPursue
from domain.message import Actor, Command
from domain.people import AppointNeutral, AppointPerson, ReleasePerson
from domain.policy import INFORMAL, URGENT, LifecyclePolicy
from domain.stages import Stage
from domain.values import FundingStatus, PersonId, Role
from tests.domain.story import ANSWERS, HOST, PARTNER, THIRD, Story, appointment, voice
from tests.domain.table.row import Row
from tests.domain.teller import FACILITATOR, ID, INITIATOR, NOW, OUTSIDER, A, B, C, person, service

YES, NO = DeclareWillingness(willing=True), DeclareWillingness(willing=False)
NO_THANKS = DoNotPursue(reason="No time", message="Thank you for the tea.")
PROFILE = ConfirmProfile(mission="To read", values=("care",), goals=("a library",))
FIT, INTERESTS, TEST = ANSWERS
GRANT = AnswerPartnershipTest(contributes=False, decides=True, carries_role=True, gains=True)
RAIN = RaiseBlocker(blocker_id="rain", text="The roof leaks.")
DRY = ClearBlocker(blocker_id="rain", how="Mended")
INITIATOR_LEADS = AppointPerson(person_id=INITIATOR.person_id, name="Bu Ani", role=Role.LEAD)
MEMBER, SPONSOR = voice(Role.MEMBER, HOST), voice(Role.SPONSOR, HOST)
LINKED = Story().proposal().model_copy(update={"predecessor_id": ID})


def proposed() -> Story:
    return Story(crowd=True).proposed()


def willing() -> Story:
    return proposed().then(B, YES)


def without_lead() -> Story:
    return willing().then(B, ReleasePerson(person_id=person(Role.LEAD, PARTNER)))


def exploring(*profiles: Actor, contacts: int = 2, apart: float = 14, policy: LifecyclePolicy | None = None) -> Story:
    story = Story(policy=policy).exploring() if policy else Story().exploring()
    for actor in profiles:
        story.say(actor, PROFILE)
    for n in range(contacts):
        story.sleep(apart if n else 0).contact()
    return story


def assessed(without: type[Command] | None = None) -> Story:
    """Both sides have answered everything, but the partner not this."""
    story = Story(crowd=True).assessing().then(A, *ANSWERS)
    return story.then(B, *(answer for answer in ANSWERS if type(answer) is not without))


def met(by: Actor = A, **changes: object) -> RecordContact:
    return RecordContact.model_validate({"held_at": NOW, "orgs": (HOST, PARTNER), "topics": ("tea",), **changes})


PROPOSING = (
    Row("a proposal begins", Story, INITIATOR, Story.proposal, "partnership.proposed party.joined party.joined"),
    Row("proposed once only", proposed, INITIATOR, Story.proposal, "no already-proposed"),
    Row("two different parties", Story, INITIATOR, lambda s: s.proposal(HOST, HOST), "no too-few-parties"),
    Row("nobody proposes for another", Story, B, Story.proposal, "no not-your-side"),
    Row("first of all a proposal", Story, A, YES, "no not-yet-proposed"),
    Row(
        "T19 after an end", Story, INITIATOR, LINKED, "partnership.proposed party.joined party.joined",
        predecessor=Stage.ENDED,
    ),
    Row(
        "T19 after a kind no", Story, INITIATOR, LINKED, "partnership.proposed party.joined party.joined",
        predecessor=Stage.NOT_PURSUED,
    ),
    Row("T19 not beside an open one", Story, INITIATOR, LINKED, "no not-linked", predecessor=Stage.ACTIVE),
    Row("T19 not after an unknown one", Story, INITIATOR, LINKED, "no not-linked"),
    Row("strangers have no word", proposed, OUTSIDER, YES, "no not-a-party"),
    Row("the facilitator has no side", proposed, FACILITATOR, YES, "no not-a-party"),
    Row("a service speaks for its side", proposed, service(PARTNER), YES, "partnership.willingness_declared"),
    Row("time is not sent", proposed, A, Tick(), "no clock-only"),
    Row("an old view", proposed, B, YES, "no stale-version", expected_version=1),
    Row("the view of today", Story().proposed, B, YES, "partnership.willingness_declared", expected_version=9),
)  # fmt: skip

T1_TO_T3 = (
    Row("B is willing", proposed, B, YES, "partnership.willingness_declared"),
    Row("T1", willing, A, BeginExploring(), "T1"),
    Row("T1 by the other side", willing, B, BeginExploring(), "T1"),
    Row("T1 in one breath", proposed, B, (YES, BeginExploring()), "partnership.willingness_declared T1"),
    Row("T1 not unasked", proposed, A, BeginExploring(), "no guards-unmet every_party_willing"),
    Row("T1 not against a no", lambda: proposed().then(B, NO), A, BeginExploring(),
        "no guards-unmet every_party_willing"),
    Row("T1 not without a lead", without_lead, A, BeginExploring(), "no guards-unmet lead_on_each_side"),
    Row("T1 names all that is missing", lambda: without_lead().then(B, NO), A, BeginExploring(),
        "no guards-unmet every_party_willing lead_on_each_side"),
    Row("T1 three parties, one silent", lambda: Story(HOST, PARTNER, THIRD).proposed().then(B, YES), A,
        BeginExploring(), "no guards-unmet every_party_willing"),
    Row("T1 three parties", lambda: Story(HOST, PARTNER, THIRD).proposed().then(B, YES).then(C, YES), C,
        BeginExploring(), "T1"),
    Row("T2 proposed", proposed, B, NO_THANKS, "partnership.not_pursued T2"),
    Row("T2 exploring", lambda: Story().exploring(), A, NO_THANKS, "partnership.not_pursued T2"),
    Row("T2 assessing", lambda: Story().assessing(), B, NO_THANKS, "partnership.not_pursued T2"),
    Row("T2 designing", lambda: Story().designing(), A, NO_THANKS, "partnership.not_pursued T2"),
    Row("T2 agreeing", lambda: Story().agreeing(), B, NO_THANKS, "partnership.not_pursued T2"),
    Row("T2 not what has been active", lambda: Story().reshaping(), A, NO_THANKS, "no guards-unmet never_active"),
    Row("T2 is not for strangers", proposed, OUTSIDER, NO_THANKS, "no not-a-party"),
    Row("T2 closes the record", lambda: Story().not_pursued(), B, YES, "no already-closed"),
    Row("each side tells who it is", proposed, B, PROFILE, "party.profile_confirmed"),
    Row("T3", lambda: exploring(A, B), A, BeginAssessing(), "T3"),
    Row("T3 not without each profile", lambda: exploring(A), A, BeginAssessing(),
        "no guards-unmet profiles_confirmed"),
    Row("T3 not after one contact", lambda: exploring(A, B, contacts=1), B, BeginAssessing(),
        "no guards-unmet acquainted"),
    Row("T3 not within two weeks", lambda: exploring(A, B, contacts=3, apart=6.9), B, BeginAssessing(),
        "no guards-unmet acquainted"),
    Row("T3 informal takes as long", lambda: exploring(A, B, apart=13, policy=INFORMAL), B, BeginAssessing(),
        "no guards-unmet acquainted"),
    Row("T3 urgent after one contact", lambda: exploring(A, B, contacts=1, policy=URGENT), B, BeginAssessing(), "T3"),
    Row("T3 urgent not without any", lambda: exploring(A, B, contacts=0, policy=URGENT), B, BeginAssessing(),
        "no guards-unmet acquainted"),
)  # fmt: skip

T4 = (
    Row("T4", assessed, SPONSOR, BeginDesigning(), "T4"),
    Row("T4 not without each view of the fit", lambda: assessed(AnswerFit), SPONSOR, BeginDesigning(),
        "no guards-unmet fit_answered_by_all"),
    Row("T4 not against a blocker", lambda: assessed().then(B, RAIN), SPONSOR, BeginDesigning(),
        "no guards-unmet no_open_blocker"),
    Row("T4 once the blocker is gone", lambda: assessed().then(B, RAIN, DRY), SPONSOR, BeginDesigning(), "T4"),
    Row("T4 not before interests are declared", lambda: assessed(DeclareInterests), SPONSOR, BeginDesigning(),
        "no guards-unmet interests_declared_by_all"),
    Row("T4 not untested", lambda: assessed(AnswerPartnershipTest), SPONSOR, BeginDesigning(),
        "no guards-unmet is_a_partnership"),
    Row("T4 not for a grant", lambda: assessed().then(B, GRANT), SPONSOR, BeginDesigning(),
        "no guards-unmet is_a_partnership"),
    Row("T4 not by the one who proposed it", lambda: assessed().then(A, INITIATOR_LEADS), INITIATOR, BeginDesigning(),
        "no guards-unmet approver_is_not_the_proposer"),
    Row("T4 not by a member", assessed, MEMBER, BeginDesigning(), "no not-binding"),
    Row("T4 not by a service", assessed, service(HOST), BeginDesigning(), "no not-binding"),
    Row("answers of one side", lambda: Story().assessing(), B, ANSWERS,
        "fit.answered conflict_of_interest.declared partnership_test.answered"),
    Row("the facilitator names a blocker", assessed, FACILITATOR, RAIN, "blocker.raised"),
    Row("the same blocker once", lambda: assessed().then(A, RAIN), B, RAIN, "no already-exists"),
    Row("a blocker is overcome", lambda: assessed().then(A, RAIN), A, DRY, "blocker.cleared"),
    Row("a blocker of another side is theirs to clear", lambda: assessed().then(A, RAIN), B, DRY, "no not-your-side"),
    Row("not by the facilitator either", lambda: assessed().then(A, RAIN), FACILITATOR, DRY, "no not-your-side"),
    Row("a neutral person's by anybody", lambda: assessed().then(FACILITATOR, RAIN), B, DRY, "blocker.cleared"),
    Row("no such blocker", assessed, B, DRY, "no unknown-item"),
    Row("each command in its stage", assessed, B, YES, "no not-in-this-stage"),
)  # fmt: skip

GUARDIAN_OF_ONESELF = AppointPerson(person_id=INITIATOR.person_id, name="Bu Ani", role=Role.MEMBER, safeguarding=True)
POACH = AppointPerson(person_id=person(Role.LEAD, PARTNER), name="Pak Budi", role=Role.MEMBER)
NEUTRAL = AppointNeutral(person_id=PersonId("mas-tono"), name="Mas Tono", role=Role.OBSERVER)
SHORT_OF_MONEY = ReportFunding(status=FundingStatus.AT_RISK, source="A fund")

PEOPLE = (
    Row("appointed on one's own side", proposed, A, INITIATOR_LEADS, "person.appointed"),
    Row("anybody of a side names its first lead", lambda: Story().then(INITIATOR, Story().proposal()), B,
        appointment(Role.LEAD, PARTNER), "person.appointed"),
    Row("and changes it while it is only proposed", proposed, MEMBER, INITIATOR_LEADS, "person.appointed"),
    Row("later only who binds a side names its people", assessed, MEMBER, INITIATOR_LEADS,
        "no guards-unmet names_its_own_people"),
    Row("later only who binds a side releases them", assessed, MEMBER, ReleasePerson(person_id=person(Role.LEAD, HOST)),
        "no guards-unmet names_its_own_people"),
    Row("a side that has lost its lead names one", lambda: assessed().then(A, ReleasePerson(person_id=A.person_id)),
        MEMBER, INITIATOR_LEADS, "person.appointed"),
    Row("nobody gives a mandate to oneself", lambda: Story().then(INITIATOR, Story().proposal()), INITIATOR,
        GUARDIAN_OF_ONESELF, "no not-binding"),
    Row("a mandate is given by who binds the side", proposed, A, GUARDIAN_OF_ONESELF, "person.appointed"),
    Row("not taken over from another side", proposed, A, POACH, "no wrong-side"),
    Row("released", proposed, B, ReleasePerson(person_id=person(Role.LEAD, PARTNER)), "person.released"),
    Row("nobody releases the others' people", proposed, A, ReleasePerson(person_id=person(Role.LEAD, PARTNER)),
        "no not-your-side"),
    Row("a neutral person needs the trust of every side", proposed, B,
        ReleasePerson(person_id=FACILITATOR.person_id), "person.released"),
    Row("nobody to release", proposed, A, ReleasePerson(person_id=PersonId("nobody")), "no unknown-item"),
    Row("a role counts only on its own side", assessed, Actor(person_id=person(Role.LEAD, PARTNER), org_id=HOST),
        BeginDesigning(), "no not-binding"),
    Row("a neutral person is a joint decision", proposed, A, NEUTRAL, "decision.proposed"),
    Row("a side's person is not neutral", proposed, A,
        NEUTRAL.model_copy(update={"person_id": person(Role.LEAD, PARTNER)}), "no wrong-side"),
    Row("the facilitator joins no side", proposed, A,
        appointment(Role.MEMBER, HOST).model_copy(update={"person_id": FACILITATOR.person_id}), "no wrong-side"),
    Row("money is at risk", proposed, B, SHORT_OF_MONEY, "funding.status_changed"),
    Row("a coffee counts", proposed, FACILITATOR, met(), "contact.held"),
    Row("contact joins parties", proposed, A, met(orgs=(HOST, THIRD)), "no unknown-party"),
    Row("contact joins two parties", proposed, A, met(orgs=(HOST, HOST)), "no not-two-way"),
    Row("contact is told afterwards", proposed, A, met(held_at=NOW + timedelta(days=1)), "no not-in-the-past"),
)  # fmt: skip

ROWS = (*PROPOSING, *T1_TO_T3, *T4, *PEOPLE)
