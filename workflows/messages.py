"""What crosses the border of a partnership's workflow, and what one run hands to the next."""

import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable
from operator import not_
from typing import Any
from uuid import UUID

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

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
    """What a run starts from.

    The state travels packed, for it lies in the history as long as nobody says anything; the query `look` shows it. A
    release that knows nothing of that finds no state, and asks the ledger.
    """

    partnership_id: UUID
    state: Partnership | None = Field(default=None, exclude=True)
    """None where the ledger has to tell: before the proposal, and after the loss of Temporal."""
    waiting: tuple[Content, ...] = Field(default=(), exclude_if=not_)
    parked: tuple[Parked, ...] = Field(default=(), exclude_if=not_)
    sparing: bool = Field(default=False, exclude_if=not_)
    """Writes, starts and looks only where it must; runs that began before that was known replay as they were."""

    @model_serializer(mode="wrap")
    def _pack(self, usual: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = usual(self)
        return written | ({"packed": packed(self.state)} if self.state else {})

    @model_validator(mode="before")
    @classmethod
    def _unpack(cls, given: Any) -> Any:  # noqa: ANN401 - as pydantic calls it
        if isinstance(given, dict) and "packed" in given:
            return given | {"state": Partnership.model_validate_json(unpacked(given["packed"]))}
        return given


def packed(state: Partnership) -> str:
    """A state in a third of its bytes, in letters that JSON leaves alone; without what equals its default."""
    json = state.model_dump_json(exclude_defaults=True)
    return b85encode(zlib.compress(json.encode(), zlib.Z_BEST_COMPRESSION)).decode()


def unpacked(text: str) -> bytes:
    """The state as JSON."""
    return zlib.decompress(b85decode(text))


class PartnershipResult(State):
    """How the workflow of a partnership ended: with its life, or before it began."""

    version: int
    stage: Stage | None = None
