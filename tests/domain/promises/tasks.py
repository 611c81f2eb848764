"""Tasks: each can be done by whoever is meant, nobody who left is asked, and what is private is one person's alone."""

from collections.abc import Callable

from domain.commands import RULES
from domain.disclosure import known_to
from domain.message import Actor, ActorKind, Voice
from domain.partnership import Partnership
from domain.policy import FORMAL
from domain.stages import Stage
from domain.tasks.task import Task
from domain.tasks.waiting import meant, tasks
from tests.domain.promises.told import Told

ROW = {rule.kind: rule for rule in RULES}
KNOWN = {rule.name for rule in FORMAL.rules}
CONFIDED = ("concern", "clarification", "retaliation")


def tasks_are_for_somebody_who_may(told: Told) -> None:
    """Whoever is meant holds a role today, speaks for that side, and is heard with one of the commands."""
    p = told.states[-1]
    for task in tasks(p).values():
        assert task.org_id in {None, *p.orgs}
        assert task.rule is None or task.rule in KNOWN
        assert task.what.format(**task.params)
        for person_id in meant(p, task):
            person = p.person(person_id)
            assert person is not None
            assert person.org_id == task.org_id
            assert not task.commands or may(p, task, Actor(person_id=person_id, org_id=person.org_id)), task


def may(p: Partnership, task: Task, actor: Actor) -> bool:
    """Whether the table has one of the commands for this stage and this voice."""
    voice = Voice.of(actor, p)
    rows = (ROW[kind] for kind in task.commands)
    return any(p.stage in row.stages and row.who.refusal(voice) is None for row in rows)


def what_is_confided_is_one_persons_task(told: Told) -> None:
    """For somebody who may know of it, and in no other task is there a trace of it."""
    p = told.states[-1]
    confided = {x.key: x for x in p.concerns}
    for task in tasks(p).values():
        private = (task.rule or "").startswith(CONFIDED)
        assert task.private or not private
        assert task.person_id or not task.private
        if private:
            assert task.person_id
            reader = Actor(person_id=task.person_id, org_id=task.org_id, kind=ActorKind.PERSON)
            assert known_to(reader, confided[task.about], p)
        else:
            assert not any(key in repr(task) for key in confided)


def another_word_in_private_changes_nobody_elses_tasks(told: Told) -> None:
    """A confidant does not learn from a list what another confidant has said."""
    heard = all(entry.event.type == "concern.acknowledged" for entry in told.recorded)
    answered = {"evaluation.answered", "pulse.answered"} >= {entry.event.type for entry in told.recorded}
    if heard or answered:
        before, after = tasks(told.states[0]), tasks(told.states[-1])
        mine = {key for key, task in (before | after).items() if task.person_id == told.actor.person_id}
        raised = {key for key, task in before.items() if task.kind == "choose_confidant"}
        assert {key for key in before.keys() ^ after.keys() if key not in mine | raised} <= _of_sides(before)


def _of_sides(before: dict[str, Task]) -> set[str]:
    """A side without any people is asked as a whole, until somebody answers for it."""
    return {key for key, task in before.items() if task.kind == "answer_evaluation" and not task.person_id}


def nothing_is_asked_when_all_is_over(told: Told) -> None:
    p = told.states[-1]
    assert not p.closed or all(task.private for task in tasks(p).values())


def sides_are_asked_alike(told: Told) -> None:
    """What every side can do, every side is asked for; only what a side itself has said or owes tells them apart."""
    p = told.states[-1]
    if p.stage is not Stage.ENDED:
        asked = {org: {t.kind for t in tasks(p).values() if t.org_id == org and t.kind in TOGETHER} for org in p.orgs}
        assert len(set(map(frozenset, asked.values()))) == 1


TOGETHER = frozenset(
    [
        "begin_exploring",
        "get_to_know",
        "begin_designing",
        "propose_goal",
        "set_terms",
        "offer_version",
        "plan_funding",
        "discuss_results",
        "care_for_health",
        "get_in_touch",
        "settle_conflict",
        "meet_new_lead",
        "talk_about_goals",
        "prepare_start",
        "consider_notice",
        "prepare_end_date",
        "decide_on_pause",
        "decide_future",
        "issue_investment_statement",
        "agree_message",
        "end_partnership",
        "close_operational",
    ]
)
"""Tasks that are everybody's."""

ALWAYS: tuple[Callable[[Told], None], ...] = (
    tasks_are_for_somebody_who_may,
    what_is_confided_is_one_persons_task,
    another_word_in_private_changes_nobody_elses_tasks,
    nothing_is_asked_when_all_is_over,
    sides_are_asked_alike,
)
