"""How it began: who the parties are to each other, who had the idea, and why just this partner."""

from enum import StrEnum

from pydantic import Field

from domain.values import Line, Text, Value


class Origin(StrEnum):
    """How two parties came to know each other."""

    FAMILY = "family"
    CLOSE_FRIEND = "close_friend"
    COLLEAGUE = "colleague"
    EARLIER_PARTNER = "earlier_partner"
    RECOMMENDED = "recommended"
    OPEN_CALL = "open_call"
    NEWCOMER = "newcomer"


class Standing(StrEnum):
    """Where one stands as seen from the other."""

    ABOVE = "above"
    PEER = "peer"
    BELOW = "below"


class Sector(StrEnum):
    """The part of society that an organisation works in."""

    BUSINESS = "business"
    EDUCATION = "education"
    SOCIAL = "social"
    GOVERNMENT = "government"


class InformalKind(StrEnum):
    """What kind of informal group it is."""

    GRASSROOTS = "grassroots"
    PROFESSIONAL_NETWORK = "professional_network"
    ONLINE_COMMUNITY = "online_community"


class Relation(Value):
    """How the people of a party stand to those of the others."""

    origin: Origin
    standing: Standing | None = None
    same_profession: bool | None = None
    """Colleagues in the same work, or people of different professions."""

    @property
    def close(self) -> bool:
        """Whether others may wonder whom it serves, so that it is said how that is handled."""
        return self.origin in {Origin.FAMILY, Origin.CLOSE_FRIEND}


class Choice(Value):
    """Why just this partner, among those who came to mind."""

    reason: Text
    criteria: tuple[Line, ...] = Field(default=(), max_length=20)
    """What was looked for; a later proposal may look for the same."""
    considered: int = Field(default=1, ge=1, le=1000)
    """How many came to mind."""
