"""The picture of one policy, or of two beside each other: health and togetherness over the years, nudges by rule."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.slices.health import Band

SHADES = {Band.GOOD: "#4c8c4a", Band.WATCH: "#e0b040", Band.STRAINED: "#b5482f", Band.UNKNOWN: "#c8c8c8"}
MOST_RULES = 14


def draw(path: Path, told: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the picture as SVG: one column of charts for each policy; the same counts give the same bytes."""
    import matplotlib as mpl  # noqa: PLC0415 - heavy, and only needed here

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "kemitraan", "font.size": 9, "svg.fonttype": "none"})
    import matplotlib.pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(3, len(told), figsize=(6 * len(told), 11), squeeze=False, layout="constrained")
    widest = max((max(one["nudges by rule"].values(), default=0) for one in told.values()), default=0)
    for column, (name, one) in enumerate(told.items()):
        _health(axes[0][column], name, one)
        _ends(axes[1][column], one)
        _nudges(axes[2][column], one, widest)
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": "Kemitraan"})
    plt.close(figure)


def _health(axis: Any, name: str, one: Mapping[str, Any]) -> None:  # noqa: ANN401 - matplotlib has no types
    years = [str(year) for year in range(1, len(one["health by year"]) + 1)]
    below = [0.0] * len(years)
    for band, shade in SHADES.items():
        shares = [_share(year, band) for year in one["health by year"]]
        axis.bar(years, shares, bottom=below, label=str(band), color=shade)
        below = [low + share for low, share in zip(below, shares, strict=True)]
    axis.set_title(f"{name}: health of those still together, by year")
    axis.set_ylim(0, 100)
    axis.set_ylabel("percent")
    axis.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)


def _share(year: Mapping[str, int], band: Band) -> float:
    total = sum(year.values())
    return 100 * year.get(band, 0) / total if total else 0.0


def _ends(axis: Any, one: Mapping[str, Any]) -> None:  # noqa: ANN401
    ends = one["how it ended"]
    bars = axis.barh([*ends], [*ends.values()], color="#4a6f8c")
    axis.bar_label(bars, padding=3)
    axis.invert_yaxis()
    axis.margins(x=0.25)
    axis.set_title(f"after all years; {one['nudges a person and week']:g} nudges a person and week")


def _nudges(axis: Any, one: Mapping[str, Any], widest: int) -> None:  # noqa: ANN401
    most: Sequence[tuple[str, int]] = sorted(one["nudges by rule"].items(), key=lambda rule: (-rule[1], rule[0]))
    shown = most[:MOST_RULES]
    bars = axis.barh([name for name, _ in shown], [count for _, count in shown], color="#8c6f4a")
    axis.bar_label(bars, padding=3)
    axis.invert_yaxis()
    axis.set_xlim(0, widest * 1.25 or 1)
    axis.set_title("nudges by rule")
