"""Appointments: the days that somebody has in their calendar because of one partnership, told by its state alone."""

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from pydantic import Field

from domain.aftercare import AFTERCARE_CONTACTS
from domain.partnership import Partnership
from domain.slices.clocks import Clock
from domain.slices.parties import Person
from domain.stages import Stage
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


class Day(NamedTuple):
    """How the calendar tells of a rule's own day."""

    rule: str
    key: str
    what: str
    begins: bool = False
    asks: bool = False
    """Until then something is asked for; once it is given, nobody waits for the day."""


DAYS = {
    day.rule: day
    for day in (
        Day("start", "date/start", what="work together begins, as agreed", begins=True),
        Day("end_date", "date/end", what="the agreed end"),
        Day("notice_deadline", "date/notice", what="the last day for giving notice before the agreed end", asks=True),
        Day("resume", "date/resume", what="the pause should be over", begins=True),
        Day("evaluation_schedule", "date/evaluation", what="time to look at the partnership together", begins=True),
        Day("evaluation_closing", "date/answers", what="answers to the evaluation are asked for until now", asks=True),
        Day("reflection", "date/reflection", what="the time for reflection is over", begins=True),
    )
}
"""By their rules, whose clocks count from a day that people have agreed upon."""

MEETINGS = {
    day.rule: day
    for day in (
        Day("contact", "meeting/contact", what="meet or call by now, as often as agreed"),
        Day("aftercare", "meeting/aftercare", what="ask each other how it goes after the end", begins=True),
    )
}
"""By their rules, whose clocks come round when people should have met."""

_IN_THE_MAKING = frozenset({Stage.DECIDING_FUTURE, Stage.DESIGNING, Stage.AGREEING})
"""Stages in which no clock counts towards the agreed end, and it holds all the same."""

TOLD = frozenset({*DAYS, *MEETINGS, "evaluation"})
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
    for rule, at in agreed(p).items():
        day = DAYS[rule]
        yield Appointment(key=day.key, what=day.what, at=at, begins=day.begins)
    yield from _meetings(p)
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


def agreed(p: Partnership) -> dict[str, Instant]:
    """The days of the agreement by their rules, for everybody with a role; its end holds until another is agreed."""
    days = {clock.rule: clock.anchor for clock in _running(p, DAYS)}
    ends_at = p.agreement.terms.ends_at if p.agreement and p.stage in _IN_THE_MAKING else None
    return {"end_date": ends_at, **days} if ends_at and not p.holding_over else days


def _meetings(p: Partnership) -> Iterator[Appointment]:
    for clock in _running(p, MEETINGS):
        if clock.due_at and not _is_settled(p, clock):
            day = MEETINGS[clock.rule]
            yield Appointment(key=f"{day.key}/{clock.step}", what=day.what, at=clock.due_at, begins=day.begins)


def _is_settled(p: Partnership, clock: Clock) -> bool:
    """Whether this contact after the end has been held already, or is none any more but the end of waiting for it."""
    held = p.closing.aftercare if p.closing else 0
    return clock.rule == "aftercare" and not held <= clock.step < AFTERCARE_CONTACTS


def _running(p: Partnership, rules: Container[str]) -> Iterator[Clock]:
    return (c for c in p.clocks if c.rule in rules and not c.private and not c.finished)


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
