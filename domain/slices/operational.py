"""Operational agreements under the frame agreement (MoU): in Indonesia PKS, *perjanjian kerja sama*."""

from typing import Annotated

from pydantic import Field

from domain.values import Instant, Line, OrgId, Slug, State

OPERATIONAL = 20
"""How many of one side may be open at once."""


class Operational(State):
    """One operational agreement, offered or in force; its whole text stays in the ledger."""

    operational_id: Slug
    title: Line
    hash: str
    by_org: OrgId
    starts_at: Instant
    ends_at: Instant | None = None
    notice_days: Annotated[int, Field(ge=0, le=365)] | None = None
    accepted: tuple[OrgId, ...] = ()
    in_force: bool = False
    event: int = 0
    """The number of the event that offered it."""

    def without(self, org_id: OrgId) -> "Operational":
        """The same when one party has left."""
        return self.but(accepted=tuple(org for org in self.accepted if org != org_id))
