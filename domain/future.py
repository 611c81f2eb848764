"""Deciding the future: asking, continuing, holding over, reshaping, ending by agreement, and reconsidering."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from domain.agreement import withdrawn
from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised, when
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.pausing import PauseExtended, resume_date_passed_twice, within
from domain.policy import LifecyclePolicy
from domain.refusals import DateNeeded, NotInTheFuture
from domain.rooting import at_renewal
from domain.slices.ending import Ending
from domain.stages import Stage
from domain.values import Instant, OrgId, Text


class EndingGround(StrEnum):
    """Why a partnership's future is in question; success is a good reason to end."""

    SUCCESS = "success"
    NOT_VIABLE = "not_viable"
    STRATEGY = "strategy"
    FUNDING = "funding"
    CONDUCT = "conduct"
    TERM = "term"


class FutureDiscussionOpened(Event):
    """The parties discuss whether to renew, reshape or end; work continues."""

    type: Literal["ending.discussion_opened"] = "ending.discussion_opened"
    by_org: OrgId | None = None
    """None when time alone asked the question."""
    ground: EndingGround
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """A fresh start for all care about an ending; what was said of it before a pause for safety still counts."""
        return p.but(ending=p.ending.but(ground=self.ground), health=p.health.but(strained_reviews=0))


class DiscussFuture(Command):
    """Ask to discuss whether to renew, reshape or end."""

    kind: Literal["discuss_future"] = "discuss_future"
    ground: EndingGround
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Any party may ask."""
        yield FutureDiscussionOpened(by_org=c.speaker.side, ground=self.ground, reason=self.reason)


def asked_by_time(p: Partnership, c: Circumstances) -> Iterable[Event]:
    """What T11, and T12 after holding over, bring about."""
    waited = resume_date_passed_twice.check(p, c) is None
    reason = "the resume date has passed twice" if waited else "the end date has passed without a decision"
    yield FutureDiscussionOpened(ground=EndingGround.TERM, reason=reason)


def asked_by_health(p: Partnership, c: Circumstances) -> Iterable[Event]:
    """What T12 brings about after two strained reviews in a row."""
    yield FutureDiscussionOpened(
        ground=EndingGround.NOT_VIABLE, reason="two reviews in a row have found the partnership strained"
    )


class HoldingOver(Event):
    """The end date has come without a decision: the partnership stays as it is for a while."""

    type: Literal["partnership.held_over"] = "partnership.held_over"
    ends_at: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Holding over."""
        return p.but(holding_over=True)


def _end_date_passed(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    """It is held over; no timer ends a partnership."""
    if raised.last and p.agreement and p.agreement.terms.ends_at:
        yield HoldingOver(ends_at=p.agreement.terms.ends_at)


class PartnershipRenewed(Event):
    """The same agreement runs on, until a new date or openly."""

    type: Literal["partnership.renewed"] = "partnership.renewed"
    ends_at: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Another end date in the agreement in force and in the draft that follows it."""
        if p.agreement is None:
            return p
        terms = p.agreement.terms.model_copy(update={"ends_at": self.ends_at})
        return p.but(agreement=p.agreement.but(terms=terms), draft=p.draft.but(terms=terms), holding_over=False)


class PartnershipContinued(Event):
    """The parties have decided to go on."""

    type: Literal["partnership.continued"] = "partnership.continued"
    note: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The question of ending is closed, also where lost money had raised it."""
        return p.but(ending=Ending(), shock=tuple(s.but(faced=True) for s in p.shock))


class ContinuePartnership(Command):
    """Agree together to go on as before; a term that is over needs a new end date, a pause a new resume date."""

    kind: Literal["continue_partnership"] = "continue_partnership"
    ends_at: Instant | None = None
    resume_at: Instant | None = None
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Back to the stage from which the question came."""
        terms = p.agreement.terms if p.agreement else None
        if terms and terms.ends_at and terms.ends_at <= c.now and self.ends_at is None:
            raise DateNeeded(what="the day on which it ends", reason="the agreed end date has passed")
        if p.came_from is Stage.PAUSED and self.resume_at is None:
            raise DateNeeded(what="the day on which you go on", reason="the partnership goes back into its pause")
        if self.ends_at and self.ends_at <= c.now:
            raise NotInTheFuture(what="the day on which it ends")
        if self.ends_at and terms and terms.ends_at:
            yield from withdrawn(p, "the agreement has been renewed")
            yield PartnershipRenewed(ends_at=self.ends_at)
            yield from at_renewal(p, c)
        if self.resume_at and p.came_from is Stage.PAUSED:
            within(self.resume_at, c, c.policy.pause_limit_days)
            yield PauseExtended(resume_at=self.resume_at)
        yield PartnershipContinued(note=self.note)


class ReshapeDecided(Event):
    """The parties have decided to write a changed agreement; the old one stays valid until it is replaced."""

    type: Literal["partnership.reshaping"] = "partnership.reshaping"
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The question of ending is closed, and with it any pause."""
        return p.but(ending=Ending(), pause=None, shock=tuple(s.but(faced=True) for s in p.shock))


class ReshapePartnership(Command):
    """Agree together to renew or change the agreement."""

    kind: Literal["reshape_partnership"] = "reshape_partnership"
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Back to the drafting table, with nothing before the parties."""
        yield from withdrawn(p, "the agreement is being reshaped")
        yield ReshapeDecided(reason=self.reason)


class EndingAgreed(Event):
    """All parties have agreed to end, well and on purpose."""

    type: Literal["ending.agreed"] = "ending.agreed"
    ground: EndingGround
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """A mutual ending."""
        return p.but(ending=p.ending.but(mutual=True, ground=self.ground))


class EndByAgreement(Command):
    """Agree together to end."""

    kind: Literal["end_by_agreement"] = "end_by_agreement"
    ground: EndingGround
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once every party has agreed."""
        yield EndingAgreed(ground=self.ground, reason=self.reason)


class EndingReconsidered(Event):
    """All parties want to think again."""

    type: Literal["ending.reconsidered"] = "ending.reconsidered"
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Neither agreed nor noticed any more; talks that were held stay, and can still be contested."""
        kept = p.ending
        return p.but(ending=Ending(ground=kept.ground, conversations=kept.conversations, talks=kept.talks))


class ReconsiderEnding(Command):
    """Agree together to reconsider the end."""

    kind: Literal["reconsider_ending"] = "reconsider_ending"
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once every party has agreed."""
        yield EndingReconsidered(reason=self.reason)


@guard
def held_over_too_long(p: Partnership, c: Circumstances) -> Facts:
    """the end date must have passed, and the time for holding over with it."""
    return holds(p.exhausted("holding_over"))


_IN_FORCE = frozenset({Stage.ACTIVE, Stage.PAUSED, Stage.DESIGNING, Stage.AGREEING})
"""Also while it is being reshaped: what was agreed stands until something else is."""


def _ends_at(p: Partnership) -> Instant | None:
    running = p.stage in _IN_FORCE
    return p.agreement.terms.ends_at if p.agreement and running else None


def _end_near(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    return when(_ends_at(p), not p.holding_over)


def _held_over(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    return when(_ends_at(p), p.holding_over)


def _last_day_for_notice(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    ends_at = _ends_at(p)
    if ends_at and p.agreement and not p.holding_over:
        yield Anchor(ends_at - policy.days(p.agreement.terms.notice_days))


ANCHORS: dict[str, Anchors] = {
    "notice_deadline": _last_day_for_notice,
    "end_date": _end_near,
    "holding_over": _held_over,
}

CONSEQUENCES: dict[str, Consequence] = {"end_date": _end_date_passed}
