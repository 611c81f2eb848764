"""Which days somebody's own calendar has been told of by mail, so that it hears when they move or end."""

from collections.abc import Set

from domain.appointments import Entry
from domain.notices.invitations import Key, invitations
from domain.values import Instant, PersonId
from store.feeds import Feeds
from store.pool import Pool, borrowed

_TOLD = "select entry from invitations where person_id = $1"

_TELL = """
insert into invitations (person_id, partnership_id, key, entry, told_at) values ($1, $2, $3, $4, $5)
on conflict (person_id, partnership_id, key) do update set entry = excluded.entry, told_at = excluded.told_at
"""


class Invitations:
    """The invitations of all people."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._feeds = Feeds(pool)

    async def due(self, person_id: PersonId, asked: Set[Key]) -> tuple[Entry, ...]:
        """What the next letter to somebody carries, when it asks for these things."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_TOLD, person_id)
        told = [Entry.model_validate(row["entry"]) for row in rows]
        return tuple(invitations(await self._feeds.days(person_id, own=False), told, asked))

    async def told(self, person_id: PersonId, entries: tuple[Entry, ...], at: Instant) -> None:
        """A letter with these has been taken."""
        if entries:
            rows = [(person_id, e.partnership_id, e.appointment.key, e.model_dump(mode="json"), at) for e in entries]
            async with borrowed(self._pool) as connection:
                await connection.executemany(_TELL, rows)
