"""Programs that run beside the bench for as long as it needs them, and never longer."""

import asyncio
import os
import socket
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

HOST = "127.0.0.1"
_READY_SECONDS = 60.0
_STOP_SECONDS = 15.0
_LOOK_AGAIN = 0.1
_LAST_BYTES = 2000

_NOT_INHERITED = {"PYTHONDONTWRITEBYTECODE"}
"""What is installed has its bytecode; without it each new run of a workflow would compile its modules again."""


class DidNotStart(Exception):
    """A program ended, or did not serve in time; the end of its log follows."""


@asynccontextmanager
async def running(
    command: Sequence[str],
    log: Path,
    ready: Callable[[], Awaitable[bool]],
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[None]:
    """A program, from the moment it serves."""
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=DEVNULL, stdout=written, stderr=written, env={**inherited, **(environment or {})}
        )
    try:
        await _serving(process, ready, log)
        yield
    finally:
        await _stopped(process)


async def _serving(process: Process, ready: Callable[[], Awaitable[bool]], log: Path) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(_READY_SECONDS):
            while process.returncode is None:
                if await ready():
                    return
                await asyncio.sleep(_LOOK_AGAIN)
    raise DidNotStart(log.read_bytes()[-_LAST_BYTES:].decode(errors="replace"))


async def _stopped(process: Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
