"""What sealed answers come to: means for each side, the gap between the views, and nothing that tells on one person."""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from domain.questionnaire import FIRST, OUTCOMES, Instrument
from domain.slices.evaluation import PERIODS, LevelAnswers, Running, SideAnswers, Sums
from domain.values import Level, OrgId, Value

ANONYMOUS_FROM = 3
"""From so many answers on a side nothing is shown that rests on fewer than that."""

NAMED_GAP = 1.0
"""From here on a gap between two sides is named in words."""

LASTING = 3.5
"""A side whose mean stays above this calls the results good."""

Means = dict[str, float]


def by_dimension(scores: Mapping[str, int | str], dimension_of: Mapping[str, str]) -> Means:
    """One person's mean of each dimension; "cannot say" is missing, not a middle value."""
    said: dict[str, list[int]] = {}
    for item, score in scores.items():
        if isinstance(score, int):
            said.setdefault(dimension_of[item], []).append(score)
    return {key: sum(values) / len(values) for key, values in said.items()}


def total(sums: Iterable[Sums]) -> Sums:
    """Several sums as one."""
    whole: Sums = {}
    for part in sums:
        for key, (score, count) in part.items():
            before, counted = whole.get(key, (0, 0))
            whole[key] = (before + score, counted + count)
    return whole


def means(sums: Sums, at_least: int = 1) -> Means:
    """The mean of whatever so many people have said something about."""
    return {key: round(score / count, 2) for key, (score, count) in sorted(sums.items()) if count >= at_least}


def is_anonymous(side: SideAnswers) -> bool:
    """Whether so many of a side have answered that nobody's own answer can be read from its mean."""
    return side.answers >= ANONYMOUS_FROM


def side_means(side: SideAnswers) -> Means:
    """The means of a side; where it is anonymous, none that rests on one or two people."""
    return means(total(q.sums for q in side.levels), ANONYMOUS_FROM if is_anonymous(side) else 1)


def level_means(side: SideAnswers) -> dict[Level, Means]:
    """The means of each level, where neither they nor what is left of the side tell on one or two people."""
    shown: dict[Level, Means] = {}
    if is_anonymous(side):
        for dimension, score in sorted(total(q.sums for q in side.levels).items()):
            for part in _levels_shown(side.levels, dimension, score[1]):
                if part.level is not None:
                    shown.setdefault(part.level, {})[dimension] = means(part.sums)[dimension]
    return shown


def _levels_shown(levels: Iterable[LevelAnswers], dimension: str, everybody: int) -> tuple[LevelAnswers, ...]:
    """As many levels as can be shown for a dimension, so that the rest of the side is nobody or enough people."""
    enough = [q for q in levels if q.level is not None and _count(q, dimension) >= ANONYMOUS_FROM]
    for size in range(len(enough), 0, -1):
        for chosen in combinations(enough, size):
            rest = everybody - sum(_count(q, dimension) for q in chosen)
            if rest == 0 or rest >= ANONYMOUS_FROM:
                return chosen
    return ()


def _count(part: LevelAnswers, dimension: str) -> int:
    """How many at a level have said something about a dimension."""
    return part.sums.get(dimension, (0, 0))[1]


def gaps(views: Mapping[OrgId, Means]) -> Means:
    """For each dimension that two or more sides have a view on, how far apart the views are."""
    seen: dict[str, list[float]] = {}
    for side in views.values():
        for dimension, mean in side.items():
            seen.setdefault(dimension, []).append(mean)
    return {key: round(max(v) - min(v), 2) for key, v in sorted(seen.items()) if len(v) > 1}


def results(evaluation: Running, orgs: Iterable[OrgId]) -> dict[str, Any]:
    """Everything that is published about an evaluation; a side that has said nothing is unknown, never good."""
    sides = {org: evaluation.side(org) for org in orgs}
    views = {org: shown for org, side in sides.items() if (shown := side_means(side))}
    apart = gaps(views)
    return {
        "scores_by_side": views,
        "scores_by_level": {org: levels for org, side in sides.items() if (levels := level_means(side))},
        "gap_by_dimension": apart,
        "named_gaps": tuple(key for key, gap in apart.items() if gap >= NAMED_GAP),
        "answers_by_side": {org: side.answers for org, side in sides.items()},
        "anonymous": {org: is_anonymous(side) for org, side in sides.items() if side.answers},
        "unknown_sides": tuple(org for org in sides if org not in views),
        "roles_questioned": {org: count for org, side in sides.items() if (count := _roles_questioned(side))},
    }


def _roles_questioned(side: SideAnswers) -> int:
    """How many question their own role, where neither they nor the others of an anonymous side are one or two."""
    parts = (side.roles_questioned, side.answers - side.roles_questioned)
    told = not is_anonymous(side) or all(part == 0 or part >= ANONYMOUS_FROM for part in parts)
    return side.roles_questioned if told else 0


def outcomes(before: Mapping[OrgId, tuple[float, ...]], views: Mapping[OrgId, Means]) -> dict[OrgId, tuple[float, ...]]:
    """The results dimension of each side over the last periods, this one included."""
    known = {org: tuple(values) for org, values in before.items()}
    for org, view in views.items():
        if OUTCOMES in view:
            known[org] = (*known.get(org, ()), view[OUTCOMES])[-PERIODS:]
    return known


def lasting(periods: tuple[float, ...]) -> bool | None:
    """Whether results are good on a sustained basis; unknown after one period alone."""
    return all(mean >= LASTING for mean in periods) if len(periods) > 1 else None


class Point(Value):
    """Something that a joint conversation can begin with: an English sentence and the facts that fill it."""

    meaning: str
    params: dict[str, str]


def talking_points(
    views: Mapping[OrgId, Means],
    roles_questioned: Mapping[OrgId, int],
    unknown: Iterable[OrgId],
    asked: Instrument = FIRST,
) -> tuple[Point, ...]:
    """What to talk about first: silent sides, the widest gaps, and roles that no longer suit."""
    names = {d.key: d.meaning for d in asked.dimensions}
    silent = (Point(meaning="{org} has not answered: how it sees us is unknown.", params={"org": o}) for o in unknown)
    wide = sorted(((gap, key) for key, gap in gaps(views).items() if gap >= NAMED_GAP), reverse=True)
    apart = (_apart(views, key, names[key]) for _, key in wide)
    roles = (
        Point(meaning="At {org} {count} said that their own role no longer suits.", params={"org": o, "count": str(n)})
        for o, n in roles_questioned.items()
    )
    always = (
        Point(meaning="Which new idea did our work bring up, and what do we do about it?", params={}),
        Point(meaning="Should we change the way in which we look at our partnership?", params={}),
    )
    return (*silent, *apart, *roles, *always)


def _apart(views: Mapping[OrgId, Means], dimension: str, name: str) -> Point:
    seen = {org: view[dimension] for org, view in views.items() if dimension in view}
    high, low = max(seen, key=lambda org: seen[org]), min(seen, key=lambda org: seen[org])
    return Point(
        meaning="{high_org} and {low_org} see {what} differently: {high} and {low} of 5.",
        params={"what": name, "high_org": high, "low_org": low, "high": f"{seen[high]:g}", "low": f"{seen[low]:g}"},
    )
