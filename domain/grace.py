"""Patience on record: while one side has a good reason, reminders that can wait do wait; dates and safety never."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from pydantic import Field

from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import AlreadyDone, TooLong, TooMany, UnknownParty
from domain.slices.grace import Given, Grace, PatienceReason
from domain.values import Instant, OrgId, Text

YEAR = 365
"""Days."""

MOST = 12
"""How often one side may grant patience within a year."""


class PatienceGranted(Event):
    """Reminders that can wait do wait, for the sake of one side."""

    type: Literal["patience.granted"] = "patience.granted"
    org_id: OrgId
    until: Instant
    reason: PatienceReason
    note: Text | None = None
    by_org: OrgId | None = None
    """Who granted it; none where it came with a leadership change."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One grace for each side and reason; what is over is forgotten."""
        others = (g for g in p.grace if g.until > at and (g.org_id, g.reason) != (self.org_id, self.reason))
        granted = Grace(org_id=self.org_id, until=self.until, reason=self.reason, event=p.version + 1)
        given = [g for g in p.given if g.until > at - timedelta(days=YEAR)]
        if self.by_org:
            given.append(Given(by_org=self.by_org, since=at, until=self.until))
        return p.but(grace=(*others, granted), given=tuple(given))


class GrantPatience(Command):
    """Give your own side or another one time, because of illness, harvest, a disaster or another good reason."""

    kind: Literal["grant_patience"] = "grant_patience"
    org_id: OrgId
    days: float = Field(gt=0)
    reason: Literal[PatienceReason.ILLNESS, PatienceReason.HARVEST, PatienceReason.DISASTER, PatienceReason.OTHER]
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Within the limits of the policy, and one after another, so that each has its reason on record.

        No side may make the others wait for ever, neither with its own reasons nor with those of another.
        """
        if p.party(self.org_id) is None:
            raise UnknownParty(org=self.org_id)
        if self.days > c.policy.patience_limit_days:
            raise TooLong(what="Patience", days=f"{c.policy.patience_limit_days:g}")
        if any(g.org_id == self.org_id and g.reason == self.reason and g.until > c.now for g in p.grace):
            raise AlreadyDone(what="Giving patience for this reason")
        until = c.now + c.policy.days(self.days)
        year = until - c.policy.days(YEAR)
        mine = [g for g in p.given if g.by_org == c.speaker.side and g.until > year]
        if len(mine) >= MOST:
            raise TooMany(what="Times of patience that one side gives within a year", limit=MOST)
        spared = sum((min(g.until, until) - max(g.since, year) for g in mine), until - c.now)
        if spared > c.policy.days(c.policy.patience_year_days):
            raise TooLong(
                what="The patience that one side gives within a year", days=f"{c.policy.patience_year_days:g}"
            )
        yield PatienceGranted(
            org_id=self.org_id,
            until=until,
            reason=self.reason,
            note=self.note,
            by_org=c.speaker.side,
        )


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without patience for a side that has gone, or given by it."""
    return p.but(
        grace=tuple(g for g in p.grace if g.org_id != org_id), given=tuple(g for g in p.given if g.by_org != org_id)
    )


def held_until(p: Partnership) -> Instant | None:
    """Until when a reminder that can wait does wait; whoever is spared, all are, for a nudge is never for one alone."""
    return max((grace.until for grace in p.grace), default=None)
