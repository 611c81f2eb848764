"""Days, times, numbers and money as people write them, for each language that Babel knows."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_gmt
from babel.numbers import format_currency, format_decimal

from domain.values import Instant

COUNTRY = "ID"
"""Where most readers live: English is written for them too, with Rp and with the day before the month."""

INDONESIAN_ZONES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}
"""What Indonesians call their three zones, in every language."""

MINUTES = "HH:mm"
"""Hours and minutes, where a language does not write them with a point."""

RUPIAH = frozenset({"idr", "rp", "rp.", "rupiah"})
"""What people call the money of Indonesia."""

WHOLE_DAYS = frozenset({"resume_at", "retain_until_at", "effective_at", "last_day_at", "until_at"})
"""Moments of which people think as days."""


def locale(code: str) -> Locale:
    """The conventions of a language, or the English ones where nothing is known of it."""
    try:
        return Locale(code, COUNTRY)
    except UnknownLocaleError:
        pass
    try:
        return Locale(code)
    except UnknownLocaleError:
        return Locale("en", COUNTRY)


def day(value: date, code: str) -> str:
    """Such as Senin, 4 Januari 2027."""
    return format_date(value, "EEEE, d MMMM y", locale=locale(code))


def clock(value: time, code: str) -> str:
    """Such as 14.05; English readers expect a colon."""
    pattern = MINUTES if code == "en" else locale(code).time_formats["short"].pattern
    return format_time(value, pattern.replace("h", "H").replace("a", "").strip(), locale=locale(code))


def zone_name(zone: str, at: Instant, code: str) -> str:
    """WIB, WITA or WIT; elsewhere the distance from Greenwich."""
    local = at.astimezone(ZoneInfo(zone))
    return INDONESIAN_ZONES.get(zone) or get_timezone_gmt(local, "long", locale=locale(code))


def moment(value: Instant, zone: str, code: str) -> str:
    """Such as Senin, 4 Januari 2027, 14.05 WIB."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date(), code)}, {clock(local.time(), code)} {zone_name(zone, value, code)}"


def deadline(value: Instant, zone: str, code: str) -> str:
    """The last moment for something; where that is midnight, people say the day before."""
    local = value.astimezone(ZoneInfo(zone))
    return moment(value, zone, code) if local.time() != time.min else day(local.date() - timedelta(days=1), code)


def number(value: float, code: str) -> str:
    """Such as 1.234.567,5."""
    return format_decimal(value, locale=locale(code))


def rupiah(value: float, code: str) -> str:
    """Such as Rp1.250.000: nobody counts in cents of a rupiah."""
    return format_currency(value, "IDR", "¤#,##0", locale=locale(code), currency_digits=False)


def worth(amount: float, unit: str, code: str) -> str:
    """Such as Rp1.250.000 or 40 jam; money of other countries stays as it was named."""
    return rupiah(amount, code) if unit.strip().casefold() in RUPIAH else f"{number(amount, code)} {unit}".rstrip()


def written(name: str, value: str, zone: str, code: str) -> str:
    """A parameter's value, as its name says what it is: a day, a moment or money; whatever else it is stays."""
    try:
        if name == "day" or name.endswith("_on"):
            return day(date.fromisoformat(value), code)
        if name.endswith("_at"):
            return _told(name, datetime.fromisoformat(value), zone, code)
        return _worth(value, code) if name.endswith("worth") else value
    except ValueError:
        return value


def _worth(value: str, code: str) -> str:
    amount, _, unit = value.partition(" ")
    return worth(float(amount), unit, code)


def _told(name: str, value: Instant, zone: str, code: str) -> str:
    if name in WHOLE_DAYS or name.endswith("day_at"):
        return day(value.astimezone(ZoneInfo(zone)).date(), code)
    return deadline(value, zone, code) if name.endswith("due_at") else moment(value, zone, code)
