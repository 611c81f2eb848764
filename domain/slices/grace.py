"""Patience that was granted, with its reason."""

from enum import StrEnum

from domain.values import Instant, OrgId, State


class PatienceReason(StrEnum):
    """Why reminders wait."""

    LEADERSHIP_CHANGE = "leadership_change"
    ILLNESS = "illness"
    HARVEST = "harvest"
    DISASTER = "disaster"
    OTHER = "other"


class Grace(State):
    """Until when patient reminders wait, for the sake of one side."""

    org_id: OrgId
    until: Instant
    reason: PatienceReason
    event: int
    """The number of the event that granted it."""


class Given(State):
    """Patience that a side has given, as long as it counts against what it may still give."""

    by_org: OrgId
    since: Instant
    until: Instant
