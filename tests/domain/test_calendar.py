"""Quiet days: patient clocks stand still on them, exactly, and nothing else does."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.calendar import Calendar, QuietCause, QuietPeriod, Span, reached

JAKARTA = ZoneInfo("Asia/Jakarta")
START = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)  # nine in the morning in Jakarta

pytestmark = pytest.mark.requirement("S4.30")


def period(first: int, last: int, month: int = 3) -> QuietPeriod:
    return QuietPeriod(starts=date(2027, month, first), ends=date(2027, month, last), reason="Lebaran")


def here(day: int, hour: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("days", "quiet", "due"),
    [
        (7, (), here(8, 9)),
        (7, (period(20, 25),), here(8, 9)),
        (7, (period(3, 5),), here(11, 9)),
        (7, (period(3, 5), period(8, 8)), here(12, 9)),
        (7, (period(3, 5), period(4, 6), period(6, 7)), here(13, 9)),
        (7, (period(8, 10),), here(11, 9)),
        (7, (period(1, 1),), here(9)),
        (0, (period(1, 2),), here(3)),
        (-1, (), here(1, 9) - timedelta(days=1)),
    ],
)
def test_the_days_that_count(days: float, quiet: tuple[QuietPeriod, ...], due: datetime) -> None:
    assert reached(START, timedelta(days=days), Calendar(quiet=quiet).spans()) == due


def test_what_ends_as_quiet_begins_waits_until_it_is_over() -> None:
    quiet = Calendar(quiet=(period(8, 10),)).spans()
    assert reached(here(1), timedelta(days=7), quiet) == here(11)


def test_what_is_before_the_anchor_is_only_moved_out_of_quiet() -> None:
    quiet = Calendar(quiet=(period(2, 4),)).spans()
    assert reached(here(10), timedelta(days=-7), quiet) == here(5)
    assert reached(here(10), timedelta(days=-2), quiet) == here(8)


def test_days_begin_where_people_live() -> None:
    assert Calendar(quiet=(period(8, 8),)).spans() == ((here(8), here(9)),)
    jayapura = Calendar(zone="Asia/Jayapura", quiet=(period(8, 8),)).spans()
    assert jayapura == ((here(8) - timedelta(hours=2), here(9) - timedelta(hours=2)),)
    assert Calendar().day(datetime(2027, 3, 1, 18, tzinfo=UTC)) == date(2027, 3, 2)


def test_what_one_partnership_asked_for_comes_on_top() -> None:
    calendar = Calendar(quiet=(period(8, 8),))
    assert calendar.spans((date(2027, 3, 9), date(2027, 3, 10))) == ((here(8), here(11)),)
    assert calendar.spans() == ((here(8), here(9)),)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Asia"])
def test_a_zone_must_be_one(zone: str) -> None:
    with pytest.raises(ValidationError, match="not the name of a time zone"):
        Calendar(zone=zone)


def test_a_quiet_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError, match="on its first day or later"):
        period(9, 8)
    with pytest.raises(ValidationError, match="between the years 1970 and 2100"):
        QuietPeriod(starts=date(9999, 12, 31), ends=date(9999, 12, 31), cause=QuietCause.OTHER, reason="The end")


# ---- what always holds ----

DAYS = st.dates(date(2027, 1, 1), date(2028, 12, 31))
PERIODS = st.builds(
    lambda first, length: QuietPeriod(starts=first, ends=first + timedelta(days=length), reason="Quiet"),
    DAYS,
    st.integers(0, 40),
)
QUIET = st.lists(PERIODS, max_size=8).map(lambda periods: Calendar(quiet=tuple(periods)).spans())
MOMENTS = st.datetimes(datetime(2027, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
DURATIONS = st.floats(-30, 400).map(lambda days: timedelta(days=days))


def quiet_time(since: datetime, until: datetime, quiet: tuple[Span, ...]) -> timedelta:
    """By looking at each period alone."""
    none = timedelta(0)
    return sum((max(none, min(until, ends) - max(since, starts)) for starts, ends in quiet), none)


@given(MOMENTS, DURATIONS, QUIET)
def test_never_in_a_quiet_day(anchor: datetime, duration: timedelta, quiet: tuple[Span, ...]) -> None:
    due = reached(anchor, duration, quiet)
    assert not any(starts <= due < ends for starts, ends in quiet)


@given(MOMENTS, DURATIONS)
def test_plain_where_nothing_is_quiet(anchor: datetime, duration: timedelta) -> None:
    assert reached(anchor, duration, ()) == anchor + duration


@given(MOMENTS, st.floats(0, 400).map(lambda days: timedelta(days=days)), QUIET)
def test_exactly_as_long_as_it_should_run(anchor: datetime, duration: timedelta, quiet: tuple[Span, ...]) -> None:
    due = reached(anchor, duration, quiet)
    assert due - anchor - quiet_time(anchor, due, quiet) == duration


@given(MOMENTS, MOMENTS, DURATIONS, DURATIONS, QUIET)
def test_later_never_comes_sooner(
    one: datetime, other: datetime, short: timedelta, long: timedelta, quiet: tuple[Span, ...]
) -> None:
    (one, other), (short, long) = sorted((one, other)), sorted((short, long))
    assert reached(one, short, quiet) <= reached(other, short, quiet)
    assert reached(one, short, quiet) <= reached(one, long, quiet)


@given(MOMENTS, DURATIONS, QUIET, PERIODS)
def test_more_quiet_never_makes_anything_sooner(
    anchor: datetime, duration: timedelta, quiet: tuple[Span, ...], more: QuietPeriod
) -> None:
    calendar = Calendar(quiet=(more,))
    days = [(s.astimezone(JAKARTA).date(), e.astimezone(JAKARTA).date() - timedelta(days=1)) for s, e in quiet]
    assert reached(anchor, duration, calendar.spans(*days)) >= reached(anchor, duration, quiet)
