"""Guards: named conditions whose docstring is the sentence people read while they do not hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from domain.message import Circumstances
from domain.partnership import Partnership
from domain.refusals import Unmet
from domain.slices.parties import Party

Facts = dict[str, str] | None
"""The facts that fill a guard's message while it does not hold; None while it holds."""

Check = Callable[[Partnership, Circumstances], Facts]


@dataclass(frozen=True)
class Guard:
    """A condition with a name and a sentence."""

    name: str
    message: str
    check: Check

    def holds(self, p: Partnership, c: Circumstances) -> bool:
        """Whether nothing is missing."""
        return self.check(p, c) is None

    def unmet(self, p: Partnership, c: Circumstances) -> Unmet | None:
        """What is missing, if anything."""
        facts = self.check(p, c)
        return None if facts is None else Unmet(guard=self.name, message=self.message, params=facts)


def guard(check: Check) -> Guard:
    """A function as a guard; its docstring is the message."""
    return Guard(name=getattr(check, "__name__", "guard"), message=" ".join((check.__doc__ or "").split()), check=check)


def unmet(guards: Iterable[Guard], p: Partnership, c: Circumstances) -> tuple[Unmet, ...]:
    """All guards that do not hold."""
    return tuple(missing for g in guards if (missing := g.unmet(p, c)))


def holds(condition: bool, **facts: object) -> Facts:
    """None when the condition holds, else the facts for the message."""
    return None if condition else {name: str(value) for name, value in facts.items()}


def every(parties: Iterable[Party], condition: Callable[[Party], bool]) -> Facts:
    """None when each party meets the condition, else the names of those that do not, as `parties`."""
    missing = [party.name for party in parties if not condition(party)]
    return holds(not missing, parties=", ".join(missing))
