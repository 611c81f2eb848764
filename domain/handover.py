"""Handing over to a new lead: what is passed on, meeting the others, and what becomes of the shared goals."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.contact import RecordContact
from domain.guards import Facts, guard, holds
from domain.leadership import TOGETHER, change_of, heads, unfolding
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyExists, NotTwoWay, PartyMissing, TooMany, UnknownItem
from domain.slices.leadership import GoalsOutcome, HandoverItem, LeadershipCause
from domain.values import Instant, Line, OrgId, PersonId, Slug, Text

ITEMS = 20
"""As many things as a list may hold that people still read."""


class HandoverItemAdded(Event):
    """Something more is to be handed over."""

    type: Literal["handover.item_added"] = "handover.item_added"
    org_id: OrgId
    item: HandoverItem
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open item more."""
        change = p.leadership.change(self.org_id)
        items = (*change.items, self.item) if change else ()
        return p.but(leadership=p.leadership.changed(self.org_id, items=items))


class AddHandoverItem(Command):
    """Name something that the old lead of a side should hand over to the new one."""

    kind: Literal["add_handover_item"] = "add_handover_item"
    org_id: OrgId
    """The side whose leadership changes; the others may know what must not be lost."""
    item_id: Slug
    what: Line

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By any side, for whichever side changes."""
        change = change_of(p, self.org_id)
        if any(item.item_id == self.item_id for item in change.items):
            raise AlreadyExists(what="item to hand over", item=self.item_id)
        if len(change.items) >= ITEMS:
            raise TooMany(what="Items to hand over", limit=ITEMS)
        item = HandoverItem(item_id=self.item_id, what=self.what)
        yield HandoverItemAdded(org_id=self.org_id, item=item, by_org=c.speaker.side)


class HandoverItemDone(Event):
    """Something has been handed over."""

    type: Literal["handover.item_done"] = "handover.item_done"
    org_id: OrgId
    item_id: Slug
    note: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the ledger remembers it."""
        change = p.leadership.change(self.org_id)
        left = tuple(item for item in change.items if item.item_id != self.item_id) if change else ()
        return p.but(leadership=p.leadership.changed(self.org_id, items=left))


class CompleteHandoverItem(Command):
    """Say that your side has handed something over to whoever leads now."""

    kind: Literal["complete_handover_item"] = "complete_handover_item"
    item_id: Slug
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One's own."""
        change = change_of(p, c.speaker.side)
        if all(item.item_id != self.item_id for item in change.items):
            raise UnknownItem(what="item to hand over", item=self.item_id)
        done = HandoverItemDone(org_id=change.org_id, item_id=self.item_id, note=self.note)
        yield from unfolding(p, c, change.org_id, done)


class LeaderMet(Event):
    """The other side has met whoever leads a side now."""

    type: Literal["leadership_change.leader_met"] = "leadership_change.leader_met"
    org_id: OrgId
    held_at: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """They know each other."""
        return p.but(leadership=p.leadership.changed(self.org_id, met=True))


class RecordLeaderMeeting(Command):
    """Tell that the new lead of a side and another side have met; it counts as a contact."""

    kind: Literal["record_leader_meeting"] = "record_leader_meeting"
    org_id: OrgId
    """The side with the new lead."""
    held_at: Instant
    orgs: tuple[OrgId, ...] = Field(default=(), max_length=20)
    """Who was there; everybody, where nobody is named."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """With the side that has a new lead, and at least one other."""
        change = change_of(p, self.org_id)
        new_leads = heads(p, self.org_id)
        if not new_leads:
            raise UnknownItem(what="new lead of", item=self.org_id)
        orgs = self.orgs or p.orgs
        if self.org_id not in orgs:
            raise PartyMissing(org=self.org_id)
        if set(orgs) == {self.org_id}:
            raise NotTwoWay
        contact = RecordContact(held_at=self.held_at, orgs=orgs, people=tuple(q.person_id for q in new_leads))
        met = LeaderMet(org_id=change.org_id, held_at=self.held_at)
        yield from contact.decide(p, c)
        yield from unfolding(p, c, change.org_id, met)


class GoalsReaffirmed(Event):
    """A new lead has said whether the shared goals are kept, changed or questioned."""

    type: Literal["leadership_change.goals_reaffirmed"] = "leadership_change.goals_reaffirmed"
    org_id: OrgId
    by_person: PersonId
    outcome: GoalsOutcome
    text: Text | None = None
    offers: tuple[Slug, ...] = ()
    """Commands that the answer suggests; nobody has to send them."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The last word counts; a lead who had only been silent has nothing to hand over, and knows the others."""
        change = p.leadership.change(self.org_id)
        silent = change is not None and change.cause is LeadershipCause.SILENCE
        back = silent and change is not None and change.person_id == self.by_person
        questioned_at = at if self.outcome is GoalsOutcome.QUESTIONED else None
        told = p.leadership.changed(self.org_id, goals=self.outcome, questioned_at=questioned_at)
        return p.but(leadership=told.changed(self.org_id, items=(), met=True) if back else told)


OFFERS: dict[GoalsOutcome, tuple[Slug, ...]] = {
    GoalsOutcome.KEPT: (),
    GoalsOutcome.CHANGED: ("propose_change",),
    GoalsOutcome.QUESTIONED: ("propose_change", "discuss_future"),
}
"""What may follow each answer, never by itself."""


class ReaffirmGoals(Command):
    """Say, as the new lead of your side, whether the shared goals are kept, changed or questioned."""

    kind: Literal["reaffirm_goals"] = "reaffirm_goals"
    outcome: GoalsOutcome
    text: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """As often as there is a new answer, until the change is over."""
        change_of(p, c.speaker.side)
        reaffirmed = GoalsReaffirmed(
            org_id=c.speaker.side,
            by_person=c.speaker.actor.person_id,
            outcome=self.outcome,
            text=self.text,
            offers=OFFERS[self.outcome],
        )
        yield from unfolding(p, c, c.speaker.side, reaffirmed)


class ReaffirmationAsked(Event):
    """It has taken so long that the new lead is asked in writing whether the goals are kept."""

    type: Literal["leadership_change.reaffirmation_asked"] = "leadership_change.reaffirmation_asked"
    org_id: OrgId


@guard
def a_lead_speaks(p: Partnership, c: Circumstances) -> Facts:
    """only a lead who stays can say whether the goals are kept."""
    if c.voice is None or c.voice.org_id is None:
        return None
    return holds(c.voice.actor.person_id in {q.person_id for q in heads(p, c.voice.org_id)})


def _vacant(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage in TOGETHER:
        for post in p.leadership.vacancies:
            yield Anchor(post.since, f"{post.role}.{post.org_id}", owner=post.org_id, event=post.event)


def _unfinished(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage in TOGETHER:
        for change in p.leadership.changes:
            if change.items or not change.met or change.goals is None:
                yield Anchor(change.opened_at, change.org_id, owner=change.org_id, event=change.event)


def _questioned(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage in TOGETHER:
        for change in p.leadership.changes:
            if change.questioned_at:
                yield Anchor(change.questioned_at, change.org_id, event=change.event)


def _ask_in_writing(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    change = next((change for change in p.leadership.changes if change.org_id == raised.about), None)
    if raised.last and change and change.goals is None:
        yield ReaffirmationAsked(org_id=change.org_id)


ANCHORS: dict[str, Anchors] = {"vacancy": _vacant, "handover": _unfinished, "goals_questioned": _questioned}
CONSEQUENCES: dict[str, Consequence] = {"handover": _ask_in_writing}
