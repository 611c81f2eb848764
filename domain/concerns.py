"""Concerns: raised by anybody, private unless the raiser says otherwise, heard, told on in the raiser's own words."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Literal

from domain.disclosure import Confided, Disclosure, is_raiser, known_concerns, people, told_to
from domain.guards import Facts, guard, holds
from domain.message import Actor, Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import AlreadyDone, AlreadyExists, NobodyInRole, TooMany, UnknownItem
from domain.slices.concerns import EVERYBODY, Concern, ConcernKind, Confidant, Rung, Severity
from domain.values import Instant, OrgId, PersonId, Slug, Text

OPEN_PER_PERSON = 3
"""Counted for each person alone, so that nobody learns from a limit what weighs on another."""

PRESSING_PER_PERSON = 10
"""What is severe or about safety is heard also where much else is open."""

ASKED_PER_PERSON = 3
"""How many settled concerns of one person wait for the question about retaliation; the answer to it tells of all."""


class OfConcern(Confided):
    """Something that happened to one concern."""

    concern_id: Slug
    raised_by: PersonId

    def put(self, p: Partnership, **changes: object) -> Partnership:
        """The state with this concern changed."""
        key = f"{self.raised_by}/{self.concern_id}"
        return p.but(concerns=tuple(x.but(**changes) if x.key == key else x for x in p.concerns))

    def concern(self, p: Partnership) -> Concern:
        """The concern."""
        return next(x for x in p.concerns if x.key == f"{self.raised_by}/{self.concern_id}")


class ConcernRaised(OfConcern, Event):
    """Something weighs on somebody, who has said so."""

    type: Literal["concern.raised"] = "concern.raised"
    by_org: OrgId
    about: ConcernKind
    severity: Severity
    text: Text
    wishes: Text | None = None
    disclose_to: Disclosure

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open concern more, without its words."""
        raised = Concern(
            concern_id=self.concern_id,
            about=self.about,
            severity=self.severity,
            by_person=self.raised_by,
            by_org=self.by_org,
            event=p.version + 1,
            since=at,
            told=self.readers[1:],
            opened=p.version + 1 if EVERYBODY in self.readers else None,
        )
        return p.but(concerns=(*p.concerns, raised))


class HelpOffered(OfConcern, Event):
    """The raiser alone is told what they may do next; nothing happens unless they want it."""

    type: Literal["concern.help_offered"] = "concern.help_offered"
    because: Literal["nobody_knows", "not_settled"]
    next: Rung | None
    """The next step of the ladder; it is for the raiser to take."""


class RaiseConcern(Command):
    """Say what weighs on you: in private, unless you choose otherwise; a doubt is enough."""

    private: ClassVar[bool] = True
    kind: Literal["raise_concern"] = "raise_concern"
    concern_id: Slug
    about: ConcernKind
    severity: Severity = Severity.LIGHT
    text: Text
    wishes: Text | None = None
    disclose_to: Disclosure = Disclosure.FACILITATOR

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Never refused for want of somebody who hears it; then the raiser is offered help."""
        raiser = _confidant(c)
        mine = [x for x in p.concerns if x.by_person == raiser.person_id]
        if any(x.concern_id == self.concern_id for x in mine):
            raise AlreadyExists(what="concern of yours", item=self.concern_id)
        limit = PRESSING_PER_PERSON if self._presses else OPEN_PER_PERSON
        if sum(not x.settled for x in mine) >= limit:
            raise TooMany(what="Your open concerns", limit=limit)
        told = people(self.disclose_to, p, raiser)
        said = self.model_dump(exclude={"kind"})
        person = c.speaker.actor.person_id
        yield ConcernRaised(raised_by=person, by_org=c.speaker.side, readers=(raiser, *told), **said)
        if not told:
            yield HelpOffered(
                concern_id=self.concern_id,
                raised_by=person,
                readers=(raiser,),
                because="nobody_knows",
                next=Rung.CLARIFICATION,
            )

    @property
    def _presses(self) -> bool:
        return self.severity is Severity.SEVERE or self.about is ConcernKind.SAFETY


class ConcernDisclosed(OfConcern, Event):
    """The raiser has told somebody more, in words chosen for them; what was said before stays where it was said."""

    type: Literal["concern.disclosed"] = "concern.disclosed"
    to: Disclosure
    text: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Known to more people, and thus a reason to ask later whether it did harm."""
        known = self.concern(p)
        told = known.telling(self.readers[1:]).told
        opened = known.opened or (p.version + 1 if EVERYBODY in told else None)
        apart = known.severe_apart and EVERYBODY not in self.readers
        return self.put(p, told=told, opened=opened, severe_apart=apart, since=at, agreed=(), check_from=at)


class DiscloseConcern(Command):
    """Tell somebody more of your concern, in the words that you want them to read; nobody else reads these."""

    private: ClassVar[bool] = True
    kind: Literal["disclose_concern"] = "disclose_concern"
    concern_id: Slug
    to: Disclosure
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The raiser alone, to people who are there."""
        concern = own(p, c, self.concern_id)
        told = people(self.to, p, concern.raiser)
        if not told:
            raise NobodyInRole
        yield ConcernDisclosed(**of(concern), readers=(concern.raiser, *told), to=self.to, text=self.text)


class ConcernAcknowledged(OfConcern, Event):
    """Somebody who was told has said that they have heard it."""

    type: Literal["concern.acknowledged"] = "concern.acknowledged"
    by: PersonId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Heard."""
        return self.put(p, heard_by=(*self.concern(p).heard_by, self.by))


class AcknowledgeConcern(Command):
    """Say to somebody who confided in you that you have heard it and take it seriously."""

    private: ClassVar[bool] = True
    kind: Literal["acknowledge_concern"] = "acknowledge_concern"
    concern_id: Slug
    raised_by: PersonId | None = None
    """Where two people chose the same name: whose concern; otherwise the one raised first."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once each, by those who were told."""
        actor = c.speaker.actor
        concern = known(p, c, self.concern_id, self.raised_by, lambda x: not is_raiser(actor, x, p))
        if actor.person_id in concern.heard_by:
            raise AlreadyDone(what="Acknowledging this concern")
        readers = (concern.raiser, _confidant(c))
        yield ConcernAcknowledged(**of(concern), readers=readers, by=actor.person_id)


class ConcernWithdrawn(OfConcern, Event):
    """The raiser has taken the concern back; nobody asks why."""

    type: Literal["concern.withdrawn"] = "concern.withdrawn"

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; where others knew of it, the raiser is asked later whether it did harm."""
        return settled(self, p, at)


class WithdrawConcern(Command):
    """Take your concern back, at any time and without a reason."""

    private: ClassVar[bool] = True
    kind: Literal["withdraw_concern"] = "withdraw_concern"
    concern_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The raiser alone; those who know of it are told."""
        concern = own(p, c, self.concern_id)
        yield ConcernWithdrawn(**of(concern), readers=(concern.raiser, *concern.told))


def settled(event: OfConcern, p: Partnership, at: Instant) -> Partnership:
    """The state once a concern is resolved or withdrawn: what nobody ever knew of cannot have done harm."""
    concern = event.concern(p)
    waiting = [x.key for x in p.concerns if x.settled and x.by_person == concern.by_person]
    gone = waiting[: -ASKED_PER_PERSON + 1] if concern.told else [concern.key]
    kept = p.but(concerns=tuple(x for x in p.concerns if x.key not in gone))
    return event.put(kept, settled=True, check_from=at, since=at)


def own(p: Partnership, c: Circumstances, concern_id: Slug) -> Concern:
    """The speaker's own open concern of this name."""
    actor = c.speaker.actor
    for concern in known_concerns(actor, p):
        if concern.concern_id == concern_id and is_raiser(actor, concern, p):
            return concern
    raise UnknownItem(what="concern of yours", item=concern_id)


def known(
    p: Partnership,
    c: Circumstances,
    concern_id: Slug,
    raised_by: PersonId | None = None,
    fits: Callable[[Concern], bool] = lambda x: True,
) -> Concern:
    """The first open concern of this name that the speaker knows of: others do not exist for them."""
    for concern in known_concerns(c.speaker.actor, p):
        if concern.concern_id == concern_id and raised_by in {None, concern.by_person} and fits(concern):
            return concern
    raise UnknownItem(what="concern", item=concern_id)


def of(concern: Concern) -> dict[str, Any]:
    """What every event says of its concern."""
    return {"concern_id": concern.concern_id, "raised_by": concern.by_person}


def _confidant(c: Circumstances) -> Confidant:
    return Confidant(person_id=c.speaker.actor.person_id, org_id=c.speaker.org_id)


@guard
def a_concern_is_yours(p: Partnership, c: Circumstances) -> Facts:
    """there must be an open concern that you have raised."""
    return holds(_any(p, c, is_raiser))


@guard
def a_concern_was_told_to_you(p: Partnership, c: Circumstances) -> Facts:
    """somebody must have told you of an open concern."""
    return holds(_any(p, c, lambda actor, x, q: told_to(actor, x, q) and not is_raiser(actor, x, q)))


@guard
def you_know_of_a_concern(p: Partnership, c: Circumstances) -> Facts:
    """there must be an open concern that you have raised, or of which its raiser has told you."""
    return holds(_any(p, c, lambda *_: True))


def _any(p: Partnership, c: Circumstances, fits: Callable[[Actor, Concern, Partnership], bool]) -> bool:
    """Only what the reader knows of counts: a guard that others could test would tell them."""
    actor = c.voice.actor if c.voice else None
    return actor is not None and any(fits(actor, x, p) for x in known_concerns(actor, p))


def disclosed_severe(p: Partnership) -> tuple[Concern, ...]:
    """The open severe concerns that their raisers have opened to everybody and somebody has acknowledged."""
    severe = (x for x in p.concerns if x.severity is Severity.SEVERE and x.heard_by and not x.settled)
    return tuple(x for x in severe if x.open_to_all and not x.severe_apart)


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """Without the concerns of a party that has gone, and with nobody of it to hear those of others."""
    return p.but(
        concerns=tuple(
            x.but(told=tuple(c for c in x.told if c.org_id != org_id)) for x in p.concerns if x.by_org != org_id
        )
    )
