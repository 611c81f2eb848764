"""What the server bills: its own counter of actions, by kind."""

import asyncio
import re
import urllib.request
from collections import Counter
from collections.abc import Awaitable

from bench.ground import NAMESPACE, Ground
from bench.processes import HOST

_ACTION = re.compile(rf'^action\{{action_type="(?P<kind>\w+)",namespace="{NAMESPACE}",.*\}} (?P<count>[\d.e+]+)$')

_REPORTING_SECONDS = 1.2
"""Within which the server brings its counters up to date."""

_NOT_OURS = {"grpc_UpdateWorkflowExecutionOptions"}
"""What only the skipping of time costs."""

NAMES = {
    "command_BatchMarkers": "local activities",
    "command_StartTimer": "timers",
    "command_ContinueAsNewWorkflowExecution": "new runs",
    "command_UpsertWorkflowSearchAttributes": "attributes",
    "command_ScheduleActivityTask": "activities",
    "grpc_StartWorkflowExecution": "starts",
    "grpc_ExecuteMultiOperation": "starts",
    "grpc_SignalWorkflowExecution": "signals",
    "message_UpdateWorkflowExecution_Acceptance": "updates",
}
"""The kinds that we cause, in words."""


async def billed(on: Ground, work: Awaitable[object]) -> Counter[str]:
    """The actions that some work costs, by kind; nothing else may go on meanwhile."""
    before = await _settled(on)
    await work
    spent = await _settled(on)
    spent.subtract(before)
    return +spent


async def _settled(on: Ground) -> Counter[str]:
    before, now = None, _counted(on)
    while now != before:
        await asyncio.sleep(_REPORTING_SECONDS)
        before, now = now, _counted(on)
    return now


def _counted(on: Ground) -> Counter[str]:
    with urllib.request.urlopen(f"http://{HOST}:{on.metrics_port}/metrics") as page:
        lines = page.read().decode().splitlines()
    counted = Counter[str]()
    for found in filter(None, map(_ACTION.match, lines)):
        if found["kind"] not in _NOT_OURS:
            counted[NAMES.get(found["kind"], found["kind"])] += int(float(found["count"]))
    return counted
