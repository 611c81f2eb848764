"""Side by side: contenders take turns in short rounds of one run, and only their ratio within a round counts."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median

Contender = Callable[[], Awaitable[float]]
"""Takes one turn, and says what it measured."""


@dataclass(frozen=True)
class Rounds:
    """What every contender measured: for each round, the median of its turns."""

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


async def alternately(count: int, each: int, contenders: Mapping[str, Contender]) -> Rounds:
    """So many rounds of so many turns each; who goes first changes with every turn, and a first round only warms up."""
    names = list(contenders)
    values: dict[str, list[float]] = {name: [] for name in names}
    for number in range(count + 1):
        taken: dict[str, list[float]] = {name: [] for name in names}
        for _ in range(each):
            for name in names:
                taken[name].append(await contenders[name]())
            names.append(names.pop(0))
        for name in names if number else ():
            values[name].append(median(taken[name]))
    return Rounds({name: tuple(of) for name, of in values.items()})


def timed(work: Callable[[], Awaitable[object]]) -> Contender:
    """The seconds that some work takes."""

    async def taken() -> float:
        began = time.perf_counter()
        await work()
        return time.perf_counter() - began

    return taken
