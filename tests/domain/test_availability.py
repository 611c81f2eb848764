"""Availability is said for a while, asked for again, and never assumed."""

import pytest

from domain.availability import AvailabilityLapsed, ConfirmAvailability, known
from domain.clocks import EscalationRaised
from domain.policy import INFORMAL
from domain.refusals import TooLong
from tests.domain.story import HOST, PARTNER, Story
from tests.domain.teller import B


def available(story: Story, days: float = 30) -> Story:
    word = ConfirmAvailability(words="Two evenings a week", reply_within_days=3, until=story.day(days))
    return story.then(B, word)


@pytest.mark.requirement("S0.2")
def test_a_side_says_what_it_can_give_and_how_soon_it_answers() -> None:
    story = available(Story().active())
    said = known(story.p, PARTNER, story.now)
    assert said is not None
    assert (said.words, said.reply_within_days) == ("Two evenings a week", 3)
    assert known(story.p, HOST, story.now) is None


@pytest.mark.requirement("S0.9")
def test_when_its_day_has_gone_by_it_is_asked_for_again_and_unknown_meanwhile() -> None:
    story = available(Story(policy=INFORMAL).active(contact_interval_days=365))
    until = story.day(30)
    story.wait(45)
    nudges = [r for r in story.ledger if isinstance(r.event, EscalationRaised) and r.event.rule == "availability"]
    assert [(r.recorded_at - until).days for r in nudges] == [-7, 0, 14]
    assert {r.event.owner for r in nudges if isinstance(r.event, EscalationRaised)} == {PARTNER}
    lapsed = [r for r in story.ledger if isinstance(r.event, AvailabilityLapsed)]
    assert [r.recorded_at for r in lapsed] == [until]
    assert known(story.p, PARTNER, story.now) is None
    available(story)
    assert known(story.p, PARTNER, story.now) is not None


@pytest.mark.requirement("S0.9")
def test_nobody_is_available_for_ever() -> None:
    with pytest.raises(TooLong):
        available(Story().active(), days=400)


def test_it_is_unknown_on_the_very_day_even_before_the_clock_has_looked() -> None:
    story = available(Story().active()).sleep(30)
    assert known(story.p, PARTNER, story.now) is None
