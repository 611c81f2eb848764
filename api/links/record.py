"""The record of a partnership for one of its people: what has happened in words, and the whole of it to take along."""

from fastapi import Request
from starlette.responses import Response

from api.links import safety
from api.links.answers import html
from api.links.endings import UNKNOWN, Over
from api.links.visit import Visit
from api.standing import portable
from domain.links import LinkAct
from domain.message import ActorKind, Event
from domain.privacy import shown
from domain.record import Recorded
from domain.transitions import StageChanged
from language.catalogue import Language

PAGE = 40
"""Events of one page."""

DIGITS = 10
"""More has no version."""

QUOTED = ("text", "title", "reason", "note", "message", "how", "ground")
"""Fields in which people write; the first of them is quoted."""


async def looked(visit: Visit, request: Request) -> Response:
    """What has happened, the newest first."""
    before = _number(request.query_params.get("before"))
    found = await visit.outside.reading.timeline(visit.p.id, before, newest_first=True, limit=PAGE + 1)
    entries = [_entry(told, visit) for one in found[:PAGE] if (told := shown(one, visit.actor, visit.p))]
    older = found[PAGE - 1].version if len(found) > PAGE else None
    return html(visit, "record.html", {"entries": entries, "older": older})


async def taken_along(visit: Visit) -> Response:
    """The portable record, as its reader may see it."""
    await visit.check()
    if visit.link.act is not LinkAct.READ_RECORD or visit.row is None:
        raise Over(UNKNOWN)
    record = await portable(visit.outside, visit.row.model_copy(update={"state": visit.p}), visit.actor)
    name = f'attachment; filename="kemitraan-{visit.p.id}.json"'
    headers = safety.headers(Content_Disposition=name)
    return Response(record.model_dump_json(), media_type="application/json", headers=headers)


def _entry(entry: Recorded, visit: Visit) -> dict[str, object]:
    event, words = entry.event, visit.words
    told = _told(event, words)
    said = next((str(text) for name in QUOTED if (text := getattr(event, name, None))), None)
    person = visit.p.person(entry.actor.person_id)
    who = person.name if person else entry.actor.person_id
    side = visit.name(entry.actor.org_id)
    by = words.say("by itself") if entry.actor.kind is ActorKind.CLOCK else f"{who}, {side}" if side else who
    at = words.say("{recorded_at}", {"recorded_at": entry.occurred_at.isoformat()})
    return {"number": entry.version, "text": f"{told} “{said}”" if said else told, "at": at, "by": by}


def _told(event: Event, words: Language) -> str:
    if isinstance(event, StageChanged):
        return words.say("The partnership is now at this stage: {stage}", {"stage": event.after})
    return words.say(" ".join((type(event).__doc__ or "").split()))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < DIGITS else None
