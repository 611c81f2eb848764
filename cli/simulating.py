"""`kemitraan simulate`: what a policy would do to people over years, before anybody is bothered by it."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from cyclopts.types import PositiveInt
from cyclopts.validators import Number

from cli.files import place_for
from cli.policy import read
from cli.screen import Output, put_json, put_table, say
from domain.policy import Profile
from simulation.running import simulated
from store.policies import built_in

_EVERY = 50

Years = Annotated[int, Parameter(validator=Number(gte=1, lte=50))]
"""As far as the dates of the domain reach, with all that is counted from the last day."""


def simulate(
    *,
    policy: Path | None = None,
    against: Path | None = None,
    profile: Profile = Profile.FORMAL,
    years: Years = 10,
    partnerships: PositiveInt = 100,
    seed: int = 1,
    plot: Path | None = None,
    output: Output = Output.TABLE,
) -> None:
    """Live many partnerships under a policy in virtual time, and tell what it does to people.

    People behave as simulation/manners.py says: punctual, slack, silent, quarrelling, with leaders who go and money
    that becomes unsure. The figures compare policies; they foretell nothing. The same seed gives identical bytes.

    Parameters
    ----------
    policy
        The policy as JSON, as `kemitraan policy show` writes it; without it the built-in one.
    against
        Another policy, to be compared with the first over the same lives.
    profile
        Under which profile the partnerships live.
    years
        How many virtual years, at most 50.
    partnerships
        How many partnerships.
    seed
        Another seed gives other lives.
    plot
        Where to write a picture (SVG).
    output
        table or json.
    """
    picture = place_for(plot) if plot else None
    told = {}
    for name, file in _named(policy, against).items():
        chosen = (read(file) if file else built_in()).of(profile)
        tally = simulated(chosen, partnerships=partnerships, years=years, seed=seed, seen=_progress(name, partnerships))
        told[name] = tally.told()
    if picture:
        from simulation.drawing import draw  # noqa: PLC0415 - loads a big library

        draw(picture, told)
        say(f"the picture is in {picture}")
    put_json(told) if output is Output.JSON else _put(told)


def _named(policy: Path | None, against: Path | None) -> Mapping[str, Path | None]:
    """The policies by the names under which they are compared."""
    first = policy.name if policy else "built in"
    if not against:
        return {first: policy}
    if against.name == first and policy:
        return {f"1: {policy}": policy, f"2: {against}": against}
    return {first: policy, against.name: against}


def _progress(name: str, partnerships: int) -> Callable[[int], None]:
    """Tells people who wait how far it is; never into a file."""

    def seen(number: int) -> None:
        if sys.stderr.isatty() and (number % _EVERY == 0 or number == partnerships):
            say(f"{name}: {number} of {partnerships} lives")

    return seen


def _put(told: Mapping[str, Mapping[str, Any]]) -> None:
    """One table, a column for each policy."""
    rows: dict[str, dict[str, object]] = {}
    for name, one in told.items():
        for what, value in _flat(one):
            rows.setdefault(what, {})[name] = value
    put_table(
        "What the policy does to people",
        ("", *told),
        [(what, *(of.get(n, 0) for n in told)) for what, of in rows.items()],
    )


def _flat(one: Mapping[str, Any]) -> list[tuple[str, object]]:
    lines: list[tuple[str, object]] = []
    for what, value in one.items():
        if isinstance(value, Mapping):
            lines += [(f"{what}: {name}", count) for name, count in value.items()]
        elif isinstance(value, list):
            lines += [(f"{what} {year}", _words(found)) for year, found in enumerate(value, 1)]
        else:
            lines.append((what, value))
    return lines


def _words(found: object) -> object:
    return ", ".join(f"{n} {band}" for band, n in found.items()) if isinstance(found, Mapping) else found
