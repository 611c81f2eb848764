"""Whether a life has gone as it should: its transitions, refusals and timers, as the engine itself remembers them."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from cli.demo.lives import Expected
from cli.stories.cast import IsRefused, Story

_FORGIVEN = {"T5", "T7"}
"""An offer that lapsed while something was down, and was made again."""


class Told(NamedTuple):
    """One life as the API tells it afterwards."""

    partnership: dict[str, Any]
    timeline: list[dict[str, Any]]
    refusals: list[dict[str, Any]]


def faults(story: Story, expected: Expected, told: Told) -> Iterator[str]:
    """All that went otherwise."""
    yield from _state_faults(expected, told.partnership)
    taken = [e["transition"] for e in _events(told, "partnership.stage_changed")]
    if not follows(taken, expected.transitions):
        yield f"transitions {' '.join(taken)} instead of {' '.join(expected.transitions)}"
    missing = expected.rules - {e["rule"] for e in _events(told, "escalation.raised")}
    if missing:
        yield f"no reminder of {', '.join(sorted(missing))}"
    remembered = [(r["code"], {u["guard"] for u in r["unmet"]}) for r in told.refusals]
    for step in story.steps:
        if isinstance(step, IsRefused) and not _remembered(step, remembered):
            yield f"no refusal {step.code} for {', '.join(step.guards)}"
    versions = [happened["version"] for happened in told.timeline]
    if versions != list(range(1, len(versions) + 1)):
        yield "the timeline has gaps or doubles"


def follows(taken: Sequence[str], expected: Sequence[str]) -> bool:
    """Whether the expected transitions were taken in order, and none but forgiven ones between them."""
    left = list(expected)
    for transition in taken:
        if left and transition == left[0]:
            left.pop(0)
        elif transition not in _FORGIVEN:
            return False
    return not left


def _state_faults(expected: Expected, partnership: dict[str, Any]) -> Iterator[str]:
    for name, value in (("stage", expected.stage), ("depth", expected.depth), ("closed", expected.closed)):
        if partnership[name] != value:
            yield f"{name} is {partnership[name]} instead of {value}"


def _events(told: Told, kind: str) -> Iterator[dict[str, Any]]:
    return (happened["event"] for happened in told.timeline if happened["event"]["type"] == kind)


def _remembered(step: IsRefused, remembered: list[tuple[str, set[str]]]) -> bool:
    return any(code == step.code and set(step.guards) <= guards for code, guards in remembered)
