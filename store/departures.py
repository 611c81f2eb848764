"""Departures: what was asked, what it moved in the directory in one transaction, and what each partnership said."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from domain.departures import Leaving, Mover, Part
from domain.message import Actor
from domain.partnership import Partnership
from domain.record import Outcome
from domain.slices.parties import Person
from domain.values import Instant, OrgId, PersonId, Value
from store import directory_log, vacating
from store.paging import FIRST, Mark, Page, page
from store.pool import Connection, Pool, borrowed
from store.vacating import Moved


class Answered(Value):
    """One part, and what the partnership said to it."""

    part: Part
    outcome: Outcome | None = None


class Departure(Value):
    """A departure as it is kept."""

    departure_id: UUID
    leaving: Leaving
    over: Instant
    actor: Actor
    staff: bool
    moved: Moved
    created_at: Instant
    finished_at: Instant | None = None
    parts: tuple[Answered, ...] = ()

    @property
    def mover(self) -> Mover:
        """Who moves the duties."""
        return Mover(actor=self.actor, staff=self.staff)


_KNOWN = """
select exists (select from people where person_id = $1) and $2::text is null
    or exists (select from roles where person_id = any(known_as($1)) and ($2 is null or org_id = $2))
    or exists (
        select from fillings join positions using (position_id)
        where person_id = any(known_as($1)) and ($2 is null or org_id = $2)
    )
"""

_ZONE = "select zone from people where person_id = (known_as($1))[1]"

_NAMES = """
select distinct on (person_id) person_id, name from (
    select person_id, name, 0 as rank from people where person_id = any($1)
    union all select person_id, name, 1 from roles where person_id = any($1)
) known order by person_id, rank, name
"""

_DUTIES = """
select state from partnerships where not closed and (
    id = any($4) or id in (
        select partnership_id from roles
        where person_id = any(known_as($1))
            and ($2::text is null or org_id = $2) and ($3::text is null or position_id = $3)
    )
)
order by title, id
"""

_FORMER = """
select distinct on (partnership_id) partnership_id, part -> 'person' as person, part ->> 'successor' as successor
from departure_parts join departures using (departure_id)
where person_id = any(known_as($1)) and outcome ->> 'status' = 'accepted'
order by partnership_id, answered_at desc
"""

_BEGIN = """
insert into departures (departure_id, person_id, org_id, leaving, over, actor, staff, moved)
values ($1, $2, $3, $4, $5, $6, $7, '{}') on conflict do nothing returning departure_id
"""

_PARTS = """
insert into departure_parts (departure_id, partnership_id, part)
select $1, (part ->> 'partnership_id')::uuid, part from jsonb_array_elements($2) part
on conflict do nothing
"""

_MOVED = "update departures set moved = $2 where departure_id = $1"

_GET = "select * from departures where departure_id = $1 and ($2::text is null or org_id = $2)"

_ANSWERS = "select part, outcome from departure_parts where departure_id = $1 order by part ->> 'title', partnership_id"

_ANSWERED = """
update departure_parts set outcome = $3, answered_at = now()
where departure_id = $1 and partnership_id = $2 and outcome is null
"""

_FINISH = "update departures set finished_at = now() where departure_id = $1 and finished_at is null"

_PAGE = """
select * from departures
where (created_at, departure_id) < ($1, $2) and ($3::text is null or org_id = $3)
order by created_at desc, departure_id desc limit $4
"""

_UNFINISHED = "select departure_id from departures where finished_at is null and created_at < $1 order by created_at"


class _DryRun(Exception):
    """Takes back a transaction whose outcome is only looked at."""


class Departures:
    """All departures."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def knows(self, person_id: PersonId, org_id: OrgId | None) -> bool:
        """Whether there is such a person: on one side, or anywhere."""
        async with borrowed(self._pool) as connection:
            return bool(await connection.fetchval(_KNOWN, person_id, org_id))

    async def zone(self, person_id: PersonId) -> str | None:
        """Where somebody lives, if the directory knows."""
        async with borrowed(self._pool) as connection:
            zone: str | None = await connection.fetchval(_ZONE, person_id)
        return zone

    async def names(self, ids: Collection[PersonId]) -> dict[PersonId, str]:
        """The names of those who are known."""
        async with borrowed(self._pool) as connection:
            return {row["person_id"]: row["name"] for row in await connection.fetch(_NAMES, list(ids))}

    async def former(self, leaving: Leaving) -> dict[UUID, Person]:
        """What somebody was where they have left before and nobody came after them."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_FORMER, leaving.person_id)
        return {row["partnership_id"]: Person.model_validate(row["person"]) for row in rows if not row["successor"]}

    async def duties(self, leaving: Leaving, former: Collection[UUID] = ()) -> tuple[Partnership, ...]:
        """The open partnerships in which somebody has the roles that they leave, and those that are named."""
        asked = (leaving.person_id, leaving.org_id, leaving.position_id, list(former))
        async with borrowed(self._pool) as connection:
            return tuple(Partnership.model_validate(row["state"]) for row in await connection.fetch(_DUTIES, *asked))

    async def begin(self, departure: Departure) -> None:
        """Keep a departure, and move in the same transaction what the directory and the queue hold of it; once."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await _begin(connection, departure)

    async def rehearse(self, departure: Departure) -> Moved:
        """What beginning it would move; nothing is changed."""
        moved = Moved()
        try:
            async with borrowed(self._pool) as connection, connection.transaction():
                moved = await _begin(connection, departure)
                raise _DryRun
        except _DryRun:
            return moved

    async def add(self, departure: Departure, parts: Iterable[Part]) -> None:
        """Further parts, for duties that came to somebody while they left."""
        async with borrowed(self._pool) as connection, connection.transaction():
            more = list(parts)
            await connection.execute(_PARTS, departure.departure_id, more)
            await vacating.tasks(connection, departure.leaving, departure.mover, more)

    async def get(self, departure_id: UUID, org_id: OrgId | None = None) -> Departure | None:
        """A departure with all its parts; for one side only where it was its own."""
        async with borrowed(self._pool) as connection:
            row = await connection.fetchrow(_GET, departure_id, org_id)
            parts = await connection.fetch(_ANSWERS, departure_id) if row else ()
        return _departure(row, parts) if row else None

    async def answered(self, departure_id: UUID, outcome: Outcome, partnership_id: UUID) -> None:
        """Keep what a partnership has said; the first answer stands."""
        async with borrowed(self._pool) as connection:
            await connection.execute(_ANSWERED, departure_id, partnership_id, outcome)

    async def finish(self, departure_id: UUID) -> None:
        """Nothing is left to do."""
        async with borrowed(self._pool) as connection:
            await connection.execute(_FINISH, departure_id)

    async def page(self, org_id: OrgId | None, after: Mark | None, limit: int) -> Page[Departure]:
        """Departures without their parts, the newest first."""
        start = after or FIRST
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_PAGE, start.at, start.id, org_id, limit + 1)
        found = [_departure(row, ()) for row in rows]
        return page(found, limit, lambda d: Mark(at=d.created_at, id=d.departure_id))

    async def unfinished(self, before: Instant) -> tuple[UUID, ...]:
        """Departures that were begun before and have not come to their end."""
        async with borrowed(self._pool) as connection:
            return tuple(row["departure_id"] for row in await connection.fetch(_UNFINISHED, before))


async def _begin(connection: Connection, departure: Departure) -> Moved:
    leaving, actor = departure.leaving, departure.actor.model_dump(mode="json")
    asked = (departure.departure_id, leaving.person_id, leaving.org_id, leaving, departure.over, actor)
    if await connection.fetchval(_BEGIN, *asked, departure.staff) is None:
        return departure.moved
    parts = [answered.part for answered in departure.parts]
    await connection.execute(_PARTS, departure.departure_id, parts)
    moved = await vacating.everything(connection, leaving, departure.mover, parts)
    await connection.execute(_MOVED, departure.departure_id, moved)
    about = {"departure_id": departure.departure_id, "last_day": leaving.last_day, "posts": len(moved.posts)}
    await directory_log.write(connection, departure.actor, "person.leaves", leaving.person_id, **about)
    return moved


def _departure(row: Any, parts: Iterable[Any]) -> Departure:  # noqa: ANN401 - rows
    fields = {name: row[name] for name in Departure.model_fields if name != "parts"}
    answers = tuple(Answered(part=part["part"], outcome=part["outcome"]) for part in parts)
    return Departure.model_validate({**fields, "parts": answers})
