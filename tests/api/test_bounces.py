"""Mail that comes back is read as mail servers write it, and whatever else lands in that mailbox is left alone."""

import pytest

from api.receipts.bounces import bounce
from domain.directory.cards import PointState
from domain.notices.receipts import CAME_BACK, NO_MAILBOX, Fate
from tests.returning import POSTFIX, returned

LETTER = "1f9d2c3e-6a4b-5c7d-8e9f-0a1b2c3d4e5f"
NAME = f"<{LETTER}@kemitraan.test>"
WHOLE_MAIL, HEADERS = "message/rfc822", "text/rfc822-headers"


@pytest.mark.parametrize("kind", [WHOLE_MAIL, HEADERS])
def test_a_notification_names_the_letter_and_says_why(kind: str) -> None:
    late = bounce(returned(NAME, kind=kind))
    assert late
    assert NAME in late.names
    assert [str(one) for one in late.letter_ids] == [LETTER]
    assert (late.fate, late.point_state, late.reason) == (Fate.FAILED, PointState.WRONG, NO_MAILBOX)
    assert late.detail == "550 5.1.1 <old@example.org>: Recipient address rejected: User unknown"


@pytest.mark.parametrize(
    ("status", "wrong"),
    [("5.1.1", True), ("5.1.2", True), ("5.1.10", True), ("5.2.1", True), ("5.0.0 (undefined)", False)]
    + [(status, False) for status in ("5.1.8", "5.2.2", "5.7.1", "4.4.7", "4.4.1")],
)
def test_the_status_tells_whether_the_address_is_wrong(status: str, wrong: bool) -> None:
    late = bounce(returned(NAME, status=status, said="said"))
    assert late
    assert (late.fate, late.point_state) == (Fate.FAILED, PointState.WRONG if wrong else PointState.FAILING)
    assert late.reason == (NO_MAILBOX if wrong else CAME_BACK)


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("relayed", "2.0.0"), ("expanded", "2.0.0")])
def test_what_is_not_final_is_left_alone(action: str, status: str) -> None:
    assert bounce(returned(NAME, action=action, status=status)) is None


def test_what_was_delivered_is_told_as_that() -> None:
    late = bounce(returned(NAME, action="delivered", status="2.0.0", said="250 2.0.0 OK"))
    assert late
    assert (late.fate, late.detail) == (Fate.DELIVERED, "250 2.0.0 OK")


def test_without_the_mail_itself_the_answered_one_is_meant() -> None:
    text = POSTFIX.replace("Message-ID: {name}\n", "").replace("MIME-Version", "In-Reply-To: {name}\nMIME-Version")
    usual = {"address": "old@example.org", "action": "failed", "status": "5.1.1", "said": "no", "kind": HEADERS}
    late = bounce(text.format(name=NAME, **usual).encode())
    assert late
    assert [str(one) for one in late.letter_ids] == [LETTER]


@pytest.mark.parametrize(
    "mail",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: Re: Kabar\r\nIn-Reply-To: " + NAME.encode() + b"\r\n\r\nTerima kasih, sampai bertemu!",
        b"Content-Type: multipart/report\r\n\r\nno parts",
        b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n--b--",
        returned(NAME).replace(b"multipart/report", b"multipart/mixed"),
        returned(NAME)[:900],
    ],
    ids=["empty", "noise", "an answer", "no parts", "empty report", "forwarded", "cut off"],
)
def test_other_mail_is_left_alone(mail: bytes) -> None:
    assert bounce(mail) is None


def test_words_that_no_table_can_hold_become_plain() -> None:
    late = bounce(returned(NAME, said="550 no SUCH thing").replace(b"SUCH", b"such\x00\xff\x07"))
    assert late
    assert late.detail
    assert late.detail.isprintable()
    long = bounce(returned(NAME, said="x" * 5000))
    assert long
    assert len(long.detail or "") == 500
