"""Development stacks as real process trees, started as a newcomer starts them, and the commands called beside them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cli.main import run
from cli.profile import Profile
from cli.stack.folder import Folder
from cli.stack.identity import Process

ROOT = Path(__file__).parents[2]
READY_SECONDS = 120.0
STOP_SECONDS = 40.0


class Said(NamedTuple):
    """What a command ended with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON
        assert self.code == 0, self.err
        return json.loads(self.out)


class Kemitraan:
    """Calls commands, in this process because a new one takes a second to start."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str) -> Said:
        self._capsys.readouterr()
        code = run(list(words))
        return Said(code, *self._capsys.readouterr())


class Stack:
    """A running `kemitraan dev`."""

    def __init__(self, state: Path, supervisor: "subprocess.Popen[bytes]", told: Path) -> None:
        self.state = state
        self.supervisor = supervisor
        self._told = told

    @property
    def told(self) -> str:
        return self._told.read_text()

    @property
    def profile(self) -> Profile:
        return Profile.model_validate_json((self.state / "profile.json").read_bytes())

    @property
    def processes(self) -> dict[str, Process]:
        return Folder(self.state).processes()

    def until(self, condition: Callable[[], object], seconds: float = READY_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.told
            time.sleep(0.05)

    def until_told(self, pattern: str, seconds: float = READY_SECONDS) -> None:
        def told_or_ended() -> bool:
            assert self.supervisor.poll() is None or re.search(pattern, self.told, re.MULTILINE), self.told
            return bool(re.search(pattern, self.told, re.MULTILINE))

        self.until(told_or_ended, seconds)

    def stop(self) -> int:
        self.supervisor.send_signal(signal.SIGTERM)
        return self.supervisor.wait(STOP_SECONDS)


@contextmanager
def developing(state: Path, *options: str, environment: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """A `kemitraan dev` on this state folder, gone at the end."""
    told = state.parent / f"{state.name}.told"
    with told.open("wb") as file:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "dev", "--state", str(state), *options],
            cwd=ROOT,
            env=clean() | dict(environment or {}),
            stdout=file,
            stderr=file,
            stdin=subprocess.DEVNULL,
        )
    stack = Stack(state, supervisor, told)
    try:
        yield stack
    finally:
        if supervisor.poll() is None:
            stack.stop()


def clean() -> dict[str, str]:
    """The environment without what a developer may have set."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("KEMITRAAN_", "TEMPORAL_"))}
