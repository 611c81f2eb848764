"""Calendar invitations by mail: what is asked comes with its day; the calendar hears when it moves or ends."""

from collections.abc import Iterable, Iterator, Set
from uuid import UUID

from domain.appointments import Entry

Key = tuple[UUID, str]
"""One appointment of one partnership."""


def key(entry: Entry) -> Key:
    """What stays the same of an entry, also when its day moves."""
    return entry.partnership_id, entry.appointment.key


def invitations(standing: Iterable[Entry], told: Iterable[Entry], asked: Set[Key]) -> Iterator[Entry]:
    """What a letter carries: the days of what it asks for, and what has become of those told before.

    A calendar that somebody keeps is nothing to be filled: only what they are asked to do comes into it.
    """
    now = {key(entry): entry for entry in standing}
    before = {key(entry): entry for entry in told}
    for known, entry in now.items():
        if known in before:
            if _moved(before[known], entry):
                yield _newer(entry, before[known])
        elif known in asked and not entry.cancelled:
            yield entry
    for known, entry in before.items():
        if known not in now and not entry.cancelled:
            yield entry.model_copy(update={"cancelled": True, "sequence": entry.sequence + 1})


def _moved(before: Entry, now: Entry) -> bool:
    return (before.cancelled, before.appointment.at) != (now.cancelled, now.appointment.at) and not (
        before.cancelled and now.cancelled
    )


def _newer(entry: Entry, before: Entry) -> Entry:
    """Calendars heed only what has a higher number than what they know."""
    return entry.model_copy(update={"sequence": max(entry.sequence, before.sequence + 1)})
