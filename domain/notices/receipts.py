"""What a provider tells of a letter after it has taken it, and what follows: it arrived, was read, or came back."""

import re
from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from domain.directory.cards import PointState
from domain.notices import answers
from domain.values import Instant, Value

NO_MAILBOX = "The message came back, for the address is wrong: ask for the right one."
CAME_BACK = "The message came back: read what was said, and try another channel meanwhile."

LONGEST = 500
"""Characters of a provider's words that are kept."""

_UUID = re.compile(r"<?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:@[^>]*)?>?", re.IGNORECASE)


class Fate(StrEnum):
    """What has become of a letter that was taken."""

    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class LateReceipt(Value):
    """What a provider tells later of a letter that it has taken."""

    names: tuple[str, ...] = Field(min_length=1)
    """By which the letter may be known: the provider's own name for it, our Message-ID, our id."""
    fate: Fate
    again: bool = False
    """The same letter may well be taken on another try."""
    point_state: PointState | None = None
    """What this says about the address; of a passing trouble, or one of our own, nothing."""
    reason: str | None = None
    """Why it came back, and what somebody can do about it."""
    detail: str | None = None
    """The provider's own words."""
    at: Instant | None = None

    @property
    def letter_ids(self) -> tuple[UUID, ...]:
        """Our ids among the names; a Message-ID of ours begins with one."""
        return tuple(UUID(found[1]) for name in self.names if (found := _UUID.fullmatch(name)))

    @property
    def outcome(self) -> str:
        """How it stands among the attempts."""
        return "bounced" if self.fate is Fate.FAILED else self.fate.value

    @property
    def problem(self) -> str:
        """What is written on the contact point."""
        return f"{self.reason} ({self.detail})" if self.detail else str(self.reason)


def came_back(names: Iterable[str], detail: str | None, *, address_wrong: bool, at: Instant | None) -> LateReceipt:
    """A letter that has not arrived, as a mail server or a gateway tells."""
    return LateReceipt(
        names=tuple(names),
        fate=Fate.FAILED,
        point_state=PointState.WRONG if address_wrong else PointState.FAILING,
        reason=NO_MAILBOX if address_wrong else CAME_BACK,
        detail=short(detail),
        at=at,
    )


def of_chat(names: Iterable[str], fate: Fate, said: str, at: Instant | None) -> LateReceipt:
    """What a chat service tells; a failure means the same as if it had come at once."""
    if fate is not Fate.FAILED:
        return LateReceipt(names=tuple(names), fate=fate, at=at)
    meant = answers.meaning(said)
    return LateReceipt(
        names=tuple(names),
        fate=fate,
        again=meant.again,
        point_state=_of_point(meant),
        reason=meant.reason,
        detail=short(said),
        at=at,
    )


def _of_point(meant: answers.Meaning) -> PointState | None:
    if meant.address_wrong:
        return PointState.WRONG
    return None if meant.again or meant.ours else PointState.FAILING


def fate_of_mail(action: str, status: str) -> Fate | None:
    """What a delivery status notification (RFC 3464) says in the end; a delay, whatever its status, is no end."""
    match action.lower():
        case "failed":
            return Fate.FAILED
        case "delivered":
            return Fate.DELIVERED
        case "":
            return Fate.FAILED if status.startswith("5.") else None
        case _:
            return None


def no_mailbox(status: str) -> bool:
    """Whether a status of mail (RFC 3463) such as 5.1.1 means that there is no such mailbox, for good.

    Of the subject "address", 7 and 8 are about the sender's; of "mailbox", 1 is a disabled one.
    """
    kind, _, finer = status.partition(".")
    subject, _, what = finer.partition(".")
    return kind == "5" and ((subject == "1" and what not in {"7", "8"}) or (subject, what) == ("2", "1"))


def short(text: str | None) -> str | None:
    """A provider's words in one line of bearable length, without what no table can hold."""
    told = " ".join("".join(c if c.isprintable() else " " for c in text or "").split())
    return told[:LONGEST] or None
