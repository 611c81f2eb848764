"""Measuring success, each side for itself, and saying early when it is off track."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from domain.amendment import opened
from domain.draft import Indicator
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import AlreadyDone, NotOnTheScale, UnknownItem
from domain.slices.success import Amount, Measurement
from domain.values import Instant, OrgId, Slug, Text

RUNNING = 2
"""How many periods running must miss the target before the question of a change is asked."""


def _sign(p: Partnership, indicator_id: Slug) -> Indicator:
    """A sign of success that counts now."""
    for sign in p.content.indicators:
        if sign.indicator_id == indicator_id:
            return sign
    raise UnknownItem(what="indicator", item=indicator_id)


def off_track(p: Partnership, indicator_id: Slug) -> bool:
    """Whether a sign is known to be off track: the change that it asks for is not settled."""
    return any(q.because_of == indicator_id for q in p.proposals)


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without what a party that has left had measured."""
    return p.but(success=p.success.without(org_id))


class IndicatorMeasured(Event):
    """A party has measured a sign of success, or asked its people."""

    type: Literal["indicator.measured"] = "indicator.measured"
    indicator_id: Slug
    by_org: OrgId
    period: Slug
    value: Amount
    words: Text | None = None
    missed: bool = False
    """Whether it misses the target."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Beside what this side found before, and beside what the other sides found."""
        measurement = Measurement(period=self.period, value=self.value, missed=self.missed, at=at)
        series = p.success.of(self.indicator_id, self.by_org).then(measurement)
        return p.but(success=p.success.found(series))


class MeasureIndicator(Command):
    """Say what your side found for a sign of success in a period; a feeling is an answer from 1 to 5."""

    kind: Literal["measure_indicator"] = "measure_indicator"
    indicator_id: Slug
    value: Amount
    words: Text | None = None
    period: Slug
    """Any name for the period, such as `2027-q1`; the same name again corrects the number."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Two misses running are off track, and open the question of a change."""
        sign, side = _sign(p, self.indicator_id), c.speaker.side
        if sign.subjective and not Decimal(1) <= self.value <= Decimal(5):
            raise NotOnTheScale(what="A feeling")
        missed = sign.missed_by(self.value)
        measured = IndicatorMeasured(by_org=side, missed=missed, **self.model_dump(exclude={"kind"}))
        yield measured
        after = measured.apply(p, c.now)
        misses = after.success.of(self.indicator_id, side).misses
        if missed and len(misses) >= RUNNING and not off_track(p, self.indicator_id):
            yield IndicatorOffTrack(
                indicator_id=self.indicator_id,
                since=misses[0].at,
                by_org=side,
                periods=tuple(m.period for m in misses),
            )
            yield from opened(after, sign, side)


class IndicatorOffTrack(Event):
    """A sign of success shows that what was wanted is not being reached; roles or programme may change."""

    type: Literal["indicator.off_track"] = "indicator.off_track"
    indicator_id: Slug
    since: Instant
    by_org: OrgId
    why: Text | None = None
    periods: tuple[Slug, ...] = ()
    """The periods that missed the target; none where a party has said so in words."""


class ReportOffTrack(Command):
    """Say that a sign of success is off track, and why; it opens the question of a change."""

    kind: Literal["report_off_track"] = "report_off_track"
    indicator_id: Slug
    why: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once, until that question is settled."""
        sign, side = _sign(p, self.indicator_id), c.speaker.side
        if off_track(p, self.indicator_id):
            raise AlreadyDone(what="Reporting this as off track")
        yield IndicatorOffTrack(indicator_id=self.indicator_id, since=c.now, by_org=side, why=self.why)
        yield from opened(p, sign, side, self.why)
