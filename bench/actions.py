"""Billable actions by the server's own counter: of single commands, of a burst, and of whole lives."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from bench.billing import billed
from bench.crowd import Member, gathered
from bench.ground import Ground
from bench.lives import Teller, accepted, answer, commands, decade
from bench.report import Line, Report, table
from domain.future import DiscussFuture, EndingGround
from domain.record import Submission
from tests.workflows.life import whole

ANCHOR = "bare signal + activity: 2"
AT_MOST = 2.0
AT_MOST_IN_A_BURST = 1.2

_MEMBERS = 10
_BURST = 100
_TOGETHER = 20
"""Reports in one signal, as the API sends those of one request."""

_LEAVES = DiscussFuture(ground=EndingGround.SUCCESS, reason="Every child reads.")


@dataclass(frozen=True)
class Bill:
    """What some commands cost."""

    what: str
    commands: int
    spent: Counter[str]
    at_most: float | None = AT_MOST

    @property
    def each(self) -> float:
        """Actions a command."""
        return self.spent.total() / self.commands

    @property
    def kinds(self) -> str:
        """The actions in words, the most frequent first."""
        return ", ".join(f"{count} {kind}" for kind, count in self.spent.most_common())


async def measure(on: Ground, _: int) -> Report:
    """Counts are no times: once is enough."""
    bills = [bill async for bill in _bills(on)]
    shows = table(
        "actions: what the server bills", "", *("commands", "actions", "a command", "by kind"), texts=("by kind",)
    )
    for bill in bills:
        shows.add_row(bill.what, str(bill.commands), str(bill.spent.total()), f"{bill.each:.2f}", bill.kinds)
    return Report(shows, tuple(_line(bill) for bill in bills))


async def _bills(on: Ground) -> AsyncIterator[Bill]:
    members = await gathered(on, _MEMBERS)
    yield Bill("one neutral command", _MEMBERS, await billed(on, _submitted(on, [m.submission() for m in members])))
    leaving = [m.submission(_LEAVES) for m in members]
    yield Bill("one change of stage", _MEMBERS, await billed(on, _submitted(on, leaving)), None)
    for what, together in ((f"{_BURST} reports at once", 1), (f"{_BURST} reports, {_TOGETHER} a signal", _TOGETHER)):
        (member,) = await gathered(on, 1)
        yield Bill(what, _BURST, await billed(on, _reported(on, member, together)), AT_MOST_IN_A_BURST)
    for what, tell in (("a life of three years", whole), ("ten calm years", decade)):
        story = tell(datetime.now(UTC), uuid4())
        yield Bill(what, commands(story), await billed(on, Teller(on, story).tell()))


async def _submitted(on: Ground, submissions: Sequence[Submission]) -> None:
    """To different partnerships at once."""
    for outcome in await asyncio.gather(*(on.gateway.submit(submission) for submission in submissions)):
        accepted(outcome)


async def _reported(on: Ground, member: Member, together: int) -> None:
    """To one partnership at once, until the last one is recorded."""
    reports = [member.submission() for _ in range(_BURST)]
    signals = [tuple(reports[start : start + together]) for start in range(0, _BURST, together)]
    await asyncio.gather(*(on.gateway.report(signal) for signal in signals))
    for report in reports:
        accepted(await answer(on, report))


def _line(bill: Bill) -> Line:
    what = f"actions a command: {bill.what}"
    return Line(what=what, anchor=ANCHOR, measured=bill.each, at_most=bill.at_most, spread="a count")
