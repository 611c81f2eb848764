"""Lives a second: the pure simulation beside the time-skipping server, which is the only other way to live ten years.

`python -m bench.simulation` lives 1,000 partnerships over 10 years on one core, without any server, and draws them.
"""

import cProfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from pstats import Stats
from typing import Any
from uuid import uuid4

from rich.console import Console
from rich.table import Table

from bench.ground import Ground
from bench.lives import Teller, decade
from bench.report import Line, Report, compared, line, table
from bench.rounds import alternately
from domain.policy import FORMAL, LifecyclePolicy
from simulation.running import simulated

AT_LEAST = 2_000
"""Partnership-years a second, as the design promises."""

SEED = 7
YEARS, FEW, ROUNDS = 10, 5, 3
"""What `make bench` lives in each round: 5 of the 1,000, for it has little time."""

CALM_YEARS = 3
"""Of the life that is told to the engine and to the pure core alike."""

ANCHOR = "the same life on the time-skipping server"


async def measure(on: Ground, rounds: int) -> Report:
    """Years a second, in turns: one calm life told to the engine, the same life without it, and lives with habits."""
    calls = calls_a_year()
    numbers = count(1)

    async def server() -> float:
        story = decade(datetime.now(UTC), uuid4(), CALM_YEARS)
        began = time.perf_counter()
        await Teller(on, story).tell()
        return CALM_YEARS / (time.perf_counter() - began)

    async def pure() -> float:
        began = time.perf_counter()
        decade(datetime.now(UTC), uuid4(), CALM_YEARS)
        return CALM_YEARS / (time.perf_counter() - began)

    async def lives() -> float:
        began = time.perf_counter()
        tally = simulated(FORMAL, partnerships=FEW, years=YEARS, seed=next(numbers))
        return tally.years_lived / (time.perf_counter() - began)

    contenders = {"server": server, "core": pure, "lives": lives}
    found = await alternately(min(rounds, ROUNDS), 1, contenders)
    names = {"server": ANCHOR, "core": "the same life in the pure core", "lives": "simulated lives, with habits"}
    title = "simulation: partnership-years a second"
    return Report(
        compared(title, found, "server", names, "years"),
        (
            line("a calm life in the pure core", ANCHOR, found.ratio("core", "server")),
            Line(what="simulated years a second", anchor="", measured=found.typical("lives"), at_least=AT_LEAST),
            Line(what="function calls for a simulated year", anchor="", measured=calls, spread="a count"),
        ),
    )


def calls_a_year(partnerships: int = FEW, years: int = YEARS) -> float:
    """How many functions are called for one year of one partnership: the same number on every machine."""
    simulated(FORMAL, partnerships=1, years=1, seed=SEED)
    profile = cProfile.Profile()
    tally = profile.runcall(partial(simulated, FORMAL, partnerships=partnerships, years=years, seed=SEED))
    return float(Stats(profile).total_calls) / tally.years_lived  # type: ignore[attr-defined]


def hastier(policy: LifecyclePolicy) -> LifecyclePolicy:
    """The same rules with half the patience."""
    return policy.model_copy(update={"patience": policy.patience / 2})


def main() -> None:
    """Live them all, under the built-in policy and under a hastier one, and draw both."""
    asked, console = _asked(), Console()
    console.print(f"function calls for a partnership-year: {calls_a_year():,.0f}")
    shows = table("Partnership-years a second, on one core", "", "years lived", "of processor time", "of wall time")
    told: dict[str, Mapping[str, Any]] = {}
    for name, policy in (("built in", FORMAL), ("half the patience", hastier(FORMAL))):
        told[name] = _lived(name, policy, asked, shows)
    console.print(shows)
    if asked.plot:
        from simulation.drawing import draw  # noqa: PLC0415 - loads a big library

        draw(asked.plot, told)


def _lived(name: str, policy: LifecyclePolicy, asked: Namespace, shows: Table) -> Mapping[str, Any]:
    wall, processor = time.perf_counter(), time.process_time()
    tally = simulated(policy, partnerships=asked.partnerships, years=asked.years, seed=SEED)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    lived = tally.years_lived
    shows.add_row(name, f"{lived:,.1f}", f"{lived / processor:,.0f}", f"{lived / wall:,.0f}")
    return tally.told()


def _asked() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.simulation", description=main.__doc__)
    parser.add_argument("--partnerships", type=int, default=1_000, help="%(default)s")
    parser.add_argument("--years", type=int, default=YEARS, help="%(default)s")
    parser.add_argument("--plot", type=Path, help="where to write the picture (SVG)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
