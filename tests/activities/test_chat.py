"""Chat through Apprise: its real plugins against a local receiver, and what becomes of each answer."""

import socket
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.whatsapp import NotifyWhatsApp

from activities.channels.chat import ROOM, Chat
from activities.channels.chosen import channels
from activities.channels.port import Never, NotNow
from activities.channels.whatsapp import LONGEST
from domain.directory.cards import Channel
from domain.notices import answers
from tests.letters import item, letter, notice
from tests.receiving import Receiver, receiver

WHATSAPP = "whatsapp://kemitraan_{kind}:EAAkey@1234567890/{address}/?lang={language}&:1={name}&:2={title}&:3={matters}"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/{address}"
SLACK = "slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/{address}"
KEYS = ("EAAkey", "abcdefg_hijklmnop", "4ddbc191d40ee098cbaae6f3523ada2d")
NUMBER = "+6281234567890"
WAMID = "wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABEYEjA="


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """The services' own addresses, moved to this machine."""
    with receiver() as kept:
        monkeypatch.setattr(NotifyWhatsApp, "notify_url", kept.url + "/{fb_ver}/{phone_id}/messages")
        monkeypatch.setattr(NotifyTelegram, "notify_url", kept.url + "/bot")
        monkeypatch.setattr(NotifySlack, "api_url", kept.url + "/api/{}")
        monkeypatch.setattr(NotifySlack, "request_rate_per_sec", 0)
        yield kept


async def test_whatsapp_fills_the_approved_template(service: Receiver) -> None:
    sent = letter(channel=Channel.WHATSAPP, address=NUMBER)
    service.answer = {"messaging_product": "whatsapp", "messages": [{"id": WAMID}]}
    receipt = await channels({"KEMITRAAN_WHATSAPP_URL": WHATSAPP})[Channel.WHATSAPP].send(sent)
    [request] = service.received
    assert receipt == ("taken by WhatsApp", WAMID)
    assert request.said["biz_opaque_callback_data"] == str(sent.letter_id)
    assert request.path.endswith("/1234567890/messages")
    assert request.headers["authorization"] == "Bearer EAAkey"
    assert (request.said["to"], request.said["type"]) == (NUMBER, "template")
    template = request.said["template"]
    assert (template["name"], template["language"]) == ("kemitraan_request", {"code": "id"})
    [body] = template["components"]
    said = [parameter["text"] for parameter in body["parameters"]]
    assert said[:2] == ["Sari Dewi", "Buku untuk kampung"]
    assert said[2].endswith("https://kemitraan.test/l/aku-bisa")


async def test_without_a_template_whatsapp_gets_the_words_in_parts(service: Receiver) -> None:
    many = letter(*(item(title=f"Kemitraan {n}") for n in range(60)), address=NUMBER)
    await Chat("whatsapp://EAAkey@1234567890/{address}").send(many)
    bodies = [request.said["text"]["body"] for request in service.received]
    assert len(bodies) > 1
    assert max(map(len, bodies)) <= LONGEST
    assert "Kemitraan 59" in "".join(bodies)
    assert {request.said["biz_opaque_callback_data"] for request in service.received} == {str(many.letter_id)}


async def test_a_template_can_take_the_words_as_its_parameter(service: Receiver) -> None:
    await Chat("whatsapp://kabar:EAAkey@1234567890/{address}/?lang={language}&:body=2&:1={name}").send(
        letter(address=NUMBER)
    )
    first, second = service.received[0].said["template"]["components"][0]["parameters"]
    assert first == {"type": "text", "text": "Sari Dewi"}
    assert "Yth. Ibu Sari Dewi," in second["text"]


@pytest.mark.parametrize("answer", ["nonsense", [], {}, {"messages": []}])
async def test_a_message_that_whatsapp_takes_without_a_name_is_taken(service: Receiver, answer: object) -> None:
    service.answer = answer
    assert await Chat(WHATSAPP).send(letter(address=NUMBER)) == ("taken by WhatsApp", None)


async def test_whatsapp_that_is_away_is_tried_again(service: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    monkeypatch.setattr(NotifyWhatsApp, "notify_url", f"http://127.0.0.1:{port}/messages")
    with pytest.raises(NotNow) as failed:
        await Chat(WHATSAPP).send(letter(address=NUMBER))
    assert failed.value.reason == answers.AWAY


async def test_a_private_matter_leaves_no_parameter_empty(service: Receiver) -> None:
    await Chat(WHATSAPP).send(letter(item(notice(private=True)), address=NUMBER))
    said = [p["text"] for p in service.received[0].said["template"]["components"][0]["parameters"]]
    assert said[1] == "-"
    assert said[2].startswith("Ada hal yang hanya untuk Anda baca sendiri")


async def test_many_matters_fit_into_one_parameter(service: Receiver) -> None:
    await Chat(WHATSAPP).send(letter(*(item(title=f"Kemitraan {n}") for n in range(40)), digest=True, address=NUMBER))
    template = service.received[0].said["template"]
    told = template["components"][0]["parameters"][2]["text"]
    assert template["name"] == "kemitraan_digest"
    assert len(told) < ROOM + 40
    assert "\n" not in told
    assert told.endswith(f"dan {40 - told.count('https://')} hal lagi")


async def test_telegram_gets_the_words(service: Receiver) -> None:
    await channels({"KEMITRAAN_TELEGRAM_URL": TELEGRAM})[Channel.TELEGRAM].send(letter(address="@sari_dewi"))
    [request] = service.received
    assert request.said["chat_id"] == "@sari_dewi"
    assert "Yth. Ibu Sari Dewi," in request.said["text"]
    assert "https://kemitraan.test/l/aku-bisa" in request.said["text"]


async def test_slack_gets_the_words(service: Receiver) -> None:
    await channels({"KEMITRAAN_SLACK_URL": SLACK})[Channel.SLACK].send(letter(address="#kemitraan"))
    [request] = service.received
    assert request.path == "/api/chat.postMessage"
    assert "Yth. Ibu Sari Dewi," in str(request.said)


def meta(code: int, message: str = "no") -> dict[str, object]:
    return {"error": {"code": code, "message": message}}


class Case(NamedTuple):
    """What a service answers, and what it means."""

    template: str
    status: int
    answer: object
    error: type[NotNow | Never]
    reason: str
    wrong: bool = False


@pytest.mark.parametrize(
    "case",
    [
        Case(WHATSAPP, 400, meta(131026, "Message undeliverable"), Never, answers.UNKNOWN, True),
        Case(WHATSAPP, 404, meta(132001, "Template name does not exist"), Never, answers.TEMPLATE),
        Case(WHATSAPP, 400, meta(132015, "Template is paused"), Never, answers.TEMPLATE),
        Case(WHATSAPP, 400, meta(131047, "Re-engagement message"), Never, answers.UNWILLING),
        Case(WHATSAPP, 401, meta(190, "Access token has expired"), NotNow, answers.LOCKED),
        Case(WHATSAPP, 429, meta(130429, "Rate limit hit"), NotNow, answers.BUSY),
        Case(WHATSAPP, 500, {}, NotNow, answers.BUSY),
        Case(WHATSAPP, 400, meta(100, "Invalid parameter"), Never, answers.REFUSED),
        Case(TELEGRAM, 400, {"description": "Bad Request: chat not found"}, Never, answers.UNKNOWN, True),
        Case(TELEGRAM, 403, {"description": "Forbidden: bot was blocked by the user"}, Never, answers.BLOCKED, True),
        Case(TELEGRAM, 401, {"description": "Unauthorized"}, NotNow, answers.LOCKED),
        Case(TELEGRAM, 429, {"description": "Too Many Requests: retry after 5"}, NotNow, answers.BUSY),
        Case(TELEGRAM, 502, {}, NotNow, answers.BUSY),
        Case(SLACK, 200, {"ok": False, "error": "channel_not_found"}, Never, answers.UNKNOWN, True),
        Case(SLACK, 200, {"ok": False, "error": "invalid_auth"}, NotNow, answers.LOCKED),
        Case(SLACK, 429, {"ok": False, "error": "ratelimited"}, NotNow, answers.BUSY),
        Case(SLACK, 200, {"ok": False, "error": "msg_blocked"}, Never, answers.REFUSED),
    ],
    ids=lambda case: f"{case.template[:8]} {case.reason[:30]}",
)
async def test_each_answer_has_its_meaning(service: Receiver, case: Case) -> None:
    service.status, service.answer = case.status, case.answer
    address = {WHATSAPP: NUMBER, TELEGRAM: "123456789", SLACK: "#kemitraan"}[case.template]
    with pytest.raises(case.error) as failed:
        await Chat(case.template).send(letter(address=address))
    assert failed.value.reason == case.reason
    assert getattr(failed.value, "address_wrong", False) is case.wrong
    assert [key for key in KEYS if key in str(failed.value)] == []


async def test_a_service_that_is_away_is_tried_again(service: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://127.0.0.1:{port}/bot")
    with pytest.raises(NotNow) as failed:
        await Chat(TELEGRAM).send(letter(address="123456789"))
    assert failed.value.reason == answers.AWAY


@pytest.mark.parametrize("address", ["ketik apa saja", "0"])
async def test_a_number_that_is_none_is_said_to_be_wrong(service: Receiver, address: str) -> None:
    with pytest.raises(Never) as failed:
        await Chat(WHATSAPP).send(letter(address=address))
    assert failed.value.address_wrong
    assert service.received == []


async def test_whatever_else_apprise_knows_works_by_its_url(service: Receiver) -> None:
    template = service.url.replace("http", "json") + "/{address}?:judul={title}"
    await Chat(template).send(letter(address="sari"))
    [request] = service.received
    assert request.path.startswith("/sari")
    assert request.said["judul"] == "Buku untuk kampung"
    assert "Yth. Ibu Sari Dewi," in request.said["message"]


@pytest.mark.parametrize("template", ["tgram://123:abc/{adress}", "unknown://x/{address}", "whatsapp://"])
def test_a_template_that_cannot_work_is_refused_at_the_start(template: str) -> None:
    with pytest.raises(ValueError, match="KEMITRAAN_TELEGRAM_URL: a chat URL"):
        channels({"KEMITRAAN_TELEGRAM_URL": template})
