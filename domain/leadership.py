"""Leadership changes: what opens one, who speaks for the side meanwhile, and what closes it by itself."""

from collections.abc import Iterable, Iterator
from typing import Literal

from domain.grace import PatienceGranted
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import AlreadyDone, NotSilent, UnknownItem, UnknownParty
from domain.slices.grace import PatienceReason
from domain.slices.leadership import GoalsOutcome, HandoverItem, LeadershipCause, LeadershipChange, Vacancy
from domain.slices.parties import Person
from domain.stages import OPEN, Stage
from domain.values import Instant, OrgId, PersonId, Role, Slug, Text

TOGETHER = tuple(stage for stage in OPEN if stage is not Stage.PROPOSED)
"""While there is something between the parties that a change of people could harm."""

HANDED_OVER = (
    HandoverItem(item_id="commitments", what="the promises that are open, both ways"),
    HandoverItem(item_id="contacts", what="the people on the other side, and how to reach them"),
    HandoverItem(item_id="agreements", what="what has been agreed, also what was never written down"),
    HandoverItem(item_id="never-lost", what="what must never be lost"),
    HandoverItem(item_id="story", what="the story of the partnership, told by those who began it"),
)
"""What every handover begins with; both sides add to it."""


class PositionVacant(Event):
    """A post on one side is empty; somebody else of that side is the contact until it is filled."""

    type: Literal["position.vacant"] = "position.vacant"
    org_id: OrgId
    role: Role
    acting: PersonId | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One vacant post more."""
        vacancy = Vacancy(org_id=self.org_id, role=self.role, since=at, event=p.version + 1)
        filled = p.leadership.filled(self.org_id, self.role)
        return p.but(leadership=filled.but(vacancies=(*filled.vacancies, vacancy)))


class LeadershipChangeOpened(Event):
    """The leadership of one side changes; what was agreed goes on, and reminders wait for a while."""

    type: Literal["leadership_change.opened"] = "leadership_change.opened"
    org_id: OrgId
    cause: LeadershipCause
    position: Role = Role.LEAD
    person_id: PersonId | None = None
    acting: PersonId | None = None
    items: tuple[HandoverItem, ...] = ()

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open change for this side."""
        opened = LeadershipChange(
            org_id=self.org_id,
            cause=self.cause,
            person_id=self.person_id,
            opened_at=at,
            event=p.version + 1,
            items=self.items,
        )
        closed = p.leadership.closed(self.org_id)
        return p.but(leadership=closed.but(changes=(*closed.changes, opened)))


class LeadershipChangeClosed(Event):
    """A lead is in post, knows the others and stands by the goals."""

    type: Literal["leadership_change.closed"] = "leadership_change.closed"
    org_id: OrgId
    days: int
    offers: tuple[Slug, ...] = ()
    """Commands that may do good now; nobody has to send them."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """No change, and no grace for its sake."""
        mine = (self.org_id, PatienceReason.LEADERSHIP_CHANGE)
        grace = tuple(g for g in p.grace if (g.org_id, g.reason) != mine)
        shaken = p.evaluation.but(shaken_at=at)
        return p.but(leadership=p.leadership.closed(self.org_id), grace=grace, evaluation=shaken)


def heads(p: Partnership, org_id: OrgId) -> tuple[Person, ...]:
    """The leads of a side that are there to stay."""
    return tuple(q for q in p.holders(Role.LEAD, org_id) if q.last_day is None)


def silent_lead(p: Partnership, org_id: OrgId) -> PersonId | None:
    """The lead of a side who has not been heard of, if somebody has told so."""
    change = p.leadership.change(org_id)
    return change.person_id if change and change.cause is LeadershipCause.SILENCE else None


def acting(p: Partnership, org_id: OrgId) -> Person | None:
    """Who is the contact of a side now: its lead, or in the silence or absence of one the next who has a role."""
    silent = silent_lead(p, org_id)
    roles = (Role.LEAD, Role.ALTERNATE, Role.SPONSOR, Role.MEMBER)
    people = (q for role in roles for q in p.holders(role, org_id) if q.person_id != silent)
    return next(people, None)


def leaderless(p: Partnership, c: Circumstances, org_id: OrgId) -> bool:
    """Whether anybody of a side may name its people: it has no lead, or one who was silent all through the grace."""
    leads = p.holders(Role.LEAD, org_id)
    change = p.leadership.change(org_id)
    if not leads or change is None or change.cause is not LeadershipCause.SILENCE:
        return not leads
    stands_in = any(p.holders(role, org_id) for role in (Role.ALTERNATE, Role.SPONSOR))
    others = any(q.person_id != change.person_id for q in leads)
    patient = c.now < change.opened_at + c.policy.days(c.policy.grace_days)
    return not (stands_in or others or patient)


def unfolding(
    p: Partnership, c: Circumstances, org_id: OrgId, *events: Event, cause: LeadershipCause | None = None
) -> Iterator[Event]:
    """Events about the people of a side, and what they mean for its leadership: a post empty, a change open or over."""
    yield from events
    after = _folded(p, events, c)
    if p.stage not in TOGETHER:
        return
    vacant = tuple(_vacant(p, after, org_id))
    yield from vacant
    after = _folded(after, vacant, c)
    change, cause = after.leadership.change(org_id), cause or _cause(p, after, org_id)
    if change is None and cause:
        yield from _opened(p, after, c, org_id, cause)
    elif change and _settled(after, change):
        days = int((c.now - change.opened_at) / c.policy.day)
        yield LeadershipChangeClosed(org_id=org_id, days=days, offers=("open_evaluation",))


def _folded(p: Partnership, events: Iterable[Event], c: Circumstances) -> Partnership:
    for event in events:
        p = event.apply(p, c.now)
    return p


def _vacant(before: Partnership, after: Partnership, org_id: OrgId) -> Iterator[Event]:
    for role in (Role.LEAD, Role.ALTERNATE):
        if before.holders(role, org_id) and not after.holders(role, org_id):
            contact = acting(after, org_id)
            yield PositionVacant(org_id=org_id, role=role, acting=contact.person_id if contact else None)


def _cause(before: Partnership, after: Partnership, org_id: OrgId) -> LeadershipCause | None:
    """What has happened to the lead of this side, if anything has."""
    led, leads = before.holders(Role.LEAD, org_id), after.holders(Role.LEAD, org_id)
    if {q.person_id for q in led} - {q.person_id for q in leads}:
        return LeadershipCause.ELECTION if leads else LeadershipCause.VACANCY
    leaves = bool(heads(before, org_id)) and not heads(after, org_id)
    return LeadershipCause.LEAVING if leaves else None


def _opened(
    before: Partnership, after: Partnership, c: Circumstances, org_id: OrgId, cause: LeadershipCause
) -> Iterator[Event]:
    contact, led = acting(after, org_id), before.holders(Role.LEAD, org_id)
    yield LeadershipChangeOpened(
        org_id=org_id,
        cause=cause,
        person_id=led[0].person_id if led else None,
        acting=contact.person_id if contact else None,
        items=HANDED_OVER,
    )
    until = c.now + c.policy.days(c.policy.grace_days)
    yield PatienceGranted(org_id=org_id, until=until, reason=PatienceReason.LEADERSHIP_CHANGE)


def _settled(p: Partnership, change: LeadershipChange) -> bool:
    """The lead is back, as if nothing had been; or a lead is in post, has met the others and stands by the goals."""
    there = {q.person_id for q in heads(p, change.org_id)}
    if change.cause is not LeadershipCause.SILENCE and change.person_id in there:
        return True
    stands_by = change.goals in {GoalsOutcome.KEPT, GoalsOutcome.CHANGED}
    return bool(there) and not change.items and change.met and stands_by


class ReportSilenceOfLead(Command):
    """Tell, without any blame, that the lead of a side has not been heard of for too long."""

    kind: Literal["report_silence_of_lead"] = "report_silence_of_lead"
    org_id: OrgId
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By anybody but the lead; the lead stays in post, and somebody else is the contact meanwhile."""
        if p.party(self.org_id) is None:
            raise UnknownParty(org=self.org_id)
        leads = p.holders(Role.LEAD, self.org_id)
        if not leads:
            raise UnknownItem(what="lead of", item=self.org_id)
        if c.speaker.actor.person_id in {q.person_id for q in leads}:
            raise NotSilent
        if p.leadership.change(self.org_id):
            raise AlreadyDone(what="Opening a leadership change for this side")
        missed = LeadMissed(org_id=self.org_id, by_org=c.speaker.side, note=self.note)
        yield from unfolding(p, c, self.org_id, missed, cause=LeadershipCause.SILENCE)


class LeadMissed(Event):
    """Somebody has told that a lead has not been heard of; it is no reproach."""

    type: Literal["leadership.missed"] = "leadership.missed"
    org_id: OrgId
    by_org: OrgId
    note: Text | None = None


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without what was open for a side that has gone."""
    return p.but(leadership=p.leadership.without(org_id))


def change_of(p: Partnership, org_id: OrgId) -> LeadershipChange:
    """The open change of a side; refused, where there is none."""
    change = p.leadership.change(org_id)
    if change is None:
        raise UnknownItem(what="leadership change of", item=org_id)
    return change


@guard
def a_leadership_change_is_open(p: Partnership, c: Circumstances) -> Facts:
    """the leadership of a side must be changing."""
    return holds(bool(p.leadership.changes))
