"""Calendar invitations by mail: what a letter asks for or agrees upon comes with its day, and its changes follow.

A calendar that somebody keeps is nothing to be filled: only days of which a letter tells come into it. Whatever has
moved or ended since then goes along with the next letter; for what cannot wait so long, there is one of its own
(`domain.notices.days`). What has passed stays as it was.
"""

from collections.abc import Iterable, Iterator, Set
from uuid import UUID

from domain.appointments import DAYS, MEETINGS, Entry
from domain.notices.headlines import HEADLINES
from domain.notices.notice import Notice
from domain.values import Instant

Key = tuple[UUID, str]
"""One appointment of one partnership."""

_OF_RULE = {rule: day.key for rule, day in (DAYS | MEETINGS).items() if day.begins or rule in DAYS}
"""A reminder to meet at last has no day of its own."""

_OF_NEWS = {headline.what: headline.days for told in HEADLINES.values() for headline in told}

_OF_TASK = {"answer_evaluation": ("date/answers", "date/evaluation")}
"""Tasks whose days are everybody's."""


def told_in(notice: Notice) -> Iterator[str]:
    """The keys of the days that a notice tells of: of its task, of its rule, of what has changed or was agreed."""
    if notice.day:
        yield notice.day
    if notice.task:
        yield notice.task
        yield from _OF_TASK.get(notice.task.partition("/")[0], ())
    if notice.rule in _OF_RULE:
        yield _OF_RULE[notice.rule]
    yield from _OF_NEWS.get(notice.what, ())


def key(entry: Entry) -> Key:
    """What stays the same of an entry, also when its day moves."""
    return entry.partnership_id, entry.appointment.key


def invitations(standing: Iterable[Entry], told: Iterable[Entry], asked: Set[Key], now: Instant) -> Iterator[Entry]:
    """What a letter carries: the days of which it tells, and what has become of those told before."""
    new = {key(entry): entry for entry in standing}
    before = {key(entry): entry for entry in told}
    for known, entry in new.items():
        if known in before:
            if _changed(before[known], entry, now):
                yield _newer(entry, before[known])
        elif _is_asked(entry, asked) and not entry.cancelled and entry.appointment.at > now:
            yield entry
    for known, entry in before.items():
        if known not in new and not entry.cancelled and entry.appointment.at > now:
            yield entry.model_copy(update={"cancelled": True, "sequence": entry.sequence + 1})


def _is_asked(entry: Entry, asked: Set[Key]) -> bool:
    """By its name, or as one of several meetings by the name of them all."""
    return key(entry) in asked or (entry.partnership_id, entry.appointment.key.rpartition("/")[0]) in asked


def _changed(before: Entry, now: Entry, at: Instant) -> bool:
    if now.cancelled:
        return not before.cancelled and before.appointment.at > at
    return before.cancelled or before.appointment.at != now.appointment.at


def _newer(entry: Entry, before: Entry) -> Entry:
    """Calendars heed only what has a higher number than what they know."""
    return entry.model_copy(update={"sequence": max(entry.sequence, before.sequence + 1)})
