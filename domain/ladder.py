"""The ladder of a concern: only its raiser climbs; it is talked about, resolved with the raiser's word, or decided."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from domain.concerns import OfConcern, known, of, own, settled
from domain.disclosure import is_one_of, is_raiser, known_concerns, neutral, present
from domain.future import EndingGround, FutureDiscussionOpened
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import AlreadyDone, NobodyTold
from domain.slices.concerns import Concern, Confidant, Rung
from domain.values import Instant, Line, PersonId, Role, Slug, Text


class ConcernStepChanged(OfConcern, Event):
    """The raiser has taken the next step of the ladder."""

    type: Literal["concern.step_changed"] = "concern.step_changed"
    before: Rung
    after: Rung

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Higher, with a talk still to come there."""
        return self.put(p, rung=self.after, since=at, talked=False, agreed=())


class StepConcern(Command):
    """Take your concern a step further: to a clarification, a talk with somebody between you, or the sponsors."""

    private: ClassVar[bool] = True
    kind: Literal["step_concern"] = "step_concern"
    concern_id: Slug
    to: Literal[Rung.CLARIFICATION, Rung.FACILITATED_TALK, Rung.SPONSORS]

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The raiser alone, upwards, and to people who know of it from the raiser."""
        concern = own(p, c, self.concern_id)
        if not self.to.above(concern.rung):
            raise AlreadyDone(what="This step")
        if self.to is Rung.FACILITATED_TALK and not _knows(Role.FACILITATOR, concern, p):
            raise NobodyTold(what="The facilitator")
        if self.to is Rung.SPONSORS and not _knows(Role.SPONSOR, concern, p):
            raise NobodyTold(what="A sponsor")
        yield _step(concern, self.to)


def _knows(role: Role, concern: Concern, p: Partnership) -> bool:
    holders = (q for q in p.people if q.role is role)
    named = {Confidant(person_id=q.person_id, org_id=q.org_id) for q in holders}
    return bool(named) and (concern.open_to_all or bool(named & set(concern.told)))


def _step(concern: Concern, to: Rung) -> ConcernStepChanged:
    readers = (concern.raiser, *concern.told)
    return ConcernStepChanged(**of(concern), readers=readers, before=concern.rung, after=to)


class MediationHeld(OfConcern, Event):
    """The people concerned have talked about it."""

    type: Literal["concern.mediation_held"] = "concern.mediation_held"
    facilitator: Line | None = None
    outcome: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Talked."""
        return self.put(p, talked=True, since=at)


class RecordMediation(Command):
    """Tell what came of a talk about a concern, and who sat between those who talked."""

    private: ClassVar[bool] = True
    kind: Literal["record_mediation"] = "record_mediation"
    concern_id: Slug
    raised_by: PersonId | None = None
    """Where two people chose the same name: whose concern; otherwise your own, or the one raised first."""
    facilitator: Line | None = None
    outcome: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By the raiser or somebody who was told; read by them and by whoever is neutral."""
        concern = known(p, c, self.concern_id, self.raised_by)
        readers = _close_circle(concern, c, p)
        yield MediationHeld(**of(concern), readers=readers, facilitator=self.facilitator, outcome=self.outcome)


class ResolutionAgreed(OfConcern, Event):
    """One of those concerned has said that it is resolved, and how they see it."""

    type: Literal["concern.resolution_agreed"] = "concern.resolution_agreed"
    how: Text
    by: PersonId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One word more; the others are still to come."""
        return self.put(p, agreed=(*self.concern(p).agreed, self.by))


class ConcernResolved(OfConcern, Event):
    """The raiser, and all who took it up, have said that it is resolved."""

    type: Literal["concern.resolved"] = "concern.resolved"
    how: Text
    agreed_by: tuple[PersonId, ...]
    made_possible: Text | None = None
    """What in the way of working together made it possible: a lesson, and nobody's fault."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the raiser is asked later whether it did harm."""
        return settled(self, p, at)


class ResolveConcern(Command):
    """Say that a concern is resolved, and how you see it; it closes once the raiser and all who heard it say so."""

    private: ClassVar[bool] = True
    kind: Literal["resolve_concern"] = "resolve_concern"
    concern_id: Slug
    raised_by: PersonId | None = None
    """Where two people chose the same name: whose concern; otherwise your own, or the one raised first."""
    how: Text
    made_possible: Text | None = None
    """What in our way of working made this possible? It is asked to learn, and nobody is blamed."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once each; nobody's word stands for the raiser's."""
        concern = known(p, c, self.concern_id, self.raised_by)
        person = c.speaker.actor.person_id
        if person in concern.agreed:
            raise AlreadyDone(what="Saying that it is resolved")
        agreed = (*concern.agreed, person)
        took_it_up = {q for q in concern.heard_by if p.person(q)}
        if {concern.by_person, *took_it_up} <= set(agreed):
            yield ConcernResolved(
                **of(concern),
                readers=(concern.raiser, *_took_it_up(concern, p)),
                how=self.how,
                agreed_by=agreed,
                made_possible=self.made_possible,
            )
        else:
            readers = _close_circle(concern, c, p)
            yield ResolutionAgreed(**of(concern), readers=readers, how=self.how, by=person)


def _took_it_up(concern: Concern, p: Partnership) -> tuple[Confidant, ...]:
    people = (p.person(q) for q in concern.heard_by)
    return tuple(Confidant(person_id=q.person_id, org_id=q.org_id) for q in people if q)


def _close_circle(concern: Concern, c: Circumstances, p: Partnership) -> tuple[Confidant, ...]:
    """The raiser, the neutral people who were told, and whoever speaks."""
    speaker = Confidant(person_id=c.speaker.actor.person_id, org_id=c.speaker.org_id)
    others = (*neutral(present(concern.told, p)), speaker)
    return tuple(dict.fromkeys((concern.raiser, *others)))


class BringToDecision(Command):
    """Bring your concern to a decision about the future, with a reason that everybody reads."""

    kind: Literal["bring_to_decision"] = "bring_to_decision"
    concern_id: Slug
    ground: EndingGround = EndingGround.CONDUCT
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The last step of the ladder: the question is open to all, what was confided stays confided."""
        concern = known(p, c, self.concern_id, fits=lambda x: _may_decide(x, p, c))
        if Rung.DECISION.above(concern.rung):
            yield _step(concern, Rung.DECISION)
        yield FutureDiscussionOpened(by_org=c.speaker.side, ground=self.ground, reason=self.reason)


def _may_decide(concern: Concern, p: Partnership, c: Circumstances) -> bool:
    """At its last step, for the raiser, or for whoever binds the raiser's side and was told."""
    voice = c.voice
    if voice is None or Rung.SPONSORS.above(concern.rung):
        return False
    return is_raiser(voice.actor, concern, p) or (
        voice.binds and voice.org_id == concern.by_org and is_one_of(present(concern.told, p), voice.actor, p)
    )


@guard
def concern_at_last_step(p: Partnership, c: Circumstances) -> Facts:
    """a concern of yours, or one of your side that you were told of, must have come to the sponsors."""
    known_of = known_concerns(c.voice.actor, p) if c.voice else ()
    return holds(any(_may_decide(x, p, c) for x in known_of))
