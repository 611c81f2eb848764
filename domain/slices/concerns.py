"""What weighs on somebody: never the words, which only the ledger keeps, but who raised it and who knows."""

from enum import StrEnum
from typing import Self

from domain.values import Instant, OrgId, PersonId, Slug, State


class ConcernKind(StrEnum):
    """What a concern is about."""

    MISUNDERSTANDING = "misunderstanding"
    FEELING_USED = "feeling_used"
    WORKLOAD = "workload"
    CREDIT = "credit"
    CONDUCT = "conduct"
    MONEY = "money"
    VALUES = "values"
    SAFETY = "safety"
    OTHER = "other"


class Severity(StrEnum):
    """How heavy it is for the one who raised it."""

    LIGHT = "light"
    SERIOUS = "serious"
    SEVERE = "severe"


class Rung(StrEnum):
    """The steps of the ladder, from a doubt to a decision about the future; only the raiser climbs."""

    DOUBT = "doubt"
    CLARIFICATION = "clarification"
    FACILITATED_TALK = "facilitated_talk"
    SPONSORS = "sponsors"
    DECISION = "decision"

    def above(self, other: "Rung") -> bool:
        """Whether this step is higher than another."""
        return _LADDER.index(self) > _LADDER.index(other)

    @property
    def next(self) -> "Rung | None":
        """The step that follows, if there is one."""
        return next((rung for rung in _LADDER if rung.above(self)), None)


_LADDER = tuple(Rung)


class Confidant(State):
    """Somebody who may know: a person, or with no person everybody of an organisation, or with neither everybody."""

    person_id: PersonId | None = None
    org_id: OrgId | None = None


EVERYBODY = Confidant()


class Concern(State):
    """Something that weighs on somebody, or whose raiser is still to be asked whether raising it did harm."""

    concern_id: Slug
    about: ConcernKind
    severity: Severity = Severity.LIGHT
    by_person: PersonId
    by_org: OrgId
    event: int
    """The number of the event that raised it."""
    since: Instant
    """When the raiser last said something about it."""
    opened: int | None = None
    """The number of the event that told everybody."""
    severe_apart: bool = False
    """That it is severe was said to neutral people alone, whoever else knows of it."""
    rung: Rung = Rung.DOUBT
    told: tuple[Confidant, ...] = ()
    """Whom the raiser has told; nobody else knows."""
    heard_by: tuple[PersonId, ...] = ()
    """Who has said that they have heard it."""
    talked: bool = False
    agreed: tuple[PersonId, ...] = ()
    """Who has said that it is resolved."""
    settled: bool = False
    """Resolved or withdrawn; it stays until the raiser was asked about retaliation."""
    check_from: Instant | None = None
    """From when the question about retaliation counts; none where nobody knows, or it was answered."""

    @property
    def key(self) -> str:
        """Its name among all: two people may choose the same one without ever knowing."""
        return f"{self.by_person}/{self.concern_id}"

    @property
    def raiser(self) -> Confidant:
        """The one who raised it."""
        return Confidant(person_id=self.by_person, org_id=self.by_org)

    @property
    def open_to_all(self) -> bool:
        """Whether the raiser has told everybody."""
        return EVERYBODY in self.told

    def telling(self, more: tuple[Confidant, ...]) -> Self:
        """The same, known to more people."""
        return self.but(told=(*self.told, *(c for c in more if c not in self.told)))
