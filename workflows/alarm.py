"""Timers that wake a partnership for its nearest deadline."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow

SOON = timedelta(milliseconds=1)
"""The shortest timer; one without any duration is refused."""


class Alarm:
    """Rings at the nearest deadline, or earlier.

    Each timer that is started is billed, and one that rings early costs a look and no more. So a timer is started only
    where none rings in time, and none is ever cancelled: it may serve for a later deadline.
    """

    def __init__(self) -> None:
        self._timers: dict[datetime, asyncio.Task[None]] = {}
        self.rang = False

    def would_start(self, at: datetime | None) -> bool:
        """Whether setting it for this moment starts a timer."""
        return at is not None and at < min(self._timers, default=datetime.max.replace(tzinfo=at.tzinfo))

    def must_start(self, at: datetime | None) -> bool:
        """Whether a timer must be started for this moment: at once, or when the one that runs has rung in vain."""
        return at is not None and at != min(self._timers, default=None)

    def set(self, at: datetime | None, summary: str) -> None:
        """Ring at this moment, or earlier where it is set already."""
        self.rang = False
        if at is not None and self.would_start(at):
            self._timers[at] = asyncio.create_task(self._ring(at, summary))

    async def _ring(self, at: datetime, summary: str) -> None:
        await workflow.sleep(max(at - workflow.now(), SOON), summary=summary)
        del self._timers[at]
        self.rang = True
