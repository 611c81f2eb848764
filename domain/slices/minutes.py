"""Decisions of which not every party has said yet that it knows."""

from domain.values import Instant, OrgId, Slug, State


class Minute(State):
    """A recorded decision on its way to the other parties."""

    decision_id: Slug
    by_org: OrgId
    text: str
    """How it begins; the ledger has all of it."""
    at: Instant
    event: int
    known_by: tuple[OrgId, ...] = ()
