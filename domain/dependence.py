"""Dependence: how many of the last contacts rested on one pair of people, measured and never guessed."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from itertools import combinations
from typing import Literal

from domain.message import Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.slices.contact import Contact
from domain.values import Instant, OrgId, PersonId, Value

TELLING_DAYS = 730
"""Older contacts say nothing about today."""

Pair = tuple[PersonId, PersonId]


class Footing(StrEnum):
    """On how many people a partnership stands, in a word."""

    UNKNOWN = "unknown"
    """Too few contacts tell who was there; unknown is never good."""
    SPREAD = "spread"
    ONE_PAIR = "one_pair"


class Dependence(Value):
    """What the contact log says."""

    pair: Pair | None = None
    """The two people who most often met with nobody else of their sides."""
    share: float = 0.0
    """Which part of the contacts rested on them."""
    contacts: int = 0
    """Contacts of which it is known who was there on both sides."""

    def footing(self, policy: LifecyclePolicy) -> Footing:
        """The measure in a word."""
        if self.contacts < policy.dependence_contacts:
            return Footing.UNKNOWN
        return Footing.ONE_PAIR if self.share >= policy.dependence_share else Footing.SPREAD


def dependence(p: Partnership, now: Instant, enough: int = 5) -> Dependence:
    """How much rests on one pair; among more than two parties, between those two where it rests most on one."""
    measures = (_between(one, other, p.contact_log.counted, now) for one, other in combinations(p.orgs, 2))
    return max(
        measures, key=lambda found: (found.contacts >= enough, found.share, found.contacts), default=Dependence()
    )


def _between(one: OrgId, other: OrgId, log: Iterable[Contact], now: Instant) -> Dependence:
    lately = [contact for contact in log if now - contact.held_at <= timedelta(days=TELLING_DAYS)]
    known = [contact for contact in lately if contact.sides.get(one) and contact.sides.get(other)]
    alone = Counter(pair for contact in known for pair in _alone(contact, one, other))
    if not alone:
        return Dependence(contacts=len(known))
    pair, times = alone.most_common(1)[0]
    return Dependence(pair=pair, share=times / len(known), contacts=len(known))


def _alone(contact: Contact, one: OrgId, other: OrgId) -> Iterator[Pair]:
    """The pair on whom a contact rested: nobody else of either side was there."""
    here, there = contact.sides[one], contact.sides[other]
    if len(here) == len(there) == 1:
        yield here[0], there[0]


def who_has_met(p: Partnership, since: Instant) -> set[PersonId]:
    """People who still have a role here and have lately met somebody of another side."""
    lately = [contact for contact in p.contact_log.counted if contact.held_at >= since]
    met = {name for contact in lately if _both(contact) for side in contact.sides.values() for name in side}
    return {name for name in met if p.person(name)}


def _both(contact: Contact) -> bool:
    return sum(bool(side) for side in contact.sides.values()) > 1


class DependenceMeasured(Event):
    """It was looked at how much rests on one pair of people."""

    type: Literal["dependence.measured"] = "dependence.measured"
    pair: tuple[PersonId, ...] = ()
    share: float
    contacts: int
    footing: Footing


def measured(p: Partnership, now: Instant, policy: LifecyclePolicy) -> DependenceMeasured:
    """The measure of today, for the record."""
    found = dependence(p, now, policy.dependence_contacts)
    return DependenceMeasured(
        pair=found.pair or (), share=found.share, contacts=found.contacts, footing=found.footing(policy)
    )
