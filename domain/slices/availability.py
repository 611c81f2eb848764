"""What each party has said of its time, and until when that holds."""

from domain.values import Instant, OrgId, State


class Availability(State):
    """One party's word on its time."""

    org_id: OrgId
    words: str
    reply_within_days: int
    until: Instant
    event: int
    lapsed: bool = False
    """The day until which it held has gone by: unknown, until the party says it anew."""
