"""Promises kept, returned, moved and missed; what is given and gained; what is done when money is unsure."""

from decimal import Decimal

from domain.benefits import RecordBenefit
from domain.commitments import (
    OPEN_COMMITMENTS,
    ConfirmCommitment,
    MakeCommitment,
    ReportDone,
    ReturnCommitment,
    WaiveCommitment,
)
from domain.contributions import (
    OPEN_CONTRIBUTIONS,
    UNITS,
    ConfirmContribution,
    CreditContribution,
    DisputeContribution,
    RecordContribution,
)
from domain.ending import IssueInvestmentStatement
from domain.funding import ChooseFundingPlan, CloseFundingChange, ReportFunding
from domain.future import ContinuePartnership, EndByAgreement, EndingGround
from domain.renegotiation import AnswerRenegotiation, AskRenegotiation
from domain.slices.benefits import BenefitKind, BenefitLevel
from domain.slices.funding import FundingOption
from domain.values import ContributionKind, FundingStatus, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import A, B, C, service, yes

SHELF = "shelf"
DONE, KEPT = ReportDone(commitment_id=SHELF), ConfirmCommitment(commitment_id=SHELF)
BACK = ReturnCommitment(commitment_id=SHELF, reason="One board is missing")
ACCEPTED, DECLINED = (AnswerRenegotiation(commitment_id=SHELF, accept=accept) for accept in (True, False))
EAR = RecordContribution(contribution_id="ear", gives=ContributionKind.CARE, text="An open ear in a hard month")
THANKS = ConfirmContribution(contribution_id="ear")
OTHERWISE = DisputeContribution(contribution_id="ear", reason="We remember it differently")
NAMED = CreditContribution(org_id=HOST, where="The year's report", contribution_id="ear")
GAIN = RecordBenefit(level=BenefitLevel.PERSONAL, text="Our youngest now reads aloud", gains=BenefitKind.CAPACITY)
LOST, AT_RISK, STABLE = (
    ReportFunding(status=status) for status in (FundingStatus.LOST, FundingStatus.AT_RISK, FundingStatus.STABLE)
)
PLAN = ChooseFundingPlan(org_id=HOST, option=FundingOption.REDUCE, text="One evening a week")
GOODBYE = EndByAgreement(ground=EndingGround.SUCCESS, reason="Done")
CARRIED_OUT = CloseFundingChange(text="We read on Thursdays now")
CHANGED = "funding.status_changed funding.impact_assessed"


def active() -> Story:
    return Story(crowd=True).active()


def three() -> Story:
    return Story(HOST, PARTNER, THIRD).active()


def shelf(story: Story, days: float = 30, **more: object) -> MakeCommitment:
    said = {"commitment_id": SHELF, "to_org": PARTNER, "text": "A shelf", "due_at": story.day(days), **more}
    return MakeCommitment.model_validate(said)


def promised(days: float = 30) -> Story:
    story = active()
    return story.then(A, shelf(story, days))


def returned(said: float = 1, after: float = 1) -> Story:
    """A promise in thirty days, said to be kept and so long afterwards returned."""
    return promised().wait(said).then(A, DONE).wait(after).then(B, BACK)


def later(story: Story, days: float = 50) -> AskRenegotiation:
    return AskRenegotiation(commitment_id=SHELF, new_due=story.day(days), reason="The wood is wet")


def asked(after: float = 0) -> Story:
    """A promise in thirty days, and a question for fifty days from when it is asked."""
    story = promised().wait(after)
    return story.then(A, later(story))


def given(story: Story | None = None, gift: RecordContribution = EAR) -> Story:
    return (story or active()).then(A, gift)


def many_gifts() -> Story:
    gifts = (EAR.model_copy(update={"contribution_id": f"ear-{n}"}) for n in range(OPEN_CONTRIBUTIONS))
    return active().then(A, *gifts)


def many_promises() -> Story:
    story = active()
    return story.then(A, *(shelf(story, commitment_id=f"shelf-{n}") for n in range(OPEN_COMMITMENTS)))


def many_units() -> Story:
    return active().then(A, *(counted(f"unit {n}") for n in range(UNITS)))


def counted(unit: str) -> RecordContribution:
    return RecordContribution(
        contribution_id=unit.replace(" ", "-"), gives=ContributionKind.TIME, text="Time", amount=Decimal(2), unit=unit
    )


def unsure(status: ReportFunding = LOST) -> Story:
    return active().then(A, status)


def planned() -> Story:
    return unsure().together(PLAN)


PROMISES = (
    Row("a promise serves a shared goal", active, A, lambda s: shelf(s, goal_id="read"), "commitment.made"),
    Row("a promise serves no unknown goal", active, A, lambda s: shelf(s, goal_id="fly"), "no unknown-item"),
    Row("a promise may be written down late", active, A, lambda s: shelf(s, -3), "commitment.made"),
    Row("not yet kept, says the receiver", lambda: promised().then(A, DONE), B, BACK, "commitment.returned"),
    Row("the giver cannot return it", lambda: promised().then(A, DONE), A, BACK, "no not-waivable"),
    Row("nothing to return before it is called kept", promised, B, BACK, "no unknown-item"),
    Row("kept again after it came back", lambda: promised().then(A, DONE).then(B, BACK), A, DONE, "commitment.done"),
    Row("another date is asked", promised, A, later, "commitment.renegotiation_asked"),
    Row("another date is asked by the giver alone", promised, B, later, "no not-your-side"),
    Row("another date is asked once", asked, A, later, "no already-done"),
    Row("another date is not needed for what is kept", lambda: promised().then(A, DONE), A, later, "no already-done"),
    Row("another date lies ahead", promised, A, lambda s: later(s, -1), "no not-in-the-future"),
    Row("another date is accepted", asked, B, ACCEPTED, "commitment.renegotiated"),
    Row("another date is declined", asked, B, DECLINED, "commitment.renegotiation_declined"),
    Row("another date is answered by the one who is owed", asked, A, ACCEPTED, "no not-waivable"),
    Row("answering for a date binds", asked, voice(Role.MEMBER, PARTNER), ACCEPTED, "no not-binding"),
    Row("no date was asked", promised, B, ACCEPTED, "no unknown-item"),
    Row("a date that has gone by is not accepted", lambda: asked().sleep(51), B, ACCEPTED, "no not-in-the-future"),
    time("a promise is missed a week after its date", lambda: promised().sleep(37),
         "escalation.raised commitment.missed escalation.raised"),
    time("nothing is missed in the week of grace", lambda: promised().wait(30).sleep(6.9), ""),
    time("kept in time and returned late: there is a week again", lambda: returned(after=65).contact().sleep(6.9),
         "escalation.raised"),
    time("kept in time and returned late, and a week went by", lambda: returned(after=65).contact().sleep(7),
         "escalation.raised commitment.missed"),
    time("kept in time and returned at once: its date holds", lambda: returned(after=1).wait(28).contact().sleep(7),
         "escalation.raised commitment.missed"),
    time("said to be kept after its date, and returned", lambda: returned(said=36, after=4).contact().sleep(11),
         "escalation.raised commitment.missed"),
    time("who asked in time has missed nothing", lambda: asked(after=29).wait(8).contact().sleep(20),
         "escalation.raised escalation.raised"),
    Row("a declined date may have been missed meanwhile", lambda: asked(after=29).wait(20), B, DECLINED,
        "commitment.renegotiation_declined commitment.missed"),
    Row("what was missed is still owed", lambda: promised().wait(40), A, DONE, "commitment.done"),
    Row("what was missed can be let go", lambda: promised().wait(40), B,
        WaiveCommitment(commitment_id=SHELF, reason="We built one"), "commitment.waived"),
)  # fmt: skip

GIVING = (
    Row("care is given", active, A, EAR, "contribution.recorded"),
    Row("a service tells what was given", active, service(PARTNER), EAR, "contribution.recorded"),
    Row("an idea is given while getting to know each other", lambda: Story().exploring(), B,
        EAR.model_copy(update={"gives": ContributionKind.IDEA}), "contribution.recorded"),
    Row("one gift of a name", given, A, EAR, "no already-exists"),
    Row("nobody gives to oneself", active, A, EAR.model_copy(update={"to_org": HOST}), "no own-side"),
    Row("a gift for a party", active, A, EAR.model_copy(update={"to_org": THIRD}), "no unknown-party"),
    Row("a gift that was pledged", active, A, EAR.model_copy(update={"pledge_id": f"time-{HOST}"}),
        "contribution.recorded"),
    Row("a pledge of one's own", active, A, EAR.model_copy(update={"pledge_id": f"time-{PARTNER}"}),
        "no unknown-item"),
    Row("not more gifts than can be answered", many_gifts, A, EAR, "no too-many"),
    Row("the other side's gifts are counted apart", many_gifts, B, EAR, "contribution.recorded"),
    Row("not more promises than can be overseen", many_promises, A, shelf, "no too-many"),
    Row("the other side's promises are counted apart", many_promises, B, lambda s: shelf(s, to_org=HOST),
        "commitment.made"),
    Row("not more units than can be read", many_units, A, counted("moon"), "no too-many"),
    Row("a known unit goes on", many_units, A, counted("unit 0").model_copy(update={"contribution_id": "more"}),
        "contribution.recorded"),
    Row("confirmed with thanks", given, B, THANKS, "contribution.confirmed"),
    Row("nobody confirms one's own gift", given, A, THANKS, "no not-waivable"),
    Row("a gift for all is confirmed by any other", lambda: given(three()), C, THANKS, "contribution.confirmed"),
    Row("a gift for one is confirmed by that one", lambda: given(three(), EAR.model_copy(update={"to_org": PARTNER})),
        C, THANKS, "no not-waivable"),
    Row("seen differently", given, B, OTHERWISE, "contribution.disputed"),
    Row("seen differently by the receiver alone", given, A, OTHERWISE, "no not-waivable"),
    Row("told anew in other words", lambda: given().then(B, OTHERWISE), A, EAR, "contribution.recorded"),
    Row("nothing waits", active, B, THANKS, "no guards-unmet a_contribution_waits"),
    Row("no such gift", given, B, ConfirmContribution(contribution_id="moon"), "no unknown-item"),
    Row("named in public", lambda: given().then(B, THANKS), B, NAMED, "contribution.credited"),
    Row("nobody credits oneself", active, A, NAMED, "no own-side"),
    Row("a party is credited", active, B, NAMED.model_copy(update={"org_id": THIRD}), "no unknown-party"),
    Row("gained", active, B, GAIN, "benefit.recorded"),
    Row("gained from a shared goal", active, B, GAIN.model_copy(update={"goal_id": "fly"}), "no unknown-item"),
    Row("the statement carries what was confirmed", lambda: given().then(B, THANKS).asked().together(GOODBYE), A,
         IssueInvestmentStatement(invested={HOST: "Evenings", PARTNER: "Trust"}),
        "ending.investment_statement_issued"),
)  # fmt: skip

MONEY = (
    Row("money is lost", active, A, LOST, CHANGED),
    Row("money is at risk before an agreement", lambda: Story().exploring(), A, AT_RISK, "funding.status_changed"),
    Row("money is sure again", unsure, A, STABLE, "funding.status_changed funding.change_closed"),
    Row("money is still sure", active, A, STABLE, "funding.status_changed"),
    Row("a plan is proposed", unsure, B, PLAN, "decision.proposed"),
    Row("a plan is agreed by all", lambda: unsure().then(B, PLAN), A, yes("choose_funding_plan"),
        "decision.agreed decision.taken funding.plan_agreed"),
    Row("a plan is for somebody's money", unsure, B, PLAN.model_copy(update={"org_id": PARTNER}), "no unknown-item"),
    Row("a plan needs a reason", active, A, PLAN, "no guards-unmet a_funding_change_is_open"),
    Row("a plan is carried out", planned, A, CARRIED_OUT, "funding.change_closed"),
    Row("a plan is carried out by whose money it is", planned, B, CARRIED_OUT,
        "no guards-unmet your_funding_plan_is_agreed"),
    Row("a plan is carried out once", lambda: planned().then(A, CARRIED_OUT), A, CARRIED_OUT,
        "no guards-unmet your_funding_plan_is_agreed"),
    Row("after the plan the money may be sure again", lambda: planned().then(A, CARRIED_OUT), A, STABLE,
        "funding.status_changed funding.change_closed"),
    Row("nothing is carried out before it is agreed", unsure, A, CARRIED_OUT,
        "no guards-unmet your_funding_plan_is_agreed"),
    time("lost money without a plan opens the question", lambda: unsure().wait(29).sleep(1),
         "escalation.raised escalation.raised evaluation.opened escalation.raised ending.discussion_opened T12"),
    time("money at risk opens no question", lambda: unsure(AT_RISK).wait(50).contact().wait(9).sleep(1),
         "escalation.raised"),
    time("with a plan no question is opened", lambda: planned().wait(29).sleep(1),
         "escalation.raised escalation.raised evaluation.opened"),
    time("a question that was faced is not asked again",
         lambda: unsure().wait(30).together(ContinuePartnership()).sleep(29),
         "escalation.raised escalation.raised escalation.raised evaluation.closed evaluation.results_published "
         "health.changed"),
)  # fmt: skip


ROWS = (*PROMISES, *GIVING, *MONEY)
