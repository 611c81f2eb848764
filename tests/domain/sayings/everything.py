"""What anybody could sensibly say next: for each command an instance that fits the state and the speaker's side."""

from collections.abc import Callable

from domain.message import Command
from tests.domain.sayings import (
    amending,
    concerns,
    evaluation,
    giving,
    leadership,
    quiet,
    registers,
    relaying,
    spine,
    together,
)
from tests.domain.scene import Scene

SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    **spine.SAYINGS,
    **concerns.SAYINGS,
    **giving.SAYINGS,
    **evaluation.SAYINGS,
    **together.SAYINGS,
    **leadership.SAYINGS,
    **amending.SAYINGS,
    **registers.SAYINGS,
    **quiet.SAYINGS,
    **relaying.SAYINGS,
}


def saying(command: type[Command], scene: Scene) -> Command:
    """One command, as it could be said in this scene."""
    return SAYINGS[command](scene)
