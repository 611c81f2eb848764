"""Positions: posts that people fill for a time, on which their roles in partnerships hang."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter

from api.auth import Principal
from api.bodies import JsonBody
from api.directory.conditions import Seen, SeenOrNew, heeded, tagged
from api.directory.scope import Browser, Keeper, keeps, keeps_person, own, today
from api.faults import NOT_IN_DIRECTORY, fault
from api.paging import Cursor, CursorText, Limit
from api.ports import Outside, Ports
from api.problems import InvalidBody, RolesHangOnThePost, UnknownInDirectory
from domain.directory.cards import AboutPosition, Filling, Position
from domain.directory.entries import FillingEntry
from domain.directory.sheets import Kind
from domain.values import OrgId, Slug, Value
from store.hanging import RolesHang
from store.positions import Gap, Held, NotInDirectory

router = APIRouter(prefix="/positions", tags=["directory"])

POST, TERM = JsonBody(AboutPosition), JsonBody(FillingEntry)
_IDS = Cursor(TypeAdapter(Slug))


class Positions(Value):
    """A page of positions, in the order of their ids."""

    items: tuple[Held, ...]
    next: str | None = None
    """Where the next page is; none on the last one."""


@router.get("", summary="List positions", operation_id="listPositions")
async def list_positions(
    *,
    caller: Browser,
    outside: Outside,
    request: Request,
    org: Annotated[OrgId | None, Query(description="Of this organisation.")] = None,
    vacant: Annotated[bool, Query(description="Those alone that nobody fills today.")] = False,
    past_term: Annotated[
        bool, Query(description="Those alone on which roles hang of people whose term is over.")
    ] = False,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Positions:
    """With whoever fills them today; a partner sees its own. Follow `next` until there is none."""
    org_id, after = caller.confined_to or org, _IDS.opened(cursor) or ""
    gaps = [gap for gap, asked in ((Gap.VACANT, vacant), (Gap.PAST_TERM, past_term)) if asked]
    found = await outside.positions.page(today(), org_id, gaps=gaps, after=after, limit=limit + 1)
    more = found[limit - 1].position_id if len(found) > limit else None
    return Positions(items=found[:limit], next=_IDS.link(request, more))


@router.get("/{position_id}", summary="Read a position", operation_id="getPosition")
async def get_position(caller: Browser, outside: Outside, response: Response, position_id: Slug) -> Held:
    """One of them, with whoever fills it today; its ETag changes with whoever fills it at any time."""
    await tagged(response, outside, Kind.POSITIONS, position_id)
    return await _seen(outside, caller, position_id)


@router.put("/{position_id}", summary="Enter or change a position", operation_id="putPosition")
async def put_position(
    *,
    caller: Keeper,
    outside: Outside,
    response: Response,
    only: SeenOrNew,
    position_id: Slug,
    post: Annotated[AboutPosition, Depends(POST)],
) -> Held:
    """As it is from now on; 201 where it is new."""
    await keeps(outside, caller, post.org_id)
    known = await outside.positions.get(position_id, today())
    if known is not None:
        await keeps(outside, caller, known.org_id)
    try:
        with heeded():
            if await outside.positions.put(Position(position_id=position_id, **dict(post)), caller.actor, only):
                response.status_code = HTTPStatus.CREATED
    except NotInDirectory:
        raise InvalidBody(faults=(fault(NOT_IN_DIRECTORY, "/org_id"),)) from None
    await tagged(response, outside, Kind.POSITIONS, position_id)
    return await _seen(outside, caller, position_id)


@router.put("/{position_id}/fillings", summary="Fill a position", operation_id="fillPosition")
async def fill_position(
    *,
    caller: Keeper,
    outside: Outside,
    response: Response,
    only: Seen,
    position_id: Slug,
    term: Annotated[FillingEntry, Depends(TERM)],
) -> Held:
    """Somebody is in it from a day on; the same person and first day again with `until` ends it on that day.

    Where that person holds roles that hang on the post, a departure with this `position_id` ends it, which moves them.
    """
    await keeps(outside, caller, (await _seen(outside, caller, position_id)).org_id)
    await keeps_person(outside, caller, term.person_id)
    try:
        with heeded():
            await outside.positions.fill(Filling(position_id=position_id, **dict(term)), caller.actor, only)
    except NotInDirectory:
        raise InvalidBody(faults=(fault(NOT_IN_DIRECTORY, "/person_id"),)) from None
    except RolesHang:
        raise RolesHangOnThePost(person=term.person_id, position=position_id) from None
    await tagged(response, outside, Kind.POSITIONS, position_id)
    return await _seen(outside, caller, position_id)


async def _seen(outside: Ports, caller: Principal, position_id: Slug) -> Held:
    held = await outside.positions.get(position_id, today())
    if held is None:
        raise UnknownInDirectory
    own(caller, held.org_id)
    return held
