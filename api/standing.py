"""How a partnership stands: its health line by line, lessons that may help it, and its record to take along."""

from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from fastapi import APIRouter

from api.auth import Reader
from api.language import Speaks
from api.partnerships import visible
from api.ports import Outside, Ports
from api.views import Missing
from domain.health import HealthChanged, health
from domain.institutionalisation import evidence_gone
from domain.message import Actor, Circumstances
from domain.partnership import Partnership
from domain.privacy import shown
from domain.record import Recorded
from domain.scoring import Line
from domain.slices.engagement import EngagementState
from domain.slices.health import Band
from domain.values import Depth, FundingStatus, OrgId, Value
from language.catalogue import Language
from store import lessons
from store.lessons import Lesson
from store.portable import PortableRecord, leaves
from store.projection import PartnershipDetail

router = APIRouter(prefix="/partnerships/{partnership_id}", tags=["partnerships"])

HISTORY = 100
"""So many changes of health are told, the newest of them."""


class HealthLine(Value):
    """Some lost points, or something to know beside them: why, and in which events it can be read."""

    points: int
    """Negative where they are lost."""
    text: str
    events: tuple[int, ...]
    """The numbers of the events in the timeline."""

    @classmethod
    def of(cls, line: Line, language: Language) -> Self:
        """In words."""
        return cls(points=-line.points, text=language.say(line.meaning, line.params), events=line.events)


class HealthThen(Value):
    """What was written down when the health had moved."""

    version: int
    at: datetime
    before: Band
    after: Band
    score: int | None
    lines: tuple[HealthLine, ...]

    @classmethod
    def of(cls, recorded: Recorded, event: HealthChanged, language: Language) -> Self:
        """In words."""
        return cls(
            version=recorded.version,
            at=recorded.recorded_at,
            before=event.before,
            after=event.after,
            score=event.score,
            lines=tuple(HealthLine.of(line, language) for line in event.lines),
        )


class HealthNow(Value):
    """The health at this moment: the points and the lost ones together make 100."""

    band: Band
    score: int | None
    """None while it is unknown; unknown is never good."""
    voices: dict[OrgId, float]
    """What each side says on average, from 1 to 5; the lower one counts."""
    lines: tuple[HealthLine, ...]
    also: tuple[HealthLine, ...]
    """Why it is unknown, and how far the views lie apart."""
    engagement: EngagementState
    depth: Depth
    evidence_gone: tuple[Missing, ...]
    """What the depth that was reached no longer rests on; it moves back only when all agree."""
    funding: dict[OrgId, FundingStatus]
    history: tuple[HealthThen, ...]
    """Each change that was written down, the newest first."""

    @classmethod
    def of(cls, p: Partnership, c: Circumstances, history: tuple[HealthThen, ...], language: Language) -> Self:
        """In words."""
        found = health(p, c.policy, c.now)
        return cls(
            band=found.band,
            score=found.score,
            voices=found.voices,
            lines=tuple(HealthLine.of(line, language) for line in found.lines),
            also=tuple(HealthLine.of(line, language) for line in found.also),
            engagement=p.engagement.state,
            depth=p.depth,
            evidence_gone=tuple(Missing.of(unmet, language) for unmet in evidence_gone(p, c)),
            funding={party.org_id: party.funding for party in p.parties},
            history=history,
        )


class Lessons(Value):
    """What other partnerships have learned and offer to this one, the likest first."""

    items: tuple[Lesson, ...]


@router.get("/health", summary="Read how it fares, and why", operation_id="getPartnershipHealth")
async def get_health(*, caller: Reader, outside: Outside, language: Speaks, partnership_id: UUID) -> HealthNow:
    """The score now with every lost point and its reason, beside it engagement and funding, and how it came about."""
    state = (await visible(outside, caller, partnership_id)).state
    policy = await outside.policy_of(state)
    changed = await outside.reading.happened(partnership_id, "health.changed", limit=HISTORY)
    history = tuple(HealthThen.of(r, r.event, language) for r in changed if isinstance(r.event, HealthChanged))
    return HealthNow.of(state, Circumstances(now=datetime.now(UTC), policy=policy), history, language)


@router.get("/lessons", summary="Read lessons of similar partnerships", operation_id="getLessons")
async def get_lessons(*, caller: Reader, outside: Outside, partnership_id: UUID) -> Lessons:
    """What closed partnerships of a like kind have learned and want to share, without any name."""
    state = (await visible(outside, caller, partnership_id)).state
    return Lessons(items=await lessons.offered(outside.pool, state))


@router.get("/record", summary="Take the whole record along", operation_id="getRecord")
async def get_record(*, caller: Reader, outside: Outside, partnership_id: UUID) -> PortableRecord:
    """Everything that you may see, with the hash of every event: `kemitraan record check` verifies it without us.

    What is private to others stands there as a hash alone, so that nothing can be left out unnoticed.
    """
    return await portable(outside, await visible(outside, caller, partnership_id), caller.actor)


async def portable(outside: Ports, row: PartnershipDetail, reader: Actor) -> PortableRecord:
    """The record of a partnership, whose state is as this reader may see it."""

    def readable(recorded: Recorded) -> Recorded | None:
        return shown(recorded, reader, row.state)

    events = await leaves(outside.pool, row.id, readable)
    return PortableRecord(made_at=datetime.now(UTC), title=row.title, **_for(reader), **_end(row.id, events))


def _for(reader: Actor) -> dict[str, Any]:
    return {"made_for": reader.person_id, "made_for_org": reader.org_id}


def _end(partnership_id: UUID, events: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "partnership_id": partnership_id,
        "version": events[-1].version,
        "hash": events[-1].hash,
        "events": events,
    }
