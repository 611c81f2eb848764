"""One row of the decision table: given a story, who says what, and what comes of it."""

from collections.abc import Callable
from typing import NamedTuple

from domain.escalation import Tick
from domain.message import CLOCK, Actor, Command
from domain.partnership import Partnership
from domain.refusals import Refusal
from domain.stages import Stage
from tests.domain.story import Story
from tests.domain.teller import answer

Said = Command | tuple[Command, ...] | Callable[[Story], Command]
"""What is said: commands, or a command that quotes the state, such as the version that lies before the parties."""


class Row(NamedTuple):
    """A named decision."""

    id: str
    given: Callable[[], Story]
    by: Actor
    says: Said
    then: str
    """Event types (a change of stage as its transition) or `no`, the code of the refusal and the unmet guards."""
    predecessor: Stage | None = None
    expected_version: int | None = None


def time(name: str, given: Callable[[], Story], then: str) -> Row:
    """A row in which the clock looks at what is due."""
    return Row(name, given, CLOCK, Tick(), then)


class Told(NamedTuple):
    """A row and what came of it."""

    before: Partnership
    story: Story
    outcome: str
    refusal: Refusal | None


_TOLD: dict[str, Told] = {}


def told(row: Row) -> Told:
    """What comes of a row; told once."""
    if row.id not in _TOLD:
        _TOLD[row.id] = _tell(row)
    return _TOLD[row.id]


def _tell(row: Row) -> Told:
    story = row.given()
    before = story.p
    said = (row.says,) if isinstance(row.says, Command) else row.says
    commands = said if isinstance(said, tuple) else (said(story),)
    try:
        happened = story.say(row.by, *commands, predecessor=row.predecessor, expected_version=row.expected_version)
    except Refusal as refused:
        return Told(before, story, answer(refused), refused)
    return Told(before, story, " ".join(happened), None)
