"""The care for a good ending: talks, notice, what is owed, what was said, and the time after."""

from typing import Self

from domain.values import Instant, OrgId, PersonId, Slug, State, Text


class Notice(State):
    """One party's notice that it wants to end, with time to reflect."""

    by_org: OrgId
    given_at: Instant
    effective_at: Instant
    reflection_over: bool = False


class Asking(State):
    """One party asks another to talk about the future, and how often that came to nothing."""

    by_org: OrgId
    org_id: OrgId
    since: Instant | None = None
    """From when an invitation waits for an answer; none where none does."""
    refused: int = 0
    """How many of its invitations were refused, or left unanswered for long."""


class EndingItem(State):
    """Something that one party owes another before the end."""

    item_id: Slug
    text: Text
    owner_org: OrgId
    owed_to: OrgId
    due_at: Instant
    by_org: OrgId | None = None
    """Who has named it."""
    given_at: Instant | None = None
    """When its giver said that it is given; it stays open until its receiver says so too."""


class Ending(State):
    """Where the care for a good ending stands."""

    ground: str | None = None
    conversations: int = 0
    invitations: tuple[OrgId, ...] = ()
    """Parties invited to a conversation that have not answered."""
    refused_invitations: int = 0
    """All of them together; who asked whom, and how often in vain, stands in `asked`."""
    asked: tuple[Asking, ...] = ()
    talks: tuple[OrgId, ...] = ()
    """Who has told of each of the last talks; another side can say that there was none."""
    notice: Notice | None = None
    mutual: bool = False
    items: tuple[EndingItem, ...] = ()
    statement_issued: bool = False
    statement_at: Instant | None = None
    statement_seen: tuple[OrgId, ...] = ()
    message: Text | None = None
    lessons_from: tuple[OrgId, ...] = ()

    def asking(self, by_org: OrgId, org_id: OrgId) -> Asking:
        """What became of one party's invitations to another."""
        pairs = (a for a in self.asked if (a.by_org, a.org_id) == (by_org, org_id))
        return next(pairs, Asking(by_org=by_org, org_id=org_id))

    def inviting(self, by_org: OrgId, org_id: OrgId, at: Instant) -> Self:
        """The same with an invitation that waits for an answer."""
        known = self.asking(by_org, org_id)
        others = tuple(a for a in self.asked if a is not known)
        invitations = tuple(dict.fromkeys((*self.invitations, org_id)))
        return self.but(invitations=invitations, asked=(*others, known.but(since=at)))

    def in_vain(self, org_id: OrgId, by_org: OrgId | None = None) -> Self:
        """The same once a party has turned down what it was invited to, by one party or by all."""
        asked = tuple(
            a.but(since=None, refused=a.refused + 1)
            if a.since and a.org_id == org_id and by_org in {None, a.by_org}
            else a
            for a in self.asked
        )
        still = {a.org_id for a in asked if a.since}
        left = tuple(org for org in self.invitations if org != org_id or org in still)
        return self.but(invitations=left, asked=asked, refused_invitations=self.refused_invitations + 1)

    def without(self, org_id: OrgId) -> Self:
        """The same without what waits for one party or is owed by or to it."""
        return self.but(
            invitations=tuple(org for org in self.invitations if org != org_id),
            asked=tuple(a for a in self.asked if org_id not in {a.by_org, a.org_id}),
            talks=tuple(org for org in self.talks if org != org_id),
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
    undecided: tuple[OrgId, ...] = ()
    """Parties none of whose people had a part in deciding the urgent end: one of them reviews it."""
    reviewed: bool = False
    """Somebody else has looked at the urgent end afterwards."""
    aftercare: int = 0
    declined: tuple[OrgId, ...] = ()
    """Who would rather not have the contact after the end that comes next; the others are still asked."""
    archived: bool = False


class UrgentRequest(State):
    """The first of two authorised people asks for an urgent end."""

    by_person: PersonId
    ground: str
    text: Text
