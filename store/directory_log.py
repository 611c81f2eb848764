"""Who changed what in the directory, for ever: the names of what changed, not values that one may want forgotten."""

from typing import Any

from domain.message import Actor
from domain.values import Instant, Value
from store.pool import Connection, Pool, borrowed


class Change(Value):
    """One change of the directory."""

    number: int
    at: Instant
    actor: Actor
    what: str
    """Such as `person.put` or `organisation.merged`."""
    about: str
    """The id of what was changed."""
    detail: dict[str, Any]


_WRITE = "insert into directory_log (actor, what, about, detail) values ($1, $2, $3, $4)"

_READ = f"""
select {", ".join(Change.model_fields)} from directory_log
where number < $1 and ($2::text is null or about = $2) order by number desc limit $3
"""

_BEYOND = 2**63 - 1


async def write(connection: Connection, actor: Actor, what: str, about: str, **detail: object) -> None:
    """Put a change on record, in the transaction that makes it."""
    await connection.execute(_WRITE, actor.model_dump(mode="json"), what, about, detail)


async def read(pool: Pool, about: str | None = None, before: int | None = None, limit: int = 50) -> tuple[Change, ...]:
    """What was changed, the newest first."""
    async with borrowed(pool) as connection:
        rows = await connection.fetch(_READ, before or _BEYOND, about, limit)
    return tuple(Change(**row) for row in rows)
