"""Words that somebody has recorded for another person, as long as these can still say that it was not their word."""

from typing import Any

from domain.values import Instant, OrgId, PersonId, Slug, State


class RelayedWord(State):
    """One word, and when it counts."""

    word_id: Slug
    person_id: PersonId
    """Whose word it is."""
    org_id: OrgId
    command: dict[str, Any]
    """What they would have sent themselves."""
    by: PersonId
    """Who has recorded it."""
    stands_from: Instant
    event: int
    """The number of the event that recorded it."""
    private: bool = False
    """Sealed: for those two alone."""
