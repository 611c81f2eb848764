"""Leaving a post: announced early, so that there is time to hand over; taken back, if somebody stays after all."""

from collections.abc import Iterable
from typing import Literal

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.leadership import unfolding
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.people import directory, names_its_own_people, released
from domain.policy import LifecyclePolicy
from domain.refusals import GuardsUnmet, NotYourSide, UnknownItem
from domain.slices.parties import Person
from domain.values import Instant, Line, OrgId, PersonId, Role


class PersonLeaving(Event):
    """Somebody will leave, and until when they are there is known."""

    type: Literal["person.leaving"] = "person.leaving"
    person_id: PersonId
    org_id: OrgId | None = None
    role: Role
    last_day: Instant
    known_by: Line | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """They are there until then."""
        return _until(p, self.person_id, self.last_day)


class AnnounceLeaving(Command):
    """Tell early that you or somebody of your side will leave, so that there is time to hand over."""

    kind: Literal["announce_leaving"] = "announce_leaving"
    person_id: PersonId
    last_day: Instant
    known_by: Line | None = None
    """Who knows of it already."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By the person, or by whoever binds their side."""
        person = _theirs(p, c, self.kind, self.person_id)
        leaving = PersonLeaving(
            person_id=person.person_id,
            org_id=person.org_id,
            role=person.role,
            last_day=self.last_day,
            known_by=self.known_by,
        )
        yield from unfolding(p, c, person.org_id, leaving) if person.org_id else (leaving,)


class PersonStaying(Event):
    """Somebody who had announced to leave stays after all."""

    type: Literal["person.staying"] = "person.staying"
    person_id: PersonId
    org_id: OrgId | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """They are there without an end."""
        return _until(p, self.person_id, None)


class StayAfterAll(Command):
    """Tell that somebody who had announced to leave stays after all."""

    kind: Literal["stay_after_all"] = "stay_after_all"
    person_id: PersonId

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By the person, or by whoever binds their side."""
        person = _theirs(p, c, self.kind, self.person_id)
        if person.last_day is None:
            raise UnknownItem(what="leaving of", item=person.name)
        staying = PersonStaying(person_id=person.person_id, org_id=person.org_id)
        yield from unfolding(p, c, person.org_id, staying) if person.org_id else (staying,)


def _theirs(p: Partnership, c: Circumstances, kind: str, person_id: PersonId) -> Person:
    """A person about whom the speaker may say this."""
    person = p.person(person_id)
    if person is None:
        raise UnknownItem(what="person", item=person_id)
    oneself = c.speaker.actor.person_id == person_id and c.speaker.role is person.role
    if person.org_id is None:
        if not oneself and c.speaker.actor != directory(c.speaker.org_id):
            raise NotYourSide(owner=person.name)
        return person
    c.speaker.must_be(person.org_id)
    if not oneself and (missing := names_its_own_people.unmet(p, c)):
        raise GuardsUnmet.because(kind, (missing,))
    return person


def _until(p: Partnership, person_id: PersonId, last_day: Instant | None) -> Partnership:
    return p.but(people=tuple(q.but(last_day=last_day) if q.person_id == person_id else q for q in p.people))


def _last_days(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if not p.closed:
        for person in p.people:
            if person.last_day:
                yield Anchor(person.last_day, person.person_id, owner=person.org_id)


def _gone(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    """A fact that has come with its day: nobody is written to any more at a post that they have left."""
    person = p.person(PersonId(raised.about))
    if person is not None:
        yield from released(p, c, person)


ANCHORS: dict[str, Anchors] = {"last_day": _last_days}
CONSEQUENCES: dict[str, Consequence] = {"last_day": _gone}
