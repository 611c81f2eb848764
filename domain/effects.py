"""What people have to do and are to be told because of what has happened: from events to tasks and notices."""

from collections.abc import Iterator, Sequence

from domain.clocks import EscalationRaised
from domain.message import Actor
from domain.notices.choices import NoticeKind
from domain.notices.notice import Notice
from domain.partnership import Partnership
from domain.record import Recorded
from domain.tasks.task import Task
from domain.tasks.waiting import meant, tasks
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


def effects(before: Partnership, after: Partnership, events: Sequence[Recorded]) -> Effects:
    """The tasks and notices that follow from the events of one submission."""
    was, now = tasks(before), tasks(after)
    last = events[-1]
    return Effects(
        version=after.version,
        at=last.recorded_at,
        actor=last.actor,
        opened=tuple(task for key, task in now.items() if key not in was),
        changed=tuple(task for key, task in now.items() if key in was and was[key] != task),
        closed=tuple(key for key in was if key not in now),
        notices=tuple(_notices(after, tuple(task for key, task in now.items() if key not in was), now, events)),
    )


def _notices(
    p: Partnership, opened: Sequence[Task], open_: dict[str, Task], events: Sequence[Recorded]
) -> Iterator[Notice]:
    for task in opened:
        yield from _asked(p, task, events[-1])
    for entry in events:
        if isinstance(entry.event, EscalationRaised):
            yield from _nudged(p, entry.event, entry.version, open_)


def _asked(p: Partnership, task: Task, last: Recorded) -> Iterator[Notice]:
    """Whose turn it is hears of it at once; whoever has just brought it about knows."""
    for person_id in meant(p, task):
        if person_id != last.actor.person_id:
            yield Notice(
                person_id=person_id,
                org_id=task.org_id,
                kind=NoticeKind.REQUEST,
                what=task.what,
                why="the others wait for your side",
                params=task.params,
                event=task.event or last.version,
                task=task.key,
                private=task.private,
            )


def _nudged(p: Partnership, nudge: EscalationRaised, number: int, open_: dict[str, Task]) -> Iterator[Notice]:
    matter = [task for task in open_.values() if task.rule == nudge.rule and nudge.about in {"", task.about}]
    for person_id in nudge.to:
        person = p.person(person_id)
        org_id = person.org_id if person else None
        task = next((task for task in matter if task.org_id in {None, org_id}), None)
        yield Notice(
            person_id=person_id,
            org_id=org_id,
            kind=NoticeKind.REMINDER,
            what=nudge.because,
            why="the rules that both sides have agreed to ask for it",
            event=nudge.event or number,
            rule=nudge.rule,
            task=task.key if task else None,
            private=nudge.private or bool(nudge.readers),
        )
