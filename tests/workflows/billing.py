"""What a history costs, told from its events by the rules by which the server counts actions."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

BILLED = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: "start",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED: "signal",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: "update",
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: "activity",
    EventType.EVENT_TYPE_TIMER_STARTED: "timer",
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: "attributes",
}

COUNTED = {
    "grpc_ExecuteMultiOperation": "start",
    "command_ContinueAsNewWorkflowExecution": "start",
    "grpc_SignalWorkflowExecution": "signal",
    "message_UpdateWorkflowExecution_Acceptance": "update",
    "command_BatchMarkers": "local activities",
    "command_StartTimer": "timer",
    "command_UpsertWorkflowSearchAttributes": "attributes",
}
"""The server's own names."""


def billed(histories: Iterable[WorkflowHistory]) -> Counter[str]:
    """Actions by kind; all local activities of one workflow task are one."""
    found: Counter[str] = Counter()
    for history in histories:
        task, marked = 0, 0
        for event in history.events:
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
                task = event.event_id
            elif event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED and marked != task:
                marked = task
                found["local activities"] += 1
            elif event.event_type in BILLED:
                found[BILLED[event.event_type]] += 1
    return found


def counted(actions: Counter[str]) -> Counter[str]:
    """The server's counter in the same words."""
    found: Counter[str] = Counter()
    for kind, number in actions.items():
        found[COUNTED[kind]] += number
    return found


def longest_replay(histories: Iterable[WorkflowHistory]) -> int:
    """The most events that were ever replayed to wake it, with the one that woke it and the two of its task."""
    return max(
        event.event_id + 1
        for history in histories
        for before, event in pairwise(history.events)
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED
        and before.event_type != EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED  # it was awake
    )
