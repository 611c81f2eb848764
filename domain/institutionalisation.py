"""From a tie between two people to a tie between institutions: depth moves one step, with evidence, or back."""

from collections.abc import Iterable
from typing import Literal

from domain.agreement import lead_and_alternate_on_each_side
from domain.dependence import measured, who_has_met
from domain.guards import Facts, Guard, every, guard, holds, unmet
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import GuardsUnmet, OneStep, Unmet
from domain.support import supported_on_two_levels
from domain.values import Depth, Instant, Text

MEETING_PEOPLE = 2
"""People on each side who must lately have met the others."""

_DEPTHS = tuple(Depth)


class DepthChanged(Event):
    """The partnership rests on more than before, or on less."""

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
        if _DEPTHS.index(self.to) != _DEPTHS.index(p.depth) + 1:
            raise OneStep
        missing = unmet(EVIDENCE[self.to], p, c)
        if missing:
            raise GuardsUnmet.because("deepen_partnership", missing)
        yield measured(p, c.now, c.policy)
        yield DepthChanged(before=p.depth, after=self.to, evidence=self.evidence)


class LoosenPartnership(Command):
    """Agree together that the partnership rests on less than before, and why; nobody is blamed for it."""

    kind: Literal["loosen_partnership"] = "loosen_partnership"
    to: Depth
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One step back."""
        if _DEPTHS.index(self.to) != _DEPTHS.index(p.depth) - 1:
            raise OneStep
        yield measured(p, c.now, c.policy)
        yield DepthChanged(before=p.depth, after=self.to, evidence=self.reason)


@guard
def more_than_personal(p: Partnership, c: Circumstances) -> Facts:
    """it must rest on more than a tie between persons."""
    return holds(p.depth is not Depth.PERSONAL)


@guard
def a_second_pair_has_met(p: Partnership, c: Circumstances) -> Facts:
    """on each side at least two different people must have met the others within a year; missing at: {parties}."""
    met = who_has_met(p, c.now - c.policy.days(365))
    return every(
        p.parties,
        lambda party: sum(q.org_id == party.org_id and q.person_id in met for q in p.people) >= MEETING_PEOPLE,
    )


@guard
def serves_core_business_of_each(p: Partnership, c: Circumstances) -> Facts:
    """each party must have written how it serves its core business; missing: {parties}."""
    return every(p.parties, lambda party: party.org_id in p.core_cases)


@guard
def endorsed_by_each_leadership(p: Partnership, c: Circumstances) -> Facts:
    """the sponsor or the leadership of each party must stand by its core-business note; missing: {parties}."""
    unsigned = set(p.core_cases) - set(p.roots.endorsed)
    return every(p.parties, lambda party: party.org_id not in unsigned)


@guard
def mandated_by_each(p: Partnership, c: Circumstances) -> Facts:
    """each party must have recorded its written mandate; missing: {parties}."""
    return every(p.parties, lambda party: party.org_id in p.roots.mandates)


@guard
def a_strategy_looks_ahead(p: Partnership, c: Circumstances) -> Facts:
    """all must have agreed on a long-term strategy that is not over yet."""
    return holds(p.roots.strategy is not None and p.roots.strategy.horizon > c.now)


@guard
def key_people_are_kept(p: Partnership, c: Circumstances) -> Facts:
    """the people on whom it was built must still have a role, or have handed over in peace; missing: {people}."""
    gone = [person.name for person in p.roots.key_people if p.person(person.person_id) is None]
    return holds(not gone, people=", ".join(gone))


@guard
def active_long_enough(p: Partnership, c: Circumstances) -> Facts:
    """an agreement must have been in force, by the record and not by its stated start, for at least {days} days."""
    days = c.policy.institutional_after_days
    since = p.in_force_since or (p.agreement.in_force_at if p.agreement else None)
    return holds(since is not None and c.now - since >= c.policy.days(days), days=f"{days:g}")


EVIDENCE: dict[Depth, tuple[Guard, ...]] = {
    Depth.PERSONAL: (),
    Depth.SHARED: (lead_and_alternate_on_each_side, supported_on_two_levels, a_second_pair_has_met),
    Depth.INSTITUTIONAL: (
        lead_and_alternate_on_each_side,
        supported_on_two_levels,
        a_second_pair_has_met,
        serves_core_business_of_each,
        endorsed_by_each_leadership,
        mandated_by_each,
        a_strategy_looks_ahead,
        key_people_are_kept,
        active_long_enough,
    ),
}
"""What must be there before a depth is reached."""


def _for_the_next_step(needed: Guard) -> Guard:
    """The same condition, asked only where the next depth needs it."""

    def check(p: Partnership, c: Circumstances) -> Facts:
        return needed.check(p, c) if needed in EVIDENCE.get(next_depth(p) or Depth.PERSONAL, ()) else None

    return Guard(name=needed.name, message=needed.message, check=check)


def next_depth(p: Partnership) -> Depth | None:
    """The depth that comes next, if there is one."""
    return next(iter(_DEPTHS[_DEPTHS.index(p.depth) + 1 :]), None)


NEXT_EVIDENCE = tuple(_for_the_next_step(needed) for needed in EVIDENCE[Depth.INSTITUTIONAL])
"""What the next step still needs, so that everybody sees it before it is tried."""


def evidence_gone(p: Partnership, c: Circumstances) -> tuple[Unmet, ...]:
    """What the depth that was reached no longer rests on."""
    return unmet(EVIDENCE[p.depth], p, c)
