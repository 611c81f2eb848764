"""Appointments: the days that somebody has in their calendar because of one partnership, told by its state alone."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from pydantic import Field

from domain.partnership import Partnership
from domain.slices.clocks import Clock
from domain.slices.parties import Person
from domain.tasks.task import Task
from domain.tasks.waiting import meant, tasks
from domain.values import Instant, PersonId, Value


class Appointment(Value):
    """A day on which something begins, or until which something is to be done."""

    key: str
    """The same as long as it is the same thing, also when its day moves."""
    what: str
    """In English, with the names of `params` in braces; the key of its translations."""
    params: dict[str, str] = Field(default_factory=dict)
    at: Instant
    begins: bool = False
    """Something begins then; otherwise it is the last moment."""
    private: bool = False
    """For the eyes of its people, and in their calendar without words."""


class Entry(Value):
    """An appointment as somebody's calendar has it, at one version of its partnership."""

    partnership_id: UUID
    title: str
    """Of the partnership."""
    appointment: Appointment
    sequence: int
    """Never goes back: a higher number is newer."""
    modified: Instant
    cancelled: bool = False


class _Day(NamedTuple):
    """How the calendar tells of a rule's own day."""

    key: str
    what: str
    begins: bool = False


_DAYS = {
    "start": _Day("date/start", what="work together begins, as agreed", begins=True),
    "end_date": _Day("date/end", what="the agreed end"),
    "notice_deadline": _Day("date/notice", what="the last day for giving notice before the agreed end"),
    "resume": _Day("date/resume", what="the pause should be over", begins=True),
    "evaluation_schedule": _Day("date/evaluation", what="time to look at the partnership together", begins=True),
    "evaluation_closing": _Day("date/answers", what="answers to the evaluation are asked for until now"),
    "reflection": _Day("date/reflection", what="the time for reflection is over", begins=True),
}
"""Rules whose clock counts from a day that people have agreed upon."""

_MEETINGS = {
    "contact": _Day("meeting/contact", what="meet or call by now, as often as agreed"),
    "aftercare": _Day("meeting/aftercare", what="ask each other how it goes after the end", begins=True),
}
"""Rules whose clock comes round when people should have met."""

TOLD = frozenset({*_DAYS, *_MEETINGS, "evaluation"})
"""Tasks of these rules have their day in the calendar already."""


def appointments(
    p: Partnership, person_id: PersonId, hands: Mapping[str, PersonId] | None = None
) -> Iterator[Appointment]:
    """What somebody who has a role here should know to keep their days; nothing for anybody else.

    A task by whose key somebody is named in `hands` is theirs alone.
    """
    person = p.person(person_id)
    if person is None or p.closed:
        return
    for clock in p.clocks:
        if not clock.private and not clock.finished:
            yield from _days(clock)
    yield from _last_days(p, person)
    for task in tasks(p).values():
        if task.due_at and task.rule not in TOLD and person_id in _whose(p, task, hands or {}):
            yield due(task.key, task.what, task.params, task.due_at, private=task.private)


def _whose(p: Partnership, task: Task, hands: Mapping[str, PersonId]) -> tuple[PersonId, ...]:
    taken = hands.get(task.key)
    return (taken,) if taken and not task.person_id else meant(p, task)


def due(key: str, what: str, params: dict[str, str], at: Instant, *, private: bool) -> Appointment:
    """The moment until which a task is to be done; of what was confided, nothing but that it waits."""
    if private:
        return Appointment(key=key, what="something confided waits for you", at=at, private=True)
    return Appointment(key=key, what=what, params=params, at=at)


def _days(clock: Clock) -> Iterator[Appointment]:
    if day := _DAYS.get(clock.rule):
        yield Appointment(key=day.key, what=day.what, at=clock.anchor, begins=day.begins)
    elif (day := _MEETINGS.get(clock.rule)) and clock.due_at:
        yield Appointment(key=f"{day.key}/{clock.step}", what=day.what, at=clock.due_at, begins=day.begins)


def _last_days(p: Partnership, reader: Person) -> Iterator[Appointment]:
    """Of the reader's own side, so that there is time to hand over."""
    for person in p.people:
        if person.last_day and person.org_id == reader.org_id:
            yield Appointment(
                key=f"date/last-day/{person.person_id}",
                what="the last day of {name}",
                params={"name": person.name},
                at=person.last_day,
            )
