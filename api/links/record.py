"""The record of a partnership for one of its people: what has happened in words, and the whole of it to take along."""

from uuid import uuid5

from fastapi import Request
from starlette.responses import Response

from api.links import safety
from api.links.answers import html
from api.links.endings import DEPARTED, UNKNOWN, Over
from api.links.visit import Visit
from api.standing import portable
from api.views import happened
from domain.clocks import EscalationRaised
from domain.disclosure import Confided, is_one_of
from domain.links import MADE_FOR_ONESELF, LinkAct
from domain.message import ActorKind, Event
from domain.notices.news import in_words
from domain.privacy import shown
from domain.record import Recorded

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
    seen = (told for one in found[:PAGE] if (told := shown(one, visit.actor, visit.p)))
    entries = [_entry(told, visit) for told in seen if not visit.own_alone or _confided(told, visit)]
    older = found[PAGE - 1].version if len(found) > PAGE else None
    more = {"own_alone": visit.own_alone, "concern": await _way_to_confide(visit)}
    return html(visit, "record.html", {"entries": entries, "older": older, **more})


async def _way_to_confide(visit: Visit) -> str | None:
    """Where its reader can raise a concern without asking anybody for it; nobody is told that this link was made."""
    if not visit.posted or visit.link.org_id is None or visit.p.closed:
        return None
    grant = visit.link.grant.model_copy(
        update={
            "link_id": uuid5(visit.link.link_id, LinkAct.RAISE_CONCERN),
            "act": LinkAct.RAISE_CONCERN,
            "about": MADE_FOR_ONESELF,
        }
    )
    return f"/l/{await visit.outside.links.offer(grant)}"


def _confided(entry: Recorded, visit: Visit) -> bool:
    """Whether it is about what its reader has confided."""
    return isinstance(entry.event, Confided) and is_one_of(entry.event.readers[:1], visit.actor, visit.sealed)


async def taken_along(visit: Visit) -> Response:
    """The portable record, as its reader may see it."""
    await visit.check()
    if visit.link.act is not LinkAct.READ_RECORD or visit.row is None:
        raise Over(UNKNOWN)
    if visit.own_alone:
        raise Over(DEPARTED)
    record = await portable(visit.outside, visit.row.model_copy(update={"state": visit.p}), visit.actor)
    name = f'attachment; filename="kemitraan-{visit.p.id}.json"'
    headers = safety.headers(Content_Disposition=name)
    return Response(record.model_dump_json(), media_type="application/json", headers=headers)


def _entry(entry: Recorded, visit: Visit) -> dict[str, object]:
    event, words = entry.event, visit.words
    told = _told(event, visit)
    said = next((str(text) for name in QUOTED if (text := getattr(event, name, None))), None)
    person = visit.p.person(entry.actor.person_id)
    who = person.name if person else entry.actor.person_id
    side = visit.name(entry.actor.org_id)
    by = words.say("by itself") if entry.actor.kind is ActorKind.CLOCK else f"{who}, {side}" if side else who
    at = words.say("{recorded_at}", {"recorded_at": entry.occurred_at.isoformat()})
    return {
        "number": entry.version,
        "text": f"{told} “{said}”" if said and said not in told else told,
        "at": at,
        "by": by,
    }


def _told(event: Event, visit: Visit) -> str:
    """As people were told of it, with names and dates; else as the kind of event is described."""
    if isinstance(event, EscalationRaised):
        return visit.words.say("A reminder: {what}", {"what": event.because})
    said = in_words(event, visit.p)
    return visit.words.begun(*said) if said else happened(event, visit.words)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < DIGITS else None
