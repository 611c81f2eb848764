"""Notices over HTTP: one's own inbox, which always has the truth; and for staff what became of every letter."""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import TypeAdapter

from api.auth import Principal, Reader, allow
from api.language import Speaks
from api.paging import Cursor, CursorText, Limit
from api.ports import Outside
from api.problems import UnknownNotice
from domain.notices.choices import NoticeKind
from domain.notices.own import TITLE as OWN
from domain.values import Instant, PersonId, Slug, Value
from language.catalogue import Language
from store.keys import KeyRole
from store.notices import Sent, Told, Unreached
from store.paging import FIRST, Mark

router = APIRouter(tags=["people"])

Staff = Annotated[Principal, allow(KeyRole.OPERATOR, KeyRole.APPROVER, KeyRole.ADMIN)]

_MARKS = Cursor(TypeAdapter(Mark))
_MOST = 500


class InboxNotice(Value):
    """Something that you were told."""

    notice_id: UUID
    partnership_id: UUID | None
    """None where it is about your own keys, links and addresses."""
    title: str
    kind: NoticeKind
    what: str
    why: str
    event: int | None
    """The number of the event that is the reason; none where it is no partnership's matter."""
    rule: str | None
    task: str | None
    private: bool
    told_for: PersonId | None
    """Who is away, where you stand in."""
    created_at: Instant
    state: Literal["waiting", "sent", "settled", "silent", "departed", "unreachable"]
    """What became of telling you outside of this inbox."""
    reason: str | None
    """Why it was not sent."""
    seen_at: Instant | None

    @classmethod
    def of(cls, told: Told, language: Language) -> Self:
        """In words."""
        words = {
            "title": told.title or language.say(OWN),
            "what": language.begun(told.what, told.params),
            "why": language.begun(told.why, told.params),
            "reason": told.reason and language.begun(told.reason),
        }
        return cls.model_validate(told.model_dump(exclude={"params"}) | words)


class InboxPage(Value):
    """Some of what you were told, the newest first."""

    items: tuple[InboxNotice, ...]
    next: str | None


class LettersPage(Value):
    """Some letters, the newest first."""

    items: tuple[Sent, ...]
    next: str | None


class UnreachedPeople(Value):
    """Everybody whom something could not be told."""

    items: tuple[Unreached, ...]


@router.get("/inbox", summary="Read your inbox", operation_id="getInbox")
async def get_inbox(
    *,
    caller: Reader,
    outside: Outside,
    language: Speaks,
    request: Request,
    unseen: Annotated[bool, Query(description="Only what you have not seen.")] = False,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> InboxPage:
    """Everything that you are told, whatever became of a letter about it."""
    after = _MARKS.opened(cursor) or FIRST
    page = await outside.notices.inbox(caller.key.person_id, after, limit, seen=not unseen)
    items = tuple(InboxNotice.of(told, language) for told in page.rows)
    return InboxPage(items=items, next=_MARKS.link(request, page.next))


@router.post("/inbox/{notice_id}/seen", status_code=204, summary="Say that you have seen it", operation_id="seeNotice")
async def see_notice(*, caller: Reader, outside: Outside, notice_id: UUID) -> None:
    """The first time counts; what waits for you goes on waiting."""
    if not await outside.notices.seen(caller.key.person_id, notice_id, datetime.now(UTC)):
        raise UnknownNotice


@router.get("/letters", summary="Read what became of letters", operation_id="getLetters")
async def get_letters(
    *,
    caller: Staff,
    outside: Outside,
    request: Request,
    person: Annotated[Slug | None, Query(description="Only letters to this person.")] = None,
    state: Annotated[
        Literal["due", "sent", "settled", "refused", "given_up"] | None,
        Query(description="Only letters in this state."),
    ] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> LettersPage:
    """Every letter to the people of your organisation with its last try, never its words; of all, if you have none."""
    page = await outside.notices.letters(
        caller.key.org_id,
        _MARKS.opened(cursor) or FIRST,
        limit,
        person_id=PersonId(person) if person else None,
        state=state,
    )
    return LettersPage(items=page.rows, next=_MARKS.link(request, page.next))


@router.get("/unreached", summary="Read whom nothing reaches", operation_id="getUnreached")
async def get_unreached(caller: Staff, outside: Outside) -> UnreachedPeople:
    """Whom something could not be told, and why; correct an address, and it goes out by itself."""
    return UnreachedPeople(items=tuple(await outside.notices.unreached(caller.key.org_id, _MOST)))
