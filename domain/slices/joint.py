"""What one party has proposed and all decide."""

from typing import Any

from domain.values import Instant, OrgId, State


class JointDecision(State):
    """Something that takes effect when every party has agreed."""

    about: str
    """The kind of the command that takes effect; one of a kind is open at a time."""
    command: dict[str, Any]
    by_org: OrgId
    agreed: tuple[OrgId, ...]
    since: Instant | None = None
    """When it was proposed."""
    number: int | None = None
    """The number of the event that proposed it, which a yes must name; proposals of the first release have none."""
