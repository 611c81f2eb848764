"""What an open evaluation holds sealed, and what the last one has shown."""

from enum import StrEnum
from typing import Self, TypeVar

from pydantic import Field

from domain.values import Instant, Level, OrgId, PersonId, Slug, State

T = TypeVar("T")

PERIODS = 4
"""How many periods of results are kept beside each other."""


class Form(StrEnum):
    """How long the questionnaire is: one question a dimension, or all of them."""

    SHORT = "short"
    FULL = "full"


class Occasion(StrEnum):
    """Why the parties look at their partnership now."""

    SCHEDULE = "schedule"
    HALFWAY = "halfway"
    SHOCK = "shock"
    BEFORE_END = "before_end"
    ASKED = "asked"


Sums = dict[str, tuple[float, int]]
"""For each dimension or pulse item the sum of what people said, and how many said something."""


def added(sums: Sums, said: dict[str, float]) -> Sums:
    """The sums with one more person's scores in them."""
    more = {key: (sums.get(key, (0, 0))[0] + score, sums.get(key, (0, 0))[1] + 1) for key, score in said.items()}
    return sums | more


class LevelAnswers(State):
    """What people at one level of a side said, added up."""

    level: Level | None = None
    answers: int = 0
    sums: Sums = Field(default_factory=dict)


class SideAnswers(State):
    """What has come in from one side: who has answered, and apart from that, added up, what was said."""

    org_id: OrgId
    people: tuple[PersonId, ...] = ()
    levels: tuple[LevelAnswers, ...] = ()
    roles_questioned: int = 0
    """How many said that their own role no longer suits."""

    def heard(self, person_id: PersonId, level: Level | None, said: dict[str, float], suits: bool | None) -> Self:
        """One answer more."""
        mine = next((q for q in self.levels if q.level is level), None) or LevelAnswers(level=level)
        mine = mine.but(answers=mine.answers + 1, sums=added(mine.sums, said))
        return self.but(
            people=(*self.people, person_id),
            levels=(*(q for q in self.levels if q.level is not level), mine),
            roles_questioned=self.roles_questioned + (suits is False),
        )

    @property
    def answers(self) -> int:
        """How many have answered; this alone is no secret."""
        return sum(q.answers for q in self.levels)

    def sealed(self) -> Self:
        """How many have answered, and nothing else."""
        return self.but(people=(), levels=(LevelAnswers(answers=self.answers),), roles_questioned=0)


class Running(State):
    """An evaluation that is being answered under seal."""

    evaluation_id: Slug
    event: int
    """The number of the event that opened it."""
    instrument: int
    form: Form
    occasion: Occasion
    opened_at: Instant
    due_at: Instant
    extended: bool = False
    sides: tuple[SideAnswers, ...] = ()

    def side(self, org_id: OrgId) -> SideAnswers:
        """What has come in from a side so far."""
        return next((s for s in self.sides if s.org_id == org_id), None) or SideAnswers(org_id=org_id)

    def with_side(self, side: SideAnswers) -> Self:
        """The same with one side's answers replaced."""
        return self.but(sides=(*(s for s in self.sides if s.org_id != side.org_id), side))


class Results(State):
    """What the last evaluation has shown: the mean of each dimension for each side that answered."""

    evaluation_id: Slug
    event: int
    """The number of the event that published it."""
    instrument: int
    closed_at: Instant
    means: dict[OrgId, dict[str, float]] = Field(default_factory=dict)
    """A side that is not in here is unknown."""
    roles_questioned: dict[OrgId, int] = Field(default_factory=dict)


class PulseAnswers(State):
    """What one side has said half-way, added up."""

    org_id: OrgId
    people: tuple[PersonId, ...] = ()
    sums: Sums = Field(default_factory=dict)


class Evaluations(State):
    """The open evaluation, the last results, and how what both call success has held over the last periods."""

    opened: int = 0
    """How many have been opened so far."""
    open: Running | None = None
    shaken_at: Instant | None = None
    """When a shock has passed that nobody has been asked about since."""
    last: Results | None = None
    outcomes: dict[OrgId, tuple[float, ...]] = Field(default_factory=dict)
    """The mean of the results dimension in the last periods, the oldest first."""
    pulse: tuple[PulseAnswers, ...] = ()
    pulse_since: Instant | None = None
    """When the first of these came."""
    pulse_told_at: Instant | None = None
    """When a pulse was last told."""

    @property
    def running(self) -> Running:
        """The open evaluation; only asked where a guard has seen that there is one."""
        if self.open is None:
            raise LookupError("no evaluation is open")
        return self.open

    def sealed(self) -> Self:
        """The same for eyes that must not see what has not been published: counts of answers, and no score."""
        sealed = self.open and self.open.but(sides=tuple(s.sealed() for s in self.open.sides))
        return self.but(open=sealed, pulse=(), pulse_since=None)

    def without(self, org_id: OrgId) -> Self:
        """The same without anything that one party has said."""
        last = self.last and self.last.but(
            means=_without(self.last.means, org_id), roles_questioned=_without(self.last.roles_questioned, org_id)
        )
        kept = self.open and self.open.but(sides=tuple(s for s in self.open.sides if s.org_id != org_id))
        pulse = tuple(q for q in self.pulse if q.org_id != org_id)
        return self.but(
            open=kept,
            last=last,
            outcomes=_without(self.outcomes, org_id),
            pulse=pulse,
            pulse_since=self.pulse_since if pulse else None,
        )


def _without(by_org: dict[OrgId, T], org_id: OrgId) -> dict[OrgId, T]:
    return {org: value for org, value in by_org.items() if org != org_id}
