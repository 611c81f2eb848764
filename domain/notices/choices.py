"""What reaches somebody at once, once a day or not at all; what concerns safety and legal dates cannot be silenced."""

from enum import StrEnum

from pydantic import Field, model_validator

from domain.values import Value


class NoticeKind(StrEnum):
    """Why somebody is told something."""

    REQUEST = "request"
    """Others wait for you."""
    REMINDER = "reminder"
    """Something is due or has grown old."""
    NEWS = "news"
    """Something has happened that concerns you."""
    LEGAL = "legal"
    """A date of the agreement: an end, a notice, an objection window."""
    SAFETY = "safety"
    """Safety, a severe concern, an urgent end."""
    SECURITY = "security"
    """Your keys, links and contact points."""


class Timing(StrEnum):
    """When a kind of notice is sent."""

    NOW = "now"
    """With whatever else happens within minutes."""
    DIGEST = "digest"
    """With the one digest of the day."""
    OFF = "off"
    """Not at all; the inbox has it all the same."""


UNSILENCEABLE = frozenset({NoticeKind.LEGAL, NoticeKind.SAFETY, NoticeKind.SECURITY})
"""Kinds that cannot be off."""

USUAL = {
    NoticeKind.REQUEST: Timing.NOW,
    NoticeKind.REMINDER: Timing.DIGEST,
    NoticeKind.NEWS: Timing.DIGEST,
    NoticeKind.LEGAL: Timing.NOW,
    NoticeKind.SAFETY: Timing.NOW,
    NoticeKind.SECURITY: Timing.NOW,
}


class Choices(Value):
    """What somebody has chosen, by kind and then by channel; what is not named is as usual."""

    by_kind: dict[NoticeKind, Timing] = Field(default_factory=dict)
    by_channel: dict[str, dict[NoticeKind, Timing]] = Field(default_factory=dict)
    """Goes before `by_kind` on one channel."""

    @model_validator(mode="after")
    def _heard(self) -> "Choices":
        for chosen in (self.by_kind, *self.by_channel.values()):
            if any(chosen.get(kind) is Timing.OFF for kind in UNSILENCEABLE):
                raise ValueError("notices about safety, security and legal dates cannot be off")
        return self

    def timing(self, kind: NoticeKind, channel: str) -> Timing:
        """When a kind of notice goes out on a channel."""
        chosen = self.by_channel.get(channel, {}).get(kind) or self.by_kind.get(kind)
        return chosen or USUAL[kind]
