"""People come and go: leaving, vacancy, election and silence, the handover, patience, and what is shown on request."""

from collections.abc import Callable

from domain.assurance import DropAssurance, RecordAssurance, RequestAssurance
from domain.grace import GrantPatience
from domain.handover import AddHandoverItem, CompleteHandoverItem, ReaffirmGoals, RecordLeaderMeeting
from domain.leadership import HANDED_OVER, ReportSilenceOfLead
from domain.leaving import AnnounceLeaving, StayAfterAll
from domain.message import Command
from domain.people import AppointPerson, ReleasePerson
from domain.slices.assurances import AssuranceKind, AssuranceOutcome
from domain.slices.grace import PatienceReason
from domain.slices.leadership import GoalsOutcome
from domain.values import OrgId, PersonId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, appointment, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, A, B, Teller

Says = Callable[[Story], Command]

MEMBER, ALTERNATE = voice(Role.MEMBER, PARTNER), voice(Role.ALTERNATE, PARTNER)
NEW = voice(Role.LEAD, PARTNER).model_copy(update={"person_id": PersonId("bu-wati")})
ELECT = AppointPerson(person_id=NEW.person_id, name="Bu Wati", role=Role.LEAD)
GONE, STAY = ReleasePerson(person_id=B.person_id), StayAfterAll(person_id=B.person_id)
SILENT = ReportSilenceOfLead(org_id=PARTNER, note="We hope all is well")
KEPT, CHANGED, QUESTIONED = (ReaffirmGoals(outcome=outcome) for outcome in GoalsOutcome)
STORY = CompleteHandoverItem(item_id="story")
OPENED = "leadership_change.opened patience.granted"


def active() -> Story:
    return Story(crowd=True).active()


def leaving(days: float = 20) -> Says:
    """The partner's lead will go."""
    return lambda s: AnnounceLeaving(person_id=B.person_id, last_day=s.day(days), known_by="The members")


def announced() -> Story:
    story = active()
    return story.then(B, leaving()(story))


def elected() -> Story:
    """The partner has a new lead, whom nobody else knows."""
    return active().then(B, ELECT)


def handed_over(story: Story) -> Story:
    """Everything is passed on."""
    return story.then(ALTERNATE, *(CompleteHandoverItem(item_id=item.item_id) for item in HANDED_OVER))


def meeting(days: float = 0, org: OrgId = PARTNER, *orgs: OrgId) -> Says:
    return lambda s: RecordLeaderMeeting(org_id=org, held_at=s.day(days), orgs=orgs)


def met(story: Story) -> Story:
    return story.then(A, meeting()(story))


def item(item_id: str = "well") -> AddHandoverItem:
    return AddHandoverItem(org_id=PARTNER, item_id=item_id, what="The key to the well")


def burdened() -> Story:
    return elected().then(A, *(item(f"item-{n}") for n in range(20 - len(HANDED_OVER))))


def crowded() -> Story:
    """As many people as one side may name."""
    story = active()
    many = [appointment(Role.MEMBER, HOST).model_copy(update={"person_id": PersonId(f"m{n}")}) for n in range(96)]
    return story.then(A, *many[:48]).then(A, *many[48:])


CHANGES = (
    Row("leaving is announced", active, B, leaving(), f"person.leaving {OPENED}"),
    Row("leaving is announced of somebody else", active, ALTERNATE, leaving(), f"person.leaving {OPENED}"),
    Row("a member announces nobody's leaving", active, MEMBER, leaving(), "no guards-unmet names_its_own_people"),
    Row("a member announces to leave", active, MEMBER,
        lambda s: AnnounceLeaving(person_id=MEMBER.person_id, last_day=s.day(9)), "person.leaving"),
    Row("the facilitator announces to leave", active, FACILITATOR,
        lambda s: AnnounceLeaving(person_id=FACILITATOR.person_id, last_day=s.day(9)), "person.leaving"),
    Row("nobody else announces it for them", active, A,
        lambda s: AnnounceLeaving(person_id=FACILITATOR.person_id, last_day=s.day(9)), "no not-your-side"),
    Row("nobody announces it for another side", active, A, leaving(), "no not-your-side"),
    Row("nobody to announce", active, A, lambda s: AnnounceLeaving(person_id=PersonId("x"), last_day=s.day(9)),
        "no unknown-item"),
    Row("stays after all", announced, B, STAY, "person.staying leadership_change.closed"),
    Row("stays, as ever", active, B, STAY, "no unknown-item"),
    time("the last day comes", lambda: announced().wait(19).sleep(1),
         "escalation.raised person.released position.vacant"),
    Row("a lead has gone", active, B, GONE, f"person.released position.vacant {OPENED}"),
    Row("a vacancy in a time without a lead", lambda: active().then(B, GONE), ALTERNATE,
        ReleasePerson(person_id=ALTERNATE.person_id), "person.released position.vacant"),
    Row("a lead returns", lambda: active().then(B, GONE), ALTERNATE, appointment(Role.LEAD, PARTNER),
        "person.appointed leadership_change.closed"),
    Row("a new lead is elected", active, B, ELECT, f"person.appointed person.appointed {OPENED}"),
    Row("a new lead where none was", lambda: active().then(B, GONE), MEMBER, ELECT, "person.appointed"),
    Row("the alternate becomes lead", active, B, appointment(Role.LEAD, PARTNER).model_copy(
        update={"person_id": ALTERNATE.person_id}),
        f"person.appointed person.appointed position.vacant {OPENED}"),
    Row("no more people than a side needs", crowded, A,
        appointment(Role.MEMBER, HOST).model_copy(update={"person_id": PersonId("one-too-many")}), "no too-many"),
    Row("a lead is not heard of, says the other side", active, A, SILENT, f"leadership.missed {OPENED}"),
    Row("a lead is not heard of, says a member", active, MEMBER, SILENT, f"leadership.missed {OPENED}"),
    Row("nobody is silent who says so", active, B, SILENT, "no not-silent"),
    Row("silence of a party", active, A, ReportSilenceOfLead(org_id=THIRD), "no unknown-party"),
    Row("silence of a lead who is there", lambda: active().then(B, GONE), A, SILENT, "no unknown-item"),
    Row("silence is told once", lambda: active().then(A, SILENT), MEMBER, SILENT, "no already-done"),
    Row("who was silent speaks again", lambda: active().then(A, SILENT), B, KEPT,
        "leadership_change.goals_reaffirmed leadership_change.closed"),
)  # fmt: skip

HANDOVER = (
    Row("something is handed over", elected, ALTERNATE, STORY, "handover.item_done"),
    Row("by their own side", elected, A, STORY, "no unknown-item"),
    Row("what is not on the list", elected, B, CompleteHandoverItem(item_id="moon"), "no unknown-item"),
    Row("nothing to hand over", active, B, STORY, "no guards-unmet a_leadership_change_is_open"),
    Row("the other side adds to the list", elected, A, item(), "handover.item_added"),
    Row("an item of a name", elected, A, item("story"), "no already-exists"),
    Row("no longer a list than people read", burdened, A, item(), "no too-many"),
    Row("a list for a side that changes", elected, B, item().model_copy(update={"org_id": HOST}), "no unknown-item"),
    Row("they meet", elected, A, meeting(), "contact.held leadership_change.leader_met"),
    Row("they meet, says the facilitator", elected, FACILITATOR, meeting(),
        "contact.held leadership_change.leader_met"),
    Row("a meeting is told afterwards", elected, A, meeting(1), "no not-in-the-past"),
    Row("the new lead was there", elected, A, meeting(0, PARTNER, HOST), "no party-missing"),
    Row("the other side was there", elected, A, meeting(0, PARTNER, PARTNER), "no not-two-way"),
    Row("nobody new to meet", announced, A, meeting(), "no unknown-item"),
    Row("nothing has changed there", elected, B, meeting(0, HOST), "no unknown-item"),
    Row("the goals are kept", elected, NEW, KEPT, "leadership_change.goals_reaffirmed"),
    Row("the goals are questioned", elected, NEW, QUESTIONED, "leadership_change.goals_reaffirmed"),
    Row("only the new lead says so", elected, ALTERNATE, KEPT, "no guards-unmet a_lead_speaks"),
    Row("a lead who leaves does not", announced, B, KEPT, "no guards-unmet a_lead_speaks"),
    Row("of their own side", elected, A, KEPT, "no unknown-item"),
    Row("it closes by itself", lambda: met(handed_over(elected())), NEW, KEPT,
        "leadership_change.goals_reaffirmed leadership_change.closed"),
    Row("also with other goals", lambda: met(handed_over(elected())), NEW, CHANGED,
        "leadership_change.goals_reaffirmed leadership_change.closed"),
    Row("but not with questions", lambda: met(handed_over(elected())), NEW, QUESTIONED,
        "leadership_change.goals_reaffirmed"),
    Row("it closes with the last meeting", lambda: handed_over(elected()).then(NEW, KEPT), A, meeting(),
        "contact.held leadership_change.leader_met leadership_change.closed"),
    time("the question is told to the leads", lambda: met(handed_over(elected())).then(NEW, QUESTIONED),
         "escalation.raised"),
    time("the new lead is asked in writing", lambda: elected().wait(50).contact().wait(9).sleep(1),
         "escalation.raised leadership_change.reaffirmation_asked"),
)  # fmt: skip


def spared(*days: float) -> Story:
    """A has given this much patience, one after the other."""
    story = active()
    for some in days:
        story.then(A, patience(some)).wait(some)
    return story


def patience(days: float = 30, org: OrgId = PARTNER, reason: PatienceReason = PatienceReason.HARVEST) -> GrantPatience:
    return GrantPatience.model_validate({"org_id": org, "days": days, "reason": reason, "note": "The rice is ripe"})


PATIENCE = (
    Row("patience for oneself", active, MEMBER, patience(), "patience.granted"),
    Row("patience for the other side", active, A, patience(), "patience.granted"),
    Row("patience for a party", active, A, patience(org=THIRD), "no unknown-party"),
    Row("patience has an end", active, A, patience(61), "no too-long"),
    Row("patience once at a time", lambda: active().then(A, patience()), B, patience(), "no already-done"),
    Row("patience again", lambda: active().then(A, patience()).wait(30), B, patience(), "patience.granted"),
    Row("patience within a year", lambda: spared(60, 60), A, patience(1), "no too-long"),
    Row("patience of another's", lambda: spared(60, 60), B, patience(60), "patience.granted"),
    Row("patience each harvest", lambda: spared(60, 60).wait(250), A, patience(60), "patience.granted"),
    Row("patience day by day", lambda: spared(*[1] * 12), A, patience(1), "no too-many"),
)


def asked(
    about: AssuranceKind = AssuranceKind.COMMUNITY_REFERENCE, org: OrgId = PARTNER, days: float = 20, name: str = "ref"
) -> Says:
    return lambda s: RequestAssurance(assurance_id=name, of_org=org, about=about, due_at=s.day(days))


def asking(*says: Says) -> Story:
    story = active()
    for said in says or (asked(),):
        story.say(A, said(story))
    return story


def shown(days: float | None = 300) -> Callable[[Teller], Command]:
    return lambda s: RecordAssurance(
        assurance_id="ref",
        outcome=AssuranceOutcome.GIVEN,
        valid_until=None if days is None else s.day(days),
        evidence="The village head knows them",
    )


ASSURANCES = (
    Row("something is asked for", active, A, asked(), "assurance.requested"),
    Row("in the other direction as well", active, B, asked(AssuranceKind.LEGAL_REGISTRATION, HOST),
        "assurance.requested"),
    Row("an informal group has no papers", active, A, asked(AssuranceKind.LEGAL_REGISTRATION), "no too-heavy"),
    Row("asked of a party", active, A, asked(org=THIRD), "no unknown-party"),
    Row("asked once", asking, A, asked(), "no already-exists"),
    Row("asked in time", active, A, asked(days=0), "no not-in-the-future"),
    Row("not asked for too much", lambda: asking(*(asked(name=f"ref-{n}") for n in range(20))), A, asked(),
        "no too-many"),
    Row("asked for much, one may ask as well", lambda: asking(*(asked(name=f"ref-{n}") for n in range(20))), B,
        asked(org=HOST), "assurance.requested"),
    Row("shown", asking, MEMBER, shown(), "assurance.recorded"),
    Row("shown once and for all", asking, B, shown(None), "assurance.recorded"),
    Row("shown by nobody else", asking, A, shown(), "no not-your-side"),
    Row("shown for a time to come", asking, B, shown(-1), "no not-in-the-future"),
    Row("nothing was asked", active, B, shown(), "no unknown-item"),
    Row("an assurance is let go by whoever asked", asking, A, DropAssurance(assurance_id="ref"), "assurance.dropped"),
    Row("an assurance is let go by nobody else", asking, B, DropAssurance(assurance_id="ref"), "no not-waivable"),
    time("a lapse is shown and stops nothing", lambda: asking().wait(19).sleep(1),
         "escalation.raised assurance.lapsed"),
    time("a lapse is told once more", lambda: asking().wait(33).sleep(1), "escalation.raised"),
)  # fmt: skip

ROWS = (*CHANGES, *HANDOVER, *PATIENCE, *ASSURANCES)
