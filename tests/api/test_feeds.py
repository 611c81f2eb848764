"""Calendars: behind an address that can be ended, in the reader's language and zone, with ids that stay."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from icalendar import Calendar

from activities.handling import Handling
from domain.commitments import MakeCommitment, ReportDone
from domain.directory.cards import PersonCard
from domain.draft import EndType
from domain.message import Actor
from domain.values import PersonId, Role
from language.calendars import uid
from store.directory import Directory
from store.keys import KeyRole
from store.pool import Pool
from tests.api.calling import Api, bearer, calling, key, ports
from tests.domain.story import HOST, PARTNER, Story, voice
from tests.telling import tell
from workflows.gateway import Gateway

STAFF = Actor(person_id=PersonId("sari"), org_id=HOST)
LEAD = voice(Role.LEAD, PARTNER)


@pytest.fixture
async def own(pool: Pool) -> AsyncIterator[Api]:
    """An API over a database of its own; stories are told straight to it, and no engine is needed."""
    async with calling(ports(pool, await Gateway.connect("127.0.0.1:1", "nowhere"))) as api:
        yield api


async def known(api: Api, person_id: PersonId, **changes: str) -> None:
    card = PersonCard.model_validate({"person_id": person_id, "name": "Ibu Ratna", **changes})
    await Directory(api.ports.pool).put_person(card, STAFF)


async def address(api: Api, person: str = LEAD.person_id) -> str:
    answer = await api.http.post(f"/v1/people/{person}/feed", headers=bearer(api.keys.operator))
    assert answer.status_code == 201, answer.text
    url = str(answer.json()["url"])
    assert url.startswith("http://127.0.0.1:8000/calendar/")
    return url.removeprefix("http://127.0.0.1:8000")


def entries(answer: httpx2.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def promised(days: float, story: Story) -> MakeCommitment:
    return MakeCommitment(commitment_id="shelf", to_org=HOST, text="A new shelf", due_at=story.day(days))


async def test_due_dates_and_days_stand_in_the_readers_language_and_zone(own: Api, handling: Handling) -> None:
    story = Story()
    story.active(end_type=EndType.FIXED, ends_at=story.day(400), notice_days=60)
    story.say(LEAD, promised(20, story))
    await tell(handling, story)
    await known(own, LEAD.person_id, language="id", zone="Asia/Jayapura")
    answer = await own.http.get(await address(own))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found, key = entries(answer), f"keep_commitment/shelf/{PARTNER}"
    promise = found[uid(story.p.id, key)]
    assert promise["dtend"].dt == story.day(20)
    assert promise["dtend"].params["TZID"] == "Asia/Jayapura"
    (zone,) = Calendar.from_ical(answer.content).walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Jayapura"
    assert str(promise["summary"]).startswith("Buku untuk kampung: ")
    assert str(found[uid(story.p.id, "date/end")]["summary"]) == "Buku untuk kampung: Tanggal berakhir yang disepakati"
    assert {uid(story.p.id, "date/notice"), uid(story.p.id, "date/evaluation")} <= found.keys()
    assert any(name.startswith("meeting/contact") for name in found)
    await known(own, LEAD.person_id, language="en")
    english = entries(await own.http.get(await address(own)))
    assert str(english[uid(story.p.id, "date/end")]["summary"]) == "Buku untuk kampung: The agreed end"
    assert english.keys() == found.keys()


async def test_an_id_stays_when_its_day_moves_and_what_is_settled_is_cancelled(own: Api, handling: Handling) -> None:
    story = Story().active()
    story.say(LEAD, promised(20, story))
    await tell(handling, story)
    path, name = await address(own), uid(story.p.id, f"keep_commitment/shelf/{PARTNER}")
    before = entries(await own.http.get(path))[name]
    story.wait(1).say(LEAD, ReportDone(commitment_id="shelf", evidence="It stands there."))
    await tell(handling, story)
    after = entries(await own.http.get(path))[name]
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert after["sequence"] > before["sequence"]
    assert after["last-modified"].dt > before["last-modified"].dt
    assert after["summary"] == before["summary"]


async def test_the_same_calendar_is_not_sent_twice(own: Api, handling: Handling) -> None:
    story = Story().active()
    await tell(handling, story)
    path = await address(own)
    first = await own.http.get(path)
    again = await own.http.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    story.say(LEAD, promised(20, story))
    await tell(handling, story)
    changed = await own.http.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"] == first.headers["ETag"]) == (200, False)


async def test_an_address_ends_when_it_is_revoked_or_made_anew(own: Api, handling: Handling) -> None:
    await tell(handling, Story().exploring())
    first = await address(own)
    second = await address(own)
    assert [(await own.http.get(path)).status_code for path in (first, second)] == [404, 200]
    operator = bearer(own.keys.operator)
    for _ in range(2):
        ended = await own.http.delete(f"/v1/people/{LEAD.person_id}/feed", headers=operator)
        assert ended.status_code == 204
    assert (await own.http.get(second)).status_code == 404
    assert (await own.http.get("/calendar/nonsense.ics")).status_code == 404
    kept = await own.ports.pool.fetch("select token_hash from feeds")
    assert all(second.encode() not in bytes(row["token_hash"]) for row in kept)


async def test_only_the_persons_own_side_and_staff_make_an_address(own: Api, handling: Handling) -> None:
    await tell(handling, Story().exploring())
    for org, status in ((PARTNER, 201), (HOST, 404)):
        partner = bearer(await key(own.ports, KeyRole.PARTNER, "somebody", org))
        answer = await own.http.post(f"/v1/people/{LEAD.person_id}/feed", headers=partner)
        assert answer.status_code == status, answer.text


async def test_one_side_never_reads_what_somebody_does_for_another(own: Api, handling: Handling) -> None:
    await tell(handling, Story().exploring())
    partner = bearer(await key(own.ports, KeyRole.PARTNER, "somebody", PARTNER))
    path = f"/v1/people/{LEAD.person_id}/feed"
    assert (await own.http.post(path, headers=partner)).status_code == 201
    await own.ports.pool.execute(
        "insert into organisations values ('other', 'Other', 'ngo', null, null, 'Asia/Jakarta')"
    )
    await own.ports.pool.execute("insert into positions values ('other.head', 'other', 'Head', null)")
    await known(own, LEAD.person_id)
    await own.ports.pool.execute("insert into fillings values ('other.head', $1, '2020-01-01')", LEAD.person_id)
    for method in ("POST", "DELETE"):
        assert (await own.http.request(method, path, headers=partner)).status_code == 404
    themself = bearer(await key(own.ports, KeyRole.PARTNER, LEAD.person_id, PARTNER))
    assert (await own.http.post(path, headers=themself)).status_code == 201


async def test_what_was_confided_stands_only_where_the_person_made_the_address(own: Api, handling: Handling) -> None:
    story = Story().active()
    await tell(handling, story)
    await own.ports.pool.execute(
        "insert into tasks (task_id, partnership_id, key, opened_version, kind, about, person_id, people, roles, what, "
        "params, due_at, step, commands, private, opened_at, done_at, done_version) "
        "values (gen_random_uuid(), $1, 'hear/x', 1, 'hear', 'x', $2, array[$2], '{}', 'hear it', '{}', now(), 0, "
        "'{}', true, now(), now(), 2)",
        story.p.id,
        LEAD.person_id,
    )
    hidden = uid(story.p.id, "hear/x", private=True)
    assert hidden not in entries(await own.http.get(await address(own)))
    themself = bearer(await key(own.ports, KeyRole.PARTNER, LEAD.person_id, PARTNER))
    made = (await own.http.post(f"/v1/people/{LEAD.person_id}/feed", headers=themself)).json()["url"]
    found = entries(await own.http.get(made.removeprefix("http://127.0.0.1:8000")))
    assert "hear it" not in str(found[hidden]["summary"])


async def test_the_calendar_of_somebody_who_has_left_is_empty(own: Api, handling: Handling) -> None:
    await tell(handling, Story().active())
    await known(own, LEAD.person_id)
    path = await address(own)
    assert entries(await own.http.get(path))
    yesterday = datetime.now().astimezone().date() - timedelta(days=2)
    await own.ports.pool.execute("update people set left_on = $1", yesterday)
    assert entries(await own.http.get(path)) == {}
