"""The record of promises: of those that fell due in the last half year, how many were kept."""

from datetime import timedelta

from domain.partnership import Partnership
from domain.slices.commitments import Commitment, PromiseDue
from domain.values import Instant, OrgId

REMEMBERED_DAYS = 180
"""How far back the record looks."""

REMEMBERED_PROMISES = 60
"""How many the state keeps; with more, the oldest are left to the ledger."""

DAY = timedelta(days=1)


def settled(p: Partnership, commitment: Commitment, at: Instant, *, kept: bool) -> Partnership:
    """The state with one promise more on record; a promise that was missed before is on it already."""
    if commitment.missed:
        return p
    due = PromiseDue(by_org=commitment.by_org, due_at=min(commitment.due_at, at), kept=kept, number=p.version + 1)
    since = _remembered_since(at, DAY)
    known = tuple(q for q in (*p.promises, due) if q.due_at > since)
    return p.but(promises=known[-REMEMBERED_PROMISES:])


def recent_promises(p: Partnership, org_id: OrgId, now: Instant, day: timedelta = DAY) -> tuple[PromiseDue, ...]:
    """What a party's promises that fell due in the last 180 days have become; what was waived is not among them."""
    since = _remembered_since(now, day)
    return tuple(q for q in p.promises if q.by_org == org_id and q.due_at > since)


def promise_record(p: Partnership, org_id: OrgId, now: Instant, day: timedelta = DAY) -> tuple[int, int]:
    """How many of a party's promises were kept or moved in time, and how many fell due, in the last 180 days."""
    due = recent_promises(p, org_id, now, day)
    return sum(q.kept for q in due), len(due)


def _remembered_since(now: Instant, day: timedelta) -> Instant:
    return now - day * REMEMBERED_DAYS


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The state without the record of a party that has gone."""
    return p.but(promises=tuple(q for q in p.promises if q.by_org != org_id))
