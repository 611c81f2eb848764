"""A letter to a machine: JSON by HTTP, signed as Standard Webhooks asks, so that the receiver knows who wrote it."""

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx2

from activities.channels.guarded import Forbidden, transport
from activities.channels.port import Never, NotNow, Unsent
from domain.notices.letter import Letter, Receipt
from language.letters.rendering import brief, render, shown

PATIENCE = 15.0
"""Seconds for the whole exchange."""

AWAY = "The address of the webhook cannot be reached; we shall try again."
BUSY = "The webhook asks to come back later; we shall try again."
GONE = "Nothing listens at the address of this webhook: correct it on the contact point."
REFUSED = "The webhook refuses the message: ask whoever runs it."
MOVED = "The webhook points to another address: write that one on the contact point."
UNSAFE = "A webhook must be an https address on the open internet: correct it on the contact point."

LATER = frozenset({408, 425, 429})
NOBODY = frozenset({404, 410})
PREFIX = "whsec_"


class Webhook:
    """The channel of machines."""

    def __init__(self, secret: str, *, inside: bool = False) -> None:
        """With `inside`, also to addresses of our own network, without TLS if need be."""
        try:
            self._key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except ValueError:
            raise ValueError("KEMITRAAN_WEBHOOK_SECRET must be base64, with or without whsec_ before it") from None
        self._inside = inside

    async def send(self, letter: Letter) -> Receipt:
        """Hand it over; a redirect is not followed, for it may lead anywhere."""
        if urlsplit(letter.address).scheme not in ({"https", "http"} if self._inside else {"https"}):
            raise Never(UNSAFE, letter.address, address_wrong=True)
        body = _body(letter)
        headers = {"content-type": "application/json", **self._signature(letter, body, datetime.now(UTC))}
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._client() as client,
                client.stream("POST", letter.address, content=body, headers=headers) as answer,
            ):
                failure = None if answer.is_success else _meaning(answer)  # its body is not read
        except Forbidden as inside:
            raise Never(UNSAFE, str(inside), address_wrong=True) from inside
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as wrong:
            raise Never(UNSAFE, str(wrong), address_wrong=True) from wrong
        except (httpx2.HTTPError, TimeoutError) as away:
            raise NotNow(AWAY, str(away)) from away
        if failure:
            raise failure
        return Receipt(f"HTTP {answer.status_code}", str(letter.letter_id))

    def _client(self) -> httpx2.AsyncClient:
        allowed = None if self._inside else transport()
        return httpx2.AsyncClient(timeout=PATIENCE, follow_redirects=False, trust_env=False, transport=allowed)

    def _signature(self, letter: Letter, body: bytes, at: datetime) -> dict[str, str]:
        """The id is the letter's, on each repeat; the time is the attempt's."""
        told = {"webhook-id": str(letter.letter_id), "webhook-timestamp": str(int(at.timestamp()))}
        signed = b".".join((told["webhook-id"].encode(), told["webhook-timestamp"].encode(), body))
        digest = hmac.new(self._key, signed, hashlib.sha256).digest()
        return {**told, "webhook-signature": f"v1,{base64.b64encode(digest).decode()}"}


def _body(letter: Letter) -> bytes:
    told = {
        "type": "notice.letter",
        "letter_id": str(letter.letter_id),
        "thread": str(letter.thread),
        "to": letter.to.person_id,
        "language": letter.language,
        "digest": letter.digest,
        "composed_at": letter.composed_at.isoformat(),
        "subject": render(letter).subject,
        "text": brief(letter),
        "matters": [one._asdict() for one in shown(letter)],
        "preferences_link": letter.preferences_link,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _meaning(answer: httpx2.Response) -> Unsent:
    told = f"HTTP {answer.status_code}"
    if answer.status_code in LATER or answer.is_server_error:
        return NotNow(BUSY, told)
    if answer.has_redirect_location:
        return Never(MOVED, f"{told} {answer.headers['location']}"[:500], address_wrong=True)
    gone = answer.status_code in NOBODY
    return Never(GONE if gone else REFUSED, told, address_wrong=gone)
