"""Calendars that people subscribe to: an address with a token that is kept as a hash, and what stands in them."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import uuid4

from domain.appointments import TOLD, Entry, appointments, due
from domain.message import Actor
from domain.notices.own import FEED_MADE
from domain.partnership import Partnership
from domain.values import Instant, OrgId, PersonId, Value
from store import own
from store.pool import Pool, Row, borrowed

REMEMBERED = timedelta(days=30)
"""For so long a calendar tells that something needs no doing any more."""


class Feed(Value):
    """Somebody's calendar, without the text of its address."""

    person_id: PersonId
    own: bool
    """The person has made the address; what was confided stands in no other calendar."""
    created_at: Instant
    last_used: Instant | None = None
    """To the minute."""


_REVOKE = """
update feeds set revoked_at = now() where person_id = any(known_as($1)) and revoked_at is null returning feed_id
"""

_CREATE = """
insert into feeds (feed_id, token_hash, person_id, own)
values ($1, $2, (known_as($3))[1], $4 = any(known_as($3)))
returning person_id, own, created_at, last_used
"""

_OPENED = """
with used as (
    update feeds set last_used = now()
    where token_hash = $1 and revoked_at is null and coalesce(last_used < now() - interval '1 minute', true)
)
select person_id, own, created_at, last_used from feeds where token_hash = $1 and revoked_at is null
"""

_BELONGS = """
with sides as (
    select org_id from roles join partnerships on id = partnership_id
    where person_id = any(known_as($1)) and not closed
    union
    select org_id from fillings join positions using (position_id)
    where person_id = any(known_as($1)) and coalesce(until >= current_date, true)
)
select count(*) = 1 and bool_and(org_id = $2) from sides
"""

_OPEN = """
select distinct on (id) id, title, version, updated_at, state, roles.person_id, known_as($1) as ids
from partnerships join roles on partnership_id = id
where roles.person_id = any(known_as($1)) and not closed and not exists (
    select from people where people.person_id = (known_as($1))[1] and left_on < (now() at time zone zone)::date
)
order by id, array_position(known_as($1), roles.person_id)
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
from tasks t join partnerships p on p.id = t.partnership_id
left join task_hands h on (h.partnership_id, h.key, h.opened_version) = (t.partnership_id, t.key, t.opened_version)
where t.partnership_id = any($2) and t.done_at > now() - $3::interval and t.due_at is not null
    and coalesce(t.rule, '') <> all($4)
    and coalesce(t.person_id = any(known_as($1)), h.assignee = any(known_as($1)), t.people && known_as($1))
order by t.partnership_id, t.key, t.done_version desc
"""


class Feeds:
    """All such calendars; each person has one address at a time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def create(self, person_id: PersonId, by: Actor) -> tuple[str, Feed]:
        """A new token, which nobody can see again, and its feed; the address before it ends, and its reader is told."""
        token = token_urlsafe(32)
        async with borrowed(self._pool) as connection, connection.transaction():
            await connection.execute(_REVOKE, person_id)
            row = await connection.fetchrow(_CREATE, uuid4(), _hash(token), person_id, by.person_id)
            await own.tell(connection, by, person_id, FEED_MADE)
        return token, Feed.model_validate(dict(row or {}))

    async def revoke(self, person_id: PersonId) -> bool:
        """End somebody's address for ever; False where there is none."""
        async with borrowed(self._pool) as connection:
            return await connection.fetchval(_REVOKE, person_id) is not None

    async def opened(self, token: str) -> Feed | None:
        """The calendar behind an address, unless that was revoked."""
        async with borrowed(self._pool) as connection:
            row = await connection.fetchrow(_OPENED, _hash(token))
        return Feed.model_validate(dict(row)) if row else None

    async def belongs(self, person_id: PersonId, org_id: OrgId) -> bool:
        """Whether somebody is of one side and of no other: only then their calendar is that side's business."""
        async with borrowed(self._pool) as connection:
            return bool(await connection.fetchval(_BELONGS, person_id, org_id))

    async def entries(self, feed: Feed) -> tuple[Entry, ...]:
        """What stands in a calendar today; nothing for those who have left."""
        return await self.days(feed.person_id, own=feed.own)

    async def days(self, person_id: PersonId, *, own: bool) -> tuple[Entry, ...]:
        """The days of somebody; what was confided only where nobody else can see it."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_OPEN, person_id)
            ids = [row["id"] for row in rows]
            taken = await connection.fetch(_HANDS, ids)
            asked = (person_id, ids, REMEMBERED, sorted(TOLD))
            settled = await connection.fetch(_SETTLED, *asked)
        hands = {row["partnership_id"]: row["hands"] for row in taken}
        waiting = tuple(entry for row in rows for entry in _waiting(row, hands.get(row["id"], {})))
        known = {(entry.partnership_id, entry.appointment.key) for entry in waiting}
        over = (_over(row) for row in settled if (row["partnership_id"], row["key"]) not in known)
        return tuple(entry for entry in (*waiting, *over) if own or not entry.appointment.private)


def _waiting(row: Row, hands: Mapping[str, PersonId]) -> Iterator[Entry]:
    """What their partnership knows under one id and what is in their hands under another is theirs alike."""
    person_id = row["person_id"]
    held = {task: person_id if by in row["ids"] else by for task, by in hands.items()}
    for appointment in appointments(Partnership.model_validate(row["state"]), person_id, held):
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
