"""Tasks: each opens, is escalated, and closes by the thing itself being done; no rule of reminding goes without one."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from domain.aftercare import RecordAftercare
from domain.assisted import ObjectToAcceptance
from domain.assurance import RecordAssurance
from domain.availability import ConfirmAvailability
from domain.clocks import EscalationRaised
from domain.commitments import ConfirmCommitment, MakeCommitment, ReportDone
from domain.concerns import AcknowledgeConcern, RaiseConcern
from domain.contributions import ConfirmContribution
from domain.disclosure import Disclosure, known_to
from domain.ending import CompleteEndingItem
from domain.engagement import SettleContested
from domain.fit import DeclareInterests, RaiseBlocker
from domain.funding import ChooseFundingPlan
from domain.future import DiscussFuture, EndingGround
from domain.handover import CompleteHandoverItem, ReaffirmGoals, RecordLeaderMeeting
from domain.initiation import DeclareWillingness
from domain.ladder import RecordMediation
from domain.leadership import HANDED_OVER, ReportSilenceOfLead
from domain.message import Actor, Command
from domain.minutes import AcknowledgeDecision
from domain.people import AppointNeutral, AppointPerson, LeavePartnership, ReleasePerson
from domain.policy import RULES, Audience, EscalationRule
from domain.pulse import AnswerPulse, PulseItem
from domain.registers import AnswerEntry
from domain.retaliation import AnswerRetaliationCheck, Retaliation
from domain.review import AddAction, CompleteAction, RecordReview
from domain.rooting import RecordCoreCase
from domain.slices.assurances import AssuranceOutcome
from domain.slices.concerns import ConcernKind
from domain.slices.funding import FundingOption
from domain.slices.leadership import GoalsOutcome
from domain.tasks.task import Task
from domain.tasks.waiting import meant, tasks
from domain.urgent import RecordUrgentReview, ReviewOutcome, TellUrgentEnd
from domain.values import PersonId, Role
from tests.domain import asking, looking, weighing
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice
from tests.domain.table import amending
from tests.domain.teller import FACILITATOR, A, B, C, person
from tests.domain.test_escalation import CASES

GIVEN = {case.rule: case.given for case in CASES}


def of_rule(story: Story, rule: str) -> list[Task]:
    """The open tasks for which a rule's clock runs."""
    return [task for task in tasks(story.p).values() if task.rule == rule]


def kinds(story: Story, by: Actor | None = None) -> set[str]:
    """The kinds of what is open, or of what falls to somebody."""
    open_ = tasks(story.p).values()
    return {task.kind for task in open_ if by is None or by.person_id in meant(story.p, task)}


def until_nudged(story: Story, rule: str) -> EscalationRaised:
    """Days pass until the rule has spoken for the first time from here."""
    known = len(story.ledger)
    for _ in range(1000):
        for entry in story.ledger[known:]:
            if isinstance(entry.event, EscalationRaised) and entry.event.rule == rule and entry.event.to:
                return entry.event
        story.wait(1)
    raise AssertionError(f"{rule} has not spoken")


def heard(story: Story) -> None:
    """The other lead has heard what weighs on somebody."""
    story.say(A, AcknowledgeConcern(concern_id="doubt"))


FIRST: dict[str, Callable[[Story], None]] = {"concern_talk": heard, "clarification": heard}
"""What has to be said before the rule's own turn comes."""

SPEAKING = [rule for rule in RULES if any(step.audience is not Audience.ENGINE for step in rule.steps)]


@pytest.mark.parametrize("rule", SPEAKING, ids=lambda rule: rule.name)
def test_no_rule_speaks_of_anything_that_is_not_a_task(rule: EscalationRule) -> None:
    story = Story()
    GIVEN[rule.name](story)
    if rule.name in FIRST:
        FIRST[rule.name](story)
    nudge = until_nudged(story, rule.name)
    found = [task for task in of_rule(story, rule.name) if nudge.about in {"", task.about}]
    assert found
    told = {person_id for task in found for person_id in meant(story.p, task)}
    assert told & set(nudge.to)
    if nudge.rule not in {"institutionalise", "reflection"}:  # their clocks are over as soon as they have spoken
        assert all(task.step > nudge.step for task in found)


class Done(NamedTuple):
    """A rule whose tasks close when somebody says this."""

    rule: str
    by: Actor
    says: Callable[[Story], tuple[Command, ...]]


def _handed_over(story: Story) -> tuple[Command, ...]:
    return (*(CompleteHandoverItem(item_id=item.item_id) for item in HANDED_OVER), *_met(story))


def _met(story: Story) -> tuple[Command, ...]:
    return (RecordLeaderMeeting(org_id=PARTNER, held_at=story.now), ReaffirmGoals(outcome=GoalsOutcome.KEPT))


NEW = Actor(person_id=PersonId("bu-wati"), org_id=PARTNER)

DONE = (
    Done("willingness", B, lambda s: (DeclareWillingness(willing=True),)),
    Done("acceptance", B, lambda s: (s.acceptance(),)),
    Done("objection", B, lambda s: (ObjectToAcceptance(ground="Nobody asked us"),)),
    Done("institutionalise", B, lambda s: (RecordCoreCase(text="Reading is what we are for"),)),
    Done("commitment", A, lambda s: (ReportDone(commitment_id="shelf"),)),
    Done("confirmation", B, lambda s: (ConfirmContribution(contribution_id="ear"),)),
    Done("evaluation", B, lambda s: (looking.answer(),)),
    Done("pulse", B, lambda s: (AnswerPulse(values={PulseItem.CLIMATE: 4}),)),
    Done("action", A, lambda s: (CompleteAction(action_id="news"),)),
    Done("ending_item", A, lambda s: (CompleteEndingItem(item_id="keys"),)),
    Done("entry", B, lambda s: (AnswerEntry(entry_id="books", answer="Gladly"),)),
    Done("informed", B, lambda s: (AcknowledgeDecision(decision_id="sundays"),)),
    Done("vacancy", B, lambda s: (_deputy(),)),
    Done("handover", NEW, _handed_over),
    Done("assurance", B, lambda s: (RecordAssurance(assurance_id="ref", outcome=AssuranceOutcome.GIVEN),)),
    Done("concern", A, lambda s: (AcknowledgeConcern(concern_id="doubt"),)),
    Done("concern_severe", A, lambda s: (AcknowledgeConcern(concern_id="doubt"),)),
    Done("concern_talk", A, lambda s: (RecordMediation(concern_id="doubt", outcome="Tea"),)),
    Done("clarification", A, lambda s: (RecordMediation(concern_id="doubt", outcome="Tea"),)),
    Done("retaliation_check", B, lambda s: (_no_harm(),)),
    Done("aftercare", B, lambda s: (RecordAftercare(),)),
)


def _deputy() -> AppointPerson:
    return AppointPerson(person_id=PersonId("pak-eko"), name="Pak Eko", role=Role.ALTERNATE)


def _no_harm() -> AnswerRetaliationCheck:
    return AnswerRetaliationCheck(concern_id="doubt", answer=Retaliation.NONE)


@pytest.mark.parametrize("done", DONE, ids=lambda done: done.rule)
def test_it_closes_by_the_thing_itself_being_done(done: Done) -> None:
    story = Story()
    GIVEN[done.rule](story)
    if done.rule in FIRST:
        FIRST[done.rule](story)
    if not of_rule(story, done.rule):
        until_nudged(story, done.rule)
    mine = {task.key for task in of_rule(story, done.rule) if done.by.person_id in meant(story.p, task)}
    assert mine
    story.say(done.by, *done.says(story))
    assert not mine & tasks(story.p).keys()


def test_what_all_do_together_closes_for_all() -> None:
    story = Story()
    GIVEN["funding_lost"](story)
    assert {task.org_id for task in of_rule(story, "funding_lost")} == {HOST, PARTNER}
    story.together(ChooseFundingPlan(org_id=HOST, option=FundingOption.REDUCE, text="Fewer books"))
    assert of_rule(story, "funding_lost") == []
    assert [task.org_id for task in tasks(story.p).values() if task.kind == "carry_out_funding_plan"] == [HOST]


def test_a_conflict_is_settled_by_all_once_each_has_declared_its_interests() -> None:
    story = Story()
    GIVEN["contested"](story)
    assert {"declare_interests", "settle_conflict"} <= kinds(story, A) & kinds(story, B)
    story.each(Role.LEAD, DeclareInterests(conflicts=()))
    assert "declare_interests" not in kinds(story)
    story.together(SettleContested(how="We share the library"))
    assert of_rule(story, "contested") == []


@pytest.mark.parametrize(
    "rule", ["contact", "end_date", "notice_deadline", "resume", "operational_end", "availability"]
)
def test_what_only_time_brings_is_no_task_before_its_first_reminder(rule: str) -> None:
    story = Story()
    GIVEN[rule](story)
    assert of_rule(story, rule) == []
    until_nudged(story, rule)
    assert of_rule(story, rule)


def test_getting_in_touch_and_saying_what_time_there_is_settles_it() -> None:
    story = Story()
    asking.promised_time(story)
    story.wait(94)
    assert {"get_in_touch", "confirm_availability"} <= kinds(story, A)
    said = ConfirmAvailability(words="One evening", reply_within_days=3, until=story.day(200))
    story.contact().say(A, said)
    assert not {"get_in_touch", "confirm_availability"} & kinds(story)


def test_a_near_end_becomes_the_question_of_the_future() -> None:
    story = Story()
    GIVEN["end_date"](story)
    until_nudged(story, "end_date")
    assert "prepare_end_date" in kinds(story, A) & kinds(story, B)
    story.say(B, DiscussFuture(ground=EndingGround.SUCCESS, reason="Every child reads"))
    assert "prepare_end_date" not in kinds(story)
    assert "decide_future" in kinds(story, A) & kinds(story, B)


def test_the_talk_about_results_is_asked_of_each_side_and_told_once() -> None:
    story = looking.all_answered()
    assert "discuss_results" in kinds(story, A) & kinds(story, B)
    story.say(B, RecordReview(held_at=story.now))
    assert "discuss_results" not in kinds(story)


def test_an_evaluation_asks_everybody_in_person_and_nobody_learns_who_has_answered() -> None:
    story = looking.asked()
    asked = [task for task in tasks(story.p).values() if task.kind == "answer_evaluation"]
    assert {task.person_id for task in asked} == {person(role, org) for role in looking.NAMED for org in story.orgs}
    before = tasks(story.p)
    story.say(A, looking.answer(1))
    after = tasks(story.p)
    assert before.keys() - after.keys() == {f"answer_evaluation/{HOST}/{A.person_id}"}
    others = {key: task for key, task in before.items() if task.org_id == PARTNER or task.kind != "answer_evaluation"}
    assert others == {key: after[key] for key in others}


def test_a_pulse_that_was_told_is_not_asked_for_again() -> None:
    story = Story()
    GIVEN["pulse"](story)
    until_nudged(story, "pulse")
    story.say(A, AnswerPulse(values={PulseItem.CLIMATE: 4}))
    assert "answer_pulse" not in kinds(story, A)
    assert "answer_pulse" in kinds(story, B)
    story.wait(15)
    assert "pulse.published" in story.types
    assert "answer_pulse" not in kinds(story)


def test_a_concern_is_a_task_for_those_alone_who_were_told() -> None:
    story = Story()
    weighing.used(story)
    told = {task.person_id for task in tasks(story.p).values() if task.private}
    assert told == {A.person_id}
    heard(story)
    assert [task.kind for task in tasks(story.p).values() if task.private] == ["talk_about_concern"]


def test_what_nobody_has_heard_is_for_its_raiser_to_think_about() -> None:
    story = Story().active()
    alone = RaiseConcern(concern_id="doubt", about=ConcernKind.WORKLOAD, text="Too much")
    story.say(B, alone)
    (task,) = (task for task in tasks(story.p).values() if task.private)
    assert (task.kind, task.person_id) == ("choose_confidant", B.person_id)


def test_a_task_falls_to_nobody_who_spoke_for_a_side_where_they_hold_no_role() -> None:
    story = Story().active()
    stray = Actor(person_id=person(Role.LEAD, PARTNER), org_id=HOST)
    story.say(stray, RaiseConcern(concern_id="doubt", about=ConcernKind.WORKLOAD, text="Too much"))
    story.wait(61)
    confided = [task for task in tasks(story.p).values() if task.private]
    assert confided
    assert not any(meant(story.p, task) for task in confided)


def test_confidants_do_not_learn_of_each_other() -> None:
    story = Story().active()
    told = RaiseConcern(concern_id="doubt", about=ConcernKind.MONEY, text="The till", disclose_to=Disclosure.SPONSORS)
    story.say(B, told)
    first, second = (voice(Role.SPONSOR, org) for org in (HOST, PARTNER))
    mine = [task for task in tasks(story.p).values() if task.person_id == second.person_id]
    story.say(first, AcknowledgeConcern(concern_id="doubt"))
    after = [task for task in tasks(story.p).values() if task.person_id == second.person_id]
    assert [task.key for task in mine] == [task.key for task in after]
    assert not any(first.person_id in repr(task) for task in after)


def test_after_an_urgent_end_somebody_tells_and_somebody_else_looks_back() -> None:
    story = Story(HOST, PARTNER, THIRD)
    GIVEN["urgent_end"](story)
    assert "tell_urgent_end" in kinds(story, A) & kinds(story, B)
    assert "tell_urgent_end" not in kinds(story, C)
    story.say(A, TellUrgentEnd(org_id=THIRD, how="At their house"))
    assert "tell_urgent_end" not in kinds(story)
    reviewers = {p for t in of_rule(story, "urgent_end") for p in meant(story.p, t)}
    other = voice(Role.SPONSOR, THIRD)
    assert reviewers == {other.person_id}
    story.say(other, RecordUrgentReview(text="It was right", outcome=ReviewOutcome.UPHELD))
    assert of_rule(story, "urgent_end") == []


def test_a_change_of_lead_asks_the_side_to_hand_over_and_all_to_meet() -> None:
    story = Story()
    GIVEN["handover"](story)
    assert {"hand_over", "meet_new_lead", "reaffirm_goals"} <= kinds(story, NEW)
    assert "meet_new_lead" in kinds(story, A)
    assert not {"hand_over", "reaffirm_goals"} & kinds(story, A)


def test_nobody_who_has_left_is_meant_and_the_next_one_stands_in() -> None:
    story = Story().active()
    due = story.day(20)
    story.say(B, MakeCommitment(commitment_id="shelf", to_org=HOST, text="A shelf", due_at=due))
    key = f"keep_commitment/shelf/{PARTNER}"
    seats = (Role.LEAD, Role.ALTERNATE, Role.SPONSOR)
    for role in seats:
        assert meant(story.p, tasks(story.p)[key]) == (person(role, PARTNER),)
        story.say(voice(Role.SPONSOR, PARTNER), ReleasePerson(person_id=person(role, PARTNER)))
    assert meant(story.p, tasks(story.p)[key]) == ()


def test_a_silent_lead_is_asked_and_the_alternate_too() -> None:
    story = Story().agreeing().then(A, ReportSilenceOfLead(org_id=PARTNER))
    task = tasks(story.p)[f"accept_version/1/{PARTNER}"]
    assert meant(story.p, task) == (person(Role.LEAD, PARTNER), person(Role.ALTERNATE, PARTNER))


def test_what_somebody_took_upon_themself_is_theirs_as_long_as_they_are_there() -> None:
    story = looking.all_answered()
    sponsor = voice(Role.SPONSOR, HOST)
    story.say(A, AddAction(action_id="news", text="Tell it", owner_person=sponsor.person_id, due_at=story.day(30)))
    key = f"complete_action/news/{HOST}"
    assert meant(story.p, tasks(story.p)[key]) == (sponsor.person_id,)
    story.say(A, ReleasePerson(person_id=sponsor.person_id))
    assert meant(story.p, tasks(story.p)[key]) == (A.person_id,)


def test_a_party_that_has_left_has_no_tasks() -> None:
    story = Story(HOST, PARTNER, THIRD).agreeing()
    story.say(C, LeavePartnership(reason="Other plans"))
    assert THIRD not in {task.org_id for task in tasks(story.p).values()}


def test_a_promise_is_kept_and_then_confirmed() -> None:
    story = Story()
    GIVEN["commitment"](story)
    story.say(A, ReportDone(commitment_id="shelf"))
    assert kinds(story, B) == {"confirm_commitment"}
    story.say(B, ConfirmCommitment(commitment_id="shelf"))
    assert tasks(story.p) == {}


def test_a_proposed_change_waits_for_a_word_and_then_for_its_author() -> None:
    story = Story()
    amending.asked_to_answer(story)
    (task,) = of_rule(story, "proposal")
    assert task.kind == "answer_change"


def test_a_healthy_quiet_partnership_waits_for_nothing() -> None:
    assert tasks(Story().active().p) == {}


def test_a_facilitator_clears_what_a_facilitator_has_named() -> None:
    story = Story(crowd=True).exploring()
    story.say(FACILITATOR, RaiseBlocker(blocker_id="past", text="An old quarrel"))
    assert kinds(story, FACILITATOR) == {"clear_blocker"}


def test_who_is_no_facilitator_any_more_is_told_nothing_more() -> None:
    story = Story(crowd=True).active()
    story.say(B, RaiseConcern(concern_id="doubt", about=ConcernKind.MONEY, text="The till"))
    assert "hear_concern" in kinds(story, FACILITATOR)
    watching = AppointNeutral(person_id=FACILITATOR.person_id, name="Bu Sari", role=Role.OBSERVER)
    story.together(watching)
    assert "hear_concern" not in kinds(story)
    (concern,) = story.p.concerns
    assert not known_to(FACILITATOR, concern, story.p)
