"""Operational agreements (PKS) under the frame agreement (MoU): offered, accepted by each party, closed by all."""

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from domain.clocks import Anchor, Anchors
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, AlreadyExists, DifferentText, TooMany, UnknownItem
from domain.slices.operational import OPERATIONAL, Operational
from domain.stages import Stage
from domain.values import Instant, Line, OrgId, Slug, Text, Value


class Undertaking(Value):
    """What an operational agreement says."""

    operational_id: Slug
    title: Line
    goal_ids: tuple[Slug, ...] = Field(min_length=1, max_length=20)
    """Goals of the frame agreement that it serves."""
    content: tuple[Text, ...] = Field(min_length=1, max_length=20)
    """Its articles."""
    starts_at: Instant
    ends_at: Instant | None = None
    notice_days: int | None = Field(default=None, ge=0, le=365)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_at is not None and self.ends_at <= self.starts_at:
            raise ValueError("ends_at must be later than starts_at")
        return self

    def digest(self, partnership_id: UUID, frame: int) -> str:
        """SHA-256 of this text under one version of one frame agreement: what each party accepts."""
        content = {"partnership_id": str(partnership_id), "frame": frame, **self.model_dump(mode="json")}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).hexdigest()


class OperationalOffered(Event):
    """An operational agreement lies before all parties, who see exactly this text by its hash."""

    type: Literal["operational.offered"] = "operational.offered"
    undertaking: Undertaking
    version: int = 1
    frame: int
    """The version of the frame agreement under which it stands."""
    hash: str
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """An offer that nobody has accepted yet."""
        said = self.undertaking.model_dump(include=set(Operational.model_fields))
        offered = Operational(hash=self.hash, by_org=self.by_org, event=p.version + 1, **said)
        return p.but(operational=(*p.operational, offered))


class OfferOperational(Command):
    """Lay an operational agreement under your agreement before all parties: what exactly is done, and until when."""

    kind: Literal["offer_operational"] = "offer_operational"
    undertaking: Undertaking

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For goals of the agreement in force; its own hash says what is accepted."""
        said, frame = self.undertaking, p.agreement.version if p.agreement else 0
        goals = {goal.goal_id for goal in p.content.goals}
        for goal_id in said.goal_ids:
            if goal_id not in goals:
                raise UnknownItem(what="goal", item=goal_id)
        if any(o.operational_id == said.operational_id for o in p.operational):
            raise AlreadyExists(what="operational agreement", item=said.operational_id)
        if sum(o.by_org == c.speaker.side for o in p.operational) >= OPERATIONAL:
            raise TooMany(what="Open operational agreements", limit=OPERATIONAL)
        yield OperationalOffered(undertaking=said, frame=frame, hash=said.digest(p.id, frame), by_org=c.speaker.side)


def _open(p: Partnership, operational_id: Slug, *, in_force: bool) -> Operational:
    for one in p.operational:
        if one.operational_id == operational_id and one.in_force == in_force:
            return one
    if in_force:
        raise UnknownItem(what="operational agreement in force", item=operational_id)
    raise UnknownItem(what="offered operational agreement", item=operational_id)


class OperationalAccepted(Event):
    """A party has accepted an operational agreement."""

    type: Literal["operational.accepted"] = "operational.accepted"
    operational_id: Slug
    hash: str
    org_id: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One acceptance more."""
        return _with(p, self.operational_id, lambda o: o.but(accepted=(*o.accepted, self.org_id)))


class OperationalInForce(Event):
    """Every party has accepted the same operational agreement."""

    type: Literal["operational.in_force"] = "operational.in_force"
    operational_id: Slug
    hash: str
    accepted_by: tuple[OrgId, ...]

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It binds from its start."""
        return _with(p, self.operational_id, lambda o: o.but(in_force=True))


class AcceptOperational(Command):
    """Accept, for your own party, exactly the operational agreement that you have read."""

    kind: Literal["accept_operational"] = "accept_operational"
    operational_id: Slug
    hash: str

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once a party; with the last acceptance it is in force."""
        offered, side = _open(p, self.operational_id, in_force=False), c.speaker.side
        if offered.hash != self.hash:
            raise DifferentText(item=self.operational_id)
        if side in offered.accepted:
            raise AlreadyDone(what="Accepting this operational agreement")
        yield OperationalAccepted(operational_id=self.operational_id, hash=self.hash, org_id=side)
        accepted = {*offered.accepted, side}
        if set(p.orgs) <= accepted:
            everybody = tuple(org for org in p.orgs if org in accepted)
            yield OperationalInForce(operational_id=self.operational_id, hash=self.hash, accepted_by=everybody)


class OperationalWithdrawn(Event):
    """An operational agreement that was offered no longer lies before the parties."""

    type: Literal["operational.withdrawn"] = "operational.withdrawn"
    operational_id: Slug
    by_org: OrgId
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One less."""
        return _without(p, self.operational_id)


class WithdrawOperational(Command):
    """Take an offered operational agreement off the table, as its author or because it does not suit your party."""

    kind: Literal["withdraw_operational"] = "withdraw_operational"
    operational_id: Slug
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By any party, as long as it is not in force."""
        _open(p, self.operational_id, in_force=False)
        yield OperationalWithdrawn(operational_id=self.operational_id, by_org=c.speaker.side, reason=self.reason)


def offers_withdrawn(p: Partnership, reason: Text, by_org: OrgId) -> Iterator[Event]:
    """All that is offered and not in force, taken back: it names a party that is going."""
    for one in p.operational:
        if not one.in_force:
            yield OperationalWithdrawn(operational_id=one.operational_id, by_org=by_org, reason=reason)


class OperationalClosed(Event):
    """All parties have agreed that an operational agreement is finished."""

    type: Literal["operational.closed"] = "operational.closed"
    operational_id: Slug
    reason: Text
    agreed: tuple[OrgId, ...]

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One less; the ledger remembers it."""
        return _without(p, self.operational_id)


class CloseOperational(Command):
    """Agree together that an operational agreement is finished, at its end date or before."""

    kind: Literal["close_operational"] = "close_operational"
    operational_id: Slug
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once every party has agreed; no date closes it by itself."""
        _open(p, self.operational_id, in_force=True)
        yield OperationalClosed(operational_id=self.operational_id, reason=self.reason, agreed=p.orgs)


def _with(p: Partnership, operational_id: Slug, change: Callable[[Operational], Operational]) -> Partnership:
    changed = (change(one) if one.operational_id == operational_id else one for one in p.operational)
    return p.but(operational=tuple(changed))


def _without(p: Partnership, operational_id: Slug) -> Partnership:
    return p.but(operational=tuple(one for one in p.operational if one.operational_id != operational_id))


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same when one party has left; what is in force goes on among the others."""
    return p.but(operational=tuple(one.without(org_id) for one in p.operational))


def _ends(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    """Each end date, in every stage in which the frame agreement stands: a pause moves no date."""
    for one in p.operational if p.stage is not Stage.ENDED else ():
        if one.in_force and one.ends_at:
            yield Anchor(one.ends_at, one.operational_id, event=one.event)


ANCHORS: dict[str, Anchors] = {"operational_end": _ends}


@guard
def an_operational_agreement_is_open(p: Partnership, c: Circumstances) -> Facts:
    """there must be an operational agreement, offered or in force."""
    return holds(bool(p.operational))


@guard
def no_operational_agreement_open(p: Partnership, c: Circumstances) -> Facts:
    """the operational agreements under this one must be closed or taken back first; open: {items}."""
    return holds(not p.operational, items=", ".join(one.operational_id for one in p.operational))
