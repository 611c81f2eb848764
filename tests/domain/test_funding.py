"""A change of money: what rests on it, the plan of all, the notice owed, and the question when there is no plan."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest

from domain.commitments import (
    MakeCommitment,
)
from domain.draft import EndType
from domain.funding import (
    ChooseFundingPlan,
    CloseFundingChange,
    Confidence,
    FundingImpactAssessed,
    ReportFunding,
    notice_owed,
    shock,
)
from domain.future import ContinuePartnership, EndingGround
from domain.message import Event
from domain.slices.funding import FundingOption
from domain.stages import Stage
from domain.values import ContributionKind, FundingStatus
from tests.domain.story import HOST, PARTNER, Story, drafting_day
from tests.domain.teller import A, B


def promise(story: Story, days: float = 30, name: str = "shelf", **more: object) -> MakeCommitment:
    said = {"commitment_id": name, "to_org": PARTNER, "text": "A shelf", "due_at": story.day(days), **more}
    return MakeCommitment.model_validate(said)


def events(story: Story, kind: type[Event]) -> list[Event]:
    return [r.event for r in story.ledger if isinstance(r.event, kind)]


def impact(story: Story) -> FundingImpactAssessed:
    found = events(story, FundingImpactAssessed)[-1]
    assert isinstance(found, FundingImpactAssessed)
    return found


def resting() -> Story:
    """Four promises of the first side: on a city grant, on another fund, on money, on none."""
    story = Story().active()
    return story.then(
        A,
        promise(story, name="city", funding_source="City grant"),
        promise(story, name="fund", funding_source="Book fund"),
        promise(story, name="money", gives=ContributionKind.FUNDS),
        promise(story, name="time", gives=ContributionKind.TIME),
    )


@pytest.mark.requirement("S1.20")
@pytest.mark.parametrize(
    ("source", "touched"), [("city grant", ("city",)), (None, ("city", "fund", "money")), ("A lottery", ())]
)
def test_which_promises_rest_on_which_money(source: str | None, touched: Iterable[str]) -> None:
    story = resting()
    news = {"source": source, "expected_on": story.day(20), "confidence": Confidence.LIKELY}
    story.then(A, ReportFunding.model_validate({"status": FundingStatus.AT_RISK, **news}))
    assert impact(story).commitments_at_risk == touched
    assert impact(story).options == tuple(FundingOption)
    assert impact(story).owed_until == story.day(30)


@pytest.mark.requirement("S1.20")
def test_each_sides_money_is_its_own() -> None:
    story = resting().then(B, ReportFunding(status=FundingStatus.LOST))
    assert {q.org_id: q.funding for q in story.p.parties} == {HOST: FundingStatus.STABLE, PARTNER: FundingStatus.LOST}
    assert impact(story).commitments_at_risk == ()
    story.then(A, ReportFunding(status=FundingStatus.REDUCED))
    assert {s.org_id: s.status for s in story.p.shock} == {PARTNER: FundingStatus.LOST, HOST: FundingStatus.REDUCED}


@pytest.mark.requirement("S1.20", "S1.17")
def test_a_plan_agreed_by_all_lets_the_partnership_go_on() -> None:
    story = resting().then(A, ReportFunding(status=FundingStatus.LOST))
    story.together(ChooseFundingPlan(org_id=HOST, option=FundingOption.RETIME, text="Next year"), by=B)
    story.wait(60)
    assert story.stage() is Stage.ACTIVE
    story.then(A, CloseFundingChange())
    assert not story.p.shock[0].open
    assert story.p.shock[0].plan is FundingOption.RETIME
    story.then(A, ReportFunding(status=FundingStatus.STABLE))
    assert story.p.shock == ()


@pytest.mark.requirement("S1.20", "S1.17")
def test_lost_money_without_a_plan_opens_the_question_and_ends_nothing() -> None:
    story = Story().active().then(A, ReportFunding(status=FundingStatus.LOST)).wait(29)
    assert story.stage() is Stage.ACTIVE
    story.wait(1)
    assert story.stage() is Stage.DECIDING_FUTURE
    assert story.p.ending.ground == EndingGround.FUNDING
    story.together(ContinuePartnership()).wait(25)
    assert story.stage() is Stage.ACTIVE


def test_news_that_weigh_more_start_their_time_anew() -> None:
    story = Story().active().then(A, ReportFunding(status=FundingStatus.AT_RISK, source="City grant")).wait(10)
    since = story.p.shock[0].since
    story.then(A, ReportFunding(status=FundingStatus.REDUCED))
    assert (story.p.shock[0].since, story.p.shock[0].source) == (since, "City grant")
    story.then(A, ReportFunding(status=FundingStatus.LOST))
    assert story.p.shock[0].since == story.now
    assert [c.rule for c in story.p.clocks if c.rule.startswith("funding")] == ["funding_lost"]


AT_RISK, REDUCED, LOST, STABLE = (
    ReportFunding(status=FundingStatus(status)) for status in ("at_risk", "reduced", "lost", "stable")
)


@pytest.mark.parametrize("news", [(AT_RISK, LOST), (REDUCED, AT_RISK, LOST), (LOST,)])
def test_the_time_for_a_plan_does_not_begin_anew_with_the_same_news(news: tuple[ReportFunding, ...]) -> None:
    story = Story().active().then(A, LOST)
    since = story.now
    story.wait(25).then(A, *news)
    assert story.p.shock[0].since == since
    story.wait(5)
    assert story.stage() is Stage.DECIDING_FUTURE


def test_news_apart_from_each_other_do_not_begin_it_anew_either() -> None:
    story = Story().active().then(A, AT_RISK).wait(10).then(A, LOST).wait(20).then(A, REDUCED)
    unsure = story.p.shock[0].since
    assert unsure == story.day(-30)
    story.wait(15).then(A, LOST)
    assert story.p.shock[0].since == story.day(-35)
    assert story.wait(1).stage() is Stage.DECIDING_FUTURE


def test_a_plan_of_all_or_sure_money_ends_that_time() -> None:
    story = Story().active().then(A, LOST).wait(25)
    story.together(ChooseFundingPlan(org_id=HOST, option=FundingOption.RETIME, text="Next year"), by=B)
    story.then(A, AT_RISK, LOST)
    assert story.p.shock[0].since == story.now
    story.wait(25).then(A, STABLE).wait(1).then(A, LOST)
    assert story.p.shock[0].since == story.now


def test_who_has_decided_to_go_on_is_asked_after_a_whole_time_again() -> None:
    story = Story().active().then(A, LOST).wait(30).together(ContinuePartnership())
    story.wait(10).then(A, AT_RISK, LOST)
    assert story.p.shock[0].since == story.now
    assert story.wait(29).stage() is Stage.ACTIVE


def test_news_of_earlier_releases_count_from_their_own_day() -> None:
    story = Story().active().then(A, AT_RISK).wait(10).then(A, LOST).wait(10).then(A, AT_RISK)
    old = impact(story).model_copy(update={"status": FundingStatus.LOST, "since": None})
    assert shock(old.apply(story.p, story.now), HOST).since == story.now  # type: ignore[union-attr]


@pytest.mark.requirement("S1.20")
@pytest.mark.parametrize(("days", "owed"), [(10, 10), (200, 30), (-1, 0)])
def test_the_notice_owed_ends_with_the_term(days: float, owed: float) -> None:
    story = Story()
    ends_at: datetime = drafting_day(100)
    story.active(end_type=EndType.FIXED, ends_at=ends_at)
    now = ends_at - timedelta(days=days)
    assert notice_owed(story.p, now) == now + timedelta(days=owed)


def test_before_an_agreement_no_notice_is_owed() -> None:
    assert notice_owed(Story().exploring().p, drafting_day(0)) is None
