"""Open promises, and what has become of those that fell due lately."""

from domain.values import ContributionKind, Instant, Line, OrgId, Slug, State, Text


class Asking(State):
    """The giver asks for another date; the one who is owed has not answered."""

    new_due: Instant
    reason: Line
    in_time: bool
    """Asked before the promise fell due."""
    asked_at: Instant
    number: int
    """The event that asked."""


class Commitment(State):
    """An open promise of one party to another."""

    commitment_id: Slug
    by_org: OrgId
    to_org: OrgId
    text: Text
    due_at: Instant
    done: bool = False
    """The giver says it is done; the receiver has not confirmed yet."""
    done_at: Instant | None = None
    done_by: int | None = None
    """The event that said so."""
    returned_at: Instant | None = None
    """When the receiver last returned it, of what was reported as kept before its date."""
    goal_id: Slug | None = None
    """The shared goal that it serves."""
    gives: ContributionKind | None = None
    funding_source: Line | None = None
    """The money on which it rests."""
    missed: bool = False
    """It stays open; the record of promises has it as not kept."""
    asking: Asking | None = None
    number: int | None = None
    """The event that made it."""

    @property
    def counts_from(self) -> Instant:
        """Its date, or the later day on which something reported in time came back: from then on it can be late."""
        return max(self.due_at, self.returned_at) if self.returned_at else self.due_at


class PromiseDue(State):
    """What became of a promise when its date came."""

    by_org: OrgId
    due_at: Instant
    """Its date, or the earlier day on which it was settled."""
    kept: bool
    """Kept, or its date moved by agreement before it fell due."""
    number: int
    """The event that settled it."""
