"""The read side; every list pages by keyset, so that the last page costs what the first one does."""

import re
from uuid import UUID

from domain.policy import Profile
from domain.slices.health import Band
from domain.stages import Phase, Stage
from domain.values import Instant, OrgId, Value
from store import commands
from store.commands import Answer, RefusedCommand
from store.entries import Entry, entry
from store.paging import FIRST, Mark, Page, page
from store.pool import Pool, borrowed
from store.projection import PartnershipDetail, PartnershipRow


class Filters(Value):
    """Which partnerships to list; all given ones must hold."""

    stage: Stage | None = None
    phase: Phase | None = None
    health: Band | None = None
    """As last written down."""
    profile: Profile | None = None
    org_id: OrgId | None = None
    """One of its present parties."""
    text: str | None = None
    """Words of the title, each by its beginning, in any order."""
    closed: bool | None = None
    deadline_before: Instant | None = None


_COLUMNS = ", ".join(f"partnerships.{name}" for name in PartnershipRow.model_fields)

_CONDITIONS = {
    "stage": "stage = {}",
    "phase": "stage = any({})",
    "profile": "profile = {}",
    "health": "health = {}",
    "org_id": "parties.org_id = {}",
    "text": "to_tsvector('simple', title) @@ to_tsquery('simple', {})",
    "closed": "closed = {}",
    "deadline_before": "next_deadline < {}",
}

_OF_ALL = f"""
select {_COLUMNS} from partnerships
where (proposed_at, id) < ($1, $2){{}}
order by proposed_at desc, id desc limit $3
"""

_OF_A_PARTY = f"""
select {_COLUMNS} from parties join partnerships on partnerships.id = partnership_id
where (parties.proposed_at, partnership_id) < ($1, $2){{}}
order by parties.proposed_at desc, partnership_id desc limit $3
"""

_GET = "select * from partnerships where id = $1"

_COUNTS = "select stage, count(*) from partnerships group by stage"

_TIMELINE = {
    False: "select * from ledger where partnership_id = $1 and version > $2 order by version limit $3",
    True: "select * from ledger where partnership_id = $1 and version < $2 order by version desc limit $3",
}
"""By whether the newest event comes first."""

_OF_TYPES = "select * from ledger where partnership_id = $1 and type = any($2) order by version desc limit $3"

_BEYOND = {False: 0, True: 2**31 - 1}
"""The version from which the first page of a timeline starts."""


class Reading:
    """What can be known about partnerships without asking the engine."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def page(self, filters: Filters, after: Mark | None = None, limit: int = 50) -> Page[PartnershipRow]:
        """Partnerships, the newest proposal first."""
        statement, arguments = listing(filters, after or FIRST, limit + 1)
        async with borrowed(self._pool) as connection:
            found = await connection.fetch(statement, *arguments)
        return page([PartnershipRow(**row) for row in found], limit, lambda row: Mark(at=row.proposed_at, id=row.id))

    async def get(self, partnership_id: UUID) -> PartnershipDetail | None:
        """One partnership with its whole state."""
        async with borrowed(self._pool) as connection:
            row = await connection.fetchrow(_GET, partnership_id)
        return PartnershipDetail(**row) if row else None

    async def timeline(
        self, partnership_id: UUID, after: int | None = None, *, newest_first: bool = False, limit: int = 50
    ) -> tuple[Entry, ...]:
        """Events in the order of their versions, from the one behind `after` on."""
        start = _BEYOND[newest_first] if after is None else after
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_TIMELINE[newest_first], partnership_id, start, limit)
        return tuple(entry(row) for row in rows)

    async def happened(self, partnership_id: UUID, *types: str, limit: int = 50) -> tuple[Entry, ...]:
        """The events of some types, the newest first."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_OF_TYPES, partnership_id, types, limit)
        return tuple(entry(row) for row in rows)

    async def refusals(self, partnership_id: UUID, after: Mark | None = None, limit: int = 50) -> Page[RefusedCommand]:
        """What was refused in one partnership, the newest first."""
        async with borrowed(self._pool) as connection:
            found = await commands.refused(connection, partnership_id, after or FIRST, limit + 1)
        return page(found, limit, lambda refused: Mark(at=refused.handled_at, id=refused.command_id))

    async def find(self, partnership_id: UUID, command_id: UUID) -> Answer | None:
        """What a command id was first used for, and the answer."""
        async with borrowed(self._pool) as connection:
            return (await commands.known(connection, partnership_id, [command_id])).get(command_id)

    async def counts(self) -> dict[Stage, int]:
        """How many partnerships stand in each stage."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_COUNTS)
        return dict.fromkeys(Stage, 0) | {Stage(row["stage"]): row["count"] for row in rows}


def listing(filters: Filters, after: Mark, limit: int) -> tuple[str, list[object]]:
    """The statement for one page and its arguments; only the asked conditions stand in it, so that indexes serve."""
    asked = {name: value for name, value in filters if value is not None}
    if filters.text is not None:
        asked["text"] = _beginnings(filters.text)
    if filters.phase is not None:
        asked["phase"] = [stage for stage in Stage if stage.phase is filters.phase]
    conditions = "".join(f" and {_CONDITIONS[name].format(f'${n}')}" for n, name in enumerate(asked, 4))
    return (_OF_A_PARTY if filters.org_id else _OF_ALL).format(conditions), [after.at, after.id, limit, *asked.values()]


def _beginnings(text: str) -> str:
    return " & ".join(f"'{word}':*" for word in re.findall(r"\w+", text))
