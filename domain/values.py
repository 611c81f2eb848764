"""Words shared by the whole domain: frozen values, bounded texts, identifiers, kinds and roles."""

import unicodedata
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, NewType, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticKnownError


class Value(BaseModel):
    """A fact that never changes; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class State(BaseModel):
    """Remembered state; unknown fields are ignored, so that an older release can read a newer state."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    def but(self, **changes: object) -> Self:
        """The same with some fields changed; `model_copy` does this too, at ten times the cost."""
        same = object.__new__(type(self))
        set_ = object.__setattr__  # frozen
        set_(same, "__dict__", self.__dict__ | changes)
        known = self.__pydantic_fields_set__
        set_(same, "__pydantic_fields_set__", known if changes.keys() <= known else known | changes.keys())
        set_(same, "__pydantic_extra__", None)
        set_(same, "__pydantic_private__", None)
        return same


def _clean(text: str) -> str:
    plain = text.isprintable()  # nearly always; only what is not is looked at letter by letter
    if not plain and any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in text):
        raise ValueError("text must not contain control characters")
    return unicodedata.normalize("NFC", text)


def _written(at: object) -> object:
    if isinstance(at, datetime):
        return at
    if isinstance(at, str) and "T" in at:
        with suppress(ValueError):
            return datetime.fromisoformat(at)
    raise PydanticKnownError("datetime_parsing", {"error": "a time is written like 2027-01-31T09:00:00+07:00"})


def _instant(at: datetime) -> datetime:
    if not 1970 <= at.year < 2100:  # noqa: PLR2004 - the years that every store and language can hold
        raise ValueError("time must lie between the years 1970 and 2100")
    return at if at.tzinfo is UTC else at.astimezone(UTC)


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_clean)]
"""One line a person wrote: a name, a title, a topic."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000), AfterValidator(_clean)]
"""Some paragraphs a person wrote."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
"""An identifier chosen by whoever makes the thing: readable, and the same when sent again."""

Instant = Annotated[AwareDatetime, BeforeValidator(_written), AfterValidator(_instant)]
"""A moment, always with its zone, kept in UTC."""

OrgId = NewType("OrgId", Slug)
PersonId = NewType("PersonId", Slug)


class OrgKind(StrEnum):
    """What an organisation is; an informal group needs no legal identity."""

    COMPANY = "company"
    NGO = "ngo"
    UNIVERSITY = "university"
    PUBLIC_OFFICE = "public_office"
    INFORMAL = "informal"


class Role(StrEnum):
    """What a person is to a partnership: on one side, or shared by all."""

    LEAD = "lead"
    ALTERNATE = "alternate"
    SPONSOR = "sponsor"
    MEMBER = "member"
    FACILITATOR = "facilitator"
    OBSERVER = "observer"


SHARED_ROLES = frozenset({Role.FACILITATOR, Role.OBSERVER})
"""Roles that belong to no side."""

BINDING_ROLES = frozenset({Role.LEAD, Role.ALTERNATE, Role.SPONSOR})
"""Roles whose word binds their own party."""


class Level(StrEnum):
    """At which height of an organisation a person works."""

    LEADERSHIP = "leadership"
    MANAGEMENT = "management"
    FIELD = "field"


class ContributionKind(StrEnum):
    """What a party can give; most of it has no price."""

    FUNDS = "funds"
    FACILITY = "facility"
    EXPERT = "expert"
    TECHNOLOGY = "technology"
    KNOWLEDGE = "knowledge"
    NETWORK = "network"
    CREDIBILITY = "credibility"
    TIME = "time"
    IDEA = "idea"
    CARE = "care"


class Depth(StrEnum):
    """What the partnership rests on; it moves one step at a time, with evidence."""

    PERSONAL = "personal"
    SHARED = "shared"
    INSTITUTIONAL = "institutional"


class FundingStatus(StrEnum):
    """How sure a party's money for the partnership is."""

    STABLE = "stable"
    AT_RISK = "at_risk"
    REDUCED = "reduced"
    LOST = "lost"


class Visibility(StrEnum):
    """Who may read an event."""

    BOTH = "both"
    OWN_SIDE = "own_side"
    FACILITATOR = "facilitator"
    RAISER = "raiser"
    NAMED = "named"
    """Only the people whom the event names."""
