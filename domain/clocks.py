"""The mechanics of clocks: from when a rule counts, which step is next and when it is due, and the nudge itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from domain.calendar import NO_TIME, Span, reached
from domain.disclosure import Confided, listeners
from domain.grace import held_until
from domain.message import Circumstances, ClockChange, Event
from domain.partnership import Partnership
from domain.policy import Audience, EscalationRule, LifecyclePolicy
from domain.recipients import Reach, reach
from domain.slices.clocks import Clock
from domain.slices.concerns import Confidant
from domain.values import Instant, OrgId, PersonId, Slug, Visibility

FAR = 36_500.0
"""Days; what lies further away is never due."""

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
"""Between these lie all moments."""


class Anchor(NamedTuple):
    """From when a rule counts, for which thing, and in which unit of days."""

    at: Instant
    about: str = ""
    unit: float = 1.0
    owner: OrgId | None = None
    """The party whose turn it is; none where it is everybody's."""
    event: int | None = None
    """The number of the event from which it counts."""
    private: bool = False
    """Nobody but the facilitator and whoever raised it may know of it."""


class EscalationRaised(Confided, Event):
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
    owner: OrgId | None = None
    event: int | None = None
    """The number of the event that is the reason."""
    private: bool = False
    to: tuple[PersonId, ...] = ()
    """Who held the posts when it was raised: these are told, once each."""
    offer: Slug | None = None
    """A command that may help now; it never happens by itself."""

    @property
    def visibility(self) -> Visibility:
        """What was confided is for its readers; what else is private, for the facilitator."""
        if self.readers:
            return super().visibility
        return Visibility.FACILITATOR if self.private else Visibility.BOTH

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The clock stands behind this step."""
        return p.but(
            clocks=tuple(
                c.but(step=self.step + 1, due_at=None, finished=self.last)
                if c.rule == self.rule and c.about == self.about
                else c
                for c in p.clocks
            )
        )


class ReminderSkipped(Event):
    """A nudge would have gone to a vacant post: nobody is told in its place, and here it is not lost."""

    type: Literal["reminder.skipped"] = "reminder.skipped"
    rule: str
    about: str = ""
    step: int
    org_id: OrgId | None = None
    """The side that has nobody who could be told; none where a neutral person is missing."""
    why: Literal["vacant"] = "vacant"
    event: int | None = None
    private: bool = False

    @property
    def visibility(self) -> Visibility:
        """As the nudge itself."""
        return Visibility.FACILITATOR if self.private else Visibility.BOTH


class Pace(NamedTuple):
    """How time runs for the clocks of one partnership."""

    policy: LifecyclePolicy
    quiet: tuple[Span, ...]
    """The time in which patient clocks rest."""
    held: Instant | None
    """Until when patient reminders wait, where a side was granted grace."""
    running: Mapping[tuple[str, str], Clock]
    """The clocks that run now, by their key."""

    @classmethod
    def of(cls, p: Partnership, policy: LifecyclePolicy) -> "Pace":
        """The policy's quiet days and those that one of the sides has asked for."""
        quiet = policy.calendar.spans(*((q.starts, q.ends) for q in p.quiet))
        return cls(policy, quiet, held_until(p), {(clock.rule, clock.about): clock for clock in p.clocks})

    def due(self, rule: EscalationRule, anchor: Anchor, step: int) -> Instant | None:
        """When a step is due; neither patience nor quiet days move calendar dates and safety."""
        if step >= len(rule.steps):
            return None
        days = rule.steps[step].after * anchor.unit
        if rule.patient:
            return _moment(anchor.at, days * self.policy.patience, self.policy.day, self.quiet)
        return _moment(anchor.at, days, self.policy.day, ())


@lru_cache(maxsize=4096)
def _moment(since: Instant, days: float, day: timedelta, quiet: tuple[Span, ...]) -> Instant:
    """When so many days have passed; remembered, for after each event the same moments are asked for again."""
    due = reached(since, day * max(-FAR, min(days, FAR)), quiet)
    return max(EARLIEST, min(due, LATEST))


Anchors = Callable[[Partnership, LifecyclePolicy], Iterable[Anchor]]
"""From when a rule counts in a state: once for each thing that it runs for."""

Consequence = Callable[[Partnership, Circumstances, EscalationRaised], Iterable[Event]]
"""What a step of a rule brings about, beside being told; never an end."""


def when(at: Instant | None, condition: bool = True) -> Iterator[Anchor]:
    """One anchor, where there is a moment to count from and the condition holds."""
    if at is not None and condition:
        yield Anchor(at)


def waited_for(orgs: Iterable[OrgId]) -> OrgId | None:
    """Whose turn it is: the one party for which the others wait, or nobody's alone."""
    first, *others = (*orgs, None)
    return None if len(others) > 1 else first


def plan(running: Mapping[tuple[str, str], Clock], wanted: Iterable[Clock]) -> tuple[ClockChange, ...]:
    """What must change so that exactly the wanted clocks run."""
    clocks = {(clock.rule, clock.about): clock for clock in wanted}
    new = (key for key, clock in clocks.items() if clock is not running.get(key) and clock != running.get(key))
    stopped = (running[key] for key in sorted(running.keys() - clocks.keys()))
    moved = (clocks[key] for key in sorted(new))
    return (
        *(ClockChange(rule=c.rule, about=c.about, private=c.private) for c in stopped),
        *(ClockChange(rule=c.rule, about=c.about, clock=c, private=c.private) for c in moved),
    )


def clock(p: Partnership, rule: EscalationRule, anchor: Anchor, pace: Pace, now: Instant) -> Clock:
    """The clock of a rule for one anchor: it goes on where it stands, or begins with the first step still ahead."""
    running = pace.running.get((rule.name, anchor.about))
    same = running if running is not None and running.anchor == anchor.at else None
    step = same.step if same else _first_step(rule, anchor, pace, now)
    due_at = pace.due(rule, anchor, step)
    if pace.held:
        due_at = _not_held(rule, pace, due_at)
    event = anchor.event or (same.event if same else p.version)
    if same and (same.due_at, same.owner, same.event, same.unit) == (due_at, anchor.owner, event, anchor.unit):
        return same
    return Clock(
        rule=rule.name,
        about=anchor.about,
        anchor=anchor.at,
        unit=anchor.unit,
        step=step,
        due_at=due_at,
        finished=due_at is None,
        owner=anchor.owner,
        event=event,
        private=anchor.private,
    )


def step_ahead(p: Partnership, rule: EscalationRule, anchor: Anchor, policy: LifecyclePolicy, now: Instant) -> int:
    """At which step the clock of a rule stands, or would begin."""
    running = p.clock(rule.name, anchor.about)
    if running is not None and running.anchor == anchor.at:
        return running.step
    return _first_step(rule, anchor, Pace.of(p, policy), now)


def raised(  # noqa: PLR0913 - what a nudge is made of
    p: Partnership,
    clock: Clock,
    due_at: Instant,
    rule: EscalationRule,
    c: Circumstances,
    *,
    confided: tuple[Confidant, ...] = (),
) -> Iterator[EscalationRaised | ReminderSkipped]:
    """The nudge of a clock that is due: missed steps collapse into one, which goes to all whom they would have told.

    What was confided goes to nobody but those who know of it, its raiser first among them.
    """
    step = _last_due(clock, rule, Pace.of(p, c.policy), c.now)
    missed_steps = rule.steps[clock.step : step + 1]
    readers = confided[:1] if all(s.audience is Audience.RAISER for s in missed_steps) else confided
    told = Reach(listeners(readers))
    for missed in () if readers else missed_steps:
        told = told.and_also(_reach(p, missed.audience, clock))
    yield EscalationRaised(
        rule=rule.name,
        about=clock.about,
        step=step,
        audience=rule.steps[step].audience,
        because=rule.meaning,
        anchor=clock.anchor,
        due_at=due_at,
        last=step == len(rule.steps) - 1,
        skipped=step - clock.step,
        owner=clock.owner,
        event=clock.event,
        private=clock.private,
        to=told.to,
        readers=readers,
        offer=rule.steps[step].offer,
    )
    for org in told.vacant or ((None,) if told.nobody else ()):
        yield ReminderSkipped(
            rule=rule.name, about=clock.about, step=step, org_id=org, event=clock.event, private=clock.private
        )


def _not_held(rule: EscalationRule, pace: Pace, due_at: Instant | None) -> Instant | None:
    """What falls into a time of grace is due when that is over; steps missed meanwhile are one nudge then."""
    until = pace.held if rule.patient and rule.held else None
    return max(due_at, reached(until, NO_TIME, pace.quiet)) if due_at and until else due_at


def _reach(p: Partnership, audience: Audience, clock: Clock) -> Reach:
    """What is private stays so, whatever audience a policy names."""
    if clock.private and audience is not Audience.ENGINE:
        return reach(p, Audience.FACILITATOR)
    return reach(p, audience, clock.owner)


def _first_step(rule: EscalationRule, anchor: Anchor, pace: Pace, now: Instant) -> int:
    """The first step that still lies ahead; when all have passed, the last one, to be taken at once."""
    last = len(rule.steps) - 1
    for step in range(last):
        due = pace.due(rule, anchor, step)
        on_the_day = due == now and rule.steps[step].after >= 0  # a reminder ahead would come with no time left
        if due is not None and (due > now or on_the_day):
            return step
    return last


def _last_due(clock: Clock, rule: EscalationRule, pace: Pace, now: Instant) -> int:
    anchor = Anchor(clock.anchor, clock.about, clock.unit)
    dues = [pace.due(rule, anchor, step) for step in range(len(rule.steps))]
    return max(step for step, due in enumerate(dues) if step == clock.step or (due and due <= now))
