"""How a partnership stands: unknown is never good, lessons name nobody, the record proves itself."""

from store.portable import PortableRecord, check
from tests.api.calling import HOST, PARTNER, Api, proposal


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
    before = await api.proposed("Bread with a lesson", sector="baking-lessons")
    farewell = {"kind": "do_not_pursue", "reason": "no time", "message": "Thank you."}
    assert (await api.post(f"{before}/commands", farewell)).status_code == 200
    after = await api.proposed("Bread again", sector="baking-lessons", predecessor_id=before.rpartition("/")[2])
    assert (await api.get(f"{after}/lessons")).json() == {"items": []}
    assert proposal()["purpose"]
