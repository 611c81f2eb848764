"""What an agreement says: goals, indicators, responsibilities, contributions and terms, and its content hash."""

import json
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from domain.values import ContributionKind, Instant, Line, OrgId, Slug, State, Text, Value


class Goal(Value):
    """A shared aim; before it is agreed it must be clear, achievable and good for every party."""

    goal_id: Slug
    text: Text
    clear: bool = False
    achievable: bool = False
    benefit_by_org: dict[OrgId, Text] = Field(default_factory=dict, max_length=20)
    """What each party gains from this goal, in its own words."""


class Indicator(Value):
    """A sign of success that both defined; it may be a feeling, and then is asked, not counted."""

    indicator_id: Slug
    question: Text
    subjective: bool
    target: Line | None = None
    asked_of: tuple[OrgId, ...] = Field(default=(), max_length=20)
    target_value: Annotated[Decimal, Field(max_digits=18, decimal_places=4)] | None = None
    """The number to be reached; for a feeling, an answer from 1 to 5."""
    direction: Literal["at_least", "at_most"] | None = None
    """On which side of the number success lies; at least, where nothing is said."""

    @property
    def aim(self) -> str:
        """The target in a few words."""
        sign = "≤" if self.direction == "at_most" else "≥"
        number = None if self.target_value is None else f"{sign} {self.target_value}"
        return " ".join(filter(None, (self.target, number))) or "-"

    def missed_by(self, value: Decimal) -> bool:
        """Whether a value lies on the wrong side of the number to be reached."""
        if self.target_value is None:
            return False
        return value > self.target_value if self.direction == "at_most" else value < self.target_value


class Responsibility(Value):
    """A party's role: its part in shaping the strategy and its part in carrying it out."""

    org_id: OrgId
    role: Line
    responsibilities: tuple[Line, ...] = Field(default=(), max_length=20)
    strategy_part: Text
    delivery_part: Text


class Pledge(Value):
    """A contribution that a party promises; a price is never asked."""

    contribution_id: Slug
    by_org: OrgId
    kind: ContributionKind
    text: Text
    amount: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)] | None = None
    unit: Line | None = None


class EndType(StrEnum):
    """How the parties expect it to end: at a date, at a milestone, or not foreseen."""

    FIXED = "fixed"
    MILESTONE = "milestone"
    OPEN = "open"


class Terms(Value):
    """When it starts and may end, and how often the parties meet and evaluate."""

    starts_at: Instant
    end_type: EndType
    ends_at: Instant | None = None
    milestone: Line | None = None
    notice_days: int = Field(ge=0, le=365)
    contact_interval_days: int = Field(ge=1, le=365)
    evaluation_interval_days: int = Field(ge=7, le=730)

    @model_validator(mode="after")
    def _ends_as_it_says(self) -> Self:
        if (self.end_type is EndType.FIXED) != (self.ends_at is not None):
            raise ValueError("ends_at is given exactly when end_type is 'fixed'")
        if (self.end_type is EndType.MILESTONE) != (self.milestone is not None):
            raise ValueError("milestone is given exactly when end_type is 'milestone'")
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise ValueError("ends_at must be later than starts_at")
        return self


def _goal_without(goal: Goal, org_id: OrgId) -> Goal:
    benefits = {org: text for org, text in goal.benefit_by_org.items() if org != org_id}
    return goal.model_copy(update={"benefit_by_org": benefits})


def _indicator_without(indicator: Indicator, org_id: OrgId) -> Indicator:
    asked = tuple(org for org in indicator.asked_of if org != org_id)
    return indicator.model_copy(update={"asked_of": asked})


_LATER = ("target_value", "direction")
"""Fields of an indicator that the first release did not know."""


class Draft(State):
    """The agreement's content as it now stands, offered and accepted as a whole."""

    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    terms: Terms | None = None

    def without(self, org_id: OrgId) -> Self:
        """The same without what one party promises, carries and gains."""
        return self.but(
            goals=tuple(_goal_without(g, org_id) for g in self.goals),
            indicators=tuple(_indicator_without(i, org_id) for i in self.indicators),
            responsibilities=tuple(r for r in self.responsibilities if r.org_id != org_id),
            pledges=tuple(q for q in self.pledges if q.by_org != org_id),
        )

    def digest(self, partnership_id: UUID, version: int) -> str:
        """SHA-256 of this content as one version of one partnership: what each party accepts.

        A field that a later release has added counts only where something is said in it: old hashes stay true.
        """
        content: dict[str, Any] = {
            "partnership_id": str(partnership_id),
            "version": version,
            **self.model_dump(mode="json"),
        }
        for indicator in content["indicators"]:
            for field in _LATER:
                if indicator[field] is None:
                    del indicator[field]
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).hexdigest()
