"""Limits that hold over all processes: two pools at once count together, and old counts do not stay."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from store.limits import Limit, Limits
from store.pool import Pool, open_pool

SOME = Limit("some", 20, timedelta(hours=1))
OLD = "update counts set since = since - $1::interval"


@pytest.fixture
async def limits(dsn: str, pool: Pool) -> AsyncIterator[tuple[Limits, Limits]]:
    """Of two processes."""
    other = await open_pool(dsn)
    yield Limits(pool), Limits(other)
    await other.close()


async def test_two_processes_at_once_count_together(limits: tuple[Limits, Limits]) -> None:
    asked = (process.take(SOME, "10.0.0.1") for _ in range(15) for process in limits)
    answers = await asyncio.gather(*asked)
    assert [left > 0 for left in answers].count(False) == SOME.most
    assert all(left <= 3600 for left in answers)
    assert [await process.take(SOME, "10.0.0.2") for process in limits] == [0, 0]
    assert [await process.take(SOME._replace(name="other"), "10.0.0.1") for process in limits] == [0, 0]


async def test_there_is_room_again_when_the_time_is_over(limits: tuple[Limits, Limits], pool: Pool) -> None:
    one, other = limits
    for _ in range(SOME.most):
        assert await one.take(SOME, "a") == 0
    assert 3500 < await other.take(SOME, "a") <= 3600
    await pool.execute(OLD, timedelta(minutes=50))
    assert 500 < await one.take(SOME, "a") <= 600
    await pool.execute(OLD, timedelta(minutes=10))
    assert await Limits(pool).take(SOME, "a") == 0
    assert await pool.fetchval("select number from counts") == 1


async def test_whoever_was_refused_costs_no_query(limits: tuple[Limits, Limits], pool: Pool) -> None:
    one, _ = limits
    few = SOME._replace(most=1)
    assert [await one.take(few, "a") > 0 for _ in range(9)] == [False] + [True] * 8
    assert await pool.fetchval("select number from counts") == 2


async def test_old_counts_are_swept_on_the_way(limits: tuple[Limits, Limits], pool: Pool) -> None:
    one, other = limits
    for n in range(6):
        await one.take(SOME, str(n))
    await pool.execute(OLD, timedelta(days=2))
    await asyncio.gather(*(process.take(SOME, "new") for process in limits))
    await other.take(SOME, "0")
    assert await pool.fetchval("select count(*) from counts where since < now() - interval '1 day'") == 0
    assert await pool.fetchval("select count(*) from counts") == 2


async def test_nobody_is_named_in_the_table(limits: tuple[Limits, Limits], pool: Pool) -> None:
    await limits[0].take(SOME, "203.0.113.7" + "\0" * 5000)
    key = await pool.fetchval("select key from counts")
    assert key.startswith("some/")
    assert len(key) == 37
