"""Equal rights, word by word: whatever one side may say at any point of a life, the other may with the same result."""

from contextlib import suppress

import pytest

from domain.commands import RULES, CommandRule, Who
from domain.refusals import Refusal
from domain.transitions import TRANSITIONS
from domain.values import Role
from tests.domain.sayings.everything import saying
from tests.domain.scene import Scene
from tests.domain.story import HOST, PARTNER, voice
from tests.domain.witness import STARTS, Mirror, Witness

MOVES = {row.by for row in TRANSITIONS}
"""What leads to another stage is said last."""

WORDS = sorted((rule for rule in RULES if rule.who not in {Who.CLOCK, Who.ANYBODY}), key=lambda r: r.command in MOVES)


def told(start: str, turn: int) -> Witness:
    """A life in which both sides say everything that there is to say, one after the other, and much of it in vain."""
    life = Witness(HOST, PARTNER, even=True)
    life.start(start)
    for rule in WORDS:
        for role in _speakers(rule):
            for side in (PARTNER, HOST) if turn else (HOST, PARTNER):
                with suppress(Refusal):
                    life.say(voice(role, side), saying(rule.command, Scene(life.p, life.now, side, turn)))
    return life


def _speakers(rule: CommandRule) -> tuple[Role, ...]:
    return (Role.SPONSOR,) if rule.who is Who.MANDATED else (Role.LEAD, Role.MEMBER)


@pytest.mark.parametrize("turn", [0, 1])
@pytest.mark.parametrize("start", STARTS)
def test_with_the_sides_in_each_others_place_the_same_comes_of_it(start: str, turn: int) -> None:
    mirror = Mirror(told(start, turn))
    mirror.tell()
    assert mirror.told() == mirror.image()
