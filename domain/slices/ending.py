"""The care for a good ending: talks, notice, what is owed, what was said, and the time after."""

from typing import Self

from domain.values import Instant, OrgId, PersonId, Slug, State, Text


class Notice(State):
    """One party's notice that it wants to end, with time to reflect."""

    by_org: OrgId
    given_at: Instant
    effective_at: Instant
    reflection_over: bool = False


class EndingItem(State):
    """Something that one party owes another before the end."""

    item_id: Slug
    text: Text
    owner_org: OrgId
    owed_to: OrgId
    due_at: Instant


class Ending(State):
    """Where the care for a good ending stands."""

    ground: str | None = None
    conversations: int = 0
    invitations: tuple[OrgId, ...] = ()
    """Parties invited to a conversation that have not answered."""
    refused_invitations: int = 0
    notice: Notice | None = None
    mutual: bool = False
    items: tuple[EndingItem, ...] = ()
    statement_issued: bool = False
    statement_seen: tuple[OrgId, ...] = ()
    message: Text | None = None
    lessons_from: tuple[OrgId, ...] = ()

    def without(self, org_id: OrgId) -> Self:
        """The same without what waits for one party or is owed by or to it."""
        return self.but(
            invitations=tuple(org for org in self.invitations if org != org_id),
            items=tuple(i for i in self.items if org_id not in {i.owner_org, i.owed_to}),
            notice=None if self.notice and self.notice.by_org == org_id else self.notice,
        )


class Closing(State):
    """How and when the partnership ended, and which aftercare was held or declined."""

    ended_at: Instant
    urgent: bool = False
    decided_by: tuple[PersonId, ...] = ()
    """The two people who decided an urgent end."""
    to_tell: tuple[OrgId, ...] = ()
    """Parties that have not been told of the urgent end."""
    reviewed: bool = False
    """Somebody else has looked at the urgent end afterwards."""
    aftercare: int = 0
    archived: bool = False


class UrgentRequest(State):
    """The first of two authorised people asks for an urgent end."""

    by_person: PersonId
    ground: str
    text: Text
