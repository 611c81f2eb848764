"""Mail that comes back: what a delivery status notification (RFC 3464) says, and of which letter."""

from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message

from domain.notices.receipts import Fate, LateReceipt, came_back, fate_of_mail, no_mailbox, short

STATUS = "message/delivery-status"
MOST_NAMES = 20


def bounce(raw: bytes) -> LateReceipt | None:
    """What the mail says of a letter in the end; none where it is no such notification, or says only that it waits."""
    mail = message_from_bytes(raw)
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return None
    parts = [part for part in mail.get_payload() if isinstance(part, Message)]
    blocks = [block for part in parts if part.get_content_type() == STATUS for block in _blocks(part)]
    names = tuple(dict.fromkeys(_names(mail, parts, blocks)))[:MOST_NAMES]
    ends = [(fate, block) for block in blocks if (fate := _fate(block))]
    if not (ends and names):
        return None
    fate, block = min(ends, key=lambda end: end[0] is not Fate.FAILED)
    if fate is not Fate.FAILED:
        return LateReceipt(names=names, fate=fate, detail=_said(block))
    return came_back(names, _said(block), address_wrong=no_mailbox(_field(block, "Status")), at=None)


def _blocks(part: Message) -> Iterator[Message]:
    """The fields about the message, then those about each of its recipients."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _fate(block: Message) -> Fate | None:
    return fate_of_mail(_field(block, "Action"), _field(block, "Status"))


def _field(block: Message, name: str) -> str:
    """Its first word, without a comment behind it."""
    return next(iter(str(block.get(name, "")).split()), "")


def _said(block: Message) -> str | None:
    """What the other mail server said, or at least its status."""
    said = str(block.get("Diagnostic-Code", "")).partition(";")[2]
    return short(said) or short(str(block.get("Status", "")))


def _names(mail: Message, parts: list[Message], blocks: list[Message]) -> Iterator[str]:
    """By which we may know the letter: its Message-ID, from wherever the mail server has kept it."""
    returned = [headers["Message-ID"] for part in parts for headers in _returned(part)]
    envelope = [block[name] for block in blocks for name in ("X-Original-Message-ID", "Original-Envelope-Id")]
    answered = [mail["In-Reply-To"], *str(mail.get("References", "")).split()]
    for name in (*returned, *envelope, *answered):
        if told := short(str(name or "")):
            yield told


def _returned(part: Message) -> Iterator[Message]:
    """The headers of the mail that came back, which is given back whole or without its body."""
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list):
        yield from (inner for inner in payload if isinstance(inner, Message))
    elif part.get_content_type() == "text/rfc822-headers":
        text = part.get_payload(decode=True)
        yield message_from_string(text.decode("utf-8", "replace") if isinstance(text, bytes) else "")
