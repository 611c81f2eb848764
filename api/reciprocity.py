"""Reading who gives and gains what, side by side and in words; no price, no ranking."""

from datetime import UTC, datetime
from typing import Self
from uuid import UUID

from fastapi import APIRouter

from api.auth import Reader
from api.language import Speaks
from api.partnerships import visible
from api.ports import Outside
from domain.partnership import Partnership
from domain.promises import promise_record
from domain.reciprocity import Side, reciprocity
from domain.values import Instant, Value
from language.catalogue import Language

router = APIRouter(prefix="/partnerships", tags=["partnerships"])


class SideOfPicture(Side):
    """What one party gives and gains, and how it keeps its word."""

    name: str
    promises_kept: int
    """Kept, or moved by agreement before they fell due, in the last 180 days."""
    promises_due: int
    """All that fell due in the last 180 days."""

    @classmethod
    def of(cls, side: Side, p: Partnership, now: Instant) -> Self:
        """The same with its name and its record of promises."""
        party = p.party(side.org_id)
        kept, due = promise_record(p, side.org_id, now)
        return cls(name=party.name if party else side.org_id, promises_kept=kept, promises_due=due, **dict(side))


class Picture(Value):
    """Giving and gaining as far as it is known, the parties in the order in which they joined."""

    sides: tuple[SideOfPicture, ...]
    waiting: int
    """Contributions that wait for the receiver's word and do not count yet."""
    remarks: tuple[str, ...]

    @classmethod
    def of(cls, p: Partnership, now: Instant, language: Language) -> Self:
        """In words."""
        found = reciprocity(p)
        return cls(
            sides=tuple(SideOfPicture.of(side, p, now) for side in found.sides),
            waiting=found.waiting,
            remarks=tuple(language.say(remark.meaning, remark.params) for remark in found.remarks),
        )


@router.get("/{partnership_id}/reciprocity", summary="Read who gives and gains what", operation_id="getReciprocity")
async def get_reciprocity(*, caller: Reader, outside: Outside, language: Speaks, partnership_id: UUID) -> Picture:
    """What each party gave, as the receivers confirm, and what each says it gains; what is unknown is said to be."""
    row = await visible(outside, caller, partnership_id)
    return Picture.of(row.state, datetime.now(UTC), language)
