"""Keeping the directory right: addresses that do not work, duplicates, and who changed what."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import TypeAdapter

from api.bodies import JsonBody
from api.directory.conditions import heeded
from api.directory.scope import Staff, keeps, keeps_person
from api.paging import Cursor, CursorText, Limit
from api.ports import Outside
from api.problems import OneAndTheSame, UnknownInDirectory
from domain.directory.cards import PointState
from domain.directory.sheets import Kind
from domain.values import OrgId, PersonId, Slug, Value
from store import directory_log
from store.browsing import Troubled
from store.directory_log import Change
from store.merging import NO_PAIR, Merged, NotTwo, Pair, Twins, Unknown

router = APIRouter(prefix="/directory", tags=["directory"])

TROUBLE = (PointState.WRONG, PointState.FAILING)

_POINTS = Cursor(TypeAdapter(tuple[str, str, str]))
_PAIRS = Cursor(TypeAdapter(Pair))
_NUMBERS = Cursor(TypeAdapter(int))


class TroubledPoints(Value):
    """A page of addresses that do not work."""

    items: tuple[Troubled, ...]
    next: str | None = None


class Duplicates(Value):
    """A page of pairs that seem to be one."""

    items: tuple[Twins, ...]
    next: str | None = None


class Changes(Value):
    """A page of changes, the newest first."""

    items: tuple[Change, ...]
    next: str | None = None


class Merge(Value):
    """One of two is given up."""

    gone: Slug
    """The id that leads to the other one from now on."""
    into: Slug
    """The id that remains."""


class Difference(Value):
    """Two that only look like one."""

    first: Slug
    second: Slug


MERGE, DIFFERENCE = JsonBody(Merge), JsonBody(Difference)


@router.get("/contact-points", summary="List addresses that do not work", operation_id="listContactPoints")
async def list_contact_points(
    *,
    caller: Staff,
    outside: Outside,
    request: Request,
    state: Annotated[PointState | None, Query(description="`wrong` and `failing`, unless one is named.")] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> TroubledPoints:
    """Whom to ask for another number or address, what the other side said, and how else they can be reached."""
    place = _POINTS.opened(cursor) or ("", "", "")
    found = await outside.browsing.troubled((state,) if state else TROUBLE, place, limit + 1)
    last = found[limit - 1] if len(found) > limit else None
    more = (last.person_id, last.channel.value, last.address) if last else None
    return TroubledPoints(items=found[:limit], next=_POINTS.link(request, more))


@router.get("/duplicates/{kind}", summary="List duplicates", operation_id="listDuplicates")
async def list_duplicates(
    *, caller: Staff, outside: Outside, request: Request, kind: Kind, limit: Limit = 50, cursor: CursorText = None
) -> Duplicates:
    """Pairs that seem to be one, with why it seems so: a name, a number or address, a domain, a legal number."""
    found = await outside.merging.twins(kind, _PAIRS.opened(cursor) or NO_PAIR, limit + 1)
    more = Pair(found[limit - 1].first, found[limit - 1].second) if len(found) > limit else None
    return Duplicates(items=found[:limit], next=_PAIRS.link(request, more))


@router.post("/duplicates/{kind}/merge", summary="Merge a duplicate", operation_id="mergeDuplicate")
async def merge_duplicate(
    caller: Staff, outside: Outside, kind: Kind, merge: Annotated[Merge, Depends(MERGE)]
) -> Merged:
    """What hangs on the one goes over to the other, and its id leads there; sending it again changes nothing."""
    for named in (merge.gone, merge.into):
        if kind is Kind.PEOPLE:
            await keeps_person(outside, caller, PersonId(named))
        else:
            await keeps(outside, caller, OrgId(named))
    try:
        with heeded():
            return await outside.merging.merge(kind, merge.gone, merge.into, caller.actor)
    except NotTwo:
        raise OneAndTheSame from None
    except Unknown:
        raise UnknownInDirectory from None


@router.post("/duplicates/{kind}/differ", status_code=204, summary="These are two", operation_id="tellApart")
async def tell_apart(
    caller: Staff, outside: Outside, kind: Kind, two: Annotated[Difference, Depends(DIFFERENCE)]
) -> None:
    """They are not listed as duplicates again."""
    try:
        await outside.merging.distinct(kind, Pair(two.first, two.second), caller.actor)
    except Unknown:
        raise UnknownInDirectory from None


@router.get("/log", summary="Read who changed what", operation_id="getDirectoryLog")
async def get_log(
    *,
    caller: Staff,
    outside: Outside,
    request: Request,
    about: Annotated[str | None, Query(max_length=64, description="Of this id alone.")] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Changes:
    """Imports, merges, departures and all else, the newest first; the names of what changed, not the values."""
    found = await directory_log.read(outside.pool, about, _NUMBERS.opened(cursor), limit + 1)
    more = found[limit - 1].number if len(found) > limit else None
    return Changes(items=found[:limit], next=_NUMBERS.link(request, more))
