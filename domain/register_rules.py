"""What each register asks for: a table, so that a new register is a new row."""

from enum import StrEnum

from domain.slices.registers import Register
from domain.values import Line, Value


class Asks(StrEnum):
    """What the parties to whom an entry speaks owe: nothing, some words, or also a yes or no."""

    NOTHING = "nothing"
    WORDS = "words"
    YES_OR_NO = "yes_or_no"


class RegisterRule(Value):
    """One register: what it is for, what an entry needs, who owes an answer, how long it stays open, who closes it."""

    in_register: Register
    meaning: Line
    asks: Asks = Asks.NOTHING
    stays: bool = False
    shared: bool = False
    """Any party may close an entry, not only the one that wrote it."""
    needs: tuple[str, ...] = ()
    """Fields that must be given; one of several where they are joined by `or`."""


def _register(name: str, meaning: str, *needs: str, asks: Asks = Asks.NOTHING, **more: bool) -> RegisterRule:
    return RegisterRule(in_register=Register(name), meaning=meaning, needs=needs, asks=asks, **more)


_WORDS, _YES_OR_NO = Asks.WORDS, Asks.YES_OR_NO

REGISTERS: tuple[RegisterRule, ...] = (
    _register("expectation", "what one side expects, and what the others say to it", asks=_WORDS),
    _register("doubt", "a doubt said openly, until whoever has it lets it go", asks=_WORDS, stays=True),
    _register("own_plan", "a party's own goal or target, for the others to see", stays=True),
    _register("help_offer", "help with another's own plan", "to_org", "about", asks=_YES_OR_NO),
    _register("support_request", "a call for support or for somebody who knows the way", asks=_YES_OR_NO),
    _register("correction", "a friendly word that another should do something differently", "to_org", asks=_YES_OR_NO),
    _register("strength", "what a party is good at, and how that helps all"),
    _register("gap", "what a party lacks, and what fills it", "own_action or joint_action", stays=True),
    _register("difference", "how the parties differ, what it gives and costs", "benefit", "strain", asks=_WORDS),
    _register("idea", "an idea, perhaps from a talk over coffee"),
    _register("learning", "what somebody learned from the others"),
    _register("problem", "a problem faced together, until a solution is found", asks=_WORDS, stays=True, shared=True),
    _register("activity", "something done together for a shared goal", "goal_id", stays=True, shared=True),
    _register("participation", "who took part in what", "goal_id"),
    _register("opportunity", "a chance to do more together", stays=True, shared=True),
    _register("challenge", "a new task to take on together", stays=True, shared=True),
    _register("network_gain", "people and groups met through the others"),
    _register("growth_aim", "how a party itself wants to grow, and what the others do for it", asks=_WORDS, stays=True),
    _register("public_credit", "how the parties are named in public, its good and its risk", "benefit", "strain",
              asks=_YES_OR_NO),
    _register("aim", "what the parties reach together that none reaches alone"),
)  # fmt: skip

RULE_OF: dict[Register, RegisterRule] = {rule.in_register: rule for rule in REGISTERS}
