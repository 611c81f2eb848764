"""Clocks: which escalation rule runs for what and since when, which step is next, what the last one brings about."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from domain.agreement import withdrawn
from domain.future import end_date_passed
from domain.message import Circumstances, ClockChange, Command, Event
from domain.notice import reflection_over
from domain.partnership import Clock, Offer, Partnership
from domain.pausing import resume_date_passed
from domain.policy import Audience, EscalationRule, LifecyclePolicy
from domain.stages import Stage
from domain.values import Instant


class Anchor(NamedTuple):
    """From when a rule counts, for which thing, and in which unit of days."""

    at: Instant
    about: str = ""
    unit: float = 1.0


class EscalationRaised(Event):
    """A step of an escalation rule is due: somebody is told, with the rule and since when."""

    type: Literal["escalation.raised"] = "escalation.raised"
    rule: str
    about: str = ""
    step: int
    audience: Audience
    because: str
    """What the rule is about, in English; the key of its translations."""
    anchor: Instant
    due_at: Instant
    last: bool = False
    """Whether the rule has no further step."""
    skipped: int = 0
    """Earlier steps that had become due meanwhile and are told with this one."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The clock stands behind this step."""
        return p.but(
            clocks=tuple(
                c.but(step=self.step + 1, due_at=None, finished=self.last) if c.key == (self.rule, self.about) else c
                for c in p.clocks
            )
        )


def _when(at: Instant | None, condition: bool = True) -> Iterator[Anchor]:
    if at is not None and condition:
        yield Anchor(at)


def _in(p: Partnership, *stages: Stage) -> bool:
    return p.stage in stages


def _offer(p: Partnership) -> Offer | None:
    """The offer, where it can be answered."""
    return p.offer if _in(p, Stage.AGREEING, Stage.ACTIVE) else None


def _unanswered(p: Partnership) -> Iterator[Anchor]:
    offer = _offer(p)
    if offer and not set(p.orgs) <= {a.org_id for a in offer.acceptances}:
        yield Anchor(offer.offered_at)


def _start(p: Partnership) -> Iterator[Anchor]:
    offer, terms = _offer(p), p.draft.terms
    if offer and terms and terms.starts_at > offer.offered_at:
        yield Anchor(terms.starts_at)


def _objections(p: Partnership) -> Iterator[Anchor]:
    offer = _offer(p)
    for acceptance in offer.acceptances if offer else ():
        if acceptance.assisted:
            yield Anchor(acceptance.stands_from, acceptance.org_id)


def _contact(p: Partnership) -> Iterator[Anchor]:
    if _in(p, Stage.ACTIVE, Stage.DECIDING_FUTURE) and p.agreement and p.active_since:
        since = max(p.active_since, p.last_contact_at or p.active_since)
        yield Anchor(since, unit=p.agreement.terms.contact_interval_days)


def _commitments(p: Partnership) -> Iterator[Anchor]:
    if not _in(p, Stage.PAUSED, Stage.ENDED):
        for commitment in p.commitments:
            if not commitment.done:
                yield Anchor(commitment.due_at, commitment.commitment_id)


def _ends_at(p: Partnership) -> Instant | None:
    running = _in(p, Stage.ACTIVE, Stage.PAUSED)
    return p.agreement.terms.ends_at if p.agreement and running else None


def _anchors(p: Partnership, policy: LifecyclePolicy) -> dict[str, Iterable[Anchor]]:
    """Every rule's anchors in this state."""
    ends_at, notice, closing = _ends_at(p), p.ending.notice, p.closing
    notice_days = policy.days(p.agreement.terms.notice_days) if p.agreement else policy.days(0)
    return {
        "willingness": _when(p.proposed_at, _in(p, Stage.PROPOSED) and any(q.willing is None for q in p.parties)),
        "initiation_idle": _when(p.active_at, _in(p, Stage.EXPLORING, Stage.ASSESSING)),
        "acceptance": _unanswered(p),
        "objection": _objections(p),
        "start": _start(p),
        "contact": _contact(p),
        "commitment": _commitments(p),
        "notice_deadline": _when(ends_at and ends_at - notice_days, not p.holding_over),
        "end_date": _when(ends_at, not p.holding_over),
        "holding_over": _when(ends_at, p.holding_over),
        "resume": _when(p.pause.resume_at if p.pause else None, _in(p, Stage.PAUSED)),
        "reflection": _when(
            notice.given_at + policy.days(policy.reflection_days) if notice else None,
            _in(p, Stage.DECIDING_FUTURE) and not (notice and notice.reflection_over),
        ),
        "ending_item": (Anchor(i.due_at, i.item_id) for i in p.ending.items if _in(p, Stage.WINDING_DOWN)),
        "urgent_end": _when(closing.ended_at if closing and closing.urgent else None, not p.closed),
        "aftercare": _when(closing.ended_at if closing else None, not p.closed),
    }  # fmt: skip


def _due(rule: EscalationRule, anchor: Anchor, step: int, policy: LifecyclePolicy) -> Instant | None:
    if step >= len(rule.steps):
        return None
    stretch = policy.patience if rule.patient else 1.0
    return anchor.at + policy.days(rule.steps[step].after * anchor.unit * stretch)


def _first_step(rule: EscalationRule, anchor: Anchor, policy: LifecyclePolicy, now: Instant) -> int:
    """The first step that still lies ahead; when all have passed, the last one, to be taken at once."""
    last = len(rule.steps) - 1
    for step in range(last):
        due = _due(rule, anchor, step, policy)
        if due is not None and due > now:
            return step
    return last


def _clock(p: Partnership, rule: EscalationRule, anchor: Anchor, policy: LifecyclePolicy, now: Instant) -> Clock:
    running = p.clock(rule.name, anchor.about)
    same = running is not None and running.anchor == anchor.at
    step = running.step if running is not None and same else _first_step(rule, anchor, policy, now)
    due_at = _due(rule, anchor, step, policy)
    return Clock(
        rule=rule.name,
        about=anchor.about,
        anchor=anchor.at,
        unit=anchor.unit,
        step=step,
        due_at=due_at,
        finished=due_at is None,
    )


def plan(p: Partnership, policy: LifecyclePolicy, now: Instant) -> tuple[ClockChange, ...]:
    """What must change so that the clocks fit the state under this policy."""
    wanted: dict[tuple[str, str], Clock] = {}
    anchors = _anchors(p, policy)
    for rule in policy.rules:
        for anchor in anchors.get(rule.name, ()):
            clock = _clock(p, rule, anchor, policy, now)
            wanted[clock.key] = clock
    stopped = (ClockChange(rule=r, about=a) for r, a in sorted({c.key for c in p.clocks} - set(wanted)))
    moved = (
        ClockChange(rule=clock.rule, about=clock.about, clock=clock)
        for key, clock in sorted(wanted.items())
        if clock != p.clock(*key)
    )
    return (*stopped, *moved)


def _offer_lapsed(p: Partnership, c: Circumstances) -> Iterable[Event]:
    yield from withdrawn(p, "not accepted by every party in time")


CONSEQUENCES: dict[str, Callable[[Partnership, Circumstances], Iterable[Event]]] = {
    "acceptance": _offer_lapsed,
    "resume": resume_date_passed,
    "end_date": end_date_passed,
    "reflection": reflection_over,
}
"""What the last step of a rule brings about, beside being told; never an end."""


class Tick(Command):
    """Look at the clocks that are due."""

    kind: Literal["tick"] = "tick"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One event for each due clock, however many of its steps were missed."""
        for clock in p.clocks:
            rule = c.policy.rule(clock.rule)
            if rule is None or clock.due_at is None or clock.due_at > c.now:
                continue
            step = self._last_due(clock, rule, c)
            yield EscalationRaised(
                rule=rule.name,
                about=clock.about,
                step=step,
                audience=rule.steps[step].audience,
                because=rule.meaning,
                anchor=clock.anchor,
                due_at=clock.due_at,
                last=step == len(rule.steps) - 1,
                skipped=step - clock.step,
            )
            if step == len(rule.steps) - 1 and rule.name in CONSEQUENCES:
                yield from CONSEQUENCES[rule.name](p, c)

    @staticmethod
    def _last_due(clock: Clock, rule: EscalationRule, c: Circumstances) -> int:
        """Missed steps collapse into the last one that is due."""
        anchor = Anchor(clock.anchor, clock.about, clock.unit)
        dues = [_due(rule, anchor, step, c.policy) for step in range(len(rule.steps))]
        return max(step for step, due in enumerate(dues) if step == clock.step or (due and due <= c.now))
