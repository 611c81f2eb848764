"""What the parties give: what waits for the receiver's word, and compact tallies of what was confirmed."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from domain.values import ContributionKind, Instant, Line, OrgId, Slug, State

Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]
"""So much of a unit; never turned into another unit, and never into a price."""


class Given(State):
    """Something that its giver says it has given; the receiver has not answered yet."""

    contribution_id: Slug
    by_org: OrgId
    to_org: OrgId | None = None
    """The receiver; none where it is for all, and then any other party can confirm it."""
    gives: ContributionKind
    amount: Amount | None = None
    unit: Line | None = None
    given_at: Instant
    number: int
    """The event that recorded it."""


class Tally(State):
    """How much of one kind a party has given, as the receivers confirm."""

    count: int = 0
    unpriced: int = 0
    """How many of these have no amount: most of what counts cannot be counted."""
    sums: dict[str, Decimal] = Field(default_factory=dict)
    """The others, summed for each unit by itself."""


class Gave(State):
    """What one party has given."""

    org_id: OrgId
    kinds: dict[ContributionKind, Tally] = Field(default_factory=dict)
    credited: int = 0
    """How often the others have named it in public for what it gave."""


class Contributions(State):
    """The ledger of contributions in short."""

    open: tuple[Given, ...] = ()
    gave: tuple[Gave, ...] = ()
