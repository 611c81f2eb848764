"""`python -m bench`: measure the budgets of the design; exit status 1 when one is missed."""

import asyncio
import logging
import signal
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable, Mapping

import structlog
from rich.console import Console

from bench import actions, http, listing, readable, simulation, throughput, wake
from bench.ground import Ground, ground, postgres
from bench.report import Line, Report, summary

Measure = Callable[[Ground, int], Awaitable[Report]]

COUNTED: Mapping[str, Measure] = {
    "actions": actions.measure,
    "wake": wake.measure,
    "simulation": simulation.measure,
}
"""Exact counts, over years that pass in seconds; and how fast they pass."""

TIMED: Mapping[str, Measure] = {
    "readable": readable.measure,
    "throughput": throughput.measure,
    "http": http.measure,
    "list": listing.measure,
}
"""Ratios, on a server whose clock is the usual one."""

ROUNDS = 7
_PATIENCE = 180.0
"""Seconds for one measure; all together stay below six minutes on two cores."""

console = Console(width=None if sys.stdout.isatty() else 160)


def main() -> None:
    """Measure what was asked for."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    logging.getLogger("pogo_core").setLevel(logging.ERROR)
    asked = _asked()
    sys.exit(asyncio.run(run(frozenset(asked.only or (*COUNTED, *TIMED)), asked.rounds)))


def _asked() -> Namespace:
    parser = ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=(*COUNTED, *TIMED), help="this measure; may be repeated")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of every comparison (%(default)s)")
    return parser.parse_args()


async def run(wanted: frozenset[str], rounds: int) -> int:
    """Every wanted measure, one after the other: together they would measure each other."""
    if task := asyncio.current_task():
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    lines: list[Line] = []
    with postgres() as dsn:
        for measures, skips_time in ((COUNTED, True), (TIMED, False)):
            chosen = {name: measure for name, measure in measures.items() if name in wanted}
            if chosen:
                async with ground(dsn, skips_time=skips_time) as on:
                    for name, measure in chosen.items():
                        lines += await _measured(name, measure, on, rounds)
    console.print(summary(lines))
    return 0 if all(line.kept for line in lines) else 1


async def _measured(name: str, measure: Measure, on: Ground, rounds: int) -> tuple[Line, ...]:
    began = time.monotonic()
    with console.status(f"measuring {name}"):
        async with asyncio.timeout(_PATIENCE):
            report = await measure(on, rounds)
    console.print(report.table, f"[dim]{name} took {time.monotonic() - began:.0f} s[/]\n")
    return report.lines


if __name__ == "__main__":
    main()
