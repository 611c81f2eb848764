"""People: how they are addressed and reached, which posts they fill, and when they are away."""

from datetime import date
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import TypeAdapter

from api.bodies import JsonBody
from api.directory.conditions import Seen, SeenOrNew, heeded, tagged
from api.directory.scope import Browser, Keeper, keeps_person, theirs, today
from api.faults import NO_LETTERS, UNKNOWN_PERSON, fault
from api.paging import Cursor, CursorText, Limit
from api.ports import Outside, Ports
from api.problems import InvalidBody, UnknownInDirectory, UnknownPerson
from domain.directory.cards import Absence, Away, Filling, PersonCard
from domain.directory.entries import PersonEntry
from domain.directory.sheets import Kind
from domain.values import Line, OrgId, PersonId, Value
from language.catalogue import languages
from store.browsing import PersonRow
from store.positions import NotInDirectory

router = APIRouter(prefix="/people", tags=["people"])

ENTRY, AWAY = JsonBody(PersonEntry), JsonBody(Away)
_IDS = Cursor(TypeAdapter(PersonId))


class People(Value):
    """A page of people, in the order of their ids."""

    items: tuple[PersonRow, ...]
    next: str | None = None
    """Where the next page is; none on the last one."""


class Person(PersonCard):
    """Somebody, with what they do and when they are away."""

    left_on: date | None
    """Their last day; nothing is sent to them after it."""
    fillings: tuple[Filling, ...]
    """The posts that they fill, have filled or will fill, the newest first."""
    absences: tuple[Absence, ...]
    """From today on."""
    stand_in: PersonId | None
    """Who acts for them today; none where they are there, or nobody stands in."""


@router.get("", summary="List people", operation_id="listPeople")
async def list_people(
    *,
    caller: Browser,
    outside: Outside,
    request: Request,
    q: Annotated[Line | None, Query(description="A part of the name, or the id.")] = None,
    org: Annotated[OrgId | None, Query(description="Who fills a post there today.")] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> People:
    """Those who remain after duplicates were merged; a partner sees its own. Follow `next` until there is none."""
    org_id, after = caller.confined_to or org, _IDS.opened(cursor) or ""
    found = await outside.browsing.people(today(), q, org_id, after=after, limit=limit + 1)
    more = found[limit - 1].person_id if len(found) > limit else None
    return People(items=found[:limit], next=_IDS.link(request, more))


@router.get("/{person_id}", summary="Read a person", operation_id="getPerson")
async def get_person(caller: Browser, outside: Outside, response: Response, person_id: PersonId) -> Person:
    """Somebody, and the state of each way to reach them; the id of a merged duplicate leads to the one that remains.

    The ETag seals what people have written; what sending has shown of an address is no part of it.
    """
    await theirs(outside, caller, person_id)
    return await _person(outside, response, person_id)


@router.put("/{person_id}", summary="Enter or change a person", operation_id="putPerson")
async def put_person(
    *,
    caller: Keeper,
    outside: Outside,
    response: Response,
    only: SeenOrNew,
    person_id: PersonId,
    entry: Annotated[PersonEntry, Depends(ENTRY)],
) -> Person:
    """As they are from now on, whole; 201 where they are new. An address that stays keeps what is known of it."""
    if entry.language not in languages():
        raise InvalidBody(faults=(fault(NO_LETTERS, "/language", languages=", ".join(sorted(languages()))),))
    if await outside.directory.person(person_id) is not None:
        await keeps_person(outside, caller, person_id)
    with heeded():
        if await outside.directory.put_person(entry.kept(person_id), caller.actor, only):
            response.status_code = HTTPStatus.CREATED
    return await _person(outside, response, person_id)


@router.put("/{person_id}/absences/{absence_id}", summary="Be away", operation_id="putAbsence")
async def put_absence(
    *,
    caller: Keeper,
    outside: Outside,
    response: Response,
    only: Seen,
    person_id: PersonId,
    absence_id: UUID,
    away: Annotated[Away, Depends(AWAY)],
) -> Person:
    """Days on which somebody is away, and who stands in; the id is of your choice, and the same changes them.

    Their ETag is that of the person.
    """
    await keeps_person(outside, caller, person_id)
    absence = Absence(absence_id=absence_id, person_id=await _remaining(outside, person_id), **dict(away))
    if absence.stand_in == absence.person_id:
        raise InvalidBody(faults=(fault(UNKNOWN_PERSON, "/stand_in"),))
    try:
        with heeded():
            if not await outside.positions.put_absence(absence, caller.actor, only):
                raise UnknownInDirectory
    except NotInDirectory:
        raise InvalidBody(faults=(fault(UNKNOWN_PERSON, "/stand_in"),)) from None
    return await _person(outside, response, person_id)


@router.delete("/{person_id}/absences/{absence_id}", summary="Not be away after all", operation_id="dropAbsence")
async def drop_absence(
    *, caller: Keeper, outside: Outside, response: Response, only: Seen, person_id: PersonId, absence_id: UUID
) -> Person:
    """Somebody is there after all."""
    await keeps_person(outside, caller, person_id)
    remaining = await _remaining(outside, person_id)
    with heeded():
        if not await outside.positions.drop_absence(remaining, absence_id, caller.actor, only):
            raise UnknownInDirectory
    return await _person(outside, response, person_id)


async def _remaining(outside: Ports, person_id: PersonId) -> PersonId:
    """The id of somebody, after duplicates were merged."""
    card = await outside.directory.person(person_id)
    if card is None:
        raise UnknownPerson
    return card.person_id


async def _person(outside: Ports, response: Response, person_id: PersonId) -> Person:
    await tagged(response, outside, Kind.PEOPLE, person_id)
    card, day = await outside.directory.person(person_id), today()
    if card is None:
        raise UnknownPerson
    return Person(
        **dict(card),
        left_on=await outside.directory.left(card.person_id),
        fillings=await outside.positions.terms(card.person_id),
        absences=await outside.positions.absences(card.person_id, day),
        stand_in=await outside.directory.stand_in(card.person_id, day),
    )
