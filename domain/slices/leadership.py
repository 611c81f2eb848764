"""Who leads a side, and what is open while that changes: vacant posts, and one leadership change for each side."""

from enum import StrEnum
from typing import Self

from domain.values import Instant, Line, OrgId, PersonId, Role, Slug, State, Value


class LeadershipCause(StrEnum):
    """Why the leadership of a side changes."""

    LEAVING = "leaving"
    VACANCY = "vacancy"
    ELECTION = "election"
    SILENCE = "silence"


class GoalsOutcome(StrEnum):
    """What a new lead says of the goals that were agreed before."""

    KEPT = "kept"
    CHANGED = "changed"
    QUESTIONED = "questioned"


class Vacancy(State):
    """A post that somebody held and nobody holds now."""

    org_id: OrgId
    role: Role
    since: Instant
    event: int
    """The number of the event that says so."""


class HandoverItem(Value):
    """Something that the old leadership hands to the new one."""

    item_id: Slug
    what: Line


class LeadershipChange(State):
    """One side's change of leadership, until a lead is in post, knows the others and stands by the goals."""

    org_id: OrgId
    cause: LeadershipCause
    person_id: PersonId | None = None
    """The lead with whom it began."""
    opened_at: Instant
    event: int
    """The number of the event that opened it."""
    items: tuple[HandoverItem, ...] = ()
    """What is still to be handed over."""
    met: bool = False
    """The other side has met whoever leads now."""
    goals: GoalsOutcome | None = None
    questioned_at: Instant | None = None


class Leadership(State):
    """What is open about the leadership of all sides."""

    changes: tuple[LeadershipChange, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()

    def change(self, org_id: OrgId) -> LeadershipChange | None:
        """The open change of one side."""
        return next((change for change in self.changes if change.org_id == org_id), None)

    def changed(self, org_id: OrgId, **changes: object) -> Self:
        """The same with one side's open change brought further."""
        return self.but(changes=tuple(q.but(**changes) if q.org_id == org_id else q for q in self.changes))

    def closed(self, org_id: OrgId) -> Self:
        """The same without one side's change."""
        return self.but(changes=tuple(q for q in self.changes if q.org_id != org_id))

    def filled(self, org_id: OrgId | None, role: Role) -> Self:
        """The same with a post filled."""
        return self.but(vacancies=tuple(v for v in self.vacancies if (v.org_id, v.role) != (org_id, role)))

    def without(self, org_id: OrgId) -> Self:
        """The same without one side."""
        return self.closed(org_id).but(vacancies=tuple(v for v in self.vacancies if v.org_id != org_id))
