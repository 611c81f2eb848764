"""Real Temporal servers for the tests: the development server, one for the whole run, and the one that skips time."""

import asyncio
import re
import shutil
import socket
import sys
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer, Worker

from worker import sandbox
from workflows import attributes, options
from workflows.notices import NoticesWorkflow
from workflows.partnership import PartnershipWorkflow

HASTE = {
    "history.timerProcessorMaxTimeShift": '"1ms"',  # timers ring when they are due, and not up to a second later
    "history.workflowIdReuseMinimalInterval": '"0s"',  # runs may follow each other in less than a second
}

_ACTION = re.compile(r'^action\{action_type="(?P<kind>\w+)",namespace="default",.*\} (?P<count>[\d.e+]+)$')

REPORTING = 1.2
"""Seconds within which the server's counters are brought up to date."""


def program(name: str) -> str:
    """A server that comes as a Python package."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.fail(f"the program {name} is missing: install the development requirements")
    return found


@dataclass(frozen=True)
class Temporal:
    """A running development server."""

    client: Client
    metrics_port: int

    async def terminate_all(self) -> None:
        """Leave nothing behind that another test's worker would take over."""
        async for left in self.client.list_workflows("ExecutionStatus = 'Running'"):
            await self.client.get_workflow_handle(left.id, run_id=left.run_id).terminate()

    async def actions(self) -> Counter[str]:
        """What has been billed so far, by kind."""
        before, counted = None, self._counted()
        while counted != before:
            await asyncio.sleep(REPORTING)
            before, counted = counted, self._counted()
        return counted

    def _counted(self) -> Counter[str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics") as page:
            lines = page.read().decode().splitlines()
        found = (match for line in lines if (match := _ACTION.match(line)))
        return Counter({m["kind"]: int(float(m["count"])) for m in found})


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[Temporal]:
    """The development server, with our search attributes."""
    async with served() as temporal:
        yield temporal


@asynccontextmanager
async def served() -> AsyncIterator[Temporal]:
    """A development server while it is needed."""
    port = _free_port()
    config = [f"{key}={value}" for key, value in HASTE.items()]
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=program("temporal"),
        dev_server_log_level="error",
        dev_server_extra_args=[
            *(f"--metrics-port={port}",),
            *(arg for pair in config for arg in ("--dynamic-config-value", pair)),
        ],
        data_converter=pydantic_data_converter,
        search_attributes=attributes.KEYS,
    ) as environment:
        yield Temporal(environment.client, port)


@pytest.fixture
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    """A server whose clock jumps to whatever is due next; one for each test, for it has a single clock."""
    async with skipping_time() as environment:
        yield environment


@asynccontextmanager
async def skipping_time() -> AsyncIterator[WorkflowEnvironment]:
    """Such a server while it is needed."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=program("temporal-test-server"), data_converter=pydantic_data_converter
    ) as environment:
        types: Any = {key.name: int(key.indexed_value_type) for key in attributes.KEYS}
        request = AddSearchAttributesRequest(namespace="default", search_attributes=types)
        await environment.client.operator_service.add_search_attributes(request)  # it cannot list them
        yield environment


@asynccontextmanager
async def working(client: Client, handle: Any, **settings: Any) -> AsyncIterator[Worker]:  # noqa: ANN401 - as Worker takes them
    """A worker with this `handle`."""
    async with Worker(
        client,
        task_queue=options.TASK_QUEUE,
        workflows=[PartnershipWorkflow],
        activities=[handle],
        workflow_runner=sandbox(),
        **settings,
    ) as worker:
        yield worker


async def histories(handle: WorkflowHandle[Any, Any]) -> list[WorkflowHistory]:
    """Every run of a workflow, the first one first."""
    last = await handle.fetch_history()
    run = last.events[0].workflow_execution_started_event_attributes.first_execution_run_id
    found: list[WorkflowHistory] = []
    while run:
        found.append(await handle._client.get_workflow_handle(handle.id, run_id=run).fetch_history())
        run = found[-1].events[-1].workflow_execution_continued_as_new_event_attributes.new_execution_run_id
    return found


async def replay(*recorded: WorkflowHistory) -> None:
    """Run these histories again, with today's code; raises where it would do something else."""
    replayer = Replayer(
        workflows=[PartnershipWorkflow, NoticesWorkflow],
        workflow_runner=sandbox(),
        data_converter=pydantic_data_converter,
    )
    for history in recorded:
        await replayer.replay_workflow(history)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
