"""The door for services: three modes, one verdict an event, once for ever, and never more than can be applied."""

import asyncio
from typing import Any

import httpx2
import pytest
from cloudevents.core.bindings.http import HTTPMessage, to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent

from api.backlog import FORGET_AFTER, MOST, Backlog
from api.cloudevents import BATCH, STRUCTURED
from api.headers import report_id
from api.intake import COMMANDS, TYPES
from api.ports import Ports
from domain.commands import RULES, Who
from domain.record import Submission
from tests.api.calling import HOST, Api, bearer, calling, event, fresh
from workflows.gateway import Unreachable


async def told(api: Api, path: str, *, command: str) -> dict[str, Any]:
    """The first event that this command has brought about, as soon as it has been applied."""
    for _ in range(200):
        for item in (await api.get(f"{path}/timeline?order=newest")).json()["items"]:
            if item["command_id"] == command:
                return dict(item)
        await asyncio.sleep(0.02)
    raise AssertionError("the report was not applied")


async def test_a_report_is_applied_with_its_own_time_and_sender(api: Api) -> None:
    path = await api.exploring()
    answer = await api.report(event(path, "visit-17" + path), STRUCTURED)
    assert answer.status_code == 202
    received = answer.json()
    assert received == {
        "source": "/crm/roti-makmur",
        "id": "visit-17" + path,
        "outcome": "accepted",
        "partnership_id": path.rpartition("/")[2],
        "command_id": str(report_id("/crm/roti-makmur", "visit-17" + path)),
    }
    item = await told(api, path, command=received["command_id"])
    assert (item["event"]["type"], item["channel"]) == ("contact.held", "event")
    assert item["actor"] == {"person_id": "crm", "kind": "service", "org_id": HOST}
    assert item["occurred_at"] == "2026-03-02T04:30:00Z"


async def test_the_official_library_speaks_to_us_in_both_modes(api: Api) -> None:
    path = await api.exploring()
    for write in (to_binary_event, to_structured_event):
        answer = await _posted(api, write(_official(path)))
        assert answer.status_code == 202, answer.text


async def test_binary_attributes_are_percent_encoded(api: Api) -> None:
    path = await api.exploring()
    headers = {f"ce-{name}": str(value) for name, value in event(path).items() if name != "data"}
    headers |= {"ce-source": "/crm/caf%C3%A9", "Content-Type": "application/json; charset=utf-8"}
    answer = await api.http.post(
        "/v1/events", json=event(path)["data"], headers={**headers, **bearer(api.keys.service)}
    )
    assert (answer.status_code, answer.json()["source"]) == (202, "/crm/café")


async def test_the_subject_names_the_partnership_where_no_partition_key_does(api: Api) -> None:
    path = await api.exploring()
    sent = event(path, subject=path.rpartition("/")[2])
    del sent["partitionkey"]
    assert (await api.report(sent, STRUCTURED)).status_code == 202


async def test_an_event_counts_once_for_ever(api: Api) -> None:
    path, sent = await api.exploring(), fresh()
    first = (await api.report(event(path, sent), STRUCTURED)).json()
    on_the_way = await api.report(event(path, sent), STRUCTURED)
    await told(api, path, command=first["command_id"])
    applied = await api.report(event(path, sent, time="2026-03-03T00:00:00Z"), STRUCTURED)
    for answer in (on_the_way, applied):
        assert (answer.status_code, answer.json()["outcome"]) == (200, "duplicate")
    kinds = [e["event"]["type"] for e in (await api.get(f"{path}/timeline")).json()["items"]]
    assert kinds.count("contact.held") == 1


async def test_the_same_id_with_other_content_is_a_conflict(api: Api) -> None:
    path, sent = await api.exploring(), fresh()
    await api.report(event(path, sent), STRUCTURED)
    other = event(path, sent, data={**event(path)["data"], "note": "something else"})
    answer = await api.report(other, STRUCTURED)
    assert (answer.status_code, answer.json()["code"]) == (409, "event-conflict")


async def test_each_event_of_a_batch_has_its_own_outcome(api: Api) -> None:
    path, closed, sent = await api.exploring(), await api.not_pursued(), fresh()
    nowhere = "/v1/partnerships/00000000-0000-0000-0000-000000000000"
    batch = [
        event(path, sent),
        event(path, sent),
        event(path, sent, data={**event(path)["data"], "formal": True}),
        event(path, type="id.kemitraan.accept_version.v1"),
        event(nowhere),
        event(closed),
        event(path, data={"orgs": []}),
        "not an event",
        event(path),
    ]
    answer = await api.report(batch, BATCH)
    outcomes = answer.json()["outcomes"]
    assert answer.status_code == 202
    assert [o.get("problem", {}).get("code", o["outcome"]) for o in outcomes] == [
        "accepted",
        "duplicate",
        "event-conflict",
        "unknown-event-type",
        "unknown-partnership",
        "partnership-closed",
        "invalid-event",
        "invalid-event",
        "accepted",
    ]
    assert outcomes[6]["problem"]["errors"] == [
        {"where": "/data/held_at", "what": "It is missing."},
        {"where": "/data/orgs", "what": "It has too few entries.", "expected": "at least 2"},
    ]
    assert (outcomes[7].get("id"), outcomes[7]["problem"]["errors"][0]["where"]) == (None, "/")


async def test_a_batch_of_which_nothing_can_be_taken_is_refused(api: Api) -> None:
    answer = await api.report([{"specversion": "1.0"}], BATCH)
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing-taken")
    assert len(answer.json()["outcomes"]) == 1
    assert (await api.report([], BATCH)).json() == {"outcomes": []}


async def test_what_the_domain_refuses_is_kept_and_shown(api: Api) -> None:
    path = await api.exploring()
    await api.report(event(path, data={**event(path)["data"], "orgs": [HOST, "nobody"]}), STRUCTURED)
    for _ in range(200):
        if refusals := (await api.get(f"{path}/refusals")).json()["items"]:
            break
        await asyncio.sleep(0.02)
    assert [(r["code"], r["channel"]) for r in refusals] == [("unknown-party", "event")]


class Asleep:
    """An engine that takes reports and applies none."""

    def __init__(self) -> None:
        self.reported: list[Submission] = []
        self.away = False

    async def submit(self, submission: Submission) -> Any:  # noqa: ANN401 - never answers
        raise AssertionError(submission)

    async def report(self, submissions: tuple[Submission, ...]) -> None:
        if self.away:
            raise Unreachable
        self.reported += submissions

    async def recover(self, partnership_id: object) -> None:
        raise AssertionError(partnership_id)


async def test_no_more_is_taken_than_can_wait(api: Api) -> None:
    path, engine, time = await api.exploring(), Asleep(), [0.0]
    ports = Ports(api.ports.pool, engine, api.ports.built_in, {}, Backlog(lambda: time[0]))
    async with calling(ports) as slow:
        batch = [event(path) for _ in range(MOST + 2)]
        answer = await slow.report(batch, BATCH)
        assert (answer.status_code, answer.json()["code"]) == (429, "too-many-reports")
        assert answer.headers["Retry-After"] == "2"
        outcomes = [o["outcome"] for o in answer.json()["outcomes"]]
        assert outcomes == ["accepted"] * MOST + ["refused"] * 2
        assert len(engine.reported) == MOST
        one = await slow.report(event(path), STRUCTURED)
        assert (one.status_code, one.headers["Retry-After"]) == (429, "2")
        again = (await slow.report(batch, BATCH)).json()["outcomes"]
        assert [o["outcome"] for o in again] == ["duplicate"] * MOST + ["refused"] * 2
        assert (await slow.report(event(await api.exploring()), STRUCTURED)).status_code == 202
        await api.ports.engine.report(tuple(engine.reported[:3]))
        await told(api, path, command=str(engine.reported[2].command_id))
        assert (await slow.report(event(path), STRUCTURED)).status_code == 202
        time[0] += FORGET_AFTER + 1
        assert len((await slow.report(batch[-2:], BATCH)).json()["outcomes"]) == 2


async def test_what_could_not_be_handed_over_is_not_forgotten_to_be_new(api: Api) -> None:
    path, engine, sent = await api.exploring(), Asleep(), fresh()
    async with calling(Ports(api.ports.pool, engine, api.ports.built_in, {})) as slow:
        engine.away = True
        answer = await slow.report(event(path, sent), STRUCTURED)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        engine.away = False
        assert (await slow.report(event(path, sent), STRUCTURED)).json()["outcome"] == "accepted"


def test_services_report_facts_and_bind_nobody() -> None:
    who = {rule.kind: rule.who for rule in RULES}
    assert {who[kind] for kind in COMMANDS} <= {Who.PARTY, Who.PARTICIPANT}
    assert TYPES[0] == "id.kemitraan.appoint_person.v1"


def _official(path: str) -> CloudEvent:
    sent = event(path)
    attributes = {k: v for k, v in sent.items() if k not in {"data", "time"}}
    return CloudEvent(attributes, sent["data"])


async def _posted(api: Api, message: HTTPMessage) -> httpx2.Response:
    headers = {**message.headers, **bearer(api.keys.service)}
    return await api.http.post("/v1/events", content=message.body, headers=headers)


@pytest.mark.parametrize("kind", sorted(COMMANDS))
async def test_each_event_type_has_a_schema_of_its_own(api: Api, kind: str) -> None:
    nowhere = "/v1/partnerships/00000000-0000-0000-0000-000000000000"
    answer = await api.report(event(nowhere, type=f"id.kemitraan.{kind}.v1", data={"nonsense": 1}), STRUCTURED)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-event")
    assert "/data/nonsense" in {error["where"] for error in answer.json()["errors"]}
