"""Connections: time limits that end before the caller's, and errors told apart by whether to try again."""

import asyncpg
import pytest

from store.pool import ACQUIRE_SECONDS, COMMAND_SECONDS, UNAVAILABLE, UNSTORABLE, Pool, borrowed, open_pool

LIMITS = "select name, setting::int / 1000.0 as seconds from pg_settings where name like '%\\_timeout'"

BUSY = "set local statement_timeout = '1ms'; select pg_sleep(1)"
DYING = "select pg_terminate_backend(pg_backend_pid())"


async def test_the_server_gives_up_before_the_client(pool: Pool) -> None:
    limits = {row["name"]: float(row["seconds"]) for row in await pool.fetch(LIMITS)}
    assert 0 < limits["statement_timeout"] < COMMAND_SECONDS
    assert 0 < limits["lock_timeout"] < limits["statement_timeout"]
    assert limits["idle_in_transaction_session_timeout"] > 0
    assert await pool.fetchval("show application_name") == "kemitraan"


@pytest.mark.parametrize("statement", [BUSY, DYING])
async def test_a_database_in_trouble_is_worth_another_try(pool: Pool, statement: str) -> None:
    with pytest.raises(UNAVAILABLE):
        await pool.execute(statement)
    assert await pool.fetchval("select 1") == 1


async def test_a_database_that_is_away_is_worth_another_try() -> None:
    with pytest.raises(UNAVAILABLE):
        await open_pool("postgresql://nobody@127.0.0.1:1/nothing")


async def test_nobody_waits_long_for_a_connection(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ACQUIRE_SECONDS < COMMAND_SECONDS
    async with await open_pool(dsn, size=1) as pool, borrowed(pool):
        monkeypatch.setattr("store.pool.ACQUIRE_SECONDS", 0.01)
        with pytest.raises(UNAVAILABLE):
            async with borrowed(pool):
                pass


@pytest.mark.parametrize("value", ["\x00", "\ud800", float("nan"), 2**63])
async def test_what_cannot_be_held_is_not_worth_another_try(pool: Pool, value: object) -> None:
    statement = "select $1::bigint" if isinstance(value, int) else "select $1::jsonb"
    with pytest.raises(UNSTORABLE):
        await pool.fetchval(statement, value)


def test_no_error_is_both() -> None:
    both = [(a, b) for a in UNAVAILABLE for b in UNSTORABLE if issubclass(a, b) or issubclass(b, a)]
    assert both == []


async def test_json_comes_back_as_it_was(pool: Pool) -> None:
    value = {"a": [1, 2.5, None, True, "ü"], "b": {}}
    assert await pool.fetchval("select $1::jsonb", value) == value
    with pytest.raises(asyncpg.DataError):
        await pool.fetchval("select $1::int", "one")
