"""Commands ask, events have happened; voices speak, under circumstances."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from operator import not_
from typing import ClassVar

from pydantic import Field

from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import NotYourSide
from domain.slices.clocks import Clock
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
    def is_person(self) -> bool:
        """Whether this is somebody who can feel and answer, and no service."""
        return self.actor.kind is ActorKind.PERSON

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
    policies: Mapping[int, LifecyclePolicy] = field(default_factory=dict)
    """The published policies for a partnership of this kind, by number; none are needed where only one is known."""
    told: Mapping[str, Instant | None] = field(default_factory=dict)
    """By task: when whoever may object was told, none where nothing has reached them; what is not named, at once."""

    @property
    def newest(self) -> int:
        """The policy with which a partnership begins today."""
        return max(self.policies, default=0)

    def policy_of(self, p: Partnership) -> LifecyclePolicy:
        """The policy under which this partnership is now."""
        return self.policies.get(p.policy_version, self.policy)

    def heard(self, voice: Voice, under: LifecyclePolicy) -> "Circumstances":
        """The same for one voice under one policy; `replace` does this too, at three times the cost."""
        return Circumstances(self.now, under, voice, self.predecessor, self.policies, self.told)

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
    private: bool = False
    """Whether the clock is not for everybody's eyes; so is that it has stopped."""


class Event(Value):
    """Something that has happened. Subclasses name it in the past tense and know what it changes in the state."""

    type: str
    schema_version: int = 1
    clocks: tuple[ClockChange, ...] = ()
    """The absolute deadlines that this event sets, so that folding needs no policy."""
    salt: str = Field(default="", exclude_if=not_)
    """Where something is private: chance, so that nobody finds the words by trying until the hash fits."""

    @property
    def visibility(self) -> Visibility:
        """For whose eyes it is: everybody's, unless the event says otherwise."""
        return Visibility.BOTH

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The state after this event; by default only the record grows."""
        return p


class Command(Value):
    """Something that somebody wants done. Subclasses are imperative; what the table cannot check, they check."""

    kind: str
    private: ClassVar[bool] = False
    """Whether it is for nobody's eyes but its sender's, also when it is refused."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The events that this command brings about; raises a `Refusal`."""
        raise LookupError(f"{self.kind} has no decision")


def moved(p: Partnership, changes: tuple[ClockChange, ...]) -> Partnership:
    """The state with clocks started, moved and stopped."""
    if not changes:
        return p
    clocks = {(clock.rule, clock.about): clock for clock in p.clocks}
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
