"""Recorded decisions reach every side, rest on experience, and leave room for doubt."""

import pytest

from domain.clocks import EscalationRaised
from domain.minutes import AcknowledgeDecision, DecisionRecorded, RecordDecision
from domain.policy import Audience
from domain.refusals import UnknownItem
from domain.registers import AnswerEntry, CloseEntry
from domain.slices.registers import Register
from domain.values import Visibility
from tests.domain.story import HOST, PARTNER, THIRD, Story
from tests.domain.teller import A, B, C

SUNDAYS = RecordDecision(decision_id="sundays", text="We read on Sundays.", goal_id="read")
KNOWN = AcknowledgeDecision(decision_id="sundays")


@pytest.mark.requirement("S1.15")
def test_a_decision_reaches_every_side_and_each_says_that_it_knows() -> None:
    story = Story(HOST, PARTNER, THIRD).active(contact_interval_days=365).then(A, SUNDAYS)
    assert story.ledger[-1].visibility is Visibility.BOTH
    number = story.p.version
    story.wait(4).then(B, KNOWN).wait(11)
    nudges = [e for e in (r.event for r in story.ledger) if isinstance(e, EscalationRaised) and e.rule == "informed"]
    assert [(n.audience, n.owner, n.event) for n in nudges] == [
        (Audience.OWNER, None, number), (Audience.OWNER, THIRD, number), (Audience.OWNER, THIRD, number)
    ]  # fmt: skip
    assert story.then(C, KNOWN).p.minutes == ()
    assert story.p.clock("informed", "sundays") is None


@pytest.mark.requirement("S1.15")
def test_whatever_all_decide_is_seen_by_all() -> None:
    story = Story().deciding().talked().renewed()
    decided = [r for r in story.ledger if r.event.type.startswith("decision.") or "stage_changed" in r.event.type]
    assert {r.visibility for r in decided} == {Visibility.BOTH}


@pytest.mark.requirement("S0.24")
def test_a_decision_cites_what_has_been_and_nothing_else() -> None:
    story = Story().active().contact()
    talk = story.p.version
    story.then(B, SUNDAYS.model_copy(update={"cites": (1, talk)}))
    event = story.ledger[-1].event
    assert isinstance(event, DecisionRecorded)
    assert [story.ledger[n - 1].event.type for n in event.cites] == ["partnership.proposed", "contact.held"]
    for number in (0, -1, story.p.version + 1):
        with pytest.raises(UnknownItem):
            story.say(B, RecordDecision(decision_id="x", text="x", cites=(number,)))


def test_who_disagrees_knows_it_and_opens_a_doubt() -> None:
    story = Story().active().then(A, SUNDAYS)
    story.then(B, KNOWN.model_copy(update={"doubt": "Sundays are for rest."}))
    [doubt] = story.p.registers
    assert (doubt.in_register, doubt.org_id, doubt.to_org) == (Register.DOUBT, PARTNER, HOST)
    story.then(A, AnswerEntry(entry_id=doubt.entry_id, answer="Saturdays then."))
    story.then(B, CloseEntry(entry_id=doubt.entry_id, outcome="Saturdays."))
    assert (story.p.minutes, story.p.registers) == ((), ())
