"""How a partnership stands: unknown is never good, lessons name nobody, the record proves itself."""

from uuid import uuid4

from activities.handling import Handling
from domain.ending import EndPartnership, RecordLesson
from domain.policy import PolicySet
from domain.values import Role
from store.ledger import Ledger
from store.portable import PortableRecord, check
from tests.api.calling import HOST, PARTNER, Api, proposal
from tests.domain.story import NAMES, Story, voice
from tests.telling import tell


async def test_health_is_unknown_and_says_why_in_the_readers_language(api: Api) -> None:
    path = await api.proposed()
    told = (await api.get(f"{path}/health", Accept_Language="id")).json()
    assert (told["band"], told["score"], told["lines"]) == ("unknown", None, [])
    assert [line["text"] for line in told["also"]] == ["Belum pernah ada evaluasi."]
    assert told["engagement"] == "engaged"
    assert told["funding"] == {HOST: "stable", PARTNER: "stable"}
    assert told["history"] == []


async def test_a_list_can_be_asked_for_a_health(api: Api) -> None:
    path = await api.proposed("Health of a list")
    found = (await api.get("/v1/partnerships?health=unknown&q=Health of a list")).json()["items"]
    assert [item["id"] for item in found] == [path.rpartition("/")[2]]
    assert (found[0]["health"], found[0]["engagement"]) == ("unknown", "engaged")
    assert (await api.get("/v1/partnerships?health=good&q=Health of a list")).json()["items"] == []
    assert (await api.get("/v1/partnerships?health=splendid")).status_code == 400


async def test_either_side_takes_the_same_record_along_and_can_prove_it(api: Api) -> None:
    path = await api.exploring()
    taken = [(await api.get(f"{path}/record", key)).json() for key in (api.keys.operator, api.keys.partner)]
    records = [PortableRecord.model_validate(record) for record in taken]
    assert [check(record).faults for record in records] == [(), ()]
    assert records[0].events == records[1].events
    assert check(records[0]).kept_private == 0
    assert records[0].title == "Bread for the canteen"


async def test_a_stranger_learns_nothing(api: Api) -> None:
    path = await api.proposed()
    for part in ("health", "lessons", "record"):
        assert (await api.get(f"{path}/{part}", api.keys.stranger)).status_code == 404


async def test_lessons_of_a_like_partnership_are_offered_without_a_name(api: Api) -> None:
    ended = Story(partnership_id=uuid4()).settled()
    ended.say(voice(Role.LEAD, ended.orgs[0]), RecordLesson(text="Ask early who bakes.", share=True))
    ended.then(voice(Role.LEAD, ended.orgs[0]), EndPartnership())
    await tell(Handling(Ledger(api.ports.pool), PolicySet()), ended)
    like = await api.proposed(parties=[{**party, "kind": "ngo"} for party in proposal()["parties"]])
    answer = await api.get(f"{like}/lessons")
    (lesson,) = answer.json()["items"]
    assert (lesson["text"], lesson["kinds"], lesson["from_predecessor"]) == ("Ask early who bakes.", ["ngo"], False)
    assert not any(org in answer.text or NAMES[org] in answer.text for org in ended.orgs)
    unlike = await api.proposed(parties=[{**party, "kind": "university"} for party in proposal()["parties"]])
    assert (await api.get(f"{unlike}/lessons")).json()["items"] == []


async def test_templates_are_read_in_the_readers_language_and_named_in_a_proposal(api: Api) -> None:
    english, indonesian = [
        (await api.get("/v1/templates", Accept_Language=code)).json()["items"] for code in ("en", "id")
    ]
    assert [one["name"] for one in english] == [one["name"] for one in indonesian]
    assert all(one["meaning"] != other["meaning"] for one, other in zip(english, indonesian, strict=True))
    path = await api.proposed(template=english[0]["name"], initiators=["Bu Ani"])
    began = (await api.get(f"{path}/beginning")).json()
    assert (began["template"], began["initiators"], began["complements"]) == (english[0]["name"], ["Bu Ani"], [])
    unknown = await api.post("/v1/partnerships", proposal(template="no-such-template"))
    assert (unknown.status_code, unknown.json()["code"]) == (409, "unknown-item")
    assert (await api.get(f"{path}/beginning", api.keys.stranger)).status_code == 404
