"""Words for people: dates, names and texts, in one line and within a size."""

from collections.abc import Iterable
from datetime import datetime

_LIST = 10
"""Entries of one list; the rest is counted."""

_LINE = 160
"""Characters of a text that somebody wrote; the ledger has all of it."""


def day(at: datetime) -> str:
    """A date as people write it."""
    return f"{at.day} {at:%b %Y}"


def plain(name: str) -> str:
    """A name of the domain, without its underscores."""
    return name.replace("_", " ")


def words(text: str) -> str:
    """A text that somebody wrote, in one line and without Markdown of its own."""
    line = " ".join(text.split())
    line = line if len(line) <= _LINE else f"{line[:_LINE]}…"
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in line)


def listed(title: str, lines: Iterable[str]) -> str:
    """A title and its lines, the first ones in full."""
    entries = list(lines)
    shown = [f"- {line}" for line in entries[:_LIST]]
    if len(entries) > _LIST:
        shown.append(f"- and {len(entries) - _LIST} more")
    return "\n".join([f"{title}:", *shown]) if shown else f"{title}: nothing."


def cut(text: str, size: int) -> str:
    """The text within so many bytes."""
    encoded = text.encode()
    return text if len(encoded) <= size else f"{encoded[: size - 3].decode(errors='ignore')}…"
