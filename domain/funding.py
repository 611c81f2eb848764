"""How sure each party's money is."""

from collections.abc import Iterable
from typing import Literal

from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.values import FundingStatus, Instant, Line, OrgId, Text


class FundingStatusChanged(Event):
    """A party's funding is as sure as this from now on."""

    type: Literal["funding.status_changed"] = "funding.status_changed"
    org_id: OrgId
    before: FundingStatus
    after: FundingStatus
    source: Line | None = None
    note: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The party's funding."""
        return p.with_party(self.org_id, funding=self.after)


class ReportFunding(Command):
    """Tell the others how sure your funding is."""

    kind: Literal["report_funding"] = "report_funding"
    status: FundingStatus
    source: Line | None = None
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side."""
        party = p.party(c.speaker.side)
        before = party.funding if party else FundingStatus.STABLE
        yield FundingStatusChanged(
            org_id=c.speaker.side, before=before, after=self.status, source=self.source, note=self.note
        )
