"""Time for each other: quiet days, and another policy."""

from collections.abc import Callable
from datetime import timedelta

from domain.adoption import AdoptPolicy
from domain.calendar import QuietCause
from domain.message import Command
from domain.quiet import EndQuietPeriod, ObserveQuietPeriod
from tests.domain.scene import Scene


def _observe(s: Scene) -> ObserveQuietPeriod:
    starts = s.day(5, 0, -3, 40).date()
    ends = starts + timedelta(days=s.one((9, 29, 0, 80)))
    return ObserveQuietPeriod(
        period_id=s.name("quiet"), starts=starts, ends=ends, cause=s.one(tuple(QuietCause)), reason="The harvest"
    )


SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    ObserveQuietPeriod: _observe,
    EndQuietPeriod: lambda s: EndQuietPeriod(period_id=s.open(s.p.quiet, "period_id", "quiet")),
    AdoptPolicy: lambda s: AdoptPolicy(version=1 - s.p.policy_version),
}
