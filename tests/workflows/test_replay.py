"""Histories of earlier releases: today's code does the same again, whatever the rules are, and folds to the same."""

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from pathlib import Path

import pytest
from pydantic import JsonValue
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner
from temporalio.workflow import SandboxImportNotificationPolicy

from activities.handling import Handled
from domain import lifecycle, policy
from domain.lifecycle import evolve
from domain.partnership import Partnership
from tests.temporal import replay
from worker import sandbox
from workflows.messages import PartnershipInput, unpacked
from workflows.partnership import PartnershipWorkflow

RECORDED = sorted((Path(__file__).parent / "histories").glob("*.json"))
OF_PEOPLE = sorted((Path(__file__).parent / "histories" / "people").glob("*.json"))
CONVERTER = pydantic_data_converter.payload_converter


def history(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(f"partnership/{path.stem}", path.read_text())


def folds(recorded: WorkflowHistory) -> Iterator[Handled]:
    """What every batch of a run brought about, in their order."""
    for event in recorded.events:
        payloads = _result(event)
        if payloads:
            yield CONVERTER.from_payloads(payloads, [Handled])[0]


def _result(event: HistoryEvent) -> list[Payload]:
    if event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED:
        return list(event.marker_recorded_event_attributes.details["result"].payloads)
    return list(event.activity_task_completed_event_attributes.result.payloads)


def beyond(today: JsonValue, then: JsonValue) -> list[JsonValue]:
    """What the run knew and today's fold says otherwise; a later release may know more of the same events."""
    if isinstance(today, dict) and isinstance(then, dict):
        return [found for key, value in then.items() for found in beyond(today.get(key), value)]
    if isinstance(today, list) and isinstance(then, list) and len(today) == len(then):
        return [found for one, other in zip(today, then, strict=True) for found in beyond(one, other)]
    return [] if today == then else [then]


def handed(on: dict[str, JsonValue]) -> JsonValue:
    """The state in what a run handed on; earlier releases did not pack it."""
    return json.loads(unpacked(str(on["packed"]))) if "packed" in on else on["state"]


def test_there_is_something_to_replay() -> None:
    assert len(RECORDED) >= 9
    assert OF_PEOPLE


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_todays_code_does_what_was_done(path: Path) -> None:
    await replay(history(path))


@pytest.mark.parametrize("path", OF_PEOPLE, ids=lambda path: path.stem)
async def test_readers_are_told_as_they_were_told(path: Path) -> None:
    await replay(history(path))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
async def test_changed_rules_change_nothing_that_was_decided(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def otherwise(*_: object) -> None:
        raise AssertionError("a replay must not decide anything")

    hasty = policy.PolicySet().with_day(timedelta(seconds=1))
    monkeypatch.setattr(policy, "POLICIES", {p.profile: p for p in hasty.policies})
    monkeypatch.setattr(policy, "RULES", ())
    monkeypatch.setattr(lifecycle, "decide", otherwise)
    await replay(history(path))


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_todays_fold_arrives_where_the_run_arrived(path: Path) -> None:
    recorded = history(path)
    start = recorded.events[0].workflow_execution_started_event_attributes.input.payloads
    given: PartnershipInput = CONVERTER.from_payloads(start, [PartnershipInput])[0]
    state = given.state
    for handled in folds(recorded):
        state = reduce(evolve, handled.events, handled.base or state or Partnership(id=given.partnership_id))
    end = recorded.events[-1].workflow_execution_continued_as_new_event_attributes.input.payloads
    assert state is not None
    if end:
        handed_on = handed(json.loads(end[0].data))
        assert beyond(state.model_dump(mode="json"), handed_on) == []
    else:
        assert state.closed or not state.exists or path.stem.startswith("outage")


@pytest.mark.parametrize("path", RECORDED[:1], ids=lambda path: path.stem)
async def test_no_module_is_loaded_again_for_each_run(path: Path) -> None:
    policy = SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH
    strict = sandbox().restrictions.with_import_notification_policy(policy)
    runner = SandboxedWorkflowRunner(restrictions=strict)
    replayer = Replayer(workflows=[PartnershipWorkflow], workflow_runner=runner, data_converter=pydantic_data_converter)
    await replayer.replay_workflow(history(path))


def test_workflow_code_is_kept_from_the_clock_and_from_chance() -> None:
    usual, ours = SandboxedWorkflowRunner().restrictions, sandbox().restrictions
    assert ours.invalid_module_members == usual.invalid_module_members
    assert ours.invalid_modules == usual.invalid_modules
