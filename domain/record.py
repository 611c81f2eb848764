"""What crosses the engine: submissions in, recorded events and outcomes out."""

import json
from hashlib import sha256
from typing import Literal
from uuid import UUID, uuid5

from pydantic import Field

from domain.catalogue import AnyCommand, AnyEvent
from domain.message import Actor
from domain.refusals import RefusalReport
from domain.stages import Stage
from domain.values import Instant, Line, Value, Visibility


class Submission(Value):
    """One or more commands that are decided together, all or none, under one id for ever."""

    partnership_id: UUID
    command_id: UUID
    actor: Actor
    commands: tuple[AnyCommand, ...] = Field(min_length=1, max_length=50)
    submitted_at: Instant
    occurred_at: Instant | None = None
    """When it happened, where that is not when it was sent."""
    channel: Literal["api", "event", "cli", "clock", "link", "console"] = "api"
    expected_version: int | None = Field(default=None, ge=0)
    """The version that the sender looked at; a newer one refuses the submission."""

    @property
    def private(self) -> bool:
        """Whether some of it is for nobody's eyes but its sender's."""
        return any(command.private for command in self.commands)

    @property
    def digest(self) -> str:
        """SHA-256 of what was asked, by whom: the same id with another digest is a conflict.

        What equals its default is left out, so that a later release with more optional fields finds the same digest.
        """
        commands = [[c.kind, c.model_dump(mode="json", exclude_defaults=True)] for c in self.commands]
        actor = self.actor.model_dump(mode="json", exclude_defaults=True)
        asked = [str(self.partnership_id), actor, self.expected_version, commands]
        return sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def event_id(self, ordinal: int) -> UUID:
        """The id of the n-th event that this submission brings about, the same on every try."""
        return uuid5(self.partnership_id, f"{self.command_id}/{ordinal}")


class Recorded(Value):
    """An event as the ledger keeps it."""

    partnership_id: UUID
    version: int = Field(ge=1)
    event_id: UUID
    command_id: UUID
    ordinal: int = Field(ge=0)
    actor: Actor
    channel: str
    visibility: Visibility
    occurred_at: Instant
    recorded_at: Instant
    event: AnyEvent


class Outcome(Value):
    """The first and only answer to a submission."""

    command_id: UUID
    status: Literal["accepted", "refused", "mismatch"]
    """`mismatch`: this id was used before for something else; nothing was done."""
    version: int
    """The partnership's version after it."""
    stage: Stage
    event_types: tuple[Line, ...] = ()
    refusal: RefusalReport | None = None
    repeated: bool = False
    """The submission had been handled before; this is what was answered then."""
