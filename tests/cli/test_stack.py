"""The small parts of the stack: whose process it is, whose folder, which port."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.failures import Failure
from cli.stack.folder import Folder
from cli.stack.identity import Process, identify
from cli.stack.ports import Ports, free


@pytest.fixture
def sleeper() -> Iterator[Process]:
    program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    known = identify(program.pid)
    assert known is not None
    yield known
    program.kill()
    program.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "state")


def test_the_next_owner_ends_what_was_left_behind(folder: Folder, sleeper: Process) -> None:
    with folder.owned():
        folder.started("worker", sleeper)
    with folder.owned():
        assert folder.end_orphans() == ["worker"]
    assert not sleeper.alive
    assert folder.processes() == {}


def test_another_process_with_the_same_pid_is_left_alone(folder: Folder, sleeper: Process) -> None:
    with folder.owned():
        folder.started("worker", Process(pid=sleeper.pid, born="another start"))
        assert folder.end_orphans() == []
    assert sleeper.alive


def test_a_process_that_does_not_listen_is_ended_all_the_same(sleeper: Process) -> None:
    sleeper.signal(signal.SIGSTOP)
    assert sleeper.end(signal.SIGTERM, 0.2)


def test_a_folder_has_one_owner(folder: Folder) -> None:
    with folder.owned(), pytest.raises(Failure, match="another"), folder.owned():
        pass


def test_a_reset_forgets_everything_but_the_lock(folder: Folder) -> None:
    with folder.owned():
        folder.profile.write_text("{}")
        folder.reset()
        assert sorted(entry.name for entry in folder.path.iterdir()) == ["lock", "logs", "mail"]
        assert not [*folder.logs.iterdir(), *folder.mail.iterdir()]


@pytest.fixture
def ports() -> Iterator[Callable[[], Ports]]:
    """Ports of as many stacks as are wanted."""
    made: list[Ports] = []

    def make() -> Ports:
        made.append(Ports())
        return made[-1]

    yield make
    for one in made:
        one.give_back()


def test_a_taken_port_is_not_chosen(ports: Callable[[], Ports]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        assert not free(taken)
        assert ports().choose([taken]) != taken
    assert ports().choose([taken]) == taken


def test_two_stacks_never_have_the_same_port_not_even_before_they_listen(ports: Callable[[], Ports]) -> None:
    first, second = ports(), ports()
    one = first.choose([])
    assert free(one)
    assert first.choose([one]) != one
    assert second.choose([one]) != one
    first.give_back()
    assert second.choose([one]) == one


def test_a_port_that_is_chosen_is_none_that_a_client_may_get(ports: Callable[[], Ports]) -> None:
    given = Path("/proc/sys/net/ipv4/ip_local_port_range")
    first = int(given.read_text().split()[0]) if given.exists() else 49_152  # elsewhere, as IANA has it
    some = ports()
    assert all(1024 < some.choose([]) < first for _ in range(20))
