"""Days, times, numbers and money, as Indonesians write them and as others do."""

from datetime import UTC, date, datetime, time

import pytest

from language import writing
from language.catalogue import language

AT = datetime(2027, 1, 4, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "indonesian", "english"),
    [
        ("Asia/Jakarta", "Senin, 4 Januari 2027, 14.05 WIB", "Monday, 4 January 2027, 14:05 WIB"),
        ("Asia/Pontianak", "Senin, 4 Januari 2027, 14.05 WIB", "Monday, 4 January 2027, 14:05 WIB"),
        ("Asia/Makassar", "Senin, 4 Januari 2027, 15.05 WITA", "Monday, 4 January 2027, 15:05 WITA"),
        ("Asia/Jayapura", "Senin, 4 Januari 2027, 16.05 WIT", "Monday, 4 January 2027, 16:05 WIT"),
        ("Europe/Berlin", "Senin, 4 Januari 2027, 08.05 GMT+01.00", "Monday, 4 January 2027, 08:05 GMT+01:00"),
    ],
)
def test_a_moment_is_told_in_the_readers_zone(zone: str, indonesian: str, english: str) -> None:
    assert writing.moment(AT, zone, "id").replace("GMT+01:00", "GMT+01.00") == indonesian
    assert writing.moment(AT, zone, "en") == english


def test_money_and_numbers() -> None:
    for code in ("id", "en"):
        assert writing.rupiah(1_250_000, code) == "Rp1.250.000"
        assert writing.number(1_234_567.5, code) == "1.234.567,5"


def test_a_language_that_nobody_knows_is_written_like_english() -> None:
    assert writing.day(date(2027, 1, 4), "xx") == "Monday, 4 January 2027"
    assert writing.clock(time(14, 5), "jv") == "14:05"


def test_parameters_are_written_as_their_names_say() -> None:
    indonesian = language("id").there("Asia/Makassar")
    assert indonesian.say("{on}", {"on": "x"}) == "x"
    told = {"day": "2027-01-04", "ends_on": "2027-02-01", "due_at": AT.isoformat(), "gift_worth": "50000 IDR", "n": "3"}
    assert [indonesian.say(f"{{{name}}}", {name: value}) for name, value in told.items()] == [
        "Senin, 4 Januari 2027",
        "Senin, 1 Februari 2027",
        "Senin, 4 Januari 2027, 15.05 WITA",
        "Rp50.000",
        "3",
    ]


def test_until_midnight_means_the_day_before() -> None:
    midnight = "2027-01-05T00:00:00+07:00"
    assert language("id").say("{due_at}", {"due_at": midnight}) == "Senin, 4 Januari 2027"
    assert language("id").say("{seen_at}", {"seen_at": midnight}) == "Selasa, 5 Januari 2027, 00.00 WIB"
    assert language("id").say("{until_at}", {"until_at": midnight}) == "Selasa, 5 Januari 2027"
    assert (
        language("id")
        .there("Asia/Makassar")
        .say("{due_at}", {"due_at": midnight})
        .endswith("5 Januari 2027, 01.00 WITA")
    )


def test_what_is_no_date_stays_as_it_is() -> None:
    assert language("id").say("{until_on}", {"until_on": "harvest"}) == "harvest"
