"""Who holds which role: people of one's own side, and neutral people by a joint decision."""

from collections.abc import Iterable
from typing import Literal

from domain import (
    amendment,
    assurance,
    availability,
    benefits,
    concerns,
    contact,
    contributions,
    drafting,
    engagement,
    evaluation,
    funding,
    grace,
    leadership,
    measuring,
    minutes,
    operational,
    promises,
    registers,
    relaying,
    review,
    rooting,
)
from domain.agreement import withdrawn
from domain.guards import Facts, guard, holds
from domain.leadership import TOGETHER, leaderless, unfolding
from domain.message import Actor, ActorKind, Circumstances, Command, Event, Voice
from domain.partnership import Partnership
from domain.refusals import NotBinding, OnlyTwoParties, TooMany, UnknownItem, WrongSide
from domain.slices.parties import Person
from domain.stages import Stage
from domain.values import Instant, Level, Line, OrgId, PersonId, Role, Slug, Text

PEOPLE_A_SIDE = 100
"""More are a list of members, which a side keeps for itself."""

DIRECTORY = PersonId("directory")
"""Speaks for an organisation about who holds which post, once staff have told so; who that was, the departure keeps."""


def directory(org_id: OrgId | None) -> Actor:
    """The voice of the directory for one side."""
    return Actor(person_id=DIRECTORY, kind=ActorKind.SERVICE, org_id=org_id)


def _gives_mandates(voice: Voice) -> bool:
    return voice.binds or voice.actor == directory(voice.org_id)


class PersonAppointed(Event):
    """Somebody has a role from now on."""

    type: Literal["person.appointed"] = "person.appointed"
    person_id: PersonId
    name: Line
    role: Role
    org_id: OrgId | None = None
    position: Line | None = None
    position_id: Slug | None = None
    level: Level | None = None
    safeguarding: bool = False
    last_day: Instant | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One role a person; a new appointment replaces the old one, and whoever leads now is yet to be met."""
        others = (q for q in p.people if q.person_id != self.person_id)
        known = p.person(self.person_id)
        filled = p.leadership.filled(self.org_id, self.role)
        if self.org_id and self.role is Role.LEAD and not (known and known.role is Role.LEAD):
            filled = filled.changed(self.org_id, met=False, goals=None, questioned_at=None)
        appointed = Person(**self.model_dump(include=set(Person.model_fields)))
        return p.but(people=(*others, appointed), leadership=filled)


class AppointPerson(Command):
    """Give somebody a role on your own side."""

    kind: Literal["appoint_person"] = "appoint_person"
    person_id: PersonId
    name: Line
    role: Literal[Role.LEAD, Role.ALTERNATE, Role.SPONSOR, Role.MEMBER]
    position: Line | None = None
    position_id: Slug | None = None
    """The post of the directory on which the role hangs, so that it goes with the post."""
    level: Level | None = None
    safeguarding: bool = False
    """Gives a mandate for the safety and legal path; only who can bind the side gives one."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The appointment, on the speaker's side; nobody is taken over from another side."""
        held = p.person(self.person_id)
        if held is not None and held.org_id != c.speaker.side:
            raise WrongSide(person=self.person_id, side=held.org_id or "neutral")
        side = c.speaker.side
        if self.safeguarding and not (held and held.safeguarding) and not _gives_mandates(c.speaker):
            raise NotBinding
        if held is None and sum(q.org_id == side for q in p.people) >= PEOPLE_A_SIDE:
            raise TooMany(what="People on one side", limit=PEOPLE_A_SIDE)
        appointed = PersonAppointed(org_id=side, **self.model_dump(exclude={"kind"}))
        yield from unfolding(p, c, side, appointed, *self._stepping_back(p, side))

    def _stepping_back(self, p: Partnership, side: OrgId) -> Iterable[Event]:
        """A side has one lead: whoever led before stays with it as a member, to hand over what they know."""
        if self.role is Role.LEAD and p.stage in TOGETHER:
            for former in p.holders(Role.LEAD, side):
                if former.person_id != self.person_id:
                    yield PersonAppointed(**former.but(role=Role.MEMBER).model_dump())


class AppointNeutral(Command):
    """Agree together on a facilitator or an observer who belongs to no side."""

    kind: Literal["appoint_neutral"] = "appoint_neutral"
    person_id: PersonId
    name: Line
    role: Literal[Role.FACILITATOR, Role.OBSERVER]
    safeguarding: bool = False

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The appointment, once every party has agreed."""
        held = p.person(self.person_id)
        if held is not None and held.org_id is not None:
            raise WrongSide(person=self.person_id, side=held.org_id)
        yield PersonAppointed(**self.model_dump(exclude={"kind"}))


class PersonReleased(Event):
    """Somebody has no role any more."""

    type: Literal["person.released"] = "person.released"
    person_id: PersonId
    org_id: OrgId | None = None
    reason: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The role is vacant."""
        return p.but(people=tuple(q for q in p.people if q.person_id != self.person_id))


class ReleasePerson(Command):
    """Take a role away on your own side, because somebody leaves or changes post; or from a neutral person."""

    kind: Literal["release_person"] = "release_person"
    person_id: PersonId
    reason: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The release of one's own; or of a neutral person, who needs the trust of every side."""
        person = p.person(self.person_id)
        if person is None:
            raise UnknownItem(what="person", item=self.person_id)
        if person.org_id is not None:
            c.speaker.must_be(person.org_id)
        yield from released(p, c, person, self.reason)


def released(p: Partnership, c: Circumstances, person: Person, reason: str | None = None) -> Iterable[Event]:
    """Somebody goes, and what that means for the leadership of a side."""
    gone = PersonReleased(person_id=person.person_id, org_id=person.org_id, reason=reason)
    yield from unfolding(p, c, person.org_id, gone) if person.org_id else (gone,)


class PartyLeft(Event):
    """One of three or more parties has gone, and the rest continue."""

    type: Literal["party.left"] = "party.left"
    org_id: OrgId
    reason: Text
    obligations: tuple[str, ...] = ()
    """What this party still owed; it stays on record."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One party less; what was being decided by all is to be proposed anew."""
        mine = {self.org_id}
        p = p.but(
            parties=tuple(q for q in p.parties if q.org_id not in mine),
            people=tuple(q for q in p.people if q.org_id not in mine),
            commitments=tuple(q for q in p.commitments if not {q.by_org, q.to_org} & mine),
            ending=p.ending.without(self.org_id),
            blockers=tuple(q for q in p.blockers if q.raised_by not in mine),
            decisions=(),
        )
        for left in (
            drafting.left,
            evaluation.left,
            review.left,
            amendment.left,
            operational.left,
            measuring.left,
            promises.left,
            contributions.left,
            benefits.left,
            funding.left,
            registers.left,
            minutes.left,
            availability.left,
            leadership.left,
            grace.left,
            assurance.left,
            concerns.left,
            rooting.left,
            relaying.left,
            contact.left,
            engagement.left,
        ):
            p = left(p, self.org_id)
        return p


class LeavePartnership(Command):
    """Leave, while the others continue: possible with three or more parties."""

    kind: Literal["leave_partnership"] = "leave_partnership"
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The party's own decision; what it still owed is listed, and a version that names it is taken back."""
        side = c.speaker.side
        if len(p.parties) < 3:  # noqa: PLR2004 - two must remain
            raise OnlyTwoParties
        promised = (q.commitment_id for q in p.commitments if q.by_org == side)
        prepared = (i.item_id for i in p.ending.items if i.owner_org == side)
        yield from withdrawn(p, "a party has left", side)
        yield from operational.offers_withdrawn(p, "a party has left", side)
        yield PartyLeft(org_id=side, reason=self.reason, obligations=(*promised, *prepared))


@guard
def names_its_own_people(p: Partnership, c: Circumstances) -> Facts:
    """once work together has begun, only the lead, the alternate or the sponsor changes the people of a side."""
    if c.voice is None or p.stage is Stage.PROPOSED or c.voice.org_id is None or leaderless(p, c, c.voice.org_id):
        return None
    return holds(c.voice.binds or c.voice.actor == directory(c.voice.org_id))
