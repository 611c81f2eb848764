"""One timer that wakes a partnership for its nearest deadline."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow

SOON = timedelta(milliseconds=1)
"""The shortest timer; one without any duration is refused."""


class Alarm:
    """Set again only to ring earlier: each timer is billed, and one that rings too early costs a look and no more."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._sleeper: asyncio.Task[None] | None = None
        self.rang = False

    def would_start(self, at: datetime | None) -> bool:
        """Whether setting it for this moment starts a timer."""
        return at is not None and (self._at is None or at < self._at)

    def set(self, at: datetime | None, summary: str) -> None:
        """Ring at this moment, or earlier where it is set already."""
        self.rang = False
        if at is None or not self.would_start(at):
            return
        if self._sleeper is not None:
            self._sleeper.cancel()
        self._at = at
        self._sleeper = asyncio.create_task(self._ring(at, summary))

    async def _ring(self, at: datetime, summary: str) -> None:
        await workflow.sleep(max(at - workflow.now(), SOON), summary=summary)
        self._at = None
        self._sleeper = None
        self.rang = True
