"""Who takes part: the parties, their people, what stands in the way and who stands behind it."""

from domain.slices.institutionalisation import Strength
from domain.values import FundingStatus, Instant, Level, Line, OrgId, OrgKind, PersonId, Role, Slug, State, Text


class Party(State):
    """One organisation in the partnership and what it has said so far."""

    org_id: OrgId
    name: Line
    kind: OrgKind
    legal_id: Line | None = None
    proposer: bool = False
    willing: bool | None = None
    profile_confirmed: bool = False
    fit_answered: bool = False
    interests_declared: bool = False
    test_passed: bool | None = None
    """Its answer to the partnership test: does it contribute, decide, carry a role and gain?"""
    funding: FundingStatus = FundingStatus.STABLE


class Person(State):
    """Somebody with a role on one side, or a shared role and then no side."""

    person_id: PersonId
    name: Line
    role: Role
    org_id: OrgId | None = None
    position: Line | None = None
    position_id: Slug | None = None
    """The post of the directory on which this role hangs."""
    level: Level | None = None
    safeguarding: bool = False
    """Holds a mandate for the safety and legal path."""
    last_day: Instant | None = None
    """When this person leaves, if that is known."""


class Blocker(State):
    """A reason why the partnership cannot go on to an agreement yet."""

    blocker_id: Slug
    text: Text
    raised_by: OrgId | None = None
    """The party that named it; none where a neutral person did."""


class Support(State):
    """How somebody at a level of an organisation stands to the partnership."""

    org_id: OrgId
    level: Level
    person: PersonId | None = None
    """Nobody named: it is said of the whole level."""
    strength: Strength = Strength.SUPPORTER
    event: int | None = None
    """The number of the event that said so."""

    @property
    def key(self) -> tuple[OrgId, Level, PersonId | None]:
        """Of whom it is said."""
        return self.org_id, self.level, self.person

    def replaces(self, other: "Support") -> bool:
        """Whether it is said anew of the same person, or of a level as a whole."""
        same_level = (self.org_id, self.level) == (other.org_id, other.level)
        return same_level and (self.person is None or other.person in {None, self.person})
