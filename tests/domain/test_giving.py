"""Contributions, benefits and the picture of giving and gaining: without a price and without a ranking."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from domain.benefits import RecordBenefit
from domain.commitments import (
    MakeCommitment,
    ReportDone,
)
from domain.contributions import (
    ConfirmContribution,
    CreditContribution,
    DisputeContribution,
    Invested,
    RecordContribution,
    given_by,
)
from domain.ending import InvestmentStatementIssued, IssueInvestmentStatement
from domain.funding import (
    ReportFunding,
)
from domain.future import EndByAgreement, EndingGround
from domain.message import Actor, Event
from domain.people import LeavePartnership
from domain.reciprocity import Side, reciprocity
from domain.refusals import NotWaivable
from domain.renegotiation import AskRenegotiation
from domain.slices.benefits import BenefitKind, BenefitLevel
from domain.slices.contributions import Tally
from domain.values import ContributionKind, FundingStatus, OrgId
from tests.domain.story import HOST, NAMES, PARTNER, THIRD, Story
from tests.domain.teller import A, B, C

KINDS = tuple(ContributionKind)


def promise(story: Story, days: float = 30, name: str = "shelf", **more: object) -> MakeCommitment:
    said = {"commitment_id": name, "to_org": PARTNER, "text": "A shelf", "due_at": story.day(days), **more}
    return MakeCommitment.model_validate(said)


def promised(days: float = 30) -> Story:
    story = Story().active()
    return story.then(A, promise(story, days))


def gift(name: str, gives: ContributionKind, amount: int | None = None, unit: str | None = None) -> RecordContribution:
    counted = None if amount is None else Decimal(amount)
    return RecordContribution(contribution_id=name, gives=gives, text="What we gave", amount=counted, unit=unit)


def thanked(story: Story, *gifts: RecordContribution) -> Story:
    """The first side gives, the second confirms."""
    for given in gifts:
        story.then(A, given).then(B, ConfirmContribution(contribution_id=given.contribution_id))
    return story


def gain(level: BenefitLevel, kind: BenefitKind | None = None) -> RecordBenefit:
    return RecordBenefit(level=level, text="We gain this", gains=kind)


def events(story: Story, kind: type[Event]) -> list[Event]:
    return [r.event for r in story.ledger if isinstance(r.event, kind)]


def side(story: Story, org: OrgId) -> Side:
    return next(s for s in reciprocity(story.p).sides if s.org_id == org)


def sentences(story: Story) -> list[str]:
    return [remark.meaning.format(**remark.params) for remark in reciprocity(story.p).remarks]


@pytest.mark.requirement("S0.8", "S3.3", "S4.1", "S1.5", "S1.7", "S0.7")
@pytest.mark.parametrize("gives", KINDS)
@pytest.mark.parametrize(("one", "other"), [(A, B), (B, A)], ids=["one way", "the other way"])
def test_whatever_is_given_counts_once_the_receiver_confirms(gives: ContributionKind, one: Actor, other: Actor) -> None:
    story = Story().active().then(one, gift("gift", gives))
    assert one.org_id is not None
    assert given_by(story.p, one.org_id).kinds == {}
    with pytest.raises(NotWaivable):
        story.say(one, ConfirmContribution(contribution_id="gift"))
    story.then(other, ConfirmContribution(contribution_id="gift"))
    assert given_by(story.p, one.org_id).kinds == {gives: Tally(count=1, unpriced=1)}
    assert story.p.contributions.open == ()


@pytest.mark.requirement("S4.3")
def test_amounts_are_summed_in_their_own_units_and_never_priced() -> None:
    story = thanked(
        Story().active(),
        gift("a", ContributionKind.TIME, 3, "evenings"),
        gift("b", ContributionKind.TIME, 2, "evenings"),
        gift("c", ContributionKind.TIME, 4, "books read"),
        gift("d", ContributionKind.TIME),
    )
    sums = {"evenings": Decimal(5), "books read": Decimal(4)}
    assert given_by(story.p, HOST).kinds == {ContributionKind.TIME: Tally(count=4, unpriced=1, sums=sums)}


def test_an_amount_has_its_unit() -> None:
    with pytest.raises(ValidationError, match="amount and unit are given together"):
        gift("a", ContributionKind.FUNDS, 3)


@pytest.mark.requirement("S0.8")
def test_what_is_seen_differently_does_not_count() -> None:
    story = Story().active().then(A, gift("a", ContributionKind.IDEA))
    story.then(B, DisputeContribution(contribution_id="a", reason="It was ours"))
    assert given_by(story.p, HOST).kinds == {}
    assert story.p.contributions.open == ()


@pytest.mark.requirement("S0.8")
@pytest.mark.parametrize(("agreed", "asked"), [(7, 7), (30, 30), (90, 31)])
def test_the_receiver_is_asked_once_they_should_have_met_again(agreed: int, asked: int) -> None:
    story = Story().active(contact_interval_days=agreed).then(A, gift("a", ContributionKind.CARE))
    clock = story.p.clock("confirmation", "contribution/a")
    assert clock is not None
    assert (clock.owner, clock.due_at, clock.event) == (PARTNER, story.day(asked), story.p.version)
    story.then(B, ConfirmContribution(contribution_id="a"))
    assert story.p.clock("confirmation", "contribution/a") is None


def test_who_is_owed_is_asked_for_its_word_on_what_was_done() -> None:
    story = promised().then(A, ReportDone(commitment_id="shelf"))
    clock = story.p.clock("confirmation", "commitment/shelf")
    assert clock is not None
    assert (clock.owner, clock.due_at) == (PARTNER, story.day(30))


def test_a_question_about_a_date_does_not_wait_until_they_meet() -> None:
    story = promised()
    story.then(A, AskRenegotiation(commitment_id="shelf", new_due=story.day(60), reason="Rain"))
    clock = story.p.clock("confirmation", "renegotiation/shelf")
    assert clock is not None
    assert (clock.owner, clock.due_at) == (PARTNER, story.day(7))


@pytest.mark.requirement("S0.16", "S3.9")
def test_credit_is_given_by_the_others_and_seen() -> None:
    story = thanked(Story().active(), gift("a", ContributionKind.CREDIBILITY))
    assert f"Nobody has told yet where {NAMES[HOST]} was named for what it gives." in sentences(story)
    story.then(B, CreditContribution(org_id=HOST, where="The annual report"))
    assert side(story, HOST).credited == 1
    assert not any("was named" in sentence for sentence in sentences(story))


@pytest.mark.requirement("S4.24")
def test_the_statement_at_the_end_is_filled_from_what_was_confirmed() -> None:
    story = thanked(
        Story().active(), gift("a", ContributionKind.FUNDS, 500, "IDR"), gift("b", ContributionKind.CARE)
    ).asked()
    story.together(EndByAgreement(ground=EndingGround.SUCCESS, reason="Done"))
    story.then(A, IssueInvestmentStatement(invested={HOST: "Evenings", PARTNER: "Trust"}))
    statement = events(story, InvestmentStatementIssued)[0]
    assert isinstance(statement, InvestmentStatementIssued)
    assert statement.totals == (
        Invested(
            org_id=HOST,
            sums={ContributionKind.FUNDS: {"IDR": Decimal(500)}},
            unpriced={ContributionKind.CARE: 1},
        ),
        Invested(org_id=PARTNER, sums={}, unpriced={}),
    )


@pytest.mark.requirement("S0.17", "S1.25", "S2.6", "S3.15", "S4.1")
def test_benefits_are_stated_by_each_for_its_people_and_for_itself() -> None:
    story = Story().active()
    story.then(A, gain(BenefitLevel.ORGANISATIONAL, BenefitKind.PERFORMANCE), gain(BenefitLevel.PERSONAL))
    story.then(B, gain(BenefitLevel.ORGANISATIONAL, BenefitKind.CAPACITY))
    assert side(story, HOST).gains == {BenefitLevel.PERSONAL: 1, BenefitLevel.ORGANISATIONAL: 1}
    assert side(story, HOST).success == {BenefitKind.PERFORMANCE: 1}
    assert side(story, PARTNER).gains_said_at == story.now
    assert f"{NAMES[PARTNER]} gains as an organisation; whether its people gain is unknown." in sentences(story)


@pytest.mark.requirement("S0.16", "S1.25")
def test_what_nobody_has_said_is_unknown_and_not_nothing() -> None:
    story = Story().active()
    assert side(story, HOST).gains is None
    assert sentences(story) == [
        f"What {name} {what}"
        for name in (NAMES[HOST], NAMES[PARTNER])
        for what in ("gives is unknown: nothing is confirmed yet.", "gains is unknown: it has not said so yet.")
    ]


@pytest.mark.requirement("S0.16", "S3.3")
def test_what_one_side_alone_gives_is_named() -> None:
    story = thanked(Story().active(), gift("a", ContributionKind.TIME), gift("b", ContributionKind.NETWORK))
    story.then(B, gift("c", ContributionKind.TIME)).then(A, ConfirmContribution(contribution_id="c"))
    story.then(B, gift("d", ContributionKind.IDEA))
    picture = reciprocity(story.p)
    assert picture.waiting == 1
    assert {s.org_id: s.gives_alone for s in picture.sides} == {HOST: (ContributionKind.NETWORK,), PARTNER: ()}
    assert f"Only {NAMES[HOST]} gives network so far." in sentences(story)


def test_the_people_may_gain_before_the_organisation_does() -> None:
    story = Story().active().then(B, gain(BenefitLevel.PERSONAL))
    assert f"The people of {NAMES[PARTNER]} gain; whether the organisation gains is unknown." in sentences(story)


def test_who_leaves_takes_all_of_it_along() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    story.then(C, gift("a", ContributionKind.CARE), gain(BenefitLevel.PERSONAL), promise(story, -9))
    story.then(A, ConfirmContribution(contribution_id="a"), gift("b", ContributionKind.TIME)).wait(1)
    story.then(C, ReportFunding(status=FundingStatus.AT_RISK), LeavePartnership(reason="Another path"))
    assert THIRD not in story.p.model_dump_json()
    assert [given.contribution_id for given in story.p.contributions.open] == ["b"]
