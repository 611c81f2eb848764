"""Somebody leaves: one call, looked at first, moves all that they do; killed in the middle, it goes on."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import httpx2
import pytest

from api.departing import Departing
from api.ports import Ports
from domain.directory.cards import PersonCard
from domain.message import Actor
from domain.policy import PolicySet
from domain.record import Outcome, Submission
from domain.values import PersonId
from store.directory import Directory
from store.policies import built_in
from store.pool import Pool, open_pool
from tests.api.calling import HOST, PARTNER, Api, appoint, calling, fresh, ports
from tests.api.conftest import registered
from tests.temporal import Temporal
from worker import Settings, make_worker
from workflows.gateway import Gateway, Unreachable

STAFF = Actor(person_id=PersonId("sari"), org_id=HOST)
GONE, AHEAD = "2026-01-31", "2090-01-31"
READY = {"kind": "declare_willingness", "willing": True}


async def put_people(pool: Pool, *ids: str) -> None:
    for person_id in ids:
        await Directory(pool).put_person(PersonCard(person_id=PersonId(person_id), name=person_id.title()), STAFF)


async def led(api: Api, leader: str, count: int, **post: str) -> list[str]:
    """Paths of so many partnerships that somebody leads for the host, with `wakil` beside them."""

    async def one(n: int) -> str:
        then = [{**appoint(leader), **post}, appoint("wakil", "alternate")]
        path = await api.proposed(f"Led by {leader} {n}", then=then)
        body = {"commands": [appoint("dewi"), READY, {"kind": "begin_exploring"}]}
        answer = await api.post(f"{path}/commands", body, api.keys.partner)
        assert answer.status_code == 200, answer.text
        return path

    return [await one(n) for n in range(count)]


def ids(paths: list[str]) -> set[str]:
    return {path.rpartition("/")[2] for path in paths}


async def state(api: Api, path: str) -> dict[str, Any]:
    return cast(dict[str, Any], (await api.get(path)).json()["state"])


async def role(api: Api, path: str, person: str) -> dict[str, Any] | None:
    return next((q for q in (await state(api, path))["people"] if q["person_id"] == person), None)


async def depart(api: Api, body: dict[str, Any], key: str | None = None) -> httpx2.Response:
    """Let somebody leave, asked again as long as it is under way, as every client does."""
    key = key or fresh()
    while (answer := await api.post("/v1/departures", body, Idempotency_Key=key)).status_code == 202:
        assert answer.json()["state"] == "under_way"
    return answer


class Mortal:
    """An engine whose caller dies: after so many answers nobody hears any, though one more is still decided."""

    def __init__(self, engine: Any, answers: int) -> None:  # noqa: ANN401 - whatever an engine is
        self._engine, self._left = engine, answers

    async def submit(self, submission: Submission) -> Outcome:
        self._left -= 1
        left = self._left
        if left < -1:
            raise Unreachable("killed")
        outcome: Outcome = await self._engine.submit(submission)
        if left < 0:
            raise Unreachable("killed before the answer was kept")
        return outcome

    async def report(self, submissions: tuple[Submission, ...]) -> None:
        raise NotImplementedError

    async def recover(self, partnership_id: UUID) -> None:
        raise NotImplementedError


async def test_a_preview_tells_everything_and_does_nothing(api: Api) -> None:
    paths = await led(api, "anita", 2)
    await put_people(api.ports.pool, "anita", "bagus")
    body = {"person_id": "anita", "last_day": AHEAD, "successor": "bagus"}
    before = [(await api.get(path)).json() for path in paths]
    answer = await api.post("/v1/departures/preview", body)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["id"], told["state"], told["leadership_changes"], told["refused"]) == (None, "preview", 2, 0)
    assert {duty["partnership_id"] for duty in told["duties"]} == ids(paths)
    assert {tuple(duty["says"]) for duty in told["duties"]} == {("announce_leaving", "appoint_person")}
    assert told["directory"]["left_on"] == AHEAD
    assert [(await api.get(path)).json() for path in paths] == before
    assert await Directory(api.ports.pool).left(PersonId("anita")) is None


async def test_who_leads_in_forty_partnerships_leaves_by_one_call(api: Api) -> None:
    paths = await led(api, "candra", 40)
    await put_people(api.ports.pool, "candra", "dimas")
    body, key = {"person_id": "candra", "last_day": AHEAD, "successor": "dimas"}, fresh()
    seen = (await api.post("/v1/departures/preview", body)).json()
    assert (len(seen["duties"]), seen["leadership_changes"]) == (40, 40)
    answer = await depart(api, body, key)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["state"], told["leadership_changes"], told["refused"], told["waiting"]) == ("finished", 40, 0, 0)
    for duty, foreseen in zip(told["duties"], seen["duties"], strict=True):
        assert duty == foreseen  # what was seen before is what came of it
    for path in paths:
        (change,) = (await state(api, path))["leadership"]["changes"]
        assert (change["org_id"], change["cause"], change["person_id"]) == (HOST, "leaving", "candra")
        leaver, heir = await role(api, path, "candra"), await role(api, path, "dimas")
        assert leaver
        assert heir
        assert (leaver["role"], heir["role"], heir["last_day"]) == ("member", "lead", None)
        assert leaver["last_day"]
    versions = [(await api.get(path)).json()["version"] for path in paths]
    again = await api.post("/v1/departures", body, Idempotency_Key=key)
    assert again.json() == told
    assert [(await api.get(path)).json()["version"] for path in paths] == versions
    assert (await api.get(answer.headers["Location"])).json() == told
    assert await Directory(api.ports.pool).left(PersonId("candra")) == date.fromisoformat(AHEAD)
    assert told["id"] in {item["id"] for item in (await api.get("/v1/departures")).json()["items"]}


async def test_killed_in_the_middle_and_repeated_nothing_is_doubled_or_forgotten(api: Api) -> None:
    paths = await led(api, "eko", 12)
    mortal = Mortal(api.ports.engine, answers=4)
    body, key = {"person_id": "eko", "last_day": GONE, "successor": "wakil"}, fresh()
    async with calling(replace(api.ports, engine=mortal)) as dying:
        operator = {"Idempotency-Key": key, "Authorization": f"Bearer {api.keys.operator}"}
        died = await dying.http.post("/v1/departures", json=body, headers=operator)
    assert died.status_code == 503, died.text
    told = (await api.get("/v1/departures")).json()["items"][0]
    half = (await api.get(f"/v1/departures/{told['id']}")).json()
    assert (half["state"], half["waiting"]) == ("under_way", 8)
    later = await led(api, "eko", 1)  # a duty that came while they were leaving
    answer = await depart(api, body, key)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], len(answer.json()["duties"])) == ("finished", 13)
    for path in [*paths, *later]:
        assert await role(api, path, "eko") is None
        events = (await api.get(f"{path}/timeline?limit=100")).json()["items"]
        assert [e["event"]["type"] for e in events].count("person.released") == 1
        assert [e["event"]["type"] for e in events].count("leadership_change.opened") == 1


async def test_what_a_dead_process_left_behind_is_swept_up(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = await led(api, "fitri", 3)
    async with calling(replace(api.ports, engine=Mortal(api.ports.engine, answers=1))) as dying:
        headers = {"Idempotency-Key": fresh(), "Authorization": f"Bearer {api.keys.operator}"}
        await dying.http.post("/v1/departures", json={"person_id": "fitri", "last_day": GONE}, headers=headers)
    monkeypatch.setattr("api.departing.LEFT_ALONE", timedelta(0))
    await Departing(api.ports).sweep()
    assert [await role(api, path, "fitri") for path in paths] == [None] * 3


async def test_two_processes_that_sweep_at_once_do_everything_once(
    api: Api, database_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = await led(api, "guntur", 6)
    async with calling(replace(api.ports, engine=Mortal(api.ports.engine, answers=2))) as dying:
        headers = {"Idempotency-Key": fresh(), "Authorization": f"Bearer {api.keys.operator}"}
        body = {"person_id": "guntur", "last_day": GONE, "successor": "wakil"}
        assert (await dying.http.post("/v1/departures", json=body, headers=headers)).status_code == 503
    later = await led(api, "guntur", 1)  # a duty that came meanwhile: both find it
    monkeypatch.setattr("api.departing.LEFT_ALONE", timedelta(0))
    async with await open_pool(database_dsn) as other:
        sweeping = [Departing(api.ports), Departing(replace(api.ports, pool=other))]
        await asyncio.gather(*(process.sweep() for process in sweeping))
    for path in [*paths, *later]:
        assert await role(api, path, "guntur") is None
        events = [e["event"]["type"] for e in (await api.get(f"{path}/timeline?limit=100")).json()["items"]]
        assert (events.count("person.released"), events.count("leadership_change.opened")) == (1, 1)
    told = next(d for d in (await api.get("/v1/departures")).json()["items"] if d["person_id"] == "guntur")
    done = (await api.get(f"/v1/departures/{told['id']}")).json()
    assert (done["state"], done["refused"], len(done["duties"])) == ("finished", 0, 7)


async def test_a_sweep_with_nothing_left_asks_once_and_by_an_index(dsn: str) -> None:
    asked: list[str] = []
    async with await open_pool(dsn, size=1) as pool:
        async with pool.acquire() as only:
            only.add_query_logger(lambda query: asked.append(query.query))
        await Departing(Ports(pool, Mortal(None, 0), PolicySet(), {})).sweep()
        assert len(asked) == 1
        await pool.execute("set enable_seqscan = off")
        plan = await pool.fetch(f"explain {asked[0]}", datetime.now(UTC))
    assert "departures_open" in "\n".join(row[0] for row in plan)


async def test_a_post_changes_hands_and_its_roles_go_with_it(api: Api) -> None:
    hung = await led(api, "gita", 2, position_id="roti.head")
    other = await led(api, "gita", 1)
    await put_people(api.ports.pool, "gita", "hadi")
    pool = api.ports.pool
    await pool.execute("insert into organisations values ($1, 'Roti', 'company', null, null, 'Asia/Jakarta')", HOST)
    await pool.execute("insert into positions values ('roti.head', $1, 'Head', null)", HOST)
    await pool.execute("insert into fillings values ('roti.head', 'gita', '2020-01-01')")
    body = {"person_id": "gita", "last_day": GONE, "position_id": "roti.head", "successors": {"roti.head": "hadi"}}
    told = (await depart(api, body)).json()
    assert {duty["partnership_id"] for duty in told["duties"]} == ids(hung)
    assert told["directory"]["posts"] == [
        {"position_id": "roti.head", "title": "Head", "org_id": HOST, "successor": "hadi"}
    ]
    for path in hung:
        heir = await role(api, path, "hadi")
        assert heir
        assert (heir["role"], heir["position_id"]) == ("lead", "roti.head")
        assert await role(api, path, "gita") is None
    assert await role(api, other[0], "gita")
    filled = await pool.fetch(
        "select person_id, since, until from fillings where position_id = 'roti.head' order by since"
    )
    assert [tuple(row) for row in filled] == [
        ("gita", date(2020, 1, 1), date(2026, 1, 31)),
        ("hadi", date(2026, 2, 1), None),
    ]
    assert await Directory(pool).left(PersonId("gita")) is None


async def test_a_partner_moves_only_its_own_people_and_by_its_own_word(api: Api) -> None:
    path = (await led(api, "indra", 1))[0]
    foreign = await api.post("/v1/departures/preview", {"person_id": "indra", "last_day": GONE}, api.keys.partner)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown-person")
    claimed = {"person_id": "dewi", "last_day": GONE, "org_id": HOST}
    assert (await api.post("/v1/departures/preview", claimed, api.keys.partner)).status_code == 404
    member = appoint("rini", "member")
    assert (await api.post(f"{path}/commands", member, api.keys.partner)).status_code == 200
    own = await api.post("/v1/departures", {"person_id": "rini", "last_day": GONE}, api.keys.partner)
    assert {duty["speaker"]["person_id"] for duty in own.json()["duties"]} == {"dewi"}
    assert await role(api, path, "rini") is None
    assert (await api.get(own.headers["Location"], api.keys.stranger)).status_code == 404
    assert (await api.get(own.headers["Location"], api.keys.partner)).status_code == 200


async def test_staff_tell_that_somebody_of_another_side_has_left_and_name_nobody(api: Api) -> None:
    path = (await led(api, "joko", 1))[0]
    body = {"person_id": "dewi", "last_day": GONE, "successor": "joko", "org_id": PARTNER}
    told = (await api.post("/v1/departures/preview", body, Accept_Language="id")).json()
    duty = next(duty for duty in told["duties"] if path.endswith(duty["partnership_id"]))
    assert (duty["successor"], duty["kept"]) == (None, "Hanya pihaknya sendiri yang menunjuk penggantinya")
    assert duty["speaker"] == {"person_id": "directory", "kind": "service", "org_id": PARTNER}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"successor": "nobody-knows-me"}, "/successor"),
        ({"successors": {"a.post": "kurnia"}}, "/successors/a.post"),
        ({"last_day": "2026-02-30"}, "/last_day"),
        ({"last_day": None}, "/last_day"),
        ({"why": "x"}, "/why"),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_is_changed(api: Api, change: dict[str, Any], where: str) -> None:
    await put_people(api.ports.pool, "kurnia")
    before = await api.ports.pool.fetchval("select count(*) from departures")
    answer = await api.post("/v1/departures", {"person_id": "kurnia", "last_day": GONE} | change)
    assert (answer.status_code, answer.json()["errors"][0]["where"]) == (422, where)
    assert await api.ports.pool.fetchval("select count(*) from departures") == before


async def test_a_key_is_for_one_departure(api: Api) -> None:
    await put_people(api.ports.pool, "lina")
    key, body = fresh(), {"person_id": "lina", "last_day": AHEAD}
    assert (await api.post("/v1/departures", body, Idempotency_Key=key)).status_code == 200
    other = await api.post("/v1/departures", body | {"last_day": GONE}, Idempotency_Key=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_whoever_is_named_later_still_comes_after_them(api: Api) -> None:
    paths = await led(api, "nanda", 2)
    await put_people(api.ports.pool, "nanda", "oki")
    alone = (await depart(api, {"person_id": "nanda", "last_day": GONE})).json()
    assert {duty["kept"] for duty in alone["duties"]} == {"Nobody is named to come after them"}
    told = (await depart(api, {"person_id": "nanda", "last_day": GONE, "successor": "oki"})).json()
    assert [duty["says"] for duty in told["duties"]] == [["appoint_person"]] * 2
    for path in paths:
        heir = await role(api, path, "oki")
        assert heir
        assert heir["role"] == "lead"
    nothing = (await depart(api, {"person_id": "nanda", "last_day": GONE, "successor": "oki"})).json()
    assert (nothing["state"], nothing["duties"]) == ("finished", [])


@pytest.fixture
async def hasty(pool: Pool, temporal: Temporal) -> AsyncIterator[Api]:
    """An API of its own whose days last a second."""
    client = await registered(temporal.client, f"hasty-{uuid4().hex}")
    day = timedelta(seconds=1)
    outside = ports(pool, Gateway(client))
    worker = make_worker(client, pool, Settings(dsn="", day=day))
    async with worker, calling(Ports(pool, outside.engine, built_in(day), outside.ready)) as api:
        yield api


async def test_after_the_last_day_reminders_go_to_others_and_never_to_the_leaver(hasty: Api) -> None:
    paths, pool = await led(hasty, "mega", 40), hasty.ports.pool
    told = (await depart(hasty, {"person_id": "mega", "last_day": GONE})).json()
    assert (told["state"], told["leadership_changes"]) == ("finished", 40)
    gone_at = await pool.fetchval("select answered_at from departure_parts order by answered_at desc limit 1")
    since = "select count(distinct partnership_id) from notices where created_at > $1 and person_id {} 'mega'"
    async with asyncio.timeout(120):
        while await pool.fetchval(since.format("<>"), gone_at) < len(paths):
            await asyncio.sleep(0.1)
    assert await pool.fetchval(since.format("="), gone_at) == 0
