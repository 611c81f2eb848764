"""Bytes to values at the edge: bodies bounded in size, time and depth, and JSON that means the same to every reader."""

import asyncio
import json
from collections.abc import Iterator
from email.message import Message
from math import inf, isfinite
from typing import NamedTuple

from starlette.requests import Request

from api.faults import NOT_FINITE, TOO_BIG, TOO_DEEP, TWICE, UNSENDABLE, Fault, fault, pointer
from api.problems import BodyTooLarge, BodyTooSlow, NotJson, NotStrictJson, NotUtf8

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_SECONDS = 10.0
"""A sender this slow would hold a connection for nothing."""
LONGEST_INTEGER = 20
"""Characters of the longest 64-bit integer, with its sign."""


class Members(NamedTuple):
    """An object as it was written: in order, doubled names included."""

    pairs: tuple[tuple[str, object], ...]


def media_type(request: Request) -> str:
    """The media type of the body, in lower case; nothing when it is missing, or when the text is not UTF-8."""
    header = Message()
    header["content-type"] = request.headers.get("content-type") or "none/none"
    charset = str(header.get_param("charset", "utf-8")).lower()
    return header.get_content_type() if charset in {"utf-8", "utf8"} else ""


async def body_of(request: Request) -> bytes:
    """The whole body, cut off as soon as it is too large or too slow, however it is sent."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > MAX_BYTES:
        raise BodyTooLarge(limit=MAX_BYTES)
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise BodyTooLarge(limit=MAX_BYTES)
    except TimeoutError:
        raise BodyTooSlow(seconds=f"{MAX_SECONDS:g}") from None
    return bytes(body)


def check(raw: bytes) -> None:
    """Raise the problem of a body that is not strict JSON."""
    found = next(_faults(_read(_text(raw)), "", 1), None)
    if found:
        raise NotStrictJson(faults=(found,))


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(position=error.start) from None


def _read(text: str) -> object:
    try:
        return json.loads(
            text,
            object_pairs_hook=lambda pairs: Members(tuple(pairs)),
            parse_int=lambda digits: int(digits) if len(digits) <= LONGEST_INTEGER else 1 << 64,
            parse_constant=lambda _: inf,
        )
    except json.JSONDecodeError as error:
        raise NotJson(line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise NotStrictJson(faults=(_too_deep(""),)) from None


def _too_deep(where: str) -> Fault:
    return fault(TOO_DEEP, where, depth=MAX_DEPTH)


def _faults(value: object, where: str, depth: int) -> Iterator[Fault]:
    """What is wrong with a value and everything in it, the first thing first."""
    match value:
        case str() if not _sendable(value):
            yield fault(UNSENDABLE, where)
        case float() if not isfinite(value):
            yield fault(NOT_FINITE, where)
        case int() if not -(1 << 63) <= value < 1 << 63:
            yield fault(TOO_BIG, where)
        case Members() | list() if depth > MAX_DEPTH:
            yield _too_deep(where)
        case Members():
            yield from _faults_of_members(value, where, depth)
        case list():
            for index, item in enumerate(value):
                yield from _faults(item, where + pointer(index), depth + 1)
        case _:
            pass


def _faults_of_members(value: Members, where: str, depth: int) -> Iterator[Fault]:
    seen = set[str]()
    for name, item in value.pairs:
        if not _sendable(name):  # the answer could not repeat this name either
            yield fault(UNSENDABLE, where)
        elif name in seen:
            yield fault(TWICE, where, name=name)
        else:
            seen.add(name)
            yield from _faults(item, where + pointer(name), depth + 1)


def _sendable(text: str) -> bool:
    """Whether every store and every reader can hold this text."""
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)
