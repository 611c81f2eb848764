"""National holidays as quiet periods, from the library that knows the decrees and the moon."""

from collections.abc import Iterable
from functools import cache

import holidays

from domain.calendar import QuietCause, QuietPeriod
from domain.notices.timing import DaysOff

YEARS = range(2026, 2037)
"""For which holidays are built in; those that hang on the moon are estimates until they are decreed."""

_JOINT_LEAVE = "government"
_ENGLISH = "en_US"


class UnknownCountry(Exception):
    """There are no holidays known for this country."""


def national_holidays(country: str, years: Iterable[int]) -> tuple[QuietPeriod, ...]:
    """Every holiday and day of joint leave of a country, in its own language and in English."""
    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known:
        raise UnknownCountry(country)
    empty = holidays.country_holidays(country)
    kinds = tuple(sorted({"public", _JOINT_LEAVE} & {*empty.supported_categories}))
    years = tuple(years)
    own = holidays.country_holidays(country, years=years, categories=kinds, language=empty.default_language)
    english = holidays.country_holidays(country, years=years, categories=kinds, language=_ENGLISH)
    return tuple(
        QuietPeriod(starts=day, ends=day, cause=QuietCause.HOLIDAY, reason=_named(own[day], english.get(day)))
        for day in sorted(own)
    )


@cache
def days_off(country: str, first_year: int) -> DaysOff:
    """On which days a country does not work, from a year on and in the next one; where it is not known, weekends."""
    try:
        periods = national_holidays(country, (first_year, first_year + 1))
    except UnknownCountry:
        return DaysOff()
    weekend = holidays.country_holidays(country).weekend
    return DaysOff(frozenset(weekend), frozenset(period.starts for period in periods))


def _named(own: str, english: str | None) -> str:
    both = f"{own} / {english}" if english and english != own else own
    return both[:200]
