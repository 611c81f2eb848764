"""How somebody wishes to be reached, changed on their own page or by a mail program."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from domain.links import LinkAct
from domain.values import PersonId
from tests.api.calling import Api
from tests.api.visiting import Visitor, listed, new, visitor


async def chooser(api: Api) -> tuple[Visitor, PersonId]:
    person = PersonId(f"p-{uuid4().hex[:8]}")
    points = [{"channel": "email", "address": "a@b.id"}, {"channel": "whatsapp", "address": "+62812345678", "rank": 2}]
    await listed(api, person, points=points)
    return await visitor(api, new().active(), LinkAct.SET_PREFERENCES, person_id=person), person


async def test_preferences_are_shown_and_kept(api: Api) -> None:
    link, person = await chooser(api)
    page = (await link.looks()).text
    assert 'value="07:30"' in page
    wrong = await link.sends(language="id", request="now", reminder="off", news="digest", digest_at="25:99")
    assert (wrong.status_code, "There is no such time; write" in wrong.text) == (422, True)
    fields = {"language": "en", "request": "digest", "reminder": "off", "news": "now", "channel": "whatsapp"}
    page = await link.done(**fields, digest_at="06:15", quiet_from="21:00", quiet_until="05:00")
    assert "Thank you" in page
    card = await api.ports.directory.person(person)
    assert card is not None
    assert (card.language, f"{card.digest_at:%H:%M}", f"{card.quiet_from:%H:%M}") == ("en", "06:15", "21:00")
    assert card.choices.by_kind == {"request": "digest", "reminder": "off", "news": "now"}
    assert [point.channel for point in sorted(card.points, key=lambda p: p.rank)] == ["whatsapp", "email"]


@pytest.mark.parametrize("multipart", [False, True])
async def test_a_mail_program_unsubscribes_at_one_press(api: Api, multipart: bool) -> None:
    link, person = await chooser(api)
    await link.looks()
    assert (await api.ports.directory.person(person)).choices.by_kind == {}  # type: ignore[union-attr]
    field = {"List-Unsubscribe": (None, "One-Click")} if multipart else {"List-Unsubscribe": "One-Click"}
    for _ in range(2):
        answer = await api.http.post(link.path, **{"files" if multipart else "data": field})  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text
    card = await api.ports.directory.person(person)
    assert card is not None
    assert card.choices.by_kind == {"news": "off", "reminder": "off"}


async def test_what_stands_in_an_old_letter_still_unsubscribes_until_it_is_called_back(api: Api) -> None:
    person = PersonId(f"p-{uuid4().hex[:8]}")
    await listed(api, person)
    past = datetime.now(UTC) - timedelta(days=400)
    link = await visitor(
        api, new().active(), LinkAct.SET_PREFERENCES, person_id=person, partnership_id=None, expires_at=past
    )
    assert (await link.looks()).status_code == 200
    assert (await api.http.post(f"{link.path}/again?lang=en")).status_code == 303
    answer = await api.http.post(link.path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    card = await api.ports.directory.person(person)
    assert card is not None
    assert card.choices.by_kind == {"news": "off", "reminder": "off"}
    await api.ports.links.revoke(link.grant.link_id, datetime.now(UTC))
    for answer in (await link.looks(), await api.http.post(link.path, data={"List-Unsubscribe": "One-Click"})):
        assert (answer.status_code, "called back" in answer.text) == (410, "lang=en" in str(answer.request.url))


async def test_channels_are_named_in_the_language_of_the_page(api: Api) -> None:
    link, _ = await chooser(api)
    assert "<span>Surel</span>" in (await link.looks("id")).text
