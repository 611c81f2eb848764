"""Ending from one side: conversation first, then a notice, time for reflection, and always a way back."""

from collections.abc import Iterable
from typing import Literal

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.future import EndingGround
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, NotInThePast, OwnSide, UnknownItem, UnknownParty
from domain.slices.ending import Notice
from domain.stages import Stage
from domain.values import Instant, OrgId, Text

REFUSED_INVITATIONS = 2
"""How many refused invitations stand for the conversation that could not be had."""


class ConversationInvited(Event):
    """A party has invited others to talk about ending."""

    type: Literal["ending.conversation_invited"] = "ending.conversation_invited"
    by_org: OrgId
    org_id: OrgId
    message: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """An invitation waits for an answer."""
        return p.but(ending=p.ending.but(invitations=(*p.ending.invitations, self.org_id)))


class InviteToConversation(Command):
    """Invite another party to talk about the future before anything is decided."""

    kind: Literal["invite_to_conversation"] = "invite_to_conversation"
    org_id: OrgId
    message: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One invitation to a party at a time."""
        if self.org_id == c.speaker.side:
            raise OwnSide(org=self.org_id)
        if p.party(self.org_id) is None:
            raise UnknownParty(org=self.org_id)
        if self.org_id in p.ending.invitations:
            raise AlreadyDone(what="Inviting this party")
        yield ConversationInvited(by_org=c.speaker.side, org_id=self.org_id, message=self.message)


class ConversationRefused(Event):
    """An invited party does not want to talk now."""

    type: Literal["ending.conversation_refused"] = "ending.conversation_refused"
    org_id: OrgId
    reason: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One refused invitation more."""
        left = tuple(org for org in p.ending.invitations if org != self.org_id)
        return p.but(ending=p.ending.but(invitations=left, refused_invitations=p.ending.refused_invitations + 1))


class RefuseConversation(Command):
    """Say that you do not want to talk now."""

    kind: Literal["refuse_conversation"] = "refuse_conversation"
    reason: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Only who was invited can refuse."""
        if c.speaker.side not in p.ending.invitations:
            raise UnknownItem(what="invitation to", item=c.speaker.side)
        yield ConversationRefused(org_id=c.speaker.side, reason=self.reason)


class ConversationHeld(Event):
    """The parties have talked about the future."""

    type: Literal["ending.conversation_held"] = "ending.conversation_held"
    held_at: Instant
    note: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One conversation more, and nobody waits for an answer."""
        return p.but(ending=p.ending.but(conversations=p.ending.conversations + 1, invitations=()))


class RecordConversation(Command):
    """Tell that the parties have talked about the future."""

    kind: Literal["record_conversation"] = "record_conversation"
    held_at: Instant
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Already held."""
        if self.held_at > c.now:
            raise NotInThePast(what="held_at")
        yield ConversationHeld(held_at=self.held_at, note=self.note)


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


class BeginWindingDown(Command):
    """Act on your notice: begin to wind down, with care."""

    kind: Literal["begin_winding_down"] = "begin_winding_down"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Nothing but the change of stage."""
        return ()


@guard
def talked_first(p: Partnership, c: Circumstances) -> Facts:
    """the parties must have talked once, or two invitations been refused; talks: {held}, refused: {refused}."""
    talked = p.ending.conversations > 0 or p.ending.refused_invitations >= REFUSED_INVITATIONS
    return holds(talked, held=p.ending.conversations, refused=p.ending.refused_invitations)


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


ANCHORS: dict[str, Anchors] = {"reflection": _reflecting}

CONSEQUENCES: dict[str, Consequence] = {"reflection": _reflection_over}
