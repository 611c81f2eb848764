"""Calendars that people subscribe to: an address with a token that is kept as a hash, and what stands in them."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import uuid4

from domain.appointments import TOLD, Entry, appointments, due
from domain.partnership import Partnership
from domain.values import Instant, PersonId, Value
from store.pool import Pool, Row, borrowed

REMEMBERED = timedelta(days=30)
"""For so long a calendar tells that something needs no doing any more."""


class Feed(Value):
    """Somebody's calendar, without the text of its address."""

    person_id: PersonId
    created_at: Instant
    last_used: Instant | None = None
    """To the minute."""


_REVOKE = "update feeds set revoked_at = now() where person_id = $1 and revoked_at is null returning feed_id"

_CREATE = """
insert into feeds (feed_id, token_hash, person_id) values ($1, $2, $3) returning person_id, created_at, last_used
"""

_OPENED = """
with used as (
    update feeds set last_used = now()
    where token_hash = $1 and revoked_at is null and coalesce(last_used < now() - interval '1 minute', true)
)
select person_id from feeds where token_hash = $1 and revoked_at is null
"""

_OPEN = """
select id, title, version, updated_at, state from partnerships join roles on partnership_id = id
where roles.person_id = $1 and not closed and not exists (
    select from people where people.person_id = $1 and left_on < (now() at time zone zone)::date
)
"""

_HANDS = """
select t.partnership_id, jsonb_object_agg(t.key, h.assignee) as hands
from tasks t join task_hands h using (partnership_id, key, opened_version)
where t.partnership_id = any($1) and t.done_at is null and h.assignee is not null
group by t.partnership_id
"""

_SETTLED = """
select distinct on (t.partnership_id, t.key)
    t.partnership_id, p.title, t.key, t.what, t.params, t.due_at, t.private, t.done_at, t.done_version
from tasks t join partnerships p on p.id = t.partnership_id join roles r on r.partnership_id = p.id
left join task_hands h on (h.partnership_id, h.key, h.opened_version) = (t.partnership_id, t.key, t.opened_version)
where r.person_id = $1 and t.partnership_id = any($2) and t.done_at > now() - $3::interval and t.due_at is not null
    and coalesce(t.rule, '') <> all($4)
    and coalesce(t.person_id = $1, h.assignee = $1, t.org_id is not distinct from r.org_id and r.role = t.roles[1])
order by t.partnership_id, t.key, t.done_version desc
"""


class Feeds:
    """All such calendars; each person has one address at a time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def create(self, person_id: PersonId) -> tuple[str, Feed]:
        """A new token, which nobody can see again, and its feed; the address before it ends."""
        token = token_urlsafe(32)
        async with borrowed(self._pool) as connection, connection.transaction():
            await connection.execute(_REVOKE, person_id)
            row = await connection.fetchrow(_CREATE, uuid4(), _hash(token), person_id)
        return token, Feed.model_validate(dict(row or {}))

    async def revoke(self, person_id: PersonId) -> bool:
        """End somebody's address for ever; False where there is none."""
        async with borrowed(self._pool) as connection:
            return await connection.fetchval(_REVOKE, person_id) is not None

    async def opened(self, token: str) -> PersonId | None:
        """Whose calendar it is, unless its address was revoked."""
        async with borrowed(self._pool) as connection:
            person_id: PersonId | None = await connection.fetchval(_OPENED, _hash(token))
        return person_id

    async def entries(self, person_id: PersonId) -> tuple[Entry, ...]:
        """What stands in somebody's calendar today; nothing for those who have left."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_OPEN, person_id)
            ids = [row["id"] for row in rows]
            taken = await connection.fetch(_HANDS, ids)
            asked = (person_id, ids, REMEMBERED, sorted(TOLD))
            settled = await connection.fetch(_SETTLED, *asked)
        hands = {row["partnership_id"]: row["hands"] for row in taken}
        waiting = tuple(entry for row in rows for entry in _waiting(row, person_id, hands.get(row["id"])))
        known = {(entry.partnership_id, entry.appointment.key) for entry in waiting}
        return (*waiting, *(_over(row) for row in settled if (row["partnership_id"], row["key"]) not in known))


def _waiting(row: Row, person_id: PersonId, hands: Mapping[str, PersonId] | None) -> Iterator[Entry]:
    for appointment in appointments(Partnership.model_validate(row["state"]), person_id, hands):
        yield Entry(
            partnership_id=row["id"],
            title=row["title"],
            appointment=appointment,
            sequence=row["version"],
            modified=row["updated_at"],
        )


def _over(row: Row) -> Entry:
    return Entry(
        partnership_id=row["partnership_id"],
        title=row["title"],
        appointment=due(row["key"], row["what"], row["params"], row["due_at"], private=row["private"]),
        sequence=row["done_version"],
        modified=row["done_at"],
        cancelled=True,
    )


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
