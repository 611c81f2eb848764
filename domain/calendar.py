"""Quiet days: when patient clocks stand still, and when a clock that stands still then has run for long enough."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from domain.values import Instant, Line, Value

NO_TIME = timedelta(0)

Span = tuple[Instant, Instant]
"""From the first moment of quiet up to, and without, the first moment after it."""

Days = tuple[date, date]
"""A first and a last day, both included."""


def _near(day: date) -> date:
    if not 1970 <= day.year < 2100:  # noqa: PLR2004 - the same as for moments
        raise ValueError("a day must lie between the years 1970 and 2100")
    return day


Day = Annotated[date, AfterValidator(_near)]
"""A day, written like 2027-03-10."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, a path, or a folder of zones
        raise ValueError("this is not the name of a time zone") from None
    return name


Zone = Annotated[str, AfterValidator(_zone)]
"""A time zone such as Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)."""


class QuietCause(StrEnum):
    """Why people have other things on their minds."""

    HOLIDAY = "holiday"
    FASTING = "fasting"
    HARVEST = "harvest"
    DISASTER = "disaster"
    OTHER = "other"


class QuietPeriod(Value):
    """Days on which nobody is reminded, and which no patient clock counts."""

    starts: Day
    ends: Day
    """The last quiet day."""
    cause: QuietCause = QuietCause.HOLIDAY
    reason: Line

    @model_validator(mode="after")
    def _forwards(self) -> "QuietPeriod":
        if self.ends < self.starts:
            raise ValueError("a quiet period ends on its first day or later")
        return self


class Calendar(Value):
    """The quiet periods of a policy, and the time zone in which days begin and end."""

    zone: Zone = "Asia/Jakarta"
    quiet: tuple[QuietPeriod, ...] = Field(default=(), max_length=1000)

    @cached_property
    def _spans(self) -> tuple[Span, ...]:
        return _merged(self._span(period.starts, period.ends) for period in self.quiet)

    def spans(self, *more: Days) -> tuple[Span, ...]:
        """All quiet time in order, nothing told twice; with the days of one partnership's own periods."""
        return _merged((*self._spans, *(self._span(*days) for days in more))) if more else self._spans

    def day(self, at: Instant) -> date:
        """Which day it is here."""
        return at.astimezone(ZoneInfo(self.zone)).date()

    def _span(self, first: date, last: date) -> Span:
        return self._midnight(first), self._midnight(last + timedelta(days=1))

    def _midnight(self, day: date) -> Instant:
        return datetime.combine(day, time.min, ZoneInfo(self.zone)).astimezone(UTC)


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for starts, ends in sorted(spans):
        if merged and starts <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(ends, merged[-1][1])
        else:
            merged.append((starts, ends))
    return tuple(merged)


def reached(anchor: Instant, duration: timedelta, quiet: tuple[Span, ...]) -> Instant:
    """When a clock that stands still while it is quiet has run for so long; never in quiet time.

    What lies before the anchor is counted back plainly, and only moved out of quiet time.
    """
    if not quiet:
        return anchor + duration
    at, left = anchor + min(duration, NO_TIME), max(duration, NO_TIME)
    for starts, ends in quiet[bisect_right(quiet, at, key=lambda span: span[1]) :]:
        if at + left < starts:
            break
        left -= max(starts - at, NO_TIME)
        at = ends
    return at + left
