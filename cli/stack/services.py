"""Our own processes in the stack: worker, API and relay, each started as a program of its own."""

import os
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import httpx2
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.service import RPCError

import cli
from cli.stack.child import Recipe
from cli.stack.ports import HOST
from store.listening import listened
from store.pool import UNAVAILABLE
from workflows.gateway import connected
from workflows.options import TASK_QUEUE

_PYTHON = (sys.executable, "-P", "-m")
"""Without the current folder, where somebody may keep an `api.py` of their own."""

_HOME = str(Path(str(cli.__file__)).parents[1])


def environment(dsn: str, temporal_address: str, namespace: str, day: timedelta, port: int) -> dict[str, str]:
    """What all of them are told."""
    paths = [_HOME, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "KEMITRAAN_DSN": dsn,
        "TEMPORAL_ADDRESS": temporal_address,
        "TEMPORAL_NAMESPACE": namespace,
        "KEMITRAAN_DAY_SECONDS": str(day.total_seconds()),
        "KEMITRAAN_API_BIND": HOST,
        "KEMITRAAN_API_PORT": str(port),
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
    }


def worker(told: Mapping[str, str]) -> Recipe:
    """The worker."""
    return Recipe(
        name="worker",
        command=[*_PYTHON, "worker"],
        environment=told,
        serves=lambda pid: _polled(pid, told["TEMPORAL_ADDRESS"], told["TEMPORAL_NAMESPACE"]),
        stop_seconds=12.0,  # above the grace that the worker gives to what runs
    )


def api(told: Mapping[str, str]) -> Recipe:
    """The API."""
    return Recipe(
        name="api",
        command=[*_PYTHON, "cli.main", "api"],
        environment=told,
        serves=lambda _: _ready(f"http://{HOST}:{told['KEMITRAAN_API_PORT']}/readyz"),
        stop_seconds=8.0,
    )


def relay(told: Mapping[str, str]) -> Recipe:
    """The relay."""
    return Recipe(
        name="relay",
        command=[*_PYTHON, "cli.main", "relay"],
        environment=told,
        serves=lambda _: _listens(told["KEMITRAAN_DSN"]),
    )


async def _listens(dsn: str) -> bool:
    try:
        return await listened(dsn)
    except UNAVAILABLE:
        return False


async def _polled(pid: int, address: str, namespace: str) -> bool:
    """Whether this worker asks Temporal for work; those who died are remembered there for some minutes."""
    request = DescribeTaskQueueRequest(
        namespace=namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        client = await connected(address, namespace)
        pollers = (await client.workflow_service.describe_task_queue(request)).pollers
        return any(poller.identity.startswith(f"{pid}@") for poller in pollers)
    except (RPCError, RuntimeError):
        return False


async def _ready(url: str) -> bool:
    try:
        async with httpx2.AsyncClient(timeout=3.0, trust_env=False) as client:
            return (await client.get(url)).is_success
    except httpx2.HTTPError:
        return False
