"""The port of all channels: a letter goes out, or it is said whether trying again can help and what somebody can do."""

from typing import Protocol

from domain.notices.letter import Letter, Receipt


class Channel(Protocol):
    """One way out."""

    async def send(self, letter: Letter) -> Receipt:
        """Hand a letter over; raises `NotNow` or `Never`."""


class Unsent(Exception):
    """A letter has not gone out."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """The reason is a sentence of ours, which can be translated; the detail is what the other side said."""
        super().__init__(f"{reason} ({detail})" if detail else reason)
        self.reason = reason
        self.detail = detail


class NotNow(Unsent):
    """The provider is away or busy: the same letter may be taken later."""


class Never(Unsent):
    """This letter will never be taken: the mailbox is unknown, the number wrong, the template refused."""

    def __init__(self, reason: str, detail: str = "", *, address_wrong: bool = False) -> None:
        """The reason says what somebody can do about it; a wrong address is marked on the contact point."""
        super().__init__(reason, detail)
        self.address_wrong = address_wrong
