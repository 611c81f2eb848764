"""Where somebody stands who is about to say something."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from domain.partnership import Partnership
from domain.slices.agreement import Offer
from domain.values import OrgId, Slug
from tests.domain.story import HOST, PARTNER
from tests.domain.teller import NOW

T = TypeVar("T")
NOTHING = Offer(version=1, hash="", offered_at=NOW, by_org=HOST)


class Scene(NamedTuple):
    """Where the speaker stands, and a number that turns the phrase; zero is the plainest."""

    p: Partnership
    now: datetime
    side: OrgId = HOST
    turn: int = 0

    def one(self, of: Sequence[T]) -> T:
        """One of these."""
        return of[self.turn % len(of)]

    def day(self, *days: float) -> datetime:
        """A day from now, one of these."""
        return self.now + timedelta(days=self.one(days))

    @property
    def orgs(self) -> tuple[OrgId, ...]:
        """All sides."""
        return self.p.orgs or (HOST, PARTNER)

    @property
    def other(self) -> OrgId:
        """Another side."""
        return self.one([org for org in self.orgs if org != self.side])

    @property
    def offer(self) -> Offer:
        """What lies before the parties, or nothing that anybody could have read."""
        return self.p.offer or NOTHING

    def name(self, word: str) -> Slug:
        """One of three names."""
        return Slug(f"{word}-{self.turn % 3}")

    def open(self, items: Sequence[object], field: str, word: str) -> Slug:
        """The name of something open, if there is any."""
        return Slug(getattr(self.one(items), field)) if items else self.name(word)
