"""Tables in files, CSV and Excel: read and written row by row, so that a long one takes no more memory than others."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date, time
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

import xlsxwriter  # type: ignore[import-untyped]  # it says its types nowhere
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from domain.directory.sheets import NOT_A_TABLE, NOT_UTF8, UNCALCULATED, Flaw
from store.formulas import uncalculated

Cells = Sequence[str]

LONGEST_CELL = 32_767
"""Characters; what Excel itself holds in one."""

_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet that opens a CSV takes what begins so for a formula, unless a quote stands before it."""

MOST_BYTES = 1024**3
"""Of a file for Excel when it is unpacked; a small one can hold more than any memory."""

BROKEN = (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError, ZlibError)
"""What the readers of packed files raise; what is no XML is a kind of SyntaxError."""

_SEPARATOR = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""The line in which Excel is told what stands between the cells; it shows the next one as the first."""

_SNIFFED = 64 * 1024
_NOWHERE: tuple[int, list[int]] = (0, [])
_ZIP = b"PK\x03\x04"


class Unreadable(Exception):
    """A file is no table: what is wrong, and in which row it was noticed."""

    def __init__(self, flaw: Flaw, row: int) -> None:
        super().__init__(flaw.what)
        self.flaw = flaw
        self.row = row


class Sheet(NamedTuple):
    """One table of a file."""

    name: str
    rows: Iterator[Cells]
    """As text; the first one names the columns."""
    total: int
    """How many rows there are, as far as one can know beforehand."""


def sheets(path: Path, name: str) -> Iterator[Sheet]:
    """The tables of a file that people know by this name, to be read one after the other."""
    with path.open("rb") as file:
        excel = file.read(len(_ZIP)) == _ZIP
    yield from _excel(path, name) if excel else (_csv(path, name),)


def _csv(path: Path, name: str) -> Sheet:
    with path.open("rb") as file:
        total = sum(block.count(b"\n") for block in iter(lambda: file.read(_SNIFFED), b""))
    return Sheet(name, _csv_rows(path), total)


def _csv_rows(path: Path) -> Iterator[Cells]:
    row = 0
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            head = file.readline(_SNIFFED)
            told = _SEPARATOR.fullmatch(head.rstrip("\r\n"))
            delimiter = told[1] if told else max(",;\t", key=head.count)
            if not told:
                file.seek(0)
            for row, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), 1):  # noqa: B007 - told below
                "".join(cells).encode()  # what was no UTF-8 cannot be written as such either
                yield tuple(_unquoted(cell) for cell in cells)
    except UnicodeEncodeError:
        raise Unreadable(NOT_UTF8, row) from None
    except csv.Error:
        raise Unreadable(NOT_A_TABLE, row + 1) from None


def _unquoted(cell: str) -> str:
    """Without the quote that keeps spreadsheets from calculating."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell


def _excel(path: Path, name: str) -> Iterator[Sheet]:
    with path.open("rb") as file:  # opened here: by its name alone, a file would be refused for its ending
        try:
            with ZipFile(file) as parts:
                if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                    raise Unreadable(NOT_A_TABLE, 1)
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except BROKEN:
            raise Unreadable(NOT_A_TABLE, 1) from None
        for sheet in book.worksheets:
            if sheet.max_row is None or sheet.max_row > 1 or sheet.max_column > 1:
                yield Sheet(f"{name}/{sheet.title}", _excel_rows(sheet), sheet.max_row or 0)
        book.close()


def _excel_rows(sheet: Worksheet) -> Iterator[Cells]:
    number = 0
    try:
        missing = uncalculated(sheet)
        here, columns = next(missing, _NOWHERE)
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_text(value) for value in row]
            if number == here:
                for column in columns:
                    cells[column - 1 : column] = [UNCALCULATED]
                here, columns = next(missing, _NOWHERE)
            yield tuple(cells)
    except BROKEN:
        raise Unreadable(NOT_A_TABLE, number + 1) from None


def _text(value: object) -> str:
    """What stands in a cell of Excel, as one would write it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case time():
            return f"{value:%H:%M}"
        case date():  # a moment too: Excel gives every day a midnight
            return value.isoformat().removesuffix("T00:00:00")
        case _:
            return str(value)[:LONGEST_CELL]


class CsvWriter:
    """One table as CSV, which Excel opens as it is."""

    def __init__(self, path: Path, delimiter: str = ",") -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=delimiter)

    def put(self, cells: Cells) -> None:
        """One row."""
        self._writer.writerow([f"'{cell}" if cell.startswith(_RISKY) else cell for cell in cells])

    def close(self) -> None:
        """Nothing more comes."""
        self._file.close()


class ExcelWriter:
    """Several tables as one file for Excel; every cell is text and never a formula."""

    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(
            str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._bold = self._book.add_format({"bold": True})
        self._row = 0

    def sheet(self, title: str) -> None:
        """The rows that follow stand in a table of this name."""
        self._sheet = self._book.add_worksheet(title)
        self._sheet.freeze_panes(1, 0)
        self._row = 0

    def put(self, cells: Cells) -> None:
        """One row; the first one names the columns."""
        for place, cell in enumerate(cells):
            self._sheet.write_string(self._row, place, cell, self._bold if self._row == 0 else None)
        self._row += 1

    def close(self) -> None:
        """Nothing more comes."""
        self._book.close()
