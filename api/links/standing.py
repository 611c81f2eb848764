"""Who still is what a link takes them for: somebody with a role on its side, who stands in, or who has confided."""

from datetime import date
from zoneinfo import ZoneInfo

from domain.disclosure import is_raiser
from domain.message import Actor
from domain.partnership import Partnership
from domain.slices.parties import Person
from domain.values import Instant, OrgId, PersonId
from store.directory import Directory


def today(now: Instant, zone: str) -> date:
    """Which day it is for somebody."""
    return now.astimezone(ZoneInfo(zone)).date()


def serving(p: Partnership, org_id: OrgId | None, now: Instant, zone: str) -> tuple[PersonId, ...]:
    """Who has a role on a side today, or a shared one where no side is named; nobody whose last day has gone by."""
    return tuple(q.person_id for q in p.people if q.org_id == org_id and not _gone(q, now, zone))


def _gone(person: Person, now: Instant, zone: str) -> bool:
    return person.last_day is not None and today(person.last_day, zone) < today(now, zone)


async def stands_in(directory: Directory, person_id: PersonId, for_any: tuple[PersonId, ...], on: date) -> bool:
    """Whether somebody stands in on a day for any of these people."""
    for away in for_any:
        if await directory.stand_in(away, on) == person_id:
            return True
    return False


def has_confided(p: Partnership, actor: Actor) -> bool:
    """Whether something is kept that they have raised: what becomes of that stays theirs to read."""
    return any(is_raiser(actor, concern, p) for concern in p.concerns)
