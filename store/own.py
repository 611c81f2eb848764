"""Matters of one's own, told in the transaction that changes them, and only to people whom the directory knows."""

from collections.abc import Iterable, Mapping

from pydantic import TypeAdapter

from domain.directory.cards import ContactPoint
from domain.message import Actor
from domain.notices import own
from domain.notices.notice import Notice
from domain.notices.own import Doer
from domain.values import PersonId
from store.pool import Connection

Points = tuple[ContactPoint, ...]

POINTS = TypeAdapter(Points)
"""Reads them from JSON."""

_KNOWN = "select person_id from people where person_id = (known_as($1))[1]"

_DOER = """
select who[1] as person_id, coalesce(
    (select name from people where person_id = who[1]), (select name from roles where person_id = any(who) limit 1), $1
) as name
from known_as($1) as who
"""

_POINTS = """
select p.person_id, (
    select coalesce(jsonb_agg(to_jsonb(c) - '{person_id,since}'::text[] order by rank, channel, address), '[]')
    from contact_points c where c.person_id = p.person_id
) as points
from people p where p.person_id = any($1)
"""

_TELL = """
insert into notices (notice_id, person_id, kind, what, why, params, point, private, created_at, state_since)
select gen_random_uuid(), person_id, kind, what, why, params, nullif(point, 'null'), private, now(), now()
from jsonb_populate_recordset(null::notices, $1)
"""


async def tell(connection: Connection, actor: Actor | None, person_id: str, what: str, **params: str) -> None:
    """Tell somebody of one thing that is their own; without an actor it was done beside the doors."""
    known: PersonId | None = await connection.fetchval(_KNOWN, person_id)
    if known:
        await _write(connection, [own.matter(known, what, await _doer(connection, actor), **params)])


async def readdressed(connection: Connection, actor: Actor, before: Mapping[PersonId, Points]) -> None:
    """Tell people how they are reached from now on, who were reached otherwise before."""
    after, doer = await points(connection, before), await _doer(connection, actor)
    told = (notice for who, was in before.items() for notice in own.readdressed(who, was, after[who], doer))
    await _write(connection, told)


async def merged(connection: Connection, actor: Actor, person_id: PersonId, before: Points) -> None:
    """Tell somebody, at the addresses of both entries about them, that there is one from now on."""
    notice = own.matter(person_id, own.MERGED, await _doer(connection, actor))
    after = await points(connection, [person_id])
    await _write(connection, own.everywhere(notice, before, after[person_id]))


async def points(connection: Connection, people: Iterable[str]) -> dict[PersonId, Points]:
    """The addresses of these people, the first to be tried first."""
    rows = await connection.fetch(_POINTS, list(people))
    return {row["person_id"]: POINTS.validate_python(row["points"]) for row in rows}


async def _doer(connection: Connection, actor: Actor | None) -> Doer:
    row = await connection.fetchrow(_DOER, actor.person_id) if actor else None
    return Doer(row["person_id"], row["name"]) if row else Doer()


async def _write(connection: Connection, notices: Iterable[Notice]) -> None:
    rows = [notice.model_dump(mode="json", exclude={"event"}) for notice in notices]
    if rows:
        await connection.execute(_TELL, rows)
