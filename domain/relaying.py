"""Relayed words: what somebody has said by phone or in person, recorded for them, and theirs to confirm or refuse."""

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, TypeAdapter

from domain import commitments, contributions, evaluation, initiation, objecting, pulse
from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.disclosure import Confided
from domain.guards import Facts, guard, holds
from domain.message import Actor, Circumstances, Command, Event, Voice
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, AlreadyExists, CouldNotSay, OwnSide, Refusal, TooMany, UnknownItem
from domain.slices.concerns import EVERYBODY, Confidant
from domain.slices.relaying import RelayedWord
from domain.stages import Stage
from domain.values import Instant, OrgId, PersonId, Slug, Text

OPEN_WORDS = 20
"""So many may wait for their people at a time."""

RULE = "relayed"

_WORKING = (
    Stage.DESIGNING, Stage.AGREEING, Stage.ACTIVE, Stage.PAUSED, Stage.DECIDING_FUTURE, Stage.WINDING_DOWN,
)  # fmt: skip
_SHARING = (Stage.EXPLORING, Stage.ASSESSING, *_WORKING)

RELAYABLE: dict[type[Command], tuple[Stage, ...]] = {
    initiation.DeclareWillingness: (Stage.PROPOSED,),
    contributions.ConfirmContribution: _SHARING,
    contributions.DisputeContribution: _SHARING,
    commitments.ConfirmCommitment: _WORKING,
    commitments.ReturnCommitment: _WORKING,
    evaluation.AnswerEvaluation: (*_WORKING, Stage.ENDED),
    pulse.AnswerPulse: (Stage.ACTIVE, Stage.PAUSED, Stage.DECIDING_FUTURE, Stage.WINDING_DOWN),
}
"""What can be said through somebody else, and when; a test holds the stages against the command table.

A version of the agreement has its own way; a concern belongs to its raiser alone, and a decision binds more than one.
"""

AnyRelayed = Annotated[
    initiation.DeclareWillingness
    | contributions.ConfirmContribution
    | contributions.DisputeContribution
    | commitments.ConfirmCommitment
    | commitments.ReturnCommitment
    | evaluation.AnswerEvaluation
    | pulse.AnswerPulse,
    Field(discriminator="kind"),
]

FAVOURS = (
    commitments.ConfirmCommitment, contributions.ConfirmContribution, evaluation.AnswerEvaluation, pulse.AnswerPulse
)  # fmt: skip
"""What can do good to the side that records it, and so never counts by silence where a side has recorded it."""

_COMMAND: TypeAdapter[AnyRelayed] = TypeAdapter(AnyRelayed)


class OfRelayedWord(Confided):
    """Something that happened to a word which was recorded for somebody; what is sealed stays between two people."""

    word_id: Slug
    person_id: PersonId

    def word(self, p: Partnership) -> RelayedWord | None:
        """The word, as long as it waits."""
        return next((word for word in p.relayed if word.word_id == self.word_id), None)


class WordRelayed(OfRelayedWord, Event):
    """Somebody has recorded what another person said; it does not count yet."""

    type: Literal["word.relayed"] = "word.relayed"
    org_id: OrgId
    command: AnyRelayed
    by: PersonId
    way: Literal["phone", "in_person", "letter"]
    told: Text
    stands_from: Instant
    needs_yes: bool = False
    """It counts only when its person says so: whoever recorded it may gain by it."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits for the one whose word it is."""
        word = RelayedWord(
            command=self.command.model_dump(mode="json"),
            event=p.version + 1,
            since=at,
            private=self.command.private,
            **self.model_dump(include={"word_id", "person_id", "org_id", "by", "stands_from", "needs_yes"}),
        )
        return p.but(relayed=(*p.relayed, word))


class RelayWord(Command):
    """Record what somebody of another side has said by phone or in person; they are told, and may object for days."""

    private: ClassVar[bool] = True
    kind: Literal["relay_word"] = "relay_word"
    word_id: Slug
    person_id: PersonId
    command: AnyRelayed
    way: Literal["phone", "in_person", "letter"]
    told: Text
    """When, where and to whom they said it."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only what they could say themselves now, and never for one's own side."""
        person = p.person(self.person_id)
        if person is None or person.org_id is None:
            raise CouldNotSay(person=self.person_id)
        if person.org_id == c.speaker.org_id:
            raise OwnSide(org=person.org_id)
        if any(word.word_id == self.word_id for word in p.relayed):
            raise AlreadyExists(what="recorded word", item=self.word_id)
        if len(p.relayed) >= OPEN_WORDS:
            raise TooMany(what="Recorded words that wait for their people", limit=OPEN_WORDS)
        tuple(said(p, self.command, self.person_id, person.org_id, c))
        theirs = Confidant(person_id=self.person_id, org_id=person.org_id)
        mine = Confidant(person_id=c.speaker.actor.person_id, org_id=c.speaker.org_id)
        yield WordRelayed(
            org_id=person.org_id,
            by=c.speaker.actor.person_id,
            readers=(theirs, mine if self.command.private else EVERYBODY),
            stands_from=c.now + objecting.window(c),
            needs_yes=c.speaker.org_id is not None and isinstance(self.command, FAVOURS),
            **{name: getattr(self, name) for name in ("word_id", "person_id", "command", "way", "told")},
        )


def said(p: Partnership, command: AnyRelayed, person_id: PersonId, org_id: OrgId, c: Circumstances) -> Iterable[Event]:
    """What would happen if this person said it now; raises a refusal where they could not."""
    voice = Voice.of(Actor(person_id=person_id, org_id=org_id), p)
    closed = isinstance(command, evaluation.AnswerEvaluation) and p.evaluation.open is None
    if voice.org_id is None or voice.role is None or p.stage not in RELAYABLE[type(command)] or closed:
        raise CouldNotSay(person=person_id)
    return command.decide(p, c.heard(voice, under=c.policy))


class RelayedWordCounted(OfRelayedWord, Event):
    """A recorded word counts from now on: its person has confirmed it, or the time for objecting is over."""

    type: Literal["word.counted"] = "word.counted"
    confirmed: bool

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits no more."""
        return _without(p, self.word_id)


class RelayedWordDropped(OfRelayedWord, Event):
    """A recorded word will never count."""

    type: Literal["word.dropped"] = "word.dropped"
    because: Literal["objected", "not_possible", "unconfirmed"]
    """`not_possible`: when its time came, its person could not have said it any more, or had said it themselves.

    `unconfirmed`: nobody said that it was their word, and silence does not speak for whoever recorded it.
    """
    ground: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits no more."""
        return _without(p, self.word_id)


class ConfirmRelayedWord(Command):
    """Say that what was recorded for you was your word; it counts at once."""

    private: ClassVar[bool] = True
    kind: Literal["confirm_relayed_word"] = "confirm_relayed_word"
    word_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The person alone."""
        word = _theirs(p, self.word_id, c)
        yield _counted(word, p, confirmed=True)
        yield from said(p, _COMMAND.validate_python(word.command), word.person_id, word.org_id, c)


class ObjectToRelayedWord(Command):
    """Say that what was recorded for you was not your word; a reason is not needed."""

    private: ClassVar[bool] = True
    kind: Literal["object_to_relayed_word"] = "object_to_relayed_word"
    word_id: Slug
    ground: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The person alone."""
        word = _theirs(p, self.word_id, c)
        yield _dropped(word, p, "objected", self.ground)


class RelayedWordPostponed(OfRelayedWord, Event):
    """A recorded word counts later, for its person was told late, or not at all as far as is known."""

    type: Literal["word.postponed"] = "word.postponed"
    stands_from: Instant
    reached: bool

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits on."""
        return _with(p, self.word_id, stands_from=self.stands_from, unheard=not self.reached)


class RelayedWordTold(OfRelayedWord, Event):
    """Somebody has told a person of what was recorded as their word; from then on they may object for days."""

    type: Literal["word.told"] = "word.told"
    told: Text
    stands_from: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The time for objecting runs anew."""
        return _with(p, self.word_id, stands_from=self.stands_from, unheard=False, told=True)


class TellRelayedWord(Command):
    """Say when and how you have told somebody of what was recorded as their word; they may object for days from now."""

    private: ClassVar[bool] = True
    kind: Literal["tell_relayed_word"] = "tell_relayed_word"
    word_id: Slug
    told: Text
    """When, where and in whose presence."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once is enough; a sealed word of others does not exist for the speaker."""
        mine = (word for word in p.relayed if _may_tell(word, c.speaker.actor))
        word = next((word for word in mine if word.word_id == self.word_id), None)
        if word is None:
            raise UnknownItem(what="recorded word", item=self.word_id)
        if word.told:
            raise AlreadyDone(what="Telling them")
        yield RelayedWordTold(
            word_id=word.word_id,
            person_id=word.person_id,
            told=self.told,
            stands_from=c.now + objecting.window(c),
            readers=_readers(word, p),
        )


def _theirs(p: Partnership, word_id: Slug, c: Circumstances) -> RelayedWord:
    """The word of this name that was recorded for the speaker; those of others do not exist for them."""
    for word in p.relayed:
        if word.word_id == word_id and is_whose(word, c.speaker.actor):
            return word
    raise UnknownItem(what="recorded word of yours", item=word_id)


def task(word: RelayedWord) -> str:
    """The key of the task by which its person hears of it."""
    return f"answer_relayed_word/{word.word_id}/{word.person_id}"


def waiting_for_telling(p: Partnership, now: Instant) -> Iterator[str]:
    """The tasks of those words of which it matters now whether their people were told."""
    return (task(word) for word in p.relayed if word.stands_from <= now and not word.told)


def is_whose(word: RelayedWord, actor: Actor) -> bool:
    """Whether a word was recorded for this actor."""
    return (word.person_id, word.org_id) == (actor.person_id, actor.org_id)


def _counted(word: RelayedWord, p: Partnership, *, confirmed: bool) -> RelayedWordCounted:
    return RelayedWordCounted(
        word_id=word.word_id, person_id=word.person_id, confirmed=confirmed, readers=_readers(word, p)
    )


def _dropped(
    word: RelayedWord,
    p: Partnership,
    because: Literal["objected", "not_possible", "unconfirmed"],
    ground: str | None = None,
) -> RelayedWordDropped:
    return RelayedWordDropped(
        word_id=word.word_id, person_id=word.person_id, because=because, ground=ground, readers=_readers(word, p)
    )


def _postponed(word: RelayedWord, p: Partnership, later: Instant, *, reached: bool) -> RelayedWordPostponed:
    return RelayedWordPostponed(
        word_id=word.word_id, person_id=word.person_id, stands_from=later, reached=reached, readers=_readers(word, p)
    )


def _readers(word: RelayedWord, p: Partnership) -> tuple[Confidant, ...]:
    recorder = p.person(word.by)
    mine = Confidant(person_id=word.by, org_id=recorder.org_id if recorder else None)
    return (Confidant(person_id=word.person_id, org_id=word.org_id), mine if word.private else EVERYBODY)


def _without(p: Partnership, word_id: Slug) -> Partnership:
    return p.but(relayed=tuple(word for word in p.relayed if word.word_id != word_id))


def _with(p: Partnership, word_id: Slug, **changes: object) -> Partnership:
    return p.but(relayed=tuple(word.but(**changes) if word.word_id == word_id else word for word in p.relayed))


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without the words of a side that has gone."""
    return p.but(relayed=tuple(word for word in p.relayed if word.org_id != org_id))


@guard
def a_word_waits_for_you(p: Partnership, c: Circumstances) -> Facts:
    """somebody must have recorded a word for you."""
    actor = c.voice.actor if c.voice else None
    return holds(actor is not None and any(is_whose(word, actor) for word in p.relayed))


@guard
def you_know_of_a_recorded_word(p: Partnership, c: Circumstances) -> Facts:
    """a word must wait for its person, and be open or written down by you."""
    actor = c.voice.actor if c.voice else None
    return holds(actor is not None and any(_may_tell(word, actor) for word in p.relayed))


def _may_tell(word: RelayedWord, actor: Actor) -> bool:
    """Of what is sealed, only whoever recorded it knows."""
    return not word.private or word.by == actor.person_id


def _windows(p: Partnership, policy: LifecyclePolicy) -> Iterator[Anchor]:
    for word in p.relayed if not p.closed else ():
        yield Anchor(word.stands_from, word.word_id, owner=word.org_id, event=word.event, private=word.private)


def _over(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    """The time for objecting is over: the word counts, where its person could still say it and silence may speak."""
    word = next((word for word in p.relayed if word.word_id == raised.about), None)
    if word is None:
        return
    later = word.stands_from if word.told else objecting.stands_from(c, task(word), word.stands_from, word.since)
    if later > c.now:
        yield _postponed(word, p, later, reached=objecting.reached(c, task(word)))
        return
    if word.needs_yes:
        yield _dropped(word, p, "unconfirmed")
        return
    try:
        happens = tuple(said(p, _COMMAND.validate_python(word.command), word.person_id, word.org_id, c))
    except Refusal:
        yield _dropped(word, p, "not_possible")
        return
    yield _counted(word, p, confirmed=False)
    yield from happens


ANCHORS: dict[str, Anchors] = {RULE: _windows}
CONSEQUENCES: dict[str, Consequence] = {RULE: _over}
