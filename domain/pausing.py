"""Resting and resuming: a pause agreed by all, or at once for safety, always with a date for resuming."""

from collections.abc import Iterable
from typing import Literal

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised, when
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import NotInTheFuture, TooLong
from domain.slices.ending import Ending
from domain.slices.pausing import Pause, PauseKind
from domain.stages import Stage
from domain.values import Instant, OrgId, Text

PASSES_BEFORE_DECIDING = 2
"""T11: a resume date may go by once."""


class PartnershipPaused(Event):
    """Work rests until a date."""

    type: Literal["partnership.paused"] = "partnership.paused"
    pause: PauseKind
    reason: Text
    resume_at: Instant
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """A pause with its date."""
        return p.but(pause=Pause(kind=self.pause, reason=self.reason, resume_at=self.resume_at, by_org=self.by_org))


class PausePartnership(Command):
    """Agree together to rest until a date."""

    kind: Literal["pause_partnership"] = "pause_partnership"
    reason: Text
    resume_at: Instant

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Within the limit of the policy."""
        within(self.resume_at, c, c.policy.pause_limit_days)
        yield PartnershipPaused(
            pause=PauseKind.AGREED, reason=self.reason, resume_at=self.resume_at, by_org=c.speaker.side
        )


class PauseForSafety(Command):
    """Stop at once, alone, because somebody's safety is at stake; the others are told the same day."""

    kind: Literal["pause_for_safety"] = "pause_for_safety"
    reason: Text
    resume_at: Instant

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Short, and any party may."""
        within(self.resume_at, c, c.policy.safety_pause_limit_days)
        yield PartnershipPaused(
            pause=PauseKind.SAFETY, reason=self.reason, resume_at=self.resume_at, by_org=c.speaker.side
        )


class PauseExtended(Event):
    """The pause has a new date on which it should be over."""

    type: Literal["partnership.pause_extended"] = "partnership.pause_extended"
    resume_at: Instant
    passes: int = 0
    """How often a date has gone by: 0 when the parties agreed, more when the date passed without a word."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The same pause, another date."""
        return p.but(pause=p.pause and p.pause.but(resume_at=self.resume_at, passes=self.passes))


class ExtendPause(Command):
    """Agree together on a later date for resuming."""

    kind: Literal["extend_pause"] = "extend_pause"
    resume_at: Instant

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Within the limit of the policy, counted from now."""
        within(self.resume_at, c, c.policy.pause_limit_days)
        yield PauseExtended(resume_at=self.resume_at)


class PartnershipResumed(Event):
    """Work goes on."""

    type: Literal["partnership.resumed"] = "partnership.resumed"
    conditions: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """No pause, and no question of ending that was open before it; one for safety was a shock."""
        shaken = p.pause is not None and p.pause.kind is PauseKind.SAFETY
        evaluation = p.evaluation.but(shaken_at=at) if shaken else p.evaluation
        return p.but(pause=None, ending=Ending(), evaluation=evaluation)


class ResumePartnership(Command):
    """Agree together to go on, and under which changed conditions."""

    kind: Literal["resume_partnership"] = "resume_partnership"
    conditions: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once every party has agreed."""
        yield PartnershipResumed(conditions=self.conditions)


def _resume_date_passed(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    """A second date first, and then the end of waiting."""
    if p.pause and raised.last:
        later = max(p.pause.resume_at, c.now) + c.policy.days(c.policy.second_resume_days)
        yield PauseExtended(resume_at=later, passes=p.pause.passes + 1)


def within(resume_at: Instant, c: Circumstances, limit: float) -> None:
    """Refuse a resume date that has passed, or lies too far ahead."""
    if resume_at <= c.now:
        raise NotInTheFuture(what="the day on which you go on")
    if resume_at > c.now + c.policy.days(limit):
        raise TooLong(what="This pause", days=f"{limit:g}")


@guard
def resume_date_passed_twice(p: Partnership, c: Circumstances) -> Facts:
    """the date for resuming must have gone by twice; so far {passes}."""
    passes = p.pause.passes if p.pause else 0
    return holds(passes >= PASSES_BEFORE_DECIDING, passes=passes)


@guard
def safety_pause_respected(p: Partnership, c: Circumstances) -> Facts:
    """until {day} nobody but {owner}, who asked for rest for safety, opens this question; all together can go on."""
    pause = p.pause if p.stage is Stage.PAUSED else None
    if pause is None or pause.kind is not PauseKind.SAFETY or pause.by_org is None or c.voice is None:
        return None
    open_again = c.now >= pause.resume_at or pause.passes > 0
    party = p.party(pause.by_org)
    return holds(
        open_again or c.voice.org_id == pause.by_org,
        day=f"{pause.resume_at:%Y-%m-%d}",
        owner=party.name if party else pause.by_org,
    )


def _over(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    return when(p.pause.resume_at if p.pause else None, p.stage is Stage.PAUSED)


ANCHORS: dict[str, Anchors] = {"resume": _over}

CONSEQUENCES: dict[str, Consequence] = {"resume": _resume_date_passed}
