"""How many reports of each partnership wait to be applied: the engine would drown in a flood."""

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

MOST = 24
"""Unapplied reports of one partnership; hundreds of signals at once livelock its workflow."""

FORGET_AFTER = 15 * 60.0
"""Seconds: whatever became of a report by then, it no longer keeps newer ones out."""


class Sent(NamedTuple):
    """A report on its way."""

    partnership_id: UUID
    command_id: UUID
    at: float


class Backlog:
    """The reports that this process has sent and has not yet seen applied."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[UUID, dict[UUID, str]] = {}
        self._order: deque[Sent] = deque()

    def waiting(self, partnership_id: UUID) -> dict[UUID, str]:
        """The reports of a partnership that wait, with their digests; none while one is only on its way."""
        self._forget()
        return dict(self._waiting.get(partnership_id, {}))

    def room(self, partnership_id: UUID) -> int:
        """How many more may be sent."""
        return MOST - len(self.waiting(partnership_id))

    def add(self, partnership_id: UUID, command_id: UUID) -> None:
        """A report goes on its way."""
        self._waiting.setdefault(partnership_id, {})[command_id] = ""
        self._order.append(Sent(partnership_id, command_id, self._clock()))

    def sent(self, partnership_id: UUID, command_id: UUID, digest: str) -> None:
        """The engine has taken it over."""
        self._waiting.setdefault(partnership_id, {})[command_id] = digest

    def remove(self, partnership_id: UUID, command_ids: Iterable[UUID]) -> None:
        """These have been applied, or were never sent."""
        waiting = self._waiting.get(partnership_id, {})
        for command_id in command_ids:
            waiting.pop(command_id, None)
        if not waiting:
            self._waiting.pop(partnership_id, None)

    def _forget(self) -> None:
        while self._order and self._order[0].at < self._clock() - FORGET_AFTER:
            old = self._order.popleft()
            self.remove(old.partnership_id, [old.command_id])
