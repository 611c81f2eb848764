"""Side by side: contenders take turns in short rounds of one run, and only their ratio within a round counts."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median

Contender = Callable[[], Awaitable[float]]
"""Takes its turn, and says what it measured."""


@dataclass(frozen=True)
class Rounds:
    """What every contender measured, round by round."""

    values: Mapping[str, tuple[float, ...]]

    def typical(self, name: str) -> float:
        """The middle one of a contender's values."""
        return median(self.values[name])

    def ratio(self, name: str, anchor: str) -> "Ratio":
        """A contender over its anchor, round by round."""
        pairs = zip(self.values[name], self.values[anchor], strict=True)
        return Ratio(tuple(mine / its for mine, its in pairs))


@dataclass(frozen=True)
class Ratio:
    """One ratio a round."""

    each: tuple[float, ...]

    @property
    def typical(self) -> float:
        """The middle one."""
        return median(self.each)

    @property
    def spread(self) -> str:
        """The lowest and the highest."""
        return f"{min(self.each):.2f} to {max(self.each):.2f}"


async def alternately(count: int, contenders: Mapping[str, Contender]) -> Rounds:
    """Let everybody take a turn in each round, in changing order; a first round only warms up."""
    values: dict[str, list[float]] = {name: [] for name in contenders}
    names = list(contenders)
    for number in range(count + 1):
        for name in names:
            measured = await contenders[name]()
            if number:
                values[name].append(measured)
        names.append(names.pop(0))
    return Rounds({name: tuple(measured) for name, measured in values.items()})
