"""National holidays, the same in every environment."""

import pytest

from domain.calendar import Calendar, QuietCause
from store.calendars import YEARS, UnknownCountry, national_holidays


def test_holidays_of_indonesia_in_both_languages() -> None:
    found = {period.starts.isoformat(): period for period in national_holidays("ID", [2027])}
    feast = found["2027-03-10"]
    assert (feast.ends, feast.cause) == (feast.starts, QuietCause.HOLIDAY)
    assert feast.reason == "Hari Raya Idul Fitri (perkiraan) / Eid al-Fitr (estimated)"
    assert list(found) == sorted(found)


def test_joint_leave_is_quiet_too() -> None:
    assert any("Cuti Bersama" in period.reason for period in national_holidays("ID", [2026]))


def test_the_language_of_the_machine_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    before = national_holidays("FR", [2027])
    monkeypatch.setenv("LANGUAGE", "uk_UA")
    monkeypatch.setenv("LANG", "uk_UA.UTF-8")
    assert national_holidays("FR", [2027]) == before


def test_every_built_in_year_has_its_holidays() -> None:
    found = national_holidays("ID", YEARS)
    assert {period.starts.year for period in found} == set(YEARS)
    assert len(Calendar(quiet=found).spans()) > 10 * len(YEARS)


@pytest.mark.parametrize("country", ["XX", "", "Indonesia!", "id"])
def test_a_country_without_holidays_is_told(country: str) -> None:
    with pytest.raises(UnknownCountry):
        national_holidays(country, [2027])
