"""One development stack for all tests of the commands."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Kemitraan, Stack, clean, developing


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with developing(tmp_path_factory.mktemp("stack") / "state") as running:
        running.until_told("^ready in")
        yield running


@pytest.fixture(autouse=True)
def undisturbed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No command finds what a developer has set or left behind."""
    kept = clean()
    for name in set(os.environ) - set(kept):
        monkeypatch.delenv(name)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def nowhere(capsys: pytest.CaptureFixture[str]) -> Kemitraan:
    """The commands, with no stack to be found."""
    return Kemitraan(capsys)


@pytest.fixture
def kemitraan(stack: Stack, nowhere: Kemitraan, monkeypatch: pytest.MonkeyPatch) -> Kemitraan:
    """The commands, with the stack of all tests."""
    monkeypatch.setenv("KEMITRAAN_STATE", str(stack.state))
    return nowhere
