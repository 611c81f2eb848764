"""Reading partnerships: lists, next steps, what has happened, what was refused; never by asking the engine."""

import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from api.auth import Principal, Reader
from api.headers import etag
from api.language import Speaks
from api.paging import Cursor, CursorText, Limit
from api.ports import Outside, Ports
from api.problems import UnknownPartnership
from api.views import Changes, Detail, Happened, Listed, RefusedSubmission, RefusedSubmissions, Step, Summary, Timeline
from domain.message import Circumstances, Voice
from domain.partnership import Partnership
from domain.policy import Profile
from domain.privacy import may_read_refused, seen_by, shown
from domain.slices.health import Band
from domain.stages import Phase, Stage
from domain.steps import next_steps
from domain.values import Instant, Line, OrgId
from store.paging import Mark
from store.projection import PartnershipDetail, PartnershipRow
from store.reading import Filters

router = APIRouter(prefix="/partnerships", tags=["partnerships"])

_MARKS = Cursor(TypeAdapter(Mark))
_VERSIONS = Cursor(TypeAdapter(Annotated[int, Field(ge=0, lt=2**31)]))


class Wanted(BaseModel):
    """Which partnerships to list; all given conditions must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Stage | None = None
    phase: Phase | None = None
    profile: Profile | None = None
    health: Band | None = Field(None, description="As last written down.")
    org: OrgId | None = Field(None, description="One of the parties.")
    q: Line | None = Field(None, description="Words of the title, each by its beginning.")
    open: bool | None = Field(None, description="Whether something can still happen in it.")
    deadline_before: Instant | None = None
    limit: Limit = 50
    cursor: CursorText = None

    def filters(self, caller: Principal) -> Filters:
        """The same for the store; a partner sees nothing but its own."""
        return Filters(
            stage=self.stage,
            phase=self.phase,
            profile=self.profile,
            health=self.health,
            org_id=caller.confined_to or self.org,
            text=self.q,
            closed=None if self.open is None else not self.open,
            deadline_before=self.deadline_before,
        )

    def includes(self, row: PartnershipRow) -> bool:
        """What the store was not asked, because it was asked for a partner's own organisation."""
        return self.org is None or self.org in row.org_ids


@router.get("", summary="List partnerships", operation_id="listPartnerships")
async def list_partnerships(
    caller: Reader, outside: Outside, language: Speaks, request: Request, wanted: Annotated[Wanted, Query()]
) -> Listed:
    """The newest proposal first; follow `next` until there is none."""
    page = await outside.reading.page(wanted.filters(caller), _MARKS.opened(wanted.cursor), wanted.limit)
    return Listed(
        items=tuple(Summary.of(row, language) for row in page.rows if wanted.includes(row)),
        next=_MARKS.link(request, page.next),
    )


@router.get("/{partnership_id}", summary="Read a partnership", operation_id="getPartnership", response_model=Detail)
async def get_partnership(
    *,
    caller: Reader,
    outside: Outside,
    language: Speaks,
    response: Response,
    partnership_id: UUID,
    if_none_match: Annotated[str | None, Header(description="The ETag you have; 304 while it is true.")] = None,
) -> Detail | Response:
    """Its state, and each next step with who may take it and what is still missing. The ETag is its version."""
    row = await visible(outside, caller, partnership_id)
    headers = {
        "ETag": etag(row.version),
        "Vary": "Accept-Language, Authorization",
        "Cache-Control": "private, no-cache",
    }
    if if_none_match and headers["ETag"] in re.split(r"\s*,\s*", if_none_match.replace("W/", "")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    response.headers.update(headers)
    steps = next_steps(row.state, await _circumstances(outside, caller, row.state))
    return Detail.of(row, language, state=row.state, next_steps=tuple(Step.of(s, language) for s in steps))


@router.get("/{partnership_id}/timeline", summary="Read what has happened", operation_id="getTimeline")
async def get_timeline(
    *,
    caller: Reader,
    outside: Outside,
    request: Request,
    partnership_id: UUID,
    order: Annotated[Literal["oldest", "newest"], Query(description="Which event comes first.")] = "oldest",
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Timeline:
    """Every event that you may see, as the ledger keeps it; follow `next` until there is none."""
    row = await visible(outside, caller, partnership_id)
    found = await outside.reading.timeline(
        partnership_id, _VERSIONS.opened(cursor), newest_first=order == "newest", limit=limit + 1
    )
    page = found[:limit]
    return Timeline(
        items=tuple(Happened.of(told) for entry in page if (told := shown(entry, caller.actor, row.state))),
        next=_VERSIONS.link(request, page[-1].version if len(found) > limit else None),
    )


@router.get("/{partnership_id}/changes", summary="Read what would change", operation_id="getChanges")
async def get_changes(*, caller: Reader, outside: Outside, language: Speaks, partnership_id: UUID) -> Changes:
    """In words, what the version before the parties, or the draft, says differently from the agreement in force."""
    return Changes.of((await visible(outside, caller, partnership_id)).state, language)


@router.get("/{partnership_id}/refusals", summary="Read what was refused", operation_id="getRefusals")
async def get_refusals(
    *,
    caller: Reader,
    outside: Outside,
    language: Speaks,
    request: Request,
    partnership_id: UUID,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> RefusedSubmissions:
    """What your side wanted and could not have, the newest first, with the reason then and the commands.

    What is private, such as a concern, is shown to its sender alone.
    """
    await visible(outside, caller, partnership_id)
    page = await outside.reading.refusals(partnership_id, _MARKS.opened(cursor), limit)
    return RefusedSubmissions(
        items=tuple(
            RefusedSubmission.of(r, language)
            for r in page.rows
            if may_read_refused(r.commands, sender=r.actor, reader=caller.actor)
        ),
        next=_MARKS.link(request, page.next),
    )


async def visible(outside: Ports, caller: Principal, partnership_id: UUID) -> PartnershipDetail:
    """The partnership as this caller may see it, if it exists for them."""
    row = await outside.reading.get(partnership_id)
    if row is None or not caller.sees(row.org_ids):
        raise UnknownPartnership
    state = seen_by(row.state, caller.actor)
    return row.model_copy(update={"state": state, "next_deadline": state.next_deadline})


async def _circumstances(outside: Ports, caller: Principal, state: Partnership) -> Circumstances:
    policy = await outside.policy_of(state)
    return Circumstances(now=datetime.now(UTC), policy=policy, voice=Voice.of(caller.actor, state))
