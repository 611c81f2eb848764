"""Which process is which: a pid is used again after a while, a pid together with its start is not."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_DEAD = {"Z", "X"}
_LOOK_AGAIN = 0.02


class Process(BaseModel):
    """A process that cannot be mistaken for another one."""

    model_config = ConfigDict(frozen=True)

    pid: int
    born: str

    @property
    def alive(self) -> bool:
        """Whether this very process still runs."""
        return birth(self.pid) == self.born

    def signal(self, number: int) -> None:
        """Signal it, if it still is who it was."""
        if self.alive:
            with suppress(ProcessLookupError):  # ended between the look and the signal
                os.kill(self.pid, number)

    def end(self, number: int, seconds: float) -> bool:
        """Ask it to end, then make it end; whether it is gone."""
        self.signal(number)
        if _wait(lambda: not self.alive, seconds):
            return True
        self.signal(signal.SIGKILL)
        return _wait(lambda: not self.alive, seconds)


def identify(pid: int) -> Process | None:
    """The process that has this pid now."""
    born = birth(pid)
    return Process(pid=pid, born=born) if born else None


def birth(pid: int) -> str | None:
    """When the process with this pid was started; None when there is none, or only its shell is left."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None if Path("/proc/self/stat").exists() else _birth_by_ps(pid)
    state, *fields = stat.rpartition(")")[2].split()
    return None if state in _DEAD else f"{_BOOT.read_text().strip()}:{fields[18]}"


def _birth_by_ps(pid: int) -> str | None:
    """The same where there is no /proc."""
    command = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
    state, _, started = (
        subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip().partition(" ")
    )
    return started.strip() if started and state[0] not in _DEAD else None


def _wait(over: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not over():
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_AGAIN)
    return True
