"""How often somebody may do something: counted in the database, for all processes together."""

import time
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple

from store.pool import Pool, borrowed

LONGEST = timedelta(days=1)
"""No limit looks further back: whatever began before is swept."""

_MOST_REFUSED = 10_000
"""Remembered by one process."""

_TAKE = """
with swept as (
    delete from counts where key in (
        select key from counts where since < now() - $3::interval and key <> $1
        order by since limit 2 for update skip locked
    )
)
insert into counts (key, since, number) values ($1, now(), 1)
on conflict (key) do update set
    since = case when counts.since > now() - $2::interval then counts.since else excluded.since end,
    number = case when counts.since > now() - $2::interval then counts.number + 1 else 1 end
returning case when number > $4 then extract(epoch from since + $2::interval - now())::float8 else 0 end
"""
"""Each count takes up to two old ones with it, so that the table never outgrows a day."""


class Limit(NamedTuple):
    """So many in so long, from the first one on."""

    name: str
    most: int
    window: timedelta


class Limits:
    """All counts; whoever was refused costs no query until there is room again."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._refused: dict[str, float] = {}

    async def take(self, limit: Limit, whose: str) -> float:
        """Count one more; the seconds until there is room again, or 0 where there was."""
        key = _key(limit, whose)
        left = self._refused.get(key, 0.0) - time.monotonic()
        if left > 0:
            return left
        async with borrowed(self._pool) as connection:
            left = float(await connection.fetchval(_TAKE, key, limit.window, LONGEST, limit.most))
        if left:
            self._remember(key, left)
        return left

    def _remember(self, key: str, left: float) -> None:
        if len(self._refused) >= _MOST_REFUSED:  # a flood from everywhere: the database remembers
            self._refused.clear()
        self._refused[key] = time.monotonic() + left


def _key(limit: Limit, whose: str) -> str:
    """Of one length whatever it is about; addresses of people are not kept."""
    about = sha256(whose.encode()).hexdigest()
    return f"{limit.name}/{about[:32]}"
