"""Looking at the partnership: opened by time or by a party, answered under seal by every side, closed by itself."""

from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised, when
from domain.findings import closing
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.questionnaire import LATEST, instrument
from domain.refusals import AlreadyDone, TooMany, UnknownItem
from domain.results import Means, by_dimension
from domain.rhythm import next_look
from domain.slices.evaluation import Form, Occasion, Running
from domain.stages import Stage
from domain.values import Instant, Level, OrgId, PersonId, Slug, Text, Visibility

ANSWERS_OF_A_SIDE = 50
"""So many people of one side can answer one evaluation."""

Score = Annotated[int, Field(ge=1, le=5)] | Literal["cannot_say"]
"""How far somebody agrees, from 1 (not at all) to 5 (fully); "cannot say" counts as nothing."""


class EvaluationOpened(Event):
    """Every side and level is asked how the partnership is."""

    type: Literal["evaluation.opened"] = "evaluation.opened"
    evaluation_id: Slug
    instrument_version: int
    form: Form
    occasion: Occasion
    due_at: Instant
    invited: dict[OrgId, int]
    """How many people have a role on each side; others of a side may answer as well."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits for answers."""
        running = Running(
            event=p.version + 1,
            instrument=self.instrument_version,
            opened_at=at,
            **self.model_dump(include={"evaluation_id", "form", "occasion", "due_at"}),
        )
        return p.but(evaluation=p.evaluation.but(open=running, opened=p.evaluation.opened + 1, shaken_at=None))


class OpenEvaluation(Command):
    """Ask every side how the partnership is: after a shock, before an end, or because you want to know."""

    kind: Literal["open_evaluation"] = "open_evaluation"
    occasion: Literal[Occasion.SHOCK, Occasion.BEFORE_END, Occasion.ASKED] = Occasion.ASKED
    form: Form = Form.SHORT

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Any party may ask; one evaluation is open at a time."""
        yield _opening(p, c, self.occasion, self.form)


def _opening(p: Partnership, c: Circumstances, occasion: Occasion, form: Form) -> EvaluationOpened:
    return EvaluationOpened(
        evaluation_id=f"evaluation-{p.evaluation.opened + 1}",
        instrument_version=LATEST.version,
        form=form,
        occasion=occasion,
        due_at=c.now + c.policy.days(c.policy.evaluation_days * c.policy.patience),
        invited={org: len(_named(p, org)) for org in p.orgs},
    )


def _named(p: Partnership, org_id: OrgId) -> set[PersonId]:
    return {q.person_id for q in p.people if q.org_id == org_id}


class EvaluationAnswered(Event):
    """Somebody has said how the partnership is; for their own eyes alone."""

    type: Literal["evaluation.answered"] = "evaluation.answered"
    evaluation_id: Slug
    org_id: OrgId
    person_id: PersonId
    level: Level | None = None
    scores: dict[str, Score]
    means: Means
    """The same by dimension."""
    words: dict[str, Text] = Field(default_factory=dict)
    role_suits: bool | None = None

    @property
    def visibility(self) -> Visibility:
        """For whoever said it, for ever."""
        return Visibility.RAISER

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Added to what the side has said, apart from who has said it."""
        running = p.evaluation.running
        side = running.side(self.org_id).heard(self.person_id, self.level, self.means, self.role_suits)
        return p.but(evaluation=p.evaluation.but(open=running.with_side(side)))


class AnswerEvaluation(Command):
    """Say how the partnership is, once; nobody else ever reads your own scores and words."""

    private: ClassVar[bool] = True
    kind: Literal["answer_evaluation"] = "answer_evaluation"
    level: Level | None = None
    scores: dict[str, Score] = Field(max_length=60)
    words: dict[str, Text] = Field(default_factory=dict, max_length=10)
    """Answers to the open questions, kept for yourself."""
    role_suits: bool | None = None
    """Whether your own role and contribution still suit."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One answer a person; with the last one awaited the evaluation closes."""
        running, person_id, side = p.evaluation.running, c.speaker.actor.person_id, c.speaker.side
        if any(person_id in s.people for s in running.sides):
            raise AlreadyDone(what="Answering this evaluation")
        if len(running.side(side).people) >= ANSWERS_OF_A_SIDE:
            raise TooMany(what="answers of one side", limit=ANSWERS_OF_A_SIDE)
        known = p.person(person_id)
        answered = EvaluationAnswered(
            evaluation_id=running.evaluation_id,
            org_id=side,
            person_id=person_id,
            level=self.level or (known.level if known and known.org_id == side else None),
            means=by_dimension(self.scores, self._dimensions(running)),
            **self.model_dump(include={"scores", "words", "role_suits"}),
        )
        yield answered
        after = answered.apply(p, c.now)
        if _all_heard(after):
            yield from closing(after)

    def _dimensions(self, running: Running) -> dict[str, str]:
        """The dimension of each item that is asked; refuses what is not."""
        asked = instrument(running.instrument)
        items, questions = asked.items(running.form), {q.key for q in asked.open_questions}
        for key in (*self.scores.keys() - items.keys(), *self.words.keys() - questions):
            raise UnknownItem(what="question", item=key)
        return items


def _silent(p: Partnership) -> tuple[OrgId, ...]:
    return tuple(org for org in p.orgs if not p.evaluation.running.side(org).people)


def _all_heard(p: Partnership) -> bool:
    """Whether nobody is waited for: every side has spoken, and all its named people have, or the day has come."""
    running = p.evaluation.running
    everybody = all(_named(p, org) <= set(running.side(org).people) for org in p.orgs)
    return not _silent(p) and (everybody or _day_has_come(p))


def _day_has_come(p: Partnership) -> bool:
    """As the clock counts, for which quiet days and a pause do not pass."""
    clock = p.clock("evaluation_closing")
    return clock is not None and clock.step > 0


class EvaluationExtended(Event):
    """Everybody has more time to answer."""

    type: Literal["evaluation.extended"] = "evaluation.extended"
    evaluation_id: Slug
    by_org: OrgId
    due_at: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Another date, once."""
        return p.but(evaluation=p.evaluation.but(open=p.evaluation.running.but(due_at=self.due_at, extended=True)))


class ExtendEvaluation(Command):
    """Give everybody a week more to answer, once."""

    kind: Literal["extend_evaluation"] = "extend_evaluation"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Any party may, for all."""
        running = p.evaluation.running
        if running.extended:
            raise AlreadyDone(what="Extending this evaluation")
        due_at = running.due_at + c.policy.days(c.policy.evaluation_extension_days * c.policy.patience)
        yield EvaluationExtended(evaluation_id=running.evaluation_id, by_org=c.speaker.side, due_at=due_at)


@guard
def an_evaluation_is_open(p: Partnership, c: Circumstances) -> Facts:
    """an evaluation must be open."""
    return holds(p.evaluation.open is not None)


@guard
def no_evaluation_is_open(p: Partnership, c: Circumstances) -> Facts:
    """the evaluation that is open must be closed first; it closes by itself."""
    return holds(p.evaluation.open is None)


@guard
def answers_not_yet_due(p: Partnership, c: Circumstances) -> Facts:
    """the day by which answers are asked for must still lie ahead."""
    return holds(not _day_has_come(p))


def _schedule(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    look = next_look(p, policy)
    return when(look and look.at)


def _asked_until(p: Partnership, policy: LifecyclePolicy) -> Instant | None:
    """The day by which answers are asked for; a pause rests, and whoever comes back from one has some days more."""
    running = p.evaluation.open
    if running is None or p.stage is Stage.PAUSED or p.closed:
        return None
    back = p.stage_since if p.stage is Stage.ACTIVE and p.stage_since else running.opened_at
    some_days = policy.days(policy.evaluation_extension_days * policy.patience)
    return max(running.due_at, back + some_days) if back > running.opened_at else running.due_at


def _silent_sides(p: Partnership, policy: LifecyclePolicy) -> Iterator[Anchor]:
    if until := _asked_until(p, policy):
        for org in _silent(p):
            yield Anchor(until, org, owner=org, event=p.evaluation.running.event)


def _until(p: Partnership, policy: LifecyclePolicy) -> Iterator[Anchor]:
    if until := _asked_until(p, policy):
        yield Anchor(until, event=p.evaluation.running.event)


def _opened_by_time(p: Partnership, c: Circumstances, nudge: EscalationRaised) -> Iterable[Event]:
    look = next_look(p, c.policy)
    if look:
        usual = Form.SHORT if look.occasion is Occasion.HALFWAY else Form(c.policy.evaluation_form)
        yield _opening(p, c, look.occasion, usual)


def _closed_by_time(p: Partnership, c: Circumstances, nudge: EscalationRaised) -> Iterable[Event]:
    """On the day, unless a side is silent; it is waited for a while, and then it is unknown."""
    if nudge.last or not _silent(p):
        yield from closing(p)


ANCHORS: dict[str, Anchors] = {
    "evaluation_schedule": _schedule,
    "evaluation": _silent_sides,
    "evaluation_closing": _until,
}
CONSEQUENCES: dict[str, Consequence] = {
    "evaluation_schedule": _opened_by_time,
    "evaluation_closing": _closed_by_time,
}


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The state without anything that a party which has gone has said."""
    return p.but(evaluation=p.evaluation.without(org_id))
