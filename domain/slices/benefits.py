"""What the parties gain, in compact tallies."""

from enum import StrEnum

from pydantic import Field

from domain.values import Instant, OrgId, State


class BenefitLevel(StrEnum):
    """Who gains: people, or the organisation."""

    PERSONAL = "personal"
    ORGANISATIONAL = "organisational"


class BenefitKind(StrEnum):
    """What success looks like."""

    CAPACITY = "capacity"
    INFLUENCE = "influence"
    INNOVATION = "innovation"
    SOLUTIONS = "solutions"
    REPUTATION = "reputation"
    NETWORK = "network"
    LEARNING = "learning"
    PERFORMANCE = "performance"


class Gained(State):
    """How often one party has said that it gains, and when it last did."""

    org_id: OrgId
    levels: dict[BenefitLevel, int] = Field(default_factory=dict)
    kinds: dict[BenefitKind, int] = Field(default_factory=dict)
    last_at: Instant
