"""How the partnership fares, as it was last written down."""

from enum import StrEnum

from domain.values import Instant, State


class Band(StrEnum):
    """A word for the score; what is not known is never called good."""

    GOOD = "good"
    WATCH = "watch"
    STRAINED = "strained"
    UNKNOWN = "unknown"


class Standing(State):
    """The last recorded health."""

    band: Band = Band.UNKNOWN
    score: int | None = None
    since: Instant | None = None
    """Since when it has been in this band."""
    event: int | None = None
    """The number of the event that recorded it."""
    review: int | None = None
    """The number of the event that published the last review counted below."""
    strained_reviews: int = 0
    """How many reviews in a row have found it strained."""
