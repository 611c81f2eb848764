"""Tasks as a side works on them: moves told in words, counts, repeats, stand-ins, and what brings one back to sight."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.commitments import MakeCommitment
from domain.values import OrgId, PersonId, Role
from store.keys import KeyRole
from tests.api.calling import PARTNER as SCHOOL
from tests.api.calling import Api, appoint, fresh, key
from tests.api.test_directory import put
from tests.api.test_tasks import ALTERNATE, Desk, desk, offered, seat
from tests.domain.looking import answer, asked
from tests.domain.story import HOST, NOW, Story, voice
from tests.domain.teller import A, B

SPONSOR = voice(Role.SPONSOR, B.org_id or OrgId(""))


def lately() -> Story:
    """A partnership that has been active for an hour."""
    took = Story().active().now - NOW
    return Story(partnership_id=uuid4(), now=datetime.now(UTC) - took - timedelta(hours=1)).active()


async def detail(seen: Desk, task: dict[str, Any], language: str = "en") -> dict[str, Any]:
    """One task alone."""
    answered = await seen.api.get(f"/v1/tasks/{task['id']}", seen.key, Accept_Language=language)
    assert answered.status_code == 200, answered.text
    told: dict[str, Any] = answered.json()
    return told


async def counts(seen: Desk) -> dict[str, Any]:
    """What the first page says of all queues."""
    told: dict[str, Any] = (await seen.api.get(f"/v1/tasks?{seen.of}", seen.key)).json()["counts"]
    return told


async def test_each_move_is_told_in_the_words_of_the_reader_and_to_their_own_side_alone(api: Api) -> None:
    names = {B.person_id: "Bu Sari", ALTERNATE.person_id: "Pak Joko", SPONSOR.person_id: "Ibu Wulan"}
    for person_id, name in names.items():  # as the directory knows them, whatever other tests have called them
        assert (await put(api, f"/v1/people/{person_id}", {"name": name})).is_success
    story = offered()
    lead, host = await desk(api, story, B), await seat(api, story, A)
    alternate, sponsor = await seat(api, story, ALTERNATE), await seat(api, story, SPONSOR)
    (task,) = await lead.sees()
    for _ in range(2):  # whoever sends twice does it once, and hears the same
        assert (await alternate.does(task, "claim")).json()["assignee"] == ALTERNATE.person_id
    for _ in range(2):
        assert (await alternate.does(task, "follow-up", {"on": "2027-06-01"})).json()["follow_up_on"] == "2027-06-01"
    for _ in range(2):
        assert (await lead.does(task, "reassign", {"to": SPONSOR.person_id})).json()["assignee"] == SPONSOR.person_id
    both = {"to": B.person_id, "tasks": [task["id"]]}
    for _ in range(2):
        assert (await api.post("/v1/tasks/reassign", both, lead.key)).json() == {"tasks": 1}
    for _ in range(2):
        assert (await sponsor.does(task, "release")).json()["assignee"] is None
    cleared = (await sponsor.does(task, "follow-up", {"on": None})).json()
    assert [move["text"] for move in cleared["moves"]] == [
        "Pak Joko took it",
        "Pak Joko wants to look at it again on Tuesday, 1 June 2027",
        "Bu Sari gave it to Ibu Wulan",
        "Bu Sari took it",
        "Ibu Wulan gave it back to your side",
        "Ibu Wulan needs no day any more to look at it again",
    ]
    indonesian = [move["text"] for move in (await detail(lead, task, "id"))["moves"]]
    assert indonesian[1].endswith("ingin melihatnya lagi pada Selasa, 1 Juni 2027")
    assert "menyerahkannya kepada" in indonesian[2]
    (theirs,) = await host.sees()
    assert (await detail(host, theirs))["moves"] == []


async def test_a_comment_sent_twice_is_noted_once(api: Api) -> None:
    story = offered()
    lead, alternate = await desk(api, story, B), await seat(api, story, ALTERNATE)
    (task,) = await lead.sees()
    path, key_, text = f"/v1/tasks/{task['id']}/comments", fresh(), {"text": "Read on Sunday"}
    first, again = [await api.post(path, text, lead.key, Idempotency_Key=key_) for _ in range(2)]
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert len(again.json()["notes"]) == 1
    other = await api.post(path, {"text": "Read on Monday"}, lead.key, Idempotency_Key=key_)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    other_task = (await (await desk(api, offered(), B)).sees())[0]
    elsewhere = await api.post(f"/v1/tasks/{other_task['id']}/comments", text, lead.key, Idempotency_Key=key_)
    assert elsewhere.json()["code"] == "idempotency-key-reused"
    whose = await api.post(path, text, alternate.key, Idempotency_Key=key_)
    assert [note["author"] for note in whose.json()["notes"]] == [B.person_id, ALTERNATE.person_id]
    headers = {"Authorization": f"Bearer {lead.key}"}
    without = await api.http.post(path, json=text, headers=headers)
    assert (without.status_code, without.json()["code"]) == (400, "missing-idempotency-key")


async def test_what_is_done_is_mine_or_my_sides_and_each_queue_is_counted(api: Api) -> None:
    story = lately()
    for number, days in enumerate((0.01, 400, 500)):
        story.say(B, MakeCommitment(commitment_id=f"p{number}", to_org=HOST, text="x", due_at=story.day(days)))
    lead, alternate = await desk(api, story, B), await seat(api, story, ALTERNATE)
    first, second, _ = await lead.sees()
    assert first["overdue"]
    await alternate.does(second, "claim")
    told = await counts(alternate)
    assert told["mine"] == {"tasks": 1, "overdue": 0, "again": 0}
    assert told["side"] == {"tasks": 3, "overdue": 1, "again": 0}
    assert told["unassigned"] == {"tasks": 0, "overdue": 0, "again": 0}
    assert datetime.now(UTC) - datetime.fromisoformat(told["done"]["since"]) >= timedelta(days=30)
    by_me = (await api.get(f"/v1/tasks?queue=done&by=me&limit=100&{lead.of}", lead.key)).json()["items"]
    by_side = (await api.get(f"/v1/tasks?queue=done&limit=100&{lead.of}", lead.key)).json()["items"]
    assert {item["done_by"] for item in by_me} == {B.person_id}
    assert len(by_me) < len(by_side)
    done = (await counts(lead))["done"]
    assert 0 < done["by_me"] <= len(by_me)
    assert done["by_me"] < done["tasks"] <= len(by_side)
    nothing = (await api.get(f"/v1/tasks?queue=done&by=me&{lead.of}", alternate.key)).json()
    assert (nothing["items"], nothing["counts"]["done"]["by_me"]) == ([], 0)
    page = (await api.get(f"/v1/tasks?queue=side&limit=1&{lead.of}", lead.key)).json()
    assert (await api.get(page["next"], lead.key)).json()["counts"] is None
    refused = await api.get("/v1/tasks?queue=side&by=me", lead.key, Accept_Language="id")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid-parameters")
    assert "queue=done" in refused.json()["errors"][0]["what"]


async def test_how_far_it_has_come_and_what_comes_next_is_told(api: Api) -> None:
    story = offered()
    story.wait(6)
    host = await desk(api, story, A)
    (task,) = await host.sees()
    clock = next(clock for clock in story.p.clocks if clock.rule == "acceptance")
    assert clock.due_at
    assert (task["reminded"], datetime.fromisoformat(task["next_step_at"])) == (1, clock.due_at)
    told, sama = await detail(host, task), await detail(host, task, "id")
    assert told["next_step"].startswith("If it is still open, the next reminder goes to ")
    assert sama["next_step"].startswith("Bila belum selesai, pengingat berikutnya disampaikan kepada ")
    assert told["why"][1] == "The time of 1 reminders has come so far"
    assert told["why"][-1].endswith(": The partnership is now at this stage: agreeing")
    assert told["event"]


async def test_a_day_to_look_again_brings_a_task_back_to_sight(api: Api) -> None:
    story = lately()
    for number, days in enumerate((400, 500)):
        story.say(B, MakeCommitment(commitment_id=f"p{number}", to_org=HOST, text="x", due_at=story.day(days)))
    lead = await desk(api, story, B)
    _, last = await lead.sees()
    today = datetime.now(UTC).date()
    await lead.does(last, "follow-up", {"on": str(today + timedelta(days=2))})
    first, _ = await lead.sees()
    assert (first["id"], first["again"]) == (last["id"], False)
    await lead.does(last, "follow-up", {"on": str(today)})
    first, _ = await lead.sees()
    assert (first["id"], first["again"], (await counts(lead))["mine"]["again"]) == (last["id"], True, 1)
    assert first["why"][-1].startswith("Your side wanted to look at it again on ")


async def invited(api: Api) -> tuple[str, Desk, Desk]:
    """A proposal to a school whose head is away; the desks of the head and of whoever stands in."""
    path = await api.proposed()
    head, deputy = (PersonId(f"{name}-{fresh()[:8]}") for name in ("dewi", "rini"))
    for person, role in ((head, "lead"), (deputy, "alternate")):
        assert (await put(api, f"/v1/people/{person}", {"name": person.title()})).status_code == 201
        body = {"commands": [appoint(person, role)]}
        assert (await api.post(f"{path}/commands", body, api.keys.partner)).status_code == 200
    away = {"starts": "2020-01-01", "ends": "2099-01-01", "stand_in": deputy}
    assert (await put(api, f"/v1/people/{head}/absences/{uuid4()}", away)).status_code == 200
    partnership_id = UUID(path.rpartition("/")[2])
    heads, deputys = [await key(api.ports, KeyRole.PARTNER, person, SCHOOL) for person in (head, deputy)]
    return path, Desk(api, heads, partnership_id), Desk(api, deputys, partnership_id)


async def test_a_stand_in_has_the_tasks_of_whoever_is_away_and_does_them(api: Api) -> None:
    path, head, deputy = await invited(api)
    task = next(task for task in await deputy.sees() if task["kind"] == "declare_willingness")
    (person,) = task["people"]
    assert task["for_whom"] == person
    assert "you stand in for" in " ".join(task["why"]).lower()
    assert task["id"] in {task["id"] for task in await head.sees()}
    said = await api.post(f"{path}/commands", {"kind": "declare_willingness", "willing": True}, deputy.key)
    assert said.status_code == 200, said.text
    assert task["id"] not in {task["id"] for task in (*await deputy.sees(), *await head.sees())}
    done = await detail(head, task)
    assert done["done_at"]
    assert done["done_by"] != person


async def test_an_evaluation_is_answered_and_its_task_is_done(api: Api) -> None:
    story = asked(lately())
    lead, alternate = await desk(api, story, B), await seat(api, story, ALTERNATE)
    task = next(task for task in await lead.sees() if task["kind"] == "answer_evaluation")
    body = answer(4).model_dump(mode="json")
    said = await api.post(f"/v1/partnerships/{story.p.id}/commands", body, lead.key)
    assert said.status_code == 200, said.text
    assert task["id"] not in {task["id"] for task in await lead.sees()}
    assert (await detail(lead, task))["done_by"] == B.person_id
    assert "answer_evaluation" in {task["kind"] for task in await alternate.sees()}
