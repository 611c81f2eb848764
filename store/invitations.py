"""Which days somebody's own calendar has been told of by mail, so that it hears when they move or end."""

from collections.abc import Iterable, Set
from uuid import UUID

from domain.appointments import Entry
from domain.effects import Effects
from domain.notices.invitations import Key, invitations
from domain.values import Instant, PersonId
from store.feeds import Feeds
from store.pool import Connection, Pool, borrowed

CHANGED_AGAIN = "its day has changed again"
CORRECTED = "the calendar has heard of it with another letter"

_TOLD = "select entry from invitations where person_id = any(known_as($1)) order by told_at"

_TELL = """
insert into invitations (person_id, partnership_id, key, entry, told_at) values ($1, $2, $3, $4, $5)
on conflict (person_id, partnership_id, key) do update set entry = excluded.entry, told_at = excluded.told_at
"""

_CORRECT = """
update notices set state = 'settled', reason = $4, state_since = $5
where person_id = any(known_as($1)) and state = 'waiting' and day is not null
    and (partnership_id, day) in (select * from unnest($2::uuid[], $3::text[]))
"""

_CHANGE = f"""
with changed as (
    select r.person_id, i.entry, r.org_id, c.*
    from jsonb_to_recordset($2)
        as c (key text, at timestamptz, kind text, what text, why text, params jsonb, task text, heard text[])
    join invitations i on i.partnership_id = $1 and i.key = c.key
    join roles r on r.partnership_id = $1 and r.person_id = any(known_as(i.person_id))
), overtaken as (
    update notices n set state = 'settled', reason = '{CHANGED_AGAIN}', state_since = $4 from changed c
    where n.person_id = c.person_id and n.partnership_id = $1 and n.day = c.key and n.state = 'waiting'
)
insert into notices (
    notice_id, partnership_id, version, person_id, org_id, kind, what, why, params, task, day, private, created_at,
    state_since
)
select md5(concat_ws('/', $1, $3::integer, c.key, c.person_id))::uuid, $1, $3::integer, c.person_id, c.org_id, c.kind,
    c.what, c.why, c.params, c.task, c.key, false, $4, $4
from changed c, jsonb_to_record(c.entry -> 'appointment') as told (at timestamptz)
where c.what <> '' and c.person_id is distinct from $5 and c.person_id <> all(c.heard)
    and not (c.entry ->> 'cancelled')::boolean
    and told.at > $4 and told.at is distinct from c.at and coalesce(c.at > $4, true)
on conflict do nothing
"""
"""For whoever was told of a day that still lies ahead, and does not hear of its change anyway."""


class Invitations:
    """The invitations of all people."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._feeds = Feeds(pool)

    async def due(self, person_id: PersonId, asked: Set[Key], now: Instant) -> tuple[Entry, ...]:
        """What the next letter to somebody carries, when it tells of these days."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_TOLD, person_id)
        told = [Entry.model_validate(row["entry"]) for row in rows]
        return tuple(invitations(await self._feeds.days(person_id, own=False), told, asked, now))

    async def told(self, person_id: PersonId, entries: tuple[Entry, ...], at: Instant) -> None:
        """A letter with these has been taken; what else was to be said of these days need not be said any more."""
        if not entries:
            return
        rows = [(person_id, e.partnership_id, e.appointment.key, e.model_dump(mode="json"), at) for e in entries]
        days = [e.partnership_id for e in entries], [e.appointment.key for e in entries]
        async with borrowed(self._pool) as connection, connection.transaction():
            await connection.executemany(_TELL, rows)
            await connection.execute(_CORRECT, person_id, *days, CORRECTED, at)


async def put_changed_days(connection: Connection, partnership_id: UUID, told: Iterable[Effects]) -> None:
    """Tell those whose calendar has become wrong, but not whoever has moved the day; costs nothing where none has."""
    for effects in told:
        if effects.days:
            days = [day.model_dump(mode="json") for day in effects.days]
            who = effects.actor.person_id
            await connection.execute(_CHANGE, partnership_id, days, effects.version, effects.at, who)
