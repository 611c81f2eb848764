"""Whole lives: told step by step, each transition of the table taken at least once."""

from datetime import timedelta

import pytest

from domain.aftercare import RecordAftercare
from domain.commitments import MakeCommitment, WaiveCommitment
from domain.draft import EndType
from domain.ending import (
    AddEndingItem,
    AgreeMessage,
    CompleteEndingItem,
    EndPartnership,
    IssueInvestmentStatement,
    RecordLesson,
    SeeInvestmentStatement,
)
from domain.future import (
    ContinuePartnership,
    DiscussFuture,
    EndByAgreement,
    ReconsiderEnding,
    ReshapePartnership,
)
from domain.joint import AgreeToDecision
from domain.notice import BeginWindingDown, GiveNotice, RecordConversation
from domain.pausing import PausePartnership, ResumePartnership
from domain.refusals import GuardsUnmet, NotWaivable
from domain.stages import Stage
from domain.urgent import ConfirmUrgentEnd, RequestUrgentEnd
from domain.values import Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice

LEAD_A, LEAD_B = voice(Role.LEAD, HOST), voice(Role.LEAD, PARTNER)


def together(story: Story, command: object, about: str) -> None:
    """One side proposes, the other agrees."""
    story.say(LEAD_A, command)  # type: ignore[arg-type]
    story.say(LEAD_B, AgreeToDecision(about=about))


def wind_down(story: Story) -> None:
    """Everything that an ending asks for, done by both sides."""
    invested = {HOST: "Two years of evenings", PARTNER: "Trust of the village"}
    story.say(LEAD_A, IssueInvestmentStatement(invested=invested))
    story.say(LEAD_B, SeeInvestmentStatement())
    together(story, AgreeMessage(text="We part as friends."), "agree_message")
    story.say(LEAD_A, RecordLesson(text="Begin with tea.", share=True))
    story.say(LEAD_B, RecordLesson())


def test_from_a_proposal_to_work() -> None:
    story = Story().active()
    assert story.p.stage is Stage.ACTIVE
    assert story.transitions == ["T1", "T3", "T4", "T5", "T6"]
    assert story.p.agreement is not None
    assert story.p.offer is None


def test_a_pause_agreed_by_both_and_resumed_by_both() -> None:
    story = Story().active()
    together(
        story,
        PausePartnership(reason="Harvest", resume_at=story.now + timedelta(days=30)),
        "pause_partnership",
    )
    assert story.p.stage is Stage.PAUSED
    together(story, ResumePartnership(), "resume_partnership")
    assert story.p.stage is Stage.ACTIVE
    assert story.p.pause is None


def test_a_resume_date_passing_twice_asks_the_question_and_ends_nothing() -> None:
    story = Story().active()
    together(
        story,
        PausePartnership(reason="Harvest", resume_at=story.now + timedelta(days=30)),
        "pause_partnership",
    )
    story.wait(31)
    assert story.p.stage is Stage.PAUSED
    story.wait(14)
    assert story.p.stage is Stage.DECIDING_FUTURE
    story.wait(3650)
    assert story.p.stage is Stage.DECIDING_FUTURE


def test_an_end_date_without_a_decision_holds_over_and_then_asks() -> None:
    story = Story()
    story.active(end_type=EndType.FIXED, ends_at=story.now + timedelta(days=200))
    story.wait(200)
    assert story.p.holding_over
    assert story.p.stage is Stage.ACTIVE
    story.wait(31)
    assert story.p.stage is Stage.DECIDING_FUTURE
    together(story, ContinuePartnership(ends_at=story.now + timedelta(days=365)), "continue_partnership")
    assert story.p.stage is Stage.ACTIVE
    assert not story.p.holding_over


def test_ending_well_by_agreement() -> None:
    story = Story().active()
    story.say(
        LEAD_A,
        MakeCommitment(
            commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=story.now + timedelta(days=9)
        ),
    )
    story.say(LEAD_B, DiscussFuture(ground="success", reason="Every child reads."))
    together(story, EndByAgreement(ground="success", reason="Done"), "end_by_agreement")
    assert story.p.stage is Stage.WINDING_DOWN
    item = AddEndingItem(
        item_id="thanks", about="thanks", text="A feast", owner_org=HOST, owed_to=PARTNER, due_at=story.now
    )
    story.say(LEAD_B, item)
    with pytest.raises(GuardsUnmet) as refused:
        story.say(LEAD_A, EndPartnership())
    assert {u.guard for u in refused.value.unmet} == {
        "nothing_owed",
        "statement_seen_by_all",
        "message_agreed",
        "lessons_asked",
    }
    with pytest.raises(NotWaivable):
        story.say(LEAD_A, WaiveCommitment(commitment_id="shelf", reason="Too dear"))
    story.say(LEAD_B, WaiveCommitment(commitment_id="shelf", reason="We built one"))
    story.say(LEAD_A, CompleteEndingItem(item_id="thanks"))
    wind_down(story)
    story.say(LEAD_A, EndPartnership())
    assert story.p.stage is Stage.ENDED
    story.wait(31)
    story.say(LEAD_B, RecordAftercare(answers="The library is full."))
    story.wait(200)
    assert story.p.closed
    assert story.transitions[-3:] == ["T15", "T17", "T18"]


def test_one_side_ends_only_after_talking_and_reflecting() -> None:
    story = Story().active()
    story.say(LEAD_A, DiscussFuture(ground="strategy", reason="New plans"))
    with pytest.raises(GuardsUnmet):
        story.say(LEAD_A, GiveNotice(ground="strategy", reason="New plans"))
    story.say(LEAD_A, RecordConversation(held_at=story.now))
    story.say(LEAD_A, GiveNotice(ground="strategy", reason="New plans"))
    with pytest.raises(GuardsUnmet):
        story.say(LEAD_A, BeginWindingDown())
    story.wait(14)
    story.say(LEAD_A, BeginWindingDown())
    assert story.p.stage is Stage.WINDING_DOWN
    together(story, ReconsiderEnding(reason="We miss you"), "reconsider_ending")
    assert story.p.stage is Stage.DECIDING_FUTURE
    together(story, ReshapePartnership(reason="Smaller"), "reshape_partnership")
    assert story.p.stage is Stage.DESIGNING
    assert story.p.agreement is not None


def test_an_urgent_end_needs_two_mandated_people() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    sponsor_a, sponsor_b = voice(Role.SPONSOR, HOST), voice(Role.SPONSOR, PARTNER)
    story.say(sponsor_a, RequestUrgentEnd(ground="safeguarding", text="A child is at risk."))
    story.say(sponsor_b, ConfirmUrgentEnd())
    assert story.p.stage is Stage.ENDED
    assert story.p.closing is not None
    assert story.p.closing.urgent
