"""Receipts of WhatsApp: the webhook of Meta's Cloud API, which alone tells that a number was wrong."""

import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field, ValidationError
from pydantic_core import from_json
from starlette.responses import PlainTextResponse

from api.auth import Anybody
from api.decoding import body_of, check
from api.faults import faults_of
from api.ports import Outside, Ports, WhatsAppHook
from api.problems import InvalidBody, NotTheProvider, UnknownAddress
from api.receipts.telling import noted
from domain.notices.answers import failure
from domain.notices.receipts import Fate, LateReceipt, of_chat
from domain.values import State, Value

router = APIRouter(prefix="/receipts/whatsapp", tags=["people"])

SUBSCRIBE = "subscribe"
FATES = frozenset(fate.value for fate in Fate)
Parameter = Annotated[str, Field(max_length=500)]


class Trouble(State):
    """Why a message has failed."""

    code: int
    title: str = ""
    message: str = ""
    error_data: dict[str, Any] = Field(default_factory=dict)

    @property
    def said(self) -> str:
        """In WhatsApp's words and its number."""
        details = str(self.error_data.get("details", ""))
        return failure(" ".join(dict.fromkeys(filter(None, (self.message or self.title, details)))), self.code)


class Status(State):
    """What became of one message."""

    id: str = Field(min_length=1, max_length=998)
    status: str
    """`sent` says nothing that we do not know; `delivered`, `read`, `failed`."""
    timestamp: int | None = Field(default=None, ge=0, lt=4102444800)
    biz_opaque_callback_data: str | None = Field(default=None, max_length=512)
    """What we have sent with the message: the id of the letter."""
    errors: tuple[Trouble, ...] = ()

    def late(self) -> LateReceipt | None:
        """The same in the language of the domain, if it says anything new."""
        if self.status not in FATES:
            return None
        at = datetime.fromtimestamp(self.timestamp, UTC) if self.timestamp is not None else None
        names = (self.id, *filter(None, (self.biz_opaque_callback_data,)))
        return of_chat(names, Fate(self.status), " ".join(trouble.said for trouble in self.errors), at)


class Told(State):
    """What has changed: messages that came in do not concern us."""

    statuses: tuple[Status, ...] = ()


class Change(State):
    """One change of an account."""

    value: Told = Told()


class Entry(State):
    """The changes of one account."""

    changes: tuple[Change, ...] = ()


class WhatsAppNews(State):
    """What Meta's Cloud API posts to a webhook that is subscribed to `messages`."""

    entry: tuple[Entry, ...] = ()

    def late(self) -> Iterator[LateReceipt]:
        """All that it says of messages of ours."""
        for entry in self.entry:
            for change in entry.changes:
                yield from (late for status in change.value.statuses if (late := status.late()))


class Heard(Value):
    """What was done with the news."""

    receipts: int
    """How many told something of a letter of ours."""


@router.get(
    "",
    summary="Prove this address to WhatsApp",
    operation_id="verifyWhatsApp",
    response_class=PlainTextResponse,
)
async def verify_whatsapp(
    *,
    _: Anybody,
    outside: Outside,
    mode: Annotated[Parameter, Query(alias="hub.mode")] = "",
    verify_token: Annotated[Parameter, Query(alias="hub.verify_token")] = "",
    challenge: Annotated[Parameter, Query(alias="hub.challenge")] = "",
) -> PlainTextResponse:
    """Meta asks once whether the address is ours, and gets its challenge back; 404 where WhatsApp is not set up."""
    if mode != SUBSCRIBE or not hmac.compare_digest(_hook(outside).verify_token.encode(), verify_token.encode()):
        raise NotTheProvider
    return PlainTextResponse(challenge, headers={"X-Content-Type-Options": "nosniff"})


@router.post("", summary="Hear what became of WhatsApp messages", operation_id="hearWhatsApp")
async def hear_whatsapp(_: Anybody, outside: Outside, request: Request) -> Heard:
    """Signed by Meta with the secret of the app; messages that are not ours are passed over, and repeats do nothing."""
    hook, raw = _hook(outside), await body_of(request)
    expected = "sha256=" + hmac.new(hook.app_secret.encode(), raw, hashlib.sha256).hexdigest()
    signature = request.headers.get("x-hub-signature-256", "")
    if not hmac.compare_digest(expected.encode(), signature.encode("latin-1")):
        raise NotTheProvider
    check(raw)
    try:
        news = WhatsAppNews.model_validate_json(raw)
    except ValidationError as error:
        raise InvalidBody(faults=faults_of(error, from_json(raw))) from None
    heard = [await noted(outside, late) for late in news.late()]
    return Heard(receipts=sum(one.known for one in heard))


def _hook(outside: Ports) -> WhatsAppHook:
    if outside.whatsapp is None:
        raise UnknownAddress
    return outside.whatsapp
