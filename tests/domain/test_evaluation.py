"""Looking at the partnership together: when it is asked, what stays sealed, what is published, what comes of it."""

from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from domain.calendar import QuietCause
from domain.clocks import EscalationRaised
from domain.draft import EndType
from domain.evaluation import EvaluationAnswered, EvaluationOpened, ExtendEvaluation, OpenEvaluation
from domain.findings import ResultsPublished
from domain.funding import ReportFunding
from domain.future import EndingGround
from domain.handover import CompleteHandoverItem, ReaffirmGoals, RecordLeaderMeeting
from domain.leadership import HANDED_OVER
from domain.message import Actor, Event
from domain.pausing import PauseForSafety, ResumePartnership
from domain.people import AppointPerson, LeavePartnership, ReleasePerson
from domain.policy import POLICIES, Audience, Profile
from domain.pulse import AnswerPulse, PulseAnswered, PulseItem, PulsePublished
from domain.questionnaire import LATEST
from domain.quiet import ObserveQuietPeriod
from domain.review import AddAction, CompleteAction, EvaluationDiscussed, RecordReview, unowned
from domain.slices.evaluation import Form, Occasion
from domain.slices.leadership import GoalsOutcome
from domain.stages import Stage
from domain.values import FundingStatus, Level, PersonId, Role, Visibility
from tests.domain.looking import NAMED, all_answered, answer, asked, heard, last, somebody
from tests.domain.story import HOST, PARTNER, THIRD, Story, drafting_day, person, voice
from tests.domain.teller import A, B, C

E = TypeVar("E", bound=Event)


def happened(story: Story, kind: type[E]) -> list[E]:
    return [entry.event for entry in story.ledger if isinstance(entry.event, kind)]


def opened_at(story: Story) -> list[datetime]:
    return [entry.recorded_at for entry in story.ledger if isinstance(entry.event, EvaluationOpened)]


def results(story: Story) -> ResultsPublished:
    return happened(story, ResultsPublished)[-1]


def nudged(story: Story, rule: str) -> list[tuple[str, str | None]]:
    told = [e for e in happened(story, EscalationRaised) if e.rule == rule]
    return [(e.audience, e.owner) for e in told]


def changed_leader(story: Story) -> Story:
    new = Actor(person_id=PersonId("bu-wati"), org_id=PARTNER)
    story.say(B, AppointPerson(person_id=new.person_id, name="Bu Wati", role=Role.LEAD))
    shown = (CompleteHandoverItem(item_id=item.item_id) for item in HANDED_OVER)
    story.say(voice(Role.ALTERNATE, PARTNER), *shown, RecordLeaderMeeting(org_id=PARTNER, held_at=story.now))
    return story.then(new, ReaffirmGoals(outcome=GoalsOutcome.KEPT))


# ---- when ----


@pytest.mark.requirement("S3.13")
def test_it_is_asked_as_often_as_agreed_counted_from_the_last_time() -> None:
    story = Story().active(evaluation_interval_days=90)
    start = story.now
    for _ in range(4):
        story.wait(91)
        all_answered(story=story)
    assert opened_at(story) == [start + timedelta(days=d) for d in (90, 181, 272, 363)]
    assert {e.occasion for e in happened(story, EvaluationOpened)} == {Occasion.SCHEDULE}


def test_nobody_is_asked_again_after_a_question_that_nobody_heard() -> None:
    story = Story().active().wait(3650)
    assert len(opened_at(story)) == 1
    assert results(story).unknown_sides == (HOST, PARTNER)
    story.contact()
    assert len(opened_at(story.wait(0))) == 2


def test_a_fixed_term_is_looked_at_half_way() -> None:
    story = Story().active(end_type=EndType.FIXED, ends_at=drafting_day(200), evaluation_interval_days=180).wait(101)
    (half,) = happened(story, EvaluationOpened)
    assert (half.occasion, half.form) == (Occasion.HALFWAY, Form.SHORT)


def test_a_fixed_term_is_looked_at_before_its_end() -> None:
    story = Story().active(end_type=EndType.FIXED, ends_at=drafting_day(500), evaluation_interval_days=240)
    story.wait(241)
    all_answered(story=story).wait(200)
    assert [e.occasion for e in happened(story, EvaluationOpened)] == [Occasion.SCHEDULE, Occasion.BEFORE_END]


@pytest.mark.parametrize("shock", ["money", "leader", "safety"])
def test_after_a_shock_the_parties_look_some_weeks_later(shock: str) -> None:
    story = Story().active()
    if shock == "money":
        story.then(A, ReportFunding(status=FundingStatus.LOST))
    elif shock == "leader":
        story = changed_leader(story)
    else:
        story.then(A, PauseForSafety(reason="A flood", resume_at=story.day(5))).wait(1).together(ResumePartnership())
    shaken = story.p.evaluation.shaken_at
    assert shaken is not None
    (look,) = happened(story.wait(40), EvaluationOpened)
    assert look.occasion is Occasion.SHOCK
    assert opened_at(story) == [shaken + timedelta(days=30)]
    assert story.p.evaluation.shaken_at is None


def test_half_way_is_left_out_soon_after_another_look() -> None:
    story = Story().active(end_type=EndType.FIXED, ends_at=drafting_day(400), evaluation_interval_days=180)
    story.wait(181)
    all_answered(story=story)
    assert [e.occasion for e in happened(story.wait(100), EvaluationOpened)] == [Occasion.SCHEDULE]


@pytest.mark.parametrize("profile", Profile)
def test_a_light_partnership_is_asked_less(profile: Profile) -> None:
    (scheduled,) = happened(Story(policy=POLICIES[profile]).active().wait(180), EvaluationOpened)
    assert scheduled.form is (Form.FULL if profile is Profile.FORMAL else Form.SHORT)


def test_any_party_asks_after_a_shock_and_before_an_end() -> None:
    story = Story().paused().together(ResumePartnership()).then(B, OpenEvaluation(occasion=Occasion.SHOCK))
    all_answered(story=story).asked(EndingGround.TERM).then(A, OpenEvaluation(occasion=Occasion.BEFORE_END))
    assert [e.occasion for e in happened(story, EvaluationOpened)] == [Occasion.SHOCK, Occasion.BEFORE_END]


def test_the_agreed_rhythm_counts_from_a_look_in_between() -> None:
    story = Story().active().wait(100)
    closed = all_answered(story=asked(story)).now
    assert opened_at(story.wait(181))[1:] == [closed + timedelta(days=180)]


# ---- under seal ----


def test_nothing_about_scores_can_be_read_before_it_is_closed() -> None:
    high, low = (heard(answer(score), answer(score, role_suits=score > 2), story=asked()) for score in (5, 1))
    assert high.p.evaluation != low.p.evaluation
    assert high.p.evaluation.sealed() == low.p.evaluation.sealed()
    both = [[e for e in story.ledger if e.visibility is Visibility.BOTH] for story in (high, low)]
    assert both[0] == both[1]


@pytest.mark.parametrize("kind", [EvaluationAnswered, PulseAnswered])
def test_an_answer_is_for_its_author_alone_for_ever(kind: type[Event]) -> None:
    story = all_answered(story=asked().then(somebody(1), AnswerPulse(values={PulseItem.CLIMATE: 2})))
    answers = [entry for entry in story.ledger if isinstance(entry.event, kind)]
    assert answers
    assert {entry.visibility for entry in answers} == {Visibility.RAISER}


def test_words_never_enter_the_state() -> None:
    story = asked().then(A, answer(words={"stop": "The long mails", "role": "I only carry boxes"}))
    assert "long mails" not in story.p.model_dump_json()
    assert "boxes" not in story.p.model_dump_json()


def test_who_has_answered_is_kept_apart_from_what_was_said() -> None:
    story = asked().then(A, answer(2))
    side = story.p.evaluation.running.side(HOST)
    assert side.people == (A.person_id,)
    assert A.person_id not in str(side.levels)


# ---- published ----


@pytest.mark.requirement("S2.11", "S0.20")
def test_both_views_stand_beside_each_other_and_the_gap_is_named() -> None:
    shown = results(all_answered(5, 2))
    assert shown.scores_by_side[HOST] == dict.fromkeys(set(LATEST.items(Form.SHORT).values()), 5)
    assert shown.scores_by_side[PARTNER]["D4"] == 2
    assert shown.gap_by_dimension["D4"] == 3
    assert set(shown.named_gaps) == {d.key for d in LATEST.dimensions}
    assert shown.anonymous == {HOST: True, PARTNER: True}


def test_a_small_gap_is_shown_and_not_named() -> None:
    shown = results(all_answered(4, 3, story=heard(*[answer(4)] * 3, org=PARTNER)))
    assert shown.gap_by_dimension["D1"] == 0.5
    assert shown.named_gaps == ()


def test_from_three_answers_on_nothing_rests_on_fewer() -> None:
    shown = results(all_answered(4, "cannot_say", story=heard(answer(1), answer(1), org=PARTNER)))
    assert shown.anonymous == {HOST: True, PARTNER: True}
    assert shown.unknown_sides == (PARTNER,)


def test_a_silent_side_is_unknown_and_never_good() -> None:
    story = heard(answer(5), answer(5), answer(5)).wait(30)
    shown = results(story)
    assert shown.unknown_sides == (PARTNER,)
    assert PARTNER not in last(story).means
    assert shown.answers_by_side == {HOST: 3, PARTNER: 0}


def test_levels_are_shown_where_nobody_can_be_told_apart() -> None:
    story = asked()
    for number in range(6):
        story.say(somebody(number), answer(number % 2 + 3, level=(Level.FIELD, Level.LEADERSHIP)[number % 2]))
    shown = results(story.then(B, answer(4)).wait(30)).scores_by_level
    assert set(shown) == {HOST}
    assert (shown[HOST][Level.FIELD]["D1"], shown[HOST][Level.LEADERSHIP]["D1"]) == (3, 4)


def test_what_the_next_steps_look_at_is_small() -> None:
    story = all_answered(4, 3)
    assert last(story).means == results(story).scores_by_side
    assert last(story).event == next(e.version for e in story.ledger if isinstance(e.event, ResultsPublished))
    assert story.p.evaluation.open is None


@pytest.mark.requirement("S0.10", "S4.9")
def test_each_look_asks_whether_the_role_still_suits() -> None:
    story = asked().then(somebody(1), answer(role_suits=False)).then(somebody(2), answer(role_suits=True))
    shown = results(story.wait(30))
    assert shown.roles_questioned == last(story).roles_questioned == {HOST: 1}
    assert shown.anonymous == {HOST: False}


@pytest.mark.parametrize(
    ("answers", "questioned", "told"),
    [(2, 1, 1), (3, 1, 0), (3, 2, 0), (3, 3, 3), (4, 3, 0), (5, 3, 0), (6, 3, 3), (6, 4, 0), (6, 2, 0)],
)
def test_of_an_anonymous_side_no_questioned_role_tells_on_one_or_two(answers: int, questioned: int, told: int) -> None:
    story = asked()
    for number in range(answers):
        story.say(somebody(number), answer(role_suits=number >= questioned))
    assert results(story.wait(30)).roles_questioned == ({HOST: told} if told else {})


@pytest.mark.requirement("S4.18")
def test_the_results_dimension_is_kept_over_the_last_periods() -> None:
    story = Story().active()
    for score in (2, 3, 4, 4, 5):
        all_answered(score, 3, story=asked(story.wait(30)))
    assert results(story).outcomes == {HOST: (3, 4, 4, 5), PARTNER: (3, 3, 3, 3)}


def test_who_leaves_takes_what_they_said_along() -> None:
    story = asked(Story(HOST, PARTNER, THIRD).active())
    for org in (HOST, THIRD):
        story.say(somebody(1, org), answer())
    story.then(C, AnswerPulse(values={PulseItem.CLIMATE: 1})).then(C, LeavePartnership(reason="Another path"))
    assert THIRD not in story.p.model_dump_json()
    assert results(story.wait(30)).unknown_sides == (PARTNER,)


# ---- reminders ----


def test_only_silent_sides_are_reminded_and_sponsors_last() -> None:
    story = heard(answer()).wait(30)
    assert nudged(story, "evaluation") == [
        (Audience.OWNER, PARTNER), (Audience.OWNER, PARTNER), (Audience.LEADS, PARTNER), (Audience.SPONSORS, PARTNER),
    ]  # fmt: skip


def test_a_week_more_moves_every_reminder() -> None:
    story = asked()
    due = story.p.evaluation.running.due_at
    story.wait(6).then(B, ExtendEvaluation())
    assert story.p.evaluation.running.due_at == due + timedelta(days=7)
    assert results(story.wait(40)).evaluation_id == "evaluation-1"
    closed = next(e.recorded_at for e in story.ledger if isinstance(e.event, ResultsPublished))
    assert closed == due + timedelta(days=17)


def test_it_closes_at_once_when_nobody_is_waited_for_any_more() -> None:
    story = asked()
    for role in NAMED:
        assert story.p.evaluation.open
        story.each(role, answer())
    assert story.p.evaluation.open is None


def test_a_post_that_is_vacant_is_not_waited_for() -> None:
    story = asked().then(A, ReleasePerson(person_id=person(Role.ALTERNATE, HOST)))
    for role, org in ((Role.LEAD, HOST), (Role.SPONSOR, HOST), *((role, PARTNER) for role in NAMED)):
        story.say(voice(role, org), answer())
    assert story.p.evaluation.open is None


def test_a_pause_rests_and_whoever_comes_back_has_some_days_more() -> None:
    story = asked(Story().active().wait(5)).resting()
    assert {c.rule for c in story.p.clocks} & {"evaluation", "evaluation_closing", "pulse"} == set()
    story.wait(13.5).together(ResumePartnership())
    assert story.stage() is Stage.ACTIVE
    clock = story.p.clock("evaluation_closing")
    assert clock is not None
    assert clock.anchor == story.day(7)


@pytest.mark.requirement("S4.30")
def test_quiet_days_leave_everybody_their_time() -> None:
    story = asked()
    harvest = ObserveQuietPeriod(
        period_id="harvest",
        starts=story.day(7).date(),
        ends=story.day(16).date(),
        cause=QuietCause.HARVEST,
        reason="Everybody is in the fields",
    )
    story.then(B, harvest).wait(16)
    story.then(A, answer()).then(B, answer())
    assert story.p.evaluation.open
    assert not story.wait(9).p.evaluation.open


# ---- the pulse ----


@pytest.mark.requirement("S2.7", "S2.12", "S2.14", "S0.15")
def test_how_it_feels_is_told_where_enough_of_a_side_have_spoken_and_never_scored() -> None:
    story = Story().active()
    for number, felt in enumerate((1, 2, 3)):
        story.say(somebody(number), AnswerPulse(values=dict.fromkeys(PulseItem, felt)))
    story.say(somebody(9, PARTNER), AnswerPulse(values={PulseItem.NOT_USED: 1}))
    before = story.p.health
    story.wait(14)
    (shown,) = happened(story, PulsePublished)
    assert shown.means_by_side == {HOST: dict.fromkeys(PulseItem, 2)}
    assert story.p.evaluation.pulse == ()
    assert story.p.health == before or "pulse" not in story.p.health.model_dump_json()
    assert {item.key for item in LATEST.pulse} == set(PulseItem)


def test_half_way_between_two_looks_the_leads_ask_how_it_feels() -> None:
    story = Story().active().wait(104)
    assert nudged(story, "pulse") == [(Audience.LEADS, None)]


# ---- what comes of it ----


@pytest.mark.requirement("S4.29")
def test_the_conversation_keeps_ideas_and_what_should_change_about_it() -> None:
    story = all_answered()
    talk = RecordReview(held_at=story.now, ideas=("A reading boat",), process="At the well, not in the office")
    (told,) = happened(story.then(B, talk), EvaluationDiscussed)
    assert (told.ideas, told.process) == (("A reading boat",), "At the well, not in the office")
    assert story.p.reviews.discussed == told.evaluation_id


def test_an_action_has_an_owner_until_that_person_goes() -> None:
    story = all_answered()
    act = AddAction(action_id="news", text="Tell it", owner_person=person(Role.ALTERNATE, HOST), due_at=story.day(30))
    story.then(A, act)
    assert unowned(story.p) == ()
    story.then(A, ReleasePerson(person_id=person(Role.ALTERNATE, HOST)))
    assert [a.action_id for a in unowned(story.p)] == ["news"]


def test_an_action_is_nudged_until_it_is_done() -> None:
    story = all_answered()
    story.then(B, AddAction(action_id="news", text="Tell it", due_at=story.day(20))).wait(21)
    assert nudged(story, "action") == [(Audience.OWNER, PARTNER), (Audience.OWNER, PARTNER)]
    story.then(B, CompleteAction(action_id="news"))
    assert story.p.clock("action", "news") is None
    assert story.p.reviews.actions == ()
