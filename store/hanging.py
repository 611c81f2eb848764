"""Roles that hang on a post: the term of whoever holds them ends by a departure, which takes them along."""

from collections.abc import Sequence
from datetime import date

from domain.directory.cards import Filling
from domain.directory.sheets import ROLES_HANG, Header, Problem
from store.pool import Connection
from store.staging import SECONDS

_TERM = "select null::integer, null::integer, $1::text, $2::text, $3::date, $4::date"

_STAGED = """
select sheet, row, position_id, person_id, coalesce(since, case when until is not null then (
    select max(f.since) from fillings f where f.position_id = s.position_id
    and f.person_id = any(known_as(s.person_id)) and (f.until is null or f.until >= $1)
) end, $1::date), until from staged_positions s
"""
"""Where a row says the last day alone, it is that of the term in which they are."""

_HANG = """
with terms (sheet, row, position_id, person_id, since, until) as ({terms})
select t.sheet, t.row from terms t
where t.until is not null and exists (
    select from roles r join partnerships p on p.id = r.partnership_id
    where r.position_id = t.position_id and r.person_id = any(known_as(t.person_id)) and r.last_day is null
    and not p.closed
) and not exists (
    select from fillings f where f.position_id = t.position_id and f.person_id = any(known_as(t.person_id))
    and (f.since = t.since and f.until = t.until or f.since <> t.since and (f.until is null or f.until > t.until))
) and not exists (
    select from terms o where (o.position_id, o.person_id) = (t.position_id, t.person_id)
    and o.since <> t.since and o.until is null
)
"""
"""Terms that would end alone: not those that have ended so already, nor those beside which another one goes on."""


class RolesHang(Exception):
    """Somebody would leave a post, and keep the roles that hang on it."""


async def check(connection: Connection, term: Filling) -> None:
    """Refuse a last day that would leave roles behind; a departure writes it itself."""
    if await connection.fetch(_HANG.format(terms=_TERM), term.position_id, term.person_id, term.since, term.until):
        raise RolesHang


async def between(connection: Connection, headers: Sequence[Header], today: date) -> list[Problem]:
    """The rows of an import that would do so."""
    rows = await connection.fetch(_HANG.format(terms=_STAGED), today, timeout=SECONDS)
    return [headers[row["sheet"]].problem(row["row"], "until", ROLES_HANG) for row in rows]
