"""Commands handled a second with fifty partnerships at once, side by side with fifty bare workflows."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench import anchors
from bench.anchors import ANCHOR, SHAPE
from bench.crowd import Member, gathered
from bench.ground import Ground
from bench.report import Report, compared, line
from bench.rounds import Contender, Rounds, alternately
from store.pool import borrowed

AT_LEAST = 2.0

_MEMBERS = 50
_EACH = 2
"""Commands to each of them in one round; the next is sent when the one before has been handled."""

_LOOK_AGAIN = 0.01
_PATIENCE = 60.0

_BARE = "select workflow, max(number) from bare where workflow = any($1) group by workflow"
_OURS = "select id::text, version from partnerships where id::text = any($1)"


async def measure(on: Ground, rounds: int) -> Report:
    """A command is handled when its answer is there; what nobody waits for, when it is in Postgres."""
    crowd = Crowd(on, await gathered(on, _MEMBERS))
    ways = {"bare": crowd.bare, "shape": crowd.shape, "commands": crowd.command, "reports": crowd.report}
    contenders = {name: crowd.turn(once) for name, once in ways.items()}
    async with crowd.watching():
        return _report(await alternately(rounds, 1, contenders))


@dataclass
class Crowd:
    """Fifty at once."""

    on: Ground
    members: Sequence[Member]
    _reached: dict[str, int] = field(default_factory=dict)
    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    def turn(self, once: Callable[[Member], Awaitable[None]]) -> Contender:
        """Handled a second, all members at once."""

        async def member(which: Member) -> None:
            for _ in range(_EACH):
                await once(which)

        async def taken() -> float:
            began = time.perf_counter()
            async with asyncio.timeout(_PATIENCE):
                await asyncio.gather(*(member(which) for which in self.members))
            return _MEMBERS * _EACH / (time.perf_counter() - began)

        return taken

    async def bare(self, member: Member) -> None:
        """The anchor."""
        said = member.message()
        await member.bare.signal(anchors.Bare.say, said)
        await self._until(said.workflow, said.number)

    async def shape(self, member: Member) -> None:
        """As little as a command of ours can ever be."""
        await member.bare.execute_update(anchors.Bare.write, member.message())

    async def command(self, member: Member) -> None:
        """Of staff."""
        member.heard(await self.on.gateway.submit(member.submission()))

    async def report(self, member: Member) -> None:
        """Of a service."""
        await self.on.gateway.report((member.submission(),))
        member.version += 1
        await self._until(str(member.id), member.version)

    async def _until(self, name: str, number: int) -> None:
        async with self._moved:
            await self._moved.wait_for(lambda: self._reached.get(name, 0) >= number)

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """One look at all of them every few milliseconds, so that looking costs next to nothing."""
        watcher = asyncio.create_task(self._watch())
        yield
        watcher.cancel()

    async def _watch(self) -> None:
        names = {_BARE: [m.bare.id for m in self.members], _OURS: [str(m.id) for m in self.members]}
        async with borrowed(self.on.pool) as connection:
            while True:
                for query, which in names.items():
                    self._reached.update([(row[0], row[1]) for row in await connection.fetch(query, which)])
                async with self._moved:
                    self._moved.notify_all()
                await asyncio.sleep(_LOOK_AGAIN)


def _report(measured: Rounds) -> Report:
    names = {"bare": ANCHOR, "shape": SHAPE, "commands": "commands of staff", "reports": "reports of services"}
    shows = compared("throughput: handled a second, fifty at once", measured, "bare", names, "a second")
    commands = line("commands a second, 50 at once", ANCHOR, measured.ratio("commands", "bare"), at_least=AT_LEAST)
    reports = line("reports a second, 50 at once", ANCHOR, measured.ratio("reports", "bare"))
    return Report(shows, (commands, reports))
