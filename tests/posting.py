"""A real mail server on loopback, which keeps what it gets and answers as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """Whatever was delivered, in its order."""

    def __init__(self) -> None:
        self.mail: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.senders: list[str | None] = []
        """Whom the envelopes name, to whom mail comes back."""
        self.refusals: dict[str, str] = {}
        """What is answered to a recipient, or to the content of whatever is for `*`."""
        self.port = 0
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """For KEMITRAAN_SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Listen; after `close`, on the same port again."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: SMTP(self, hostname="surat.test"), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """As if the machine had gone down: nobody listens."""
        if self._server:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        if refusal := self.refusals.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep the message, or not."""
        if refusal := self.refusals.get("*"):
            return refusal
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.raw.append(envelope.content)
        self.mail.append(message)
        self.recipients += envelope.rcpt_tos
        self.senders.append(envelope.mail_from)
        return "250 2.0.0 taken"


@asynccontextmanager
async def postbox() -> AsyncIterator[Postbox]:
    """A mail server for the length of a test."""
    box = Postbox()
    await box.open()
    try:
        yield box
    finally:
        await box.close()
