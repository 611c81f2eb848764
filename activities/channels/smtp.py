"""E-mail by SMTP; what the mail server answers becomes: taken, later, or never and why."""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)

from activities.channels.mail import ADDRESS, message, written
from activities.channels.port import Never, NotNow, Unsent
from domain.notices.letter import Letter, Receipt
from domain.notices.receipts import no_mailbox

PATIENCE = 30.0
"""Seconds for each answer of the server."""

AWAY = "The mail server cannot be reached; we shall try again."
BUSY = "The mail server asks to come back later; we shall try again."
FULL = "The mailbox is full; we shall try again."
LOCKED = "The mail server does not take our password: check KEMITRAAN_SMTP_URL; we shall try again."
UNKNOWN = "The mail server does not know this mailbox: ask for the right address."
REFUSED = "The mail server refuses this message: ask whoever runs it, and try another channel meanwhile."
SENDER = "The mail server refuses our sender address: check KEMITRAAN_MAIL_FROM."

ENHANCED = re.compile(r"\b[245]\.(\d{1,3})\.(\d{1,3})\b")
"""The finer code in an answer, such as 5.1.1."""

NO_MAILBOX = frozenset({550, 551, 553, 556})
"""Refusals of a recipient that mean the address, where no finer code says otherwise."""

FOR_GOOD = 500


@dataclass(frozen=True)
class Server:
    """Where mail is handed in."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool
    start_tls: bool | None

    @classmethod
    def of(cls, url: str) -> "Server":
        """From smtp://user:password@host:port, smtps:// with TLS from the first byte, or smtp://…?starttls."""
        parts = urlsplit(url)
        tls = parts.scheme == "smtps"
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("KEMITRAAN_SMTP_URL must look like smtp://user:password@host:port")
        required = "starttls" in parse_qs(parts.query, keep_blank_values=True)
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if tls else 25),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            tls=tls,
            start_tls=False if tls else True if required else None,
        )


class Smtp:
    """The channel of e-mail."""

    def __init__(self, server: Server, sender: str, bounces: str | None = None) -> None:
        """What cannot be delivered later goes back to the sender, unless there is an address for it."""
        self._server = server
        self._sender = sender
        self._bounces = bounces or parseaddr(sender)[1]

    async def send(self, letter: Letter) -> Receipt:
        """Hand one message in; one connection each, for they are few."""
        mail = message(letter, self._sender)
        try:
            _, answer = await aiosmtplib.send(
                written(mail),
                sender=self._bounces,
                recipients=[letter.address],
                hostname=self._server.host,
                port=self._server.port,
                username=self._server.user,
                password=self._server.password,
                use_tls=self._server.tls,
                start_tls=self._server.start_tls,
                timeout=PATIENCE,
            )
        except (SMTPException, OSError) as failure:
            raise _meaning(failure) from failure
        return Receipt(answer, str(mail["Message-ID"]))


def _meaning(failure: Exception) -> Unsent:
    """What is wrong with our settings is no reason to give a letter up: somebody can set it right in time."""
    match failure:
        case SMTPAuthenticationError() | SMTPSenderRefused(code=530):
            return NotNow(LOCKED, str(failure))
        case SMTPSenderRefused() if failure.code >= FOR_GOOD:
            return NotNow(SENDER, f"{failure.code} {failure.message}")
        case SMTPRecipientsRefused(recipients=[refused]):
            return _recipient(refused.code, refused.message)
        case SMTPDataError():
            return _content(failure.code, failure.message)
        case SMTPNotSupported():
            return Never(ADDRESS, str(failure), address_wrong=True)
        case _:
            return NotNow(BUSY if isinstance(failure, SMTPSenderRefused) else AWAY, str(failure))


def _content(code: int, said: str) -> Unsent:
    """Some servers judge the mailbox only when they have the message, and say so by the finer code."""
    if code < FOR_GOOD or _finer(said):
        return _recipient(code, said)
    return Never(REFUSED, f"{code} {said}")


def _recipient(code: int, said: str) -> Unsent:
    """A mailbox that is full may be emptied; one that is unknown has to be corrected; all else is a rule of theirs."""
    told = f"{code} {said}"
    finer = _finer(said)
    if code < FOR_GOOD:
        return NotNow(BUSY, told)
    if finer == ("2", "2") or (finer is None and code == 552):  # noqa: PLR2004 - "exceeded storage allocation"
        return NotNow(FULL, told)
    wrong = code in NO_MAILBOX if finer is None else no_mailbox(".".join(("5", *finer)))
    return Never(UNKNOWN, told, address_wrong=True) if wrong else Never(REFUSED, told)


def _finer(said: str) -> tuple[str, str] | None:
    found = ENHANCED.search(said)
    return (found[1], found[2]) if found else None
