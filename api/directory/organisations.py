"""Organisations: company, association, university, public office or informal group."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter

from api.bodies import JsonBody
from api.directory.conditions import SeenOrNew, heeded, tagged
from api.directory.scope import Browser, Keeper, keeps, own
from api.paging import Cursor, CursorText, Limit
from api.ports import Outside, Ports
from api.problems import UnknownInDirectory
from domain.directory.cards import Organisation
from domain.directory.entries import OrganisationEntry
from domain.directory.sheets import Kind
from domain.values import Line, OrgId, OrgKind, Value

router = APIRouter(prefix="/organisations", tags=["directory"])

ENTRY = JsonBody(OrganisationEntry)
_IDS = Cursor(TypeAdapter(OrgId))


class Organisations(Value):
    """A page of organisations, in the order of their ids."""

    items: tuple[Organisation, ...]
    next: str | None = None
    """Where the next page is; none on the last one."""


@router.get("", summary="List organisations", operation_id="listOrganisations")
async def list_organisations(
    *,
    caller: Browser,
    outside: Outside,
    request: Request,
    q: Annotated[Line | None, Query(description="A part of the name, or the id.")] = None,
    kind: OrgKind | None = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Organisations:
    """Those that remain after duplicates were merged; a partner sees its own. Follow `next` until there is none."""
    if caller.confined_to is not None:
        mine = await outside.directory.organisation(caller.confined_to)
        return Organisations(items=(mine,) if mine else ())
    found = await outside.browsing.organisations(q, kind, _IDS.opened(cursor) or "", limit + 1)
    more = found[limit - 1].org_id if len(found) > limit else None
    return Organisations(items=found[:limit], next=_IDS.link(request, more))


@router.get("/{org_id}", summary="Read an organisation", operation_id="getOrganisation")
async def get_organisation(caller: Browser, outside: Outside, response: Response, org_id: OrgId) -> Organisation:
    """One of them, with its ETag; the id of a merged duplicate leads to the one that remains."""
    own(caller, org_id)
    return await _organisation(outside, response, org_id)


@router.put("/{org_id}", summary="Enter or change an organisation", operation_id="putOrganisation")
async def put_organisation(
    *,
    caller: Keeper,
    outside: Outside,
    response: Response,
    only: SeenOrNew,
    org_id: OrgId,
    entry: Annotated[OrganisationEntry, Depends(ENTRY)],
) -> Organisation:
    """As it is from now on, whole; 201 where it is new. Sending the same again changes nothing."""
    await keeps(outside, caller, org_id)
    with heeded():
        if await outside.directory.put_organisation(entry.kept(org_id), caller.actor, only):
            response.status_code = HTTPStatus.CREATED
    return await _organisation(outside, response, org_id)


async def _organisation(outside: Ports, response: Response, org_id: OrgId) -> Organisation:
    await tagged(response, outside, Kind.ORGANISATIONS, org_id)
    found = await outside.directory.organisation(org_id)
    if found is None:
        raise UnknownInDirectory
    return found
