"""Receipts over HTTP: a service tells what became of a letter after it was taken, by its name or by a returned mail."""

from datetime import UTC, datetime
from typing import Annotated, Self
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Request
from pydantic import Field, model_validator

from api.auth import Reporter
from api.bodies import JsonBody
from api.decoding import body_of, media_type
from api.ports import Outside, Ports
from api.problems import UnsupportedMediaType
from api.receipts.bounces import bounce
from domain.notices.receipts import Fate, LateReceipt, came_back, short
from domain.values import Instant, OrgId, Text, Value

router = APIRouter(prefix="/receipts", tags=["people"])

MAIL = "message/rfc822"

_log = structlog.get_logger()

Name = Annotated[str, Field(min_length=1, max_length=998)]


class NewReceipt(Value):
    """What became of a letter that a provider has taken."""

    receipt: Name | None = None
    """The provider's own name for the message, such as a Message-ID."""
    letter_id: UUID | None = None
    """Our own; one of both says which letter it is."""
    outcome: Fate
    address_wrong: bool = False
    """Of what failed: it never can arrive there."""
    detail: Text | None = None
    """The provider's own words."""
    at: Instant | None = None

    @model_validator(mode="after")
    def _it_has_a_name(self) -> Self:
        if not self.names:
            raise ValueError("say which letter it is, by its receipt or its letter_id")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """By which the letter may be known."""
        return tuple(str(name) for name in (self.receipt, self.letter_id) if name)

    def late(self) -> LateReceipt:
        """The same in the language of the domain."""
        if self.outcome is Fate.FAILED:
            return came_back(self.names, self.detail, address_wrong=self.address_wrong, at=self.at)
        return LateReceipt(names=self.names, fate=self.outcome, detail=short(self.detail), at=self.at)


class Noted(Value):
    """What was done with a receipt."""

    known: bool
    """False where it says nothing that is final, or there is no such letter to people of your organisation."""


RECEIPT = JsonBody(NewReceipt)


@router.post("", summary="Tell what became of a letter", operation_id="tellReceipt")
async def tell_receipt(caller: Reporter, outside: Outside, receipt: Annotated[NewReceipt, Depends(RECEIPT)]) -> Noted:
    """For gateways and bridges to providers: it was delivered, read, or came back; telling it twice does no harm.

    What came back is told on the next address of its reader; where there is none, they stand among the unreached.
    """
    return await noted(outside, receipt.late(), caller.confined_to)


@router.post("/mail", summary="Hand in a mail that came back", operation_id="tellBounce")
async def tell_bounce(caller: Reporter, outside: Outside, request: Request) -> Noted:
    """A delivery status notification (RFC 3464) as the mail server has sent it; any other mail is left alone."""
    if media_type(request) != MAIL:
        raise UnsupportedMediaType(expected=MAIL)
    late = bounce(await body_of(request))
    return await noted(outside, late, caller.confined_to) if late else Noted(known=False)


async def noted(outside: Ports, late: LateReceipt, org: OrgId | None = None) -> Noted:
    """Written down; a receipt for a letter that nobody knows is logged, for its provider could do nothing about it."""
    known = await outside.receipts.note(late, datetime.now(UTC), org)
    _log.info("receipt_noted" if known else "receipt_unknown", outcome=late.outcome, receipt=late.names[0])
    return Noted(known=known)
