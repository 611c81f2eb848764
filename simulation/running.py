"""Many lives under one policy: the same seed, policy and numbers give the same counts, to the byte."""

from collections.abc import Callable
from datetime import UTC, datetime

from domain.policy import LifecyclePolicy
from simulation.beginning import begun
from simulation.habits.everyday import HABITS, begin
from simulation.life import YEAR, Life
from simulation.tally import Tally

START = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)


def simulated(
    policy: LifecyclePolicy, *, partnerships: int, years: int, seed: int, seen: Callable[[int], None] = lambda n: None
) -> Tally:
    """What the policy does in so many partnerships over so many years; `seen` hears of each life that is over."""
    tally, start = Tally(years), begun(policy, START)
    for number in range(partnerships):
        life = Life(number, seed, start, HABITS, tally.see)
        begin(life)
        for year in range(years):
            life.live(START + policy.days(YEAR) * (year + 1))
            tally.year(year, life)
        closed = life.p.closing.ended_at if life.p.closing else life.now
        tally.over(life, closed - START)
        seen(number + 1)
    return tally
