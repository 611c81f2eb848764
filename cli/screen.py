"""The two ways out of a command: data goes to stdout as a table or as JSON, messages for people to stderr."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text


class Output(StrEnum):
    """How data is printed."""

    TABLE = "table"
    JSON = "json"


OUT = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
"""Data. Rich itself obeys NO_COLOR, and prints no colour where stdout is not a terminal."""

_GAP = 3
"""Columns between two cells."""
_SHORTEST = 20

ERR = Console(stderr=True, highlight=False)
"""Messages."""


def say(message: str, *, style: str = "") -> None:
    """One line for people; never markup, because it may hold what somebody wrote."""
    ERR.print(Text(message, style=style), soft_wrap=True)


def put_json(data: object) -> None:
    """Data for a program."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n")


def put_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, brief: bool = False) -> None:
    """Rows for people; every cell is plain text. A brief table has one line a row, and cuts its last column."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    built = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=SIMPLE_HEAD)
    for column in columns:
        built.add_column(column, overflow="fold", no_wrap=brief or column == "id")
    for row in _cut(cells) if brief else cells:
        built.add_row(*map(Text, row))
    OUT.print(built)


def _widest(cells: Sequence[Sequence[str]], place: int) -> int:
    return max((len(row[place]) for row in cells), default=0)


def _cut(cells: list[list[str]]) -> Iterator[list[str]]:
    """The rows with a last column that leaves room for the others."""
    taken = sum(_widest(cells, place) + _GAP for place in range(len(cells[0]) - 1)) if cells else 0
    room = max(OUT.width - taken - _GAP - 1, _SHORTEST)
    for *others, last in cells:
        yield [*others, last if len(last) <= room else last[: room - 1] + "…"]


def put_lines(title: str, rows: Iterable[tuple[str, object]]) -> None:
    """Names and values, never cut and never folded, so that they can be copied."""
    told = [(name, str(value)) for name, value in rows]
    longest = max(len(name) for name, _ in told)
    OUT.print(Text(f"\n{title}", style="bold"))
    for name, value in told:
        OUT.print(Text(f"  {name:<{longest}}  {value}"), soft_wrap=True)
