"""Contact between the parties: what was held, with whom, formal or not; and what one of them says did not happen."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, NamedTuple

from pydantic import Field

from domain.clocks import EARLIEST, Anchor, Anchors
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, NotInThePast, NotTwoWay, NotYourSide, PartyMissing, UnknownItem, UnknownParty
from domain.slices.contact import NAMED, Contact, ContactLog
from domain.slices.parties import Party
from domain.stages import Stage
from domain.values import Instant, Line, OrgId, PersonId, Slug, Text


class ContactWay(StrEnum):
    """In which way people met; a suggestion for the next time as well."""

    VISIT = "visit"
    CALL = "call"
    MEAL = "meal"
    MEETING = "meeting"
    WORKSHOP = "workshop"
    SHARED_WORK = "shared_work"
    STORY = "story"
    CELEBRATION = "celebration"
    OTHER = "other"


class ContactHeld(Event):
    """Two or more parties were in contact."""

    type: Literal["contact.held"] = "contact.held"
    held_at: Instant
    formal: bool
    orgs: tuple[OrgId, ...]
    topics: tuple[Line, ...] = ()
    initiated_by: OrgId | None = None
    note: Text | None = None
    way: ContactWay | None = None
    people: tuple[PersonId, ...] = ()
    ideas: tuple[Slug, ...] = ()
    told_by: PersonId | None = None
    """Who told of it; None in contacts from before there was a log, which they do not enter."""
    by_org: OrgId | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One contact more; contacts may be told late and out of order."""
        log = _log(p)
        met = p.but(
            contacts=p.contacts + 1,
            first_contact_at=min(p.first_contact_at or self.held_at, self.held_at),
            last_contact_at=max(p.last_contact_at or self.held_at, self.held_at),
        )
        return met.but(contact_log=log.with_one_more(self._entry(p))) if self.told_by else met

    def _entry(self, p: Partnership) -> Contact:
        present = [person for name in self.people if (person := p.person(name))]
        return Contact(
            number=p.version + 1,
            held_at=self.held_at,
            sides={org: tuple(q.person_id for q in present if q.org_id == org)[:NAMED] for org in self.orgs},
            initiated_by=self.initiated_by,
            by_org=self.by_org,
        )


class RecordContact(Command):
    """Tell of a contact between parties; a coffee counts as much as a meeting."""

    kind: Literal["record_contact"] = "record_contact"
    held_at: Instant
    orgs: tuple[OrgId, ...] = Field(min_length=2, max_length=20)
    formal: bool = False
    topics: tuple[Line, ...] = Field(default=(), max_length=20)
    initiated_by: OrgId | None = None
    note: Text | None = None
    way: ContactWay | None = None
    """In which way you met: a visit, a meal, shared work, a story told."""
    people: tuple[PersonId, ...] = Field(default=(), max_length=40)
    """Who was there, of those with a role here."""
    ideas: tuple[Slug, ...] = Field(default=(), max_length=20)
    """Entries of the register that came up."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Between parties, and already held."""
        for org in (*self.orgs, *((self.initiated_by,) if self.initiated_by else ())):
            if p.party(org) is None:
                raise UnknownParty(org=org)
        if len(set(self.orgs)) < 2:  # noqa: PLR2004 - nobody is in contact alone
            raise NotTwoWay
        if self.held_at > c.now:
            raise NotInThePast(what="the time at which you met")
        for name in self.people:
            self._must_belong(p, name)
        told_by, by_org = c.speaker.actor.person_id, c.speaker.org_id
        yield ContactHeld(told_by=told_by, by_org=by_org, **self.model_dump(exclude={"kind"}))

    def _must_belong(self, p: Partnership, name: PersonId) -> None:
        person = p.person(name)
        if person is None:
            raise UnknownItem(what="person", item=name)
        if person.org_id is not None and person.org_id not in self.orgs:
            raise PartyMissing(org=person.org_id)


class ContactDisputed(Event):
    """A party says that a contact did not happen as it was told; until it confirms it, it does not count."""

    type: Literal["contact.disputed"] = "contact.disputed"
    number: int
    by_org: OrgId
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One contact less."""
        return _judged(p, p.contact_log.contested(self.number, self.by_org), p.contacts - 1)


class DisputeContact(Command):
    """Say that a contact told of in your name did not happen, or take back one that you told by mistake."""

    kind: Literal["dispute_contact"] = "dispute_contact"
    number: int
    """The number of its event."""
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By a party that is said to have taken part."""
        contact = _logged(p, self.number)
        if c.speaker.side not in contact.sides:
            raise NotYourSide(owner=", ".join(contact.sides))
        if not contact.counts:
            raise AlreadyDone(what="Contesting this contact")
        yield ContactDisputed(number=self.number, by_org=c.speaker.side, reason=self.reason)


class ContactConfirmed(Event):
    """The party that contested a contact says that it did happen."""

    type: Literal["contact.confirmed"] = "contact.confirmed"
    number: int
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It counts again."""
        return _judged(p, p.contact_log.contested(self.number, None), p.contacts + 1)


class ConfirmContact(Command):
    """Say that a contact which you contested did happen after all."""

    kind: Literal["confirm_contact"] = "confirm_contact"
    number: int

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By the party that contested it."""
        contact = _logged(p, self.number)
        if contact.disputed_by is None:
            raise AlreadyDone(what="Confirming this contact")
        c.speaker.must_be(contact.disputed_by)
        yield ContactConfirmed(number=self.number, by_org=c.speaker.side)


def _logged(p: Partnership, number: int) -> Contact:
    contact = p.contact_log.find(number)
    if contact is None:
        raise UnknownItem(what="contact", item=number)
    return contact


def _judged(p: Partnership, log: ContactLog, contacts: int) -> Partnership:
    """The same with other contacts counted."""
    return p.but(contacts=contacts, contact_log=log, first_contact_at=log.first_at, last_contact_at=log.last_at)


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without a party that has left; that there was contact stays known."""
    return p.but(contact_log=p.contact_log.without(org_id))


class LastMet(NamedTuple):
    """The last contact of the party that has been without one for the longest time."""

    at: Instant | None = None
    """None where a party has never met another."""
    event: int | None = None
    of: tuple[Party, ...] = ()
    """Whose it was; nobody in particular where it was everybody's."""


def last_met(p: Partnership) -> LastMet:
    """When all were last in touch: where two of three meet, the third one is not forgotten."""
    log = _log(p)
    seen = [(party, _last(log, party.org_id)) for party in p.parties]
    at, event = min((met for _, met in seen), key=_when_and_which, default=(None, None))
    of = tuple(party for party, met in seen if met[0] == at)
    return LastMet(at, event, of if len(of) < len(seen) else ())


def _when_and_which(met: tuple[Instant | None, int | None]) -> tuple[Instant, int]:
    """Of contacts at one moment the one told first is cited, whoever had it."""
    at, event = met
    return at or EARLIEST, event or 0


def _last(log: ContactLog, org_id: OrgId) -> tuple[Instant | None, int | None]:
    last, older = log.last_with(org_id), log.older_with(org_id)
    return (last.held_at, last.number) if last and last.held_at >= (older or EARLIEST) else (older, None)


def acquaintance(p: Partnership, org_id: OrgId, mine: OrgId | None) -> tuple[Instant, ...]:
    """When a party has met others, as far as it counts for a side that asks to go on.

    What was before the proposal counts where another side has told of it: whoever goes on then says so too, and nobody
    gets to know each other by telling alone. Contacts that are not remembered one by one count for whoever was in one
    of them.
    """
    log, begun = _log(p), p.proposed_at or EARLIEST
    theirs = (c for c in log.counted if org_id in c.sides)
    held = [c.held_at for c in theirs if c.held_at >= begun or (mine and c.by_org not in {None, mine})]
    older = log.older_with(org_id)
    if older and older >= begun:
        held += [max(log.earliest or older, begun), *[older] * (p.contacts - len(log.counted) - 1)]
    return tuple(held)


def _log(p: Partnership) -> ContactLog:
    """What is remembered; of contacts from before there was a log, their dates."""
    log = p.contact_log
    return log if log.entries else log.but(earliest=p.first_contact_at, latest=p.last_contact_at)


def quiet_since(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    """From when silence counts: the last contact of each party, or the day on which work began or all decided to go
    on with it.
    """
    if p.stage in {Stage.ACTIVE, Stage.DECIDING_FUTURE} and p.agreement and p.active_since:
        together = p.stage_since if p.stage is Stage.ACTIVE else None
        met = last_met(p)
        since = max(at for at in (p.active_since, met.at, together) if at)
        told = met.event if met.at == since else None
        yield Anchor(since, unit=p.agreement.terms.contact_interval_days, event=told)


ANCHORS: dict[str, Anchors] = {"contact": quiet_since}
