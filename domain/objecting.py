"""The time for objecting to what was recorded in somebody's name: it runs from when they were told, not from before."""

from datetime import timedelta

from domain.message import Circumstances
from domain.values import Instant

AT_ONCE = 1.0
"""Days; whoever was told within these has heard of it at once."""

SELDOM = 90.0
"""Days; nobody waits longer than that until it is looked at anew."""


def window(c: Circumstances) -> timedelta:
    """How long somebody may object."""
    return c.policy.days(c.policy.objection_days)


def reached(c: Circumstances, task: str) -> bool:
    """Whether they have been told at all, as far as is known."""
    return c.told.get(task, c.now) is not None


def stands_from(c: Circumstances, task: str, until: Instant, since: Instant | None) -> Instant:
    """When what was recorded counts, which is `until` for whoever was told at once.

    Whoever was told late has the whole time from then on. Where nothing has reached them it waits as long again as it
    has waited so far, and is looked at anew.
    """
    since = since or until - window(c)
    told = c.told.get(task, since)
    if told is None:
        return c.now + max(window(c), min(c.now - since, c.policy.days(SELDOM)))
    return until if told <= since + c.policy.days(AT_ONCE) else told + window(c)
