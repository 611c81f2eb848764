"""Who need not be woken: what has just come can wait until somebody's workflow looks again by itself."""

from datetime import date, timedelta

from domain.notices.choices import NoticeKind, Timing
from domain.notices.planning import Reader
from domain.notices.timing import due
from domain.values import Instant

MARGIN = timedelta(seconds=30)
"""A look this soon may already have begun, and miss what comes now."""


def patient(reader: Reader, now: Instant, next_at: Instant, digest_day: date | None) -> tuple[NoticeKind, ...]:
    """Of which kinds a new notice goes out no earlier than the next look, whenever it comes before that."""
    return tuple(kind for kind in NoticeKind if _can_wait(kind, reader, now, next_at, digest_day))


def _can_wait(kind: NoticeKind, reader: Reader, now: Instant, next_at: Instant, digest_day: date | None) -> bool:
    timings = {reader.card.choices.timing(kind, point.channel) for point in reader.points}
    if not timings or kind in {NoticeKind.SAFETY, NoticeKind.SECURITY}:  # such as a link that they have asked for
        return False
    soonest = (Timing.NOW if Timing.NOW in timings else Timing.DIGEST) if timings != {Timing.OFF} else Timing.OFF
    return soonest is Timing.OFF or due(kind, soonest, now, reader.habits, digest_day) >= next_at
