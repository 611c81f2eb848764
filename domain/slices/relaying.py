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
    since: Instant | None = None
    """When it was recorded, as far as is known."""
    event: int
    """The number of the event that recorded it."""
    private: bool = False
    """Sealed: for those two alone."""
    needs_yes: bool = False
    """Silence does not make it count: whoever recorded it may gain by it."""
    told: bool = False
    """Somebody has told them in person."""
    unheard: bool = False
    """Nothing has reached them when the time for objecting was over."""
