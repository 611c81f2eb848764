"""The joint conversation about results: what was said, words that people share, actions with an owner and a date."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from domain.clocks import Anchor, Anchors
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.questionnaire import instrument
from domain.refusals import AlreadyExists, NotInThePast, NotYours, TooMany, UnknownItem
from domain.slices.evaluation import Results
from domain.slices.reviews import Action
from domain.stages import Stage
from domain.values import Instant, Line, OrgId, PersonId, Slug, Text

OPEN_ACTIONS = 20
"""More than that nobody does; what is settled is closed first."""


class WordsShared(Event):
    """Somebody shares, in their own name, what they have to say about an open question."""

    type: Literal["evaluation.words_shared"] = "evaluation.words_shared"
    evaluation_id: Slug
    by_org: OrgId
    question: str
    text: Text


class ShareWords(Command):
    """Share what you have to say about an open question, in your own name, once the results are there."""

    kind: Literal["share_words"] = "share_words"
    question: str = Field(max_length=60)
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """About the last evaluation."""
        last = _results(p)
        if self.question not in {q.key for q in instrument(last.instrument).open_questions}:
            raise UnknownItem(what="question", item=self.question)
        yield WordsShared(
            evaluation_id=last.evaluation_id, by_org=c.speaker.side, question=self.question, text=self.text
        )


def _results(p: Partnership) -> Results:
    if p.evaluation.last is None:
        raise LookupError("there are no results")
    return p.evaluation.last


class EvaluationDiscussed(Event):
    """The sides have talked about the results together."""

    type: Literal["evaluation.discussed"] = "evaluation.discussed"
    evaluation_id: Slug
    held_at: Instant
    people: tuple[PersonId, ...] = ()
    notes: Text | None = None
    ideas: tuple[Line, ...] = ()
    process: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """These results have been talked about."""
        return p.but(reviews=p.reviews.but(discussed=self.evaluation_id, held_at=self.held_at, event=p.version + 1))


class RecordReview(Command):
    """Tell of the conversation in which the sides talked about the results together."""

    kind: Literal["record_review"] = "record_review"
    held_at: Instant
    people: tuple[PersonId, ...] = Field(default=(), max_length=50)
    notes: Text | None = None
    ideas: tuple[Line, ...] = Field(default=(), max_length=20)
    """New ideas that came up; every review asks for them."""
    process: Text | None = None
    """What should change in the way in which the partnership itself is managed."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """About the last evaluation, and already held."""
        if self.held_at > c.now:
            raise NotInThePast(what="the time at which you met")
        yield EvaluationDiscussed(evaluation_id=_results(p).evaluation_id, **self.model_dump(exclude={"kind"}))


class ActionAdded(Event):
    """A side has taken something upon itself, with a date."""

    type: Literal["action.added"] = "action.added"
    action_id: Slug
    text: Text
    owner_org: OrgId
    owner_person: PersonId | None = None
    due_at: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open action more."""
        added = Action(event=p.version + 1, **self.model_dump(include=set(Action.model_fields)))
        return p.but(reviews=p.reviews.but(actions=(*p.reviews.actions, added)))


class AddAction(Command):
    """Take something upon your own side after an evaluation, by a date."""

    kind: Literal["add_action"] = "add_action"
    action_id: Slug
    text: Text
    owner_person: PersonId | None = None
    due_at: Instant

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side, and with one of its people; nobody is given work by another party."""
        if any(a.action_id == self.action_id for a in p.reviews.actions):
            raise AlreadyExists(what="action", item=self.action_id)
        if sum(a.owner_org == c.speaker.side for a in p.reviews.actions) >= OPEN_ACTIONS:
            raise TooMany(what="open actions", limit=OPEN_ACTIONS)
        if self.owner_person and not _is_of(p, self.owner_person, c.speaker.side):
            raise UnknownItem(what="person", item=self.owner_person)
        yield ActionAdded(owner_org=c.speaker.side, **self.model_dump(exclude={"kind"}))


def _is_of(p: Partnership, person_id: PersonId, org_id: OrgId) -> bool:
    person = p.person(person_id)
    return person is not None and person.org_id == org_id


class ActionCompleted(Event):
    """What a side took upon itself is done."""

    type: Literal["action.completed"] = "action.completed"
    action_id: Slug
    result: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the ledger remembers it."""
        return _without(p, self.action_id)


class CompleteAction(Command):
    """Say that what your side took upon itself is done."""

    kind: Literal["complete_action"] = "complete_action"
    action_id: Slug
    result: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only its owner can say so."""
        _must_be_owner(p, self.action_id, c)
        yield ActionCompleted(action_id=self.action_id, result=self.result)


class ActionDropped(Event):
    """A side does not do what it took upon itself, and says why."""

    type: Literal["action.dropped"] = "action.dropped"
    action_id: Slug
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Closed; the ledger remembers it."""
        return _without(p, self.action_id)


class DropAction(Command):
    """Say why your side does not do what it took upon itself."""

    kind: Literal["drop_action"] = "drop_action"
    action_id: Slug
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only its owner can say so."""
        _must_be_owner(p, self.action_id, c)
        yield ActionDropped(action_id=self.action_id, reason=self.reason)


def _must_be_owner(p: Partnership, action_id: Slug, c: Circumstances) -> None:
    action = next((a for a in p.reviews.actions if a.action_id == action_id), None)
    if action is None:
        raise UnknownItem(what="action", item=action_id)
    if action.owner_org != c.speaker.side:
        raise NotYours(owner=action.owner_org)


def _without(p: Partnership, action_id: Slug) -> Partnership:
    return p.but(reviews=p.reviews.but(actions=tuple(a for a in p.reviews.actions if a.action_id != action_id)))


def unowned(p: Partnership) -> tuple[Action, ...]:
    """Open actions that nobody in particular does: no person was named, or the person has gone."""
    return tuple(a for a in p.reviews.actions if not (a.owner_person and _is_of(p, a.owner_person, a.owner_org)))


@guard
def results_are_there(p: Partnership, c: Circumstances) -> Facts:
    """the results of an evaluation must be there."""
    return holds(p.evaluation.last is not None)


@guard
def not_yet_discussed(p: Partnership, c: Circumstances) -> Facts:
    """these results have been talked about already; the next conversation follows the next evaluation."""
    return holds(p.evaluation.last is None or p.reviews.discussed != p.evaluation.last.evaluation_id)


@guard
def an_action_is_open(p: Partnership, c: Circumstances) -> Facts:
    """there must be an open action."""
    return holds(bool(p.reviews.actions))


def _due(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage not in {Stage.PAUSED, Stage.ENDED}:
        for action in p.reviews.actions:
            yield Anchor(action.due_at, action.action_id, owner=action.owner_org, event=action.event)


ANCHORS: dict[str, Anchors] = {"action": _due}


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The state without what a party which has gone took upon itself."""
    return p.but(reviews=p.reviews.without(org_id))
