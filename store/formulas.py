"""Formulas in Excel whose result nobody has stored: their cells look empty, though whoever wrote them sees a value."""

import re
from collections.abc import Iterator
from typing import IO, Any, cast

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_MAYBE = re.compile(rb"[<:]f[ />]")

_BLOCK, _OVERLAP = 64 * 1024, 8

_ROW, _CELL, _FORMULA, _RESULT = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("row", "c", "f", "v"))


def uncalculated(sheet: Worksheet) -> Iterator[tuple[int, list[int]]]:
    """Rows with such cells from the top, each with their columns; a result that is an empty text is a result."""
    with _part(sheet) as part:
        if not _may_have_some(part):
            return
    with _part(sheet) as part:
        number = 0
        for _, element in iterparse(part):
            if element.tag == _ROW:
                number = int(element.get("r", number + 1))
                if columns := [*_columns(element)]:
                    yield number, columns
                element.clear()


def _part(sheet: Worksheet) -> IO[bytes]:
    """As it is written: the reader of values has forgotten which of them are formulas."""
    part: IO[bytes] = cast(Any, sheet)._get_source()
    return part


def _may_have_some(part: IO[bytes]) -> bool:
    """Most tables have none, and need not be read twice."""
    tail = b""
    for block in iter(lambda: part.read(_BLOCK), b""):
        if _MAYBE.search(tail + block):
            return True
        tail = block[-_OVERLAP:]
    return False


def _columns(row: Any) -> Iterator[int]:  # noqa: ANN401 - an element
    column = 0
    for cell in row.iter(_CELL):
        place = cell.get("r")
        column = coordinate_to_tuple(place)[1] if place else column + 1
        if cell.find(_FORMULA) is not None and cell.get("t") != "str" and not cell.findtext(_RESULT):
            yield column
