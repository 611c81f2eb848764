"""Health from 0 to 100 without hidden weights: the less content side counts, and every lost point is a line."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from pydantic import Field

from domain.clocks import Anchor, Anchors
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.scoring import (
    CAP,
    Line,
    Loss,
    apart,
    contact,
    continuity,
    loss,
    promises,
    said,
    severe,
    unfair,
    unsaid,
    voice,
)
from domain.slices.evaluation import Results
from domain.slices.health import Band, Standing
from domain.stages import Stage
from domain.values import Instant, OrgId, Value

WHOLE = 100
GOOD, WATCH = 75, 50
STALE = 1.5
"""A review older than so many of its intervals says nothing about today."""

MOVED = 5
"""A score that moves by so many points within its band is written down."""

BESIDE = frozenset({"gap", "unfair", "severe", "unreviewed", "silent", "sparse", "unsaid", "stale"})
"""What is worth knowing also where it costs nothing."""

STRAINED_REVIEWS = 2
"""So many strained reviews in a row put the question of the future."""

MEASURED = frozenset({Stage.ACTIVE, Stage.PAUSED, Stage.DECIDING_FUTURE, Stage.WINDING_DOWN})


class Health(Value):
    """How a partnership fares at one moment."""

    band: Band
    score: int | None = None
    """None while it is unknown."""
    voices: dict[OrgId, float] = Field(default_factory=dict)
    """What each side says on average, from 1 to 5."""
    lines: tuple[Line, ...] = ()
    """Every lost point, with why: together with the score they make 100."""
    also: tuple[Line, ...] = ()
    """What should be known beside the points: why it is unknown, and how far the views lie apart."""


class Weighed(NamedTuple):
    """The same in numbers, before anything is put into words: after each event it is asked whether it has moved."""

    band: Band
    score: int | None
    losses: tuple[Loss, ...]


def health(p: Partnership, policy: LifecyclePolicy, now: Instant) -> Health:
    """The health now; unknown is never called good."""
    band, score, losses = weighed(p, policy, now)
    results = p.evaluation.last if score is not None else None
    seen = (*apart(results), *losses) if results else losses
    return Health(
        band=band,
        score=score,
        voices={org: round(mean, 2) for org, mean in said(results).items()} if results else {},
        lines=tuple(q.line for q in seen if q.points),
        also=tuple(q.line for q in seen if not q.points and q.about in BESIDE),
    )


def weighed(p: Partnership, policy: LifecyclePolicy, now: Instant) -> Weighed:
    """What is lost now, or why nothing can be said."""
    results = p.evaluation.last
    missing = tuple(_missing(p, policy, now))
    if missing or results is None:
        return Weighed(Band.UNKNOWN, None, (*missing, *_grave(p, results)))
    views = said(results)
    found = (*voice(p, views, results), *promises(p, policy, now), *contact(p, policy, now), *continuity(p))
    found = (*found, *_capped(p, results, WHOLE - sum(q.points for q in found)))
    score = WHOLE - sum(q.points for q in found)
    band = Band.GOOD if score >= GOOD else Band.WATCH if score >= WATCH else Band.STRAINED
    return Weighed(band, score, found)


def _missing(p: Partnership, policy: LifecyclePolicy, now: Instant) -> Iterator[Loss]:
    results = p.evaluation.last
    if results is None or p.agreement is None:
        yield loss("unreviewed", 0)
        return
    for party in p.parties:
        yield from unsaid(party, results)
    agreed = p.agreement.terms.evaluation_interval_days
    if now >= results.closed_at + policy.days(STALE * agreed):
        days = int((now - results.closed_at) / policy.day)
        yield loss("stale", 0, (results.event,), days=days, agreed=agreed)


def _grave(p: Partnership, results: Results | None) -> tuple[Loss, ...]:
    """What weighs so heavily that it is told even where the rest is unknown."""
    return (*(unfair(p, results) if results else ()), *severe(p))


def _capped(p: Partnership, results: Results, score: int) -> Iterator[Loss]:
    """Each reason for a cap; the first one takes the points."""
    for reason in _grave(p, results):
        taken = max(0, score - CAP)
        score -= taken
        yield reason._replace(points=taken)


class HealthChanged(Event):
    """The health has moved: from where, to where, and what it has lost."""

    type: Literal["health.changed"] = "health.changed"
    before: Band
    after: Band
    score: int | None = None
    lines: tuple[Line, ...] = ()
    also: tuple[Line, ...] = ()
    review: int | None = None
    """The number of the event with the results on which it rests."""
    strained_reviews: int = 0

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Written down, with the day on which the band changed."""
        since = p.health.since if self.after is self.before and p.health.since else at
        return p.but(
            health=Standing(
                band=self.after,
                score=self.score,
                since=since,
                event=p.version + 1,
                review=self.review,
                strained_reviews=self.strained_reviews,
            )
        )


def noticed(p: Partnership, policy: LifecyclePolicy, now: Instant) -> Iterable[Event]:
    """The change worth writing down, if there is one: another band, a new review, or some points."""
    if p.stage not in MEASURED:
        return
    (band, score, _), before = weighed(p, policy, now), p.health
    review = p.evaluation.last.event if p.evaluation.last else None
    reviewed = review is not None and review != before.review
    moved = abs((score or 0) - (before.score or 0)) >= MOVED
    if reviewed or band is not before.band or (score is not None and moved):
        found, strained = health(p, policy, now), band is Band.STRAINED
        again = before.strained_reviews + 1 if reviewed else before.strained_reviews
        known = reviewed and band is not Band.UNKNOWN  # a review that tells nothing is no good one in between
        yield HealthChanged(
            before=before.band,
            after=band,
            score=score,
            lines=found.lines,
            also=found.also,
            review=review,
            strained_reviews=again if strained else 0 if known else before.strained_reviews,
        )


@guard
def strained_twice(p: Partnership, c: Circumstances) -> Facts:
    """two reviews in a row must have found the partnership strained; so far {reviews}."""
    return holds(p.health.strained_reviews >= STRAINED_REVIEWS, reviews=p.health.strained_reviews)


def _in(*bands: Band) -> Anchors:
    def anchors(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
        if p.health.band in bands and p.health.since and p.stage is Stage.ACTIVE:
            yield Anchor(p.health.since, event=p.health.event)

    return anchors


def _grows_stale(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    """When the last review will be too old to say anything."""
    if p.evaluation.last and p.agreement and p.stage in MEASURED:
        old = policy.days(STALE * p.agreement.terms.evaluation_interval_days)
        yield Anchor(p.evaluation.last.closed_at + old, event=p.evaluation.last.event)


ANCHORS: dict[str, Anchors] = {
    "health_watch": _in(Band.WATCH),
    "health_strained": _in(Band.STRAINED),
    "review_stale": _grows_stale,
}
