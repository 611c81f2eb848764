"""What somebody leaves behind in the directory and in the queue of tasks: posts, stand-ins, tasks in their hands."""

from collections.abc import AsyncIterator
from datetime import date

from domain.departures import Leaving, Mover, Part
from domain.values import OrgId, PersonId, Value
from store.moves import KEEP
from store.pool import Connection


class Post(Value):
    """A post that somebody leaves."""

    position_id: str
    title: str
    org_id: OrgId
    successor: PersonId | None = None


class Moved(Value):
    """What a departure has changed in the directory and in the queue of tasks."""

    tasks: int = 0
    """Tasks that were in their hands."""
    posts: tuple[Post, ...] = ()
    stand_ins: int = 0
    """Absences of others in which they would have stood in."""
    left_on: date | None = None
    """Nothing is sent to them after this day; none where they keep other duties."""


_HANDS = f"""
with moved as (
    update task_hands h set assignee = part ->> 'hands', changed_at = now(), changed_by = $2
    from jsonb_array_elements($3) part, tasks t
    where t.partnership_id = (part ->> 'partnership_id')::uuid and t.done_at is null
        and (h.partnership_id, h.key, h.opened_version) = (t.partnership_id, t.key, t.opened_version)
        and h.assignee = any(known_as($1))
    returning h.*
), kept as ({KEEP})
select count(*) from moved
"""

_FILLINGS = """
update fillings f set until = $2 from positions p
where p.position_id = f.position_id and f.person_id = any(known_as($1))
    and f.since <= $2 and (f.until is null or f.until > $2)
    and ($3::text is null or p.org_id = $3) and ($4::text is null or f.position_id = $4)
returning p.position_id, p.title, p.org_id
"""

_FILL = """
insert into fillings (position_id, person_id, since) select $1, person_id, $3::date + 1 from people
where person_id = $2 and merged_into is null and not exists (
    select from fillings where position_id = $1 and person_id = $2 and (until is null or until > $3)
)
on conflict do nothing returning person_id
"""

_STAND_INS = """
with moved as (update absences set stand_in = $3 where stand_in = any(known_as($1)) and starts > $2 returning 1)
select count(*) from moved
"""

_LEFT = """
update people set left_on = $2, updated_at = now() where person_id = (known_as($1))[1]
    and not exists (
        select from fillings join positions using (position_id)
        where person_id = any(known_as($1)) and (until is null or until > $2) and org_id <> coalesce($3, org_id)
    )
    and not exists (
        select from roles join partnerships on id = partnership_id
        where person_id = any(known_as($1)) and not closed and org_id <> coalesce($3, org_id)
    )
returning left_on
"""


async def everything(connection: Connection, leaving: Leaving, mover: Mover, parts: list[Part]) -> Moved:
    """All of it, in the transaction of the caller; who leaves one post alone stays otherwise."""
    return Moved(
        tasks=await tasks(connection, leaving, mover, parts),
        posts=tuple([post async for post in _posts(connection, leaving, mover)]),
        stand_ins=0 if leaving.position_id else await _stand_ins(connection, leaving),
        left_on=None if leaving.position_id else await _left(connection, leaving),
    )


async def tasks(connection: Connection, leaving: Leaving, mover: Mover, parts: list[Part]) -> int:
    """The tasks in their hands, into those of whoever comes after them or back to their side."""
    return int(await connection.fetchval(_HANDS, leaving.person_id, mover.actor.person_id, parts))


async def _posts(connection: Connection, leaving: Leaving, mover: Mover) -> AsyncIterator[Post]:
    scope = (leaving.person_id, leaving.last_day, leaving.org_id, leaving.position_id)
    for row in await connection.fetch(_FILLINGS, *scope):
        heir = leaving.heir(row["position_id"]) if mover.names_for(row["org_id"]) else None
        filled = heir and await connection.fetchval(_FILL, row["position_id"], heir, leaving.last_day)
        yield Post(**row, successor=filled)


async def _stand_ins(connection: Connection, leaving: Leaving) -> int:
    known = await connection.fetchval("select person_id from people where person_id = $1", leaving.successor)
    return int(await connection.fetchval(_STAND_INS, leaving.person_id, leaving.last_day, known))


async def _left(connection: Connection, leaving: Leaving) -> date | None:
    day: date | None = await connection.fetchval(_LEFT, leaving.person_id, leaving.last_day, leaving.org_id)
    return day
