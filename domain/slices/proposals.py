"""Changes that somebody has proposed and that are not settled yet."""

from enum import StrEnum

from domain.values import Instant, Line, OrgId, Slug, State

PROPOSALS = 10
"""How many of one side may be open at once."""


class ChangeKind(StrEnum):
    """What a proposed change is about; the way of working together is one of the things that may change."""

    ROLES = "roles"
    GOALS = "goals"
    TERMS = "terms"
    SUCCESS = "success"
    CONTRIBUTIONS = "contributions"
    PROCESS = "process"
    PROGRAMME = "programme"


class ChangeProposal(State):
    """An open proposal; its reasons and all that was said about it stay in the ledger."""

    proposal_id: Slug
    change: ChangeKind
    what: Line
    by_org: OrgId | None
    """None once the party that proposed it has left."""
    because_of: Slug | None = None
    """The sign of success that is off track, or whatever else has led to it."""
    answered: tuple[OrgId, ...] = ()
    """Other parties that have said something about it."""
    since: Instant
    event: int = 0
    """The number of the event that proposed it."""
    heard_at: Instant | None = None
    """When the last other party answered."""
    heard: int | None = None
    """The number of that event."""

    def without(self, org_id: OrgId) -> "ChangeProposal":
        """The same when one party has left."""
        return self.but(
            by_org=None if self.by_org == org_id else self.by_org,
            answered=tuple(org for org in self.answered if org != org_id),
        )
