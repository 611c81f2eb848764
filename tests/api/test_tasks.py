"""Tasks over HTTP: each side its own queue, in words and with reasons; handed around, and done by doing the thing."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from activities.handling import Handling
from domain.commitments import MakeCommitment
from domain.concerns import RaiseConcern
from domain.disclosure import Disclosure
from domain.message import Actor
from domain.policy import PolicySet
from domain.slices.concerns import ConcernKind
from domain.values import Role
from store.keys import KeyRole
from store.ledger import Ledger
from tests.api.calling import NOBODY, Api, key
from tests.domain import looking
from tests.domain.story import HOST, PARTNER, Story, voice
from tests.domain.teller import A, B
from tests.telling import tell

ALTERNATE = voice(Role.ALTERNATE, PARTNER)
STAFF = {HOST: KeyRole.OPERATOR, PARTNER: KeyRole.PARTNER}


class Desk:
    """Somebody who looks at tasks of one partnership."""

    def __init__(self, api: Api, text: str, partnership_id: UUID) -> None:
        self.api, self.key, self.of = api, text, f"partnership_id={partnership_id}"

    async def sees(self, queue: str = "mine", language: str = "en") -> list[dict[str, Any]]:
        """The items of a queue."""
        answer = await self.api.get(f"/v1/tasks?queue={queue}&{self.of}", self.key, Accept_Language=language)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def does(self, task: dict[str, Any], what: str, body: object = None) -> Any:  # noqa: ANN401 - a response
        """Something with a task."""
        return await self.api.post(f"/v1/tasks/{task['id']}/{what}", body, self.key)


async def desk(api: Api, story: Story, actor: Actor) -> Desk:
    """The story as it was told, seen by somebody."""
    await tell(Handling(Ledger(api.ports.pool), PolicySet()), story)
    return await seat(api, story, actor)


async def seat(api: Api, story: Story, actor: Actor) -> Desk:
    """Somebody else who looks at it."""
    role = STAFF[actor.org_id or PARTNER]
    return Desk(api, await key(api.ports, role, actor.person_id, actor.org_id), story.p.id)


def offered() -> Story:
    return Story(partnership_id=uuid4()).agreeing()


async def test_both_sides_read_what_to_do_and_why_in_their_language(api: Api) -> None:
    story = offered()
    story.wait(6)
    host, partner = await desk(api, story, A), await seat(api, story, B)
    (english,), (indonesian,) = await host.sees(), await partner.sees(language="id")
    assert english["text"] == "Read version 1 of the agreement, and accept it if it is right for you"
    assert english["why"][0] == "A version lies before the parties and is not accepted by all"
    assert (english["reminded"], english["people"], english["act"]) == (1, [A.person_id], "accept_version")
    assert [doing["command"] for doing in english["commands"]] == ["accept_version", "ask_for_change"]
    assert (indonesian["org_id"], indonesian["kind"]) == (PARTNER, english["kind"])
    assert "versi 1" in indonesian["text"].lower()
    assert len(indonesian["why"]) == len(english["why"])
    assert not set(indonesian["why"]) & set(english["why"])
    detail = (await api.get(f"/v1/tasks/{english['id']}", host.key)).json()
    assert detail["why"][-1].startswith(f"It goes back to event {detail['event']} of ")


async def test_another_side_finds_nothing(api: Api) -> None:
    story = offered()
    host, partner = await desk(api, story, A), await seat(api, story, B)
    (task,) = await host.sees()
    for asked in (task["id"], UUID(int=1)):
        answer = await api.get(f"/v1/tasks/{asked}", partner.key)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-task")
    for what, body in (("claim", None), ("release", None), ("reassign", {"to": B.person_id}),
                       ("follow-up", {"on": "2027-06-01"}), ("comments", {"text": "Hurry"})):  # fmt: skip
        assert (await partner.does(task, what, body)).status_code == 404
    stranger = await api.get("/v1/tasks?queue=side", api.keys.stranger)
    assert stranger.json()["items"] == []
    nobody = await api.get("/v1/tasks?queue=side", api.keys.viewer)
    assert nobody.json()["items"] == []


async def test_claimed_given_released_and_commented(api: Api) -> None:
    story = offered()
    lead = await desk(api, story, B)
    alternate = await seat(api, story, ALTERNATE)
    assert await alternate.sees() == []
    (task,) = await alternate.sees("side")
    claimed = (await alternate.does(task, "claim")).json()
    assert claimed["assignee"] == ALTERNATE.person_id
    assert await lead.sees() == []
    taken = await lead.does(task, "claim")
    assert (taken.status_code, taken.json()["code"]) == (409, "task-in-other-hands")
    noted = await alternate.does(task, "comments", {"text": "Pak Budi reads it on Sunday."})
    assert (noted.status_code, noted.json()["notes"][0]["author"]) == (201, ALTERNATE.person_id)
    later = (await alternate.does(task, "follow-up", {"on": "2027-06-01"})).json()
    assert later["follow_up_on"] == "2027-06-01"
    given = (await lead.does(task, "reassign", {"to": B.person_id})).json()
    assert given["assignee"] == B.person_id
    other_side = await lead.does(task, "reassign", {"to": A.person_id})
    assert (other_side.status_code, other_side.json()["code"]) == (422, "not-of-your-side")
    assert (await lead.does(task, "release")).json()["assignee"] is None


async def test_many_at_once(api: Api) -> None:
    story = Story(partnership_id=uuid4()).active()
    for name in ("shelf", "lamp"):
        story.say(B, MakeCommitment(commitment_id=name, to_org=HOST, text=name, due_at=story.day(20)))
    lead = await desk(api, story, B)
    both = [task["id"] for task in await lead.sees()]
    answer = await api.post("/v1/tasks/reassign", {"to": ALTERNATE.person_id, "tasks": both}, lead.key)
    assert answer.json() == {"tasks": 2}
    alternate = await seat(api, story, ALTERNATE)
    assert {task["id"] for task in await alternate.sees()} == {*both}
    back = {"to": B.person_id, "person_id": ALTERNATE.person_id, "partnership_id": str(story.p.id)}
    assert (await api.post("/v1/tasks/reassign", back, lead.key)).json() == {"tasks": 2}
    unknown = {"to": ALTERNATE.person_id, "tasks": [both[0], str(uuid4())]}
    assert (await api.post("/v1/tasks/reassign", unknown, lead.key)).status_code == 404
    assert {task["assignee"] for task in await lead.sees()} == {B.person_id}


async def test_it_is_done_by_doing_it(api: Api) -> None:
    story = offered()
    lead = await desk(api, story, B)
    (task,) = await lead.sees()
    story.accept(PARTNER)
    await tell(Handling(Ledger(api.ports.pool), PolicySet()), story)
    assert await lead.sees() == []
    done = {item["id"]: item for item in await lead.sees("done")}
    assert done[task["id"]]["done_by"] == B.person_id
    again = await lead.does(task, "claim")
    assert (again.status_code, again.json()["code"]) == (409, "task-done")


async def test_what_is_confided_and_what_is_sealed_is_one_persons_alone(api: Api) -> None:
    story = looking.asked(Story(partnership_id=uuid4()).active())
    told = RaiseConcern(
        concern_id="doubt", about=ConcernKind.MONEY, text="The till is empty", disclose_to=Disclosure.OTHER_LEAD
    )
    story.say(B, told)
    lead = await desk(api, story, A)
    mine = {task["kind"]: task for task in await lead.sees()}
    assert mine.keys() == {"answer_evaluation", "hear_concern"}
    assert all(task["personal"] for task in mine.values())
    for other in (voice(Role.SPONSOR, HOST), voice(Role.ALTERNATE, HOST), B, ALTERNATE):
        seen = await seat(api, story, other)
        for queue in ("mine", "side", "unassigned", "done"):
            items = await seen.sees(queue)
            assert not {task["id"] for task in items} & {task["id"] for task in mine.values()}
            assert "concern" not in str(items)
        assert (await api.get(f"/v1/tasks/{mine['hear_concern']['id']}", seen.key)).status_code == 404


async def test_pages_follow_each_other(api: Api) -> None:
    story = Story(partnership_id=uuid4()).active()
    for n in range(5):
        story.say(B, MakeCommitment(commitment_id=f"p{n}", to_org=HOST, text="x", due_at=story.day(9 - n)))
    lead = await desk(api, story, B)
    following, found = f"/v1/tasks?queue=side&limit=2&{lead.of}", []
    while following:
        page = (await api.get(following, lead.key)).json()
        found += [item["due_at"] for item in page["items"]]
        following = page["next"]
    assert len(found) == 5
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/tasks/reassign", {"to": "rini"}, 422, "invalid-body"),
        ("/v1/tasks/reassign", {"tasks": []}, 422, "invalid-body"),
        (f"/v1/tasks/{UUID(int=1)}/follow-up", {"on": "tomorrow"}, 422, "invalid-body"),
        (f"/v1/tasks/{UUID(int=1)}/comments", {"text": ""}, 422, "invalid-body"),
        ("/v1/tasks/nonsense/claim", {}, 404, "unknown-task"),
    ],
)
async def test_what_is_wrong_is_told(api: Api, path: str, body: object, status: int, code: str) -> None:
    answer = await api.post(path, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_cursor_of_another_list_is_refused(api: Api) -> None:
    answer = await api.get("/v1/tasks?cursor=e30")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-cursor")
    assert (await api.get("/v1/tasks?queue=all")).status_code == 400
    assert (await api.get(NOBODY)).status_code == 404
