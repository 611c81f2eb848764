"""What each party gains, in its own words, for its people and for itself as an organisation."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal

from domain.commitments import serves
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.slices.benefits import BenefitKind, BenefitLevel, Gained
from domain.values import Instant, OrgId, Slug, Text


class BenefitRecorded(Event):
    """A party says what it gains."""

    type: Literal["benefit.recorded"] = "benefit.recorded"
    org_id: OrgId
    level: BenefitLevel
    text: Text
    gains: BenefitKind | None = None
    goal_id: Slug | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One more in its tally."""
        known = gained_by(p, self.org_id) or Gained(org_id=self.org_id, last_at=at)
        levels = Counter(known.levels) + Counter([self.level])
        kinds = Counter(known.kinds) + Counter([self.gains] if self.gains else [])
        gained = known.but(levels=dict(levels), kinds=dict(kinds), last_at=at)
        return p.but(benefits=(*(g for g in p.benefits if g.org_id != self.org_id), gained))


class RecordBenefit(Command):
    """Say what your side gains from this: somebody of you, or your organisation."""

    kind: Literal["record_benefit"] = "record_benefit"
    level: BenefitLevel
    text: Text
    gains: BenefitKind | None = None
    goal_id: Slug | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side; nobody tells another what it gains."""
        serves(p, self.goal_id)
        yield BenefitRecorded(org_id=c.speaker.side, **self.model_dump(exclude={"kind"}))


def gained_by(p: Partnership, org_id: OrgId) -> Gained | None:
    """What one party has said that it gains; None means unknown, not nothing."""
    return next((gained for gained in p.benefits if gained.org_id == org_id), None)


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The state without what a party gained that has gone."""
    return p.but(benefits=tuple(g for g in p.benefits if g.org_id != org_id))
