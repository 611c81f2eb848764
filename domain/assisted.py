"""Assisted acceptance: a yes given by phone or in person, recorded by another party, and open to objection."""

from collections.abc import Iterable, Iterator
from typing import Literal

from domain import agreement, objecting
from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, NotAssisted, UnknownItem, UnknownParty
from domain.slices.agreement import Acceptance
from domain.values import Instant, OrgId, Text


class RecordAssistedAcceptance(Command):
    """Record that another party said yes by phone or in person; it is told, and may object for some days."""

    kind: Literal["record_assisted_acceptance"] = "record_assisted_acceptance"
    org_id: OrgId
    version: int
    hash: str
    evidence: Text
    """When, where and to whom the yes was given."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """It counts only after the objection window."""
        party = p.party(self.org_id)
        if party is None:
            raise UnknownParty(org=self.org_id)
        if self.org_id == c.speaker.org_id:
            raise NotAssisted
        offer = agreement.offered(p, self.version, self.hash)
        if any(a.org_id == self.org_id for a in offer.acceptances):
            raise AlreadyDone(what="Accepting this version")
        yield agreement.AgreementAccepted(
            org_id=self.org_id,
            version=self.version,
            hash=self.hash,
            method="assisted",
            evidence=self.evidence,
            stands_from=c.now + objecting.window(c),
        )


class AcceptancePostponed(Event):
    """An assisted acceptance counts later, for its party was told late, or not at all as far as is known."""

    type: Literal["agreement.acceptance_postponed"] = "agreement.acceptance_postponed"
    org_id: OrgId
    stands_from: Instant
    reached: bool

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits on."""
        return _accepted(p, self.org_id, stands_from=self.stands_from, unheard=not self.reached)


class AcceptanceTold(Event):
    """Somebody has told a party of the acceptance recorded in its name; from then on it may object for days."""

    type: Literal["agreement.acceptance_told"] = "agreement.acceptance_told"
    org_id: OrgId
    told: Text
    stands_from: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The time for objecting runs anew."""
        return _accepted(p, self.org_id, stands_from=self.stands_from, unheard=False, told=True)


class TellAcceptance(Command):
    """Say when and how you told a party of the acceptance recorded in its name; it may object for days from now."""

    kind: Literal["tell_acceptance"] = "tell_acceptance"
    org_id: OrgId
    told: Text
    """When, where and whom."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once is enough."""
        acceptance = _must_be_recorded(p, self.org_id)
        if acceptance.told:
            raise AlreadyDone(what="Telling them")
        yield AcceptanceTold(org_id=self.org_id, told=self.told, stands_from=c.now + objecting.window(c))


def _recorded(p: Partnership, org_id: str) -> Acceptance | None:
    """What was recorded in the name of a party, as long as it has not said anything itself."""
    acceptances = p.offer.acceptances if p.offer else ()
    return next((a for a in acceptances if a.org_id == org_id and a.assisted), None)


def _must_be_recorded(p: Partnership, org_id: OrgId) -> Acceptance:
    acceptance = _recorded(p, org_id)
    if acceptance is None:
        raise UnknownItem(what="assisted acceptance of", item=org_id)
    return acceptance


def _accepted(p: Partnership, org_id: OrgId, **changes: object) -> Partnership:
    if p.offer is None:
        return p
    acceptances = tuple(a.but(**changes) if a.org_id == org_id else a for a in p.offer.acceptances)
    return p.but(offer=p.offer.but(acceptances=acceptances))


class AcceptanceObjected(Event):
    """A party says that the acceptance recorded in its name was not its word."""

    type: Literal["agreement.objected"] = "agreement.objected"
    org_id: OrgId
    ground: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The acceptance is gone."""
        if p.offer is None:
            return p
        kept = tuple(a for a in p.offer.acceptances if a.org_id != self.org_id)
        return p.but(offer=p.offer.but(acceptances=kept))


class ObjectToAcceptance(Command):
    """Say that an acceptance recorded for your party was not your word."""

    kind: Literal["object_to_acceptance"] = "object_to_acceptance"
    ground: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only an assisted acceptance can be objected to."""
        acceptance = _must_be_recorded(p, c.speaker.side)
        yield AcceptanceObjected(org_id=acceptance.org_id, ground=self.ground)


def _objections(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    offer = agreement.answerable(p)
    for acceptance in offer.acceptances if offer else ():
        if acceptance.assisted:
            yield Anchor(acceptance.stands_from, acceptance.org_id)


def task(org_id: OrgId) -> str:
    """The key of the task by which a party hears of the acceptance recorded in its name."""
    return f"object_to_acceptance/{org_id}/{org_id}"


def waiting_for_telling(p: Partnership, now: Instant) -> Iterator[str]:
    """The tasks of those acceptances of which it matters now whether their parties were told."""
    for acceptance in p.offer.acceptances if p.offer else ():
        if acceptance.assisted and not acceptance.told and acceptance.stands_from <= now:
            yield task(acceptance.org_id)


def _stands(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    """The time for objecting is over, unless they were told late or not at all."""
    acceptance = _recorded(p, raised.about)
    if acceptance is None:  # the version has lapsed at this very moment
        return
    key = task(acceptance.org_id)
    until = acceptance.stands_from
    later = until if acceptance.told else objecting.stands_from(c, key, until, acceptance.since)
    if later > c.now:
        yield AcceptancePostponed(org_id=acceptance.org_id, stands_from=later, reached=objecting.reached(c, key))


ANCHORS: dict[str, Anchors] = {"objection": _objections}

CONSEQUENCES: dict[str, Consequence] = {"objection": _stands}
