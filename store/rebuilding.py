"""Folding the read tables again from the ledger, and walking its chains; in little memory whatever its size."""

from collections.abc import AsyncIterator
from typing import Literal, NamedTuple
from uuid import UUID

from domain.effects import Effects, effects
from domain.lifecycle import evolve
from domain.partnership import Partnership
from domain.record import Recorded
from domain.values import Value
from store import projection, telling
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


_ALONE = "lock table partnerships, parties, roles, tasks in exclusive mode"
"""Readers go on with the old rows until the new ones are there; writers wait, and try again."""

_CLEAR = "with open_or_done as (delete from tasks) delete from partnerships"

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
        async for folded in _folded(connection):
            await projection.put(connection, [life.row for life in folded])
            for life in folded:
                await telling.put_tasks(connection, life.row.id, life.told)
            partnerships += len(folded)
            events += sum(life.row.version for life in folded)
    return Rebuilt(partnerships=partnerships, events=events)


class _Folded(NamedTuple):
    row: PartnershipDetail
    told: list[Effects]


class _Folding:
    """One partnership, folded from its first event on; tasks follow from submissions, as they did when it was lived."""

    def __init__(self, partnership_id: UUID) -> None:
        self._before = self._state = Partnership(id=partnership_id)
        self._submission: list[Recorded] = []
        self._told: list[Effects] = []

    def fold(self, event: Recorded) -> None:
        if self._submission and event.command_id != self._submission[-1].command_id:
            self._over()
        self._state = evolve(self._state, event)
        self._submission.append(event)

    def folded(self) -> _Folded:
        last = self._submission[-1].recorded_at
        self._over()
        return _Folded(projection.partnership_row(self._state, last), self._told)

    def _over(self) -> None:
        told = effects(self._before, self._state, self._submission)
        if told.opened or told.changed or told.closed:
            self._told.append(told)
        self._before, self._submission = self._state, []


async def _folded(connection: Connection) -> AsyncIterator[list[_Folded]]:
    """All partnerships, some at a time."""
    folded: list[_Folded] = []
    folding: _Folding | None = None
    async for row in connection.cursor(_LEDGER, prefetch=AT_ONCE):
        event = recorded(row)
        folding = folding or _Folding(event.partnership_id)
        folding.fold(event)
        if row["last"]:
            folded.append(folding.folded())
            folding = None
        if len(folded) == AT_ONCE:
            yield folded
            folded = []
    yield folded


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
