"""A rest, and why."""

from enum import StrEnum

from domain.values import Instant, State, Text


class PauseKind(StrEnum):
    """Why work rests: agreed by all, or at once for somebody's safety."""

    AGREED = "agreed"
    SAFETY = "safety"


class Pause(State):
    """A rest with a date on which it should be over."""

    kind: PauseKind
    reason: Text
    resume_at: Instant
    passes: int = 0
    """How often a resume date has gone by."""
