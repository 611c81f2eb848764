"""Reading a year of mail: which letter it was, what stands in it, and one whole mailbox as a page."""

import re
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import parseaddr
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.directory.cards import PersonCard
from tests.notifying import URL
from tests.year.living import Arrival

LINK = re.compile(re.escape(URL) + r"(/l/[\w-]+)")

REASONS = {"en": "You receive this because", "id": "Anda menerima"}

HOUR = re.compile(r"\d\d:\d\d")

_HEAD = """# A year in one mailbox

Every mail that {name} gets in the simulated year of `tests/year`. She leads the side of Universitas Merapi in the
partnership *Mahasiswa mengajar*, reads English, and has her digest at half past seven in the morning. That test has
written this page from what a real mail server received:
`KEMITRAAN_WRITE_EXAMPLE=1 .venv/bin/python -m pytest tests/year`. The links are cut short here, and each mail has the
same in HTML. {count} mails in the year.
"""


def letter_id(mail: EmailMessage) -> UUID:
    """The id that stays the same however often it is sent."""
    return UUID(str(mail["Message-ID"]).strip("<>").partition("@")[0])


def text(mail: EmailMessage) -> str:
    """What its reader reads, in plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def links(mail: EmailMessage) -> list[str]:
    """The paths of its links, in order."""
    return LINK.findall(text(mail))


def unsubscribes(mail: EmailMessage) -> str:
    """The path behind the button that a mail program shows."""
    (path,) = LINK.findall(str(mail["List-Unsubscribe"]))
    return str(path)


def page(reader: PersonCard, arrivals: Iterable[Arrival]) -> str:
    """A mailbox to be read."""
    arrivals = list(arrivals)
    head = _HEAD.format(name=reader.name, count=len(arrivals))
    return "\n".join([head, *(_shown(arrival, ZoneInfo(reader.zone)) for arrival in arrivals)])


def undated(page: str) -> str:
    """The page without the hours, which move by the seconds that the real parts have needed."""
    return HOUR.sub("", page)


def _shown(arrival: Arrival, zone: ZoneInfo) -> str:
    when = f"{arrival.at.astimezone(zone):%A %-d %B %Y, %H:%M}"
    sender = parseaddr(str(arrival.mail["From"]))[0]
    body = LINK.sub(f"{URL}/l/…", text(arrival.mail)).strip().replace("\r\n", "\n")
    return f"## {arrival.mail['Subject']}\n\n{when}, from {sender}\n\n```text\n{body}\n```\n"
