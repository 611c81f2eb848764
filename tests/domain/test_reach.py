"""Every next word: from each start each command, agreed by all where all must agree, and then a year of time alone."""

import pytest

from domain.commands import RULES
from domain.policy import POLICIES, Profile
from domain.values import Role
from tests.domain.invariants import CLOSING, let_days_pass, watched
from tests.domain.sayings.everything import saying
from tests.domain.scene import Scene
from tests.domain.story import HOST, PARTNER, THIRD, voice
from tests.domain.teller import yes
from tests.domain.witness import STARTS, Witness

SIDES = (HOST, PARTNER, THIRD)
SPONSOR = {side: voice(Role.SPONSOR, side) for side in SIDES}


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("days", [None, 60], ids=["open", "fixed"])
@pytest.mark.parametrize("start", STARTS)
def test_ten_years_of_time_alone(start: str, days: float | None, profile: Profile) -> None:
    story = Witness(*SIDES, policy=POLICIES[profile]).start(start, days)
    before = story.stage()
    for _ in range(10):
        let_days_pass(story, 365)
    assert story.stage() not in CLOSING - {before}
    assert story.p.next_deadline is None


@pytest.mark.parametrize("days", [None, 60], ids=["open", "fixed"])
@pytest.mark.parametrize("start", STARTS)
def test_every_next_word_and_then_a_year(start: str, days: float | None) -> None:
    told = Witness(*SIDES).start(start, days)
    for rule in RULES:
        for turn in (0, 1):
            story = told.copy()
            if watched(story, SPONSOR[HOST], saying(rule.command, Scene(story.p, story.now, HOST, turn))):
                _all_say_yes(story)
                let_days_pass(story, 365)


def _all_say_yes(story: Witness) -> None:
    """Whatever is proposed is agreed to, and whatever is offered is accepted."""
    for side in story.p.orgs:
        for decision in story.p.decisions:
            watched(story, SPONSOR[side], yes(decision.about))
        if story.p.offer:
            watched(story, SPONSOR[side], story.acceptance())
