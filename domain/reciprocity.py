"""The picture of giving and gaining: side by side and in words, without a price and without a ranking."""

from collections.abc import Iterator

from domain.benefits import gained_by
from domain.contributions import given_by
from domain.partnership import Partnership
from domain.slices.benefits import BenefitKind, BenefitLevel
from domain.slices.contributions import Tally
from domain.values import ContributionKind, Instant, OrgId, Value


class Side(Value):
    """What one party gives and gains."""

    org_id: OrgId
    gave: dict[ContributionKind, Tally]
    """As the receivers confirm."""
    gives_alone: tuple[ContributionKind, ...]
    """The kinds that no other party gives."""
    credited: int
    """How often the others have named it for what it gave."""
    gains: dict[BenefitLevel, int] | None
    """How often it has said so, for its people and for itself; None is unknown, and not nothing."""
    success: dict[BenefitKind, int]
    gains_said_at: Instant | None
    """When it last said what it gains."""


class Remark(Value):
    """One thing that the picture shows, in words: an English sentence with braces, and what fills them."""

    meaning: str
    params: dict[str, str]


class Reciprocity(Value):
    """The whole picture, the parties in the order in which they joined."""

    sides: tuple[Side, ...]
    waiting: int
    """Contributions that wait for the receiver's word and do not count yet."""
    remarks: tuple[Remark, ...]


def reciprocity(p: Partnership) -> Reciprocity:
    """Who gives and gains what, as far as it is known."""
    sides = tuple(_side(p, org) for org in p.orgs)
    remarks = (remark for side in sides for remark in _remarks(p, side))
    return Reciprocity(sides=sides, waiting=len(p.contributions.open), remarks=tuple(remarks))


def _side(p: Partnership, org_id: OrgId) -> Side:
    gave, gained = given_by(p, org_id), gained_by(p, org_id)
    others = {kind for org in p.orgs if org != org_id for kind in given_by(p, org).kinds}
    return Side(
        org_id=org_id,
        gave=gave.kinds,
        gives_alone=tuple(kind for kind in gave.kinds if kind not in others),
        credited=gave.credited,
        gains={level: gained.levels.get(level, 0) for level in BenefitLevel} if gained else None,
        success=gained.kinds if gained else {},
        gains_said_at=gained.last_at if gained else None,
    )


def _remarks(p: Partnership, side: Side) -> Iterator[Remark]:
    party = p.party(side.org_id)
    org = {"org": party.name if party else side.org_id}
    if not side.gave:
        yield Remark(meaning="What {org} gives is unknown: nothing is confirmed yet.", params=org)
    if side.gives_alone:
        kinds = ", ".join(side.gives_alone)
        yield Remark(meaning="Only {org} gives {kinds} so far.", params={**org, "kinds": kinds})
    if side.gave and not side.credited:
        yield Remark(meaning="Nobody has told yet where {org} was named for what it gives.", params=org)
    if side.gains is None:
        yield Remark(meaning="What {org} gains is unknown: it has not said so yet.", params=org)
    elif not side.gains[BenefitLevel.PERSONAL]:
        yield Remark(meaning="{org} gains as an organisation; whether its people gain is unknown.", params=org)
    elif not side.gains[BenefitLevel.ORGANISATIONAL]:
        yield Remark(meaning="The people of {org} gain; whether the organisation gains is unknown.", params=org)
