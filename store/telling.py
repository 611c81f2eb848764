"""Tasks and notices, written in the transaction of the events that they follow from."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID, uuid5

from domain.effects import Effects
from domain.tasks.task import Task
from domain.values import Instant
from store.pool import Connection

_FIELDS = ("due_at", "event", "rule", "step", "what", "params", "hand", "people", "roles", "commands", "act", "private")
"""What can change about a task while it is open."""

_COLUMNS = (
    *_FIELDS,
    "task_id",
    "key",
    "kind",
    "about",
    "org_id",
    "person_id",
    "since",
    "partnership_id",
    "opened_version",
    "opened_at",
)

_TASKS = f"""
with closed as (
    update tasks set done_at = $2, done_version = $3, done_by = $4
    where partnership_id = $1 and done_at is null and key = any($5)
), changed as (
    update tasks set ({", ".join(_FIELDS)}) = ({", ".join(f"new.{name}" for name in _FIELDS)})
    from jsonb_populate_recordset(null::tasks, $6) new
    where tasks.partnership_id = $1 and tasks.key = new.key and tasks.done_at is null
)
insert into tasks ({", ".join(_COLUMNS)})
select {", ".join(_COLUMNS)} from jsonb_populate_recordset(null::tasks, $7)
"""

_NOTICE = (
    "notice_id", "partnership_id", "version", "person_id", "org_id", "kind", "what", "why", "params", "rule", "about",
    "anchor", "task", "private", "created_at", "state_since",
)  # fmt: skip

_NOTICES = f"""
insert into notices ({", ".join(_NOTICE)})
select {", ".join(_NOTICE)} from jsonb_populate_recordset(null::notices, $1)
on conflict do nothing
"""


_IN_OTHER_HANDS = f"""
insert into notices ({", ".join(_NOTICE)})
select md5(concat_ws('/', n.partnership_id, n.task, n.created_at, h.assignee))::uuid, n.partnership_id, n.version,
    h.assignee, {", ".join(f"n.{name}" for name in _NOTICE[4:])}
from notices n join tasks t on t.partnership_id = n.partnership_id and t.key = n.task and t.done_at is null
join task_hands h on (h.partnership_id, h.key, h.opened_version) = (t.partnership_id, t.key, t.opened_version)
where n.notice_id = any($1) and t.person_id is null and h.assignee is not null
    and not exists (
        select from notices told where told.notice_id = any($1) and (told.task, told.person_id) = (n.task, h.assignee)
    )
on conflict do nothing
"""
"""Whoever has claimed a task, or was given it, is reminded of it too."""


_TOLD = """
select t.key, min(least(n.seen_at, case when n.state = 'sent' then n.state_since end)) as at
from tasks t left join notices n on n.partnership_id = t.partnership_id and n.task = t.key
    and n.told_for is null and n.created_at >= t.opened_at
where t.partnership_id = $1 and t.key = any($2) and t.done_at is null
group by t.key
"""
"""Sent or seen in the inbox; whoever stands in was told, but not the one whose word it is."""


async def told(connection: Connection, partnership_id: UUID, tasks: Collection[str]) -> dict[str, Instant | None]:
    """When somebody was first told of each of these open tasks, if anybody was."""
    return {row["key"]: row["at"] for row in await connection.fetch(_TOLD, partnership_id, list(tasks))}


async def put_tasks(connection: Connection, partnership_id: UUID, told: Iterable[Effects]) -> None:
    """What has opened, changed and closed, in the order in which it happened."""
    arguments = [
        (
            partnership_id,
            effects.at,
            effects.version,
            effects.actor.person_id,
            list(effects.closed),
            [_task(partnership_id, effects, task) for task in effects.changed],
            [_task(partnership_id, effects, task) for task in effects.opened],
        )
        for effects in told
        if effects.closed or effects.changed or effects.opened
    ]
    if arguments:
        await connection.executemany(_TASKS, arguments)


async def put_notices(connection: Connection, partnership_id: UUID, told: Iterable[Effects]) -> None:
    """What people are to be told; each once, however often it is written."""
    rows = [row for effects in told for row in _notice_rows(partnership_id, effects)]
    if rows:
        await connection.execute(_NOTICES, rows)
    reminders = [row["notice_id"] for row in rows if row["rule"] and row["task"] and not row["private"]]
    if reminders:
        await connection.execute(_IN_OTHER_HANDS, reminders)


def _task(partnership_id: UUID, effects: Effects, task: Task) -> dict[str, Any]:
    opened = {"partnership_id": partnership_id, "opened_version": effects.version, "opened_at": effects.at}
    task_id = uuid5(partnership_id, f"task/{effects.version}/{task.key}")
    return {"task_id": task_id, "key": task.key} | task._asdict() | opened


def _notice_rows(partnership_id: UUID, effects: Effects) -> Iterable[dict[str, Any]]:
    for ordinal, notice in enumerate(effects.notices):
        yield notice.model_dump(mode="json", exclude={"event"}) | {
            "notice_id": uuid5(partnership_id, f"notice/{effects.version}/{ordinal}"),
            "partnership_id": partnership_id,
            "version": notice.event,
            "created_at": effects.at,
            "state_since": effects.at,
        }
