"""Departures over HTTP: one call moves all duties of somebody who leaves; looked at first, done once, kept for ever."""

from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter

from api.auth import Decider, Principal
from api.bodies import JsonBody
from api.departing import Departing
from api.faults import UNKNOWN_PERSON, fault
from api.headers import IdempotencyKey, command_id
from api.language import Speaks
from api.paging import Cursor, CursorText, Limit
from api.ports import Outside, Ports
from api.problems import IdempotencyKeyReused, InvalidBody, UnknownDeparture, UnknownPerson
from api.views import Missing
from domain.departures import Leaving, Mover
from domain.message import Actor
from domain.values import Instant, OrgId, PersonId, Role, Value
from language.catalogue import Language
from store.departures import Answered, Departure
from store.keys import KeyRole
from store.paging import Mark
from store.vacating import Moved

router = APIRouter(prefix="/departures", tags=["departures"])

LEAVING = JsonBody(Leaving)

STAFF = frozenset({KeyRole.OPERATOR, KeyRole.APPROVER, KeyRole.ADMIN})

PATIENCE = 10.0
"""Seconds after which a large departure is answered as it stands; the next request goes on."""

_MARKS = Cursor(TypeAdapter(Mark))


class Duty(Value):
    """A role in one partnership, what is said about it there, and what came of that."""

    partnership_id: UUID
    title: str
    role: Role
    org_id: OrgId | None
    position_id: str | None
    says: tuple[str, ...]
    """Kinds of the commands."""
    speaker: Actor
    """In whose voice they are sent; `directory` speaks for a side when staff have told it."""
    successor: PersonId | None
    kept: str | None
    """Why nobody is appointed in their place."""
    outcome: Literal["accepted", "refused", "waiting"]
    events: tuple[str, ...] = ()
    leadership_change: bool = False
    """Whether it opens the process of a change of leadership."""
    refusal: str | None = None
    unmet: tuple[Missing, ...] = ()

    @classmethod
    def of(cls, answered: Answered, language: Language) -> Self:
        """In words."""
        part, outcome = answered.part, answered.outcome
        no = outcome.refusal if outcome else None
        events = outcome.event_types if outcome else ()
        return cls(
            **part.model_dump(include={"partnership_id", "title", "successor"}),
            **part.person.model_dump(include={"role", "org_id", "position_id"}),
            says=tuple(command.kind for command in part.commands),
            speaker=part.actor,
            kept=language.begun(part.kept) if part.kept else None,
            outcome="waiting" if outcome is None else "accepted" if outcome.status == "accepted" else "refused",
            events=events,
            leadership_change="leadership_change.opened" in events,
            refusal=language.refusal(no) if no else None,
            unmet=tuple(Missing.of(unmet, language) for unmet in no.unmet) if no else (),
        )


class Summary(Value):
    """A departure in a list."""

    id: UUID | None
    """None as long as it is only looked at."""
    state: Literal["preview", "under_way", "finished"]
    person_id: PersonId
    last_day: date
    org_id: OrgId | None
    position_id: str | None
    asked_by: PersonId
    created_at: Instant
    finished_at: Instant | None
    directory: Moved


class Told(Summary):
    """A departure with every duty."""

    leadership_changes: int
    refused: int
    waiting: int
    duties: tuple[Duty, ...]


class Departures(Value):
    """Departures, the newest first."""

    items: tuple[Summary, ...]
    next: str | None


Asked = Annotated[Leaving, Depends(LEAVING)]


@router.post("/preview", summary="See what a departure would do", operation_id="previewDeparture")
async def preview(caller: Decider, outside: Outside, language: Speaks, leaving: Asked) -> Told:
    """Every role, post, task and stand-in that would move, and what each partnership would answer; nothing is done."""
    departure = await _planned(outside, caller, leaving, UUID(int=0))
    return _told(await Departing(outside).rehearsed(departure), language)


@router.post(
    "",
    summary="Let somebody leave",
    operation_id="startDeparture",
    responses={202: {"description": "It is under way.", "model": Told}},
)
async def depart(
    *,
    caller: Decider,
    outside: Outside,
    language: Speaks,
    request: Request,
    response: Response,
    key: IdempotencyKey,
    leaving: Asked,
) -> Told:
    """All their duties at once, in every partnership; send the same again to go on where it was interrupted.

    202 means that it is under way: nothing is lost when nobody asks again, and nothing is doubled when somebody does.
    """
    departure_id = command_id(caller.key.key_id, f"departure\n{key}")
    known = await outside.departures.get(departure_id)
    planned = known or await _planned(outside, caller, leaving, departure_id)
    if planned.leaving != _scoped(caller, leaving):
        raise IdempotencyKeyReused
    if known is None:
        await outside.departures.begin(planned)
    departure = await Departing(outside).carried(departure_id, PATIENCE)
    if departure.finished_at is None:
        response.status_code = HTTPStatus.ACCEPTED
        response.headers["Retry-After"] = "1"
    response.headers["Location"] = f"{request.url.path}/{departure_id}"
    return _told(departure, language)


@router.get("", summary="List departures", operation_id="listDepartures")
async def list_departures(
    caller: Decider, outside: Outside, request: Request, limit: Limit = 50, cursor: CursorText = None
) -> Departures:
    """The newest first; follow `next` until there is none."""
    page = await outside.departures.page(caller.confined_to, _MARKS.opened(cursor), limit)
    return Departures(
        items=tuple(Summary.model_validate(_summary(row)) for row in page.rows), next=_MARKS.link(request, page.next)
    )


@router.get("/{departure_id}", summary="Read a departure", operation_id="getDeparture")
async def get_departure(caller: Decider, outside: Outside, language: Speaks, departure_id: UUID) -> Told:
    """What was asked, what it moved, and what each partnership has answered."""
    departure = await outside.departures.get(departure_id, caller.confined_to)
    if departure is None:
        raise UnknownDeparture
    return _told(departure, language)


async def _planned(outside: Ports, caller: Principal, leaving: Leaving, departure_id: UUID) -> Departure:
    """A departure before anything is done, or what is wrong with what was asked."""
    leaving = _scoped(caller, leaving)
    if not await outside.departures.knows(leaving.person_id, caller.confined_to):
        raise UnknownPerson
    await _check_successors(outside, leaving)
    departing, mover = Departing(outside), Mover(actor=caller.actor, staff=caller.key.role in STAFF)
    over = await departing.over(leaving)
    parts = await departing.parts(leaving, mover, over)
    return Departure(
        departure_id=departure_id,
        leaving=leaving,
        over=over,
        actor=mover.actor,
        staff=mover.staff,
        moved=Moved(),
        created_at=datetime.now(UTC),
        parts=tuple(Answered(part=part) for part in parts),
    )


def _scoped(caller: Principal, leaving: Leaving) -> Leaving:
    """A partner moves people of its own side alone."""
    if caller.confined_to is None:
        return leaving
    if leaving.org_id not in {None, caller.confined_to}:
        raise UnknownPerson
    return leaving.model_copy(update={"org_id": caller.confined_to})


async def _check_successors(outside: Ports, leaving: Leaving) -> None:
    """Everybody who is to take over is known, and stays."""
    known = {*await outside.departures.names(leaving.named)} - {leaving.person_id}
    named = [("/successor", leaving.successor), *((f"/successors/{k}", v) for k, v in leaving.successors.items())]
    if unknown := [fault(UNKNOWN_PERSON, where) for where, heir in named if heir and heir not in known]:
        raise InvalidBody(faults=unknown)


def _summary(departure: Departure) -> dict[str, object]:
    leaving = departure.leaving
    begun = departure.departure_id.int != 0
    return {
        "id": departure.departure_id if begun else None,
        "state": ("finished" if departure.finished_at else "under_way") if begun else "preview",
        "person_id": leaving.person_id,
        "last_day": leaving.last_day,
        "org_id": leaving.org_id,
        "position_id": leaving.position_id,
        "asked_by": departure.actor.person_id,
        "created_at": departure.created_at,
        "finished_at": departure.finished_at,
        "directory": departure.moved,
    }


def _told(departure: Departure, language: Language) -> Told:
    duties = tuple(Duty.of(answered, language) for answered in departure.parts)
    return Told.model_validate(
        {
            **_summary(departure),
            "leadership_changes": sum(duty.leadership_change for duty in duties),
            "refused": sum(duty.outcome == "refused" for duty in duties),
            "waiting": sum(duty.outcome == "waiting" for duty in duties),
            "duties": duties,
        }
    )
