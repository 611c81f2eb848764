"""A relation that is kept well: what a partnership is reminded of by itself, year after year."""

import pytest

from domain.clocks import EscalationRaised
from domain.evaluation import EvaluationOpened
from domain.stages import Stage
from tests.domain.story import HOST, PARTNER, Story


@pytest.mark.requirement("S3.14", "S3.13", "S1.14")
def test_the_tie_is_tended_by_itself_for_three_years() -> None:
    story = Story().active()
    for _ in range(3 * 12):
        story.wait(29).contact()
    nudges = [entry.event for entry in story.ledger if isinstance(entry.event, EscalationRaised)]
    rules = {nudge.rule for nudge in nudges}
    assert {"evaluation", "pulse", "institutionalise"} <= rules
    assert len([entry for entry in story.ledger if isinstance(entry.event, EvaluationOpened)]) >= 2
    told = {person for nudge in nudges for person in nudge.to}
    assert {person.org_id for person in story.p.people if person.person_id in told} == {HOST, PARTNER}
    assert story.p.stage is Stage.ACTIVE


@pytest.mark.requirement("S3.14")
def test_who_does_not_meet_is_reminded_and_who_meets_is_not() -> None:
    silent, met = Story().active(), Story().active()
    silent.wait(40)
    met.wait(29).contact().wait(11)
    contact = [[r.event for r in s.ledger if isinstance(r.event, EscalationRaised)] for s in (silent, met)]
    assert [[nudge.rule for nudge in nudges] for nudges in contact] == [["contact"], []]
