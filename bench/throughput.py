"""Commands handled a second with fifty partnerships at once, side by side with fifty bare workflows."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from bench import anchors
from bench.crowd import Member, gathered
from bench.ground import Ground
from bench.report import Report, compared, line
from bench.rounds import Rounds, alternately
from store.pool import borrowed

ANCHOR = "bare signal + activity inserting a row"
AT_LEAST = 2.0

_MEMBERS = 50
_EACH = 4
"""Commands to each of them in one round, one after the other."""

_LOOK_AGAIN = 0.02
_PATIENCE = 60.0

_BARE = "select count(*) from bare"
_OURS = "select count(*) from commands"


async def measure(on: Ground, rounds: int) -> Report:
    """Staff wait for each answer before they go on; services and the anchor send without waiting."""
    crowd = Crowd(on, await gathered(on, _MEMBERS))
    contenders = {"bare": crowd.bare, "commands": crowd.commands, "reports": crowd.reports}
    return _report(await alternately(rounds, contenders))


@dataclass(frozen=True)
class Crowd:
    """Fifty at once."""

    on: Ground
    members: Sequence[Member]

    async def bare(self) -> float:
        """The anchor: a row for every signal."""

        async def sender(member: Member) -> None:
            for _ in range(_EACH):
                await member.bare.signal(anchors.Bare.say, member.message())

        return await self._rate(_BARE, *(sender(member) for member in self.members))

    async def commands(self) -> float:
        """Every member hears the answer before the next command."""

        async def sender(member: Member) -> None:
            for _ in range(_EACH):
                member.heard(await self.on.gateway.submit(member.submission()))

        return await self._rate(_OURS, *(sender(member) for member in self.members))

    async def reports(self) -> float:
        """The same, and nobody waits."""

        async def sender(member: Member) -> None:
            for _ in range(_EACH):
                await self.on.gateway.report((member.submission(),))

        return await self._rate(_OURS, *(sender(member) for member in self.members))

    async def _rate(self, counted: str, *senders: Coroutine[Any, Any, None]) -> float:
        """Handled a second, from the first command sent until the last one is in Postgres."""
        async with asyncio.timeout(_PATIENCE), borrowed(self.on.pool) as connection:
            before, began = await connection.fetchval(counted), time.perf_counter()
            await asyncio.gather(*senders)
            while await connection.fetchval(counted) < before + _MEMBERS * _EACH:
                await asyncio.sleep(_LOOK_AGAIN)
            return _MEMBERS * _EACH / (time.perf_counter() - began)


def _report(measured: Rounds) -> Report:
    names = {"bare": ANCHOR, "commands": "commands, each waiting for its answer", "reports": "reports, nobody waiting"}
    shows = compared("throughput: handled a second, fifty at once", measured, "bare", names, "a second")
    lines = (
        line(f"{name} a second, 50 at once", ANCHOR, measured.ratio(name, "bare"), at_least=AT_LEAST)
        for name in ("commands", "reports")
    )
    return Report(shows, tuple(lines))
