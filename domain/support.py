"""The support map: who stands behind the partnership, at which level of which party, and who does not."""

from collections.abc import Iterable
from typing import Literal

from domain.guards import Facts, every, guard
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import TooMany, UnknownItem
from domain.slices.institutionalisation import Strength
from domain.slices.parties import Support
from domain.values import Instant, Level, OrgId, PersonId, Text, Value

SUPPORTED_LEVELS = 2
"""Levels on each side at which somebody must stand behind a deeper partnership."""

MAPPED = 20
"""So many words on support are kept for each side."""


class SupportRecorded(Event):
    """Somebody at a level of an organisation stands behind the partnership, or does not."""

    type: Literal["support.recorded"] = "support.recorded"
    org_id: OrgId
    level: Level
    text: Text
    person: PersonId | None = None
    strength: Strength = Strength.SUPPORTER

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One word on one level of one side; where it names nobody, it replaces all that was said of the level."""
        told = self.model_dump(include={"org_id", "level", "person", "strength"})
        said = Support(event=p.version + 1, **told)
        known = {s.key: s for s in p.support if s.key == said.key or not said.replaces(s)}
        return p.but(support=tuple({**known, said.key: said}.values()))


class RecordSupport(Command):
    """Say who on your side, and at which level, stands behind this; or that somebody no longer does."""

    kind: Literal["record_support"] = "record_support"
    level: Level
    text: Text
    person: PersonId | None = None
    strength: Strength = Strength.SUPPORTER

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side, of one's own people."""
        side = c.speaker.side
        person = p.person(self.person) if self.person else None
        if self.person and (person is None or person.org_id != side):
            raise UnknownItem(what="person of your side", item=self.person)
        said = Support(org_id=side, level=self.level, person=self.person)
        if sum(s.org_id == side and not said.replaces(s) for s in p.support) >= MAPPED:
            raise TooMany(what="Words on support", limit=MAPPED)
        yield SupportRecorded(org_id=side, **self.model_dump(exclude={"kind"}))


class Cell(Value):
    """One level of one party."""

    org_id: OrgId
    strength: Strength | None = None
    """The strongest support there; none while nothing is known, which is never good."""
    people: dict[PersonId, Strength]


class MapRow(Value):
    """One level across all parties."""

    level: Level
    cells: tuple[Cell, ...]


def support_map(p: Partnership) -> tuple[MapRow, ...]:
    """Levels by parties; who has no role any more stands for nothing."""
    return tuple(MapRow(level=level, cells=tuple(_cell(p, level, org) for org in p.orgs)) for level in Level)


def _cell(p: Partnership, level: Level, org: OrgId) -> Cell:
    said = [s for s in p.support if (s.org_id, s.level) == (org, level) and (s.person is None or p.person(s.person))]
    strongest = min((s.strength for s in said), key=tuple(Strength).index, default=None)
    return Cell(org_id=org, strength=strongest, people={s.person: s.strength for s in said if s.person})


def supported_levels(p: Partnership, org: OrgId) -> tuple[Level, ...]:
    """The levels of a party at which somebody who is there stands behind it."""
    return tuple(level for level in Level if _cell(p, level, org).strength is Strength.SUPPORTER)


@guard
def supported_on_two_levels(p: Partnership, c: Circumstances) -> Facts:
    """somebody must stand behind it on at least two levels of each party; missing at: {parties}."""
    return every(p.parties, lambda party: len(supported_levels(p, party.org_id)) >= SUPPORTED_LEVELS)
