"""Tables of organisations, people and positions: their columns in two languages, and what each row of them says."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import Field

from domain.directory import cells
from domain.directory.addresses import HOME, address, domain_name
from domain.directory.cards import Channel
from domain.values import Value


class Kind(StrEnum):
    """What the rows of a table are."""

    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    POSITIONS = "positions"


class Flaw(NamedTuple):
    """What is wrong, in English; the key of its translations."""

    what: str
    params: Mapping[str, str] = {}


class Problem(Value):
    """Something in a table that cannot be taken, with its place."""

    sheet: str
    """The file, and the sheet in it."""
    row: int
    """As the table shows it: the names of the columns stand in row 1."""
    column: str
    """As the table names it; empty where the whole row is meant."""
    what: str
    """English, with the names of `params` in braces; the key of its translations."""
    params: dict[str, str] = Field(default_factory=dict)


_PERSON: dict[str, cells.Reader] = {
    "person_id": cells.slug,
    "name": cells.line,
    "honorific": cells.honorific,
    "language": cells.language,
    "zone": cells.zone,
    "country": cells.country,
    "digest_at": cells.clock,
    "quiet_from": cells.clock,
    "quiet_until": cells.clock,
    "note": cells.note,
    "reach_by": cells.channel,
}

_POST: dict[str, cells.Reader] = {
    "org_id": cells.slug,
    "position": cells.line,
    "level": cells.level,
    "since": cells.day,
}

CHANNELS = tuple(channel.value for channel in Channel)
"""Each channel is a column; several addresses in one cell stand in the order in which they are tried."""

COLUMNS: Mapping[Kind, Mapping[str, cells.Reader | None]] = {
    Kind.ORGANISATIONS: {
        "org_id": cells.slug,
        "name": cells.line,
        "kind": cells.kind,
        "legal_id": cells.line,
        "domain": domain_name,
        "zone": cells.zone,
        "note": cells.note,
    },
    Kind.PEOPLE: {**_PERSON, **dict.fromkeys(CHANNELS), **_POST},
    Kind.POSITIONS: {
        "position_id": cells.slug,
        **_POST,
        "person_id": cells.slug,
        "until": cells.day,
    },
}
"""How each column is read; addresses need to know the country, and are read by hand."""

NEEDED = {
    Kind.ORGANISATIONS: ("name", "kind"),
    Kind.PEOPLE: ("name",),
    Kind.POSITIONS: ("org_id", "position"),
}
"""What every row says."""

IDENTITY = {Kind.ORGANISATIONS: "org_id", Kind.PEOPLE: "person_id", Kind.POSITIONS: "position_id"}

MORE_CELLS = Flaw(what="this row has more cells than there are columns")
EMPTY = Flaw(what="this must not be empty")
NO_ID = Flaw(what="no id can be made from this name; write one")
HALF_A_POST = Flaw(what="the organisation and the position go together; one is missing")
BACKWARDS = Flaw(what="the last day lies before the first one")
ROLES_HANG = Flaw(
    what="roles in partnerships hang on this post; let this person leave it by a departure, which moves them as well"
)
NOT_CALCULATED = Flaw(what="this formula has no result yet; open the file in Excel, and save it once more")
NOT_UTF8 = Flaw(what="this file is not UTF-8; save it as CSV UTF-8")
NOT_A_TABLE = Flaw(what="this cannot be read as a table; send CSV or Excel (.xlsx)")
NO_HEADER = Flaw(what="the first row must hold the names of the columns")

UNCALCULATED = "#FORMULA!"
"""Stands for a formula whose result nobody has stored."""

_ERROR = re.compile(
    r"#(NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|BUSY!|CONNECT!|GETTING_DATA|#+)",
    re.IGNORECASE,
)
"""What Excel shows in place of a result, and where a column is too narrow for it."""

_INDONESIAN = {
    "id_organisasi": "org_id", "id_orang": "person_id", "id_jabatan": "position_id", "nama": "name", "jenis": "kind",
    "nomor_badan_hukum": "legal_id", "situs": "domain", "zona_waktu": "zone", "catatan": "note", "sapaan": "honorific",
    "bahasa": "language", "negara": "country", "jam_ringkasan": "digest_at", "tenang_dari": "quiet_from",
    "tenang_sampai": "quiet_until", "surel": "email", "telepon": "phone", "wa": "whatsapp", "jabatan": "position",
    "jenjang": "level", "sejak": "since", "sampai": "until", "dihubungi_lewat": "reach_by",
    "title": "position", "e-mail": "email", "time_zone": "zone",
}  # fmt: skip


class Row(NamedTuple):
    """What a row says, by our names of the columns; an empty cell is None."""

    number: int
    said: dict[str, Any]
    made: bool = False
    """Whether its id was made from names."""


class Header:
    """The first row of a table: what it is, and which column says what."""

    def __init__(self, sheet: str, names: Sequence[str], languages: Collection[str] = ()) -> None:
        """With `languages`, people are written to in no others."""
        self.sheet = sheet
        self._languages = languages
        self.names = tuple(names)
        known = [_known(name) for name in names]
        self.kind = max(Kind, key=lambda kind: sum(name in COLUMNS[kind] for name in known))
        self.places = {name: known.index(name) for name in COLUMNS[self.kind] if name in known}
        self._known = known

    @property
    def columns(self) -> frozenset[str]:
        """The columns that are there, by our names."""
        return frozenset(self.places)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the names of the columns."""
        for place, (name, known) in enumerate(zip(self.names, self._known, strict=True)):
            if known not in self.places and name.strip():
                every = {"columns": ", ".join(COLUMNS[self.kind])}
                yield self.problem(1, name, Flaw(what="there is no such column; there are {columns}", params=every))
            elif known in self.places and self.places[known] != place:
                yield self.problem(1, name, Flaw(what="this column stands there twice"))
        for name in NEEDED[self.kind]:
            if name not in self.places:
                yield self.problem(1, name, Flaw(what="this column is missing"))

    def named(self, column: str) -> str:
        """A column as the table names it."""
        return self.names[self.places[column]].strip() if column in self.places else column

    def place(self, name: str) -> int:
        """Where a column stands, by the name that the table gives it."""
        return next((place for place, own in enumerate(self.names) if own.strip() == name), len(self.names))

    def problem(self, row: int, column: str, flaw: Flaw) -> Problem:
        """Something wrong in this table."""
        what, params = flaw
        return Problem(sheet=self.sheet, row=row, column=self.named(column), what=what, params=dict(params))

    def read(self, number: int, row: Sequence[str]) -> tuple[Row, tuple[Problem, ...]]:
        """What a row says as far as it can be understood, and all that is wrong with it."""
        written = {name: row[place].strip() if place < len(row) else "" for name, place in self.places.items()}
        said: dict[str, Any] = {}
        problems: list[Problem] = []
        for name, text in written.items():
            said[name], flaw = self._cell(name, text, said.get("country")) if text else (None, None)
            if flaw:
                problems.append(self.problem(number, name, flaw))
        if any(cell.strip() for cell in row[len(self.names) :]):
            problems.append(self.problem(number, "", MORE_CELLS))
        missing = (name for name in NEEDED[self.kind] if name in written and not written[name])
        problems += (self.problem(number, name, EMPTY) for name in missing)
        made = not said.get(IDENTITY[self.kind])
        if not problems:
            problems += self._identified(number, said)
        return Row(number, said, made), tuple(problems)

    def _cell(self, name: str, text: str, country: str | None) -> tuple[Any, Flaw | None]:
        """What a cell means, or what is wrong with it."""
        if text == UNCALCULATED:
            return None, NOT_CALCULATED
        if _ERROR.fullmatch(text):
            return None, Flaw(what="the spreadsheet shows the error {error} here; correct it", params={"error": text})
        reader = COLUMNS[self.kind][name] or _addresses(Channel(name), country)
        try:
            said = reader(text)
        except ValueError as error:
            return None, Flaw(str(error))
        if name == "language" and self._languages and said not in self._languages:
            return None, unwritten(self._languages)
        return said, None

    def _identified(self, number: int, said: dict[str, Any]) -> Iterator[Problem]:
        """Give a row its id where it has none; and what of it does not fit together."""
        column = IDENTITY[self.kind]
        names = (said["org_id"], said["position"]) if self.kind is Kind.POSITIONS else (said["name"],)
        if not said.get(column):
            said[column] = cells.made_slug(*names)
        if not said[column]:
            yield self.problem(number, column, NO_ID)
        if self.kind is Kind.PEOPLE and bool(said.get("org_id")) != bool(said.get("position")):
            yield self.problem(number, "org_id" if said.get("position") else "position", HALF_A_POST)
        if said.get("until") and said.get("since") and said["until"] < said["since"]:
            yield self.problem(number, "until", BACKWARDS)


def twice(named: str, sheet: str, row: int) -> Flaw:
    """An id that another row has too."""
    params = {"id": named, "sheet": sheet, "row": str(row)}
    return Flaw(what="the id {id} stands also in {sheet}, row {row}", params=params)


def namesake(named: str, name: str) -> Flaw:
    """An id that was made from a name, and is that of somebody already."""
    params = {"id": named, "name": name}
    return Flaw(
        what="{name} has the id {id} already; write this id if the same is meant, or another one if not", params=params
    )


def kept(name: str, org: str) -> Flaw:
    """An entry of which another organisation says what is right."""
    return Flaw(
        what="{name} is kept by {org}, which alone says how they are reached", params={"name": name, "org": org}
    )


def unwritten(languages: Iterable[str]) -> Flaw:
    """A language in which nobody would be written to."""
    params = {"languages": ", ".join(sorted(languages))}
    return Flaw(what="letters are not written in this language yet; write one of: {languages}", params=params)


def unknown(named: str) -> Flaw:
    """A reference that leads nowhere."""
    return Flaw(what="{id} is neither in the directory nor in these files", params={"id": named})


def merged(named: str, into: str) -> Flaw:
    """An id that was given up."""
    return Flaw(what="{id} was merged into {into}; write that", params={"id": named, "into": into})


def _known(name: str) -> str:
    plain = "_".join(name.strip().lower().split())
    return _INDONESIAN.get(plain, plain)


def _addresses(channel: Channel, country: str | None) -> Callable[[str], tuple[str, ...]]:
    """Reads one address after the other."""

    def read(text: str) -> tuple[str, ...]:
        parts = (part.strip() for part in text.split(cells.SEPARATOR))
        return tuple(dict.fromkeys(address(channel, part, country or HOME) for part in parts if part))

    return read
