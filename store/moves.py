"""Through whose hands a task has gone: each change is kept with who made it, in the transaction that made it."""

from datetime import date
from uuid import UUID

from domain.values import Instant, PersonId, Value
from store.pool import Connection


class Move(Value):
    """Somebody has changed in whose hands a task is, or when it is to be looked at again."""

    moved_by: PersonId
    at: Instant
    before: PersonId | None
    """In whose hands it was, where somebody had claimed it or was given it."""
    assignee: PersonId | None
    """In whose hands it is since then."""
    before_on: date | None
    follow_up_on: date | None
    """When it is to be looked at again since then."""
    names: dict[PersonId, str]
    """Of all who are named here, as far as they are known."""


KEEP = """
insert into task_moves (partnership_id, key, opened_version, assignee, follow_up_on, moved_by, at)
select partnership_id, key, opened_version, assignee, follow_up_on, changed_by, changed_at from moved
"""
"""Keeps the hands that the query `moved` before it has changed."""


def putting(column: str, kind: str) -> str:
    """Gives open tasks this in their hands, and keeps the move where that is something new."""
    return f"""
    with moved as (
        insert into task_hands as h (partnership_id, key, opened_version, {column}, changed_by)
        select partnership_id, key, opened_version, $2::{kind}, $3 from tasks
        where task_id = any($1) and done_at is null
        and ($2::{kind} is not null or (partnership_id, key, opened_version) in (
            select partnership_id, key, opened_version from task_hands
        ))
        on conflict (partnership_id, key, opened_version) do update
        set {column} = excluded.{column}, changed_by = excluded.changed_by, changed_at = now()
        where h.{column} is distinct from excluded.{column}
        returning h.*
    )
    {KEEP}
    """


_MOVES = """
with told as (
    select m.number, m.at, m.follow_up_on, coalesce(a.merged_into, m.assignee) as assignee,
        coalesce(b.merged_into, m.moved_by) as moved_by, m.partnership_id
    from task_moves m join tasks t using (partnership_id, key, opened_version)
    left join people a on a.person_id = m.assignee left join people b on b.person_id = m.moved_by
    where t.task_id = $1
), ordered as (
    select *, lag(assignee) over same as before, lag(follow_up_on) over same as before_on from told
    window same as (order by number)
)
select moved_by, at, before, assignee, before_on, follow_up_on, (
    select coalesce(jsonb_object_agg(who.id, coalesce(p.name, r.name)), '{}')
    from unnest(array[moved_by, before, assignee]) who (id)
    left join people p on p.person_id = who.id
    left join roles r on r.person_id = who.id and r.partnership_id = o.partnership_id
    where coalesce(p.name, r.name) is not null
) as names
from ordered o where (assignee, follow_up_on) is distinct from (before, before_on) order by number
"""


async def moves(connection: Connection, task_id: UUID) -> tuple[Move, ...]:
    """All that has happened to the hands of a task, the oldest first."""
    return tuple(Move(**row) for row in await connection.fetch(_MOVES, task_id))
