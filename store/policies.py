"""Published policies: numbered, whole, read once and kept in mind, for a version never changes."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache

from domain.calendar import Calendar
from domain.policies import stored, written
from domain.policy import LifecyclePolicy, PolicySet, Profile
from domain.values import Instant, PersonId, Text, Value
from store.calendars import YEARS, national_holidays
from store.pool import Connection, Pool, borrowed

COUNTRY = "ID"

_NEWER = "select version, body from policies where version > $1 order by version"

_TAKE_TURN = "select pg_advisory_xact_lock(1262833746, 2)"

_NEWEST = "select version, body from policies order by version desc limit 1"

_PUBLISH = """
insert into policies (version, body, note, published_by)
select coalesce(max(version), 0) + 1, $1, $2, $3 from policies
returning version, note, published_at, published_by
"""

_LIST = "select version, note, published_at, published_by from policies order by version"


class Published(Value):
    """A policy that was published, without its content."""

    version: int
    note: Text
    published_at: Instant
    published_by: PersonId


def built_in(day: timedelta = timedelta(days=1)) -> PolicySet:
    """Version 0: the rules of this release, with the national holidays."""
    return PolicySet().with_calendar(_calendar()).with_day(day)


@cache
def _calendar() -> Calendar:
    return Calendar(quiet=national_holidays(COUNTRY, YEARS))


class Shelf:
    """The policies of one process; new ones are looked for only where somebody may ask for the newest."""

    def __init__(self, first: PolicySet) -> None:
        self._versions = {0: first}
        self._day = first.day  # how fast time runs is said where the engine is started, not in a policy

    async def look(self, connection: Connection) -> None:
        """Take in what has been published since the last look."""
        for row in await connection.fetch(_NEWER, max(self._versions)):
            self._versions[row["version"]] = stored(row["body"]).with_day(self._day)

    @property
    def newest(self) -> int:
        """With which a partnership begins today."""
        return max(self._versions)

    def knows(self, version: int) -> bool:
        """Whether this version has been taken in."""
        return version in self._versions

    def of(self, profile: Profile) -> Mapping[int, LifecyclePolicy]:
        """Every version for a profile."""
        return {version: policies.of(profile) for version, policies in self._versions.items()}

    def get(self, version: int) -> PolicySet | None:
        """One version, if it has been taken in."""
        return self._versions.get(version)


class Policies:
    """Publishing and reading policies."""

    def __init__(self, pool: Pool, first: PolicySet) -> None:
        self._pool = pool
        self._shelf = Shelf(first)

    async def shelf(self, version: int | None = None) -> Shelf:
        """All that is published; without a look where the version that is asked for is known."""
        if version is None or not self._shelf.knows(version):
            async with borrowed(self._pool) as connection:
                await self._shelf.look(connection)
        return self._shelf

    async def publish(self, policies: PolicySet, note: str, by: PersonId) -> tuple[Published, bool]:
        """The next version, and whether it is a new one: the same again is the version that there is."""
        body = written(policies)
        async with borrowed(self._pool) as connection, connection.transaction():
            await connection.execute(_TAKE_TURN)
            newest = await connection.fetchrow(_NEWEST)
            if newest and newest["body"] == body:
                return (await self._all(connection))[-1], False
            row = await connection.fetchrow(_PUBLISH, body, note, by)
        return Published.model_validate(dict(row or {})), True

    async def list(self) -> tuple[Published, ...]:
        """All versions, the oldest first."""
        async with borrowed(self._pool) as connection:
            return await self._all(connection)

    @staticmethod
    async def _all(connection: Connection) -> tuple[Published, ...]:
        return tuple(Published(**row) for row in await connection.fetch(_LIST))
