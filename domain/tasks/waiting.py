"""All tasks of a partnership, told by its state alone: what is not there any more has been done, or is needless."""

from collections.abc import Callable, Iterator

from domain.leadership import silent_lead
from domain.partnership import Partnership
from domain.tasks import agreeing, beginning, confiding, deciding, ending, giving, leading, looking, relaying, sharing
from domain.tasks.task import Task
from domain.values import OrgId, PersonId, Role

SOURCES: tuple[Callable[[Partnership], Iterator[Task]], ...] = (
    beginning.beginning,
    agreeing.acceptances,
    agreeing.untold,
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
    relaying.words,
    relaying.untold,
)
"""Where tasks come from; each costs next to nothing where there is nothing of its kind."""

AFTER_ALL = (confiding.concerns,)
"""What is still asked when the record is closed: of those alone who know of something confided."""


def tasks(p: Partnership) -> dict[str, Task]:
    """What waits for somebody now, by key; each with whom it falls to, and as far escalated as its clock stands."""
    found = [task for source in (AFTER_ALL if p.closed else SOURCES) for task in source(p)]
    clocks = {clock.key: clock for clock in p.clocks} if found else {}
    posts: dict[tuple[OrgId | None, tuple[Role, ...]], tuple[PersonId, ...]] = {}
    told: dict[str, Task] = {}
    for task in found:
        people = _named(p, task)
        if people is None:
            post = task.org_id, task.roles
            people = posts[post] if post in posts else posts.setdefault(post, _holders(p, *post))
        clock = clocks.get((task.rule, task.about)) or clocks.get((task.rule, "")) if task.rule else None
        step, event = (clock.step, task.event or clock.event) if clock else (task.step, task.event)
        told[task.key] = task._replace(people=people, step=step, event=event)
    return told


def meant(p: Partnership, task: Task) -> tuple[PersonId, ...]:
    """Whose task it is today: who holds the first of its roles that is not vacant; nobody who has left."""
    people = _named(p, task)
    return _holders(p, task.org_id, task.roles) if people is None else people


def _named(p: Partnership, task: Task) -> tuple[PersonId, ...] | None:
    """The one person whose it is, if it is one person's."""
    wanted = task.person_id or task.hand
    named = p.person(wanted) if wanted else None
    if named and named.org_id == task.org_id:
        return (named.person_id,)
    return () if task.person_id else None  # a key may speak for another side than the one where its person has a role


def _holders(p: Partnership, org_id: OrgId | None, roles: tuple[Role, ...]) -> tuple[PersonId, ...]:
    silent = silent_lead(p, org_id) if org_id else None
    told: tuple[PersonId, ...] = ()
    for role in roles:
        told += tuple(person.person_id for person in p.holders(role, org_id))
        if set(told) - {silent}:  # whoever has not been heard of is told, and the next one too
            return told
    return told
