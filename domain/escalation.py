"""All clocks of a partnership: each process says from when its rules count and what their steps bring about."""

from collections.abc import Iterable, Iterator
from typing import Literal

from domain import (
    aftercare,
    agreement,
    amendment,
    assisted,
    assurance,
    availability,
    commitments,
    confirmation,
    contact,
    ending,
    engagement,
    evaluation,
    farewell,
    fit,
    funding,
    future,
    handover,
    health,
    hearing,
    initiation,
    joint,
    lateness,
    leaving,
    minutes,
    notice,
    operational,
    pausing,
    pulse,
    registers,
    relaying,
    review,
    rooting,
    urgent,
)
from domain.clocks import Anchors, Consequence, EscalationRaised, Pace, clock, plan, raised
from domain.message import Circumstances, ClockChange, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.slices.clocks import Clock
from domain.values import Instant

ANCHORS: dict[str, Anchors] = {
    **initiation.ANCHORS,
    **fit.ANCHORS,
    **agreement.ANCHORS,
    **amendment.ANCHORS,
    **operational.ANCHORS,
    **contact.ANCHORS,
    **engagement.ANCHORS,
    **rooting.ANCHORS,
    **commitments.ANCHORS,
    **confirmation.ANCHORS,
    **funding.ANCHORS,
    **pausing.ANCHORS,
    **future.ANCHORS,
    **notice.ANCHORS,
    **joint.ANCHORS,
    **ending.ANCHORS,
    **farewell.ANCHORS,
    **evaluation.ANCHORS,
    **pulse.ANCHORS,
    **review.ANCHORS,
    **health.ANCHORS,
    **urgent.ANCHORS,
    **aftercare.ANCHORS,
    **registers.ANCHORS,
    **minutes.ANCHORS,
    **availability.ANCHORS,
    **leaving.ANCHORS,
    **handover.ANCHORS,
    **assurance.ANCHORS,
    **hearing.ANCHORS,
    **relaying.ANCHORS,
    **assisted.ANCHORS,
}
"""Every rule that the engine knows; a policy gives each its steps."""

CONSEQUENCES: dict[str, Consequence] = {
    **agreement.CONSEQUENCES,
    **rooting.CONSEQUENCES,
    **lateness.CONSEQUENCES,
    **pausing.CONSEQUENCES,
    **future.CONSEQUENCES,
    **notice.CONSEQUENCES,
    **evaluation.CONSEQUENCES,
    **pulse.CONSEQUENCES,
    **availability.CONSEQUENCES,
    **leaving.CONSEQUENCES,
    **handover.CONSEQUENCES,
    **assurance.CONSEQUENCES,
    **hearing.CONSEQUENCES,
    **relaying.CONSEQUENCES,
    **assisted.CONSEQUENCES,
}
"""What the steps of a rule bring about, beside being told; never an end."""


def deadlines(p: Partnership, policy: LifecyclePolicy, now: Instant) -> tuple[ClockChange, ...]:
    """What must change so that the clocks fit the state under this policy."""
    pace = Pace.of(p, policy)
    return plan(
        pace.running,
        (
            clock(p, rule, anchor, pace, now)
            for rule in policy.rules
            if rule.name in ANCHORS
            for anchor in ANCHORS[rule.name](p, policy)
        ),
    )


def objectable(p: Partnership, now: Instant) -> tuple[str, ...]:
    """The tasks of which it matters now when people were told of them: their time for objecting is over."""
    return (*relaying.waiting_for_telling(p, now), *assisted.waiting_for_telling(p, now))


class Tick(Command):
    """Look at the clocks that are due."""

    kind: Literal["tick"] = "tick"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One nudge for each due clock, however many of its steps were missed, and what follows from it.

        Whoever leaves today has left before anybody is told of anything: no nudge goes to a post just given up.
        """
        due = (clock for clock in p.clocks if clock.due_at and clock.due_at <= c.now)
        for rings in sorted(due, key=lambda clock: clock.rule not in leaving.ANCHORS):
            for event in _rung(p, rings, c):
                yield event
                p = event.apply(p, c.now)


def _rung(p: Partnership, due: Clock, c: Circumstances) -> Iterator[Event]:
    rule = c.policy.rule(due.rule)
    if rule is None or due.due_at is None:
        return
    for event in raised(p, due, due.due_at, rule, c, confided=hearing.readers(p, due)):
        yield event
        if isinstance(event, EscalationRaised) and rule.name in CONSEQUENCES:
            yield from CONSEQUENCES[rule.name](p, c, event)
