"""Shapes on the wire: the commands that may be sent, and what is answered to them, to events and to mistakes."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Discriminator, Field, Tag

from api.views import Missing
from domain.catalogue import AnyCommand
from domain.initiation import ProposePartnership
from domain.record import Outcome
from domain.stages import Stage
from domain.values import Value


class Proposal(ProposePartnership):
    """A new partnership, and what else is to be decided with it, all or nothing."""

    then: tuple[AnyCommand, ...] = Field(default=(), max_length=49)
    """Further commands, in order: people, willingness, contacts so far."""

    @property
    def commands(self) -> tuple[AnyCommand, ...]:
        """All commands, the proposal first."""
        first = ProposePartnership(**{name: getattr(self, name) for name in ProposePartnership.model_fields})
        return (first, *self.then)


class Commands(Value):
    """Commands that are decided together, all or nothing."""

    commands: tuple[AnyCommand, ...] = Field(min_length=1, max_length=50)


def _one_or_many(body: object) -> str:
    return "many" if isinstance(body, dict | Commands) and "commands" in dict(body) else "one"


CommandBody = Annotated[
    Annotated[AnyCommand, Tag("one")] | Annotated[Commands, Tag("many")], Discriminator(_one_or_many)
]
"""One command, or several in a list."""


class Accepted(Value):
    """The commands were accepted; the same answer comes again under the same key, for ever."""

    partnership_id: UUID
    command_id: UUID
    status: Literal["accepted"] = "accepted"
    version: int
    """The partnership's version after it."""
    stage: Stage
    events: tuple[str, ...]
    """Types of the events it brought about."""

    @classmethod
    def of(cls, partnership_id: UUID, outcome: Outcome) -> Self:
        """An accepted outcome."""
        return cls(
            partnership_id=partnership_id,
            command_id=outcome.command_id,
            version=outcome.version,
            stage=outcome.stage,
            events=outcome.event_types,
        )


class Pending(Value):
    """The commands have arrived, and their answer has not: nothing is lost, send the same again under the same key."""

    partnership_id: UUID
    command_id: UUID
    status: Literal["pending"] = "pending"
    detail: str


class Received(Value):
    """What became of one event."""

    source: str | None
    id: str | None
    outcome: Literal["accepted", "duplicate", "refused"]
    partnership_id: UUID | None = None
    command_id: UUID | None = None
    """Under this id the timeline or the refusals will show it."""
    problem: dict[str, Any] | None = None


class ReceivedBatch(Value):
    """What became of each event of a batch, in their order."""

    outcomes: tuple[Received, ...]


class Health(Value):
    """How this instance is."""

    status: Literal["ok"] = "ok"
    checks: tuple[str, ...] = ()
    """What was asked and has answered."""


class ErrorDocument(Value):
    """One thing that is wrong with what was sent."""

    where: str
    what: str
    expected: str | None = None


class ProblemDocument(BaseModel):
    """A problem as RFC 9457 defines it, with a code that never changes."""

    type: str = Field(examples=["/problems/guards-unmet"])
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(examples=["guards-unmet"])
    errors: tuple[ErrorDocument, ...] | None = None
    unmet: tuple[Missing, ...] | None = None
    stage: Stage | None = None


class Version(Value):
    """Which release answers."""

    name: str
    version: str
