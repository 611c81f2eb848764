"""Who may know what somebody has confided: chosen by the raiser alone, person by person, and never assumed."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from domain.message import Actor, ActorKind
from domain.partnership import Partnership
from domain.slices.concerns import EVERYBODY, Concern, Confidant
from domain.values import OrgId, PersonId, Role, Value, Visibility


class Disclosure(StrEnum):
    """To whom a concern is told."""

    FACILITATOR = "facilitator"
    OWN_LEAD = "own_lead"
    OTHER_LEAD = "other_lead"
    SPONSORS = "sponsors"
    OWN_SIDE = "own_side"
    BOTH = "both"


class Confided(Value):
    """What only its readers may see."""

    readers: tuple[Confidant, ...] = ()
    """Who may read it; the first one has the say over it."""

    @property
    def visibility(self) -> Visibility:
        """For the named alone, unless everybody is among them."""
        return Visibility.BOTH if EVERYBODY in self.readers else Visibility.NAMED


def is_one_of(confidants: Iterable[Confidant], actor: Actor, p: Partnership) -> bool:
    """Whether an actor is among these people."""
    return any(_is(confidant, actor, p) for confidant in confidants)


def _is(confidant: Confidant, actor: Actor, p: Partnership) -> bool:
    """A neutral person who speaks for a party is not neutral; a service is nobody's confidant."""
    if confidant == EVERYBODY:
        return True
    if actor.kind is not ActorKind.PERSON or confidant.person_id not in {None, actor.person_id}:
        return False
    return p.party(actor.org_id) is None if confidant.org_id is None else actor.org_id == confidant.org_id


def present(told: Iterable[Confidant], p: Partnership) -> tuple[Confidant, ...]:
    """Those who still are what they were when they were told: whoever has left their post hears nothing more."""
    return tuple(c for c in told if c.person_id is None or _has_a_role(c, p))


def _has_a_role(confidant: Confidant, p: Partnership) -> bool:
    """On the side where they were told; of those who belong to no side, it was the facilitator who was told."""
    person = p.person(confidant.person_id) if confidant.person_id else None
    if person is None or person.org_id != confidant.org_id:
        return False
    return person.org_id is not None or person.role is Role.FACILITATOR


def is_raiser(actor: Actor, concern: Concern, p: Partnership) -> bool:
    """Whether an actor is the one who raised it."""
    return is_one_of((concern.raiser,), actor, p)


def told_to(actor: Actor, concern: Concern, p: Partnership) -> bool:
    """Whether the raiser has told an actor of it."""
    return is_one_of(present(concern.told, p), actor, p)


def known_to(actor: Actor, concern: Concern, p: Partnership) -> bool:
    """Whether an actor may know that there is such a concern."""
    return is_raiser(actor, concern, p) or told_to(actor, concern, p)


def listeners(readers: tuple[Confidant, ...]) -> tuple[PersonId, ...]:
    """Whose turn it is to hear something confided: those who were told in person, or else the raiser, who is first."""
    named = tuple(c.person_id for c in readers[1:] if c.person_id)
    return named or tuple(c.person_id for c in readers[:1] if c.person_id)


def neutral(told: Iterable[Confidant]) -> tuple[Confidant, ...]:
    """Those among them who belong to no side."""
    return tuple(c for c in told if c.person_id is not None and c.org_id is None)


def people(to: Disclosure, p: Partnership, raiser: Confidant) -> tuple[Confidant, ...]:
    """Whom a disclosure reaches today, the raiser apart; nobody where a post is vacant."""
    if to is Disclosure.BOTH:
        return (EVERYBODY,)
    if to is Disclosure.OWN_SIDE:
        return (Confidant(org_id=raiser.org_id),)
    found = (
        Confidant(person_id=q.person_id, org_id=q.org_id) for q in p.people if _meant(to, q.role, q.org_id, raiser)
    )
    return tuple(c for c in found if c != raiser)


def _meant(to: Disclosure, role: Role, org_id: OrgId | None, raiser: Confidant) -> bool:
    match to:
        case Disclosure.FACILITATOR:
            return role is Role.FACILITATOR
        case Disclosure.OWN_LEAD:
            return role is Role.LEAD and org_id == raiser.org_id
        case Disclosure.OTHER_LEAD:
            return role is Role.LEAD and org_id != raiser.org_id
        case _:
            return role is Role.SPONSOR


def known_concerns(actor: Actor, p: Partnership) -> Iterator[Concern]:
    """The open concerns that a person knows of, their own first; a service has no part in any."""
    of_interest = [x for x in p.concerns if not x.settled and actor.kind is ActorKind.PERSON]
    yield from (x for x in of_interest if is_raiser(actor, x, p))
    yield from (x for x in of_interest if not is_raiser(actor, x, p) and told_to(actor, x, p))
