"""Headers of commands: the key under which a command is remembered, and the version that its sender looked at."""

import re
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import Depends, Header, Request

from api.problems import InvalidIdempotencyKey, InvalidIfMatch, MissingIdempotencyKey

NAMESPACE = UUID("c9dbb3e6-6f6c-49ee-ba8c-7a70fddd1801")
"""All ids that are derived from what callers send are derived under this one; it can never change."""

_VISIBLE = re.compile(r"[\x21-\x7e]{1,200}")
_ETAG = re.compile(r'"(\d{1,9})"')


def idempotency_key(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="Chosen by you, new for every new intent, the same when you repeat one: "
            "the same key gives the same answer for ever.",
            examples=["7f9c1a52-propose"],
        ),
    ] = None,
) -> str:
    """The key, which commands cannot do without."""
    if idempotency_key is None:
        raise MissingIdempotencyKey
    once = len(request.headers.getlist("idempotency-key")) == 1
    if not once or not _VISIBLE.fullmatch(idempotency_key):
        raise InvalidIdempotencyKey
    return idempotency_key


def expected_version(
    request: Request,
    if_match: Annotated[
        str | None,
        Header(description="The ETag you have read; the command is refused with 412 when it is no longer true."),
    ] = None,
) -> int | None:
    """The version that the sender looked at, if it cares."""
    if if_match is None or if_match.strip() == "*":
        return None
    version = _ETAG.fullmatch(if_match.strip())
    if version is None or len(request.headers.getlist("if-match")) > 1:
        raise InvalidIfMatch
    return int(version[1])


def etag(version: int) -> str:
    """A version as an ETag."""
    return f'"{version}"'


def command_id(key_id: str, key: str) -> UUID:
    """The id of a command that was sent over HTTP: each API key has its own keys."""
    return uuid5(NAMESPACE, f"{key_id}\n{key}")


def report_id(source: str, event_id: str) -> UUID:
    """The id of a command that a service reported: events of the same source and id are the same event."""
    return uuid5(NAMESPACE, f"{source}\n{event_id}")


def proposed_id(command_id: UUID) -> UUID:
    """The id of the partnership that a proposal begins."""
    return uuid5(command_id, "partnership")


IdempotencyKey = Annotated[str, Depends(idempotency_key)]
ExpectedVersion = Annotated[int | None, Depends(expected_version)]
