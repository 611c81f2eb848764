"""The two ways out of a command: data goes to stdout as a table or as JSON, messages for people to stderr."""

import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum

from rich.console import Console
from rich.table import Table
from rich.text import Text


class Output(StrEnum):
    """How data is printed."""

    TABLE = "table"
    JSON = "json"


OUT = Console(highlight=False, soft_wrap=False)
"""Data. Rich itself obeys NO_COLOR, and prints no colour where stdout is not a terminal."""

ERR = Console(stderr=True, highlight=False)
"""Messages."""


def say(message: str, *, style: str = "") -> None:
    """One line for people; never markup, because it may hold what somebody wrote."""
    ERR.print(Text(message, style=style), soft_wrap=True)


def put_json(data: object) -> None:
    """Data for a program."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Rows for people; every cell is plain text."""
    built = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for column in columns:
        built.add_column(column, overflow="fold")
    for row in rows:
        built.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return built


def put_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows for people."""
    OUT.print(table(title, columns, rows))
