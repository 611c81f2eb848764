"""What crosses the border of a partnership's workflow, and what one run hands to the next."""

from collections.abc import Iterable
from operator import not_
from typing import Any
from uuid import UUID

from pydantic import Field, field_serializer

from domain.partnership import Partnership
from domain.record import Submission
from domain.stages import Stage
from domain.values import Instant, State

Content = dict[str, Any]
"""A submission as JSON: read only when it is decided, for a signal that cannot be read on arrival is lost."""


class Reports(State):
    """Submissions that nobody waits for, in one signal."""

    submissions: tuple[Content, ...]

    @classmethod
    def of(cls, submissions: Iterable[Submission]) -> "Reports":
        """These submissions, written down."""
        return cls(submissions=tuple(s.model_dump(mode="json") for s in submissions))


class Parked(State):
    """A submission that could not be decided for an unexpected reason, for staff to look at."""

    command_id: str
    what: str
    """The commands by kind, and from whom."""
    reason: str
    parked_at: Instant
    told: bool
    """Whoever sent it waited for the answer, and knows."""
    content: Content | None = None
    """Kept where nobody was told, to be tried again after an upgrade."""


class PartnershipInput(State):
    """What a run starts from."""

    partnership_id: UUID
    state: Partnership | None = None
    """None where the ledger has to tell: before the proposal, and after the loss of Temporal."""
    waiting: tuple[Content, ...] = Field(default=(), exclude_if=not_)
    parked: tuple[Parked, ...] = Field(default=(), exclude_if=not_)
    sparing: bool = Field(default=False, exclude_if=not_)
    """Writes, starts and looks only where it must; runs that began before that was known replay as they were."""

    @field_serializer("state")
    def _briefly(self, state: Partnership | None) -> dict[str, Any] | None:
        """Without what equals its default: this lies in the history for as long as nobody says anything."""
        return state.model_dump(mode="json", exclude_defaults=True) if state else None


class PartnershipResult(State):
    """How the workflow of a partnership ended: with its life, or before it began."""

    version: int
    stage: Stage | None = None
