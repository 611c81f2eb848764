"""CloudEvents 1.0 over HTTP: the content type tells the mode, and nothing that is missing is invented."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import unquote_to_bytes
from uuid import UUID

from fastapi import Request
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator
from pydantic_core import from_json, to_json

from api.decoding import body_of, check, media_type
from api.faults import MISSING, NOT_A_LIST, NOT_UTF8, NOT_UUID, SENT_TWICE, TOO_MANY, fault, faults_of
from api.problems import InvalidEvent, UnsupportedMediaType
from domain.values import Instant

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
BINARY = "application/json"
MOST = 100
"""Events in one batch."""

_TYPE_PREFIX, _TYPE_SUFFIX = "id.kemitraan.", ".v1"
_NAME = re.compile(r"[a-z0-9]{1,20}")
_JSON = re.compile(r"application/([a-z0-9.-]+\+)?json(\s*;.*)?", re.IGNORECASE)


def _names_json(media_type: str) -> str:
    if not _JSON.fullmatch(media_type):
        raise ValueError("data is taken as application/json only")
    return media_type


Attribute = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
"""A string as CloudEvents defines it: no control characters; the length is ours."""


class CloudEvent(BaseModel):
    """The envelope; extensions that nobody here knows are let through, as the standard asks."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)

    specversion: Literal["1.0"]
    id: Attribute
    source: Attribute
    type: Attribute
    subject: Attribute | None = None
    partitionkey: Attribute | None = None
    time: Instant | None = None
    datacontenttype: Annotated[str, AfterValidator(_names_json)] | None = None
    data: dict[str, Any]

    @model_validator(mode="after")
    def _extensions_are_named_well(self) -> "CloudEvent":
        for name, value in (self.model_extra or {}).items():
            if not _NAME.fullmatch(name):
                raise ValueError("attribute names are 1 to 20 lower-case letters and digits")
            if not isinstance(value, str | int | bool):
                raise ValueError("attributes are text, integers, true or false")
        return self

    @property
    def command_kind(self) -> str | None:
        """The command that events of this type report, if it is one of our types."""
        if not (self.type.startswith(_TYPE_PREFIX) and self.type.endswith(_TYPE_SUFFIX)):
            return None
        return self.type.removeprefix(_TYPE_PREFIX).removesuffix(_TYPE_SUFFIX)

    @property
    def partnership(self) -> str | None:
        """The id of the partnership, as it was written."""
        return self.partitionkey or self.subject


class Delivery(NamedTuple):
    """The events of one request, not yet looked into."""

    events: tuple[object, ...]
    batch: bool


def event_type(kind: str) -> str:
    """The type of the events that report this command."""
    return f"{_TYPE_PREFIX}{kind}{_TYPE_SUFFIX}"


async def delivery(request: Request) -> Delivery:
    """The events of a request in whichever mode, from a body that is strict JSON."""
    sent_as = media_type(request)
    if "content-type" not in request.headers and "ce-specversion" in request.headers:
        sent_as = BINARY  # what the CloudEvents libraries leave unsaid is JSON
    if sent_as not in {STRUCTURED, BATCH, BINARY}:
        raise UnsupportedMediaType(expected=f"{STRUCTURED}, {BATCH} or {BINARY} with ce- headers")
    raw = await body_of(request)
    check(raw)
    body = from_json(raw)
    if sent_as == BATCH:
        return Delivery(_items(body), batch=True)
    return Delivery((body if sent_as == STRUCTURED else _from_headers(request, body),), batch=False)


def read(event: object) -> CloudEvent:
    """One event, or what is wrong with its envelope."""
    try:
        return CloudEvent.model_validate_json(to_json(event))
    except ValidationError as error:
        raise InvalidEvent(faults=faults_of(error, event)) from None


def partnership_id(event: CloudEvent) -> UUID:
    """The partnership that an event is about."""
    if event.partnership is None:
        raise InvalidEvent(faults=[fault(MISSING, "/partitionkey")])
    try:
        return UUID(event.partnership)
    except ValueError:
        where = "/partitionkey" if event.partitionkey else "/subject"
        raise InvalidEvent(faults=[fault(NOT_UUID, where)]) from None


def _items(body: object) -> tuple[object, ...]:
    if not isinstance(body, list):
        raise InvalidEvent(faults=[fault(NOT_A_LIST, "/")])
    if len(body) > MOST:
        raise InvalidEvent(faults=[fault(TOO_MANY, "/", max_length=MOST)])
    return tuple(body)


def _from_headers(request: Request, data: object) -> dict[str, object]:
    event: dict[str, object] = {}
    for name, value in _attributes(request):
        if name in event:
            raise InvalidEvent(faults=[fault(SENT_TWICE, f"ce-{name}")])
        event[name] = value
    return {**event, "datacontenttype": request.headers.get("content-type", BINARY), "data": data}


def _attributes(request: Request) -> Iterator[tuple[str, str]]:
    for name, value in request.headers.items():
        if name.startswith("ce-"):
            try:
                yield name.removeprefix("ce-"), unquote_to_bytes(value.encode("latin-1")).decode("utf-8")
            except UnicodeDecodeError:
                raise InvalidEvent(faults=[fault(NOT_UTF8, name)]) from None
