"""Changes that depend on what their sender has seen: `If-Match`, `If-None-Match`, and the 412 of whoever came later."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from api.faults import CHANGED, fault
from api.ports import Ports
from api.problems import AlreadyThere, ChangedMeanwhile, InvalidIfMatch, InvalidIfNoneMatch, MergedInto, NotThereYet
from domain.directory.sheets import Kind
from store.directory import MergedAway
from store.tags import ANYTHING, Changed, Known, Missing, Only

_ETAG = re.compile(r'"([\x21\x23-\x7e]{1,200})"')


def seen(
    request: Request,
    if_match: Annotated[
        str | None,
        Header(description="The ETag you have read; refused with 412 when it is no longer true."),
    ] = None,
) -> Only:
    """The state on which the sender builds, if it cares."""
    if if_match is None:
        return Only()
    _once(request, "if-match", InvalidIfMatch)
    if if_match.strip() == ANYTHING:
        return Only(seen=ANYTHING)
    tag = _ETAG.fullmatch(if_match.strip())
    if tag is None:
        raise InvalidIfMatch
    return Only(seen=tag[1])


def seen_or_new(
    request: Request,
    only: Annotated[Only, Depends(seen)],
    if_none_match: Annotated[
        str | None, Header(description="`*` enters what is new alone; 412 when there is something already.")
    ] = None,
) -> Only:
    """The same, or that there is nothing yet."""
    if if_none_match is None:
        return only
    _once(request, "if-none-match", InvalidIfNoneMatch)
    if if_none_match.strip() != ANYTHING:
        raise InvalidIfNoneMatch
    return only._replace(new=True)


Seen = Annotated[Only, Depends(seen)]
SeenOrNew = Annotated[Only, Depends(seen_or_new)]


async def tagged(response: Response, outside: Ports, kind: Kind, named: str) -> None:
    """Give an answer its ETag; called before what it seals is read."""
    tag = await outside.tags.get(kind, named)
    if tag:
        response.headers["ETag"] = f'"{tag}"'


@contextmanager
def heeded() -> Iterator[None]:
    """Say why something could not be changed."""
    try:
        yield
    except Changed as changed:
        raise ChangedMeanwhile(faults=[fault(CHANGED, f"/{name}") for name in changed.fields]) from None
    except Known:
        raise AlreadyThere from None
    except Missing:
        raise NotThereYet from None
    except MergedAway as away:
        raise MergedInto(into=away.into) from None


def _once(request: Request, header: str, problem: type[InvalidIfMatch | InvalidIfNoneMatch]) -> None:
    if len(request.headers.getlist(header)) > 1:
        raise problem
