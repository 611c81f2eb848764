"""The ledger: append-only, chained, and in one order for everybody who reads it."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import asyncpg
import pytest

from activities.handling import Handling
from store.chain import GENESIS, canonical, seal
from store.pool import Pool
from store.reading import Reading
from tests.domain.story import ID, Story
from tests.telling import stories, tell

CHANGES = [
    "update {} set channel = 'api'",
    "delete from {}",
    "truncate {}",
    "insert into {0} select * from {0} on conflict (partnership_id, {1}) do update set channel = 'api'",
]


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize(("table", "key"), [("ledger", "version"), ("commands", "command_id")])
async def test_what_was_written_stays(handling: Handling, pool: Pool, statement: str, table: str, key: str) -> None:
    await tell(handling, Story().proposed())
    with pytest.raises(asyncpg.RestrictViolationError, match=f"{table} is append-only"):
        await pool.execute(statement.format(table, key))


async def test_every_event_seals_itself_and_the_one_before(handling: Handling, pool: Pool) -> None:
    await tell(handling, Story().active())
    before = GENESIS
    for row in await pool.fetch("select * from ledger order by version"):
        assert row["prev_hash"] == before
        assert row["hash"] == seal(before, row)
        before = row["hash"]
    assert await pool.fetchval("select hash from heads where partnership_id = $1", ID) == before


async def test_a_reader_that_follows_positions_misses_nothing(handling: Handling, pool: Pool) -> None:
    told = stories(8)
    writing = asyncio.gather(*(tell(handling, story) for story in told))
    seen: list[int] = []

    async def read_on() -> None:
        found = await pool.fetch(
            "select position from ledger where position > $1 order by position", seen[-1] if seen else 0
        )
        seen.extend(row["position"] for row in found)
        assert seen == [*range(1, len(seen) + 1)]

    while not writing.done():
        await read_on()
    await writing
    await read_on()
    assert len(seen) == sum(len(story.ledger) for story in told)


async def test_positions_follow_versions(handling: Handling, reading: Reading) -> None:
    await asyncio.gather(*(tell(handling, story) for story in stories(3)))
    entries = await reading.timeline(ID, limit=1000)
    assert [entry.version for entry in sorted(entries, key=lambda e: e.position)] == [e.version for e in entries]


TRICKY: dict[str, Any] = {
    "whole floats": [1.0, -0.0, 1e16, 2.0**60],
    "great and small": [1.5e300, 5e-324, 0.1, 1 / 3, -2.5e-10],
    "great integers": [2**53 - 1, 2**53, 10**30, -7],
    "texts": ["é", "e\u0301", "\u2028", "😀", '"\\/', ""],
    "plain": [True, False, None, {}, []],
    "z": {"b": 1, "a": {"ä": 2, "": 3}},
}


async def test_the_canonical_form_survives_the_database(pool: Pool) -> None:
    assert canonical(await pool.fetchval("select $1::jsonb", TRICKY)) == canonical(TRICKY)


def test_the_canonical_form_is_the_plain_one() -> None:
    at = datetime(2027, 1, 4, 16, 0, tzinfo=timezone(timedelta(hours=7)))
    assert canonical({"b": 2.0, "a": "ü", "at": at, "c": [0.5]}) == (
        '{"a":"ü","at":"2027-01-04T09:00:00+00:00","b":2,"c":[0.5]}'.encode()
    )


def test_a_hash_is_what_it_has_always_been() -> None:
    at = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    row = {
        "partnership_id": ID,
        "version": 1,
        "event_id": ID,
        "command_id": ID,
        "ordinal": 0,
        "type": "partnership.proposed",
        "data": {"title": "Buku", "schema_version": 1},
        "actor": {"kind": "person", "person_id": "siti", "org_id": None},
        "channel": "api",
        "visibility": "both",
        "occurred_at": at,
        "recorded_at": at,
        "position": 7,
    }
    assert seal(GENESIS, row).hex() == "b1775911c8560e711df7c89599a261cdca22fb6f0c8988e5d088aa4c4b8dfe9a"
    assert seal(GENESIS, row | {"position": 8}) == seal(GENESIS, row)
