"""Lives worth reading, each told in a module beside this one: what they came to, and that the engine lives them too."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.clocks import EscalationRaised
from domain.concerns import ConcernRaised
from domain.dependence import DependenceMeasured
from domain.engagement import EngagementChanged
from domain.evaluation import EvaluationOpened
from domain.findings import ResultsPublished
from domain.funding import FundingImpactAssessed, FundingPlanAgreed
from domain.grace import PatienceGranted
from domain.health import HealthChanged
from domain.institutionalisation import DepthChanged
from domain.ladder import ConcernResolved
from domain.leadership import LeadershipChangeClosed, LeadershipChangeOpened
from domain.people import PartyLeft
from domain.policy import INFORMAL, URGENT
from domain.privacy import seen_by, shown
from domain.retaliation import RetaliationChecked
from domain.slices.evaluation import PERIODS
from domain.slices.health import Band
from domain.slices.leadership import LeadershipCause
from domain.stages import Stage
from domain.values import Depth, FundingStatus, Role
from tests.domain.story import ID, NOW, voice
from tests.scenarios import campus, disaster, feeling_used, reading_group, ten_years
from tests.scenarios.campus import Campus
from tests.scenarios.chronicle import Chronicle, lived
from tests.scenarios.disaster import Disaster
from tests.scenarios.feeling_used import FeelingUsed
from tests.scenarios.reading_group import ReadingGroup
from tests.scenarios.ten_years import SEASONS, TenYears
from tests.workflows.engine import running_fast

Telling = Callable[[datetime, UUID], Chronicle]


def a_reading_group_and_a_company(now: datetime = NOW, partnership_id: UUID = ID) -> ReadingGroup:
    sides = (reading_group.COMPANY, reading_group.GROUP)
    return ReadingGroup(*sides, policy=INFORMAL, now=now, partnership_id=partnership_id).whole()


def a_university_and_a_firm(now: datetime = NOW, partnership_id: UUID = ID) -> Campus:
    return Campus(campus.UNIVERSITY, campus.FIRM, now=now, partnership_id=partnership_id).whole()


def feeling_used_and_heard(now: datetime = NOW, partnership_id: UUID = ID) -> FeelingUsed:
    return FeelingUsed(feeling_used.NGO, feeling_used.COMPANY, now=now, partnership_id=partnership_id).heard()


def feeling_used_and_unheard(now: datetime = NOW, partnership_id: UUID = ID) -> FeelingUsed:
    return FeelingUsed(feeling_used.NGO, feeling_used.COMPANY, now=now, partnership_id=partnership_id).unheard()


def four_after_an_eruption(now: datetime = NOW, partnership_id: UUID = ID) -> Disaster:
    return Disaster(*disaster.ALL, policy=URGENT, now=now, partnership_id=partnership_id).whole()


def ten_years_of_bread(now: datetime = NOW, partnership_id: UUID = ID) -> TenYears:
    return TenYears(ten_years.BAKERY, ten_years.SCHOOL, now=now, partnership_id=partnership_id).whole()


TELLINGS: tuple[Telling, ...] = (
    a_reading_group_and_a_company,
    a_university_and_a_firm,
    feeling_used_and_heard,
    feeling_used_and_unheard,
    four_after_an_eruption,
    ten_years_of_bread,
)


@pytest.mark.parametrize("telling", TELLINGS, ids=lambda telling: telling.__name__)
async def test_the_engine_lives_it_too(telling: Telling, skipping: WorkflowEnvironment) -> None:
    async with running_fast(skipping) as engine:
        await lived(engine, telling(engine.now, engine.id))


@pytest.mark.requirement("S1.19", "S1.20", "S4.19")
def test_a_group_changes_its_leader_loses_its_money_and_goes_on() -> None:
    told = a_reading_group_and_a_company()
    opened, closed = told.happened(LeadershipChangeOpened), told.happened(LeadershipChangeClosed)
    assert [change.cause for change in opened] == [LeadershipCause.ELECTION]
    assert [change.org_id for change in closed] == [reading_group.GROUP]
    assert told.lead(reading_group.GROUP).person_id == "mbak-wulan"
    assert told.happened(PatienceGranted)
    assert [plan.option for plan in told.happened(FundingPlanAgreed)] == ["reduce"]
    assert len(told.happened(FundingImpactAssessed)) == 1
    assert {party.funding for party in told.p.parties} == {FundingStatus.STABLE}
    assert (told.p.stage, told.health.band) == (Stage.ACTIVE, Band.GOOD)
    assert not told.happened(EngagementChanged)


@pytest.mark.requirement("S4.25", "S4.26", "S4.11")
def test_two_friends_become_two_institutions_step_by_step() -> None:
    told = a_university_and_a_firm()
    steps = [(change.before, change.after) for change in told.happened(DepthChanged)]
    assert steps == [(Depth.PERSONAL, Depth.SHARED), (Depth.SHARED, Depth.INSTITUTIONAL)]
    measured = [measure.share for measure in told.happened(DependenceMeasured)]
    assert measured[0] > measured[-1]
    assert {*told.p.core_cases} == {*told.p.orgs}
    assert told.now - told.ledger[0].recorded_at > timedelta(days=4.5 * 365)
    assert told.health.band is Band.GOOD


@pytest.mark.requirement("S0.15", "S0.22", "S2.10", "S2.13")
def test_who_feels_used_is_heard_in_private_and_they_renew() -> None:
    told = feeling_used_and_heard()
    assert told.p.stage is Stage.ACTIVE
    assert told.p.agreement is not None
    assert told.p.agreement.terms.ends_at == told.day(3 * 365)
    assert [check.answer for check in told.happened(RetaliationChecked)] == ["none"]
    (resolved,) = told.happened(ConcernResolved)
    assert resolved.made_possible == "Nobody asked."
    assert told.p.concerns == ()


@pytest.mark.requirement("S0.15", "S4.22", "S4.23", "S4.24")
def test_who_is_not_heard_leaves_alone_with_notice_and_care() -> None:
    told = feeling_used_and_unheard()
    assert told.transitions[-5:] == ["T12", "T15", "T17", "T18"][-5:] or told.transitions[-4:] == [
        "T12", "T15", "T17", "T18",
    ]  # fmt: skip
    assert not told.p.ending.mutual
    assert told.types.count("ending.conversation_unanswered") == 2
    assert "ending.conversation_held" not in told.types
    assert told.p.closed


@pytest.mark.parametrize("telling", [feeling_used_and_heard, feeling_used_and_unheard])
def test_nobody_of_the_other_side_ever_reads_what_was_said_in_private(telling: Telling) -> None:
    told = telling(NOW, ID)
    assert told.happened(ConcernRaised)[0].text == feeling_used.PRIVATE
    for role in Role:
        reader = voice(role, feeling_used.COMPANY)
        read = [shown(entry, reader, told.p) for entry in told.ledger]
        text = "".join(entry.model_dump_json() for entry in read if entry)
        assert feeling_used.PRIVATE not in text + seen_by(told.p, reader).model_dump_json()
        assert ConcernRaised not in {type(entry.event) for entry in read if entry}


@pytest.mark.requirement("S3.7")
def test_four_help_at_once_one_leaves_and_the_others_go_on() -> None:
    told = four_after_an_eruption()
    assert [(left.org_id, left.obligations) for left in told.happened(PartyLeft)] == [(disaster.CARRIER, ())]
    assert told.types.index("party.left") < told.types.index("evaluation.results_published")
    assert told.p.stage is Stage.ENDED
    assert told.p.ending.mutual
    begun = next(entry.recorded_at for entry in told.ledger if entry.event.type == "agreement.in_force")
    assert begun - told.ledger[0].recorded_at < timedelta(days=3)


@pytest.mark.requirement("S3.13", "S4.18")
def test_ten_years_and_forty_evaluations_leave_a_history_and_no_weight() -> None:
    told = ten_years_of_bread()
    assert len(told.happened(EvaluationOpened)) == len(told.happened(ResultsPublished)) == SEASONS
    assert told.now - told.ledger[0].recorded_at > timedelta(days=3600)
    scores = [change.score for change in told.happened(HealthChanged)]
    assert len(scores) >= SEASONS
    assert {org: len(periods) for org, periods in told.p.evaluation.outcomes.items()} == dict.fromkeys(
        told.orgs, PERIODS
    )
    changes = told.happened(HealthChanged)
    assert [change.after for change in changes[:-1]] == [later.before for later in changes[1:]]
    assert len(told.p.model_dump_json()) < 10_000
    assert told.happened(EscalationRaised)
