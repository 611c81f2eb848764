"""Rows whose id was made from their name, where somebody has that id already: the same one, or a namesake?"""

from collections.abc import Sequence

from domain.directory.sheets import IDENTITY, Header, Kind, Problem, namesake
from store.pool import Connection
from store.staging import SECONDS

_MADE = """
with made as (select * from staged_ids where made and kind = '{table}')
select m.sheet, m.row, m.id, d.name from made m
join {table} d on d.{key} = m.id join staged_{table} s on (s.sheet, s.row) = (m.sheet, m.row)
where d.merged_into is null and not coalesce(
    {written} <@ {kept} and ({written} <> '{{}}' or {kept} = '{{}}' and lower(s.name) = lower(d.name)), false
)
"""

_IDENTIFIED = {
    Kind.ORGANISATIONS: {
        "written": "array_remove(array[lower(s.domain), lower(s.legal_id)], null)",
        "kept": "array_remove(array[lower(d.domain), lower(d.legal_id)], null)",
    },
    Kind.PEOPLE: {
        "written": "array(select lower(address) from staged_points p where (p.sheet, p.row) = (m.sheet, m.row))",
        "kept": "array(select lower(address) from contact_points c where c.person_id = m.id)",
    },
}
"""What tells two of one name apart. Whoever has nothing of it, here and there, is the same by the name alone."""


async def between(connection: Connection, headers: Sequence[Header]) -> list[Problem]:
    """The rows that could mean somebody else than whoever has their id."""
    found: list[Problem] = []
    for kind, identified in _IDENTIFIED.items():
        query = _MADE.format(table=kind.value, key=IDENTITY[kind], **identified)
        for row in await connection.fetch(query, timeout=SECONDS):
            flaw = namesake(row["id"], row["name"])
            found.append(headers[row["sheet"]].problem(row["row"], IDENTITY[kind], flaw))
    return found
