"""Calendars as files: days and moments where the reader lives, ids that stay, and no words for what was confided."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from domain.appointments import Appointment, Entry
from domain.values import Instant
from language.calendars import calendar, uid
from language.catalogue import language

ID = UUID("6f1b6c1e-3c54-5d39-9a52-0f6f3c1a7b01")
NOON = datetime(2027, 3, 10, 5, 0, tzinfo=UTC)
MIDNIGHT = datetime(2027, 3, 10, 17, 0, tzinfo=UTC)
"""In Jakarta."""


def entry(at: Instant = NOON, *, key: str = "date/end", title: str = "Kebun", **changes: object) -> Entry:
    what = {"key": key, "what": "the agreed end", "at": at}
    appointment = {name: changes.pop(name) for name in ("begins", "private") if name in changes}
    told = {"partnership_id": ID, "title": title, "sequence": 7, "modified": NOON, **changes}
    return Entry.model_validate({**told, "appointment": Appointment.model_validate({**what, **appointment})})


def file(*entries: Entry, code: str = "id", zone: str = "Asia/Jakarta") -> bytes:
    return calendar(entries, language(code).there(zone))


def read(told: bytes) -> list[Any]:
    """The entries of a file, as a calendar program reads them."""
    return [*Calendar.from_ical(told).walk("VEVENT")]


@pytest.mark.parametrize(
    ("at", "begins", "starts", "ends"),
    [
        (NOON, False, NOON - timedelta(minutes=30), NOON),
        (NOON, True, NOON, NOON + timedelta(minutes=30)),
        (MIDNIGHT, False, date(2027, 3, 10), date(2027, 3, 11)),
        (MIDNIGHT, True, date(2027, 3, 11), date(2027, 3, 12)),
    ],
)
def test_until_midnight_is_the_day_before(at: Instant, begins: bool, starts: date, ends: date) -> None:
    (event,) = read(file(entry(at, begins=begins)))
    assert (event["dtstart"].dt, event["dtend"].dt) == (starts, ends)


@pytest.mark.parametrize(
    ("zone", "name"), [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
)
def test_the_zone_is_told_with_its_rules(zone: str, name: str) -> None:
    told = file(entry(), zone=zone)
    (rules,) = Calendar.from_ical(told).walk("VTIMEZONE")
    assert (rules["tzid"], rules.walk("STANDARD")[0]["tzname"]) == (zone, name)
    assert f"DTEND;TZID={zone}:".encode() in told


def test_it_is_written_as_the_standard_asks() -> None:
    told = file(entry(title="Kebun obat keluarga; di belakang perpustakaan, " * 4))
    assert all(len(line) <= 75 for line in told.split(b"\r\n"))
    assert told == file(entry(title="Kebun obat keluarga; di belakang perpustakaan, " * 4))
    (event,) = read(told)
    assert (event["sequence"], event["last-modified"].dt, event["dtstamp"].dt) == (7, NOON, NOON)
    assert (event["transp"], event["status"]) == ("TRANSPARENT", "CONFIRMED")


def test_ids_tell_partnership_and_thing_and_nothing_of_what_was_confided() -> None:
    assert uid(ID, "date/end") == f"date/end.{ID}@kemitraan"
    hidden = uid(ID, "hear_concern/concern-1/dewi", private=True)
    assert hidden == uid(ID, "hear_concern/concern-1/dewi", private=True)
    assert "concern" not in hidden
    (event,) = read(file(entry(key="hear_concern/x", private=True, title="Secret")))
    assert event["class"] == "PRIVATE"
    assert "Secret" not in str(event["summary"])
    assert "hear_concern" not in str(event["uid"])


def test_what_is_over_is_cancelled() -> None:
    (event,) = read(file(entry(cancelled=True)))
    assert event["status"] == "CANCELLED"


def test_an_empty_calendar_is_one() -> None:
    assert read(file()) == []
