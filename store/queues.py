"""The queues of tasks: mine, my side's, in nobody's hands, done; each reader is shown what is theirs to see."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from domain.links import LinkAct
from domain.message import Actor, ActorKind
from domain.values import Instant, OrgId, PersonId, Value
from store.pool import Connection, Row

NEVER = datetime(2099, 12, 31, tzinfo=UTC)
"""Where tasks without a date stand: behind all others."""


class Queue(StrEnum):
    """Which tasks to look at."""

    MINE = "mine"
    """Claimed by me or given to me, or mine by the post that I hold; and those of whom I stand in for."""
    SIDE = "side"
    """All of my side."""
    UNASSIGNED = "unassigned"
    """Of my side, and in nobody's hands: the posts are vacant, or whoever holds them is away and nobody stands in."""
    DONE = "done"
    """Of my side, or by me; the last done first."""


class By(StrEnum):
    """By whom something was done."""

    ME = "me"
    SIDE = "side"
    """By anybody: all that my side had to do."""


class Place(Value):
    """Where a page ends; the next one starts behind it."""

    at: Instant
    since: Instant
    id: UUID


class Asked(Value):
    """Which part of a queue."""

    queue: Queue = Queue.MINE
    by: By = By.SIDE
    """Narrows what is done."""
    partnership_id: UUID | None = None
    before: Instant | None = None
    """Due, or to be looked at again, before this."""
    after: Place | None = None
    limit: int = 50


class TaskRow(Value):
    """A task as it is kept, with its partnership and its hands."""

    task_id: UUID
    partnership_id: UUID
    title: str
    """Of the partnership."""
    key: str
    kind: str
    about: str
    org_id: OrgId | None
    person_id: PersonId | None
    people: tuple[PersonId, ...]
    names: dict[PersonId, str]
    """Of those whom it falls to, as far as they hold a role."""
    what: str
    params: dict[str, str]
    since: Instant
    due_at: Instant | None
    event: int | None
    rule: str | None
    step: int
    next_step_at: Instant | None
    """When the clock of its rule takes the next step, where everybody may know of that."""
    commands: tuple[str, ...]
    act: LinkAct | None
    private: bool
    opened_version: int
    done_at: Instant | None
    done_by: PersonId | None
    assignee: PersonId | None
    follow_up_on: date | None
    for_whom: PersonId | None = None
    """The absent person for whom the reader stands in."""
    comments: int
    place: Place


class TaskPage(Value):
    """Some tasks, and where the next page starts."""

    rows: tuple[TaskRow, ...]
    next: Place | None


ME = """
me as (
    select $1::text as person_id, null::text as for_whom
    union all
    select p.person_id, null from people p where p.merged_into = $1 and $1 <> ''
), standing_in as (
    with recursive chain (person_id, hops) as (
        select person_id, 0 from me
        union
        select a.person_id, chain.hops + 1 from chain
        join absences a on a.stand_in = chain.person_id
        join people away on away.person_id = a.person_id
        where chain.hops < 5 and ($3::timestamptz at time zone away.zone)::date between a.starts and a.ends
    )
    select person_id, person_id as for_whom from chain where person_id not in (select person_id from me)
), mine as (select * from me union all select * from standing_in)
"""
"""Who the reader is today: themself, under older ids too, and whoever they stand in for."""

_ROWS = """
select t.*, coalesce(p.title, '') as title, h.assignee, h.follow_up_on, t.due,
    coalesce(t.since, t.opened_at) as waits_since,
    (select coalesce(jsonb_object_agg(r.person_id, r.name), '{}') from roles r
     where r.partnership_id = t.partnership_id and r.person_id = any(t.people || h.assignee)) as names,
    (select count(*) from task_notes n where (n.partnership_id, n.key, n.opened_version)
        = (t.partnership_id, t.key, t.opened_version)) as comments,
    (select min(m.for_whom) from mine m where t.person_id is null
        and m.for_whom = any(case when h.assignee is null then t.people else array[h.assignee] end)
        and $1 <> all(case when h.assignee is null then t.people else array[h.assignee] end)) as for_whom,
    (select c.due_at
     from jsonb_to_recordset(p.state -> 'clocks') c (rule text, about text, due_at timestamptz, private boolean)
     where c.rule = t.rule and c.about in (t.about, '') and c.private is not true and t.done_at is null
     order by c.about desc limit 1) as next_step_at
"""

HANDS = "(h.partnership_id, h.key, h.opened_version) = (t.partnership_id, t.key, t.opened_version)"

SEEN = """
(t.org_id = $2 or $2::text is null and t.org_id is null)
and (t.person_id in (select person_id from me) or t.person_id is null and (
    t.org_id is not null or t.people && (select array_agg(person_id) from me)
))
"""
"""A side sees its own; what is one person's, that person alone; what is neutral, whoever is neutral there."""

_TODAY = "($3::timestamptz at time zone {}.zone)::date"

_AWAY = f"{_TODAY} between {{}}.starts and {{}}.ends"

_STOOD_IN_FOR = f"""
exists (
    with recursive chain (person_id, hops) as (
        select a.stand_in, 1
        union
        select b.stand_in, hops + 1 from chain join people y using (person_id) join absences b using (person_id)
        where hops < 5 and {_AWAY.format("y", "b", "b")}
    )
    select from chain join people s using (person_id)
    where coalesce(s.left_on >= {_TODAY.format("s")}, true) and not exists (
        select from absences b where b.person_id = s.person_id and {_AWAY.format("s", "b", "b")}
    )
)
"""
"""Somebody who is there stands in, or stands in for whoever would."""

_THERE = f"""
not exists (
    select from people x where x.person_id = held.person_id and (
        x.left_on < {_TODAY.format("x")}
        or exists (
            select from absences a where a.person_id = x.person_id and {_AWAY.format("x", "a", "a")}
            and not {_STOOD_IN_FOR}
        )
    )
)
"""

IN_QUEUE = {
    Queue.MINE: """
        t.done_at is null and (
            t.person_id in (select person_id from me)
            or t.person_id is null and (
                h.assignee in (select person_id from mine)
                or h.assignee is null and t.people && (select array_agg(person_id) from mine)
            )
        )
    """,
    Queue.SIDE: "t.done_at is null",
    Queue.UNASSIGNED: f"""
        t.done_at is null and t.person_id is null and not exists (
            select from unnest(case when h.assignee is null then t.people else array[h.assignee] end) held (person_id)
            where {_THERE}
        )
    """,
    Queue.DONE: "t.done_at is not null",
}

DUE_ON = "(h.follow_up_on::timestamp at time zone 'UTC')"
"""When the day to look at a task again begins."""

_DUE = f"coalesce(least(t.due_at, {DUE_ON}), '{NEVER:%Y-%m-%d}'::timestamptz)"


def _list(queue: Queue, by: By) -> str:
    done = queue is Queue.DONE
    order, beyond = ("desc", "<") if done else ("asc", ">")
    due = "t.done_at" if done else _DUE
    doer = " and t.done_by in (select person_id from me)" if done and by is By.ME else ""
    return f"""
    with {ME}, found as (
        select t.*, {due} as due
        from tasks t left join task_hands h on {HANDS}
        where {SEEN} and {IN_QUEUE[queue]}{doer}
            and ($4::uuid is null or t.partnership_id = $4) and ($5::timestamptz is null or {due} < $5)
            and ($6::timestamptz is null or ({due}, coalesce(t.since, t.opened_at), t.task_id) {beyond} ($6, $7, $8))
        order by due {order}, coalesce(t.since, t.opened_at) {order}, t.task_id {order} limit $9
    )
    {_ROWS} from found t left join partnerships p on p.id = t.partnership_id left join task_hands h on {HANDS}
    order by due {order}, waits_since {order}, t.task_id {order}
    """


_LISTS = {(queue, by): _list(queue, by) for queue in Queue for by in By}

_SOME = f"""
with {ME}, found as (
    select t.*, {_DUE} as due from tasks t left join task_hands h on {HANDS} where t.task_id = any($4) and {SEEN}
)
{_ROWS} from found t left join partnerships p on p.id = t.partnership_id left join task_hands h on {HANDS}
"""


async def page(connection: Connection, reader: Actor, asked: Asked, now: Instant) -> TaskPage:
    """Some tasks, the overdue first, then by date; what has no date comes last."""
    after = asked.after
    place = (after.at, after.since, after.id) if after else (None, None, None)
    arguments = (*who(reader, now), asked.partnership_id, asked.before, *place, asked.limit + 1)
    found = await connection.fetch(_LISTS[asked.queue, asked.by], *arguments)
    rows = tuple(_task(row) for row in found[: asked.limit])
    return TaskPage(rows=rows, next=rows[-1].place if len(found) > asked.limit else None)


async def some(connection: Connection, reader: Actor, task_ids: Collection[UUID], now: Instant) -> dict[UUID, TaskRow]:
    """These tasks, as far as the reader may see them."""
    rows = await connection.fetch(_SOME, *who(reader, now), list(task_ids))
    return {row["task_id"]: _task(row) for row in rows}


def who(reader: Actor, now: Instant) -> tuple[str, OrgId | None, Instant]:
    """A machine is nobody in person: it sees what its side sees."""
    return reader.person_id if reader.kind is ActorKind.PERSON else "", reader.org_id, now


def _task(row: Row) -> TaskRow:
    fields: dict[str, Any] = {name: row[name] for name in TaskRow.model_fields if name not in {"place", "since"}}
    since = row["waits_since"]
    return TaskRow(since=since, place=Place(at=row["due"], since=since, id=row["task_id"]), **fields)
