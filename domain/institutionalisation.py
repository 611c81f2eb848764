"""From a tie between two people to a tie between institutions: depth moves one step, with evidence."""

from collections.abc import Iterable
from typing import Literal

from domain.agreement import lead_and_alternate_on_each_side
from domain.guards import Facts, Guard, every, guard, holds, unmet
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership, Support
from domain.refusals import GuardsUnmet, OneStep
from domain.values import Depth, Instant, Level, OrgId, Text

SUPPORTED_LEVELS = 2
"""Levels on each side at which somebody must stand behind a deeper partnership."""


class SupportRecorded(Event):
    """Somebody at a level of an organisation stands behind the partnership."""

    type: Literal["support.recorded"] = "support.recorded"
    org_id: OrgId
    level: Level
    text: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One level of one side."""
        support = {(s.org_id, s.level): s for s in p.support}
        support[self.org_id, self.level] = Support(org_id=self.org_id, level=self.level)
        return p.but(support=tuple(support.values()))


class RecordSupport(Command):
    """Say who on your side, and at which level, stands behind this."""

    kind: Literal["record_support"] = "record_support"
    level: Level
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side."""
        yield SupportRecorded(org_id=c.speaker.side, level=self.level, text=self.text)


class CoreCaseRecorded(Event):
    """A party says how this serves its core business."""

    type: Literal["core_case.recorded"] = "core_case.recorded"
    org_id: OrgId
    text: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """This side has a core-business note."""
        return p.but(core_cases=tuple(dict.fromkeys((*p.core_cases, self.org_id))))


class RecordCoreCase(Command):
    """Write down how this serves your own core business."""

    kind: Literal["record_core_case"] = "record_core_case"
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side."""
        yield CoreCaseRecorded(org_id=c.speaker.side, text=self.text)


class DepthChanged(Event):
    """The partnership rests on more than before."""

    type: Literal["depth.changed"] = "depth.changed"
    before: Depth
    after: Depth
    evidence: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The new depth."""
        return p.but(depth=self.after)


class DeepenPartnership(Command):
    """Agree together that the partnership rests on more than before, and on what evidence."""

    kind: Literal["deepen_partnership"] = "deepen_partnership"
    to: Depth
    evidence: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One step, and only when the evidence is there."""
        steps = tuple(Depth)
        if steps.index(self.to) != steps.index(p.depth) + 1:
            raise OneStep
        missing = unmet(_EVIDENCE[self.to], p, c)
        if missing:
            raise GuardsUnmet.because("deepen_partnership", missing)
        yield DepthChanged(before=p.depth, after=self.to, evidence=self.evidence)


@guard
def supported_on_two_levels(p: Partnership, c: Circumstances) -> Facts:
    """somebody must stand behind it on at least two levels of each party; missing at: {parties}."""
    return every(
        p.parties,
        lambda party: sum(s.org_id == party.org_id for s in p.support) >= SUPPORTED_LEVELS,
    )


@guard
def serves_core_business_of_each(p: Partnership, c: Circumstances) -> Facts:
    """each party must have written how it serves its core business; missing: {parties}."""
    return every(p.parties, lambda party: party.org_id in p.core_cases)


@guard
def active_long_enough(p: Partnership, c: Circumstances) -> Facts:
    """it must have been active for at least {days} days."""
    days = c.policy.institutional_after_days
    since = p.active_since
    return holds(since is not None and c.now - since >= c.policy.days(days), days=f"{days:g}")


_EVIDENCE: dict[Depth, tuple[Guard, ...]] = {
    Depth.PERSONAL: (),
    Depth.SHARED: (lead_and_alternate_on_each_side, supported_on_two_levels),
    Depth.INSTITUTIONAL: (
        lead_and_alternate_on_each_side,
        supported_on_two_levels,
        serves_core_business_of_each,
        active_long_enough,
    ),
}
"""What must be there before a depth is reached."""
