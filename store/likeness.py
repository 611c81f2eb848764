"""Which entries seem to be one: the signs of those that are known and of those that are imported, and warnings."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from domain.directory.likeness import Sign, alike
from domain.directory.sheets import IDENTITY, Header, Kind, Problem
from store.pool import Connection
from store.staging import SECONDS

MOST = 100
"""Warnings that are told; of the rest how many there are."""

_TITLES = "bapak|bpk|pak|ibu|bu|kak|dr|drs|dra|prof|ir|hj|h|haji|hajah"
_FORMS = "pt|cv|tbk|persero|ud"

_PLAIN = r"""
trim(regexp_replace(regexp_replace({text}, '\m({words})\M\.?', ' ', 'g'), '[^[:alnum:]]+', ' ', 'g'))
"""

_SIGNS = {
    Kind.ORGANISATIONS: f"""
        select org_id as id, 'name' as sign, 'name' as told,
            {_PLAIN.format(text="lower(name)", words=_FORMS)} as value, {{place}} from {{entries}}
        union all select org_id, 'domain', 'domain', lower(domain), {{place}} from {{entries}}
        union all select org_id, 'legal_id', 'legal_id', regexp_replace(lower(legal_id), '[^[:alnum:]]', '', 'g'),
            {{place}} from {{entries}}
    """,
    Kind.PEOPLE: f"""
        select person_id as id, 'name' as sign, 'name' as told,
            {_PLAIN.format(text="lower(split_part(name, ',', 1))", words=_TITLES)} as value, {{place}} from {{entries}}
        union all select person_id, 'number', channel, lower(case when channel = 'phone' then 'whatsapp' else channel
            end || ':' || address), {{place}} from {{points}} where person_id in (select person_id from {{entries}})
    """,
}
"""By what entries are compared; degrees behind a comma, titles and legal forms do not count."""

_ALIKE = """
with signs as ({known} union all {staged}), groups as (
    select *, first_value(id) over same as other, first_value(sheet) over same as other_sheet,
        first_value(row) over same as other_row, bool_or(sheet is null) over (partition by sign, value, id) as known
    from signs where value <> '' window same as (partition by sign, value order by sheet nulls first, row, id)
), alike as (
    select distinct sheet, row, told, sign, other, other_sheet, other_row from groups
    where sheet is not null and not known and id <> other and not exists (
        select from directory_log
        where about in (id, other) and what = '{table}.distinct' and detail ->> 'other' in (id, other)
    )
), first as (
    select *, count(*) over () as number from alike order by sheet, row, told, sign limit $1
)
select first.*, case when other_sheet is null
    then (select name from {table} where {key} = other)
    else (select name from staged_{table} s where (s.sheet, s.row) = (other_sheet, other_row)) end as name
from first order by sheet, row, told, sign
"""
"""Each row beside the first with the same sign, known ones before rows; a sign that it had before says nothing."""


class Warnings(NamedTuple):
    """What seems to be there already."""

    told: tuple[Problem, ...] = ()
    """The first of them."""
    number: int = 0
    """Of all."""


def signs(kind: Kind) -> str:
    """The signs of all that the directory knows: `id`, `sign`, `value`."""
    entries = f"(select * from {kind.value} where merged_into is null) as known"
    place = "null::integer as sheet, null::integer as row"
    return _SIGNS[kind].format(entries=entries, points="contact_points", place=place)


async def warnings(connection: Connection, headers: Sequence[Header]) -> Warnings:
    """Rows that seem to be somebody whom the directory, or a row before, has under another id."""
    found = [await _of_kind(connection, kind, headers) for kind in _SIGNS if kind in {h.kind for h in headers}]
    told = tuple(problem for some in found for problem in some.told)
    return Warnings(told[:MOST], sum(some.number for some in found))


async def _of_kind(connection: Connection, kind: Kind, headers: Sequence[Header]) -> Warnings:
    staged = _SIGNS[kind].format(entries=f"staged_{kind.value}", points="staged_points", place="sheet, row")
    query = _ALIKE.format(known=signs(kind), staged=staged, table=kind.value, key=IDENTITY[kind])
    rows = await connection.fetch(query, MOST, timeout=SECONDS)
    return Warnings(tuple(_told(row, headers) for row in rows), rows[0]["number"] if rows else 0)


def _told(row: Any, headers: Sequence[Header]) -> Problem:  # noqa: ANN401 - a record
    header: Header = headers[row["sheet"]]
    where = [row["other"]]
    if row["other_sheet"] is not None:
        where += [headers[row["other_sheet"]].sheet, str(row["other_row"])]
    return header.problem(row["row"], row["told"], alike(Sign(row["sign"]), row["name"], *where))
