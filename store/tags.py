"""Tags: a seal of all that people have written about something, by which a writer says what they have seen of it.

What the engine learns by itself, such as the state of an address, is no part of it: nobody could overwrite that.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from pydantic_core import to_json

from domain.directory.sheets import Kind
from store.pool import Connection, Pool, borrowed

ANYTHING = "*"
"""Matches whatever is there."""

_SEALED = 32
"""Characters of a tag that decide; two for each field follow, and tell which of them have changed."""

_CONTENT = {
    Kind.ORGANISATIONS: """
        select to_jsonb(o) - '{merged_into,updated_at}'::text[] from organisations asked
        join organisations o on o.org_id = coalesce(asked.merged_into, asked.org_id) where asked.org_id = $1
    """,
    Kind.PEOPLE: """
        select to_jsonb(p) - '{merged_into,updated_at}'::text[] || jsonb_build_object(
            'points', (
                select jsonb_agg(jsonb_build_array(channel, address, rank) order by channel, address)
                from contact_points c where c.person_id = p.person_id
            ),
            'fillings', (
                select jsonb_agg(to_jsonb(f) order by since, position_id) from fillings f
                where f.person_id = p.person_id
            ),
            'absences', (
                select jsonb_agg(to_jsonb(a) order by absence_id) from absences a where a.person_id = p.person_id
            )
        ) from people asked
        join people p on p.person_id = coalesce(asked.merged_into, asked.person_id) where asked.person_id = $1
    """,
    Kind.POSITIONS: """
        select to_jsonb(p) || jsonb_build_object('holders', (
            select jsonb_agg(to_jsonb(f) order by since, person_id) from fillings f
            where f.position_id = p.position_id
        )) from positions p where position_id = $1
    """,
}
"""All that was written about one of each kind, by field; a merged duplicate is the one that remains."""


class Only(NamedTuple):
    """On what a change depends."""

    seen: str | None = None
    """The tag that its writer has seen, or `ANYTHING`."""
    new: bool = False
    """Whether nothing may be there yet."""


ALWAYS = Only()


class Mismatch(Exception):
    """What its writer has seen is not what is there; nothing is changed."""


class Known(Mismatch):
    """Something is there already."""


class Missing(Mismatch):
    """Nothing is there."""


class Changed(Mismatch):
    """It has become another one."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields
        """Their names; none where the tag is of another release, or of something else."""


class Tags:
    """What is there, sealed."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def get(self, kind: Kind, named: str) -> str | None:
        """The tag of one thing; read it before the thing itself, so that it never seals more than was seen."""
        async with borrowed(self._pool) as connection:
            content = await _content(connection, kind, named)
        return tag(content) if content else None


async def hold(connection: Connection, kind: Kind, named: str, only: Only) -> None:
    """Stop a change whose writer has seen something else; the row is locked by whoever asks."""
    if only == ALWAYS:
        return
    content = await _content(connection, kind, named)
    if only.new and content:
        raise Known
    if only.seen is None:
        return
    if content is None:
        raise Missing
    if only.seen not in {ANYTHING, now := tag(content)}:
        raise Changed(_changed(only.seen, now, content))


def first(only: Only, *, is_new: bool) -> None:
    """Give way to whoever has entered the same a moment before, when there was no row yet to be locked."""
    if only.new and not is_new:
        raise Known


def tag(content: Mapping[str, Any]) -> str:
    """A seal of the whole, and a little of each field's own, in the order of their names."""
    fields = [sha256(to_json([name, content[name]])).digest() for name in sorted(content)]
    return sha256(b"".join(fields)).hexdigest()[:_SEALED] + "".join(field[:1].hex() for field in fields)


async def _content(connection: Connection, kind: Kind, named: str) -> dict[str, Any] | None:
    content: dict[str, Any] | None = await connection.fetchval(_CONTENT[kind], named)
    return content


def _changed(seen: str, now: str, content: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the fields that differ, as far as their little seals tell."""
    if len(seen) != len(now):
        return ()
    places = range(_SEALED, len(now), 2)
    named = zip(sorted(content), places, strict=True)
    return tuple(name for name, at in named if seen[at : at + 2] != now[at : at + 2])
