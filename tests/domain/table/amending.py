"""How an agreement changes: proposals, small changes, success and its signs, operational agreements."""

from datetime import datetime
from decimal import Decimal

from domain.adjusting import AdjustTerms, ChangeRole
from domain.agreement import OfferVersion
from domain.amendment import AdoptChange, CommentChange, ProposeChange, WithdrawChange
from domain.commitments import MakeCommitment
from domain.draft import Goal, Indicator, Responsibility
from domain.drafting import DropGoal, ProposeGoal
from domain.ending import EndPartnership
from domain.future import EndByAgreement, EndingGround
from domain.joint import AgreeToDecision, DeclineDecision
from domain.measuring import MeasureIndicator, ReportOffTrack
from domain.operational import AcceptOperational, CloseOperational, OfferOperational, Undertaking, WithdrawOperational
from domain.people import LeavePartnership
from domain.policy import INFORMAL
from domain.remapping import RemapCommitment
from domain.slices.proposals import ChangeKind
from domain.success import RedefineSuccess
from domain.urgent import ConfirmUrgentEnd, RequestUrgentEnd, UrgentGround
from domain.values import OrgId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, A, B, C, service, yes

AGREED = "decision.agreed decision.taken"
MEMBER = voice(Role.MEMBER, PARTNER)


def active() -> Story:
    return Story(crowd=True).active()


def light() -> Story:
    return Story(policy=INFORMAL).active()


def three() -> Story:
    return Story(HOST, PARTNER, THIRD).active()


# ---- proposals ----


def change(name: str = "fewer", about: ChangeKind = ChangeKind.GOALS) -> ProposeChange:
    return ProposeChange(proposal_id=name, change=about, what="Fewer villages", why="We are three people")


def proposed(story: Story | None = None, about: ChangeKind = ChangeKind.GOALS) -> Story:
    return (story or active()).then(A, change(about=about))


def crowded() -> Story:
    return active().then(A, *(change(f"change-{n}") for n in range(10)))


def settling() -> Story:
    """A version that settles the proposal has the word of one side."""
    story = proposed().then(A, ProposeGoal(goal=goal("write")), OfferVersion(settles=("fewer",)))
    return story.accept(HOST)


THOUGHTS = CommentChange(proposal_id="fewer", text="Let us try it for a year")
BACK = WithdrawChange(proposal_id="fewer", reason="We found a fourth")
ADOPTED = AdoptChange(proposal_id="fewer", how="We meet by video from May")

PROPOSALS = (
    Row("a change is proposed", active, MEMBER, change(), "amendment.proposed"),
    Row("a change is proposed in a pause", lambda: Story().paused(), B, change(), "amendment.proposed"),
    Row("one change of a name", proposed, B, change(), "no already-exists"),
    Row("ten open changes are enough", crowded, A, change(), "no too-many"),
    Row("ten open changes, and one of the other side", crowded, B, change(), "amendment.proposed"),
    Row("a change is discussed", proposed, B, THOUGHTS, "amendment.discussed"),
    Row("a change is discussed by the facilitator", proposed, FACILITATOR, THOUGHTS, "amendment.discussed"),
    Row("a change that there is", proposed, B, CommentChange(proposal_id="more", text="?"), "no unknown-item"),
    Row("no change to discuss", active, B, THOUGHTS, "no guards-unmet a_change_is_proposed"),
    Row("a change is taken back", proposed, A, BACK, "amendment.withdrawn"),
    Row("a change is taken back by its author", proposed, B, BACK, "no not-your-side"),
    Row("a change whose author has left", lambda: proposed(three()).then(
        A, LeavePartnership(reason="Our members chose another path")), C, BACK, "amendment.withdrawn"),
    Row("a change is adopted by all", lambda: proposed(about=ChangeKind.PROCESS).then(A, ADOPTED), B,
        yes("adopt_change"), f"{AGREED} amendment.applied"),
    Row("a change of words is a version", proposed, A, ADOPTED, "no changes-agreement"),
    Row("a version settles a change", settling, B, Story.acceptance,
        "agreement.accepted agreement.in_force amendment.applied T8"),
    Row("a version settles what is open", lambda: Story().active(), A, OfferVersion(settles=("fewer",)),
        "no unknown-item"),
    time("an answer is awaited", lambda: proposed().sleep(7), "escalation.raised"),
    time("no answer is awaited in a pause", lambda: proposed(Story().paused(60)).sleep(7), ""),
    time("a proposer is reminded of the next step", lambda: proposed().wait(5).then(B, THOUGHTS).sleep(7),
         "escalation.raised"),
    time("nobody is reminded of what a version settles", lambda: settling().sleep(4.9), ""),
)  # fmt: skip


# ---- small changes ----


def role(org: OrgId = PARTNER, name: str = "Guide", *settles: str) -> ChangeRole:
    duty = Responsibility(org_id=org, role=name, strategy_part="Plans", delivery_part="Books")
    return ChangeRole(responsibility=duty, reason="They know the way", settles=settles)


WEEKLY = AdjustTerms(contact_interval_days=7, reason="The rains have come")

SMALL = (
    Row("a role changes lightly", lambda: light().then(A, role()), B, yes("change_role"), f"{AGREED} role.changed"),
    Row("a role changes and settles a proposal",
        lambda: proposed(light(), ChangeKind.ROLES).then(A, role(PARTNER, "Guide", "fewer")), B, yes("change_role"),
        f"{AGREED} role.changed amendment.applied"),
    Row("a role changes and an offer is taken back",
        lambda: Story(policy=INFORMAL).amended().then(A, role()), B, yes("change_role"),
        f"{AGREED} agreement.offer_withdrawn role.changed"),
    Row("a role of a party changes", light, A, role(THIRD), "no unknown-party"),
    Row("a role changes to another", light, A, role(name="Host"), "no already-done"),
    Row("intervals change lightly", lambda: light().then(A, WEEKLY), B, yes("adjust_terms"),
        f"{AGREED} agreement.terms_adjusted"),
    Row("intervals change to others", light, A, AdjustTerms(contact_interval_days=30, reason="?"), "no already-done"),
    Row("formal agreements change by versions", active, A, WEEKLY, "no guards-unmet small_changes_are_light"),
)  # fmt: skip


# ---- success ----


def sign(value: int | None = None, *, name: str = "back", subjective: bool = True) -> Indicator:
    goal = None if value is None else Decimal(value)
    return Indicator(indicator_id=name, question="Do they come back?", subjective=subjective, target_value=goal)


def redefined(*signs: Indicator, dropped: tuple[str, ...] = ()) -> RedefineSuccess:
    return RedefineSuccess(defined=signs, dropped=dropped, reason="We learned what counts")


def aimed(value: int = 4) -> Story:
    """Success asks whether they come back, and hopes for a four."""
    return active().together(redefined(sign(value)))


def measured(value: int, period: str, name: str = "back") -> MeasureIndicator:
    return MeasureIndicator(indicator_id=name, value=Decimal(value), words="Some do", period=period)


OFF = ReportOffTrack(indicator_id="joy", why="They are tired")

SUCCESS = (
    Row("success is defined anew by all", lambda: active().then(A, redefined(sign())), B, yes("redefine_success"),
        f"{AGREED} success.redefined"),
    Row("success asks parties", active, A,
        redefined(sign().model_copy(update={"asked_of": (THIRD,)})), "no unknown-party"),
    Row("success drops what it knows", active, A, redefined(dropped=("gold",)), "no unknown-item"),
    Row("success changes", active, A, redefined(), "no already-done"),
    Row("success stays a feeling", active, A, redefined(sign(subjective=False), dropped=("joy",)),
        "no guards-unmet success_is_also_felt"),
    Row("success is measured", active, MEMBER, measured(4, "may", "joy"), "indicator.measured"),
    Row("a service reports a number", active, service(HOST), measured(4, "may", "joy"), "indicator.measured"),
    Row("a feeling has five steps", active, A, measured(6, "may", "joy"), "no not-on-the-scale"),
    Row("what is measured is a sign", active, A, measured(4, "may", "gold"), "no unknown-item"),
    Row("one miss is no alarm", aimed, A, measured(3, "may"), "indicator.measured"),
    Row("two misses running ask for a change", lambda: aimed().then(A, measured(3, "may")), A, measured(2, "june"),
        "indicator.measured indicator.off_track amendment.proposed"),
    Row("two misses of two sides are not running", lambda: aimed().then(A, measured(3, "may")), B,
        measured(2, "june"), "indicator.measured"),
    Row("a corrected number is no second miss", lambda: aimed().then(A, measured(3, "may")), A, measured(2, "may"),
        "indicator.measured"),
    Row("what is known to be off track asks once",
        lambda: aimed().then(A, measured(3, "may")).then(A, measured(2, "june")), A, measured(1, "july"),
        "indicator.measured"),
    Row("off track, a party says", active, B, OFF, "indicator.off_track amendment.proposed"),
    Row("off track, said once", lambda: active().then(B, OFF), A, OFF, "no already-done"),
    Row("off track, with a full table", crowded, A, OFF, "indicator.off_track"),
)  # fmt: skip


# ---- promises after a change of goals ----


def goal(name: str) -> Goal:
    benefits = {HOST: "Readers", PARTNER: "Books"}
    return Goal(goal_id=name, text="Write", clear=True, achievable=True, benefit_by_org=benefits)


def regoaled() -> Story:
    """A promise served a goal that the version now in force does not know."""
    story = active()
    promise = MakeCommitment(
        commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=story.day(30), goal_id="read"
    )
    story.say(A, promise)
    story.say(A, ProposeGoal(goal=goal("write")), DropGoal(goal_id="read"), OfferVersion())
    return story.accept(HOST, PARTNER)


def mapped(name: str = "shelf", to: str = "write") -> RemapCommitment:
    return RemapCommitment(commitment_id=name, goal_id=to)


def promised_among_three() -> Story:
    story = three()
    promise = MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=story.day(30))
    return story.then(A, promise)


REMAPPED = (
    Row("a promise serves another goal", regoaled, B, mapped(), "commitment.remapped"),
    Row("a promise serves a goal that there is", regoaled, A, mapped(to="read"), "no unknown-item"),
    Row("a promise that there is", regoaled, A, mapped("roof"), "no unknown-item"),
    Row("a promise of others", promised_among_three, C, mapped(to="read"), "no not-your-side"),
    Row("no promise to map", active, B, mapped(to="read"), "no guards-unmet a_commitment_is_open"),
)  # fmt: skip


# ---- operational agreements ----


def corner(story: Story, *goals: str, days: float | None = 31, name: str = "corner") -> OfferOperational:
    """A reading corner, for some days."""
    return OfferOperational(
        undertaking=Undertaking(
            operational_id=name,
            title="A reading corner",
            goal_ids=goals or ("read",),
            content=("One corner a village", "Open on Sundays"),
            starts_at=story.now,
            ends_at=None if days is None else story.day(days),
        )
    )


def offered(story: Story | None = None) -> Story:
    told = story or active()
    return told.then(A, corner(told))


def accepting(story: Story) -> AcceptOperational:
    return AcceptOperational(operational_id="corner", hash=story.p.operational[0].hash)


def accepted(*orgs: OrgId, story: Story | None = None) -> Story:
    told = offered(story)
    for org in orgs:
        told.say(voice(Role.LEAD, org), accepting(told))
    return told


def in_force(story: Story | None = None) -> Story:
    told = story or active()
    return accepted(*told.orgs, story=told)


def in_force_for_forty_days(story: Story) -> datetime:
    """When an operational agreement ends that has just come into force."""
    ends_at = story.active().day(40)
    story.say(A, corner(story, days=40))
    for lead in (A, B):
        story.say(lead, accepting(story))
    return ends_at


def asked_to_answer(story: Story) -> datetime:
    """When a change was proposed that nobody answers."""
    return proposed(story.active()).now


def twenty() -> Story:
    story = active()
    return story.then(A, *(corner(story, name=f"corner-{n}") for n in range(20)))


def still_open() -> Story:
    """Everything that an ending asks for is done, but for an operational agreement."""
    return in_force().asked().together(EndByAgreement(ground=EndingGround.SUCCESS, reason="Done")).say_goodbye()


def urgent() -> Story:
    story = proposed(in_force())
    return story.then(voice(Role.SPONSOR, HOST), RequestUrgentEnd(ground=UrgentGround.LAW, text="The law"))


CLOSED = CloseOperational(operational_id="corner", reason="The corner stands")
DISMISSED = WithdrawOperational(operational_id="corner", reason="Too small")

OPERATIONAL = (
    Row("an operational agreement", active, A, corner, "operational.offered"),
    Row("an operational agreement binds", active, MEMBER, corner, "no not-binding"),
    Row("an operational agreement serves a goal", active, A, lambda s: corner(s, "gold"), "no unknown-item"),
    Row("one operational agreement of a name", offered, A, corner, "no already-exists"),
    Row("twenty operational agreements are enough", twenty, A, corner, "no too-many"),
    Row("twenty, and one of the other side", twenty, B, corner, "operational.offered"),
    Row("operational: not by one side", offered, A, accepting, "operational.accepted"),
    Row("operational: by all", lambda: accepted(HOST), B, accepting, "operational.accepted operational.in_force"),
    Row("operational: accepted once", lambda: accepted(HOST), A, accepting, "no already-done"),
    Row("operational: what was read", offered, B, AcceptOperational(operational_id="corner", hash="0" * 64),
        "no different-text"),
    Row("operational: nothing to accept", active, B, AcceptOperational(operational_id="corner", hash=""),
        "no guards-unmet an_operational_agreement_is_open"),
    Row("operational: taken back by any side", offered, B, DISMISSED, "operational.withdrawn"),
    Row("operational: what is in force is not taken back", in_force, B, DISMISSED, "no unknown-item"),
    Row("operational: closed by all", lambda: in_force().then(A, CLOSED), B, yes("close_operational"),
        f"{AGREED} operational.closed"),
    Row("operational: what is offered is not closed", offered, A, CLOSED, "no unknown-item"),
    Row("operational: an offer falls when a party leaves", lambda: offered(three()), C,
        LeavePartnership(reason="Our members chose another path"), "operational.withdrawn party.left"),
    time("operational: its end is announced", lambda: in_force().sleep(1), "escalation.raised"),
    Row("T17 not with an operational agreement open", still_open, A, EndPartnership(),
        "no guards-unmet no_operational_agreement_open"),
    Row("T20 with an operational agreement open", urgent, voice(Role.SPONSOR, PARTNER), ConfirmUrgentEnd(),
        "partnership.ended T20"),
)  # fmt: skip

# ---- joint proposals that have been replaced ----


def replaced() -> Story:
    """What the partner has read was taken back, and something else was proposed in its place."""
    story = active().then(A, redefined(sign()))
    story.say(A, DeclineDecision(about="redefine_success", reason="A slip"))
    return story.then(A, redefined(sign(), dropped=("joy",)))


def first_read(story: Story) -> int:
    """The number of the proposal that was taken back."""
    return [e.version for e in story.ledger if e.event.type == "decision.proposed"][-2]


JOINT = (
    Row("a yes to a proposal that was replaced", replaced, B,
        lambda s: AgreeToDecision(about="redefine_success", number=first_read(s)), "no different-proposal"),
    Row("a no to a proposal that was replaced", replaced, B,
        lambda s: DeclineDecision(about="redefine_success", number=first_read(s)), "no different-proposal"),
    Row("a yes to the proposal that was read", replaced, B, yes("redefine_success"), f"{AGREED} success.redefined"),
)  # fmt: skip

ROWS = (*JOINT, *PROPOSALS, *SMALL, *SUCCESS, *REMAPPED, *OPERATIONAL)
