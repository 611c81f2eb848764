"""Keyset pages: each says where the next one starts, and no page is dearer than the first."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

from domain.values import Instant, Value

T = TypeVar("T", bound=Value)


class Mark(Value):
    """The last row of a page; the next page starts behind it."""

    at: Instant
    id: UUID


FIRST = Mark(at=datetime(2099, 12, 31, tzinfo=UTC), id=UUID(int=2**128 - 1))
"""Lies before every row, for the newest rows come first."""


class Page(Value, Generic[T]):
    """Some rows, the newest first."""

    rows: tuple[T, ...]
    next: Mark | None
    """None on the last page."""


def page(found: Sequence[T], limit: int, mark: Callable[[T], Mark]) -> Page[T]:
    """A page of what was found by asking for one row more than the page holds."""
    rows = tuple(found[:limit])
    return Page(rows=rows, next=mark(rows[-1]) if len(found) > limit else None)
