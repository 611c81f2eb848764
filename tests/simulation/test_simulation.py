"""A policy can be lived through before anybody is bothered by it: the same seed gives the same bytes."""

import json
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from domain.policy import FORMAL, EscalationRule, LifecyclePolicy
from domain.stages import Stage
from simulation.beginning import begun
from simulation.drawing import draw
from simulation.habits.everyday import HABITS, begin
from simulation.life import Life
from simulation.manners import MIX
from simulation.running import START, simulated
from simulation.tally import ENDS, Tally

few = partial(simulated, partnerships=12, years=6, seed=5)


def hastier(policy: LifecyclePolicy) -> LifecyclePolicy:
    """The same rules, but contact is asked for ten times as soon."""
    rules = tuple(sooner(rule) if rule.name == "contact" else rule for rule in policy.rules)
    return policy.model_copy(update={"rules": rules})


def sooner(rule: EscalationRule) -> EscalationRule:
    return rule.model_copy(update={"steps": tuple(s.model_copy(update={"after": s.after / 10}) for s in rule.steps)})


@pytest.fixture(scope="module")
def tally() -> Tally:
    return few(FORMAL)


def test_the_same_seed_gives_the_same_bytes(tally: Tally, tmp_path: Path) -> None:
    again = few(FORMAL)
    assert json.dumps(again.told()) == json.dumps(tally.told())
    pictures = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for picture, told in zip(pictures, (tally, again), strict=True):
        draw(picture, {"built in": told.told()})
    assert pictures[0].read_bytes() == pictures[1].read_bytes()
    assert b"health of those still together" in pictures[0].read_bytes()


def test_another_seed_gives_other_lives(tally: Tally) -> None:
    other = simulated(FORMAL, partnerships=12, years=6, seed=6)
    assert other.told() != tally.told()


def test_a_hastier_policy_bothers_people_more(tally: Tally) -> None:
    hasty = few(hastier(FORMAL))
    assert hasty.nudges["contact"] > tally.nudges["contact"]


def test_every_life_is_counted_once(tally: Tally) -> None:
    told = tally.told()
    assert told["partnerships"] == sum(told["how it ended"].values()) == 12
    assert [*told["how it ended"]] == [*ENDS]
    assert len(told["health by year"]) == 6


def test_all_that_can_happen_happens_somewhere() -> None:
    happened: Counter[str] = Counter()
    manners = set()
    start = begun(FORMAL, START)
    for number in range(60):
        life = Life(number, 1, start, HABITS, lambda event, p: happened.update([event.type]))
        manners |= {manner.name for manner in life.manners.values()}
        begin(life)
        life.live(START + FORMAL.days(365 * 5))
    assert manners == {manner.name for manner, _ in MIX}
    expected = {
        "contact.held", "commitment.confirmed", "commitment.missed", "evaluation.results_published", "concern.raised",
        "concern.resolved", "leadership_change.closed", "funding.plan_agreed", "health.changed", "engagement.changed",
        "ending.discussion_opened", "partnership.continued",
    }  # fmt: skip
    assert expected - happened.keys() == set()


def test_a_partnership_begins_at_work() -> None:
    assert begun(FORMAL, START).p.stage is Stage.ACTIVE
