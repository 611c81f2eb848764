"""Sending commands: decided once, answered the same for ever, and never half."""

import asyncio

import pytest

from tests.api.calling import NOBODY, Api, appoint, fresh, proposal


async def test_a_proposal_begins_a_partnership(api: Api) -> None:
    answer = await api.post("/v1/partnerships", proposal(then=[]))
    assert answer.status_code == 201
    told = answer.json()
    assert answer.headers["Location"] == f"/v1/partnerships/{told['partnership_id']}"
    assert answer.headers["ETag"] == '"3"'
    assert (told["status"], told["stage"]) == ("accepted", "proposed")
    assert told["events"] == ["partnership.proposed", "party.joined", "party.joined"]


async def test_what_was_written_can_be_read_at_once(api: Api) -> None:
    path = await api.proposed("Written and read")
    read = (await api.get(path)).json()
    assert (read["title"], read["version"], read["state"]["people"][0]["person_id"]) == ("Written and read", 4, "sari")


async def test_a_proposal_and_what_follows_are_all_or_nothing(api: Api) -> None:
    key = fresh()
    answer = await api.post("/v1/partnerships", proposal(then=[{"kind": "begin_exploring"}]), Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "guards-unmet")
    again = await api.post("/v1/partnerships", proposal(then=[{"kind": "begin_exploring"}]), Idempotency_Key=key)
    assert again.content == answer.content


async def test_one_command_needs_no_list(api: Api) -> None:
    path = await api.proposed()
    answer = await api.post(f"{path}/commands", appoint("budi", "alternate"))
    assert (answer.status_code, answer.json()["events"]) == (200, ["person.appointed"])
    assert answer.headers["ETag"] == '"5"'


async def test_several_commands_are_all_or_nothing(api: Api) -> None:
    path = await api.proposed()
    before = (await api.get(path)).content
    refused = await api.post(
        f"{path}/commands", {"commands": [appoint("budi", "alternate"), {"kind": "begin_exploring"}]}
    )
    assert refused.status_code == 409
    assert (await api.get(path)).content == before


async def test_a_refusal_says_what_is_missing(api: Api) -> None:
    path = await api.proposed()
    answer = await api.post(f"{path}/commands", {"kind": "begin_exploring"})
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/problems/guards-unmet",
        "title": "Not possible in the present state",
        "status": 409,
        "detail": "Begin exploring cannot be done yet: every party must have said that it is willing; still open: "
        "SMK Melati; each side must have a lead; missing at: SMK Melati.",
        "instance": f"{path}/commands",
        "code": "guards-unmet",
        "stage": "proposed",
        "unmet": [
            {
                "guard": "every_party_willing",
                "text": "Every party must have said that it is willing; still open: SMK Melati.",
            },
            {"guard": "lead_on_each_side", "text": "Each side must have a lead; missing at: SMK Melati."},
        ],
    }


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (appoint("budi", "alternate"), 200),
        ({"kind": "begin_exploring"}, 409),
        ({"kind": "tick"}, 403),
        ({"kind": "record_contact", "held_at": "2026-01-01T00:00:00Z", "orgs": ["roti-makmur", "x"]}, 422),
    ],
    ids=["accepted", "conflict", "forbidden", "invalid"],
)
async def test_the_same_key_gets_the_same_answer_for_ever(api: Api, command: dict[str, object], status: int) -> None:
    path, key = await api.proposed(), fresh()
    first = await api.post(f"{path}/commands", command, Idempotency_Key=key)
    assert first.status_code == status, first.text
    farewell = {"kind": "do_not_pursue", "reason": "no time", "message": "Thank you."}
    assert (await api.post(f"{path}/commands", farewell)).status_code == 200  # which ends the workflow
    again = await api.post(f"{path}/commands", command, Idempotency_Key=key)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers.get("ETag") == first.headers.get("ETag")


async def test_the_same_proposal_under_the_same_key_is_one_partnership(api: Api) -> None:
    key, title = fresh(), fresh()
    answers = await asyncio.gather(
        *(api.post("/v1/partnerships", proposal(title), Idempotency_Key=key) for _ in range(4))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len((await api.get(f"/v1/partnerships?q={title}")).json()["items"]) == 1


async def test_another_body_under_the_same_key_changes_nothing(api: Api) -> None:
    path, key = await api.proposed(), fresh()
    assert (await api.post(f"{path}/commands", appoint("a-1", "member"), Idempotency_Key=key)).status_code == 200
    before = (await api.get(path)).content
    answer = await api.post(f"{path}/commands", appoint("a-2", "member"), Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key-reused")
    assert (await api.get(path)).content == before


async def test_each_api_key_has_idempotency_keys_of_its_own(api: Api) -> None:
    path, key = await api.proposed(), fresh()
    willing = {"kind": "declare_willingness", "willing": True}
    mine = await api.post(f"{path}/commands", willing, Idempotency_Key=key)
    theirs = await api.post(f"{path}/commands", willing, api.keys.partner, Idempotency_Key=key)
    assert (mine.status_code, theirs.status_code) == (200, 200)
    assert mine.json()["command_id"] != theirs.json()["command_id"]


async def test_if_match_lets_a_command_through_while_it_is_true(api: Api) -> None:
    path = await api.proposed()
    seen = (await api.get(path)).headers["ETag"]
    first = await api.post(f"{path}/commands", appoint("a-1", "member"), If_Match=seen)
    late = await api.post(f"{path}/commands", appoint("a-2", "member"), If_Match=seen)
    assert first.status_code == 200
    assert (late.status_code, late.json()["code"]) == (412, "stale-version")
    assert (await api.post(f"{path}/commands", appoint("a-2", "member"), If_Match="*")).status_code == 200


async def test_a_closed_partnership_says_so(api: Api) -> None:
    path = await api.not_pursued()
    answer = await api.post(f"{path}/commands", appoint("budi"))
    assert (answer.status_code, answer.json()["code"]) == (409, "partnership-closed")


async def test_nobody_can_write_to_what_does_not_exist(api: Api) -> None:
    answer = await api.post(f"{NOBODY}/commands", appoint("budi"))
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-partnership")


async def test_both_sides_have_the_same_rights(api: Api) -> None:
    path = await api.proposed()
    for key in (api.keys.operator, api.keys.partner):
        answer = await api.post(f"{path}/commands", {"kind": "declare_willingness", "willing": True}, key)
        assert answer.status_code == 200
    theirs = proposal("From the other side", proposer_org="smk-melati", then=[])
    assert (await api.post("/v1/partnerships", theirs, api.keys.partner)).status_code == 201
    assert (await api.post("/v1/partnerships", theirs)).json()["code"] == "not-your-side"
