"""All tasks of a partnership, told by its state alone: what is not there any more has been done, or is needless."""

from collections.abc import Callable, Iterator

from domain.leadership import silent_lead
from domain.partnership import Partnership
from domain.tasks import agreeing, beginning, confiding, deciding, ending, giving, leading, looking, sharing
from domain.tasks.task import Task
from domain.values import PersonId

SOURCES: tuple[Callable[[Partnership], Iterator[Task]], ...] = (
    beginning.beginning,
    agreeing.acceptances,
    agreeing.decisions,
    agreeing.changes,
    agreeing.operational,
    giving.promises,
    giving.contributions,
    giving.money,
    sharing.entries,
    sharing.minutes,
    sharing.availability,
    sharing.assurances,
    looking.evaluation,
    looking.pulse,
    looking.results,
    looking.actions,
    looking.health,
    looking.contact,
    looking.conflict,
    looking.roots,
    leading.vacancies,
    leading.handovers,
    deciding.dates,
    deciding.future,
    ending.winding_down,
    ending.urgent_request,
    ending.afterwards,
    confiding.concerns,
)
"""Where tasks come from; each costs next to nothing where there is nothing of its kind."""


def tasks(p: Partnership) -> dict[str, Task]:
    """What waits for somebody now, by key; each with whom it falls to, and as far escalated as its clock stands."""
    if p.closed:
        return {}
    return {task.key: _today(task, p) for source in SOURCES for task in source(p)}


def meant(p: Partnership, task: Task) -> tuple[PersonId, ...]:
    """Whose task it is today: who holds the first of its roles that is not vacant; nobody who has left."""
    if task.person_id or task.hand:
        named = p.person(task.person_id or task.hand or PersonId(""))
        if named and (task.person_id or named.org_id == task.org_id):
            return (named.person_id,)
        if task.person_id:
            return ()
    told: tuple[PersonId, ...] = ()
    silent = silent_lead(p, task.org_id) if task.org_id else None
    for role in task.roles:
        told += tuple(person.person_id for person in p.holders(role, task.org_id))
        if set(told) - {silent}:  # whoever has not been heard of is told, and the next one too
            return told
    return told


def _today(task: Task, p: Partnership) -> Task:
    """The task as it stands: whom it falls to, and how far its rule has come."""
    told: dict[str, object] = {"people": meant(p, task)}
    clock = p.clock(task.rule, task.about) or p.clock(task.rule) if task.rule else None
    if clock:
        told |= {"step": clock.step, "event": task.event or clock.event}
    return task.model_copy(update=told)
