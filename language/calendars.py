"""Calendars as files of RFC 5545, in the reader's language and zone; the same thing keeps its id wherever it stands."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from domain.appointments import Appointment, Entry
from domain.values import Instant
from language.catalogue import Language

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Kemitraan//Kemitraan//EN"

SHOWN = timedelta(minutes=30)
"""How long a moment looks in a calendar; it takes nobody's time."""

REFRESH = timedelta(hours=4)
"""How often a calendar program should look again."""

_MIDNIGHT = time(0)


def uid(partnership_id: UUID, key: str, *, private: bool = False) -> str:
    """The id of a calendar entry, for ever; that of something private tells nothing about it."""
    told = sha256(key.encode()).hexdigest()[:32] if private else key
    return f"{told}.{partnership_id}@kemitraan"


def calendar(entries: Iterable[Entry], language: Language) -> bytes:
    """A calendar to subscribe to; the same entries give the same bytes."""
    ordered = sorted(
        entries, key=lambda entry: (entry.appointment.at, str(entry.partnership_id), entry.appointment.key)
    )
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", "Kemitraan")
    whole.add("x-wr-timezone", language.zone)
    whole.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", REFRESH)
    whole.add_component(zone(language.zone, (entry.appointment.at for entry in ordered)))
    for entry in ordered:
        whole.add_component(event(entry, language))
    return bytes(whole.to_ical())


def event(entry: Entry, language: Language) -> Event:
    """One entry in words."""
    appointment = entry.appointment
    what = language.begun(appointment.what, appointment.params)
    told = Event()
    told.add("uid", uid(entry.partnership_id, appointment.key, private=appointment.private))
    told.add("sequence", entry.sequence)
    told.add("dtstamp", entry.modified.astimezone(UTC))
    told.add("last-modified", entry.modified.astimezone(UTC))
    told.add("summary", what if appointment.private else f"{entry.title}: {what}")
    told.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    told.add("transp", "TRANSPARENT")
    if appointment.private:
        told.add("class", "PRIVATE")
    for name, value in _when(appointment, ZoneInfo(language.zone)).items():
        told.add(name, value)
    return told


def zone(name: str, moments: Iterable[Instant]) -> Timezone:
    """The rules of a time zone, for all years that are spoken of."""
    years = {at.year for at in moments} or {2026}
    found = Timezone.from_tzid(name, first_date=date(min(years) - 1, 1, 1), last_date=date(max(years) + 2, 1, 1))
    found.pop("comment", None)
    return found


def _when(appointment: Appointment, there: ZoneInfo) -> dict[str, datetime | date]:
    """A whole day where it begins or ends at midnight, else the moment; until midnight means the day before."""
    at = appointment.at.astimezone(there)
    if at.time() == _MIDNIGHT:
        day = at.date() if appointment.begins else at.date() - timedelta(days=1)
        return {"dtstart": day, "dtend": day + timedelta(days=1)}
    return {"dtstart": at, "dtend": at + SHOWN} if appointment.begins else {"dtstart": at - SHOWN, "dtend": at}
