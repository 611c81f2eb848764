"""From sending a command to the next read that shows it, side by side with a bare signal and activity."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from bench import anchors
from bench.anchors import ANCHOR, SHAPE
from bench.crowd import Member, gathered
from bench.ground import Ground
from bench.report import Line, Report, compared, line
from bench.rounds import Rounds, alternately
from store.pool import Connection, borrowed

AT_MOST = 0.7

_MEMBERS = 20
_EACH = 15
"""Commands of every contender in one round."""

_LOOK_AGAIN = 0.001
_SETTLE = 0.03
"""What is readable is not yet done: whoever comes next must not pay for it."""

_PATIENCE = 10.0

_BARE = "select true from bare where workflow = $1 and number = $2"
_OURS = "select true from partnerships where id = $1 and version >= $2"


async def measure(on: Ground, rounds: int) -> Report:
    """Staff wait for an answer and services do not; for both it counts when a reader can see it."""
    async with borrowed(on.pool) as connection:
        reader = Reader(on, connection, cycle(await gathered(on, _MEMBERS)))
        ways = {"bare": reader.bare, "shape": reader.shape, "command": reader.command, "report": reader.report}
        measured = await alternately(rounds, _EACH, ways)
    return _report(measured, reader)


@dataclass
class Reader:
    """Sends, and looks every millisecond; the same for everybody."""

    on: Ground
    connection: Connection
    members: Iterator[Member]
    answers: int = 0
    stale: int = 0
    """Reads that began after the answer, and did not show what it said."""

    async def bare(self) -> float:
        """The anchor."""
        member = next(self.members)
        said = member.message()
        sending = asyncio.create_task(member.bare.signal(anchors.Bare.say, said))
        return (await self._until_readable(sending, _BARE, said.workflow, said.number))[0]

    async def shape(self) -> float:
        """As short as a command of ours can ever be."""
        member = next(self.members)
        said = member.message()
        sending = asyncio.create_task(member.bare.execute_update(anchors.Bare.write, said))
        return (await self._until_readable(sending, _BARE, said.workflow, said.number))[0]

    async def command(self) -> float:
        """A command of staff, which waits for the answer."""
        member = next(self.members)
        sending = asyncio.create_task(self.on.gateway.submit(member.submission()))
        taken, stale = await self._until_readable(sending, _OURS, member.id, member.version + 1)
        member.heard(sending.result())
        self.answers += 1
        self.stale += stale
        return taken

    async def report(self) -> float:
        """A report of a service, which does not wait."""
        member = next(self.members)
        sending = asyncio.create_task(self.on.gateway.report((member.submission(),)))
        member.version += 1
        return (await self._until_readable(sending, _OURS, member.id, member.version))[0]

    async def _until_readable(self, sending: asyncio.Task[Any], query: str, *key: object) -> tuple[float, int]:
        """Seconds, and reads that came too early although the answer was there."""
        began, late = time.perf_counter(), 0
        async with asyncio.timeout(_PATIENCE):
            while True:
                answered = sending.done()
                if await self.connection.fetchval(query, *key):
                    break
                late += answered
                await asyncio.sleep(_LOOK_AGAIN)
            taken = time.perf_counter() - began
            await sending
        await asyncio.sleep(_SETTLE)
        return taken, late


def _report(measured: Rounds, reader: Reader) -> Report:
    names = {"bare": ANCHOR, "shape": SHAPE, "command": "command of staff", "report": "report of a service"}
    shows = compared("readable: sent, until the next read shows it", measured, "bare", names, "ms")
    command = line("command sent until readable", ANCHOR, measured.ratio("command", "bare"), at_most=AT_MOST)
    report = line("report sent until readable", ANCHOR, measured.ratio("report", "bare"))
    stale = Line(
        what="stale reads after an answer", anchor="", measured=reader.stale, at_most=0, spread=f"of {reader.answers}"
    )
    return Report(shows, (command, report, stale))
