"""When the parties look at their partnership: as agreed, half-way, before an end, after a shock; and pulses between."""

from collections.abc import Iterator
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
    """The agreed interval after the last look; or what comes before that: a shock that has settled, half of a fixed
    term, or its end, where these do not follow too soon upon a look.
    """
    since, terms = _last_look(p), p.agreement and p.agreement.terms
    if since is None or not terms:
        return None
    interval = policy.days(terms.evaluation_interval_days)
    agreed = Look(since + interval, Occasion.SCHEDULE)
    marks = (look for look in _marks(terms, policy) if since + interval / 2 <= look.at)
    return min((agreed, *_after_shock(p, policy), *marks), key=lambda look: look.at)


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


def _marks(terms: Terms, policy: LifecyclePolicy) -> Iterator[Look]:
    """The days of a fixed term on which it is good to look."""
    if terms.ends_at:
        yield Look(terms.starts_at + (terms.ends_at - terms.starts_at) / 2, Occasion.HALFWAY)
        yield Look(terms.ends_at - policy.days(policy.evaluation_before_end_days), Occasion.BEFORE_END)


def _after_shock(p: Partnership, policy: LifecyclePolicy) -> Iterator[Look]:
    """Not at once: people need some weeks before they can say how they are."""
    if p.evaluation.shaken_at:
        yield Look(p.evaluation.shaken_at + policy.days(policy.evaluation_after_shock_days), Occasion.SHOCK)
