"""Clocks: each rule's steps at the right instants, with the patience of each profile, and never an end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from domain.assurance import RequestAssurance
from domain.clocks import EscalationRaised
from domain.commitments import MakeCommitment
from domain.contact import RecordContact
from domain.contributions import RecordContribution
from domain.draft import EndType
from domain.engagement import DeclareContested
from domain.escalation import Tick
from domain.funding import ReportFunding
from domain.handover import ReaffirmGoals
from domain.leaving import AnnounceLeaving
from domain.message import CLOCK, Actor
from domain.people import AppointPerson, ReleasePerson
from domain.policy import POLICIES, RULES, Audience, LifecyclePolicy, Profile
from domain.pulse import AnswerPulse, PulseItem
from domain.relaying import RelayWord
from domain.slices.assurances import AssuranceKind
from domain.slices.engagement import ConflictCause
from domain.slices.leadership import GoalsOutcome
from domain.stages import Stage
from domain.urgent import ConfirmUrgentEnd, RequestUrgentEnd, UrgentGround
from domain.values import ContributionKind, FundingStatus, PersonId, Role
from tests.domain import asking, faring, looking, parting, weighing
from tests.domain.story import HOST, PARTNER, Story, drafting_day, voice
from tests.domain.table import amending
from tests.domain.teller import A, B, person

PATIENCE = {Profile.FORMAL: 1.0, Profile.INFORMAL: 1.5, Profile.URGENT: 0.5}


class Case(NamedTuple):
    """A rule, its steps in days, whether patience stretches them, and a story in which it begins to count."""

    rule: str
    days: tuple[float, ...]
    patient: bool
    given: Callable[[Story], datetime]
    """Tells the story and says from when the rule counts."""


def _exploring(story: Story) -> datetime:
    return story.exploring().now


def _proposed(story: Story) -> datetime:
    return story.proposed().now


def _offered(story: Story) -> datetime:
    return story.agreeing().now


def _assisted(story: Story) -> datetime:
    story.agreeing().accept(HOST)
    story.say(A, story.assisted(PARTNER))
    return story.day(7)


def _starting_later(story: Story) -> datetime:
    start = drafting_day(25, story.policy)
    story.agreeing(starts_at=start)
    return start


def _active(story: Story) -> datetime:
    return story.active().now


def _at_odds(story: Story) -> datetime:
    return story.active().then(B, DeclareContested(cause=ConflictCause.RIVALRY, text="The same library")).now


def _rooting(story: Story) -> datetime:
    """So long an interval that they are called slack only after they have been asked once."""
    start = story.active(contact_interval_days=300).now
    story.wait(60)
    return start


def _promised(story: Story) -> datetime:
    due = story.active().day(20)
    story.say(A, MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=due))
    return due


def _given(story: Story) -> datetime:
    ear = RecordContribution(contribution_id="ear", gives=ContributionKind.CARE, text="An open ear")
    return story.active().then(A, ear).now


def _at_risk(story: Story) -> datetime:
    return story.active().then(A, ReportFunding(status=FundingStatus.AT_RISK)).now


def _lost(story: Story) -> datetime:
    return story.active().then(A, ReportFunding(status=FundingStatus.LOST)).now


def _ending(story: Story) -> datetime:
    """With an agreement that ends after four hundred days."""
    ends_at = drafting_day(400, story.policy)
    story.active(end_type=EndType.FIXED, ends_at=ends_at)
    return ends_at


def _ending_with_notice(story: Story) -> datetime:
    return _ending(story) - story.policy.days(30)


def _paused(story: Story) -> datetime:
    return story.paused(days=40).day(40)


def _ended_at_once(story: Story) -> datetime:
    urgent = RequestUrgentEnd(ground=UrgentGround.LAW, text="The law")
    story.active().then(voice(Role.SPONSOR, HOST), urgent).then(voice(Role.SPONSOR, PARTNER), ConfirmUrgentEnd())
    return story.now


def _ended(story: Story) -> datetime:
    return story.ended().now


def _without_alternate(story: Story) -> datetime:
    story.active().say(B, ReleasePerson(person_id=person(Role.ALTERNATE, PARTNER)))
    return story.now


def _elected(story: Story) -> datetime:
    story.active().say(B, AppointPerson(person_id=PersonId("bu-wati"), name="Bu Wati", role=Role.LEAD))
    return story.now


def _questioned(story: Story) -> datetime:
    _elected(story)
    new = Actor(person_id=PersonId("bu-wati"), org_id=PARTNER)
    story.say(new, ReaffirmGoals(outcome=GoalsOutcome.QUESTIONED))
    return story.now


def _leaving(story: Story) -> datetime:
    last_day = story.active().day(20)
    story.say(B, AnnounceLeaving(person_id=B.person_id, last_day=last_day))
    return last_day


def _asked(story: Story) -> datetime:
    due = story.active().day(100)
    reference = AssuranceKind.COMMUNITY_REFERENCE
    story.say(A, RequestAssurance(assurance_id="ref", of_org=PARTNER, about=reference, due_at=due))
    return due


def _relayed(story: Story) -> datetime:
    word = PulseItem.CLIMATE
    story.active().say(
        A,
        RelayWord(word_id="w", person_id=B.person_id, command=AnswerPulse(values={word: 4}), way="phone", told="Today"),
    )
    return story.day(7)


CASES = (
    Case("willingness", (7, 21, 45), True, _proposed),
    Case("initiation_idle", (30, 45, 90), True, _exploring),
    Case("acceptance", (5, 10, 14, 30, 60), True, _offered),
    Case("objection", (0,), False, _assisted),
    Case("relayed", (0,), False, _relayed),
    Case("start", (-7, 0), False, _starting_later),
    Case("contact", (30, 45, 60, 90), True, _active),
    Case("contested", (0, 14), True, _at_odds),
    Case("institutionalise", (365,), True, _rooting),
    Case("commitment", (-7, -1, 0, 7, 21, 45), False, _promised),
    Case("confirmation", (30, 60, 90), True, _given),
    Case("funding_risk", (14, 21, 30, 60), True, _at_risk),
    Case("funding_lost", (3, 7, 14, 30), True, _lost),
    Case("notice_deadline", (-60, -30, -7, 0), False, _ending_with_notice),
    Case("end_date", (-180, -90, -60, -30, -14, -7, 0), False, _ending),
    Case("evaluation_schedule", (0,), False, looking.scheduled),
    Case("evaluation", (-7, -2, 0, 7), True, looking.half_asked),
    Case("evaluation_closing", (0, 10), True, looking.half_asked),
    Case("pulse", (0,), True, looking.felt),
    Case("pulse_closing", (14,), True, looking.said),
    Case("action", (-7, 0, 14, 30), False, looking.acted),
    Case("health_watch", (0, 30), True, faring.watched),
    Case("health_strained", (0, 7), True, faring.strained),
    Case("review_stale", (0,), False, faring.growing_old),
    Case("holding_over", (15, 30), False, _ending),
    Case("resume", (-14, -3, 0, 11, 14), False, _paused),
    Case("reflection", (0,), False, parting.noticed),
    Case("invitation", (3, 7, 14), True, parting.invited),
    Case("notice_open", (30, 60), False, parting.could_act),
    Case("decision", (7, 21, 45), True, parting.to_be_decided),
    Case("farewell", (7, 21, 45, 60), True, parting.parting),
    Case("proposal", (7, 21, 45), True, amending.asked_to_answer),
    Case("operational_end", (-30, -7, 0), False, amending.in_force_for_forty_days),
    Case("ending_item", (-7, 0, 7, 14), False, parting.owing),
    Case("urgent_end", (2, 30, 60), False, _ended_at_once),
    Case("aftercare", (30, 180, 190), False, _ended),
    Case("entry", (7, 21, 45), True, asking.written),
    Case("informed", (3, 7, 14), True, asking.decided),
    Case("availability", (-7, 0, 14), False, asking.promised_time),
    Case("vacancy", (0, 7, 21, 45), True, _without_alternate),
    Case("handover", (7, 14, 21, 30, 60), True, _elected),
    Case("goals_questioned", (0,), True, _questioned),
    Case("last_day", (0,), False, _leaving),
    Case("assurance", (-60, -30, -7, 0, 14), False, _asked),
    Case("concern", (2, 3, 5), True, weighing.used),
    Case("concern_severe", (0, 1), False, weighing.unsafe),
    Case("concern_talk", (7, 14, 30), True, weighing.used),
    Case("clarification", (3, 7), False, weighing.misunderstood),
    Case("concern_step", (60, 180), True, weighing.used),
    Case("retaliation_check", (30, 37, 44), False, weighing.withdrawn),
)


def raised(story: Story, rule: str) -> list[EscalationRaised]:
    """The steps of a rule so far."""
    return [r.event for r in story.ledger if isinstance(r.event, EscalationRaised) and r.event.rule == rule]


def told_at(story: Story, rule: str) -> list[datetime]:
    """When they were taken."""
    return [r.recorded_at for r in story.ledger if isinstance(r.event, EscalationRaised) and r.event.rule == rule]


def test_every_rule_has_its_case() -> None:
    assert sorted(case.rule for case in CASES) == sorted(rule.name for rule in RULES)


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_steps_come_when_they_should(case: Case, profile: Profile) -> None:
    story = Story(policy=POLICIES[profile])
    anchor = case.given(story)
    stretch = PATIENCE[profile] if case.patient else 1
    known = len(raised(story, case.rule))
    story.wait(500)
    assert told_at(story, case.rule)[known:] == [anchor + timedelta(days=d * stretch) for d in case.days]
    assert [step.skipped for step in raised(story, case.rule)[known:]] == [0] * len(case.days)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_no_step_ends_anything(case: Case) -> None:
    story = Story()
    case.given(story)
    before = story.stage()
    story.wait(1000)
    assert story.stage() is before or story.stage() in {Stage.DECIDING_FUTURE, Stage.DESIGNING, Stage.ACTIVE}


def test_missed_steps_are_told_once() -> None:
    story = Story().agreeing()
    offered_at = story.now
    assert story.sleep(40).say(CLOCK, Tick()) == ["escalation.raised"]
    (step,) = raised(story, "acceptance")
    assert (step.step, step.skipped, step.audience) == (3, 3, Audience.SPONSORS)
    assert step.due_at == offered_at + timedelta(days=5)
    assert story.p.next_deadline == offered_at + timedelta(days=60)


def test_a_tick_too_early_or_too_often_does_nothing() -> None:
    story = Story().agreeing().sleep(5)
    assert Story().agreeing().say(CLOCK, Tick()) == []
    assert story.say(CLOCK, Tick()) == ["escalation.raised"]
    assert story.say(CLOCK, Tick()) == []


def test_what_anybody_does_resets_patience_and_time_alone_does_not() -> None:
    story = Story().exploring().wait(30)
    assert len(raised(story, "initiation_idle")) == 1
    assert story.p.next_deadline == story.day(15)
    story.then(B, ReportFunding(status=FundingStatus.STABLE))
    assert story.p.next_deadline == story.day(30)


def test_only_contact_resets_the_contact_clock() -> None:
    story = Story().active().wait(29)
    story.then(B, ReportFunding(status=FundingStatus.STABLE))
    assert story.p.next_deadline == story.day(1)
    assert story.contact().p.next_deadline == story.day(30)


def test_contact_told_late_counts_from_when_it_was() -> None:
    story = Story().active().wait(60)
    story.say(B, RecordContact(held_at=story.day(-40), orgs=(HOST, PARTNER)))
    clock = story.p.clock("contact")
    assert clock is not None
    assert (clock.step, clock.due_at) == (1, story.day(5))


def test_an_older_contact_changes_nothing() -> None:
    story = Story().active().wait(10).contact()
    before = story.p.clocks
    story.say(B, RecordContact(held_at=story.day(-5), orgs=(HOST, PARTNER)))
    assert story.p.clocks == before


@pytest.mark.parametrize(("due_in", "step", "next_in"), [(3, 1, 2), (0, 2, 0), (-30, 5, 15), (-90, 5, -45)])
def test_a_promise_made_late_begins_with_the_step_that_is_next(due_in: float, step: int, next_in: float) -> None:
    story = Story().active()
    due = story.day(due_in)
    story.say(A, MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=due))
    clock = story.p.clock("commitment", "shelf")
    assert clock is not None
    assert (clock.step, clock.due_at) == (step, story.day(next_in))


def test_the_contact_clock_counts_in_the_agreed_interval() -> None:
    story = Story().active(contact_interval_days=14)
    start = story.now
    story.wait(100)
    assert told_at(story, "contact") == [start + timedelta(days=d) for d in (14, 21, 28, 42)]


def test_an_amended_interval_moves_the_clock() -> None:
    story = Story().amended().wait(10).accept(HOST, PARTNER)
    assert story.p.next_deadline == story.day(4)


def test_a_promise_kept_has_no_clock_any_more() -> None:
    story = Story()
    _promised(story)
    assert [c.about for c in story.p.clocks if c.rule == "commitment"] == ["shelf"]
    story.resting()
    assert [c.about for c in story.p.clocks if c.rule == "commitment"] == []


def test_leads_hear_of_it_before_sponsors() -> None:
    for rule in RULES:
        told = [step.audience for step in rule.steps]
        if {Audience.LEADS, Audience.SPONSORS} <= set(told):
            assert told.index(Audience.LEADS) < told.index(Audience.SPONSORS), rule.name


def test_another_policy_moves_what_is_still_to_come() -> None:
    story = Story().agreeing()
    offered_at = story.now
    story.policy = LifecyclePolicy.model_validate(story.policy.model_dump() | {"patience": 2})
    story.accept(HOST)
    assert story.p.next_deadline == offered_at + timedelta(days=10)


def test_a_shorter_day_shortens_everything() -> None:
    minute = timedelta(minutes=1)
    story = Story(policy=POLICIES[Profile.FORMAL].model_copy(update={"day": minute})).agreeing()
    offered_at = story.now
    story.wait(60)
    assert told_at(story, "acceptance") == [offered_at + minute * count for count in (5, 10, 14, 30, 60)]


def test_ten_years_of_silence_are_quiet_and_end_nothing() -> None:
    story = Story().active().wait(730)
    known = len(story.ledger)
    story.wait(2920)
    assert story.stage() is Stage.ACTIVE
    assert story.types[known:] == []
    assert story.p.next_deadline is None


def test_ten_years_of_meetings_need_one_event_each() -> None:
    story = Story().active()
    known = len(story.ledger)
    sizes = []
    for _ in range(120):
        story.wait(29).contact()
        sizes.append(len(story.p.model_dump_json()))
    assert story.types[known:].count("contact.held") == 120
    assert [e.rule for e in raised(story, "contact")] == []
    assert max(sizes[60:]) < max(sizes[:60]) * 1.05  # the state does not grow with the years


def test_ten_years_of_yearly_renewal() -> None:
    story = Story()
    story.active(end_type=EndType.FIXED, ends_at=drafting_day(365))
    for _ in range(10):
        story.wait(340).asked().renewed()
    assert story.stage() is Stage.ACTIVE
    assert not story.p.holding_over
    assert len(story.ledger) < 600
