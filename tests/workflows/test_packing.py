"""What one run hands to the next: the state in few bytes, which every release can begin from."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.partnership import Partnership
from domain.values import State
from tests.domain.story import Story
from tests.workflows.life import whole
from workflows.messages import PartnershipInput

CONVERTER = pydantic_data_converter.payload_converter


class Earlier(State):
    """The input of a run, as releases before packing read it."""

    partnership_id: UUID
    state: Partnership | None = None


def written(given: PartnershipInput) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(CONVERTER.to_payloads([given])[0].data)


def read(content: Any, by: type[State] = PartnershipInput) -> Any:  # noqa: ANN401 - any JSON, and what is asked for
    payload = Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(content).encode())
    return CONVERTER.from_payloads([payload], [by])[0]


@pytest.mark.parametrize("p", [Story().active().p, whole(datetime.now(UTC), uuid4()).p], ids=["active", "closed"])
def test_a_state_travels_in_less_than_two_fifths_of_its_bytes(p: Partnership) -> None:
    given = PartnershipInput(partnership_id=p.id, state=p, sparing=True)
    content = written(given)
    assert len(json.dumps(content)) < 0.4 * len(p.model_dump_json(exclude_defaults=True))
    assert read(content) == given


def test_without_a_state_nothing_is_packed() -> None:
    assert set(written(PartnershipInput(partnership_id=uuid4()))) == {"partnership_id"}


def test_a_state_from_an_earlier_release_is_read() -> None:
    p = Story().active().p
    for whole_or_brief in (False, True):
        state = p.model_dump(mode="json", exclude_defaults=whole_or_brief)
        assert read({"partnership_id": str(p.id), "state": state}).state == p


def test_an_earlier_release_finds_no_state_and_so_asks_the_ledger() -> None:
    p = Story().active().p
    assert read(written(PartnershipInput(partnership_id=p.id, state=p)), Earlier) == Earlier(partnership_id=p.id)
