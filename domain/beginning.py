"""What the record tells of the beginning: how the parties found, chose and complement each other."""

from collections.abc import Iterable

from domain.fit import InterestsDeclared
from domain.initiation import PartnershipProposed, PartyJoined, ProfileConfirmed
from domain.message import Event
from domain.origins import Choice, InformalKind, Relation, Sector
from domain.values import OrgId, Value

BEGINS = tuple(
    str(event.model_fields["type"].default)
    for event in (PartnershipProposed, PartyJoined, ProfileConfirmed, InterestsDeclared)
)
"""The types of the events that tell of it."""


class Complement(Value):
    """What one party lacks, and which others are strong in it; none where all are to fill it together."""

    gap: str
    org_id: OrgId
    filled_by: tuple[OrgId, ...]


class Beginning(Value):
    """The beginning of a partnership."""

    origin: str | None
    initiators: tuple[str, ...]
    choice: Choice | None
    template: str | None
    sectors: dict[OrgId, Sector]
    subtypes: dict[OrgId, InformalKind]
    relations: dict[OrgId, Relation]
    """How each party sees its relation to the others."""
    reach: dict[OrgId, str]
    complements: tuple[Complement, ...]


def beginning(events: Iterable[Event]) -> Beginning:
    """The beginning, gathered from the events of one partnership; the last word of each party counts."""
    proposed: PartnershipProposed | None = None
    joined: list[PartyJoined] = []
    relations: dict[OrgId, Relation] = {}
    profiles: dict[OrgId, ProfileConfirmed] = {}
    for event in events:
        match event:
            case PartnershipProposed():
                proposed = event
            case PartyJoined():
                joined.append(event)
            case ProfileConfirmed():
                profiles[event.org_id] = event
            case InterestsDeclared(relation=Relation() as relation):
                relations[event.org_id] = relation
            case _:
                pass
    return Beginning(
        origin=proposed.relation_origin if proposed else None,
        initiators=proposed.initiators if proposed else (),
        choice=proposed.choice if proposed else None,
        template=proposed.template if proposed else None,
        sectors={party.org_id: party.sector for party in joined if party.sector},
        subtypes={party.org_id: party.subtype for party in joined if party.subtype},
        relations=relations,
        reach={org: profile.reach for org, profile in profiles.items() if profile.reach},
        complements=tuple(complements(profiles.values())),
    )


def complements(profiles: Iterable[ProfileConfirmed]) -> Iterable[Complement]:
    """Each gap, and who names the same thing as a strength."""
    said = tuple(profiles)
    for profile in said:
        for gap in profile.gaps:
            strong = (other.org_id for other in said if _same(gap) in map(_same, other.strengths))
            yield Complement(gap=gap, org_id=profile.org_id, filled_by=tuple(strong))


def _same(line: str) -> str:
    return " ".join(line.casefold().split())
