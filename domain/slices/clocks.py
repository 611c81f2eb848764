"""Running escalation clocks."""

from domain.values import Instant, OrgId, State


class Clock(State):
    """One escalation rule running for one thing: which step comes next, and when."""

    rule: str
    about: str = ""
    anchor: Instant
    unit: float = 1.0
    """Days in one count of the rule: 1, or an agreed interval."""
    step: int = 0
    due_at: Instant | None = None
    finished: bool = False
    """Every step has been taken."""
    owner: OrgId | None = None
    """The party whose turn it is; none where it is everybody's."""
    event: int | None = None
    """The number of the event from which it counts."""
    private: bool = False
    """Nobody but the facilitator and whoever raised it may know of it."""

    @property
    def key(self) -> tuple[str, str]:
        """A rule runs once for each thing."""
        return self.rule, self.about
