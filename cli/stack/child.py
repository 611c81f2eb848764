"""One part of the stack as a real process: started, watched, started again when it dies, stopped in bounded time."""

import asyncio
import ctypes
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pwd import getpwnam
from typing import TypedDict

from cli.failures import Failure
from cli.screen import say
from cli.stack.folder import Folder
from cli.stack.identity import identify

_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 8.0
_STEADY_SECONDS = 10.0
"""Who has lived this long starts again with the shortest pause."""
_TRIES_TO_START = 3
_READY_SECONDS = 60.0
_LOOK_AGAIN = 0.1
_LAST_LINES = 15
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a part is started, how one sees that it serves, and how it stops."""

    name: str
    command: Sequence[str]
    serves: Callable[[int], Awaitable[bool]]
    """Whether the process with this pid does its work."""
    environment: Mapping[str, str] = field(default_factory=dict)
    stops_by: signal.Signals = signal.SIGTERM
    stop_seconds: float = 8.0
    user: str | None = None


class Child:
    """A part that is kept alive until it is told to stop."""

    def __init__(self, recipe: Recipe, folder: Folder) -> None:
        self.recipe = recipe
        self._folder = folder
        self._log = folder.logs / f"{recipe.name}.log"
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()
        self._has_served = False
        self._keeper: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.recipe.name

    async def start(self) -> None:
        """Start it and wait until it serves."""
        self._log.unlink(missing_ok=True)
        self._keeper = asyncio.create_task(self._keep(), name=self.name)
        serving = asyncio.create_task(self._until_it_serves())
        try:
            await asyncio.wait({self._keeper, serving}, return_when=asyncio.FIRST_COMPLETED)
            if self._keeper.done():
                self._keeper.result()
            await serving
        finally:
            serving.cancel()
        self._has_served = True

    async def stop(self) -> None:
        """Ask it to stop, and make it stop when its time is over."""
        self._stopping.set()
        self._signal(self.recipe.stops_by)
        if self._keeper is None:
            return
        done, _ = await asyncio.wait({self._keeper}, timeout=self.recipe.stop_seconds)
        if not done:
            say(f"{self.name} has not stopped in {self.recipe.stop_seconds:g} s and is killed", style="yellow")
            self.kill()
            await asyncio.wait({self._keeper})

    def kill(self) -> None:
        """Stop it without asking."""
        self._stopping.set()
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)

    async def _keep(self) -> None:
        pause, tries = _FIRST_PAUSE, 0
        while not self._stopping.is_set():
            since = time.monotonic()
            code = await self._live()
            if self._stopping.is_set():
                return
            tries += 1
            if not self._has_served and tries == _TRIES_TO_START:
                raise Failure(f"{self.name} {_how(code)} at its start; the end of {self._log}:\n{self._tail()}")
            pause = _FIRST_PAUSE if time.monotonic() - since > _STEADY_SECONDS else pause
            if self._has_served:
                say(f"{self.name} {_how(code)}; it is started again in {pause:g} s", style="yellow")
            await self._rest(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _rest(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _live(self) -> int:
        """One life of the process."""
        process = self._process = await self._spawn()
        returning = asyncio.create_task(self._tell_return(process.pid)) if self._has_served else None
        code = await process.wait()
        self._folder.ended(self.name)
        if returning:
            returning.cancel()
        return code

    async def _spawn(self) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *self.recipe.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | self.recipe.environment,
                **as_user(self.recipe.user),
                start_new_session=True,  # the terminal's Ctrl-C is for the supervisor, which stops them in order
                preexec_fn=_dies_with(os.getpid()),
            )
        if known := identify(process.pid):
            self._folder.started(self.name, known)
        if self._stopping.is_set():  # told to stop while it was being started
            process.kill()
        return process

    async def _until_it_serves(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while self._process is None or not await self.recipe.serves(self._process.pid):
            if time.monotonic() > deadline:
                raise Failure(f"{self.name} does not serve; the end of {self._log}:\n{self._tail()}")
            await asyncio.sleep(_LOOK_AGAIN)

    async def _tell_return(self, pid: int) -> None:
        while not await self.recipe.serves(pid):
            await asyncio.sleep(_LOOK_AGAIN)
        say(f"{self.name} is back", style="green")

    def _tail(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        return "\n".join(lines[-_LAST_LINES:])


class Identity(TypedDict, total=False):
    """As whom a program runs."""

    user: int
    group: int
    extra_groups: list[int]


def as_user(name: str | None) -> Identity:
    """Run as this user with its own group alone, or as we are."""
    if name is None:
        return {}
    entry = getpwnam(name)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _how(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


def _dies_with(parent: int) -> Callable[[], None] | None:
    """Where the system can do it, a child does not outlive its supervisor."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl  # resolved before the fork: little is allowed after it

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has died in between
            os._exit(1)

    return bind
