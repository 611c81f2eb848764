"""All tasks of a partnership, told by its state alone: what is not there any more has been done, or is needless."""

from collections.abc import Callable, Iterator

from domain.partnership import Partnership
from domain.tasks import agreeing
from domain.tasks.task import Task
from domain.values import PersonId

SOURCES: tuple[Callable[[Partnership], Iterator[Task]], ...] = (agreeing.acceptances, agreeing.decisions)
"""Where tasks come from."""


def tasks(p: Partnership) -> dict[str, Task]:
    """What waits for somebody now, by key, each as far escalated as the clock of its rule stands."""
    if p.closed:
        return {}
    return {task.key: _escalated(task, p) for source in SOURCES for task in source(p)}


def meant(p: Partnership, task: Task) -> tuple[PersonId, ...]:
    """Whose task it is today: who holds the first of its roles that is not vacant; nobody who has left."""
    if task.person_id:
        return (task.person_id,) if p.person(task.person_id) else ()
    for role in task.roles:
        if holders := p.holders(role, task.org_id):
            return tuple(person.person_id for person in holders)
    return ()


def _escalated(task: Task, p: Partnership) -> Task:
    clock = p.clock(task.rule, task.about) or p.clock(task.rule) if task.rule else None
    if clock is None:
        return task
    told = {"step": clock.step, "event": task.event or clock.event}
    return task.model_copy(update=told) if told != {"step": task.step, "event": task.event} else task
