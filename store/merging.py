"""Duplicates: who seems to be in the directory twice, why it seems so, and making one of two, with a record."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from domain.directory.likeness import Sign
from domain.directory.sheets import IDENTITY, Kind
from domain.message import Actor
from domain.values import PersonId, Value
from store import directory_log, own
from store.directory import MergedAway
from store.likeness import signs
from store.pool import Connection, Pool, borrowed


class Pair(NamedTuple):
    """Two ids of one kind, in the order of the alphabet."""

    first: str
    second: str


NO_PAIR = Pair("", "")
"""Lies before every pair."""


class Twins(Value):
    """Two entries that seem to be one."""

    first: str
    first_name: str
    second: str
    second_name: str
    signs: tuple[Sign, ...]


class Merged(Value):
    """What has become of an entry that was a duplicate."""

    gone: str
    into: str
    moved: dict[str, int]
    """How many things of each kind went over."""


class NotTwo(Exception):
    """Nobody can be merged with themselves."""


class Unknown(Exception):
    """There is nobody of this id."""


_TWINS = """
with signs as ({signs}), pairs as (
    select distinct first_value(id) over same as first, id as second, sign from signs where value <> ''
    window same as (partition by sign, value order by id)
)
select first, a.name as first_name, second, b.name as second_name, array_agg(sign order by sign) as signs
from pairs join {table} a on a.{key} = first join {table} b on b.{key} = second
where first < second and (first, second) > ($1, $2) and not exists (
    select from directory_log where about = first and what = '{table}.distinct' and detail ->> 'other' = second
)
group by 1, 2, 3, 4 order by 1, 3 limit $3
"""

_STEPS: Mapping[Kind, tuple[tuple[str | None, str], ...]] = {
    Kind.ORGANISATIONS: (
        ("positions", "update positions set org_id = $2 where org_id = $1"),
        ("earlier", "update organisations set merged_into = $2 where merged_into = $1"),
        (
            None,
            """
            update organisations o set legal_id = coalesce(o.legal_id, gone.legal_id),
                domain = coalesce(o.domain, gone.domain), note = coalesce(o.note, gone.note), updated_at = now()
            from organisations gone where o.org_id = $2 and gone.org_id = $1
        """,
        ),
    ),
    Kind.PEOPLE: (
        (
            "contact_points",
            """
            insert into contact_points (person_id, channel, address, rank, state, problem, since)
            select $2, channel, address, least(rank + 1, 9), state, problem, since from contact_points
            where person_id = $1 on conflict do nothing
        """,
        ),
        (None, "delete from contact_points where person_id = $1 and $2 <> ''"),
        (
            "fillings",
            """
            insert into fillings (position_id, person_id, since, until)
            select position_id, $2, since, until from fillings where person_id = $1 on conflict do nothing
        """,
        ),
        (None, "delete from fillings where person_id = $1 and $2 <> ''"),
        ("absences", "update absences set person_id = $2 where person_id = $1"),
        ("stand_ins", "update absences set stand_in = nullif($2, person_id) where stand_in = $1"),
        (None, "update absences set stand_in = null where stand_in = person_id and $1 <> $2"),
        ("tasks", "update task_hands set assignee = $2 where assignee = $1"),
        ("comments", "update task_notes set author = $2 where author = $1"),
        ("keys", "update api_keys set person_id = $2 where person_id = $1"),
        ("calendars", "update feeds set person_id = $2 where person_id = $1"),
        (
            "invitations",
            """
            insert into invitations as told (person_id, partnership_id, key, entry, told_at)
            select $2, partnership_id, key, entry, told_at from invitations where person_id = $1
            on conflict (person_id, partnership_id, key) do update
            set entry = excluded.entry, told_at = excluded.told_at
            where (told.entry ->> 'sequence')::integer < (excluded.entry ->> 'sequence')::integer
        """,
        ),
        (None, "delete from invitations where person_id = $1 and $2 <> ''"),
        (None, "update notices set relayed = false where person_id = $1 and state = 'waiting' and $2 <> ''"),
        ("earlier", "update people set merged_into = $2 where merged_into = $1"),
        (
            None,
            """
            update people p set honorific = coalesce(p.honorific, gone.honorific), note = coalesce(p.note, gone.note),
                updated_at = now()
            from people gone where p.person_id = $2 and gone.person_id = $1
        """,
        ),
    ),
}
"""What goes over, in this order; what has no name is not counted.

Links stay, for their text is made from the id, and so does what partnerships know: there the old id goes on working.
"""


class Merging:
    """Finding duplicates, and making one of two."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def twins(self, kind: Kind, after: Pair = NO_PAIR, limit: int = 50) -> tuple[Twins, ...]:
        """Pairs that seem to be one, behind a pair, in the order of their ids; each with why it seems so."""
        query = _TWINS.format(signs=signs(kind), table=kind.value, key=IDENTITY[kind])
        async with borrowed(self._pool) as connection:
            return tuple(Twins(**row) for row in await connection.fetch(query, *after, limit))

    async def distinct(self, kind: Kind, pair: Pair, actor: Actor) -> None:
        """Somebody has looked: these are two, and are not shown as one again."""
        first, second = sorted(pair)
        async with borrowed(self._pool) as connection, connection.transaction():
            await _present(connection, kind, (first, second))
            await directory_log.write(connection, actor, f"{kind.value}.distinct", first, other=second)

    async def merge(self, kind: Kind, gone: str, into: str, actor: Actor) -> Merged:
        """One of two: all that hangs on the one goes over to the other, and its id leads there; once is enough."""
        if gone == into:
            raise NotTwo
        async with borrowed(self._pool) as connection, connection.transaction():
            known = await _present(connection, kind, sorted((gone, into)))
            if known[into]:
                raise MergedAway(str(known[into]))
            if known[gone] == into:
                return Merged(gone=gone, into=into, moved={})
            if known[gone]:
                raise MergedAway(str(known[gone]))
            return await _merged(connection, kind, Merged(gone=gone, into=into, moved={}), actor)


async def _present(connection: Connection, kind: Kind, ids: Iterable[str]) -> dict[str, str | None]:
    """Where each of them leads already; they are kept from changing until this is done."""
    query = f"select merged_into from {kind.value} where {IDENTITY[kind]} = $1 for update"
    found: dict[str, str | None] = {}
    for named in ids:
        row = await connection.fetchrow(query, named)
        if row is None:
            raise Unknown(named)
        found[named] = row["merged_into"]
    return found


async def _merged(connection: Connection, kind: Kind, one: Merged, actor: Actor) -> Merged:
    moved: dict[str, int] = {}
    before = await own.points(connection, (one.into, one.gone)) if kind is Kind.PEOPLE else {}
    for name, statement in _STEPS[kind]:
        done = await connection.execute(statement, one.gone, one.into)
        if name:
            moved[name] = int(done.rpartition(" ")[2])
    leads = f"update {kind.value} set merged_into = $2, updated_at = now() where {IDENTITY[kind]} = $1"
    await connection.execute(leads, one.gone, one.into)
    what = f"{kind.value}.merged"
    await directory_log.write(connection, actor, what, one.gone, into=one.into, moved=moved)
    await directory_log.write(connection, actor, what, one.into, gone=one.gone, moved=moved)
    if kind is Kind.PEOPLE:
        known = tuple(point for points in before.values() for point in points)
        await own.merged(connection, actor, PersonId(one.into), known)
    return one.model_copy(update={"moved": {name: count for name, count in moved.items() if count}})
