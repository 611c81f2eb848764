"""Calendars to subscribe to: an address for each person, which its token alone opens, and which can be ended."""

from hashlib import sha256
from http import HTTPStatus
from re import split
from typing import Annotated

from fastapi import APIRouter, Header, Response

from api.auth import Anybody, Decider, Principal
from api.ports import Outside, Ports
from api.problems import UnknownAddress, UnknownPerson
from domain.values import Instant, PersonId, Value
from language.calendars import MEDIA_TYPE, calendar
from language.catalogue import language
from store.directory import Directory
from store.feeds import Feed

router = APIRouter(prefix="/people", tags=["people"])
public = APIRouter(tags=["people"])

USUAL = ("id", "Asia/Jakarta")
"""Language and zone of those whom the directory does not know."""


class NewFeed(Value):
    """Somebody's calendar, with the address that nobody can see again."""

    person_id: PersonId
    url: str
    """For a calendar program; whoever has it reads the calendar."""
    created_at: Instant


@router.post("/{person_id}/feed", status_code=201, summary="Make a calendar address", operation_id="createFeed")
async def create_feed(caller: Decider, outside: Outside, person_id: PersonId) -> NewFeed:
    """A new address for somebody's calendar; the one that they had before ends."""
    await _theirs(outside, caller, person_id)
    token, feed = await outside.feeds.create(person_id, caller.actor)
    url = f"{outside.public_url.rstrip('/')}/calendar/{token}.ics"
    return NewFeed(person_id=feed.person_id, url=url, created_at=feed.created_at)


@router.delete("/{person_id}/feed", status_code=204, summary="End a calendar address", operation_id="revokeFeed")
async def revoke_feed(caller: Decider, outside: Outside, person_id: PersonId) -> None:
    """Whoever has the address reads nothing more; doing it twice does no harm."""
    await _theirs(outside, caller, person_id)
    await outside.feeds.revoke(person_id)


@public.get(
    "/calendar/{token}.ics",
    summary="Read a calendar",
    operation_id="getCalendar",
    response_class=Response,
    responses={200: {"description": "The calendar.", "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def get_calendar(
    _: Anybody,
    outside: Outside,
    token: str,
    if_none_match: Annotated[str | None, Header(description="The ETag you have; 304 while it is true.")] = None,
) -> Response:
    """Due dates and meetings of one person, in their language and time zone, as RFC 5545."""
    feed = await outside.feeds.opened(token)
    if feed is None:
        raise UnknownAddress
    body = await _calendar(outside, feed)
    headers = {"ETag": f'"{sha256(body).hexdigest()[:32]}"', "Cache-Control": "private, no-cache"}
    if if_none_match and headers["ETag"] in split(r"\s*,\s*", if_none_match.replace("W/", "")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type=MEDIA_TYPE, headers=headers)


async def _calendar(outside: Ports, feed: Feed) -> bytes:
    card = await Directory(outside.pool).person(feed.person_id)
    code, zone = (card.language, card.zone) if card else USUAL
    return calendar(await outside.feeds.entries(feed), language(code).there(zone))


async def _theirs(outside: Ports, caller: Principal, person_id: PersonId) -> None:
    """Staff make addresses for everybody, a partner for people of its own side alone, and each for themself."""
    org = caller.confined_to
    if not await outside.departures.knows(person_id, org):
        raise UnknownPerson
    if org and caller.key.person_id != person_id and not await outside.feeds.belongs(person_id, org):
        raise UnknownPerson
