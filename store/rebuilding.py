"""Folding the read tables again from the ledger, and walking its chains; in little memory whatever its size."""

from collections.abc import AsyncIterator
from typing import Literal
from uuid import UUID

from domain.lifecycle import evolve
from domain.partnership import Partnership
from domain.values import Value
from store import projection
from store.chain import GENESIS, seal
from store.entries import recorded
from store.pool import Connection, Row, unhurried
from store.projection import PartnershipDetail

AT_ONCE = 500
"""Rows in memory."""

FAULTS_NAMED = 100
"""More faults than these are counted, not named."""


class Rebuilt(Value):
    """How much was folded."""

    partnerships: int
    events: int


class Fault(Value):
    """The first event of a chain that is not as it was written."""

    partnership_id: UUID
    version: int
    what: Literal["missing", "changed"]


class Verified(Value):
    """What a walk along all chains found."""

    events: int
    faulty: int
    """Partnerships with a broken chain."""
    faults: tuple[Fault, ...]


_ALONE = "lock table partnerships, parties in exclusive mode"
"""Readers go on with the old rows until the new ones are there; writers wait, and try again."""

_CLEAR = "delete from partnerships"

_LEDGER = """
select ledger.*, lead(version) over chain is null as last from ledger
window chain as (partition by partnership_id order by version)
order by partnership_id, version
"""

_CHAINS = f"""
select chain.*, heads.version as head_version, heads.hash as head_hash, partnerships.version as read_version
from ({_LEDGER}) chain
left join heads using (partnership_id)
left join partnerships on partnerships.id = partnership_id
order by partnership_id, version
"""

_EMPTIED = """
select partnership_id from (select partnership_id from heads union select id from partnerships) known
where not exists (select from ledger where ledger.partnership_id = known.partnership_id)
order by partnership_id
"""


async def rebuild(dsn: str) -> Rebuilt:
    """Fold the whole ledger into empty read tables, in one transaction."""
    async with unhurried(dsn) as connection, connection.transaction():
        await connection.execute(_ALONE)
        await connection.execute(_CLEAR)
        partnerships = events = 0
        async for rows in _folded(connection):
            await projection.put(connection, rows)
            partnerships += len(rows)
            events += sum(row.version for row in rows)
    return Rebuilt(partnerships=partnerships, events=events)


async def _folded(connection: Connection) -> AsyncIterator[list[PartnershipDetail]]:
    """The rows of all partnerships, some at a time."""
    rows: list[PartnershipDetail] = []
    state: Partnership | None = None
    async for row in connection.cursor(_LEDGER, prefetch=AT_ONCE):
        event = recorded(row)
        state = evolve(state or Partnership(id=event.partnership_id), event)
        if row["last"]:
            rows.append(projection.partnership_row(state, event.recorded_at))
            state = None
        if len(rows) == AT_ONCE:
            yield rows
            rows = []
    yield rows


async def verify(dsn: str) -> Verified:
    """Walk every chain from its first event to its head; report where each one breaks."""
    walk = _Walk()
    async with unhurried(dsn) as connection, connection.transaction(isolation="repeatable_read", readonly=True):
        async for row in connection.cursor(_CHAINS, prefetch=AT_ONCE):
            walk.step(row)
        async for row in connection.cursor(_EMPTIED, prefetch=AT_ONCE):
            walk.broken(row["partnership_id"], 1, "missing")
    return Verified(events=walk.events, faulty=walk.faulty, faults=tuple(walk.faults))


class _Walk:
    """A walk along one chain after the other."""

    def __init__(self) -> None:
        self.events = 0
        self.faulty = 0
        self.faults: list[Fault] = []
        self._partnership_id: UUID | None = None
        self._whole = True
        self._version = 0
        self._hash = GENESIS

    def step(self, row: Row) -> None:
        """One event further; behind a fault, only the number of events is of interest."""
        self.events += 1
        if row["partnership_id"] != self._partnership_id:
            self._partnership_id, self._whole, self._version, self._hash = row["partnership_id"], True, 0, GENESIS
        if not self._whole:
            return
        if row["version"] != self._version + 1:
            self.broken(row["partnership_id"], self._version + 1, "missing")
        elif row["prev_hash"] != self._hash or row["hash"] != seal(self._hash, row):
            self.broken(row["partnership_id"], row["version"], "changed")
        elif row["last"]:
            self._compare_with_head(row)
        self._version, self._hash = row["version"], row["hash"]

    def broken(self, partnership_id: UUID, version: int, what: Literal["missing", "changed"]) -> None:
        """This chain is no longer what was written."""
        self._whole = False
        self.faulty += 1
        if len(self.faults) < FAULTS_NAMED:
            self.faults.append(Fault(partnership_id=partnership_id, version=version, what=what))

    def _compare_with_head(self, row: Row) -> None:
        """A chain that was cut or forged to its end is sound in itself, and ends elsewhere than its head says."""
        ends = {row["head_version"] or 0, row["read_version"] or 0, row["version"]}
        if len(ends) > 1:
            self.broken(row["partnership_id"], min(ends) + 1, "missing" if max(ends) > row["version"] else "changed")
        elif row["head_hash"] != row["hash"]:
            self.broken(row["partnership_id"], row["version"], "changed")
