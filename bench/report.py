"""What a measure says: one table of its own, and the lines it adds to the summary."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rich import box
from rich.table import Table

from bench.rounds import Ratio, Rounds


@dataclass(frozen=True, kw_only=True)
class Line:
    """One measured thing; a budget on it is kept or missed."""

    what: str
    anchor: str
    measured: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    spread: str = ""

    @property
    def kept(self) -> bool:
        """Whether it lies within its budget, if it has one."""
        return (self.at_most is None or self.measured <= self.at_most) and (
            self.at_least is None or self.measured >= self.at_least
        )

    @property
    def budget(self) -> str:
        """The budget in words."""
        if self.at_most is not None:
            return f"<= {shown(self.at_most, self.unit)}"
        return f">= {shown(self.at_least, self.unit)}" if self.at_least is not None else ""


@dataclass(frozen=True)
class Report:
    """One measure, done."""

    table: Table
    lines: tuple[Line, ...]


def line(what: str, anchor: str, ratio: Ratio, *, at_most: float | None = None, at_least: float | None = None) -> Line:
    """A ratio as a line."""
    return Line(
        what=what,
        anchor=anchor,
        measured=ratio.typical,
        unit="x",
        at_most=at_most,
        at_least=at_least,
        spread=ratio.spread,
    )


def compared(title: str, measured: Rounds, anchor: str, names: Mapping[str, str], unit: str) -> Table:
    """Every contender over the anchor; the absolute values are of this machine on this day, and no result."""
    made = table(title, "", "over the anchor", "spread", f"{unit} here")
    for key, name in names.items():
        ratio = measured.ratio(key, anchor)
        value = measured.typical(key) * (1000 if unit == "ms" else 1)
        made.add_row(name, shown(ratio.typical, "x"), "" if key == anchor else ratio.spread, f"{value:,.1f}")
    return made


def shown(value: float, unit: str) -> str:
    """A ratio with two digits, a count with as many as it needs."""
    number = f"{value:,.2f}" if unit == "x" or value % 1 else f"{value:,.0f}"
    return f"{number}{'' if unit == 'x' else ' '}{unit}".rstrip()


def table(title: str, *columns: str, texts: Collection[str] = ()) -> Table:
    """An empty table: the first column is text, and so are these; the others are numbers."""
    made = Table(title=title, title_justify="left", title_style="bold", box=box.MARKDOWN)
    for place, name in enumerate(columns):
        made.add_column(name, justify="right" if place and name not in texts else "left")
    return made


def summary(lines: Iterable[Line]) -> Table:
    """All lines, each missed budget named."""
    made = table("Summary", "what", "anchor", "budget", "measured", "spread", "", texts=("anchor", ""))
    for line in lines:
        verdict = "" if not line.budget else "[green]kept" if line.kept else "[red]missed"
        made.add_row(line.what, line.anchor, line.budget, shown(line.measured, line.unit), line.spread, verdict)
    return made
