"""The directory: organisations, people, the positions that they fill for a time, and how each can be reached."""

from collections.abc import Iterable
from datetime import time
from enum import StrEnum
from typing import Annotated, Self, TypeAlias
from uuid import UUID

from pydantic import Field, model_validator

from domain.calendar import Day, Zone
from domain.notices.choices import Choices
from domain.values import Level, Line, OrgId, OrgKind, PersonId, Slug, Text, Value

LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]

MOST_POINTS = 20
"""Contact points of one person."""


class Channel(StrEnum):
    """A way on which somebody can be reached outside of Kemitraan."""

    EMAIL = "email"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    SLACK = "slack"
    WEBHOOK = "webhook"
    PHONE = "phone"
    """A number that a human being calls; nothing is sent there."""


class PointState(StrEnum):
    """What is known of a contact point from what was sent to it."""

    UNTRIED = "untried"
    GOOD = "good"
    FAILING = "failing"
    """It did not work lately, and may again."""
    WRONG = "wrong"
    """It cannot work: somebody has to correct it."""


class Honorific(StrEnum):
    """How somebody wishes to be addressed in Indonesian."""

    BAPAK = "bapak"
    IBU = "ibu"
    KAK = "kak"


class AboutOrganisation(Value):
    """What is known of an organisation."""

    name: Line
    kind: OrgKind
    legal_id: Line | None = None
    domain: Line | None = None
    """Its name on the internet, such as melati.sch.id."""
    zone: Zone = "Asia/Jakarta"
    note: Text | None = None


class Organisation(AboutOrganisation):
    """Somebody with whom there can be partnerships."""

    org_id: OrgId


class ContactPoint(Value):
    """An address of somebody on one channel."""

    channel: Channel
    address: Line
    """An e-mail address, a number in international form, a chat id, a URL."""
    rank: int = Field(default=1, ge=1, le=9)
    """1 is tried first."""
    state: PointState = PointState.UNTRIED
    """As sending has shown; only the engine says it."""
    problem: str | None = None
    """What the other side said, and what somebody can do about it."""


Point: TypeAlias = tuple[Channel, str]
"""An address alone: where something goes."""


def sendable(points: Iterable[ContactPoint]) -> tuple[ContactPoint, ...]:
    """Where something can be sent, the best first; what failed lately comes last, what is wrong not at all."""
    sent = (p for p in points if p.channel is not Channel.PHONE and p.state is not PointState.WRONG)
    return tuple(sorted(sent, key=lambda p: (p.state is PointState.FAILING, p.rank)))


class AboutPerson(Value):
    """What is known of somebody, and how they wish to be reached."""

    name: Line
    honorific: Honorific | None = None
    language: LanguageCode = "id"
    zone: Zone = "Asia/Jakarta"
    country: Country = "ID"
    """Whose weekends and holidays are kept."""
    choices: Choices = Choices()
    digest_at: time = time(7, 30)
    """When the daily digest comes, in their zone."""
    quiet_from: time = time(20, 0)
    quiet_until: time = time(6, 0)
    """From then and until then nothing is sent but what concerns safety; the same moment twice means never quiet."""
    note: Text | None = None


class PersonCard(AboutPerson):
    """Somebody as the directory knows them."""

    person_id: PersonId
    points: tuple[ContactPoint, ...] = Field(default=(), max_length=MOST_POINTS)


class AboutPosition(Value):
    """What is known of a post."""

    org_id: OrgId
    title: Line
    level: Level | None = None


class Position(AboutPosition):
    """A post in an organisation; people fill it for a time, and partnerships hang on it."""

    position_id: Slug


class Tenure(Value):
    """Somebody in a post, from a day and until a day."""

    person_id: PersonId
    since: Day
    until: Day | None = None
    """Their last day."""

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError("the last day lies before the first one")
        return self


class Filling(Tenure):
    """Somebody in a position."""

    position_id: Slug


class Away(Value):
    """Days on which somebody is away, and who stands in."""

    stand_in: PersonId | None = None
    starts: Day
    ends: Day
    """The last day away."""
    note: Line | None = None

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.ends < self.starts:
            raise ValueError("the last day lies before the first one")
        return self


class Absence(Away):
    """Somebody who is away."""

    absence_id: UUID
    person_id: PersonId
