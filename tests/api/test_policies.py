"""Policies over HTTP: everybody may read the rules, admins publish the next ones, and every flaw has its place."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from temporalio.client import Client

from api.cloudevents import STRUCTURED
from api.examples import POLICIES
from domain.calendar import Calendar
from domain.policies import stored, written
from domain.policy import PolicySet, Profile
from domain.values import PersonId
from store.keys import KeyRole
from store.policies import Policies
from store.pool import Pool
from tests.api.calling import HOST, PARTNER, Api, calling, event, key, ports
from workflows.gateway import Gateway

EXAMPLE: dict[str, Any] = POLICIES["gentler"]["value"]


@pytest.fixture
async def fresh_api(pool: Pool, namespace: Client) -> AsyncIterator[tuple[Api, str]]:
    """An API over a database of its own, in which nobody else publishes; with an admin's key."""
    outside = ports(pool, Gateway(namespace))
    async with calling(outside) as api:
        yield api, await key(outside, KeyRole.ADMIN, "sari", HOST)


async def test_everybody_reads_what_is_built_in(api: Api) -> None:
    for caller in (api.keys.partner, api.keys.stranger, api.keys.viewer, api.keys.service):
        answer = await api.get("/v1/policies/0", caller)
        assert answer.status_code == 200
        assert stored(answer.json()["policy"]) == PolicySet()


@pytest.mark.requirement("S4.30")
async def test_an_admin_publishes_and_everybody_sees_who_changed_what_and_why(fresh_api: tuple[Api, str]) -> None:
    api, admin = fresh_api
    answer = await api.post("/v1/policies", EXAMPLE, admin)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == "/v1/policies/1"
    assert (answer.json()["version"], answer.json()["published_by"]) == (1, "sari")
    assert (await api.get("/v1/policies", api.keys.partner)).json()["items"] == [answer.json()]
    newest = (await api.get("/v1/policies/newest")).json()
    assert newest["version"] == 1
    policies = stored(newest["policy"])
    assert policies.of(Profile.INFORMAL).patience == 2
    assert [period.reason for period in policies.of(Profile.FORMAL).calendar.quiet] == ["Lebaran"]


async def test_publishing_the_same_again_publishes_nothing(fresh_api: tuple[Api, str]) -> None:
    api, admin = fresh_api
    first = await api.post("/v1/policies", EXAMPLE, admin)
    again = await api.post("/v1/policies", EXAMPLE, admin)
    assert (again.status_code, again.json()) == (200, first.json())


async def test_what_is_read_can_be_published_as_it_is(fresh_api: tuple[Api, str]) -> None:
    api, admin = fresh_api
    policy = (await api.get("/v1/policies/0")).json()["policy"]
    answer = await api.post("/v1/policies", {"note": "As it was", "policy": policy}, admin)
    assert answer.status_code == 201
    assert stored((await api.get("/v1/policies/1")).json()["policy"]) == PolicySet()


async def test_nobody_but_an_admin_publishes(api: Api) -> None:
    for caller in (api.keys.operator, api.keys.partner, api.keys.service, api.keys.viewer):
        answer = await api.post("/v1/policies", EXAMPLE, caller)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-your-role")


@pytest.mark.parametrize(
    ("policy", "places"),
    [
        ({"rules": {"love": {"steps": [{"after": 1, "audience": "owner"}]}}}, ["/policy/rules/love"]),
        (
            {"rules": {"end_date": {"steps": [{"after": 1, "audience": "sponsors"}], "patient": True}}},
            ["/policy/rules/end_date/patient", "/policy/rules/end_date/steps/0"],
        ),
        ({"profiles": {"formal": {"patience": 0, "hurry": 1}}},
         ["/policy/profiles/formal/patience", "/policy/profiles/formal/hurry"]),
        ({"calendar": {"quiet": [{"starts": "2027-02-30", "ends": "2027-03-01", "reason": "x"}]}},
         ["/policy/calendar/quiet/0/starts"]),
        ({"calendar": {"zone": "Mars"}}, ["/policy/calendar/zone"]),
        ({"colour": "red"}, ["/policy/colour"]),
    ],
)  # fmt: skip
async def test_each_flaw_has_its_place(
    fresh_api: tuple[Api, str], policy: dict[str, object], places: list[str]
) -> None:
    api, admin = fresh_api
    answer = await api.post("/v1/policies", {"note": "Try", "policy": policy}, admin, Accept_Language="id")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-body")
    assert [error["where"] for error in answer.json()["errors"]] == places
    assert (await api.get("/v1/policies")).json() == {"items": []}


@pytest.mark.parametrize("version", ["7", "-1", "x", "0x0", "99999999999999999999", "²"])
async def test_a_version_that_is_not_there(api: Api, version: str) -> None:
    answer = await api.get(f"/v1/policies/{version}")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-policy-version")


async def test_next_steps_are_told_under_the_partnerships_own_policy(api: Api) -> None:
    path = await api.proposed()
    told = (await api.get(path)).json()
    assert told["state"]["policy_version"] == 0
    assert {"observe_quiet_period", "adopt_policy"} <= {step["command"] for step in told["next_steps"]}


async def test_two_instances_of_the_api_agree(fresh_api: tuple[Api, str], pool: Pool) -> None:
    api, _ = fresh_api
    await api.get("/v1/policies/newest")
    east = PolicySet().with_calendar(Calendar(zone="Asia/Jayapura"))
    await Policies(pool, PolicySet()).publish(east, "From elsewhere", PersonId("sari"))
    assert (await api.get("/v1/policies/newest")).json() == {"version": 1, "policy": written(east)}


@pytest.mark.requirement("S3.8", "S4.30")
async def test_either_side_and_its_services_ask_for_quiet_days_and_the_other_side_reads_why(api: Api) -> None:
    path = await api.exploring()
    days = {"period_id": "harvest", "starts": "2098-03-10", "ends": "2098-03-20", "cause": "harvest"}
    asked = {"kind": "observe_quiet_period", **days, "reason": "All hands are in the fields"}
    assert (await api.post(f"{path}/commands", asked, api.keys.partner)).status_code == 200
    state = (await api.get(path)).json()["state"]
    assert state["quiet"] == [{**days, "by_org": PARTNER}]
    told = (await api.get(f"{path}/timeline?order=newest&limit=1")).json()["items"][0]["event"]
    assert (told["type"], told["reason"]) == ("quiet.observed", "All hands are in the fields")
    flood = {**days, "period_id": "flood", "cause": "disaster", "reason": "The river"}
    kind = "id.kemitraan.observe_quiet_period.v1"
    assert (await api.report(event(path, type=kind, data=flood), STRUCTURED)).status_code == 202
    wrong = await api.post(f"{path}/commands", {**asked, "starts": "2098-02-30"}, api.keys.partner)
    assert [(e["where"], e["what"]) for e in wrong.json()["errors"]] == [("/starts", "There is no such day.")]
