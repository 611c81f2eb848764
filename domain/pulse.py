"""A pulse between two evaluations: how welcome people feel, told only where enough of a side have spoken."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised, when
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, TooMany
from domain.results import ANONYMOUS_FROM, Means, means
from domain.rhythm import next_pulse
from domain.slices.evaluation import PulseAnswers, added
from domain.values import Instant, OrgId, PersonId, Visibility

PULSES_OF_A_SIDE = 50
"""So many people of one side can answer between two publications."""


class PulseItem(StrEnum):
    """What the pulse asks; the questionnaire has the sentences."""

    BELONGING = "belonging"
    WELLBEING = "wellbeing"
    CLIMATE = "climate"
    NOT_USED = "not_used"


class PulseAnswered(Event):
    """Somebody has said how it feels; for their own eyes alone."""

    type: Literal["pulse.answered"] = "pulse.answered"
    org_id: OrgId
    person_id: PersonId
    values: dict[PulseItem, int]

    @property
    def visibility(self) -> Visibility:
        """For whoever said it, for ever."""
        return Visibility.RAISER

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Added to what the side has said; no score counts towards health."""
        mine = _of(p, self.org_id)
        said = {str(item): float(value) for item, value in self.values.items()}
        mine = mine.but(people=(*mine.people, self.person_id), sums=added(mine.sums, said))
        others = tuple(q for q in p.evaluation.pulse if q.org_id != self.org_id)
        return p.but(evaluation=p.evaluation.but(pulse=(*others, mine), pulse_since=p.evaluation.pulse_since or at))


class AnswerPulse(Command):
    """Say how it feels to work together, for your own eyes and the mean of your side."""

    private: ClassVar[bool] = True
    kind: Literal["answer_pulse"] = "answer_pulse"
    values: dict[PulseItem, Annotated[int, Field(ge=1, le=5)]] = Field(min_length=1)

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once between two publications."""
        mine, person_id = _of(p, c.speaker.side), c.speaker.actor.person_id
        if any(person_id in q.people for q in p.evaluation.pulse):
            raise AlreadyDone(what="Answering this pulse")
        if len(mine.people) >= PULSES_OF_A_SIDE:
            raise TooMany(what="answers of one side", limit=PULSES_OF_A_SIDE)
        yield PulseAnswered(org_id=c.speaker.side, person_id=person_id, values=self.values)


class PulsePublished(Event):
    """What the sides have said half-way, where enough have; a side with fewer answers is not in it."""

    type: Literal["pulse.published"] = "pulse.published"
    means_by_side: dict[OrgId, Means]

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """A new pulse begins, and what was shown to nobody is forgotten."""
        return p.but(evaluation=p.evaluation.but(pulse=(), pulse_since=None, pulse_told_at=at))


def published(p: Partnership) -> Iterable[Event]:
    """The pulse so far, if anybody has answered."""
    if p.evaluation.pulse:
        shown = {q.org_id: means(q.sums, ANONYMOUS_FROM) for q in p.evaluation.pulse}
        yield PulsePublished(means_by_side={org: view for org, view in shown.items() if view})


def _of(p: Partnership, org_id: OrgId) -> PulseAnswers:
    return next((q for q in p.evaluation.pulse if q.org_id == org_id), PulseAnswers(org_id=org_id))


def _half_way(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    return when(next_pulse(p, policy))


def _first_answer(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    return when(p.evaluation.pulse_since, not p.closed)


def _told(p: Partnership, c: Circumstances, nudge: EscalationRaised) -> Iterable[Event]:
    return published(p)


ANCHORS: dict[str, Anchors] = {"pulse": _half_way, "pulse_closing": _first_answer}
CONSEQUENCES: dict[str, Consequence] = {"pulse_closing": _told}
