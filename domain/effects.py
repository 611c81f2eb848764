"""What people have to do and are to be told because of what has happened: from events to tasks and notices."""

from collections.abc import Iterator, Sequence

from domain.clocks import EscalationRaised
from domain.message import Actor
from domain.notices.choices import NoticeKind
from domain.notices.days import DayChange, day_changes
from domain.notices.news import KINDS, news
from domain.notices.notice import Notice
from domain.partnership import Partnership
from domain.record import Recorded
from domain.tasks.task import Task
from domain.tasks.waiting import tasks
from domain.values import Instant, Value


class Effects(Value):
    """What one submission has brought about for people."""

    version: int
    """Of the partnership, after it."""
    at: Instant
    actor: Actor
    opened: tuple[Task, ...] = ()
    changed: tuple[Task, ...] = ()
    closed: tuple[str, ...] = ()
    """The keys of tasks that need no doing any more."""
    notices: tuple[Notice, ...] = ()
    days: tuple[DayChange, ...] = ()
    """What those hear whose calendar has such a day; the store knows who they are."""


def effects(before: Partnership, after: Partnership, events: Sequence[Recorded]) -> Effects:
    """The tasks and notices that follow from the events of one submission."""
    was, now = tasks(before), tasks(after)
    last = events[-1]
    changed = tuple(task for key, task in now.items() if key in was and was[key] != task)
    notices = tuple(_notices(before, after, was, now, events))
    return Effects(
        version=after.version,
        at=last.recorded_at,
        actor=last.actor,
        opened=tuple(task for key, task in now.items() if key not in was),
        changed=changed,
        closed=tuple(key for key in was if key not in now),
        notices=notices,
        days=tuple(day_changes(before, after, ((was[task.key], task) for task in changed), notices)),
    )


def _notices(
    before: Partnership, p: Partnership, was: dict[str, Task], now: dict[str, Task], events: Sequence[Recorded]
) -> Iterator[Notice]:
    """Nobody is told twice of one thing: who is nudged needs no request, and who is asked needs no news of it."""
    nudges = [notice for entry in events for notice in _nudged(p, entry, now)]
    nudged = {(notice.person_id, notice.task) for notice in nudges}
    asked = [n for key, task in now.items() for n in _asked(task, was.get(key), events[-1])]
    asked = [notice for notice in asked if (notice.person_id, notice.task) not in nudged]
    told = {(notice.person_id, notice.event) for notice in asked}
    yield from asked
    yield from nudges
    yield from (notice for notice in news(before, p, events) if (notice.person_id, notice.event) not in told)


def _asked(task: Task, before: Task | None, last: Recorded) -> Iterator[Notice]:
    """To whom a task falls now hears of it at once; whoever has just brought it about, or had it before, knows."""
    known = {last.actor.person_id, *(before.people if before else ())}
    for person_id in task.people:
        if person_id not in known:
            yield Notice(
                person_id=person_id,
                org_id=task.org_id,
                kind=KINDS.get(task.rule or "", NoticeKind.REQUEST),
                what=task.what,
                why="the others wait for your side" if task.person_id is None else "this is asked of you in person",
                params=task.params,
                event=task.event or last.version,
                task=task.key,
                private=task.private,
            )


def _nudged(p: Partnership, entry: Recorded, open_: dict[str, Task]) -> Iterator[Notice]:
    """Whom a nudge reaches; with the task that it is about, where that is theirs to do."""
    nudge = entry.event
    if not isinstance(nudge, EscalationRaised):
        return
    matter = [task for task in open_.values() if task.rule == nudge.rule and nudge.about in {"", task.about}]
    for person_id in nudge.to:
        person = p.person(person_id)
        own = next((t.org_id for t in matter if t.person_id == person_id), None)  # theirs also without a role
        org_id = person.org_id if person else own
        mine = (t for t in matter if t.person_id in {None, person_id} and t.org_id in {None, org_id})
        task = next(iter(sorted(mine, key=lambda t: t.person_id is None)), None)
        yield Notice(
            person_id=person_id,
            org_id=org_id,
            kind=KINDS.get(nudge.rule, NoticeKind.REMINDER),
            what=task.what if task else nudge.because,  # whoever can do something hears first what that is
            why=nudge.because if task else "the rules that both sides have agreed to ask for it",
            params=task.params if task else {},
            event=nudge.event or entry.version,
            rule=nudge.rule,
            about=nudge.about,
            anchor=nudge.anchor,
            task=task.key if task else None,
            private=nudge.private or bool(nudge.readers),
        )
