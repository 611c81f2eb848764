"""The committed OpenAPI document is the one that the API makes, and what it shows works."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from api import examples
from api.app import application
from api.cloudevents import CloudEvent
from api.intake import TYPES
from api.openapi import text
from api.schemas import CommandBody, Proposal
from domain.commands import RULES
from store.keys import KeyRole
from tests.api.calling import Api, fresh

DOCS = Path(__file__).parents[2] / "docs"
COMMITTED = DOCS / "openapi.json"
DOCUMENT = application().openapi()
OPERATIONS: list[dict[str, Any]] = [o for path in DOCUMENT["paths"].values() for o in path.values()]

each_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["operationId"])


def test_the_committed_document_is_the_one_that_is_made() -> None:
    assert COMMITTED.read_text() == text(), "write it again: python -m api.openapi > docs/openapi.json"


async def test_it_can_be_read_from_the_api_itself(api: Api) -> None:
    assert (await api.http.get("/openapi.json")).json() == json.loads(COMMITTED.read_text())


@each_operation
def test_each_operation_is_described(operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert set(operation["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
    for parameter in operation.get("parameters", ()):
        assert parameter["schema"]


@each_operation
def test_each_operation_tells_its_problems(operation: dict[str, Any]) -> None:
    wrong = {status: body for status, body in operation["responses"].items() if status >= "400"}
    assert {"application/problem+json"} == {media for body in wrong.values() for media in body["content"]}
    if "security" in operation:
        assert {"401", "403", "503"} <= wrong.keys()


def test_each_reference_leads_somewhere() -> None:
    wanted = {part.split('"')[0] for part in json.dumps(DOCUMENT).split('"#/components/schemas/')[1:]}
    assert wanted == set(DOCUMENT["components"]["schemas"])


def test_every_command_is_in_it() -> None:
    kinds = {
        schema["properties"]["kind"]["const"]
        for schema in DOCUMENT["components"]["schemas"].values()
        if "const" in schema.get("properties", {}).get("kind", {})
    }
    assert kinds == {rule.kind for rule in RULES}


def test_the_guide_names_every_address_and_every_event() -> None:
    guide = (DOCS / "api.md").read_text()
    addresses = {f"{method.upper()} {path}" for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert {wanted for wanted in addresses | {*TYPES} | {*KeyRole} if f"`{wanted}`" not in guide} == set()


@pytest.mark.parametrize(
    ("shown", "type_"),
    [
        (examples.PROPOSALS, Proposal),
        (examples.COMMANDS, CommandBody),
        (examples.EVENTS, CloudEvent),
        (examples.BATCHES, list[CloudEvent]),
    ],
)
def test_examples_are_what_they_show(shown: examples.Examples, type_: Any) -> None:  # noqa: ANN401 - any type
    for example in shown.values():
        assert TypeAdapter(type_).validate_json(json.dumps(example["value"]), strict=True)


async def test_the_examples_tell_a_story(api: Api) -> None:
    proposed = await api.post("/v1/partnerships", examples.PROPOSALS["school_and_bakery"]["value"])
    assert proposed.status_code == 201
    path = proposed.headers["Location"]
    for example in ("one", "several"):
        answer = await api.post(f"{path}/commands", examples.COMMANDS[example]["value"], api.keys.partner)
        assert answer.status_code == 200, answer.text
    event = {**examples.EVENTS["contact"]["value"], "id": fresh(), "partitionkey": path.rpartition("/")[2]}
    assert (await api.report(event, "application/cloudevents+json")).status_code == 202
