"""Days that have changed: what is said of them to those whose calendar was told of them by mail.

A letter of its own is worth a day that others have moved, and one that people have agreed upon and that holds no
longer. Whatever only asks for something until then is not taken back so: it was done, or is needless, and the next
letter takes it out of the calendar. Whoever hears of the day anyway, or has moved it, is not told once more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from domain.appointments import DAYS, TOLD, Day, agreed
from domain.notices.choices import NoticeKind
from domain.notices.invitations import told_in
from domain.notices.news import KINDS
from domain.notices.notice import Notice
from domain.partnership import Partnership
from domain.tasks.task import Task
from domain.values import Instant, PersonId, Value


class DayChange(Value):
    """A day is another one now, or is none any more, and how that is said to those who wait for it."""

    key: str
    """Of its appointment."""
    at: Instant | None = None
    kind: NoticeKind = NoticeKind.NEWS
    what: str
    """Nothing, where that can wait for the next letter."""
    why: str
    params: dict[str, str]
    task: str | None = None
    """The key of the task, where the day is that of one."""
    heard: tuple[PersonId, ...] = ()
    """Who hears of it anyway."""


def day_changes(
    before: Partnership, after: Partnership, asked: Iterable[tuple[Task, Task]], notices: Sequence[Notice]
) -> Iterator[DayChange]:
    """The days that one submission has changed, with all that it tells people; of tasks as they were and are."""
    if before.clocks is not after.clocks or before.stage is not after.stage:
        yield from _agreed(agreed(before), agreed(after), notices)
    for was, now in asked:
        if was.due_at and now.due_at and was.due_at != now.due_at and now.rule not in TOLD and not now.private:
            yield _asked(now, now.due_at, notices)


def _agreed(was: Mapping[str, Instant], now: Mapping[str, Instant], notices: Sequence[Notice]) -> Iterator[DayChange]:
    for rule in {**was, **now}:
        at = now.get(rule)
        if at != was.get(rule):
            day = DAYS[rule]
            heard = tuple(notice.person_id for notice in notices if day.key in told_in(notice))
            yield _moved(day, at, heard) if at else _gone(day, heard)


def _moved(day: Day, at: Instant, heard: tuple[PersonId, ...]) -> DayChange:
    to = at.isoformat()
    if day.begins:
        return _told(day, at, heard, what="a day in your calendar has moved to {moved_at}: {what}", moved_at=to)
    return _told(day, at, heard, what="a day in your calendar has moved to {moved_due_at}: {what}", moved_due_at=to)


def _gone(day: Day, heard: tuple[PersonId, ...]) -> DayChange:
    return _told(day, None, heard, what="" if day.asks else "a day in your calendar is not needed any more: {what}")


def _told(day: Day, at: Instant | None, heard: tuple[PersonId, ...], *, what: str, **params: str) -> DayChange:
    """Dates of the agreement cannot be silenced."""
    return DayChange(
        key=day.key,
        at=at,
        kind=KINDS.get(day.rule, NoticeKind.NEWS),
        what=what,
        why="a letter of ours has put this day into your calendar",
        params={"what": day.what, **params},
        heard=heard,
    )


def _asked(task: Task, at: Instant, notices: Iterable[Notice]) -> DayChange:
    """The task says by itself until when it is asked for; whoever hears what has moved it needs no more."""
    return DayChange(
        key=task.key,
        at=at,
        what=task.what,
        why="its day has moved, and a letter of ours has put the one before into your calendar",
        params=task.params,
        task=task.key,
        heard=tuple(notice.person_id for notice in notices),
    )
