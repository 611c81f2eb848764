"""Ending from one side: conversation first, then a notice, time for reflection, and always a way back."""

from collections.abc import Iterable
from typing import Literal

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.future import EndingGround
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, NotInThePast, OwnSide, TooEarly, UnknownItem, UnknownParty
from domain.slices.ending import Asking, Notice
from domain.stages import Stage
from domain.values import Instant, OrgId, Text

REFUSED_INVITATIONS = 2
"""How many refused invitations stand for the conversation that could not be had."""

TALKS = 10
"""So many of the last talks can still be contested."""


class ConversationInvited(Event):
    """A party has invited others to talk about ending."""

    type: Literal["ending.conversation_invited"] = "ending.conversation_invited"
    by_org: OrgId
    org_id: OrgId
    message: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """An invitation waits for an answer."""
        return p.but(ending=p.ending.inviting(self.by_org, self.org_id, at))


class InviteToConversation(Command):
    """Invite another party to talk about the future before anything is decided."""

    kind: Literal["invite_to_conversation"] = "invite_to_conversation"
    org_id: OrgId
    message: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One invitation of a party to another at a time."""
        if self.org_id == c.speaker.side:
            raise OwnSide(org=self.org_id)
        if p.party(self.org_id) is None:
            raise UnknownParty(org=self.org_id)
        if p.ending.asking(c.speaker.side, self.org_id).since:
            raise AlreadyDone(what="Inviting this party")
        yield ConversationInvited(by_org=c.speaker.side, org_id=self.org_id, message=self.message)


class ConversationRefused(Event):
    """An invited party does not want to talk now."""

    type: Literal["ending.conversation_refused"] = "ending.conversation_refused"
    org_id: OrgId
    reason: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One refused invitation more, for everybody who has invited this party."""
        return p.but(ending=p.ending.in_vain(self.org_id))


class RefuseConversation(Command):
    """Say that you do not want to talk now."""

    kind: Literal["refuse_conversation"] = "refuse_conversation"
    reason: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only who was invited can refuse."""
        if c.speaker.side not in p.ending.invitations:
            raise UnknownItem(what="invitation to", item=c.speaker.side)
        yield ConversationRefused(org_id=c.speaker.side, reason=self.reason)


class ConversationUnanswered(Event):
    """An invited party has not answered for so long that it counts like a refusal; it may be invited again."""

    type: Literal["ending.conversation_unanswered"] = "ending.conversation_unanswered"
    by_org: OrgId
    org_id: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One invitation more in vain, for the party that made it."""
        return p.but(ending=p.ending.in_vain(self.org_id, self.by_org))


def _unanswered(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    for a in p.ending.asked:
        if raised.last and a.since and _pair(a) == raised.about:
            yield ConversationUnanswered(by_org=a.by_org, org_id=a.org_id)


def _pair(asking: Asking) -> str:
    return f"{asking.org_id}/{asking.by_org}"


class ConversationHeld(Event):
    """The parties have talked about the future."""

    type: Literal["ending.conversation_held"] = "ending.conversation_held"
    held_at: Instant
    note: Text | None = None
    by_org: OrgId | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One conversation more, and nobody waits for an answer."""
        ending = p.ending
        told = (self.by_org,) if self.by_org else ()
        return p.but(
            ending=ending.but(
                conversations=ending.conversations + 1,
                talks=(*ending.talks, *told)[-TALKS:],
                invitations=(),
                asked=tuple(a.but(since=None) for a in ending.asked),
            )
        )


class RecordConversation(Command):
    """Tell that the parties have talked about the future, since it is being discussed."""

    kind: Literal["record_conversation"] = "record_conversation"
    held_at: Instant
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Already held, and about this question: a talk of earlier years was about something else."""
        if self.held_at > c.now:
            raise NotInThePast(what="the time at which you met")
        if p.stage_since and self.held_at < p.stage_since:
            raise TooEarly(what="A talk that counts here", day=f"{p.stage_since:%Y-%m-%d %H:%M} UTC")
        yield ConversationHeld(held_at=self.held_at, note=self.note, by_org=c.speaker.side)


class ConversationContested(Event):
    """A side says that the talks that others have told of did not happen."""

    type: Literal["ending.conversation_contested"] = "ending.conversation_contested"
    by_org: OrgId
    reason: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """They do not count any more."""
        left = tuple(org for org in p.ending.talks if org == self.by_org)
        gone = len(p.ending.talks) - len(left)
        return p.but(ending=p.ending.but(talks=left, conversations=p.ending.conversations - gone))


class ContestConversation(Command):
    """Say that a talk about the future that another side has told of did not happen; then it does not count."""

    kind: Literal["contest_conversation"] = "contest_conversation"
    reason: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """All that others have told of; whoever did talk can tell of it again, or invite."""
        if not set(p.ending.talks) - {c.speaker.side}:
            raise UnknownItem(what="talk that was told to", item=c.speaker.side)
        yield ConversationContested(by_org=c.speaker.side, reason=self.reason)


class NoticeGiven(Event):
    """One party has given notice; until the reflection is over nothing is decided."""

    type: Literal["ending.notice_given"] = "ending.notice_given"
    by_org: OrgId
    ground: EndingGround
    reason: Text
    effective_at: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """A notice with its time for reflection."""
        notice = Notice(by_org=self.by_org, given_at=at, effective_at=self.effective_at)
        return p.but(ending=p.ending.but(notice=notice, ground=self.ground))


class GiveNotice(Command):
    """Give notice that your side wants to end, after you have talked; it starts a time for reflection."""

    kind: Literal["give_notice"] = "give_notice"
    ground: EndingGround
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Effective after the agreed notice days, and never before the reflection is over."""
        if p.ending.notice is not None:
            raise AlreadyDone(what="Giving notice")
        agreed = p.agreement.terms.notice_days if p.agreement else 0
        effective = c.now + c.policy.days(max(agreed, c.policy.reflection_days))
        yield NoticeGiven(by_org=c.speaker.side, ground=self.ground, reason=self.reason, effective_at=effective)


class NoticeWithdrawn(Event):
    """The party that gave notice has taken it back."""

    type: Literal["ending.notice_withdrawn"] = "ending.notice_withdrawn"
    by_org: OrgId
    reason: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """No notice."""
        return p.but(ending=p.ending.but(notice=None))


class WithdrawNotice(Command):
    """Take your notice back."""

    kind: Literal["withdraw_notice"] = "withdraw_notice"
    reason: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only one's own."""
        if p.ending.notice is None:
            raise UnknownItem(what="notice of", item=c.speaker.side)
        c.speaker.must_be(p.ending.notice.by_org)
        yield NoticeWithdrawn(by_org=c.speaker.side, reason=self.reason)


class ReflectionEnded(Event):
    """The time for reflection is over; whoever gave notice may now go on, or not."""

    type: Literal["ending.reflection_ended"] = "ending.reflection_ended"

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The notice may be acted on."""
        notice = p.ending.notice and p.ending.notice.but(reflection_over=True)
        return p.but(ending=p.ending.but(notice=notice))


def _reflection_over(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    if raised.last and p.ending.notice:
        yield ReflectionEnded()


class NoticeLapsed(Event):
    """Nobody has acted on a notice for so long that it holds no more; the question of the future stays open."""

    type: Literal["ending.notice_lapsed"] = "ending.notice_lapsed"
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """No notice."""
        return p.but(ending=p.ending.but(notice=None))


def _lapsed(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    if raised.last and p.ending.notice:
        yield NoticeLapsed(by_org=p.ending.notice.by_org)


class BeginWindingDown(Command):
    """Act on your notice: begin to wind down, with care."""

    kind: Literal["begin_winding_down"] = "begin_winding_down"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Nothing but the change of stage."""
        return ()


@guard
def talked_first(p: Partnership, c: Circumstances) -> Facts:
    """the parties must have talked about it, or every other party have refused or not answered your invitation, two
    invitations in all; talks: {held}, refused or not answered: {refused}.
    """
    sides = p.orgs if c.voice is None or c.voice.org_id is None else (c.voice.org_id,)
    refused = [_refused(p, side) for side in sides]
    in_vain = any(min(by_party) > 0 and sum(by_party) >= REFUSED_INVITATIONS for by_party in refused)
    return holds(
        p.ending.conversations > 0 or in_vain, held=p.ending.conversations, refused=max(map(sum, refused), default=0)
    )


def _refused(p: Partnership, side: OrgId) -> tuple[int, ...]:
    """How often each other party has turned one party's invitation down."""
    return tuple(p.ending.asking(side, org).refused for org in p.orgs if org != side)


@guard
def notice_given(p: Partnership, c: Circumstances) -> Facts:
    """one side must have given notice."""
    return holds(p.ending.notice is not None)


@guard
def notice_is_yours(p: Partnership, c: Circumstances) -> Facts:
    """only the side that gave notice can act on it: {owner}."""
    notice = p.ending.notice
    mine = c.voice is None or notice is None or c.voice.org_id == notice.by_org
    return holds(mine, owner=notice.by_org if notice else "-")


@guard
def reflected(p: Partnership, c: Circumstances) -> Facts:
    """the time for reflection must be over: {days} days after the notice."""
    notice = p.ending.notice
    days = c.policy.reflection_days
    over = notice is not None and (notice.reflection_over or c.now >= notice.given_at + c.policy.days(days))
    return holds(over, days=f"{days:g}")


def _reflecting(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    notice = p.ending.notice
    if notice and p.stage is Stage.DECIDING_FUTURE and not notice.reflection_over:
        yield Anchor(notice.given_at + policy.days(policy.reflection_days))


def _inviting(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage is Stage.DECIDING_FUTURE:
        yield from (Anchor(a.since, _pair(a), owner=a.org_id) for a in p.ending.asked if a.since)


def _not_acted_on(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    notice = p.ending.notice
    if notice and p.stage is Stage.DECIDING_FUTURE:
        yield Anchor(notice.effective_at, owner=notice.by_org)


ANCHORS: dict[str, Anchors] = {
    "invitation": _inviting,
    "reflection": _reflecting,
    "notice_open": _not_acted_on,
}

CONSEQUENCES: dict[str, Consequence] = {
    "invitation": _unanswered,
    "reflection": _reflection_over,
    "notice_open": _lapsed,
}
