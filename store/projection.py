"""The read tables: rows that are a function of a partnership's folded state and of nothing else."""

from collections.abc import Sequence
from uuid import UUID

from domain.partnership import Partnership
from domain.policy import Profile
from domain.slices.engagement import EngagementState
from domain.slices.health import Band
from domain.stages import Phase, Stage
from domain.values import Depth, FundingStatus, Instant, OrgId, OrgKind, PersonId, Role, Value
from store.pool import Connection


class PartnershipRow(Value):
    """A partnership as a list shows it."""

    id: UUID
    version: int
    stage: Stage
    phase: Phase
    profile: Profile
    depth: Depth
    health: Band
    """As last written down; unknown is never good."""
    engagement: EngagementState
    title: str
    sector: str | None
    org_ids: tuple[OrgId, ...]
    proposed_at: Instant
    stage_since: Instant
    updated_at: Instant
    """When the last event was recorded."""
    next_deadline: Instant | None
    """The nearest one that everybody may know of."""
    predecessor_id: UUID | None
    closed: bool


class PartnershipDetail(PartnershipRow):
    """A partnership with its whole state."""

    state: Partnership


class PartyRow(Value):
    """One present party of a partnership."""

    partnership_id: UUID
    org_id: OrgId
    name: str
    kind: OrgKind
    legal_id: str | None
    proposer: bool
    willing: bool | None
    funding: FundingStatus
    proposed_at: Instant
    """When the partnership was proposed."""


class RoleRow(Value):
    """Somebody's role in one partnership."""

    partnership_id: UUID
    person_id: PersonId
    org_id: OrgId | None
    role: Role
    name: str
    position_id: str | None
    last_day: Instant | None


def partnership_row(state: Partnership, updated_at: Instant) -> PartnershipDetail:
    """The row of a partnership that has been proposed."""
    if state.proposed_at is None or state.stage_since is None:
        raise LookupError("a partnership that was never proposed has no row")
    return PartnershipDetail(
        id=state.id,
        version=state.version,
        stage=state.stage,
        phase=state.stage.phase,
        profile=state.profile,
        depth=state.depth,
        health=state.health.band,
        engagement=state.engagement.state,
        title=state.title,
        sector=state.sector,
        org_ids=state.orgs,
        proposed_at=state.proposed_at,
        stage_since=state.stage_since,
        updated_at=updated_at,
        next_deadline=state.shown_deadline,
        predecessor_id=state.predecessor_id,
        closed=state.closed,
        state=state,
    )


def party_rows(row: PartnershipDetail) -> tuple[PartyRow, ...]:
    """The rows of its parties."""
    return tuple(
        PartyRow(
            partnership_id=row.id, proposed_at=row.proposed_at, **party.model_dump(include=set(PartyRow.model_fields))
        )
        for party in row.state.parties
    )


def role_rows(row: PartnershipDetail) -> tuple[RoleRow, ...]:
    """Who holds which role in it today."""
    fields = set(RoleRow.model_fields) - {"partnership_id"}
    return tuple(RoleRow(partnership_id=row.id, **person.model_dump(include=fields)) for person in row.state.people)


def _upsert(table: str, row: type[Value], key: tuple[str, ...], source: str) -> str:
    columns = ", ".join(row.model_fields)
    changes = ", ".join(f"{name} = excluded.{name}" for name in row.model_fields if name not in key)
    return (
        f"insert into {table} ({columns}) select {columns} from {source} "
        f"on conflict ({', '.join(key)}) do update set {changes}"
    )


_PUT_PARTNERSHIPS = _upsert(
    "partnerships", PartnershipDetail, ("id",), "jsonb_populate_recordset(null::partnerships, $1)"
)


def _replace(table: str, row: type[Value], second: str) -> str:
    """What one partnership has several of: those that are gone, go."""
    return f"""
    with present as (select * from jsonb_populate_recordset(null::{table}, $2)),
    gone as (
        delete from {table}
        where partnership_id = any($1)
        and (partnership_id, {second}) not in (select partnership_id, {second} from present)
    )
    {_upsert(table, row, ("partnership_id", second), "present")}
    """


_PUT_PARTIES = _replace("parties", PartyRow, "org_id")

_PUT_ROLES = _replace("roles", RoleRow, "person_id")


async def put(connection: Connection, rows: Sequence[PartnershipDetail]) -> None:
    """Write partnerships, their parties and their people into the read tables, in place of what stands there."""
    await connection.execute(_PUT_PARTNERSHIPS, rows)
    ids = [row.id for row in rows]
    await connection.execute(_PUT_PARTIES, ids, [party for row in rows for party in party_rows(row)])
    await connection.execute(_PUT_ROLES, ids, [role for row in rows for role in role_rows(row)])
