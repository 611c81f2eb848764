"""Availability: what each party can give of its time, said for a while and then asked for again, never assumed."""

from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import Field

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import NotInTheFuture, TooLong
from domain.registers import REMEMBERED, WAITING
from domain.slices.availability import Availability
from domain.values import Instant, Line, OrgId

LONGEST = 366
"""Days for which anybody can know its time."""


class AvailabilityConfirmed(Event):
    """A party has said what it can give of its time, and until when that holds."""

    type: Literal["availability.confirmed"] = "availability.confirmed"
    org_id: OrgId
    words: Line
    reply_within_days: int
    until: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Its last word holds."""
        said = Availability(
            org_id=self.org_id,
            words=self.words[:REMEMBERED],
            reply_within_days=self.reply_within_days,
            until=self.until,
            event=p.version + 1,
        )
        return p.but(availability=(*_of_others(p, self.org_id), said))


class ConfirmAvailability(Command):
    """Say what your side can give of its time, how soon it answers, and until when that holds."""

    kind: Literal["confirm_availability"] = "confirm_availability"
    words: Line
    """In your own words, such as two evenings a week."""
    reply_within_days: int = Field(ge=1, le=60)
    until: Instant

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side, and for a while only."""
        if self.until <= c.now:
            raise NotInTheFuture(what="the day until which it holds")
        if self.until > c.now + c.policy.days(LONGEST):
            raise TooLong(what="availability", days=LONGEST)
        yield AvailabilityConfirmed(org_id=c.speaker.side, **self.model_dump(exclude={"kind"}))


class AvailabilityLapsed(Event):
    """The day until which a party's word on its time held has gone by: it is unknown now."""

    type: Literal["availability.lapsed"] = "availability.lapsed"
    org_id: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Unknown is not available, and not unavailable."""
        return p.but(availability=tuple(a.but(lapsed=True) if a.org_id == self.org_id else a for a in p.availability))


def known(p: Partnership, org_id: OrgId, now: Instant) -> Availability | None:
    """What a party has said of its time, while that holds; None is unknown."""
    return next((a for a in p.availability if a.org_id == org_id and a.until > now), None)


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without the time of a party that has left."""
    return p.but(availability=tuple(_of_others(p, org_id)))


def _of_others(p: Partnership, org_id: OrgId) -> Iterator[Availability]:
    return (a for a in p.availability if a.org_id != org_id)


def _until(p: Partnership, policy: LifecyclePolicy) -> Iterator[Anchor]:
    if p.stage in WAITING:
        for said in p.availability:
            yield Anchor(said.until, said.org_id, owner=said.org_id, event=said.event)


def _lapses(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterator[Event]:
    said = next((a for a in p.availability if a.org_id == raised.about), None)
    if said and not said.lapsed and said.until <= c.now:
        yield AvailabilityLapsed(org_id=said.org_id)


ANCHORS: dict[str, Anchors] = {"availability": _until}

CONSEQUENCES: dict[str, Consequence] = {"availability": _lapses}
"""Once the day has gone by, the word no longer holds."""
