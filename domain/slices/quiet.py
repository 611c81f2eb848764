"""Quiet periods that one side has asked the others to respect."""

from datetime import date

from domain.calendar import QuietCause
from domain.values import OrgId, Slug, State


class ObservedPeriod(State):
    """A quiet period of this partnership; its reason is in the ledger."""

    period_id: Slug
    by_org: OrgId
    starts: date
    ends: date
    """The last quiet day."""
    cause: QuietCause
