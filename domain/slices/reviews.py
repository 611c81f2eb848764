"""What came of the last joint conversation, and the actions that are still open."""

from typing import Self

from domain.values import Instant, OrgId, PersonId, Slug, State, Text


class Action(State):
    """Something that a side has taken upon itself after an evaluation."""

    action_id: Slug
    text: Text
    owner_org: OrgId
    owner_person: PersonId | None = None
    due_at: Instant
    event: int
    """The number of the event that added it."""


class Reviews(State):
    """Which results have been talked about, and what is open from all such conversations."""

    discussed: Slug | None = None
    """The last evaluation whose results were talked about."""
    held_at: Instant | None = None
    event: int | None = None
    """The number of the event that told of the conversation."""
    actions: tuple[Action, ...] = ()

    def without(self, org_id: OrgId) -> Self:
        """The same without what one party has taken upon itself."""
        return self.but(actions=tuple(a for a in self.actions if a.owner_org != org_id))
