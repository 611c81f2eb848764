"""What a chat service answers when it does not take a letter, as later or never."""

from collections.abc import Iterable

from activities.channels.port import Never, NotNow, Unsent
from domain.notices.answers import AWAY, meaning


def unsent(said: Iterable[str]) -> Unsent:
    """What a failure means; where nothing was said, nobody was there."""
    told = " ".join(" ".join(said).split())[:500]
    if not told:
        return NotNow(AWAY)
    meant = meaning(told)
    return NotNow(meant.reason, told) if meant.again else Never(meant.reason, told, address_wrong=meant.address_wrong)
