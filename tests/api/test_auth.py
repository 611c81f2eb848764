"""Who may call what: every route says it, and every role, and nobody, is tried on every route."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from api.app import application
from api.auth import Allowed, Public
from api.cloudevents import STRUCTURED
from store.keys import KeyRole
from tests.api.calling import HOST, NOBODY, PARTNER, STRANGER, Api, appoint, bearer, event, fresh, key, proposal

DESCRIBES_ITSELF = {"/openapi.json"}
"""Made by the framework; it tells what the repository tells."""


@dataclass(frozen=True)
class Door:
    """A route and what it says about its callers."""

    method: str
    path: str
    says: tuple[Allowed | Public, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def admits(self) -> frozenset[KeyRole] | None:
        """The roles it admits; none where everybody is admitted."""
        (said,) = self.says
        return said.roles if isinstance(said, Allowed) else None


def doors() -> Iterator[Door]:
    for context in iter_route_contexts(application().routes):
        route = context.route
        if context.path in DESCRIBES_ITSELF:
            continue
        assert isinstance(route, APIRoute), f"{context.path} is not a route that can say who may call it"
        for method in route.methods or ():
            yield Door(method, str(context.path), tuple(_said(route.dependant)))


def _said(dependant: Dependant) -> Iterator[Allowed | Public]:
    for dependency in dependant.dependencies:
        if isinstance(dependency.call, Allowed | Public):
            yield dependency.call
        else:
            yield from _said(dependency)


DOORS = list(doors())
LOCKED = [door for door in DOORS if any(isinstance(said, Allowed) for said in door.says)]

each_locked_door = pytest.mark.parametrize("door", LOCKED, ids=str)


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_every_route_says_who_may_call_it(door: Door) -> None:
    assert len(door.says) == 1, f"{door}: declare one of api.auth's Reader, Decider, Reporter or Anybody"


def test_the_rights_are_these() -> None:
    rights = {str(door): door.admits and {*door.admits} for door in DOORS}
    everybody, deciders = {*KeyRole}, {*KeyRole} - {KeyRole.VIEWER, KeyRole.SERVICE}
    readers, staff = {*KeyRole} - {KeyRole.SERVICE}, deciders - {KeyRole.PARTNER}
    assert rights == {
        "GET /v1/partnerships": everybody,
        "GET /v1/partnerships/{partnership_id}": everybody,
        "GET /v1/partnerships/{partnership_id}/timeline": everybody,
        "GET /v1/partnerships/{partnership_id}/reciprocity": everybody,
        "GET /v1/partnerships/{partnership_id}/refusals": everybody,
        "GET /v1/partnerships/{partnership_id}/changes": everybody,
        "GET /v1/partnerships/{partnership_id}/evaluations": everybody,
        "GET /v1/partnerships/{partnership_id}/health": everybody,
        "GET /v1/partnerships/{partnership_id}/lessons": everybody,
        "GET /v1/partnerships/{partnership_id}/record": everybody,
        "GET /v1/questionnaire": everybody,
        "GET /v1/templates": everybody,
        "GET /v1/partnerships/{partnership_id}/beginning": everybody,
        "GET /v1/policies": everybody,
        "GET /v1/policies/{version}": everybody,
        "POST /v1/policies": {KeyRole.ADMIN},
        "GET /v1/tasks": everybody,
        "GET /v1/tasks/{task_id}": everybody,
        "POST /v1/tasks/reassign": deciders,
        "POST /v1/tasks/{task_id}/claim": deciders,
        "POST /v1/tasks/{task_id}/release": deciders,
        "POST /v1/tasks/{task_id}/reassign": deciders,
        "POST /v1/tasks/{task_id}/follow-up": deciders,
        "POST /v1/tasks/{task_id}/comments": deciders,
        "GET /v1/departures": deciders,
        "GET /v1/departures/{departure_id}": deciders,
        "POST /v1/departures": deciders,
        "POST /v1/departures/preview": deciders,
        "POST /v1/people/{person_id}/feed": deciders,
        "DELETE /v1/people/{person_id}/feed": deciders,
        "GET /calendar/{token}.ics": None,
        "GET /v1/links": staff,
        "POST /v1/links": staff,
        "POST /v1/links/{link_id}/revoke": staff,
        "GET /l/{token}": None,
        "POST /l/{token}": None,
        "POST /l/{token}/again": None,
        "GET /l/{token}/record": None,
        "GET /v1/organisations": readers,
        "GET /v1/organisations/{org_id}": readers,
        "PUT /v1/organisations/{org_id}": deciders,
        "GET /v1/people": readers,
        "GET /v1/people/{person_id}": readers,
        "PUT /v1/people/{person_id}": deciders,
        "PUT /v1/people/{person_id}/absences/{absence_id}": deciders,
        "DELETE /v1/people/{person_id}/absences/{absence_id}": deciders,
        "GET /v1/positions": readers,
        "GET /v1/positions/{position_id}": readers,
        "PUT /v1/positions/{position_id}": deciders,
        "PUT /v1/positions/{position_id}/fillings": deciders,
        "GET /v1/directory/contact-points": staff,
        "GET /v1/directory/duplicates/{kind}": staff,
        "POST /v1/directory/duplicates/{kind}/merge": staff,
        "POST /v1/directory/duplicates/{kind}/differ": staff,
        "GET /v1/directory/log": staff,
        "POST /v1/directory/import": staff,
        "GET /v1/directory/export.xlsx": staff,
        "GET /v1/directory/export/{kind}.csv": staff,
        "GET /v1/inbox": everybody,
        "POST /v1/inbox/{notice_id}/seen": everybody,
        "GET /v1/letters": {KeyRole.OPERATOR, KeyRole.APPROVER, KeyRole.ADMIN},
        "GET /v1/unreached": {KeyRole.OPERATOR, KeyRole.APPROVER, KeyRole.ADMIN},
        "POST /v1/receipts": {KeyRole.SERVICE},
        "POST /v1/receipts/mail": {KeyRole.SERVICE},
        "GET /v1/receipts/whatsapp": None,
        "POST /v1/receipts/whatsapp": None,
        "POST /v1/partnerships": deciders,
        "POST /v1/partnerships/{partnership_id}/commands": deciders,
        "POST /v1/events": {KeyRole.SERVICE},
        "GET /livez": None,
        "GET /readyz": None,
        "GET /version": None,
        "GET /problems/{code}": None,
    }


@each_locked_door
@pytest.mark.parametrize("role", KeyRole)
async def test_a_role_gets_in_where_it_may_and_nowhere_else(api: Api, door: Door, role: KeyRole) -> None:
    text = await key(api.ports, role, "somebody", HOST)
    answer = await _knock(api, door, bearer(text))
    assert (answer.status_code != 403) is (role in (door.admits or ())), answer.text
    if answer.status_code == 403:
        assert answer.json()["code"] == "not-your-role"


@each_locked_door
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer kmt_000000000000_" + "0" * 64},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic c2FyaTpzYXJp"},
    ],
    ids=["none", "empty", "unknown", "nonsense", "another scheme"],
)
async def test_nobody_gets_in_without_a_key(api: Api, door: Door, headers: dict[str, str]) -> None:
    answer = await _knock(api, door, headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@each_locked_door
async def test_a_revoked_key_is_no_key(api: Api, door: Door) -> None:
    text = await key(api.ports, KeyRole.ADMIN, "somebody", HOST)
    await api.ports.keys.revoke(text.split("_")[1])
    assert (await _knock(api, door, bearer(text))).status_code == 401


async def test_a_partner_of_no_organisation_is_nobody(api: Api) -> None:
    text = await key(api.ports, KeyRole.PARTNER, "somebody")
    assert (await api.get("/v1/partnerships", text)).status_code == 401


async def test_a_caller_is_known_before_its_body_is_read(api: Api) -> None:
    answer = await api.http.post("/v1/partnerships", content=b"{", headers={"Idempotency-Key": fresh()})
    assert answer.status_code == 401


async def test_for_a_foreign_partner_a_partnership_does_not_exist(api: Api) -> None:
    path, stranger = await api.proposed("Not for strangers"), api.keys.stranger
    command = {"kind": "declare_willingness", "willing": True}
    answers = [
        *[await api.get(path + part, stranger) for part in ("", "/timeline", "/refusals")],
        await api.post(f"{path}/commands", command, stranger),
    ]
    missing = await api.get(NOBODY, stranger)
    assert {a.status_code for a in answers} == {missing.status_code} == {404}
    assert {a.json()["detail"] for a in answers} == {missing.json()["detail"]}
    assert (await api.get("/v1/partnerships", stranger)).json()["items"] == []


async def test_a_service_knows_the_partnerships_of_its_organisation_alone(api: Api) -> None:
    path = await api.proposed("Not for foreign machines")
    machine = await key(api.ports, KeyRole.SERVICE, "erp", STRANGER)
    assert (await api.get(path, machine)).status_code == 404
    assert (await api.report(event(path), STRUCTURED, machine)).json()["code"] == "unknown-partnership"
    assert (await api.get(path, api.keys.service)).status_code == 200


async def test_one_who_has_left_still_hears_its_first_answer(api: Api) -> None:
    third = {"org_id": STRANGER, "name": "Koperasi Lain", "kind": "informal"}
    path, again = await api.proposed(parties=[*proposal()["parties"], third]), fresh()
    await api.post(f"{path}/commands", appoint("joko"), api.keys.stranger)
    leave = {"kind": "leave_partnership", "reason": "too much at once"}
    first = await api.post(f"{path}/commands", leave, api.keys.stranger, Idempotency_Key=again)
    assert first.status_code == 200, first.text
    repeated = await api.post(f"{path}/commands", leave, api.keys.stranger, Idempotency_Key=again)
    assert repeated.content == first.content
    assert (await api.get(path, api.keys.stranger)).status_code == 404


async def test_a_partner_sees_and_finds_its_own_partnerships(api: Api) -> None:
    path, partner = await api.proposed("Found by the partner"), api.keys.partner
    assert (await api.get(path, partner)).status_code == 200
    for query in ("q=found partner", f"org={PARTNER}&q=found", f"org={HOST}&q=found"):
        listed = (await api.get(f"/v1/partnerships?{query}", partner)).json()["items"]
        assert [item["title"] for item in listed] == ["Found by the partner"]
    assert (await api.get("/v1/partnerships?org=koperasi-lain", partner)).json()["items"] == []


async def test_the_actor_comes_from_the_key(api: Api) -> None:
    path = await api.proposed()
    forged = {**appoint("budi", "member"), "actor": {"person_id": "dewi", "org_id": PARTNER}}
    answer = await api.post(f"{path}/commands", forged)
    assert answer.status_code == 422
    events = (await api.get(f"{path}/timeline")).json()["items"]
    assert {(e["actor"]["person_id"], e["actor"]["org_id"]) for e in events} == {("sari", HOST)}


async def _knock(api: Api, door: Door, headers: dict[str, str]) -> httpx2.Response:
    """A request that is right in all but, perhaps, its caller."""
    path = door.path.replace("{partnership_id}", NOBODY.rpartition("/")[2])
    if door.method == "GET":
        return await api.http.get(path, headers=headers)
    if path == "/v1/events":
        sent = headers | {"Content-Type": "application/cloudevents+json"}
        return await api.http.post(path, json=event(NOBODY), headers=sent)
    sent = headers | {"Idempotency-Key": fresh()}
    return await api.http.request(door.method, path, json={"kind": "tick"}, headers=sent)
