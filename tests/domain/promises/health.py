"""What holds about health, whatever anybody says."""

from collections.abc import Callable

from domain.health import GOOD, WATCH, HealthChanged
from domain.partnership import Partnership
from domain.questionnaire import FAIRNESS
from domain.scoring import CAP, ENOUGH_DIMENSIONS
from domain.slices.health import Band
from domain.stages import Stage
from tests.domain.promises.told import Told


def unknown_is_never_good(told: Told) -> None:
    for before, entry, after in told.steps:
        if isinstance(entry.event, HealthChanged):
            views = before.evaluation.last.means if before.evaluation.last else {}
            known = {org for org, view in views.items() if FAIRNESS in view and len(view) >= ENOUGH_DIMENSIONS}
            if not set(before.orgs) <= known:
                assert entry.event.after is Band.UNKNOWN
            assert (entry.event.score is None) == (entry.event.after is Band.UNKNOWN)
            assert after.health.band is entry.event.after


def every_lost_point_is_a_line_that_can_be_read(told: Told) -> None:
    for before, entry, _ in told.steps:
        change = entry.event
        if isinstance(change, HealthChanged) and change.score is not None:
            assert change.score + sum(line.points for line in change.lines) == 100
            assert all(1 <= number <= before.version for line in change.lines for number in line.events)
            band = Band.GOOD if change.score >= GOOD else Band.WATCH if change.score >= WATCH else Band.STRAINED
            assert change.after is band
            if any(line.about in {"unfair", "severe"} for line in (*change.lines, *change.also)):
                assert change.score <= CAP


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    "health_watch": lambda p, _: p.health.band is Band.WATCH and p.stage is Stage.ACTIVE,
    "health_strained": lambda p, _: p.health.band is Band.STRAINED and p.stage is Stage.ACTIVE,
    "review_stale": lambda p, _: p.evaluation.last is not None,
}

ALWAYS: tuple[Callable[[Told], None], ...] = (unknown_is_never_good, every_lost_point_is_a_line_that_can_be_read)
