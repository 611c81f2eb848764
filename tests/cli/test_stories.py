"""The stories as data: every line is a command that the engine knows, and what is expected of the lives can be met."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from cli.demo.checking import follows
from cli.demo.lives import LIVES
from cli.seed.portfolio import PORTFOLIO
from cli.stories.cast import IsRefused, Says, Story, dated
from domain.catalogue import AnyCommand
from domain.message import Command
from domain.transitions import TRANSITIONS

COMMAND: TypeAdapter[Command] = TypeAdapter(AnyCommand)
NOW = datetime(2027, 1, 4, tzinfo=UTC)
STORIES = (*PORTFOLIO, *(story for story, _ in LIVES))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_every_line_is_a_command(story: Story) -> None:
    for step in story.steps:
        if isinstance(step, Says | IsRefused):
            for line in step.lines:
                COMMAND.validate_python(dated(line, NOW, timedelta(days=1)))


def test_every_story_has_its_own_key() -> None:
    keys = [story.key for story in STORIES]
    assert len(keys) == len(set(keys))


def test_the_lives_expect_transitions_of_the_table() -> None:
    known = {transition.id for transition in TRANSITIONS}
    assert all(set(expected.transitions) <= known for _, expected in LIVES)


@pytest.mark.parametrize(
    ("taken", "as_expected"),
    [
        (("T1", "T5", "T6"), True),
        (("T1", "T5", "T7", "T5", "T6"), True),
        (("T1", "T5", "T7", "T6"), True),
        (("T1", "T6", "T5"), False),
        (("T1", "T5", "T6", "T9"), False),
        (("T1", "T5"), False),
    ],
)
def test_only_a_lapsed_offer_may_come_between(taken: tuple[str, ...], as_expected: bool) -> None:
    assert follows(taken, ("T1", "T5", "T6")) is as_expected
