"""Somebody who was in the directory twice: their key acts as each partnership knows them, and sees all of theirs."""

from domain.directory.cards import PersonCard
from domain.directory.sheets import Kind
from domain.values import PersonId
from store.keys import KeyRole
from tests.api.calling import PARTNER, Api, appoint, key
from tests.notifying import STAFF


async def merge(api: Api, gone: str, into: str) -> None:
    """Two entries of one person become one."""
    for person in (gone, into):
        if await api.ports.directory.person(PersonId(person)) is None:
            await api.ports.directory.put_person(PersonCard(person_id=PersonId(person), name=person.title()), STAFF)
    await api.ports.merging.merge(Kind.PEOPLE, gone, into, STAFF)


async def test_a_merged_person_acts_and_reads_where_they_are_known(api: Api) -> None:
    path = await api.proposed()
    body = {"commands": [appoint("yuni"), {"kind": "declare_willingness", "willing": True}]}
    hers = await key(api.ports, KeyRole.PARTNER, "yuni", PARTNER)
    assert (await api.post(f"{path}/commands", body, hers)).status_code == 200
    steps = (await api.get(path, hers)).json()["next_steps"]
    await merge(api, "yuni", "yuni-astuti")
    assert (await api.get(path, hers)).json()["next_steps"] == steps
    answer = await api.post(f"{path}/commands", {"kind": "begin_exploring"}, hers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["stage"] == "exploring"
    last = (await api.get(f"{path}/timeline")).json()["items"][-1]
    assert last["actor"]["person_id"] == "yuni"
    assert path.rpartition("/")[2] in {
        task["partnership_id"] for task in (await api.get("/v1/tasks", hers)).json()["items"]
    }
    told = (await api.get("/v1/inbox", hers)).json()["items"]
    assert {one["partnership_id"] for one in told} >= {None}


async def test_a_link_is_made_for_the_id_that_its_partnership_knows(api: Api) -> None:
    path = await api.proposed()
    assert (await api.post(f"{path}/commands", appoint("lina"), api.keys.partner)).status_code == 200
    await merge(api, "lina", "lina-wati")
    offer = {"person_id": "lina-wati", "partnership_id": path.rpartition("/")[2], "act": "declare_willingness"}
    sent = await api.post("/v1/links", offer, await key(api.ports, KeyRole.OPERATOR, "sari"))
    assert sent.status_code == 201, sent.text
    assert (sent.json()["person_id"], sent.json()["org_id"]) == ("lina", PARTNER)


async def test_somebody_leaves_under_every_id(api: Api) -> None:
    path = await api.proposed(then=[appoint("arif"), appoint("wakil", "alternate")])
    await merge(api, "arif", "arif-budiman")
    for person in ("arif", "arif-budiman"):
        told = (await api.post("/v1/departures/preview", {"person_id": person, "last_day": "2090-01-31"})).json()
        assert [duty["partnership_id"] for duty in told["duties"]] == [path.rpartition("/")[2]]
        assert told["directory"]["left_on"] == "2090-01-31"
