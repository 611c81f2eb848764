"""Mail to a real mail server: what arrives, and what becomes of each refusal."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from activities.channels.chosen import channels
from activities.channels.port import Never, NotNow
from domain.directory.cards import Channel
from domain.notices.letter import Letter, Receipt
from tests.letters import SARI, item, letter, notice
from tests.posting import Postbox, postbox


@pytest.fixture
async def box() -> AsyncIterator[Postbox]:
    async with postbox() as box:
        yield box


async def send(box: Postbox, sent: Letter) -> Receipt:
    settings = {"KEMITRAAN_SMTP_URL": box.url, "KEMITRAAN_MAIL_FROM": "Kemitraan <halo@kemitraan.test>"}
    return await channels(settings)[Channel.EMAIL].send(sent)


async def test_a_letter_arrives_with_both_texts_and_its_headers(box: Postbox) -> None:
    sent = letter()
    receipt = await send(box, sent)
    [mail] = box.mail
    assert "taken" in receipt.detail
    assert receipt.name == mail["Message-ID"]
    assert box.senders == ["halo@kemitraan.test"]
    assert box.recipients == ["sari@melati.sch.id"]
    assert (mail["To"], mail["From"]) == ("Sari Dewi <sari@melati.sch.id>", "Kemitraan <halo@kemitraan.test>")
    assert mail["Message-ID"] == f"<{sent.letter_id}@kemitraan.test>"
    assert mail["References"] == mail["In-Reply-To"] == f"<thread.{sent.thread}@kemitraan.test>"
    assert mail["List-Unsubscribe"] == "<https://kemitraan.test/l/pilihanku>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "id")
    assert mail["Date"] == "Mon, 04 Jan 2027 07:05:00 +0000"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text
    assert html
    assert (text.get_content_charset(), html.get_content_charset()) == ("utf-8", "utf-8")
    assert "Yth. Ibu Sari Dewi," in text.get_content()
    assert 'href="https://kemitraan.test/l/aku-bisa"' in html.get_content()


async def test_what_comes_back_has_an_address_of_its_own(box: Postbox) -> None:
    settings = {"KEMITRAAN_SMTP_URL": box.url, "KEMITRAAN_MAIL_BOUNCES": "kembali@kemitraan.test"}
    await channels(settings)[Channel.EMAIL].send(letter())
    assert box.senders == ["kembali@kemitraan.test"]
    assert box.mail[0]["From"] == "Kemitraan <kemitraan@localhost>"


async def test_a_repeat_is_the_same_message_byte_for_byte(box: Postbox) -> None:
    await send(box, letter())
    await send(box, letter())
    first, second = box.mail
    assert first.as_bytes() == second.as_bytes()


async def test_what_machines_read_stays_in_one_piece(box: Postbox) -> None:
    link = "https://kemitraan.test/l/" + "rahasia-" * 40
    await send(box, letter(preferences_link=link))
    headers = box.raw[0].decode("ascii").split("\r\n\r\n")[0].split("\r\n")
    assert f"List-Unsubscribe: <{link}>" in headers
    assert [line for line in headers if line.startswith("Message-ID: <") and line.endswith("@kemitraan.test>")]


async def test_names_and_titles_of_any_script_arrive(box: Postbox) -> None:
    await send(box, letter(item(title="Rumah Baca “Ngudi Kawruh” ꦗꦮ"), to=SARI.model_copy(update={"name": "Sári ꦱꦫꦶ"})))
    [mail] = box.mail
    assert "ꦗꦮ" in mail["Subject"]
    assert "Sári ꦱꦫꦶ" in mail["To"]


async def test_a_title_cannot_smuggle_in_a_header(box: Postbox) -> None:
    await send(box, letter(item(notice(what="{said}", params={"said": "hai\r\nBcc: x@example.org"}))))
    [mail] = box.mail
    assert mail["Bcc"] is None
    assert box.recipients == ["sari@melati.sch.id"]


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ("550 5.1.1 no such user", True),
        ("550 no such user here", True),
        ("553 5.1.3 bad address", True),
        ("550 5.2.1 mailbox disabled", True),
        ("550 5.7.1 we do not want this", False),
        ("554 5.7.1 blocked", False),
    ],
)
async def test_a_refused_recipient_is_never_tried_again(box: Postbox, answer: str, wrong: bool) -> None:
    box.refusals["sari@melati.sch.id"] = answer
    with pytest.raises(Never) as refused:
        await send(box, letter())
    assert refused.value.address_wrong is wrong
    assert answer in refused.value.detail
    assert refused.value.reason.endswith(".")


@pytest.mark.parametrize(
    "answer", ["450 4.2.0 greylisted", "452 4.2.2 over quota", "552 5.2.2 mailbox full", "552 full"]
)
async def test_a_busy_or_full_mailbox_is_tried_again(box: Postbox, answer: str) -> None:
    box.refusals["sari@melati.sch.id"] = answer
    with pytest.raises(NotNow) as later:
        await send(box, letter())
    assert answer in str(later.value)


@pytest.mark.parametrize(
    ("answer", "error"),
    [("451 4.3.0 try later", NotNow), ("554 5.7.0 looks like spam", Never), ("550 refused", Never)],
)
async def test_the_server_judges_the_content(box: Postbox, answer: str, error: type[Exception]) -> None:
    box.refusals["*"] = answer
    with pytest.raises(error) as refused:
        await send(box, letter())
    assert not getattr(refused.value, "address_wrong", False)


async def test_a_server_that_is_away_is_tried_again(box: Postbox) -> None:
    await box.close()
    with pytest.raises(NotNow):
        await send(box, letter())
    await box.open()
    await send(box, letter())
    assert len(box.mail) == 1


@pytest.mark.parametrize("address", ["no address", "sari@", "@melati.sch.id", "sári@melati.sch.id"])
async def test_what_is_no_address_is_said_to_be_wrong(box: Postbox, address: str) -> None:
    with pytest.raises(Never) as refused:
        await send(box, letter(address=address))
    assert refused.value.address_wrong
    assert box.mail == []


async def test_a_password_that_the_server_does_not_take_is_no_fault_of_the_letter(box: Postbox) -> None:
    settings = {"KEMITRAAN_SMTP_URL": box.url.replace("//", "//kemitraan:salah@")}
    with pytest.raises(NotNow):
        await channels(settings)[Channel.EMAIL].send(letter())


@pytest.mark.parametrize("channel", list(Channel))
async def test_a_channel_that_is_not_set_up_says_what_to_set(channel: Channel) -> None:
    with pytest.raises(Never) as refused:
        await channels({})[channel].send(letter(channel=channel))
    assert "KEMITRAAN_" in refused.value.reason or channel is Channel.PHONE
    assert not refused.value.address_wrong


async def test_without_a_mail_server_each_letter_is_a_file(tmp_path: Path) -> None:
    kept = channels({"KEMITRAAN_MAIL_FOLDER": str(tmp_path / "surat")})[Channel.EMAIL]
    await kept.send(letter())
    await kept.send(letter())
    [file] = (tmp_path / "surat").iterdir()
    assert b"To: Sari Dewi <sari@melati.sch.id>" in file.read_bytes()
