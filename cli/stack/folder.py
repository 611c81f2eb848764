"""The state folder of a development stack: its one owner, the processes it has started, what it keeps between runs."""

import fcntl
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from pydantic import TypeAdapter

from cli.failures import Failure
from cli.files import write
from cli.settings import KEY_BYTES
from cli.stack.identity import Process

_PROCESSES = TypeAdapter(dict[str, Process])
_LOCK, _PIDS = "lock", "processes.json"
_ENDS_WITH = {"postgres": signal.SIGINT}
"""How an orphan is asked to end; Postgres waits for its clients on SIGTERM, and not on SIGINT."""
_ORPHAN_SECONDS = 5.0


class Folder:
    """What lies where."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.postgres = self.path / "postgres"
        self.temporal = self.path / "temporal.db"
        self.logs = self.path / "logs"
        self.profile = self.path / "profile.json"
        self.mail = self.path / "mail"
        self._link_key = self.path / "link.key"

    @contextmanager
    def owned(self) -> Iterator[None]:
        """Be the only supervisor of this folder; the lock goes with the process, however it ends."""
        self.path.mkdir(parents=True, exist_ok=True)
        self._furnish()
        with (self.path / _LOCK).open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Failure(f"another `kemitraan dev` {_owner(lock.name)}runs on {self.path}") from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def processes(self) -> dict[str, Process]:
        """What was started here and has not been seen to end."""
        try:
            return _PROCESSES.validate_json((self.path / _PIDS).read_bytes())
        except (FileNotFoundError, ValueError):
            return {}

    def started(self, name: str, process: Process) -> None:
        """Remember a process, so that whoever comes after a crash can end it."""
        self._remember(self.processes() | {name: process})

    def ended(self, name: str) -> None:
        """Forget a process."""
        self._remember({key: one for key, one in self.processes().items() if key != name})

    def end_orphans(self) -> list[str]:
        """End what an earlier supervisor left behind, and nothing else; the names of what was still there."""
        left = {name: process for name, process in self.processes().items() if process.alive}
        for name, process in left.items():
            if not process.end(_ENDS_WITH.get(name, signal.SIGTERM), _ORPHAN_SECONDS):
                raise Failure(f"{name} (process {process.pid}) of an earlier run does not end")
        self._remember({})
        return sorted(left)

    def link_key(self) -> str:
        """The secret from which links are made, kept with the data whose links it made."""
        if not self._link_key.exists():
            write(self._link_key, token_hex(KEY_BYTES).encode(), mode=0o600)
        return self._link_key.read_text()

    def reset(self) -> None:
        """Forget everything but who owns the folder."""
        for entry in self.path.iterdir():
            if entry.name == _LOCK:
                continue
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        self._furnish()

    def _furnish(self) -> None:
        """What somebody may look into before anything lies there."""
        for folder in (self.logs, self.mail):
            folder.mkdir(exist_ok=True)

    def _remember(self, processes: dict[str, Process]) -> None:
        write(self.path / _PIDS, _PROCESSES.dump_json(processes, indent=2))


def _owner(lock: str) -> str:
    pid = Path(lock).read_text().strip()
    return f"(process {pid}) " if pid else ""
