"""From an empty draft to a version in force, and from one version to the next: T5 to T8."""

from domain.agreement import AcceptVersion, AskForChange, OfferVersion
from domain.assisted import ObjectToAcceptance, TellAcceptance
from domain.commitments import MakeCommitment
from domain.draft import Goal, Indicator, Pledge, Responsibility
from domain.drafting import (
    AssignRole,
    DefineIndicator,
    DropGoal,
    DropIndicator,
    PledgeContribution,
    ProposeGoal,
    SetTerms,
    WithdrawPledge,
)
from domain.message import Command
from domain.pausing import PauseForSafety, ResumePartnership
from domain.people import ReleasePerson
from domain.values import ContributionKind, OrgId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, drafting_day, pledge, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, OUTSIDER, A, B, C, person, service, yes

TELL = TellAcceptance(org_id=PARTNER, told="Read out in the meeting")
OFFER, CHANGE, NOT_MINE = OfferVersion(), AskForChange(reason="Smaller"), ObjectToAcceptance(ground="I never said so")
MEMBER = voice(Role.MEMBER, PARTNER)
IN_FORCE = "agreement.accepted agreement.in_force"


def goal(**changes: object) -> ProposeGoal:
    benefits = {HOST: "Readers", PARTNER: "Books"}
    whole = {"goal_id": "read", "text": "Read", "clear": True, "achievable": True, "benefit_by_org": benefits}
    return ProposeGoal(goal=Goal.model_validate({**whole, **changes}))


def drafted(*changes: Command, without: type[Command] | None = None) -> Story:
    story = Story(crowd=True).drafted(without)
    return story.then(A, *changes) if changes else story


def agreeing(*accepted: OrgId, **terms: object) -> Story:
    return Story(crowd=True).agreeing(**terms).accept(*accepted)


def assisted(*accepted: OrgId) -> Story:
    """A version is accepted by these, and for the partner somebody has recorded a yes."""
    story = agreeing(*accepted)
    return story.then(A, story.assisted(PARTNER))


def later(start: float, *accepted: OrgId) -> Story:
    """A version that starts after some days is before the parties."""
    return agreeing(*accepted, starts_at=drafting_day(start))


def amended(*accepted: OrgId) -> Story:
    return Story(crowd=True).amended().accept(*accepted)


def resting() -> Story:
    """An amendment with an assisted acceptance, and then a pause for safety."""
    story = amended(HOST)
    story.say(A, story.assisted(PARTNER))
    return story.then(A, PauseForSafety(reason="A flood", resume_at=story.day(14)))


def read(story: Story) -> AcceptVersion:
    return story.acceptance()


def misread(story: Story) -> AcceptVersion:
    return story.acceptance().model_copy(update={"hash": "0" * 64})


def feeling(*asked_of: OrgId, subjective: bool = True) -> DefineIndicator:
    question = "Do they like it?"
    return DefineIndicator(
        indicator=Indicator(indicator_id="joy", question=question, subjective=subjective, asked_of=asked_of)
    )


def duty(org: OrgId) -> AssignRole:
    return AssignRole(
        responsibility=Responsibility(org_id=org, role="Reader", strategy_part="Plans", delivery_part="Reads")
    )


MONEY = Pledge(contribution_id=f"time-{HOST}", by_org=HOST, kind=ContributionKind.FUNDS, text="Money")

DRAFTING = (
    Row("a goal", lambda: Story().designing(), B, goal(), "goal.proposed"),
    Row("a goal is good for parties", drafted, A, goal(benefit_by_org={THIRD: "Fame"}), "no unknown-party"),
    Row("a goal is dropped", drafted, B, DropGoal(goal_id="read"), "goal.dropped"),
    Row("no such goal", drafted, B, DropGoal(goal_id="write"), "no unknown-item"),
    Row("success is defined", drafted, B, feeling(PARTNER), "indicator.defined"),
    Row("parties are asked", drafted, B, feeling(THIRD), "no unknown-party"),
    Row("an indicator is dropped", drafted, A, DropIndicator(indicator_id="joy"), "indicator.dropped"),
    Row("no such indicator", drafted, A, DropIndicator(indicator_id="sorrow"), "no unknown-item"),
    Row("a role", drafted, B, duty(HOST), "role.assigned"),
    Row("a role of a party", drafted, B, duty(THIRD), "no unknown-party"),
    Row("terms", drafted, B, lambda s: SetTerms(terms=s.terms(notice_days=60)), "agreement.terms_set"),
    Row("a pledge", drafted, A, PledgeContribution(pledge=MONEY), "contribution.pledged"),
    Row("nobody pledges for another", drafted, A, PledgeContribution(pledge=pledge(PARTNER)), "no not-your-side"),
    Row("nobody takes over a pledge", drafted, A, PledgeContribution(
        pledge=pledge(HOST).model_copy(update={"contribution_id": f"time-{PARTNER}"})), "no not-your-side"),
    Row("a pledge is withdrawn", drafted, A, WithdrawPledge(contribution_id=f"time-{HOST}"),
        "contribution.pledge_withdrawn"),
    Row("the others' pledge is theirs", drafted, B, WithdrawPledge(contribution_id=f"time-{HOST}"),
        "no not-your-side"),
    Row("no such pledge", drafted, B, WithdrawPledge(contribution_id="gold"), "no unknown-item"),
    Row("the draft rests while it is read", agreeing, A, goal(), "no not-in-this-stage"),
    Row("an amendment rests while it is read", amended, A, goal(), "no guards-unmet no_version_is_offered"),
)  # fmt: skip

T5 = (
    Row("T5", drafted, B, OFFER, "agreement.version_offered T5"),
    Row("T5 not without a goal", lambda: drafted(without=ProposeGoal), A, OFFER, "no guards-unmet goals_hold"),
    Row("T5 not with a vague goal", lambda: drafted(goal(clear=False)), A, OFFER, "no guards-unmet goals_hold"),
    Row("T5 not with a dream", lambda: drafted(goal(achievable=False)), A, OFFER, "no guards-unmet goals_hold"),
    Row("T5 not with a goal for one side", lambda: drafted(goal(benefit_by_org={HOST: "Fame"})), A, OFFER,
        "no guards-unmet goals_hold"),
    Row("T5 not without a role for each", lambda: drafted(without=AssignRole), A, OFFER,
        "no guards-unmet roles_stated"),
    Row("T5 not for money alone", lambda: drafted(PledgeContribution(pledge=MONEY)), A, OFFER,
        "no guards-unmet more_than_money"),
    Row("T5 not by counting alone", lambda: drafted(feeling(subjective=False)), A, OFFER,
        "no guards-unmet success_is_also_felt"),
    Row("T5 not without terms", lambda: drafted(without=SetTerms), A, OFFER, "no guards-unmet terms_set"),
    Row("T5 not without an alternate on each side",
        lambda: drafted().then(B, ReleasePerson(person_id=person(Role.ALTERNATE, PARTNER))), A, OFFER,
        "no guards-unmet lead_and_alternate_on_each_side"),
    Row("T5 not by a member", drafted, MEMBER, OFFER, "no not-binding"),
    Row("one version at a time", amended, B, OFFER, "no guards-unmet no_version_is_offered"),
)  # fmt: skip

T6 = (
    Row("T6 not by one side", agreeing, A, read, "agreement.accepted"),
    Row("T6", lambda: agreeing(HOST), B, read, f"{IN_FORCE} T6"),
    Row("T6 not by two of three", lambda: Story(HOST, PARTNER, THIRD).agreeing().accept(HOST), B, read,
        "agreement.accepted"),
    Row("T6 by three of three", lambda: Story(HOST, PARTNER, THIRD).agreeing().accept(HOST, PARTNER), C, read,
        f"{IN_FORCE} T6"),
    Row("accepted is what was read", agreeing, B, misread, "no different-version"),
    Row("accepted once", lambda: agreeing(HOST), A, read, "no already-done"),
    Row("a member binds nobody", agreeing, MEMBER, read, "no not-binding"),
    Row("a service binds nobody", agreeing, service(PARTNER), read, "no not-binding"),
    Row("the facilitator accepts nothing", agreeing, FACILITATOR, read, "no not-a-party"),
    Row("a stranger accepts nothing", agreeing, OUTSIDER, read, "no not-a-party"),
    Row("nothing to accept", lambda: Story().active(), B, AcceptVersion(version=1, hash=""),
        "no guards-unmet a_version_is_offered"),
    Row("assisted: recorded, and not counted yet", lambda: agreeing(HOST), A, lambda s: s.assisted(PARTNER),
        "agreement.accepted"),
    Row("assisted: by the facilitator", agreeing, FACILITATOR, lambda s: s.assisted(HOST), "agreement.accepted"),
    Row("assisted: not for oneself", agreeing, B, lambda s: s.assisted(PARTNER), "no not-assisted"),
    Row("assisted: for a party", agreeing, A, lambda s: s.assisted(THIRD), "no unknown-party"),
    Row("assisted: not over one's own word", lambda: agreeing(PARTNER), A, lambda s: s.assisted(PARTNER),
        "no already-done"),
    Row("assisted: once", lambda: assisted(HOST), A, lambda s: s.assisted(PARTNER), "no already-done"),
    Row("assisted: not by strangers", agreeing, OUTSIDER, lambda s: s.assisted(PARTNER), "no not-a-party"),
    time("assisted: T6 not within the time for objecting", lambda: assisted(HOST).sleep(6.9), ""),
    time("assisted: T6 after the time for objecting", lambda: assisted(HOST).sleep(7),
         "escalation.raised agreement.in_force T6"),
    Row("assisted: told in person", lambda: assisted(HOST), A, TELL, "agreement.acceptance_told"),
    Row("assisted: told twice", lambda: assisted(HOST).then(A, TELL), A, TELL, "no already-done"),
    Row("assisted: told of nothing", lambda: agreeing(HOST), A, TELL, "no unknown-item"),
    time("assisted: T6 not where nothing has reached them", lambda: assisted(HOST).sleep(7).unheard(),
         "escalation.raised agreement.acceptance_postponed"),
    time("assisted: T6 where they were told in person", lambda: assisted(HOST).then(A, TELL).sleep(7).unheard(),
         "escalation.raised agreement.in_force T6"),
    Row("assisted: the own word counts at once", lambda: assisted(HOST), B, read, f"{IN_FORCE} T6"),
    Row("assisted: objected", lambda: assisted(HOST), B, NOT_MINE, "agreement.objected"),
    time("assisted: T6 never after an objection", lambda: assisted(HOST).then(B, NOT_MINE).sleep(8),
         "escalation.raised"),
    Row("assisted: only the own side objects", lambda: assisted(HOST), A, NOT_MINE, "no unknown-item"),
    Row("assisted: a word of one's own stands", lambda: agreeing(PARTNER), B, NOT_MINE, "no unknown-item"),
    Row("assisted: objected in a pause", resting, B, NOT_MINE, "agreement.objected"),
    Row("T6 not before the start", lambda: later(90, HOST), B, read, "agreement.accepted"),
    time("T6 what all have accepted does not lapse before the start",
         lambda: later(90, HOST, PARTNER).wait(80).sleep(9.9), "escalation.raised"),
    time("T6 at the start", lambda: later(90, HOST, PARTNER).wait(89).sleep(1),
         "escalation.raised agreement.in_force T6"),
)  # fmt: skip

T7_AND_T8 = (
    Row("T7", agreeing, B, CHANGE, "agreement.offer_withdrawn T7"),
    Row("T7 by whoever offered", agreeing, A, CHANGE, "agreement.offer_withdrawn T7"),
    Row("T7 after a yes of one's own", lambda: agreeing(PARTNER), B, CHANGE, "agreement.offer_withdrawn T7"),
    Row("T7 binds", agreeing, MEMBER, CHANGE, "no not-binding"),
    time("T7 not after 59 days", lambda: agreeing(HOST).wait(58).sleep(1), ""),
    time("T7 after 60 days without an answer", lambda: agreeing(HOST).wait(59).sleep(1),
         "escalation.raised agreement.offer_withdrawn T7"),
    Row("T8 not by one side", amended, A, read, "agreement.accepted"),
    Row("T8", lambda: amended(HOST), B, read, f"{IN_FORCE} T8"),
    time("T8 not within the time for objecting", lambda: _assisted_amendment().sleep(6.9), ""),
    time("T8 after the time for objecting", lambda: _assisted_amendment().sleep(7),
         "escalation.raised agreement.in_force T8"),
    time("T8 nobody is asked to accept in a pause", lambda: amended().resting().sleep(5), ""),
    Row("T8 what was recorded for a side waits for the clock after a pause",
        lambda: resting().sleep(8).then(A, ResumePartnership()), B, yes("resume_partnership"),
        "decision.agreed decision.taken partnership.resumed T10"),
    time("T8 at once, when the clock has seen that they were told",
         lambda: resting().sleep(8).then(A, ResumePartnership()).then(B, yes("resume_partnership")),
         "escalation.raised agreement.in_force T8"),
    Row("an amendment is taken back", amended, B, CHANGE, "agreement.offer_withdrawn"),
    Row("an amendment is taken back in a pause", resting, B, CHANGE, "agreement.offer_withdrawn"),
    Row("nothing to change", lambda: Story().active(), B, CHANGE, "no guards-unmet a_version_is_offered"),
    Row("promises wait for no amendment", amended, A, lambda s: MakeCommitment(
        commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=s.day(30)), "commitment.made"),
)  # fmt: skip


def _assisted_amendment() -> Story:
    story = amended(HOST)
    return story.then(A, story.assisted(PARTNER))


ROWS = (*DRAFTING, *T5, *T6, *T7_AND_T8)
