"""What carries a partnership beyond two people: notes, mandates, a strategy, and the people who carried it first."""

from enum import StrEnum

from domain.values import Instant, Line, OrgId, PersonId, State


class Strength(StrEnum):
    """How somebody stands to the partnership."""

    SUPPORTER = "supporter"
    NEUTRAL = "neutral"
    OPPOSED = "opposed"


class AskingReason(StrEnum):
    """Why it is time to ask what the partnership rests on."""

    A_YEAR = "a_year"
    RENEWAL = "renewal"
    DEPENDENCE = "dependence"


class Strategy(State):
    """The long-term strategy that all have agreed on."""

    version: int
    horizon: Instant


class KeyPerson(State):
    """Somebody on whom the partnership was built, and who is to be kept."""

    person_id: PersonId
    org_id: OrgId
    name: Line


class Roots(State):
    """How far the partnership has taken root in its organisations."""

    asked_at: Instant | None = None
    """When the leads were last asked what it rests on."""
    reason: AskingReason | None = None
    endorsed: tuple[OrgId, ...] = ()
    """Parties whose leadership stands by the core-business note."""
    mandates: tuple[OrgId, ...] = ()
    strategy: Strategy | None = None
    key_people: tuple[KeyPerson, ...] = ()

    def without(self, org_id: OrgId) -> "Roots":
        """The same without what belongs to a party that has left."""
        return self.but(
            endorsed=tuple(org for org in self.endorsed if org != org_id),
            mandates=tuple(org for org in self.mandates if org != org_id),
            key_people=tuple(person for person in self.key_people if person.org_id != org_id),
        )
