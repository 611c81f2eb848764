"""Published policies: numbered without gaps, kept whole, never changed, and known to every process in time."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from domain.calendar import Calendar
from domain.policy import PolicySet, Profile
from domain.values import PersonId
from store.policies import Policies, Shelf, built_in
from store.pool import Pool, borrowed

SARI = PersonId("sari")
FIRST = PolicySet()


def zoned(zone: str) -> PolicySet:
    return FIRST.with_calendar(Calendar(zone=zone))


@pytest.fixture
def policies(pool: Pool) -> Policies:
    return Policies(pool, FIRST)


async def test_nothing_is_published_at_first(policies: Policies) -> None:
    assert await policies.list() == ()
    shelf = await policies.shelf()
    assert (shelf.newest, shelf.get(0), shelf.get(1)) == (0, FIRST, None)


async def test_a_policy_is_published_and_read_as_it_was(policies: Policies, pool: Pool) -> None:
    published, is_new = await policies.publish(zoned("Asia/Makassar"), "For the east", SARI)
    assert is_new
    assert (published.version, published.note, published.published_by) == (1, "For the east", SARI)
    assert await policies.list() == (published,)
    for reader in (policies, Policies(pool, FIRST)):
        shelf = await reader.shelf()
        assert shelf.get(1) == zoned("Asia/Makassar")
        assert {v: p.calendar.zone for v, p in shelf.of(Profile.URGENT).items()} == {
            0: "Asia/Jakarta", 1: "Asia/Makassar"
        }  # fmt: skip


async def test_the_same_again_publishes_nothing(policies: Policies) -> None:
    first, _ = await policies.publish(zoned("Asia/Makassar"), "For the east", SARI)
    assert await policies.publish(zoned("Asia/Makassar"), "Sent twice", SARI) == (first, False)
    second, _ = await policies.publish(zoned("Asia/Jayapura"), "Further east", SARI)
    back, is_new = await policies.publish(zoned("Asia/Makassar"), "Back again", SARI)
    assert (second.version, back.version, is_new) == (2, 3, True)


async def test_many_at_once_are_numbered_without_gaps(policies: Policies) -> None:
    zones = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC", "Asia/Tokyo")
    told = await asyncio.gather(*(policies.publish(zoned(zone), zone, SARI) for zone in zones))
    assert sorted(published.version for published, _ in told) == [1, 2, 3, 4, 5]
    shelf = await policies.shelf()
    assert {published.note: published.version for published, _ in told} == {
        policy.of(Profile.FORMAL).calendar.zone: version
        for version in range(1, 6)
        if (policy := shelf.get(version)) is not None
    }


async def test_a_known_version_is_not_read_again(policies: Policies, pool: Pool) -> None:
    await policies.publish(zoned("UTC"), "One", SARI)
    await policies.shelf(1)
    await Policies(pool, FIRST).publish(zoned("Asia/Tokyo"), "Two", SARI)
    assert (await policies.shelf(1)).newest == 1
    assert (await policies.shelf(2)).newest == 2


async def test_what_is_published_never_changes(policies: Policies, pool: Pool) -> None:
    await policies.publish(zoned("UTC"), "One", SARI)
    for change in ("update policies set note = 'Two'", "delete from policies", "truncate policies"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await pool.execute(change)


async def test_the_length_of_a_day_is_the_engines_own(policies: Policies, pool: Pool) -> None:
    await policies.publish(zoned("Asia/Tokyo"), "One", SARI)
    shelf = Shelf(FIRST.with_day(timedelta(seconds=1)))
    async with borrowed(pool) as connection:
        await shelf.look(connection)
    policy = shelf.of(Profile.FORMAL)[1]
    assert policy.day == timedelta(seconds=1)
    assert policy.calendar == Calendar()  # holidays mean nothing to a day of one second


@pytest.mark.requirement("S4.30")
def test_what_is_built_in_knows_the_national_holidays() -> None:
    calendar = built_in().of(Profile.INFORMAL).calendar
    days = {period.starts.isoformat(): period.reason for period in calendar.quiet}
    assert days["2027-08-17"] == "Hari Kemerdekaan Republik Indonesia / Independence Day"
    assert calendar.zone == "Asia/Jakarta"
    assert built_in() == built_in()
    assert built_in(timedelta(seconds=1)).of(Profile.FORMAL).calendar == Calendar()
