"""Whole tables of the directory, in and out: CSV and Excel."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from fastapi import APIRouter, Query, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from api.decoding import media_type
from api.directory.scope import Staff, today
from api.faults import Fault
from api.language import Speaks
from api.ports import Outside
from api.problems import BodyTooLarge, BodyTooSlow, InvalidBody, UnsupportedMediaType
from domain.directory.sheets import Kind, Problem
from domain.values import Value
from language.catalogue import Language, languages
from store import exporting
from store.importing import Count, File, Importing, Report

router = APIRouter(prefix="/directory", tags=["directory"])

CSV, EXCEL = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_BYTES = 32 * 1024 * 1024
MOST_SECONDS = 120.0


class Separator(StrEnum):
    """What stands between the cells of a CSV."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    """As Excel expects it in Indonesia."""


class Wrong(Value):
    """Something in a table at which somebody should look."""

    sheet: str
    row: int
    """As the table shows it: the names of the columns stand in row 1."""
    column: str
    """As the table names it; empty where the whole row is meant."""
    what: str


class Imported(Value):
    """What an import has done or would do, every problem in the way, and what seems to be there already."""

    done: bool
    rows: int
    counts: dict[str, Count]
    problems: tuple[Wrong, ...]
    warnings: tuple[Wrong, ...]
    """Rows that seem to be the same as somebody under another id, the first hundred; they stop nothing."""
    warned: int
    """How many warnings there are in all."""

    @classmethod
    def of(cls, report: Report, language: Language) -> Self:
        """In words."""

        def told(problems: tuple[Problem, ...]) -> tuple[Wrong, ...]:
            places = (p.model_dump(include={"sheet", "row", "column"}) for p in problems)
            words = (language.begun(p.what, p.params) for p in problems)
            return tuple(Wrong(**place, what=what) for place, what in zip(places, words, strict=True))

        told_all = {"problems": told(report.problems), "warnings": told(report.warnings)}
        return cls(**dict(report) | told_all)


@router.post("/import", summary="Import a table", operation_id="importDirectory")
async def import_directory(
    *,
    caller: Staff,
    outside: Outside,
    language: Speaks,
    request: Request,
    dry_run: Annotated[bool, Query(description="Tell what would be done or what is wrong, and do nothing.")] = False,
    name: Annotated[str, Query(max_length=100, description="How you call the file, for problems and log.")] = "table",
) -> Imported:
    """Organisations, people or positions as CSV, or all in one Excel file: every row, or none and every problem.

    A dry run answers 200 with the problems; an import with problems answers 422, and nothing is changed.
    """
    if media_type(request) not in {CSV, EXCEL}:
        raise UnsupportedMediaType(expected=f"{CSV} or {EXCEL}")
    async with _received(request) as path:
        importing = Importing(outside.pool, caller.actor, today(), languages())
        report = await importing.run([File(path, name)], dry=dry_run)
    if report.problems and not dry_run:
        raise InvalidBody(faults=map(_fault, report.problems))
    return Imported.of(report, language)


@router.get(
    "/export.xlsx",
    summary="Export all tables",
    operation_id="exportDirectory",
    response_class=FileResponse,
    responses={200: {"description": "All tables.", "content": {EXCEL: {"schema": {"type": "string"}}}}},
)
async def export_directory(caller: Staff, outside: Outside) -> FileResponse:
    """Organisations, people and positions for Excel, as they can be imported again; it stands in the log."""
    path = _place(".xlsx")
    await exporting.excel(outside.pool, path)
    await exporting.record(outside.pool, caller.actor, tuple(Kind))
    return _file(path, "kemitraan.xlsx", EXCEL)


@router.get(
    "/export/{kind}.csv",
    summary="Export one table",
    operation_id="exportTable",
    response_class=FileResponse,
    responses={200: {"description": "One table.", "content": {CSV: {"schema": {"type": "string"}}}}},
)
async def export_table(
    caller: Staff, outside: Outside, kind: Kind, separator: Separator = Separator.COMMA
) -> FileResponse:
    """One table as CSV in UTF-8, as it can be imported again; what looks like a formula has a quote before it."""
    path = _place(".csv")
    await exporting.csv(outside.pool, path, kind, ";" if separator is Separator.SEMICOLON else ",")
    await exporting.record(outside.pool, caller.actor, (kind,))
    return _file(path, f"{kind}.csv", f"{CSV}; charset=utf-8")


@asynccontextmanager
async def _received(request: Request) -> AsyncIterator[Path]:
    """The body as a file, for as long as it is read; cut off as soon as it is too large or too slow."""
    path, size = _place(".table"), 0
    try:
        with path.open("wb") as file:
            async with asyncio.timeout(MOST_SECONDS):
                async for chunk in request.stream():
                    size += file.write(chunk)
                    if size > MOST_BYTES:
                        raise BodyTooLarge(limit=MOST_BYTES)
        yield path
    except TimeoutError:
        raise BodyTooSlow(seconds=f"{MOST_SECONDS:g}") from None
    finally:
        path.unlink()


def _place(suffix: str) -> Path:
    with tempfile.NamedTemporaryFile(prefix="kemitraan-", suffix=suffix, delete=False) as file:
        return Path(file.name)


def _file(path: Path, name: str, media: str) -> FileResponse:
    return FileResponse(path, media_type=media, filename=name, background=BackgroundTask(path.unlink))


def _fault(problem: Problem) -> Fault:
    """With its place as people find it in the table."""
    place = f"{problem.sheet}, {problem.row}, {problem.column}".rstrip(", ")
    return Fault(where=place, what=problem.what, params=problem.params)
