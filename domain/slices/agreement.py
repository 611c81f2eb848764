"""The version that lies before the parties, and the one in force."""

from domain.draft import Draft, Terms
from domain.values import Instant, OrgId, Slug, State


class Acceptance(State):
    """One party's yes to the offered version."""

    org_id: OrgId
    assisted: bool = False
    stands_from: Instant
    """When it counts: at once, or once the time for objecting to an assisted acceptance is over."""
    since: Instant | None = None
    """When it was said or recorded, as far as is known."""
    told: bool = False
    """Somebody has told them in person of what was recorded."""
    unheard: bool = False
    """Nothing has reached them when the time for objecting was over."""


class Offer(State):
    """A version that lies before all parties."""

    version: int
    hash: str
    offered_at: Instant
    by_org: OrgId
    acceptances: tuple[Acceptance, ...] = ()
    settles: tuple[Slug, ...] = ()
    """Change proposals that are settled once it is in force."""


class Agreement(State):
    """The version in force."""

    version: int
    hash: str
    in_force_at: Instant
    terms: Terms
    content: Draft | None = None
    """What it says, from the moment at which the draft of the next version says something else."""
    revision: int = 0
    """How many small changes it has seen by the light path."""
