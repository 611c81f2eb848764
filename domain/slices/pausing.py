"""A rest, and why."""

from enum import StrEnum

from domain.values import Instant, OrgId, State, Text


class PauseKind(StrEnum):
    """Why work rests: agreed by all, or at once for somebody's safety."""

    AGREED = "agreed"
    SAFETY = "safety"


class Pause(State):
    """A rest with a date on which it should be over."""

    kind: PauseKind
    reason: Text
    resume_at: Instant
    by_org: OrgId | None = None
    """Who asked for it; where it is for safety, nobody else opens the question of the future before its date."""
    passes: int = 0
    """How often a resume date has gone by."""
