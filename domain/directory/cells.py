"""One cell of a table that people keep: from their words to ours, or a sentence that says what is wrong."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from domain.calendar import Day, Zone
from domain.directory.cards import Channel, Country, Honorific, LanguageCode
from domain.values import Level, Line, OrgKind, Slug, Text

E = TypeVar("E", bound=StrEnum)

Reader = Callable[[str], object]
"""From the text of a cell to what it means; a ValueError says what is wrong."""

SEPARATOR = "|"
"""Between several addresses in one cell."""

_ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}

_KINDS = {
    "perusahaan": OrgKind.COMPANY,
    "lembaga swadaya masyarakat": OrgKind.NGO,
    "lsm": OrgKind.NGO,
    "yayasan": OrgKind.NGO,
    "perguruan tinggi": OrgKind.UNIVERSITY,
    "universitas": OrgKind.UNIVERSITY,
    "kantor pemerintah": OrgKind.PUBLIC_OFFICE,
    "kelompok informal": OrgKind.INFORMAL,
    "komunitas": OrgKind.INFORMAL,
}

_HONORIFICS = {"pak": Honorific.BAPAK, "bpk": Honorific.BAPAK, "bu": Honorific.IBU, "kakak": Honorific.KAK}

_LEVELS = {"pimpinan": Level.LEADERSHIP, "pengelola": Level.MANAGEMENT, "lapangan": Level.FIELD}

_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)"),
    re.compile(r"(?P<d>\d\d?)[/.](?P<m>\d\d?)[/.](?P<y>\d{4})"),
)
_TIME = re.compile(r"(\d\d?)[:.](\d\d)(?::00)?")


_SLUG, _LINE, _TEXT = (TypeAdapter[str](type_) for type_ in (Slug, Line, Text))
_ZONE, _COUNTRY, _LANGUAGE = (TypeAdapter[str](type_) for type_ in (Zone, Country, LanguageCode))
_DAY = TypeAdapter[date](Day)


def slug(text: str) -> str:
    """An id that somebody has chosen."""
    if not _holds(_SLUG, text):
        raise ValueError(
            "an id has small letters, digits, dots and hyphens, 64 at most, and begins with a letter or digit"
        )
    return text


def made_slug(*names: str) -> str:
    """An id made from names: the same for the same names."""
    plain = (unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower() for name in names)
    parts = (re.sub(r"[^a-z0-9]+", "-", part).strip("-") for part in plain)
    return ".".join(part for part in parts if part)[:64].strip(".-")


def line(text: str) -> str:
    """One line."""
    if not _holds(_LINE, text):
        raise ValueError("this is too long, or holds signs that cannot be written; 200 characters fit")
    return _LINE.validate_python(text)


def note(text: str) -> str:
    """Some lines."""
    if not _holds(_TEXT, text):
        raise ValueError("this is too long, or holds signs that cannot be written; 4000 characters fit")
    return _TEXT.validate_python(text)


def zone(text: str) -> str:
    """A time zone, by its short Indonesian name or its long one."""
    name = long_zone(text)
    if not _holds(_ZONE, name):
        raise ValueError("this is no time zone; write WIB, WITA, WIT or a name such as Asia/Singapore")
    return name


def long_zone(text: str) -> str:
    """The long name of a time zone, where its short Indonesian one is written."""
    return _ZONES.get(text.lower(), text)


def country(text: str) -> str:
    """A country."""
    if not _holds(_COUNTRY, text.upper()):
        raise ValueError("this is no country; write its two letters, such as ID")
    return text.upper()


def language(text: str) -> str:
    """A language."""
    if not _holds(_LANGUAGE, text.lower()):
        raise ValueError("this is no language; write its two letters, such as id or en")
    return text.lower()


def day(text: str) -> date:
    """A day, as Indonesians or as computers write it."""
    read = _day(text)
    if read is None or not _holds(_DAY, read):
        raise ValueError("this is no day; write 2027-03-10 or 10/03/2027")
    return read


def _day(text: str) -> date | None:
    found = _DAYS[0].fullmatch(text) or _DAYS[1].fullmatch(text)
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None


def clock(text: str) -> time:
    """A time of the day."""
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:  # noqa: PLR2004 - hours and minutes
        raise ValueError("this is no time of the day; write 07:30")
    return time(int(found[1]), int(found[2]))


def kind(text: str) -> OrgKind:
    """What an organisation is."""
    found = _word(OrgKind, _KINDS, text)
    if found is None:
        raise ValueError("this is no kind of organisation; write company, ngo, university, public_office or informal")
    return found


def honorific(text: str) -> Honorific:
    """How somebody is addressed."""
    found = _word(Honorific, _HONORIFICS, text.rstrip("."))
    if found is None:
        raise ValueError("this is no form of address; write bapak, ibu or kak")
    return found


def level(text: str) -> Level:
    """At which height somebody works."""
    found = _word(Level, _LEVELS, text)
    if found is None:
        raise ValueError("this is no level; write leadership, management or field")
    return found


def channel(text: str) -> Channel:
    """A channel."""
    found = _word(Channel, {"wa": Channel.WHATSAPP, "surel": Channel.EMAIL, "telepon": Channel.PHONE}, text)
    if found is None:
        raise ValueError("this is no channel; write email, whatsapp, telegram or phone")
    return found


def _holds(type_: TypeAdapter[Any], value: object) -> bool:
    try:
        type_.validate_python(value)
    except ValidationError:
        return False
    return True


def _word(words: type[E], others: Mapping[str, E], text: str) -> E | None:
    written = " ".join(text.lower().split())
    return others.get(written) or next((word for word in words if word == written.replace(" ", "_")), None)
