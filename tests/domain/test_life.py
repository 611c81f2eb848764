"""Whole lives: told step by step, from a proposal to one of the ends a partnership can have."""

import pytest

from domain.aftercare import RecordAftercare
from domain.agreement import OfferVersion
from domain.commitments import MakeCommitment, WaiveCommitment
from domain.draft import EndType
from domain.ending import AddEndingItem, CompleteEndingItem, EndPartnership
from domain.future import ContinuePartnership, EndByAgreement, EndingGround, ReconsiderEnding, ReshapePartnership
from domain.notice import BeginWindingDown, ContestConversation, GiveNotice, RecordConversation
from domain.pausing import ResumePartnership
from domain.people import LeavePartnership
from domain.refusals import GuardsUnmet, NotWaivable
from domain.stages import Stage
from domain.urgent import ConfirmUrgentEnd, RequestUrgentEnd, UrgentGround
from domain.values import Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, drafting_day, voice
from tests.domain.teller import A, B, C


def test_from_a_proposal_to_work() -> None:
    story = Story().active()
    assert story.stage() is Stage.ACTIVE
    assert story.transitions == ["T1", "T3", "T4", "T5", "T6"]
    assert story.p.agreement is not None
    assert story.p.offer is None


def test_a_pause_agreed_by_both_and_resumed_by_both() -> None:
    story = Story().paused()
    assert story.stage() is Stage.PAUSED
    story.together(ResumePartnership(conditions="Only in the evening"))
    assert story.stage() is Stage.ACTIVE
    assert story.p.pause is None


def test_a_resume_date_passing_twice_asks_the_question_and_ends_nothing() -> None:
    story = Story().paused(days=30).wait(31)
    assert story.stage() is Stage.PAUSED
    story.wait(14)
    assert story.stage() is Stage.DECIDING_FUTURE
    story.wait(3650)
    assert story.stage() is Stage.DECIDING_FUTURE


def test_an_end_date_without_a_decision_holds_over_and_then_asks() -> None:
    story = Story()
    story.active(end_type=EndType.FIXED, ends_at=drafting_day(200)).wait(200)
    assert story.p.holding_over
    assert story.stage() is Stage.ACTIVE
    story.wait(30)
    assert story.stage() is Stage.DECIDING_FUTURE
    story.together(ContinuePartnership(ends_at=story.day(365)))
    assert story.stage() is Stage.ACTIVE
    assert not story.p.holding_over


def test_ending_well_by_agreement() -> None:
    story = Story().active()
    shelf = MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=story.day(9))
    thanks = AddEndingItem(
        item_id="thanks", about="thanks", text="A feast", owner_org=HOST, owed_to=PARTNER, due_at=story.day(30)
    )
    story.then(A, shelf).asked(EndingGround.SUCCESS)
    story.together(EndByAgreement(ground=EndingGround.SUCCESS, reason="Every child reads")).then(B, thanks)
    with pytest.raises(GuardsUnmet) as refused:
        story.say(A, EndPartnership())
    assert [u.guard for u in refused.value.unmet] == [
        "nothing_owed",
        "statement_seen_by_all",
        "message_agreed",
        "lessons_asked",
    ]
    with pytest.raises(NotWaivable):
        story.say(A, WaiveCommitment(commitment_id="shelf", reason="Too dear"))
    story.then(B, WaiveCommitment(commitment_id="shelf", reason="We built one"))
    thanked = CompleteEndingItem(item_id="thanks")
    story.then(A, thanked).then(B, thanked).say_goodbye().then(A, EndPartnership())
    assert story.stage() is Stage.ENDED
    story.wait(31).then(B, RecordAftercare(answers="The library is full.")).wait(200)
    assert story.p.closed
    assert story.transitions[-3:] == ["T15", "T17", "T18"]


def test_one_side_ends_only_after_talking_and_reflecting() -> None:
    story = Story().deciding()
    notice = GiveNotice(ground=EndingGround.STRATEGY, reason="New plans")
    with pytest.raises(GuardsUnmet):
        story.say(A, notice)
    story.then(A, RecordConversation(held_at=story.now), notice)
    with pytest.raises(GuardsUnmet):
        story.say(A, BeginWindingDown())
    story.wait(14).then(A, BeginWindingDown())
    assert story.stage() is Stage.WINDING_DOWN
    story.together(ReconsiderEnding(reason="We miss you"))
    assert story.stage() is Stage.DECIDING_FUTURE
    assert story.p.ending.conversations == 1
    story.say(B, ContestConversation())
    assert story.p.ending.conversations == 0
    story.together(ReshapePartnership(reason="Smaller"))
    assert story.stage() is Stage.DESIGNING
    assert story.p.agreement is not None


def test_an_urgent_end_needs_two_mandated_people() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    story.then(
        voice(Role.SPONSOR, HOST), RequestUrgentEnd(ground=UrgentGround.SAFEGUARDING, text="A child is at risk.")
    )
    story.then(voice(Role.SPONSOR, PARTNER), ConfirmUrgentEnd())
    assert story.stage() is Stage.ENDED
    assert story.p.closing is not None
    assert story.p.closing.urgent


def test_two_go_on_with_what_three_have_drafted() -> None:
    story = Story(HOST, PARTNER, THIRD).agreeing().then(C, LeavePartnership(reason="Another path"))
    assert story.stage() is Stage.DESIGNING
    story.then(A, OfferVersion()).accept(HOST, PARTNER)
    assert story.stage() is Stage.ACTIVE
    assert THIRD not in story.p.model_dump_json()
