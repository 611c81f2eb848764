"""Exporting the directory as tables that can be imported again, row by row from the database into a file."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from domain.directory.cells import SEPARATOR
from domain.directory.sheets import CHANNELS, Kind
from domain.message import Actor
from store import directory_log
from store.pool import Connection, Pool, borrowed
from store.spreadsheets import Cells, CsvWriter, ExcelWriter

ROWS_AT_ONCE = 500

_CHANNELS = ", ".join(
    f"(select string_agg(address, ' {SEPARATOR} ' order by rank, address) from contact_points c "
    f"where c.person_id = p.person_id and channel = '{channel}') as {channel}"
    for channel in CHANNELS
)

TABLES = {
    Kind.ORGANISATIONS: """
        select org_id, name, kind, legal_id, domain, zone, note
        from organisations where merged_into is null order by org_id
    """,
    Kind.PEOPLE: f"""
        select person_id, name, honorific, language, zone, country, {_CHANNELS}, (
            select min(channel) from contact_points c where c.person_id = p.person_id and rank = 1 having count(*) = 1
        ) as reach_by, to_char(digest_at, 'HH24:MI') as digest_at, to_char(quiet_from, 'HH24:MI') as quiet_from,
            to_char(quiet_until, 'HH24:MI') as quiet_until, note
        from people p where merged_into is null order by person_id
    """,
    Kind.POSITIONS: """
        select position_id, org_id, title as position, level, person_id, since, until
        from positions left join fillings using (position_id) order by position_id, since, person_id
    """,
}
"""What each table holds; its columns are those that an import knows."""


async def excel(pool: Pool, path: Path, kinds: Sequence[Kind] = tuple(Kind)) -> int:
    """All tables in one file for Excel; how many rows there are."""
    writer, rows = ExcelWriter(path), 0
    try:
        for kind in kinds:
            writer.sheet(kind)
            async for cells in lines(pool, kind):
                writer.put(cells)
                rows += 1
            rows -= 1  # the names of the columns
    finally:
        writer.close()
    return rows


async def csv(pool: Pool, path: Path, kind: Kind, delimiter: str = ",") -> int:
    """One table as CSV; how many rows there are. Excel in Indonesia expects a semicolon."""
    writer, rows = CsvWriter(path, delimiter), -1
    try:
        async for cells in lines(pool, kind):
            writer.put(cells)
            rows += 1
    finally:
        writer.close()
    return rows


async def record(pool: Pool, actor: Actor, kinds: Sequence[Kind]) -> None:
    """Who has taken which tables along: they hold how people are reached."""
    async with borrowed(pool) as connection:
        await directory_log.write(connection, actor, "directory.exported", "directory", tables=kinds)


async def lines(pool: Pool, kind: Kind) -> AsyncIterator[Cells]:
    """The names of the columns, and then every row, as they are at one moment."""
    async with borrowed(pool) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        async for cells in _rows(connection, TABLES[kind]):
            yield cells


async def _rows(connection: Connection, query: str) -> AsyncIterator[Cells]:
    statement = await connection.prepare(query)
    yield [attribute.name for attribute in statement.get_attributes()]
    async for row in statement.cursor(prefetch=ROWS_AT_ONCE):
        yield ["" if value is None else str(value) for value in row.values()]
