"""What the parties call success: which version of it, and what was last measured, side by side."""

from collections.abc import Collection
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from domain.values import Instant, OrgId, Slug, State

Amount = Annotated[Decimal, Field(max_digits=18, decimal_places=4)]
"""A measured number, or an answer from 1 to 5."""

KEPT = 4
"""Measurements of one sign by one party that are kept at hand; the ledger has all."""


class Measurement(State):
    """What one party found in one period."""

    period: Slug
    value: Amount
    missed: bool = False
    """Whether it missed the target as it then was."""
    at: Instant


class Series(State):
    """What one party found for one sign of success in its last periods, the oldest first."""

    indicator_id: Slug
    by_org: OrgId
    found: tuple[Measurement, ...] = ()

    def then(self, measurement: Measurement) -> "Series":
        """The same with one measurement more; a second one for a period replaces the first."""
        before = tuple(m for m in self.found if m.period != measurement.period)
        return self.but(found=(*before, measurement)[-KEPT:])

    @property
    def misses(self) -> tuple[Measurement, ...]:
        """The last periods running that missed the target."""
        running: tuple[Measurement, ...] = ()
        for measurement in self.found:
            running = (*running, measurement) if measurement.missed else ()
        return running


class Success(State):
    """The definition of success now valid, and what was measured by it."""

    version: int = 1
    """Rises whenever the parties change what they call success; the first agreement in force is version 1."""
    series: tuple[Series, ...] = ()

    def of(self, indicator_id: Slug, by_org: OrgId) -> Series:
        """What one party found for one sign."""
        found = (s for s in self.series if (s.indicator_id, s.by_org) == (indicator_id, by_org))
        return next(found, Series(indicator_id=indicator_id, by_org=by_org))

    def found(self, series: Series) -> "Success":
        """The same with what one party found for one sign."""
        key = (series.indicator_id, series.by_org)
        others = (s for s in self.series if (s.indicator_id, s.by_org) != key)
        return self.but(series=(*others, series))

    def redefined(self, signs: Collection[Slug]) -> "Success":
        """The next version; what was measured by signs that are gone stays in the ledger."""
        return self.but(version=self.version + 1, series=tuple(s for s in self.series if s.indicator_id in signs))

    def without(self, org_id: OrgId) -> "Success":
        """The same without what one party found."""
        return self.but(series=tuple(s for s in self.series if s.by_org != org_id))
