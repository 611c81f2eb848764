"""Due diligence in proportion: it is asked for in both directions, expires, is renewed, and stops nothing."""

import pytest

from domain.assurance import LIGHT, AssuranceLapsed, DropAssurance, RecordAssurance, RequestAssurance
from domain.clocks import EscalationRaised
from domain.refusals import TooHeavy
from domain.slices.assurances import AssuranceKind, AssuranceOutcome
from domain.stages import Stage
from domain.values import OrgId
from tests.domain.story import HOST, PARTNER, Story
from tests.domain.teller import A, B


def asked(
    story: Story, days: float = 100, kind: AssuranceKind = AssuranceKind.COMMUNITY_REFERENCE, org: OrgId = PARTNER
) -> Story:
    by = A if org == PARTNER else B
    return story.then(by, RequestAssurance(assurance_id="ref", of_org=org, about=kind, due_at=story.day(days)))


def shown(story: Story, days: float | None, outcome: AssuranceOutcome = AssuranceOutcome.GIVEN) -> Story:
    until = None if days is None else story.day(days)
    return story.then(B, RecordAssurance(assurance_id="ref", outcome=outcome, valid_until=until))


def lapses(story: Story) -> list[AssuranceLapsed]:
    return [r.event for r in story.ledger if isinstance(r.event, AssuranceLapsed)]


@pytest.mark.requirement("S1.1")
@pytest.mark.parametrize("kind", AssuranceKind)
def test_an_informal_group_is_never_asked_for_the_papers_of_a_legal_body(kind: AssuranceKind) -> None:
    if kind in LIGHT:
        assert asked(Story().exploring(), kind=kind).p.assurances != ()
    else:
        with pytest.raises(TooHeavy):
            asked(Story().exploring(), kind=kind)
    assert asked(Story().exploring(), kind=kind, org=HOST).p.assurances != ()


def test_it_expires_and_is_renewed() -> None:
    story = shown(asked(Story().active()), 100)
    story.wait(95)
    told = [
        r.recorded_at for r in story.ledger if isinstance(r.event, EscalationRaised) and r.event.rule == "assurance"
    ]
    assert told == [story.day(-55), story.day(-25), story.day(-2)]
    clock = shown(story, 365).p.clock("assurance", "ref")
    assert clock is not None
    assert (clock.step, clock.due_at) == (0, story.day(305))
    assert lapses(story.wait(360)) == []


def test_a_lapse_is_shown_and_stops_nothing() -> None:
    story = shown(asked(Story().active()), 100).wait(120)
    assert [(lapse.assurance_id, lapse.given) for lapse in lapses(story)] == [("ref", True)]
    assert [q.lapsed for q in story.p.assurances] == [True]
    assert story.stage() is Stage.ACTIVE
    assert [q.lapsed for q in shown(story, 30).p.assurances] == [False]


def test_a_question_without_an_answer_is_unknown_and_not_good() -> None:
    story = asked(Story().active(), days=30).wait(31)
    assert [lapse.given for lapse in lapses(story)] == [False]
    assert [q.outcome for q in story.p.assurances] == [None]


def test_what_cannot_be_given_stays_open_until_whoever_asked_lets_it_go() -> None:
    story = shown(asked(Story().active()), None, AssuranceOutcome.NOT_GIVEN)
    assert [q.outcome for q in story.p.assurances] == [AssuranceOutcome.NOT_GIVEN]
    assert story.then(A, DropAssurance(assurance_id="ref")).p.assurances == ()


def test_what_never_expires_is_closed_at_once() -> None:
    assert shown(asked(Story().active()), None).p.assurances == ()
