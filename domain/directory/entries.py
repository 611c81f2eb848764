"""What somebody writes into the directory, checked and brought into the form in which it is kept."""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from domain.calendar import Zone
from domain.directory.addresses import address, domain_name
from domain.directory.cards import (
    MOST_POINTS,
    AboutOrganisation,
    AboutPerson,
    Channel,
    ContactPoint,
    Organisation,
    PersonCard,
    Tenure,
)
from domain.directory.cells import long_zone
from domain.values import Line, OrgId, PersonId, Value

WrittenZone = Annotated[Zone, BeforeValidator(lambda text: long_zone(text) if isinstance(text, str) else text)]
"""A time zone, by its short Indonesian name or its long one."""

DomainName = Annotated[Line, AfterValidator(domain_name)]
"""Such as melati.sch.id."""


class OrganisationEntry(AboutOrganisation):
    """An organisation as somebody writes it down."""

    domain: DomainName | None = None
    zone: WrittenZone = "Asia/Jakarta"

    def kept(self, org_id: OrgId) -> Organisation:
        """The same under its id."""
        return Organisation(org_id=org_id, **dict(self))


class PointEntry(Value):
    """A contact point as somebody writes it down."""

    channel: Channel
    address: Line
    """Numbers as people write them, of Indonesia where no country is named; kept in international form."""
    rank: int = Field(default=1, ge=1, le=9)
    """1 is tried first."""

    @model_validator(mode="after")
    def _can_exist(self) -> Self:
        address(self.channel, self.address)
        return self

    def kept(self) -> ContactPoint:
        """The same as it is kept."""
        return ContactPoint(channel=self.channel, address=address(self.channel, self.address), rank=self.rank)


class FillingEntry(Tenure):
    """Somebody in a position, as somebody writes it down."""


class PersonEntry(AboutPerson):
    """Somebody as somebody writes them down."""

    zone: WrittenZone = "Asia/Jakarta"
    points: tuple[PointEntry, ...] = Field(default=(), max_length=MOST_POINTS)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        kept = [point.kept() for point in self.points]
        if len({(point.channel, point.address) for point in kept}) < len(kept):
            raise ValueError("the same address stands there twice")
        return self

    def kept(self, person_id: PersonId) -> PersonCard:
        """The same under their id."""
        points = tuple(point.kept() for point in self.points)
        return PersonCard(person_id=person_id, points=points, **self.model_dump(exclude={"points"}))
