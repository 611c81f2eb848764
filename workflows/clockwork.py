"""When the clocks of a partnership are looked at: at its nearest deadline, and not again and again in vain."""

from datetime import datetime
from uuid import uuid5

from domain.escalation import Tick
from domain.message import CLOCK
from domain.partnership import Partnership
from domain.record import Submission
from workflows import options


class Clockwork:
    """Turns a deadline that has come into a tick."""

    def __init__(self) -> None:
        self._not_before: datetime | None = None
        self._moved = False

    def due(self, p: Partnership | None) -> datetime | None:
        """When the clocks are to be looked at next."""
        deadline = p.next_deadline if p else None
        return max(deadline, self._not_before) if deadline and self._not_before else deadline

    def tick(self, p: Partnership | None, now: datetime, *, at_once: bool = False) -> Submission | None:
        """A look at the clocks, if it is due; under an id that depends on nothing but the state and the deadline.

        At once, what the last look itself has brought about needs no gap.
        """
        due = p.next_deadline if p and at_once and self._moved else self.due(p)
        if p is None or due is None or due > now:
            return None
        self._moved = False
        self._not_before = now + options.TICK_AGAIN
        return Submission(
            partnership_id=p.id,
            command_id=uuid5(p.id, f"tick {p.version} {due.isoformat()}"),
            actor=CLOCK,
            commands=(Tick(),),
            submitted_at=now,
            channel="clock",
        )

    def moved(self, now: datetime) -> None:
        """Something has happened since the last look: the next one need not wait for long."""
        self._moved = True
        if self._not_before:
            self._not_before = min(self._not_before, now + options.TICK_GAP)
