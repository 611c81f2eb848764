"""Chat through Apprise: WhatsApp, Telegram, Slack and whatever else it knows, by one URL template in the settings."""

import asyncio
import logging
import re
from urllib.parse import quote

import apprise
from apprise import Apprise, AppriseAsset, NotifyBase, NotifyFormat, OverflowMode
from apprise.plugins.whatsapp import NotifyWhatsApp

from activities.channels import whatsapp
from activities.channels.answers import unsent
from activities.channels.port import Never
from domain.notices.answers import UNKNOWN
from domain.notices.letter import Letter, Receipt
from language.catalogue import language
from language.letters.rendering import brief, shown

PATIENCE = 20.0
"""Seconds for the answer of a service."""

HOLES = frozenset(
    {"address", "language", "kind", "name", "title", "what", "why", "due", "link", "matters", "preferences"}
)
"""What a URL template may ask for; a WhatsApp template takes them as its numbered parameters."""

SAMPLE = {**dict.fromkeys(HOLES, "id"), "address": "6281234567890"}
"""Filled in once at the start, to see whether Apprise understands the template."""

ROOM = 900
"""Characters of all matters together: a WhatsApp template holds 1024."""

NOTHING = "-"
"""WhatsApp refuses an empty parameter."""

KEPT = re.compile(r"Response Details:\s*(.*)", re.DOTALL)

SERVICES_LOG = logging.getLogger(apprise.LOGGER_NAME)
SERVICES_LOG.setLevel(logging.DEBUG)  # the answer of a service is told nowhere else
SERVICES_LOG.propagate = False  # it names keys and people: nothing of it goes into our own log
SERVICES_LOG.addHandler(logging.NullHandler())


class Chat:
    """One chat service."""

    def __init__(self, template: str) -> None:
        """A template such as `whatsapp://{kind}:TOKEN@PHONE/{address}/?lang={language}&:1={name}&:2={matters}`."""
        unknown = set(re.findall(r"{(\w*)}", template)) - HOLES
        if unknown:
            raise ValueError(f"a chat URL cannot hold {{{min(unknown)}}}; it can hold {', '.join(sorted(HOLES))}")
        if _service(_filled(template, SAMPLE)) is None:
            raise ValueError("a chat URL must be one that Apprise knows, such as tgram://TOKEN/{address}")
        self._template = template

    async def send(self, letter: Letter) -> Receipt:
        """Hand it over; Apprise waits for the answer in a thread of its own."""
        service = _service(_filled(self._template, _words(letter)))
        if service is None:
            raise Never(UNKNOWN, letter.address, address_wrong=True)
        if isinstance(service, NotifyWhatsApp):
            return await whatsapp.send(service, letter.letter_id, brief(letter), PATIENCE)
        return await asyncio.to_thread(_notify, service, brief(letter))


def _notify(service: NotifyBase, text: str) -> Receipt:
    sender = Apprise(asset=AppriseAsset(async_mode=False))
    sender.add(service)
    result = sender.notify(body=text, body_format=NotifyFormat.TEXT, log_level=logging.DEBUG)
    if not result:
        raise unsent(_said(result))
    return Receipt(f"taken by {service.service_name}")


def _said(result: apprise.AppriseResult) -> list[str]:
    """The warnings, and what the service answered; never the addresses asked, for they may hold our key."""
    logs = list(result.logs())
    warned = [entry.message for entry in logs if entry.level in {"WARNING", "ERROR"}]
    return warned + [found[1] for entry in logs if (found := KEPT.match(entry.message))]


def _service(url: str) -> NotifyBase | None:
    service = Apprise.instantiate(url, suppress_exceptions=True)
    if not isinstance(service, NotifyBase):
        return None
    service.overflow_mode = OverflowMode.SPLIT  # what is too long for one message becomes several
    service.redirects = False
    service.socket_read_timeout = PATIENCE
    return service


def _filled(template: str, words: dict[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda hole: quote(words[hole[1]], safe=""), template)


def _words(letter: Letter) -> dict[str, str]:
    """What a template may ask for, each in one line, for so WhatsApp wants its parameters."""
    first, *others = shown(letter)
    words = language(letter.language)
    what = words.say("{count} matters for you", {"count": str(len(others) + 1)}) if others else first.what
    told = {
        "address": letter.address,
        "language": letter.language,
        "kind": "digest" if letter.digest else letter.items[0].notice.kind.value,
        "name": letter.to.name,
        "title": first.title,
        "what": what,
        "why": first.why,
        "due": first.due,
        "link": first.link,
        "matters": _matters(letter),
        "preferences": letter.preferences_link or "",
    }
    return {name: " ".join(value.split()) or NOTHING for name, value in told.items()}


def _matters(letter: Letter) -> str:
    """As many whole matters as there is room for; the rest is in the inbox."""
    lines = [f"{one.title}: {one.what} {one.link}".removeprefix(": ").strip() for one in shown(letter)]
    told = lines[0]
    for at, line in enumerate(lines[1:], 1):
        if len(told) + len(line) > ROOM:
            more = {"count": str(len(lines) - at)}
            return f"{told} • {language(letter.language).say('and {count} more', more)}"
        told = f"{told} • {line}"
    return told
