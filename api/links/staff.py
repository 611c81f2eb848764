"""Links as staff see them: offered to people without ever being shown, listed without their text, called back."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field, TypeAdapter

from api.auth import Principal, allow
from api.bodies import JsonBody
from api.faults import NO_ROLE, SENT_BY_ITSELF, UNKNOWN_PERSON, fault
from api.headers import IdempotencyKey, command_id
from api.links.again import PRIVATE
from api.paging import Cursor, CursorText, Limit
from api.partnerships import visible
from api.ports import Outside, Ports
from api.problems import IdempotencyKeyReused, InvalidBody, NotOfYourSide, UnknownLink
from domain.links import OF_ONES_OWN, Grant, LinkAct
from domain.notices.choices import NoticeKind
from domain.notices.notice import Notice
from domain.partnership import Partnership
from domain.slices.parties import Person
from domain.values import Instant, OrgId, PersonId, Value
from store.keys import KeyRole
from store.links import Link, LinkTaken
from store.paging import FIRST, Mark

router = APIRouter(prefix="/links", tags=["links"])

Staff = Annotated[Principal, allow(KeyRole.OPERATOR, KeyRole.APPROVER, KeyRole.ADMIN)]
"""Those who look after partnerships; partners get links, and give none."""

LONGEST = 90
"""Days."""

_MARKS = Cursor(TypeAdapter(Mark))


class LinkOffer(Value):
    """A link for one person and one act; its text goes to that person alone, also where you have asked for it."""

    person_id: PersonId
    org_id: OrgId | None = None
    """For which side they answer; by default the one where they have a role."""
    partnership_id: UUID
    act: LinkAct
    about: dict[str, str] = Field(default_factory=dict, max_length=10)
    """The thing acted upon, such as the number and hash of a version."""
    days: int = Field(default=14, ge=1, le=LONGEST)
    """How long it works."""


class Offered(Value):
    """A link as staff may see it: never its text, and of what is private not even whether it was used."""

    link_id: UUID
    person_id: PersonId
    org_id: OrgId | None
    partnership_id: UUID | None
    act: LinkAct
    about: Mapping[str, str]
    created_at: Instant
    expires_at: Instant
    used_at: Instant | None
    revoked_at: Instant | None

    @classmethod
    def of(cls, link: Link) -> Self:
        """Without what is nobody's business."""
        shown: dict[str, Any] = link.model_dump(include=set(cls.model_fields))
        return cls(**shown | ({"used_at": None} if link.act in PRIVATE else {}))


class OfferedLinks(Value):
    """A page of links, the newest first."""

    items: tuple[Offered, ...]
    next: str | None = None


@router.post("", status_code=201, summary="Send somebody a link", operation_id="offerLink")
async def offer_link(
    *, caller: Staff, outside: Outside, key: IdempotencyKey, offer: Annotated[LinkOffer, Depends(JsonBody(LinkOffer))]
) -> Offered:
    """The link goes to its person by their own channel: nobody can use this to speak in the name of another.

    You send links to people of your own side; staff of no side send them to everybody who has a role.
    """
    if offer.act in OF_ONES_OWN:
        raise InvalidBody(faults=[fault(SENT_BY_ITSELF, "/act")])
    row = await visible(outside, caller, offer.partnership_id)
    person = await _with_a_role(outside, row.state, offer)
    if caller.key.org_id not in {None, person.org_id}:
        raise NotOfYourSide(person=person.name)
    now = datetime.now(UTC)
    grant = Grant(
        **offer.model_dump(exclude={"days", "org_id", "person_id"}),
        person_id=person.person_id,
        org_id=person.org_id,
        link_id=uuid5(command_id(caller.key.key_id, key), "link"),
        expires_at=now + timedelta(days=offer.days),
    )
    notice = Notice(
        person_id=grant.person_id,
        org_id=grant.org_id,
        kind=NoticeKind.REQUEST,
        what="open this link: a page waits for you there",
        why="somebody who looks after this partnership has sent it to you",
        event=row.version,
        private=grant.act in PRIVATE,
    )
    try:
        await outside.links.send(grant, notice, now)
    except LinkTaken:
        raise IdempotencyKeyReused from None
    link = await outside.links.get(grant.link_id)
    if link is None:
        raise UnknownLink
    return Offered.of(link)


async def _with_a_role(outside: Ports, p: Partnership, offer: LinkOffer) -> Person:
    """Whom it is for, as the partnership knows them: nobody speaks for a side on which they have no role."""
    ids = await outside.directory.known_as(offer.person_id)
    person = next(filter(None, map(p.person, ids)), None)
    if person is None:
        known = await outside.directory.person(offer.person_id)
        raise InvalidBody(faults=[fault(NO_ROLE if known else UNKNOWN_PERSON, "/person_id")])
    if offer.org_id not in {None, person.org_id}:
        raise InvalidBody(faults=[fault(NO_ROLE, "/org_id")])
    return person


@router.get("", summary="List links", operation_id="listLinks")
async def list_links(
    *,
    caller: Staff,
    outside: Outside,
    request: Request,
    person_id: Annotated[str | None, Query(max_length=64, description="Of this person alone.")] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> OfferedLinks:
    """Those of your own organisation; all of them for staff of none."""
    after, whose = _MARKS.opened(cursor) or FIRST, PersonId(person_id) if person_id else None
    page = await outside.links.list(after, limit, person_id=whose, org_id=caller.key.org_id)
    return OfferedLinks(items=tuple(map(Offered.of, page.rows)), next=_MARKS.link(request, page.next))


@router.post("/{link_id}/revoke", summary="Call a link back", operation_id="revokeLink")
async def revoke_link(*, caller: Staff, outside: Outside, link_id: UUID) -> Offered:
    """It ends for ever, for instance because it was sent to the wrong phone."""
    link = await _known(outside, caller, link_id)
    return Offered.of(await outside.links.revoke(link_id, datetime.now(UTC), caller.actor) or link)


async def _known(outside: Ports, caller: Principal, link_id: UUID) -> Link:
    """A link of the caller's own organisation, or any for staff of none; never one about what somebody has confided."""
    link = await outside.links.get(link_id)
    if link is None or link.act in OF_ONES_OWN or caller.key.org_id not in {None, link.org_id}:
        raise UnknownLink
    return link
