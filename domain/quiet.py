"""Quiet periods of one partnership: either side asks for time, tells why, and patient clocks stand still."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from domain.calendar import Day, QuietCause
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import AlreadyExists, NotInTheFuture, TooLong, TooMany, UnknownItem
from domain.slices.quiet import ObservedPeriod
from domain.values import Instant, Line, OrgId, Slug

_YEAR = timedelta(days=364)
"""From the first to the last day of one."""

MOST = 12
"""Quiet periods that count in a partnership at a time."""


class QuietPeriodObserved(Event):
    """One side has asked for quiet days and said why; patient clocks stand still on them, for everybody."""

    type: Literal["quiet.observed"] = "quiet.observed"
    period_id: Slug
    by_org: OrgId
    starts: Day
    ends: Day
    cause: QuietCause
    reason: Line

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One quiet period more; those that no running clock has met are not kept."""
        return p.but(quiet=(*still_counting(p, at), ObservedPeriod(**self.model_dump(exclude={"type", "reason"}))))


class ObserveQuietPeriod(Command):
    """Ask the others for quiet days, such as a fasting month or a harvest, on which nobody is urged."""

    kind: Literal["observe_quiet_period"] = "observe_quiet_period"
    period_id: Slug
    starts: Day
    ends: Day
    """The last quiet day."""
    cause: QuietCause
    reason: Line

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Days that are not over, not too many of them, under a name of their own."""
        if self.ends < max(self.starts, c.policy.calendar.day(c.now)):
            raise NotInTheFuture(what="the last quiet day")
        if (self.ends - self.starts).days >= c.policy.quiet_limit_days:
            raise TooLong(what="A quiet period", days=f"{c.policy.quiet_limit_days:g}")
        if any(q.period_id == self.period_id for q in p.quiet):
            raise AlreadyExists(what="quiet period", item=self.period_id)
        if len(still_counting(p, c.now)) >= MOST:
            raise TooMany(what="Quiet periods", limit=MOST)
        mine = [(q.starts, q.ends) for q in p.quiet if q.by_org == c.speaker.side]
        if _most_in_a_year([*mine, (self.starts, self.ends)]) > c.policy.quiet_year_days:
            raise TooLong(what="The quiet days of one side within a year", days=f"{c.policy.quiet_year_days:g}")
        given = self.model_dump(exclude={"kind"})
        yield QuietPeriodObserved(by_org=c.speaker.side, **given)


def _most_in_a_year(periods: Sequence[tuple[date, date]]) -> int:
    """The quiet days of the fullest year; what is over is remembered only if a clock has met it."""
    years = [*((starts, starts + _YEAR) for starts, _ in periods), *((ends - _YEAR, ends) for _, ends in periods)]
    return max(sum(_shared(period, year) for period in periods) for year in years)


def _shared(one: tuple[date, date], other: tuple[date, date]) -> int:
    """How many days two periods have in common."""
    return max(0, (min(one[1], other[1]) - max(one[0], other[0])).days + 1)


class QuietPeriodEnded(Event):
    """The side that had asked for quiet days needs no more of them; those that were, stay quiet."""

    type: Literal["quiet.ended"] = "quiet.ended"
    period_id: Slug
    by_org: OrgId
    ends: Day
    """The last quiet day; before the first one when there was none."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The period is shorter, or gone."""
        shorter = (q.but(ends=self.ends) if q.period_id == self.period_id else q for q in p.quiet)
        return p.but(quiet=tuple(q for q in shorter if q.starts <= q.ends))


class EndQuietPeriod(Command):
    """Say that you are back before the quiet days that you asked for are over."""

    kind: Literal["end_quiet_period"] = "end_quiet_period"
    period_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One's own, or that of a party that has left; from today on every clock runs again."""
        yesterday = c.policy.calendar.day(c.now) - timedelta(days=1)
        for period in p.quiet:
            if period.period_id == self.period_id and period.ends > yesterday:
                if p.party(period.by_org):
                    c.speaker.must_be(period.by_org)
                yield QuietPeriodEnded(period_id=self.period_id, by_org=period.by_org, ends=yesterday)
                return
        raise UnknownItem(what="quiet period", item=self.period_id)


def still_counting(p: Partnership, at: Instant) -> tuple[ObservedPeriod, ...]:
    """The quiet periods that are not over, or that a running clock has stood through."""
    since = min((c.anchor for c in p.clocks if not c.finished), default=at)
    return tuple(q for q in p.quiet if q.ends >= _before(min(since, at)))


def _before(at: Instant) -> date:
    """A day that is over everywhere."""
    return (at - timedelta(days=2)).date()
