"""When something may go out to somebody: by day and hour of their own place, and never in their quiet."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.notices.choices import NoticeKind, Timing
from domain.values import Instant

BATCH = timedelta(minutes=5)
"""What happens within so many minutes comes in one message."""

_DAY = timedelta(days=1)

_ANY_DAY = frozenset({NoticeKind.LEGAL, NoticeKind.SAFETY, NoticeKind.SECURITY})
"""Kinds that do not wait for a working day."""


class DaysOff(NamedTuple):
    """The days on which a country does not work."""

    weekend: frozenset[int] = frozenset({5, 6})
    """Monday is 0."""
    holidays: frozenset[date] = frozenset()

    def __contains__(self, day: object) -> bool:
        """Whether nobody works on this day."""
        return isinstance(day, date) and (day.weekday() in self.weekend or day in self.holidays)


class Habits(NamedTuple):
    """When somebody wishes to hear."""

    zone: str = "Asia/Jakarta"
    digest_at: time = time(7, 30)
    quiet_from: time = time(20, 0)
    quiet_until: time = time(6, 0)
    """The same moment as `quiet_from` means never quiet."""
    off: DaysOff = DaysOff()

    def here(self, at: Instant) -> datetime:
        """A moment as the clock on their wall shows it."""
        return at.astimezone(ZoneInfo(self.zone))

    def day(self, at: Instant) -> date:
        """Which day it is for them."""
        return self.here(at).date()

    def quiet(self, at: Instant) -> bool:
        """Whether they wish for quiet then."""
        now = self.here(at).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= now < self.quiet_until
        return now >= self.quiet_from or now < self.quiet_until

    def awake(self, at: Instant, kind: NoticeKind = NoticeKind.NEWS, *, asked: bool = False) -> Instant:
        """The first moment from then on at which a notice of this kind may reach them.

        Safety always may, and so may what they have asked for themselves a moment ago.
        """
        if asked or kind is NoticeKind.SAFETY:
            return at
        while True:
            if kind not in _ANY_DAY and self.day(at) in self.off:
                at = self._begins(self.day(at) + _DAY)
            elif self.quiet(at):
                at = self._after_quiet(at)
            else:
                return at

    def digests(self, since: Instant, after: date | None = None) -> Iterator[Instant]:
        """The moments of their daily digests from then on, at most one a day; none up to and on the day `after`."""
        day = self.day(since)
        while True:
            at = self._on(day, self.digest_at)
            at = self._after_quiet(at) if self.quiet(at) else at
            comes = self.day(at)
            if at >= since and comes not in self.off and (after is None or comes > after):
                yield at
            day += _DAY

    def _after_quiet(self, at: Instant) -> Instant:
        """When the quiet of that moment is over."""
        day = self.day(at)
        over = self._on(day, self.quiet_until)
        return over if over > at else self._on(day + _DAY, self.quiet_until)

    def _begins(self, day: date) -> Instant:
        return self._on(day, time.min)

    def _on(self, day: date, hour: time) -> Instant:
        """An hour of a day; one that a change of the clocks leaves out is the first after it."""
        return datetime.combine(day, hour, ZoneInfo(self.zone)).astimezone(UTC)


def due(kind: NoticeKind, timing: Timing, since: Instant, habits: Habits, told: date | None = None) -> Instant:
    """When a notice goes out: safety at once, others with what happens within minutes, or with the next digest.

    `told` is the day of the last digest.
    """
    if kind is NoticeKind.SAFETY and timing is not Timing.DIGEST:
        return since
    if timing is Timing.DIGEST:
        return next(habits.digests(since, told))
    return habits.awake(since + BATCH, kind)
