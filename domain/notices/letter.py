"""A letter: one message to one address, with all that one person is told in it."""

from typing import NamedTuple
from uuid import UUID

from pydantic import Field

from domain.appointments import Entry
from domain.directory.cards import Channel, PersonCard
from domain.notices.notice import Notice
from domain.values import Instant, Line, Value


class Item(Value):
    """One notice in a letter, with what its reader needs to understand it."""

    notice: Notice
    partnership_id: UUID | None = None
    title: Line | None = None
    """Of the partnership; none where it is about what is the reader's own."""
    due_at: Instant | None = None
    link: str | None = None
    """Where the reader can act or read on; one link an item."""
    acts: bool = False
    """Whether they can act there."""


class Letter(Value):
    """What is sent; its id stays the same however often it is tried."""

    letter_id: UUID
    to: PersonCard
    channel: Channel
    address: Line
    language: str
    digest: bool
    """The daily one, rather than something that cannot wait."""
    thread: UUID
    """What belongs together carries the same thread: the partnership, or for a digest the reader's own."""
    composed_at: Instant
    items: tuple[Item, ...] = Field(min_length=1)
    preferences_link: str | None = None
    """Where the reader changes how they are reached, and unsubscribes."""
    invitations: tuple[Entry, ...] = ()
    """For the reader's own calendar: what is asked of them, and what has moved or ended of that."""


class Receipt(NamedTuple):
    """What the other side said when it took a letter over."""

    detail: str
    name: str | None = None
    """Its own name for the message, by which it may tell later what became of it."""
