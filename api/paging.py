"""Keyset pages: an opaque cursor over the last row of a page, and the link to the next one."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Generic, TypeVar

from fastapi import Query, Request
from pydantic import TypeAdapter
from pydantic_core import to_json

from api.problems import InvalidCursor

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=100, description="Rows of one page.")]
CursorText = Annotated[
    str | None, Query(max_length=300, description="From the `next` link of the page before; opaque.")
]


class Cursor(Generic[T]):
    """The place where a page of one list starts."""

    def __init__(self, places: TypeAdapter[T]) -> None:
        self._places: TypeAdapter[T] = places

    def sealed(self, place: T) -> str:
        """A place as text."""
        return urlsafe_b64encode(to_json(place)).decode().rstrip("=")

    def opened(self, text: str | None) -> T | None:
        """The place in a cursor that was given out; none on the first page."""
        if text is None:
            return None
        try:
            return self._places.validate_json(urlsafe_b64decode(text + "=" * (-len(text) % 4)), strict=True)
        except ValueError:
            raise InvalidCursor from None

    def link(self, request: Request, place: T | None) -> str | None:
        """The same list from this place on."""
        if place is None:
            return None
        url = request.url.include_query_params(cursor=self.sealed(place))
        return f"{url.path}?{url.query}"
