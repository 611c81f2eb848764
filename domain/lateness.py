"""Promises whose date has passed: a time of grace, then they are missed, and still owed."""

from collections.abc import Iterable
from typing import Literal

from domain.clocks import Consequence, EscalationRaised
from domain.commitments import changed
from domain.message import Circumstances, Event
from domain.partnership import Partnership
from domain.promises import settled
from domain.slices.commitments import Commitment
from domain.values import Instant, OrgId, Slug


class CommitmentMissed(Event):
    """A promise was not kept by its date, nor in the time of grace after it; it stays open."""

    type: Literal["commitment.missed"] = "commitment.missed"
    commitment_id: Slug
    by_org: OrgId
    days_late: int

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Open as before, and on the record of promises."""
        late = next((q for q in p.commitments if q.commitment_id == self.commitment_id), None)
        return changed(settled(p, late, at, kept=False) if late else p, self.commitment_id, missed=True)


def missed(commitment: Commitment, c: Circumstances) -> Iterable[Event]:
    """That a promise is missed, once its date and the time of grace have passed without a word.

    The grace reaches to the first step of the rule after the date, when both leads are told; what was reported in
    time and is returned later has it from the return. Whoever has asked in time for another date waits for an answer,
    and has missed nothing.
    """
    waits = commitment.done or commitment.missed or (commitment.asking and commitment.asking.in_time)
    rule = c.policy.rule("commitment")
    grace = next((step.after for step in rule.steps if step.after > 0), None) if rule else None
    if not waits and grace is not None and c.now >= commitment.counts_from + c.policy.days(grace):
        late = (c.now - commitment.due_at) // c.policy.days(1)
        yield CommitmentMissed(commitment_id=commitment.commitment_id, by_org=commitment.by_org, days_late=late)


def _late(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    for commitment in p.commitments:
        if commitment.commitment_id == raised.about:
            yield from missed(commitment, c)


CONSEQUENCES: dict[str, Consequence] = {"commitment": _late}
