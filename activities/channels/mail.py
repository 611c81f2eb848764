"""A letter as an e-mail: the same bytes however often it is tried, so that a repeat falls together with the first."""

from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr

from activities.channels.invitation import enclose
from activities.channels.port import Never
from domain.notices.letter import Letter
from language.letters.rendering import render

ADDRESS = "This is not an e-mail address: correct it on the contact point."

UNFOLDED = frozenset({"list-unsubscribe", "message-id", "in-reply-to", "references"})
"""Headers that machines read: broken into lines or encoded they would mean nothing to them."""


class _Plain(EmailPolicy):
    """As SMTP wants it, but for long addresses in headers, which stay in one piece."""

    def fold(self, name: str, value: str) -> str:
        return f"{name}: {value}{self.linesep}" if name.lower() in UNFOLDED else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


def written(mail: EmailMessage) -> bytes:
    """The message as it goes over the wire."""
    return mail.as_bytes(policy=_Plain(linesep=SMTP.linesep))


def message(letter: Letter, sender: str) -> EmailMessage:
    """The message with both of its texts, its place in the thread, and how to stop more of them."""
    rendered = render(letter)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(*parseaddr(sender))
    mail["To"] = _address(letter.to.name, letter.address)
    mail["Subject"] = rendered.subject
    mail["Date"] = format_datetime(letter.composed_at)
    for name, value in _identity(letter, sender).items():
        mail[name] = value
    mail.set_content(rendered.text, charset="utf-8")
    mail.add_alternative(rendered.html, subtype="html", charset="utf-8")
    enclose(mail, letter, parseaddr(sender)[1])
    mail["Content-Language"] = letter.language
    for depth, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"kemitraan-{depth}-{letter.letter_id.hex}")
    return mail


def _identity(letter: Letter, sender: str) -> dict[str, str]:
    """What mail programs go by: which message, which thread, which language, and that no human being has typed it.

    All letters of a thread answer the same first message, which nobody ever got: so they hold together in any order.
    """
    domain = parseaddr(sender)[1].rpartition("@")[2] or "kemitraan.invalid"
    first = f"<thread.{letter.thread}@{domain}>"
    headers = {
        "Message-ID": f"<{letter.letter_id}@{domain}>",
        "In-Reply-To": first,
        "References": first,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if letter.preferences_link:
        headers["List-Unsubscribe"] = f"<{letter.preferences_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _address(name: str, address: str) -> Address:
    try:
        return Address(name, addr_spec=address)
    except (ValueError, IndexError, HeaderParseError) as wrong:
        raise Never(ADDRESS, address, address_wrong=True) from wrong
