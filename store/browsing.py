"""Lists of the directory: organisations, people, and addresses that do not work, for somebody to see to them."""

from collections.abc import Collection
from datetime import date

from domain.directory.cards import Channel, Organisation, PointState
from domain.values import Instant, OrgId, OrgKind, PersonId, Value
from store.pool import Pool, borrowed


class PersonRow(Value):
    """Somebody in a list."""

    person_id: PersonId
    name: str
    left_on: date | None
    positions: tuple[str, ...]
    """The titles of the posts that they fill today."""


class Troubled(Value):
    """An address that does not work, and what somebody can do about it."""

    person_id: PersonId
    name: str
    channel: Channel
    address: str
    state: PointState
    problem: str | None
    since: Instant
    others: int
    """How many other ways to this person there still are."""


_SOUGHT = "($1::text is null or x.name ilike '%' || $1 || '%' or x.{key} = replace($1, '\\', ''))"

_ORGANISATIONS = f"""
select {", ".join(f"x.{name}" for name in Organisation.model_fields)} from organisations x
where {_SOUGHT.format(key="org_id")} and merged_into is null and ($2::text is null or kind = $2) and x.org_id > $3
order by x.org_id limit $4
"""

_TODAY = "f.since <= $4 and (f.until is null or f.until >= $4)"

_PEOPLE = f"""
select x.person_id, x.name, x.left_on, array(
    select title from fillings f join positions using (position_id) where f.person_id = x.person_id and {_TODAY}
    order by f.since, title
) as positions
from people x
where {_SOUGHT.format(key="person_id")} and merged_into is null and x.person_id > $3 and ($2::text is null or exists (
    select from fillings f join positions p using (position_id)
    where f.person_id = x.person_id and p.org_id = $2 and {_TODAY}
)) order by x.person_id limit $5
"""

_TROUBLED = """
select c.person_id, p.name, c.channel, c.address, c.state, c.problem, c.since, (
    select count(*) from contact_points o where o.person_id = c.person_id and o.state in ('untried', 'good')
    and o.channel <> 'phone'
) as others
from contact_points c join people p using (person_id)
where c.state = any($1) and p.left_on is null and (c.person_id, c.channel, c.address) > ($2, $3, $4)
order by c.person_id, c.channel, c.address limit $5
"""

_FIRST = ("", "", "")


class Browsing:
    """What is in the directory, page by page in the order of the ids; whoever was merged is not listed."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def organisations(
        self, text: str | None = None, kind: OrgKind | None = None, after: str = "", limit: int = 50
    ) -> tuple[Organisation, ...]:
        """Organisations with these words in their name."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_ORGANISATIONS, _literal(text), kind, after, limit)
        return tuple(Organisation(**row) for row in rows)

    async def people(
        self, on: date, text: str | None = None, org_id: OrgId | None = None, *, after: str = "", limit: int = 50
    ) -> tuple[PersonRow, ...]:
        """People with these words in their name, and of one organisation those who fill a post in it on that day."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_PEOPLE, _literal(text), org_id, after, on, limit)
        return tuple(PersonRow(**row) for row in rows)

    async def troubled(
        self, states: Collection[PointState], after: tuple[str, str, str] = _FIRST, limit: int = 50
    ) -> tuple[Troubled, ...]:
        """Addresses in one of these states, of people who have not left."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_TROUBLED, [*states], *after, limit)
        return tuple(Troubled(**row) for row in rows)


def _literal(text: str | None) -> str | None:
    r"""As it is sought, with signs that have a meaning in a pattern made plain."""
    return text and text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
