"""Commands ask, events have happened; voices speak, under circumstances."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domain.partnership import Clock, Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import NotYourSide
from domain.stages import Stage
from domain.values import BINDING_ROLES, Instant, OrgId, PersonId, Role, Value, Visibility


class ActorKind(StrEnum):
    """Who acts: a person, a service on behalf of an organisation, or the passing of time."""

    PERSON = "person"
    SERVICE = "service"
    CLOCK = "clock"


class Actor(Value):
    """Who sent a command, as the door has verified it."""

    person_id: PersonId
    kind: ActorKind = ActorKind.PERSON
    org_id: OrgId | None = None
    """The organisation for which the actor speaks; none for a facilitator, a staff member of no side, or the clock."""


CLOCK = Actor(person_id=PersonId("clock"), kind=ActorKind.CLOCK)


@dataclass(frozen=True)
class Voice:
    """An actor as this partnership knows it: which side, which role, which mandate."""

    actor: Actor
    org_id: OrgId | None
    role: Role | None
    safeguarding: bool

    @classmethod
    def of(cls, actor: Actor, partnership: Partnership) -> "Voice":
        """How this partnership hears an actor: a role counts only on the side for which the actor speaks."""
        person = partnership.person(actor.person_id) if actor.kind is ActorKind.PERSON else None
        if person is not None and person.org_id not in {None, actor.org_id}:
            person = None
        party = partnership.party(actor.org_id)
        return cls(
            actor=actor,
            org_id=party.org_id if party else None,
            role=person.role if person else None,
            safeguarding=bool(person and person.safeguarding),
        )

    @property
    def binds(self) -> bool:
        """Whether this voice can bind its party."""
        return self.org_id is not None and self.role in BINDING_ROLES

    @property
    def side(self) -> OrgId:
        """The party for which this voice speaks; only asked where the table has admitted parties alone."""
        if self.org_id is None:
            raise LookupError("this voice speaks for no party")
        return self.org_id

    def must_be(self, owner: OrgId) -> None:
        """Refuse, unless this voice speaks for the owner."""
        if self.org_id != owner:
            raise NotYourSide(owner=owner)


@dataclass(frozen=True)
class Circumstances:
    """What `decide` needs besides state and command: the time, the policy, who speaks, and the linked partnership."""

    now: Instant
    policy: LifecyclePolicy
    voice: Voice | None = None
    predecessor: Stage | None = None
    """The stage of the partnership that a proposal names as its predecessor."""

    @property
    def speaker(self) -> Voice:
        """Who speaks; only asked while a command is being decided."""
        if self.voice is None:
            raise LookupError("nobody speaks")
        return self.voice


class ClockChange(Value):
    """A clock that an event starts, moves, or (with no clock) stops."""

    rule: str
    about: str = ""
    clock: Clock | None = None


class Event(Value):
    """Something that has happened. Subclasses name it in the past tense and know what it changes in the state."""

    visibility: ClassVar[Visibility] = Visibility.BOTH
    type: str
    schema_version: int = 1
    clocks: tuple[ClockChange, ...] = ()
    """The absolute deadlines that this event sets, so that folding needs no policy."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The state after this event; by default only the record grows."""
        return p


class Command(Value):
    """Something that somebody wants done. Subclasses are imperative; what the table cannot check, they check."""

    kind: str

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The events that this command brings about; raises a `Refusal`."""
        raise LookupError(f"{self.kind} has no decision")


def moved(p: Partnership, changes: Iterable[ClockChange]) -> Partnership:
    """The state with clocks started, moved and stopped."""
    clocks = {clock.key: clock for clock in p.clocks}
    for change in changes:
        if change.clock is None:
            clocks.pop((change.rule, change.about), None)
        else:
            clocks[change.rule, change.about] = change.clock
    return p.but(clocks=tuple(clocks[key] for key in sorted(clocks)))


def folded(p: Partnership, events: Iterable[Event], at: Instant) -> Iterator[Partnership]:
    """The states after each event in turn."""
    for event in events:
        p = moved(event.apply(p, at), event.clocks)
        yield p
