"""Minutes: what was decided in work together, on what experience, and that it reaches every side."""

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from domain.clocks import Anchor, Anchors
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, AlreadyExists, OwnWord, UnknownItem
from domain.registers import (
    REMEMBERED,
    WAITING,
    EntryWritten,
    must_be_a_goal,
    must_be_new,
    must_have_happened,
    must_have_room,
    only,
)
from domain.slices.minutes import Minute
from domain.slices.registers import Register
from domain.values import Instant, OrgId, Slug, Text


class DecisionRecorded(Event):
    """Something was decided, and every party is to know it."""

    type: Literal["decision.recorded"] = "decision.recorded"
    decision_id: Slug
    by_org: OrgId
    text: Text
    goal_id: Slug | None = None
    cites: tuple[int, ...] = ()
    """The events whose experience it rests on."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Whoever wrote it knows it; the others are still to say so."""
        minute = Minute(
            decision_id=self.decision_id,
            by_org=self.by_org,
            text=self.text[:REMEMBERED],
            at=at,
            event=p.version + 1,
            known_by=(self.by_org,),
        )
        return p.but(minutes=(*p.minutes, minute))


class RecordDecision(Command):
    """Write down what was decided in your work together, so that every side knows it."""

    kind: Literal["record_decision"] = "record_decision"
    decision_id: Slug
    text: Text
    goal_id: Slug | None = None
    """The shared goal that it serves."""
    cites: tuple[int, ...] = Field(default=(), max_length=20)
    """Numbers of the events whose experience it rests on."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """About goals that are shared and events that have been."""
        if any(minute.decision_id == self.decision_id for minute in p.minutes):
            raise AlreadyExists(what="decision", item=self.decision_id)
        must_be_a_goal(p, self.goal_id)
        must_have_happened(p, *self.cites)
        must_have_room(p, c.speaker.side)
        yield DecisionRecorded(by_org=c.speaker.side, **self.model_dump(exclude={"kind"}))


class DecisionAcknowledged(Event):
    """A party says that it knows a decision."""

    type: Literal["decision.acknowledged"] = "decision.acknowledged"
    decision_id: Slug
    org_id: OrgId
    last: bool = False
    """Every party knows it now."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One side more knows it."""
        if self.last:
            return p.but(minutes=tuple(m for m in p.minutes if m.decision_id != self.decision_id))
        return p.but(
            minutes=tuple(
                m.but(known_by=(*m.known_by, self.org_id)) if m.decision_id == self.decision_id else m
                for m in p.minutes
            )
        )


class AcknowledgeDecision(Command):
    """Say that your side knows what was decided, and what you doubt about it."""

    kind: Literal["acknowledge_decision"] = "acknowledge_decision"
    decision_id: Slug
    doubt: Text | None = None
    """Where your side sees it otherwise: an open doubt, to be talked about."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once for each other side; a doubt goes to whoever wrote the decision down."""
        minute = next((m for m in p.minutes if m.decision_id == self.decision_id), None)
        if minute is None:
            raise UnknownItem(what="decision", item=self.decision_id)
        side = c.speaker.side
        if side == minute.by_org:
            raise OwnWord
        if side in minute.known_by:
            raise AlreadyDone(what="Saying that you know this")
        yield DecisionAcknowledged(decision_id=self.decision_id, org_id=side, last=set(unaware(p, minute)) == {side})
        if self.doubt is not None:
            yield self._doubted(p, side, minute.by_org, self.doubt)

    def _doubted(self, p: Partnership, side: OrgId, by_org: OrgId, doubt: Text) -> EntryWritten:
        name = f"{self.decision_id[:48]}.{p.version + 1}"
        must_be_new(p, name)
        must_have_room(p, side)
        return EntryWritten(
            entry_id=name, in_register=Register.DOUBT, by_org=side, to_org=by_org, text=doubt, asks=True, stays=True
        )


def unaware(p: Partnership, minute: Minute) -> tuple[OrgId, ...]:
    """The parties that have not said yet that they know."""
    return tuple(org for org in p.orgs if org not in minute.known_by)


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without a party that has left: what it decided, and what it was still to read."""
    kept = (m.but(known_by=tuple(o for o in m.known_by if o != org_id)) for m in p.minutes if m.by_org != org_id)
    return p.but(minutes=tuple(minute for minute in kept if unaware(p, minute)))


def _unread(p: Partnership, policy: LifecyclePolicy) -> Iterator[Anchor]:
    if p.stage in WAITING:
        for minute in p.minutes:
            yield Anchor(minute.at, minute.decision_id, owner=only(unaware(p, minute)), event=minute.event)


ANCHORS: dict[str, Anchors] = {"informed": _unread}
