"""What was confided: found by nobody else behind any door, in no answer, no refusal, no error and no log."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from temporalio.client import Client

from store.keys import KeyRole
from store.portable import PortableRecord, check
from tests.api.calling import HOST, PARTNER, Api, fresh, key
from workflows.options import workflow_id

RAISER, FACILITATOR = "mbak-ani", "bu-sari"


@dataclass(frozen=True)
class Confided:
    """A partnership in which one person has confided something, and the keys of all who could look."""

    path: str
    canary: str
    raiser: str
    facilitator: str
    others: dict[str, str]


async def _others(api: Api) -> dict[str, str]:
    return {
        "own lead": api.keys.partner,
        "colleague": await key(api.ports, KeyRole.PARTNER, "pak-joko", PARTNER),
        "other side": api.keys.operator,
        "service of the other side": api.keys.service,
        "service of the own side": await key(api.ports, KeyRole.SERVICE, RAISER, PARTNER),
        "service of no side": await key(api.ports, KeyRole.SERVICE, "crm"),
        "viewer": api.keys.viewer,
        "admin": await key(api.ports, KeyRole.ADMIN, "root"),
        "admin of the host": await key(api.ports, KeyRole.ADMIN, "root", HOST),
        "namesake on the other side": await key(api.ports, KeyRole.OPERATOR, RAISER, HOST),
        "facilitator who turned": await key(api.ports, KeyRole.OPERATOR, FACILITATOR, HOST),
    }


def concern(canary: str, **changes: object) -> dict[str, object]:
    said = {"concern_id": canary, "about": "feeling_used", "severity": "severe", "text": canary, "wishes": canary}
    return {"kind": "raise_concern", **said, **changes}


@pytest.fixture
async def confided(api: Api) -> Confided:
    """With a facilitator whom both have agreed on."""
    path, canary = await api.exploring(), f"canary-{fresh()}"
    neutral = {"kind": "appoint_neutral", "person_id": FACILITATOR, "name": "Bu Sari", "role": "facilitator"}
    await _accepted(api, path, neutral, api.keys.operator)
    [open_decision] = (await api.get(path)).json()["state"]["decisions"]
    agreed = {"kind": "agree_to_decision", "about": "appoint_neutral", "number": open_decision["number"]}
    await _accepted(api, path, agreed, api.keys.partner)
    raiser = await key(api.ports, KeyRole.PARTNER, RAISER, PARTNER)
    facilitator = await key(api.ports, KeyRole.APPROVER, FACILITATOR)
    await _accepted(api, path, concern(canary), raiser)
    return Confided(path, canary, raiser, facilitator, await _others(api))


async def _accepted(api: Api, path: str, body: object, key: str) -> None:
    answer = await api.post(f"{path}/commands", body, key)
    assert answer.status_code == 200, answer.text


def _doors(path: str) -> Iterator[str]:
    yield from (path, f"{path}/timeline?limit=100", f"{path}/timeline?order=newest", f"{path}/refusals")
    yield from (f"{path}/changes", f"/v1/partnerships?limit=100&org={PARTNER}", f"{path}/lessons")
    yield from (f"{path}/{name}" for name in ("health", "record", "reciprocity", "evaluations"))


async def _everything(api: Api, confided: Confided, key: str) -> str:
    """Every body that any door gives to a key."""
    return "\n".join([(await api.get(door, key)).text for door in _doors(confided.path)])


@pytest.mark.requirement("S2.10", "S0.15")
async def test_no_door_shows_it_to_anybody_else(api: Api, confided: Confided) -> None:
    for who, others_key in confided.others.items():
        text = await _everything(api, confided, others_key)
        assert confided.canary not in text, who
        assert "concern.raised" not in text, who
        assert '"private":true' not in text, who
    assert confided.canary in await _everything(api, confided, confided.raiser)
    assert confided.canary in await _everything(api, confided, confided.facilitator)


async def test_a_deadline_does_not_give_it_away(api: Api, confided: Confided) -> None:
    mine = (await api.get(confided.path, confided.raiser)).json()
    theirs = (await api.get(confided.path)).json()
    listed = {row["id"]: row for row in (await api.get(f"/v1/partnerships?org={PARTNER}&limit=100")).json()["items"]}
    assert mine["next_deadline"] < theirs["next_deadline"]
    assert listed[theirs["id"]]["next_deadline"] == theirs["next_deadline"]
    assert [c["rule"] for c in theirs["state"]["clocks"]] == ["initiation_idle"]
    before = f"/v1/partnerships?org={PARTNER}&limit=100&deadline_before={mine['next_deadline']}".replace("+", "%2B")
    assert theirs["id"] not in {row["id"] for row in (await api.get(before)).json()["items"]}


async def _about_concerns(api: Api, path: str, key: str, language: str) -> list[dict[str, object]]:
    steps = (await api.get(path, key, Accept_Language=language)).json()["next_steps"]
    return [step for step in steps if step["command"] and "concern" in step["command"]]


@pytest.mark.parametrize("language", ["en", "id"])
async def test_what_others_may_do_next_does_not_give_it_away(api: Api, confided: Confided, language: str) -> None:
    silent = await api.exploring()
    for others_key in (api.keys.partner, api.keys.operator, api.keys.viewer):
        steps = [await _about_concerns(api, path, others_key, language) for path in (silent, confided.path)]
        assert steps[0] == steps[1]


async def test_a_refused_word_is_read_by_its_sender_alone(api: Api, confided: Confided) -> None:
    again = await api.post(f"{confided.path}/commands", concern(confided.canary), confided.raiser)
    assert (again.status_code, again.json()["code"]) == (409, "already-exists")
    several = {"commands": [{"kind": "begin_assessing"}, concern(f"{confided.canary}-2", concern_id="two")]}
    assert (await api.post(f"{confided.path}/commands", several, confided.raiser)).status_code == 409
    by_colleague = concern(f"{confided.canary}-3", concern_id="x" * 5, disclose_to="facilitator")
    stale = await api.post(f"{confided.path}/commands", by_colleague, api.keys.partner, If_Match='"1"')
    assert stale.status_code == 412
    for who, others_key in {**confided.others, "facilitator": confided.facilitator}.items():
        refused = (await api.get(f"{confided.path}/refusals", others_key)).text
        assert (confided.canary in refused) is (who == "own lead"), who
        assert f"{confided.canary}-2" not in refused, who
    mine = (await api.get(f"{confided.path}/refusals", confided.raiser)).json()["items"]
    assert len(mine) == 2
    # The colleague reads her own word in vain, and nobody else's.
    hers = (await api.get(f"{confided.path}/refusals", api.keys.partner)).json()["items"]
    assert [item["commands"][0]["text"] for item in hers if "text" in item["commands"][0]] == [f"{confided.canary}-3"]


@pytest.mark.parametrize(
    "command",
    [
        {"kind": "acknowledge_concern"},
        {"kind": "withdraw_concern"},
        {"kind": "step_concern", "to": "sponsors"},
        {"kind": "disclose_concern", "to": "both", "text": "x"},
        {"kind": "record_mediation", "outcome": "x"},
        {"kind": "resolve_concern", "how": "x"},
        {"kind": "answer_retaliation_check", "answer": "none"},
    ],
    ids=lambda command: command["kind"],
)
async def test_asking_about_it_gets_the_same_no_as_where_there_is_none(
    api: Api, confided: Confided, command: dict[str, str]
) -> None:
    silent = await api.exploring()
    for others_key in (api.keys.partner, api.keys.operator, confided.others["admin"]):
        bodies = []
        for path in (silent, confided.path):
            body = command | {"concern_id": confided.canary}
            answer = (await api.post(f"{path}/commands", body, others_key)).json()
            bodies.append({name: value for name, value in answer.items() if name != "instance"})
        assert bodies[0] == bodies[1]


async def test_each_hears_only_the_words_that_were_chosen_for_them(api: Api, confided: Confided) -> None:
    words = {"kind": "disclose_concern", "concern_id": confided.canary, "to": "other_lead", "text": "chosen words"}
    await _accepted(api, confided.path, words, confided.raiser)
    told = (await api.get(f"{confided.path}/timeline?limit=100")).json()["items"]
    heard = [item["event"] for item in told if item["event"]["type"].startswith("concern.")]
    assert [(e["type"], e["text"], e["readers"]) for e in heard] == [("concern.disclosed", "chosen words", [])]
    state = (await api.get(confided.path)).json()["state"]["concerns"]
    assert [[c["person_id"] for c in x["told"]] for x in state] == [["sari"]]
    assert "chosen words" not in await _everything(api, confided, api.keys.partner)
    assert "chosen words" not in await _everything(api, confided, confided.facilitator)


async def test_temporal_lists_and_describes_nothing_of_it(api: Api, confided: Confided, namespace: Client) -> None:
    """The histories hold what was said; see docs/running.md on who may read them."""
    handle = namespace.get_workflow_handle(workflow_id(confided.path.rpartition("/")[2]))  # type: ignore[arg-type]
    described = await handle.describe()
    mine = datetime.fromisoformat((await api.get(confided.path, confided.raiser)).json()["next_deadline"])
    shown = {pair.key.name: pair.value for pair in described.typed_search_attributes}
    assert shown.get("KemitraanNextDeadline") is None or shown["KemitraanNextDeadline"] > mine
    assert confided.canary not in json.dumps({name: str(value) for name, value in shown.items()})
    summary = [await described.static_summary(), await described.static_details()]
    assert confided.canary not in str(summary)


async def test_no_log_line_quotes_it(api: Api, confided: Confided, capfd: pytest.CaptureFixture[str]) -> None:
    word = f"canary-{fresh()}"
    await api.post(f"{confided.path}/commands", concern(word, concern_id="logged"), confided.raiser)
    await api.post(f"{confided.path}/commands", concern(word, concern_id="logged"), confided.raiser)
    wrong = await api.post(f"{confided.path}/commands", concern(word, about=word, severity=word), confided.raiser)
    assert wrong.status_code == 422
    out, err = capfd.readouterr()
    assert word not in out + err


async def test_the_record_shows_others_a_hash_that_cannot_be_guessed(api: Api, confided: Confided) -> None:
    mine = PortableRecord.model_validate((await api.get(f"{confided.path}/record", confided.raiser)).json())
    theirs = PortableRecord.model_validate((await api.get(f"{confided.path}/record")).json())
    assert check(mine).faults == check(theirs).faults == ()
    told = next(leaf for leaf in mine.events if leaf.whole and leaf.whole["type"] == "concern.raised")
    hidden = theirs.events[told.version - 1]
    assert told.whole is not None
    assert len(told.whole["data"]["salt"]) == 32
    assert (hidden.whole, hidden.part, hidden.hash) == (None, None, told.hash)
    assert [leaf.version for leaf in theirs.events if leaf.whole and "salt" in leaf.whole["data"]] == []
