"""Rows of an import while they are checked together: temporary tables, what is wrong between rows, and the way in."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from domain.directory import cells, sheets
from domain.directory.sheets import CHANNELS, IDENTITY, Flaw, Header, Kind, Row
from domain.values import PersonId
from store.own import POINTS, Points
from store.pool import Connection

TOLD_AT_ONCE = 500
"""People, held in memory."""

SECONDS = 600.0
"""For one statement over all rows, in place of the few that serve short ones."""

_CREATE = """
set local statement_timeout = '10min';
set local idle_in_transaction_session_timeout = '10min';
select pg_advisory_xact_lock(1262833746, 3);
create temp table staged_ids (sheet integer, row integer, kind text, id text, made boolean) on commit drop;
create temp table staged_named (sheet integer, row integer, kind text, "column" text, id text) on commit drop;
create temp table staged_organisations (sheet integer, row integer, org_id text, name text, kind text, legal_id text,
    domain text, zone text, note text) on commit drop;
create temp table staged_people (sheet integer, row integer, person_id text, name text, honorific text, language text,
    zone text, country text, digest_at time, quiet_from time, quiet_until time, note text) on commit drop;
create temp table staged_points (sheet integer, row integer, person_id text, channel text, address text, rank integer)
    on commit drop;
create temp table staged_positions (sheet integer, row integer, position_id text, org_id text, title text, level text,
    person_id text, since date, until date) on commit drop;
create temp table staged_before (person_id text primary key, points jsonb) on commit drop;
"""

_ORGANISATION = ("org_id", "name", "kind", "legal_id", "domain", "zone", "note")

_PERSON = (
    "person_id", "name", "honorific", "language", "zone", "country", "digest_at", "quiet_from", "quiet_until", "note",
)  # fmt: skip

_TABLES = ("ids", "named", "organisations", "people", "points", "positions")

_TWICE = """
select kind, id, sheet, row, first_sheet, first_row from (
    select *, first_value(sheet) over same as first_sheet, first_value(row) over same as first_row,
        row_number() over same as nth
    from staged_ids window same as (partition by kind, id order by sheet, row)
) as ids where nth > 1
"""

_UNKNOWN = """
select n.sheet, n.row, n."column", n.id from staged_named n
where not exists (select from staged_ids i where (i.kind, i.id) = (n.kind, n.id)) and case n.kind
    when 'organisations' then not exists (select from organisations o where o.org_id = n.id)
    else not exists (select from people p where p.person_id = n.id) end
"""

_MERGED = """
select i.sheet, i.row, i.kind, i.id, coalesce(o.merged_into, p.merged_into) as into from staged_ids i
left join organisations o on i.kind = 'organisations' and o.org_id = i.id
left join people p on i.kind = 'people' and p.person_id = i.id
where coalesce(o.merged_into, p.merged_into) is not null
"""

_USUAL: Mapping[str, object] = {
    "language": "id", "zone": "Asia/Jakarta", "country": "ID", "digest_at": "07:30", "quiet_from": "20:00",
    "quiet_until": "06:00",
}  # fmt: skip
"""What somebody new has where the table says nothing."""

_POINTS_GONE = """
delete from contact_points c using staged_points s
where s.sheet = $1 and (s.person_id, s.channel) = (c.person_id, c.channel) and not exists (
    select from staged_points k where (k.person_id, k.channel, k.address) = (c.person_id, c.channel, c.address)
)
"""

_POINTS = """
insert into contact_points (person_id, channel, address, rank)
select person_id, channel, address, rank from staged_points where sheet = $1
on conflict (person_id, channel, address) do update set rank = excluded.rank
where contact_points.rank <> excluded.rank
"""

_POSITIONS = """
insert into positions (position_id, org_id, title, level)
select distinct on (s.position_id) s.position_id, coalesce(o.merged_into, o.org_id), s.title, s.level
from staged_positions s join organisations o on o.org_id = s.org_id
where sheet = $1 order by s.position_id, s.level nulls last, s.row
on conflict (position_id) do update set title = excluded.title, level = coalesce(excluded.level, positions.level)
where (positions.title, positions.level)
    is distinct from (excluded.title, coalesce(excluded.level, positions.level))
returning xmax = 0 as is_new
"""

_FILLINGS = """
insert into fillings (position_id, person_id, since, until)
select s.position_id, coalesce(p.merged_into, p.person_id), coalesce(s.since, $2), s.until
from staged_positions s join people p on p.person_id = s.person_id
where s.sheet = $1 and not (s.since is null and exists (
    select from fillings f where f.position_id = s.position_id
    and f.person_id = coalesce(p.merged_into, p.person_id) and (f.until is null or f.until >= $2)
))
on conflict (position_id, person_id, since) do update set until = coalesce(excluded.until, fillings.until)
"""

_ENDED = """
update fillings f set until = s.until from staged_positions s join people p on p.person_id = s.person_id
where s.sheet = $1 and s.since is null and s.until >= f.since and f.position_id = s.position_id
and f.person_id = coalesce(p.merged_into, p.person_id) and (f.until is null or f.until >= $2)
"""
"""Where a row says the last day alone."""

_RETURNED = """
update people p set left_on = null, updated_at = now() from (
    select coalesce(q.merged_into, q.person_id) as person_id, max(coalesce(s.since, $1)) as since
    from staged_positions s join people q on q.person_id = s.person_id
    where s.until is null or s.until >= $1 group by 1
) s
where p.person_id = s.person_id and p.left_on < s.since returning p.person_id, s.since
"""


_BEFORE = """
insert into staged_before select p.person_id, (
    select coalesce(jsonb_agg(to_jsonb(c) - '{person_id,since}'::text[] order by rank, channel, address), '[]')
    from contact_points c where c.person_id = p.person_id
)
from people p where p.person_id in (select person_id from staged_people)
"""
"""How those were reached whom the directory knows already."""

_READDRESSED = """
select p.person_id, p.points from staged_before p where p.person_id > $1 and (
    select array_agg(was ->> 'channel' || ':' || (was ->> 'address') order by 1) from jsonb_array_elements(p.points) was
) is distinct from (
    select array_agg(c.channel || ':' || c.address order by 1) from contact_points c where c.person_id = p.person_id
)
order by p.person_id limit $2
"""
"""Whose addresses are others now; in which order they are tried is not news to thousands of people."""


@dataclass
class Batch:
    """Rows of one table on their way into the temporary ones."""

    place: int
    """Of the table among all that are imported."""
    header: Header
    records: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {table: [] for table in _TABLES})

    def take(self, row: Row) -> None:
        """The ids of one row, whatever may be wrong with it."""
        said, where = row.said, (self.place, row.number)
        kind, identity = self.header.kind, said.get(IDENTITY[self.header.kind])
        if identity and kind is not Kind.POSITIONS:
            self.records["ids"].append((*where, kind, identity, row.made))
        for column, named in (("org_id", Kind.ORGANISATIONS), ("person_id", Kind.PEOPLE)):
            if kind is not named and said.get(column):
                self.records["named"].append((*where, named, column, said[column]))

    def keep(self, row: Row) -> None:
        """One row in which nothing is wrong."""
        said, where = row.said, (self.place, row.number)
        match self.header.kind:
            case Kind.ORGANISATIONS:
                self.records["organisations"].append((*where, *(said.get(name) for name in _ORGANISATION)))
            case Kind.PEOPLE:
                self.records["people"].append((*where, *(said.get(name) for name in _PERSON)))
                self.records["points"] += ((*where, said["person_id"], *point) for point in _points(said))
                if said.get("position"):
                    self._post(where, said, cells.made_slug(said["org_id"], said["position"]))
            case Kind.POSITIONS:
                self._post(where, said, said["position_id"])

    def _post(self, where: tuple[int, int], said: Mapping[str, Any], position_id: str) -> None:
        names = ("org_id", "position", "level", "person_id", "since", "until")
        self.records["positions"].append((*where, position_id, *(said.get(name) for name in names)))

    async def store(self, connection: Connection) -> None:
        """Into the tables, and out of memory."""
        for table, records in self.records.items():
            if records:
                await connection.copy_records_to_table(f"staged_{table}", records=records, timeout=SECONDS)
                records.clear()


def _points(said: Mapping[str, Any]) -> Iterable[tuple[str, str, int]]:
    """Channel, address and rank; what is to be tried first comes before the rest."""
    first = said.get("reach_by")
    for channel in CHANNELS:
        behind = 0 if first in {None, channel} else 1
        for nth, address in enumerate(said.get(channel) or ()):
            yield channel, address, min(1 + nth + behind, 9)


async def prepare(connection: Connection) -> None:
    """The temporary tables, for one import at a time."""
    await connection.execute(_CREATE, timeout=SECONDS)


async def between(connection: Connection, headers: Sequence[Header]) -> list[sheets.Problem]:
    """What is wrong between the rows, and between them and the directory."""
    found: list[sheets.Problem] = []

    def tell(row: Any, column: str, flaw: Flaw) -> None:  # noqa: ANN401 - a record
        found.append(headers[row["sheet"]].problem(row["row"], column, flaw))

    for row in await connection.fetch(_TWICE, timeout=SECONDS):
        first = headers[row["first_sheet"]].sheet
        tell(row, IDENTITY[Kind(row["kind"])], sheets.twice(row["id"], first, row["first_row"]))
    for row in await connection.fetch(_UNKNOWN, timeout=SECONDS):
        tell(row, row["column"], sheets.unknown(row["id"]))
    for row in await connection.fetch(_MERGED, timeout=SECONDS):
        tell(row, IDENTITY[Kind(row["kind"])], sheets.merged(row["id"], row["into"]))
    return found


class Returned(NamedTuple):
    """Somebody who had left, and is in a post again."""

    person_id: PersonId
    since: date


async def returned(connection: Connection, today: date) -> list[Returned]:
    """Whoever had left before the first day of a post that was entered: they have not left any more."""
    return [Returned(**row) for row in await connection.fetch(_RETURNED, today, timeout=SECONDS)]


async def remember(connection: Connection) -> None:
    """How people are reached, before anything is entered."""
    await connection.execute(_BEFORE, timeout=SECONDS)


async def readdressed(connection: Connection) -> AsyncIterator[dict[PersonId, Points]]:
    """Some hundreds at a time of those whose addresses are others now, with those that they had before."""
    after = ""
    while rows := await connection.fetch(_READDRESSED, after, TOLD_AT_ONCE, timeout=SECONDS):
        after = rows[-1]["person_id"]
        yield {row["person_id"]: POINTS.validate_python(row["points"]) for row in rows}


async def enter(connection: Connection, place: int, header: Header, today: date) -> dict[str, tuple[int, int]]:
    """One table's rows into the directory; how many are new, and how many were changed."""
    counts: dict[str, tuple[int, int]] = {}
    if header.kind is not Kind.POSITIONS:
        counts[header.kind] = _counted(await connection.fetch(_put(header), place, timeout=SECONDS))
    if header.kind is Kind.PEOPLE:
        await connection.execute(_POINTS_GONE, place, timeout=SECONDS)
        await connection.execute(_POINTS, place, timeout=SECONDS)
    if header.kind is not Kind.ORGANISATIONS:
        counts[Kind.POSITIONS] = _counted(await connection.fetch(_POSITIONS, place, timeout=SECONDS))
        await connection.execute(_ENDED, place, today, timeout=SECONDS)
        await connection.execute(_FILLINGS, place, today, timeout=SECONDS)
    return counts


def _put(header: Header) -> str:
    """New rows get what is usual where the table says nothing; known ones change where it says something."""
    table, key = header.kind.value, IDENTITY[header.kind]
    names = _PERSON if header.kind is Kind.PEOPLE else _ORGANISATION
    values = ", ".join(f"coalesce({name}, '{_USUAL[name]}')" if name in _USUAL else name for name in names)
    told = [name for name in names if name in header.columns and name != key]
    old, new = ", ".join(f"{table}.{name}" for name in told), ", ".join(f"excluded.{name}" for name in told)
    return (
        f"insert into {table} ({', '.join(names)}) select {values} from staged_{table} where sheet = $1 "
        f"on conflict ({key}) do update set {', '.join(f'{name} = excluded.{name}' for name in told)}, "
        f"updated_at = now() where ({old}) is distinct from ({new}) returning xmax = 0 as is_new"
    )


def _counted(rows: Sequence[Any]) -> tuple[int, int]:
    new = sum(row["is_new"] for row in rows)
    return new, len(rows) - new
