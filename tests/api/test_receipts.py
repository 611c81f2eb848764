"""What providers tell later, over HTTP: who may tell it, in which form, and that staff see what came of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from api.ports import WhatsAppHook
from api.receipts import examples
from domain.directory.cards import Channel, ContactPoint
from domain.notices.planning import Reader
from store.directory import Directory
from store.keys import KeyRole
from store.letters import Attempt, Letters
from tests.api.calling import HOST, PARTNER, Api, bearer, calling, fresh, key
from tests.api.test_inbox import told
from tests.notifying import AWAKE, STAFF, card
from tests.returning import news, returned, signed, status

HOOK = WhatsAppHook(verify_token="salam", app_secret="rahasia")
WHATSAPP = "/v1/receipts/whatsapp"
MAIL = {"Content-Type": "message/rfc822"}
DIGESTS = timedelta(days=1)
"""In which everybody hears of what can wait."""


@pytest.fixture
async def hooked(api: Api) -> AsyncIterator[Api]:
    """The same API with WhatsApp set up."""
    async with calling(replace(api.ports, whatsapp=HOOK)) as hooked:
        yield hooked


async def sent(api: Api, name: str = "", channel: Channel = Channel.EMAIL) -> tuple[str, str]:
    """Somebody of the partner's side, with one address, to whom a letter was sent: who, and the letter's name."""
    person = f"wulan-{fresh()[:8]}"
    address = "+6281234567890" if channel is Channel.WHATSAPP else f"{person}@example.org"
    somebody = card(person, points=(ContactPoint(channel=channel, address=address),))
    await Directory(api.ports.pool).put_person(somebody, STAFF)
    await told(api, person)
    letters, now = Letters(api.ports.pool), datetime.now(UTC) + DIGESTS
    [letter] = (await letters.plan(Reader(card=somebody, habits=AWAKE), now)).letters
    name = name or f"<{letter.letter_id}@kemitraan.test>"
    await letters.tried(letter.letter_id, now, Attempt("sent", None, "taken", name))
    return person, name


async def letter_of(api: Api, person: str) -> dict[str, Any]:
    staff = await key(api.ports, KeyRole.ADMIN, "ratih")
    [letter] = (await api.get(f"/v1/letters?person={person}", staff)).json()["items"]
    return dict(letter)


async def test_a_gateway_tells_that_a_mailbox_is_unknown(api: Api) -> None:
    person, name = await sent(api)
    said = {"receipt": name, "outcome": "failed", "address_wrong": True, "detail": "550 5.1.1 no such user"}
    gateway = await key(api.ports, KeyRole.SERVICE, "gateway")
    for _ in range(2):
        assert (await api.post("/v1/receipts", said, gateway)).json() == {"known": True}
    letter = await letter_of(api, person)
    assert (letter["state"], letter["outcome"], letter["detail"]) == ("refused", "bounced", "550 5.1.1 no such user")
    assert letter["answer"] == "The message came back, for the address is wrong: ask for the right one."
    assert letter["tries"] == 1
    somebody = await Directory(api.ports.pool).person(card(person).person_id)
    assert somebody
    assert [point.state for point in somebody.points] == ["wrong"]
    await Letters(api.ports.pool).plan(Reader(card=somebody, habits=AWAKE), datetime.now(UTC) + DIGESTS)
    ours = await key(api.ports, KeyRole.ADMIN, "ratih", PARTNER)
    people = (await api.get("/v1/unreached", ours)).json()["items"]
    [unreached] = [one for one in people if one["person_id"] == person]
    assert unreached["reason"] == "no address of theirs has taken it: correct one, and it goes out"
    assert "550 5.1.1" in unreached["problems"][0]


async def test_a_letter_can_be_named_by_its_own_id(api: Api) -> None:
    person, _ = await sent(api)
    letter = (await letter_of(api, person))["letter_id"]
    gateway = await key(api.ports, KeyRole.SERVICE, "gateway")
    said = {"letter_id": letter, "outcome": "delivered", "at": "2026-03-02T09:00:00+07:00"}
    assert (await api.post("/v1/receipts", said, gateway)).json() == {"known": True}
    found = await letter_of(api, person)
    assert (found["state"], found["outcome"]) == ("sent", "delivered")


async def test_a_service_tells_of_people_of_its_own_side_alone(api: Api) -> None:
    person, name = await sent(api)
    said = {"receipt": name, "outcome": "failed"}
    elsewhere = await key(api.ports, KeyRole.SERVICE, "gateway", HOST)
    assert (await api.post("/v1/receipts", said, elsewhere)).json() == {"known": False}
    assert (await letter_of(api, person))["state"] == "sent"
    ours = await key(api.ports, KeyRole.SERVICE, "gateway", PARTNER)
    assert (await api.post("/v1/receipts", said, ours)).json() == {"known": True}


async def test_it_has_to_say_which_letter(api: Api) -> None:
    answer = await api.post("/v1/receipts", {"outcome": "failed"}, api.keys.service, Accept_Language="id")
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert fault["what"] == "Sebutkan surat yang dimaksud, dengan receipt atau letter_id-nya."


async def test_a_mail_server_hands_in_what_came_back(api: Api) -> None:
    person, name = await sent(api)
    gateway = await key(api.ports, KeyRole.SERVICE, "gateway")
    came_back = await api.http.post("/v1/receipts/mail", content=returned(name), headers=bearer(gateway) | MAIL)
    assert came_back.json() == {"known": True}
    assert (await letter_of(api, person))["outcome"] == "bounced"
    for mail in (returned(f"<{uuid4()}@kemitraan.test>"), b"Subject: Terima kasih\r\n\r\nSampai bertemu!"):
        answer = await api.http.post("/v1/receipts/mail", content=mail, headers=bearer(gateway) | MAIL)
        assert (answer.status_code, answer.json()) == (200, {"known": False})
    assert (await api.post("/v1/receipts/mail", {}, gateway)).json()["code"] == "unsupported-media-type"


async def test_whatsapp_has_no_address_where_it_is_not_set_up(api: Api) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "", "hub.challenge": "1158201444"}
    assert (await api.http.get(WHATSAPP, params=asked)).json()["code"] == "unknown-address"
    assert (await api.http.post(WHATSAPP, content=news())).status_code == 404


async def test_whatsapp_asks_whether_the_address_is_ours(hooked: Api) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "salam", "hub.challenge": "1158201444"}
    answer = await hooked.http.get(WHATSAPP, params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    for wrong in ({"hub.verify_token": "sàlam"}, {"hub.mode": "unsubscribe"}, {"hub.verify_token": ""}):
        refused = await hooked.http.get(WHATSAPP, params={**asked, **wrong})
        assert (refused.status_code, refused.json()["code"]) == (403, "not-the-provider")


async def hear(api: Api, body: bytes, signature: str | None = None) -> tuple[int, Any]:
    headers = {"X-Hub-Signature-256": signed(body, HOOK.app_secret) if signature is None else signature}
    answer = await api.http.post(WHATSAPP, content=body, headers=headers | {"Content-Type": "application/json"})
    return answer.status_code, answer.json()


async def test_whatsapp_tells_that_a_number_is_wrong(hooked: Api) -> None:
    wamid = f"wamid.{fresh()}"
    person, _ = await sent(hooked, wamid, Channel.WHATSAPP)
    told = news(status(wamid, "sent"), status(wamid, "failed", 131026))
    for _ in range(2):
        assert await hear(hooked, told) == (200, {"receipts": 1})
    letter = await letter_of(hooked, person)
    assert (letter["state"], letter["outcome"]) == ("refused", "bounced")
    assert letter["reason"] == "The service does not know this address: ask for the right one."
    assert letter["detail"] == "Message undeliverable Message Undeliverable., error=131026"


async def test_whatsapp_gives_our_own_name_back_where_its_name_was_never_heard(hooked: Api) -> None:
    person, _ = await sent(hooked, "lost", Channel.WHATSAPP)
    letter = (await letter_of(hooked, person))["letter_id"]
    told = news(status(f"wamid.{fresh()}", "read", biz_opaque_callback_data=letter))
    assert await hear(hooked, told) == (200, {"receipts": 1})
    assert (await letter_of(hooked, person))["outcome"] == "read"


async def test_whatsapp_is_heard_out_whatever_else_it_tells(hooked: Api) -> None:
    other = (
        b'{"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "account_update", "value": {}}]}]}'
    )
    unknown = news(status(f"wamid.{fresh()}", "failed", 131026), status("wamid.x", "deleted"))
    for body in (other, unknown, news(), b'{"entry": []}'):
        assert await hear(hooked, body) == (200, {"receipts": 0})


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "sha256=é", "nonsense"])
async def test_only_whatsapp_itself_is_heard(hooked: Api, signature: str) -> None:
    wamid = f"wamid.{fresh()}"
    person, _ = await sent(hooked, wamid, Channel.WHATSAPP)
    body = news(status(wamid, "failed", 131026))
    headers = {b"X-Hub-Signature-256": signature.encode("latin-1"), b"Content-Type": b"application/json"}
    answer = await hooked.http.post(WHATSAPP, content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-the-provider")
    other = signed(body, "another secret")
    assert (await hear(hooked, body, other))[0] == 403
    assert (await letter_of(hooked, person))["state"] == "sent"


async def test_signed_nonsense_is_a_problem_and_no_more(hooked: Api) -> None:
    for body in (b"{", b'{"entry": 7}', b"[]", b'{"entry": [{"changes": [{"value": {"statuses": [{}]}}]}]}'):
        code, problem = await hear(hooked, body)
        assert (code, problem["code"]) in {(400, "not-json"), (422, "invalid-body")}


async def test_the_examples_are_understood(hooked: Api) -> None:
    gateway = await key(hooked.ports, KeyRole.SERVICE, "gateway")
    for example in examples.RECEIPTS.values():
        assert (await hooked.post("/v1/receipts", example["value"], gateway)).json() == {"known": False}
    for example in examples.MAILS.values():
        body = example["value"].encode()
        answer = await hooked.http.post("/v1/receipts/mail", content=body, headers=bearer(gateway) | MAIL)
        assert answer.json() == {"known": False}
    for example in examples.NEWS.values():
        assert str(UUID(example["value"]["entry"][0]["changes"][0]["value"]["statuses"][0]["biz_opaque_callback_data"]))
