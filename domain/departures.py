"""Somebody leaves: all that they do in partnerships, as submissions that announce it and name who comes after them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from pydantic import Field

from domain.calendar import Day
from domain.catalogue import AnyCommand
from domain.leaving import AnnounceLeaving
from domain.lifecycle import decide
from domain.message import Actor, Circumstances, Voice
from domain.partnership import Partnership
from domain.people import AppointPerson, ReleasePerson, directory
from domain.record import Outcome, Submission
from domain.refusals import Refusal
from domain.slices.parties import Person
from domain.values import BINDING_ROLES, SHARED_ROLES, Instant, OrgId, PersonId, Role, Slug, Text, Value


class Leaving(Value):
    """Who leaves what, when, and who comes after them."""

    person_id: PersonId
    last_day: Day
    org_id: OrgId | None = None
    """They leave this organisation alone; otherwise all that the caller may speak for."""
    position_id: Slug | None = None
    """They leave this post alone, and stay."""
    successor: PersonId | None = None
    """Takes over where nobody is named for the post."""
    successors: dict[Slug, PersonId] = Field(default_factory=dict, max_length=100)
    """Who takes over what hangs on a post, by its id."""
    reason: Text | None = None
    """For the record of each partnership; everybody there can read it."""

    def includes(self, org_id: OrgId | None, position_id: str | None) -> bool:
        """Whether something that belongs to a side and hangs on a post is left with it."""
        return self.org_id in {None, org_id} and self.position_id in {None, position_id}

    def over(self, zone: str) -> Instant:
        """The moment at which the last day is over, where they live."""
        midnight = datetime.combine(self.last_day + timedelta(days=1), time.min, ZoneInfo(zone))
        return midnight.astimezone(UTC)

    @property
    def named(self) -> frozenset[PersonId]:
        """Everybody who is to take something over."""
        return frozenset({*self.successors.values(), *([self.successor] if self.successor else [])})

    def heir(self, position_id: str | None) -> PersonId | None:
        """Who comes after them on a post."""
        return self.successors.get(position_id or "") or self.successor


@dataclass(frozen=True)
class Mover:
    """Who moves the duties, and in whose voice."""

    actor: Actor
    staff: bool
    """Staff may tell for any side that somebody leaves; partners speak for themselves."""
    ids: Collection[PersonId] = ()
    """Under which partnerships know them too, since duplicates were merged."""

    def names_for(self, side: OrgId | None) -> bool:
        """Whether they may name people of a side: nobody does that for another party."""
        return side is not None and self.actor.org_id == side

    def voice(self, p: Partnership, side: OrgId | None) -> Actor:
        """Their own voice where it binds that side, else for staff that of the directory."""
        known = _known(p, (self.actor.person_id, *self.ids))
        actor = self.actor.model_copy(update={"person_id": known.person_id}) if known else self.actor
        if not self.staff or (Voice.of(actor, p).binds and actor.org_id == side):
            return actor
        return directory(side or self.actor.org_id)


class Kept(Value):
    """Nobody is appointed in somebody's place."""

    why: str
    """In English; the key of its translations."""
    hands: PersonId | None = None
    """Who takes over their tasks all the same."""


class Part(Value):
    """What is to be done in one partnership."""

    partnership_id: UUID
    title: str
    person: Person
    """Their role as it was found."""
    successor: PersonId | None = None
    kept: str | None = None
    """Why nobody is appointed in their place, in English; the key of its translations."""
    hands: PersonId | None = None
    """Who takes over the tasks that are in their hands; without anybody these go back to their side."""
    actor: Actor
    commands: tuple[AnyCommand, ...]

    def submission(self, departure_id: UUID, now: Instant) -> Submission:
        """The same command id whenever it is sent, so that its first answer stands."""
        return Submission(
            partnership_id=self.partnership_id,
            command_id=uuid5(departure_id, str(self.partnership_id)),
            actor=self.actor,
            commands=self.commands,
            submitted_at=now,
        )


@dataclass(frozen=True)
class Plan:
    """From what somebody does in partnerships to what is to be said there."""

    leaving: Leaving
    mover: Mover
    over: Instant
    """When their last day is over."""
    names: Mapping[PersonId, str]
    """Of those who may come after them."""
    former: Mapping[UUID, Person] = field(default_factory=dict)
    """What they were where they have gone and nobody came after them; whoever is named now still can."""
    ids: Collection[PersonId] = ()
    """Under which partnerships know them too, since duplicates were merged."""

    def parts(self, partnerships: Iterable[Partnership], now: Instant) -> tuple[Part, ...]:
        """One for each partnership in which something is left to do."""
        found = (self._part(p, now) for p in partnerships)
        return tuple(part for part in found if part and part.commands)

    def _part(self, p: Partnership, now: Instant) -> Part | None:
        here = _known(p, (self.leaving.person_id, *self.ids))
        person = here or self.former.get(p.id)
        if p.closed or person is None or not self.leaving.includes(person.org_id, person.position_id):
            return None
        found = self._heir(p, person)
        heir, kept = (None, found) if isinstance(found, Kept) else (found, None)
        speaker = self.mover.voice(p, person.org_id)
        oneself = speaker.person_id == person.person_id
        farewell = self._farewell(here, now, oneself=oneself) if here else ()
        commands = (*farewell, *(_appointed(person, heir, self.names) if heir else ()))
        return Part(
            partnership_id=p.id,
            title=p.title,
            person=person,
            successor=heir,
            kept=kept.why if kept else None,
            hands=kept.hands if kept else heir,
            actor=speaker,
            commands=commands,
        )

    def _farewell(self, person: Person, now: Instant, *, oneself: bool) -> Iterable[AnyCommand]:
        """Everybody may announce their own leaving, also a day late: then time takes the role at once."""
        if self.over <= now and not oneself:
            yield ReleasePerson(person_id=person.person_id, reason=self.leaving.reason)
        elif person.last_day != self.over:
            known_by = self.mover.actor.person_id
            yield AnnounceLeaving(person_id=person.person_id, last_day=self.over, known_by=known_by)

    def _heir(self, p: Partnership, person: Person) -> "PersonId | Kept":
        """Who is appointed in their place, or why nobody is."""
        heir = self.leaving.heir(person.position_id)
        if heir is None:
            return Kept(why="nobody is named to come after them")
        if person.role in SHARED_ROLES:
            return Kept(why="all parties decide together who comes after a neutral person")
        if not self.mover.names_for(person.org_id):
            return Kept(why="only their own side names who comes after them")
        return _hindered(p, person, heir) or heir


def foreseen(p: Partnership, submission: Submission, c: Circumstances) -> Outcome:
    """What would come of a submission, by the domain's own rules; nothing is done."""
    answer = Outcome(command_id=submission.command_id, status="accepted", version=p.version, stage=p.stage)
    try:
        events = decide(p, submission, c)
    except Refusal as refusal:
        return answer.model_copy(update={"status": "refused", "refusal": refusal.report()})
    return answer.model_copy(update={"event_types": tuple(event.type for event in events)})


def _known(p: Partnership, ids: Iterable[PersonId]) -> Person | None:
    """Somebody as a partnership knows them, under the first of their ids that it does."""
    return next(filter(None, map(p.person, ids)), None)


def _appointed(person: Person, heir: PersonId, names: Mapping[PersonId, str]) -> Iterable[AnyCommand]:
    """The same role, post and level; a mandate for safety is personal and does not pass on by itself."""
    yield AppointPerson.model_validate(
        {
            "person_id": heir,
            "name": names.get(heir, heir),
            "role": person.role,
            "position": person.position,
            "position_id": person.position_id,
            "level": person.level,
        }
    )


def _hindered(p: Partnership, person: Person, heir: PersonId) -> Kept | None:
    """Why this heir cannot be appointed, if so."""
    held = p.person(heir)
    if p.person(person.person_id) is None and person.role in BINDING_ROLES and p.holders(person.role, person.org_id):
        return Kept(why="somebody else has taken their place already")
    if held is None or (held.org_id == person.org_id and _rises(held.role, person.role)):
        return None
    if held.org_id != person.org_id:
        return Kept(why="whoever should come after them has a role outside of this side")
    return Kept(why="whoever should come after them has a role here already, and keeps it", hands=heir)


def _rises(held: Role, left: Role) -> bool:
    """Whether taking over takes nothing away from whoever holds a role already."""
    return left is not held and (held is Role.MEMBER or (held is Role.ALTERNATE and left is Role.LEAD))
