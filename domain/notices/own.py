"""Matters of one's own: what somebody hears of their keys, links and addresses, so that nobody acts for them unseen."""

from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from domain.directory.cards import Channel, ContactPoint, Point, sendable
from domain.notices.choices import NoticeKind
from domain.notices.notice import Notice
from domain.values import PersonId

TITLE = "Your own entry"
"""Stands where the letter and the inbox name the partnership of other matters."""

KEY_MADE = "a key to Kemitraan was made in your name: {label}"
KEY_ENDED = "a key in your name opens nothing any more: {label}"
FEED_MADE = "you have a new calendar address, and the one before works no more"
LINK_ENDED = "a link that was sent to you has been called back and opens nothing any more"
MERGED = "two entries about you were made one; you can be reached at the addresses of both"
ADDED = "you can also be reached at {added} from now on"
REMOVED = "you are not written to at {removed} any more"
CORRECTED = "you are reached at {added} instead of {removed} from now on"
FIRST = "you are written to at {first} before your other addresses from now on"

BY_ONESELF = "it was done in your name; if it was not you, please tell whoever looks after your partnerships at once"
BY_OTHERS = "{by} has done it; if that surprises you, please ask whoever looks after your partnerships"
BY_THE_HOUSE = "whoever runs Kemitraan for you has done it; if that surprises you, please ask them"

SHOWN = 4
"""Characters of a number that its owner knows it by, and that nobody else can call."""

_NAMED = {
    Channel.WHATSAPP: "WhatsApp",
    Channel.TELEGRAM: "Telegram",
    Channel.SLACK: "Slack",
    Channel.WEBHOOK: "Webhook",
}
"""Channels whose addresses do not say by themselves what they are; the same in every language."""


class Doer(NamedTuple):
    """Who has changed something that is somebody's own; nobody is named where it was done beside the doors."""

    person_id: PersonId | None = None
    name: str = ""

    def why(self, person_id: PersonId) -> str:
        """Why somebody hears of it, and what they can do if it was not meant so."""
        if self.person_id is None:
            return BY_THE_HOUSE
        return BY_ONESELF if self.person_id == person_id else BY_OTHERS


def matter(person_id: PersonId, what: str, doer: Doer, **params: str) -> Notice:
    """Somebody is told of one thing that is their own, whoever has done it."""
    told = {**params, "by": doer.name}
    return Notice(person_id=person_id, kind=NoticeKind.SECURITY, what=what, why=doer.why(person_id), params=told)


def readdressed(
    person_id: PersonId, before: Iterable[ContactPoint], after: Iterable[ContactPoint], doer: Doer
) -> Iterator[Notice]:
    """What somebody hears when their addresses have changed: whoever takes one away cannot keep them from hearing."""
    before, after = tuple(before), tuple(after)
    what, params = _change(before, after)
    if what:
        yield from everywhere(matter(person_id, what, doer, **params), before, after)


def everywhere(notice: Notice, before: Iterable[ContactPoint], after: Iterable[ContactPoint]) -> Iterator[Notice]:
    """The notice as it goes to the best address of now, and once more for every other address of before."""
    yield notice
    best = next((_place(point) for point in sendable(after)), None)
    for place in dict.fromkeys(_place(point) for point in sendable(before)):
        if place != best:
            yield notice.model_copy(update={"point": place})


def masked(point: ContactPoint) -> str:
    """An address as its owner knows it again, and as nobody learns it who reads the letter by mistake."""
    name, at, domain = point.address.rpartition("@")
    if point.channel is Channel.EMAIL and at:
        return f"{name[:1]}…@{domain}"
    tail = f"…{point.address[-min(SHOWN, max(1, len(point.address) // 2)) :]}"
    return f"{_NAMED.get(point.channel, '')} {tail}".strip()


def _change(before: tuple[ContactPoint, ...], after: tuple[ContactPoint, ...]) -> tuple[str, dict[str, str]]:
    """One sentence for all that has changed; none where nothing has that matters."""
    added, removed = _named(after, {*map(_place, before)}), _named(before, {*map(_place, after)})
    if added or removed:
        what = CORRECTED if added and removed else ADDED if added else REMOVED
        return what, {"added": added, "removed": removed}
    was, now = sendable(before)[:1], sendable(after)[:1]
    return (FIRST, {"first": masked(now[0])}) if [*map(_place, was)] != [*map(_place, now)] else ("", {})


def _named(points: Iterable[ContactPoint], known: Set[Point]) -> str:
    """Those of them that are not known, in their order."""
    return ", ".join(masked(point) for point in points if _place(point) not in known)


def _place(point: ContactPoint) -> Point:
    return point.channel, point.address
