"""When the parties look at their partnership: as agreed, half-way of a term, and a pulse between two evaluations."""

from typing import NamedTuple

from domain.draft import Terms
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.slices.evaluation import Occasion
from domain.stages import Stage
from domain.values import Instant


class Look(NamedTuple):
    """When the next evaluation opens by itself, and why."""

    at: Instant
    occasion: Occasion


def next_look(p: Partnership, policy: LifecyclePolicy) -> Look | None:
    """The agreed interval after the last look, or half of a fixed term, where it comes first and not too soon."""
    since, terms = _last_look(p), p.agreement and p.agreement.terms
    if since is None or not terms:
        return None
    interval = policy.days(terms.evaluation_interval_days)
    half = _half(terms)
    if half and since + interval / 2 <= half < since + interval:
        return Look(half, Occasion.HALFWAY)
    return Look(since + interval, Occasion.SCHEDULE)


def next_pulse(p: Partnership, policy: LifecyclePolicy) -> Instant | None:
    """Half the agreed interval after the last look."""
    since = _last_look(p)
    return since + policy.days(p.agreement.terms.evaluation_interval_days / 2) if since and p.agreement else None


def _last_look(p: Partnership) -> Instant | None:
    """From when the next look counts; nobody is asked again after a question that nobody heard, until somebody acts."""
    last = p.evaluation.last
    if p.stage is not Stage.ACTIVE or p.evaluation.open or not (p.active_since and p.active_at):
        return None
    if last is None:
        return p.active_since
    return max(p.active_since, last.closed_at) if last.means or p.active_at >= last.closed_at else None


def _half(terms: Terms) -> Instant | None:
    return terms.starts_at + (terms.ends_at - terms.starts_at) / 2 if terms.ends_at else None
