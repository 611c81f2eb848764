"""The demo goes on although the worker, Postgres and Temporal are killed in the middle of it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.demo.lives import LIVES
from cli.stack.folder import Folder
from tests.cli.running import ROOT, clean

BOUND_SECONDS = 300.0
BETWEEN_SECONDS = 5.0


@pytest.mark.alone
def test_three_lives_go_well_although_everything_is_killed_once(tmp_path: Path) -> None:
    deadline = time.monotonic() + BOUND_SECONDS
    told, lives = tmp_path / "told", tmp_path / "lives"
    with told.open("wb") as err, lives.open("wb") as out:
        demo = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "cli.main", "demo", "--output", "json"],
            cwd=ROOT,
            env=clean() | {"TMPDIR": str(tmp_path)},
            stdout=out,
            stderr=err,
        )
    try:
        for name in ("worker", "postgres", "temporal"):
            _wait_for(r"day \d", told, demo, deadline)
            time.sleep(BETWEEN_SECONDS)
            _kill(name, tmp_path)
            _wait_for(f"{name} was ended by SIGKILL", told, demo, deadline)
        assert _ended(demo, deadline) == 0, told.read_text()
    finally:
        demo.kill()
        demo.wait()
    remembered = {life["story"]: life for life in json.loads(lives.read_text())}
    for story, expected in LIVES:
        life = remembered[story.key]
        assert life["partnership"]["stage"] == expected.stage
        events = [happened["event_id"] for happened in life["timeline"]]
        assert len(events) == len(set(events))
    assert not list(tmp_path.glob("kemitraan-demo-*"))


def _ended(demo: "subprocess.Popen[bytes]", deadline: float) -> int:
    """Its exit code; one that hangs is made to say where."""
    try:
        return demo.wait(deadline - time.monotonic())
    except subprocess.TimeoutExpired:
        demo.send_signal(signal.SIGABRT)
        return demo.wait(BETWEEN_SECONDS)


def _kill(name: str, place: Path) -> None:
    (folder,) = place.glob("kemitraan-demo-*")
    os.kill(Folder(folder).processes()[name].pid, signal.SIGKILL)


def _wait_for(pattern: str, told: Path, demo: "subprocess.Popen[bytes]", deadline: float) -> None:
    while not re.search(pattern, told.read_text()):
        assert demo.poll() is None, told.read_text()
        assert time.monotonic() < deadline, told.read_text()
        time.sleep(0.1)
