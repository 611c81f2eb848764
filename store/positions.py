"""Positions, the people who fill them for a time, and who is away: what partnerships hang on."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from uuid import UUID

from asyncpg import ForeignKeyViolationError

from domain.directory.cards import Absence, Filling, Position, Tenure
from domain.directory.sheets import IDENTITY, Kind
from domain.message import Actor
from domain.values import OrgId, PersonId, Slug
from store import directory_log, hanging, tags
from store.pool import Connection, Pool, Row, borrowed
from store.tags import ALWAYS, Only

_POSITIONS = """
select p.position_id, p.org_id, p.title, p.level, (
    select coalesce(jsonb_agg(jsonb_build_object('person_id', f.person_id, 'since', f.since, 'until', f.until)
        order by f.since, f.person_id), '[]')
    from fillings f where f.position_id = p.position_id and f.since <= $1 and (f.until is null or f.until >= $1)
) as holders, array(
    select distinct r.person_id from roles r join partnerships s on s.id = r.partnership_id
    where r.position_id = p.position_id and r.last_day is null and not s.closed and not exists (
        select from fillings f where f.position_id = p.position_id and f.person_id = any(known_as(r.person_id))
        and (f.until is null or f.until >= $1)
    ) order by r.person_id
) as past_term
from positions p
"""

_ONE = f"{_POSITIONS} where position_id = $2"

_PAGE = f"""
select * from ({_POSITIONS}) p where p.position_id > $2 and ($3::text is null or p.org_id = $3)
and (not $4 or holders = '[]') and (not $5 or past_term <> '{{}}')
order by p.position_id limit $6
"""

_PUT = """
insert into positions (position_id, org_id, title, level)
values ($1, coalesce((select merged_into from organisations where org_id = $2), $2), $3, $4)
on conflict (position_id) do update set org_id = excluded.org_id, title = excluded.title, level = excluded.level
where (positions.org_id, positions.title, positions.level)
    is distinct from (excluded.org_id, excluded.title, excluded.level)
returning xmax = 0 as is_new
"""

_FILL = """
insert into fillings (position_id, person_id, since, until)
values ($1, coalesce((select merged_into from people where person_id = $2), $2), $3, $4)
on conflict (position_id, person_id, since) do update set until = excluded.until
where fillings.until is distinct from excluded.until
returning true
"""

_RETURNED = """
update people set left_on = null, updated_at = now()
where person_id = (select coalesce(merged_into, person_id) from people where person_id = $1) and left_on < $2
returning person_id
"""

_OF_PERSON = """
select position_id, person_id, since, until from fillings
where person_id = (select coalesce(merged_into, person_id) from people where person_id = $1)
order by since desc, position_id
"""

_AWAY = """
insert into absences (absence_id, person_id, stand_in, starts, ends, note)
values ($1, coalesce((select merged_into from people where person_id = $2), $2),
    coalesce((select merged_into from people where person_id = $3), $3), $4, $5, $6)
on conflict (absence_id) do update
set stand_in = excluded.stand_in, starts = excluded.starts, ends = excluded.ends, note = excluded.note
where absences.person_id = excluded.person_id
returning true
"""

_BACK = "delete from absences where absence_id = $1 and person_id = $2 returning true"

_BELONGS = """
select exists (
    select from fillings join positions using (position_id) where person_id = any(known_as($1)) and org_id = $2
) or not exists (select from fillings where person_id = any(known_as($1))) and $2 = (
    select actor ->> 'org_id' from directory_log where about = any(known_as($1)) and what = 'person.put'
    order by number limit 1
)
"""

_ABSENCES = """
select absence_id, person_id, stand_in, starts, ends, note from absences
where person_id = (select coalesce(merged_into, person_id) from people where person_id = $1) and ends >= $2
order by starts, absence_id
"""


class Gap(StrEnum):
    """What somebody may have to see to."""

    VACANT = "vacant"
    """Nobody fills the post today."""
    PAST_TERM = "past_term"
    """Roles hang on it of people whose term is over."""


class Held(Position):
    """A position and who fills it on the day that was asked for."""

    holders: tuple[Tenure, ...]
    """Nobody, while it is vacant."""
    past_term: tuple[PersonId, ...] = ()
    """Whose roles still hang on it, although they are not in it any more: a departure moves these."""


class NotInDirectory(Exception):
    """Somebody or something is named that the directory does not know."""


class Positions:
    """Posts and the people in them; changes name people and organisations that are known."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def get(self, position_id: Slug, on: date) -> Held | None:
        """One of them, with who fills it on a day."""
        async with borrowed(self._pool) as connection:
            row = await connection.fetchrow(_ONE, on, position_id)
        return _held(row) if row else None

    async def page(
        self, on: date, org_id: OrgId | None = None, *, gaps: Collection[Gap] = (), after: str = "", limit: int = 50
    ) -> tuple[Held, ...]:
        """Positions behind an id, in the order of their ids: all of them, or those alone that have these gaps."""
        wanted = [gap in gaps for gap in Gap]
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_PAGE, on, after, org_id, *wanted, limit)
        return tuple(_held(row) for row in rows)

    async def put(self, position: Position, actor: Actor, only: Only = ALWAYS) -> bool:
        """A position as it is from now on, and whether it is a new one."""
        given = (position.position_id, position.org_id, position.title, position.level)
        async with borrowed(self._pool) as connection, connection.transaction():
            known = await _locked(connection, Kind.POSITIONS, position.position_id)
            if known and Position(**known) == position and not only.new:
                return False
            await tags.hold(connection, Kind.POSITIONS, position.position_id, only)
            row = await _known(connection, _PUT, *given)
            tags.first(only, is_new=bool(row and row["is_new"]))
            if row:
                await directory_log.write(connection, actor, "position.put", position.position_id)
        return bool(row and row["is_new"])

    async def fill(self, filling: Filling, actor: Actor, only: Only = ALWAYS) -> None:
        """Somebody in a position from a day on; whoever had left before that day is back. It leaves no roles behind."""
        given = (filling.position_id, filling.person_id, filling.since, filling.until)
        async with borrowed(self._pool) as connection, connection.transaction():
            await _locked(connection, Kind.POSITIONS, filling.position_id)
            await tags.hold(connection, Kind.POSITIONS, filling.position_id, only)
            await hanging.check(connection, filling)
            if await _known(connection, _FILL, *given):
                told = filling.model_dump(mode="json", exclude={"position_id"})
                await directory_log.write(connection, actor, "position.filled", filling.position_id, **told)
            back = await connection.fetchval(_RETURNED, filling.person_id, filling.since)
            if back:
                await directory_log.write(connection, actor, "person.returned", back, since=filling.since)

    async def terms(self, person_id: PersonId) -> tuple[Filling, ...]:
        """Every position that somebody fills, has filled or will fill, the newest first."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_OF_PERSON, person_id)
        return tuple(Filling(**row) for row in rows)

    async def belongs(self, person_id: PersonId, org_id: OrgId) -> bool:
        """Whether somebody has a post in an organisation, or none anywhere and was entered by it."""
        async with borrowed(self._pool) as connection:
            return bool(await connection.fetchval(_BELONGS, person_id, org_id))

    async def put_absence(self, absence: Absence, actor: Actor, only: Only = ALWAYS) -> bool:
        """Days on which somebody is away; False where the id is that of somebody else's absence."""
        given = (absence.absence_id, absence.person_id, absence.stand_in, absence.starts, absence.ends, absence.note)
        async with borrowed(self._pool) as connection, connection.transaction():
            await _locked(connection, Kind.PEOPLE, absence.person_id)
            await tags.hold(connection, Kind.PEOPLE, absence.person_id, only)
            done = await _known(connection, _AWAY, *given)
            if done:
                told = absence.model_dump(mode="json", include={"stand_in", "starts", "ends"})
                await directory_log.write(connection, actor, "person.away", absence.person_id, **told)
        return bool(done)

    async def drop_absence(self, person_id: PersonId, absence_id: UUID, actor: Actor, only: Only = ALWAYS) -> bool:
        """Somebody is not away after all; False where there is no such absence."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await _locked(connection, Kind.PEOPLE, person_id)
            await tags.hold(connection, Kind.PEOPLE, person_id, only)
            done = await connection.fetchval(_BACK, absence_id, person_id)
            if done:
                await directory_log.write(connection, actor, "person.not_away", person_id, absence=absence_id)
        return bool(done)

    async def absences(self, person_id: PersonId, since: date) -> tuple[Absence, ...]:
        """When somebody is away, from a day on."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_ABSENCES, person_id, since)
        return tuple(Absence(**row) for row in rows)


async def _locked(connection: Connection, kind: Kind, named: str) -> "Row | None":
    """The row on which a change hangs, for this transaction alone."""
    return await connection.fetchrow(f"select * from {kind.value} where {IDENTITY[kind]} = $1 for no key update", named)


async def _known(connection: Connection, statement: str, *given: object) -> "Row | None":
    try:
        return await connection.fetchrow(statement, *given)
    except ForeignKeyViolationError as error:
        raise NotInDirectory(error.constraint_name) from None


def _held(row: "Row") -> Held:
    return Held(**{name: row[name] for name in Held.model_fields})
