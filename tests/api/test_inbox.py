"""The inbox over HTTP: everybody their own, in their language; and for staff what became of letters."""

from datetime import UTC, datetime
from uuid import uuid4

from domain.directory.cards import Channel, ContactPoint
from domain.notices.planning import Reader
from store.directory import Directory
from store.keys import KeyRole
from store.letters import Letters
from tests.api.calling import PARTNER, Api, appoint, key
from tests.notifying import AWAKE, STAFF, card


async def told(api: Api, person: str) -> str:
    """Somebody on the partner's side gets a role, and hears of it; the path of the partnership."""
    path = await api.exploring()
    answer = await api.post(f"{path}/commands", {"commands": [appoint(person, "alternate")]}, api.keys.partner)
    assert answer.status_code == 200, answer.text
    return path


async def test_everybody_reads_their_own_in_their_language(api: Api) -> None:
    path = await told(api, "wulan")
    mine = (await api.get("/v1/inbox", api.keys.operator, Accept_Language="id")).json()["items"]
    here = [one for one in mine if one["partnership_id"] == path.rpartition("/")[2]]
    assert here
    assert all("{" not in one["what"] for one in here)
    english = (await api.get("/v1/inbox", api.keys.operator)).json()["items"]
    assert {one["notice_id"] for one in english} == {one["notice_id"] for one in mine}
    assert {one["what"] for one in english} != {one["what"] for one in mine}
    strangers = (await api.get("/v1/inbox", api.keys.stranger)).json()["items"]
    assert not {one["notice_id"] for one in strangers} & {one["notice_id"] for one in mine}


async def test_what_is_ones_own_stands_there_without_a_partnership(api: Api) -> None:
    await Directory(api.ports.pool).put_person(card("putri"), STAFF)
    hers = await key(api.ports, KeyRole.PARTNER, "putri", PARTNER)
    (indonesian,) = (await api.get("/v1/inbox", hers, Accept_Language="id")).json()["items"]
    assert (indonesian["title"], indonesian["kind"]) == ("Data Bapak/Ibu sendiri", "security")
    assert (indonesian["partnership_id"], indonesian["event"]) == (None, None)
    staff = (await api.get("/v1/inbox", hers)).json()["items"][0]
    assert staff["what"] == "A key to Kemitraan was made in your name: partner of a test"
    assert staff["why"].startswith("Whoever runs Kemitraan for you has done it")
    other = card("putri", points=(ContactPoint(channel=Channel.EMAIL, address="baru@example.org"),))
    await Directory(api.ports.pool).put_person(other, STAFF)
    newest, _ = (await api.get("/v1/inbox", hers)).json()["items"]
    assert newest["what"] == "You are reached at b…@example.org instead of p…@example.org from now on"


async def test_what_was_seen_stays_and_is_seen_by_its_reader_alone(api: Api) -> None:
    await told(api, "wulan")
    notice = (await api.get("/v1/inbox?unseen=true")).json()["items"][0]["notice_id"]
    assert (await api.post(f"/v1/inbox/{notice}/seen", {}, api.keys.stranger)).status_code == 404
    assert (await api.post(f"/v1/inbox/{uuid4()}/seen", {})).json()["code"] == "unknown-notice"
    assert (await api.post(f"/v1/inbox/{notice}/seen", {})).status_code == 204
    unseen = (await api.get("/v1/inbox?unseen=true")).json()["items"]
    assert notice not in {one["notice_id"] for one in unseen}
    kept = next(one for one in (await api.get("/v1/inbox")).json()["items"] if one["notice_id"] == notice)
    assert kept["seen_at"] is not None


async def test_pages_of_an_inbox_follow_each_other(api: Api) -> None:
    await told(api, "wulan")
    await told(api, "ratna")
    whole = [one["notice_id"] for one in (await api.get("/v1/inbox")).json()["items"]]
    seen: list[str] = []
    at: str | None = "/v1/inbox?limit=1"
    while at and len(seen) < len(whole):
        page = (await api.get(at)).json()
        seen += [one["notice_id"] for one in page["items"]]
        at = page["next"]
    assert seen == whole


async def test_staff_see_whom_nothing_reaches_among_their_own_people(api: Api) -> None:
    await told(api, "wulan")
    phone = ContactPoint(channel=Channel.PHONE, address="+6227412345")
    somebody = card("wulan", points=(phone,))
    await Directory(api.ports.pool).put_person(somebody, STAFF)
    await Letters(api.ports.pool).plan(Reader(card=somebody, habits=AWAKE), datetime.now(UTC))
    ours = await key(api.ports, KeyRole.ADMIN, "ratih", PARTNER)
    people = (await api.get("/v1/unreached", ours)).json()["items"]
    assert [one["reason"] for one in people if one["person_id"] == "wulan"] == [
        "only a telephone number is known: call them, or add an address"
    ]
    assert (await api.get("/v1/letters?person=wulan&state=due", ours)).json() == {"items": [], "next": None}
    assert (await api.get("/v1/unreached")).json()["items"] == []
    assert (await api.get("/v1/unreached", api.keys.partner)).status_code == 403
