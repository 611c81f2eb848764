"""The whole record of one partnership, to be taken along: what its reader may see, and hashes for the rest."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from domain.record import Recorded
from domain.values import Instant, OrgId, PersonId, Value
from store.chain import ENVELOPE, GENESIS, seal
from store.entries import recorded
from store.pool import Pool, Row, borrowed

_LEDGER = "select * from ledger where partnership_id = $1 order by version"


class Leaf(Value):
    """One event: whole, or in part, or nothing but its place in the chain."""

    version: int
    prev_hash: str
    hash: str
    whole: dict[str, Any] | None = None
    """Everything that the hash seals: whoever holds the record can seal it again and compare."""
    part: dict[str, Any] | None = None
    """What the reader may see, where something private rides along; the hash cannot be compared."""


class PortableRecord(Value):
    """A partnership as one side can take it along and show it to anybody."""

    format: Literal["kemitraan-record/1"] = "kemitraan-record/1"
    partnership_id: UUID
    title: str
    made_at: Instant
    made_for: PersonId
    made_for_org: OrgId | None = None
    version: int
    hash: str
    """The end of the chain."""
    events: tuple[Leaf, ...] = Field(default=(), description="One for each version, from the first to the last.")


Shown = Callable[[Recorded], Recorded | None]
"""What a reader may see of something that has happened."""


async def leaves(pool: Pool, partnership_id: UUID, shown: Shown) -> tuple[Leaf, ...]:
    """Every event of a partnership, as far as its reader may see it."""
    async with borrowed(pool) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        return tuple([_leaf(row, shown) async for row in connection.cursor(_LEDGER, partnership_id, prefetch=500)])


def _leaf(row: Row, shown: Shown) -> Leaf:
    entry = recorded(row)
    told = shown(entry)
    place = {"version": row["version"], "prev_hash": row["prev_hash"].hex(), "hash": row["hash"].hex()}
    if told is entry:
        # As it was written: read with today's release it might have fields that its hash has never seen.
        return Leaf(whole={name: _plain(row[name]) for name in ENVELOPE}, **place)
    return Leaf(part=told.model_dump(mode="json") if told else None, **place)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, UUID) else value


class Checked(Value):
    """What holding a record against its own hashes has shown."""

    events: int
    sealed_again: int
    """Events that are whole, and whose hash is right."""
    kept_private: int
    """Events that this reader may not see, or not whole."""
    unproved: tuple[int, ...] = ()
    """Their numbers: that something was said there is proved, and by itself not what."""
    end: str
    """The hash at the end: every side's record of that moment has the same."""
    faults: tuple[str, ...] = ()


def check(record: PortableRecord) -> Checked:
    """Hold a record against its hashes: nothing changed that is whole, nothing missing in between.

    Whoever writes a whole new chain, or cuts its end and says so, is found out by another side's record: `compare`.
    """
    faults: list[str] = []
    before = GENESIS.hex()
    for number, leaf in enumerate(record.events, 1):
        if leaf.version != number:
            faults.append(f"event {number} is missing: the next one is number {leaf.version}")
            break
        if leaf.prev_hash != before:
            faults.append(f"event {number} does not follow the one before it")
        if leaf.whole is not None and not _is_right(leaf, leaf.whole, record):
            faults.append(f"event {number} is not as it was written")
        before = leaf.hash
    if (len(record.events), before) != (record.version, record.hash):
        faults.append(f"the end is not where the record says: at event {record.version}")
    whole = [leaf for leaf in record.events if leaf.whole is not None]
    return Checked(
        events=len(record.events),
        sealed_again=sum(_is_right(leaf, leaf.whole or {}, record) for leaf in whole),
        kept_private=len(record.events) - len(whole),
        unproved=tuple(leaf.version for leaf in record.events if leaf.whole is None),
        end=record.hash,
        faults=tuple(faults),
    )


def compare(mine: PortableRecord, other: PortableRecord) -> tuple[str, ...]:
    """Where two records of one partnership do not tell the same; one may go on where the other was made earlier."""
    if mine.partnership_id != other.partnership_id:
        return ("the two records are of different partnerships",)
    pairs = zip(mine.events, other.events, strict=False)
    apart = next((leaf.version for leaf, theirs in pairs if leaf.hash != theirs.hash), None)
    return () if apart is None else (f"from event {apart} on the two records do not tell the same",)


def _is_right(leaf: Leaf, row: Mapping[str, Any], record: PortableRecord) -> bool:
    if row.keys() < set(ENVELOPE) or row.get("partnership_id") != str(record.partnership_id):
        return False
    try:
        return row["version"] == leaf.version and seal(bytes.fromhex(leaf.prev_hash), row).hex() == leaf.hash
    except (KeyError, ValueError):
        return False
