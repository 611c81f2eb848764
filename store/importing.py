"""Importing tables into the directory: all rows or none, every problem by its row and column, in little memory."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from pydantic import Field

from domain.directory.sheets import NO_HEADER, Header, Kind, Problem
from domain.message import Actor
from domain.values import Value
from store import directory_log, hanging, keeping, likeness, namesakes, own, staging
from store.pool import Connection, Pool, borrowed
from store.spreadsheets import Cells, Sheet, Unreadable, sheets

ROWS_AT_ONCE = 500
"""Held in memory."""

ORDER = (Kind.ORGANISATIONS, Kind.PEOPLE, Kind.POSITIONS)
"""What comes later names what came before."""


class File(NamedTuple):
    """A file, and how those who sent it call it."""

    path: Path
    name: str


class Progress(NamedTuple):
    """How far an import has come."""

    sheet: str
    rows: int
    """Read so far."""
    total: int
    """In this table; 0 where nobody knows."""


class Count(Value):
    """What became of the rows of one kind."""

    new: int = 0
    changed: int = 0


class Report(Value):
    """What an import has done, would do, or why it does nothing."""

    rows: int = 0
    """Read, without those that name the columns."""
    problems: tuple[Problem, ...] = ()
    """All of them, in the order of the tables; with any, nothing is changed."""
    warnings: tuple[Problem, ...] = ()
    """The first rows that seem to be there already under another id; they are entered all the same."""
    warned: int = 0
    """How many warnings there are in all."""
    counts: dict[str, Count] = Field(default_factory=dict)
    """By organisations, people and positions."""
    done: bool = False
    """Whether the directory was changed."""


class _Nothing(Exception):
    """Ends the transaction without a trace."""


Listener: TypeAlias = Callable[[Progress], None]


class Importing:
    """Imports by one actor."""

    def __init__(self, pool: Pool, actor: Actor, today: date, languages: Collection[str] = ()) -> None:
        """Whoever is in a post without a first day is in it from today; with `languages`, letters are in no others."""
        self._pool = pool
        self._actor = actor
        self._today = today
        self._languages = languages

    async def run(self, files: Sequence[File], *, dry: bool = False, progress: Listener = lambda _: None) -> Report:
        """Enter all that the files say, or tell every problem; a dry run tells what it would do."""
        report = Report()
        try:
            async with borrowed(self._pool) as connection, connection.transaction():
                report = await _Import(connection, self._actor, progress, self._languages).run(files, self._today)
                if dry or report.problems:
                    raise _Nothing
                await self._record(connection, files, report)
                return report.model_copy(update={"done": True})
        except _Nothing:
            return report

    async def _record(self, connection: Connection, files: Sequence[File], report: Report) -> None:
        told = {
            "files": [file.name for file in files],
            "counts": {kind: count.model_dump() for kind, count in report.counts.items()},
        }
        await directory_log.write(connection, self._actor, "directory.imported", "directory", **told)


class _Import:
    """One import, in one transaction."""

    def __init__(self, connection: Connection, actor: Actor, progress: Listener, languages: Collection[str]) -> None:
        self._connection = connection
        self._actor = actor
        self._progress = progress
        self._languages = languages
        self._headers: list[Header] = []
        self._problems: list[Problem] = []
        self._rows = 0

    async def run(self, files: Iterable[File], today: date) -> Report:
        await staging.prepare(self._connection)
        for file in files:
            await self._file(file)
        self._problems += await staging.between(self._connection, self._headers)
        self._problems += await namesakes.between(self._connection, self._headers)
        self._problems += await keeping.between(self._connection, self._headers, self._actor.org_id)
        self._problems += await hanging.between(self._connection, self._headers, today)
        told, warned = await likeness.warnings(self._connection, self._headers)
        warnings = tuple(sorted(told, key=self._place))
        if self._problems:
            problems = tuple(sorted(self._problems, key=self._place))
            return Report(rows=self._rows, problems=problems, warnings=warnings, warned=warned)
        return Report(rows=self._rows, warnings=warnings, warned=warned, counts=await self._entered(today))

    async def _file(self, file: File) -> None:
        name = file.name
        try:
            for sheet in sheets(file.path, file.name):
                name = sheet.name
                await self._sheet(sheet)
        except Unreadable as error:
            self._problems.append(Problem(sheet=name, row=error.row, column="", what=error.flaw.what))

    async def _sheet(self, sheet: Sheet) -> None:
        names = next(sheet.rows, ())
        if not any(name.strip() for name in names):
            self._problems.append(Problem(sheet=sheet.name, row=1, column="", what=NO_HEADER.what))
            return
        header = Header(sheet.name, names, self._languages)
        self._headers.append(header)
        wrong = [*header.problems()]
        self._problems += wrong
        if not wrong:
            await self._body(sheet, header)

    async def _body(self, sheet: Sheet, header: Header) -> None:
        rows, batch = enumerate(sheet.rows, 2), staging.Batch(len(self._headers) - 1, header)
        while portion := await asyncio.to_thread(_portion, rows):  # others are served meanwhile
            await asyncio.to_thread(self._take, batch, portion)
            await batch.store(self._connection)
            self._progress(Progress(sheet.name, portion[-1][0], sheet.total))

    def _take(self, batch: staging.Batch, portion: Iterable[tuple[int, Cells]]) -> None:
        for number, cells in portion:
            if any(cell.strip() for cell in cells):
                self._rows += 1
                row, problems = batch.header.read(number, cells)
                batch.take(row)
                if problems:
                    self._problems += problems
                else:
                    batch.keep(row)

    async def _entered(self, today: date) -> dict[str, Count]:
        counts: dict[str, Count] = {}
        await staging.remember(self._connection)
        for place, header in sorted(enumerate(self._headers), key=lambda pair: ORDER.index(pair[1].kind)):
            for kind, (new, changed) in (await staging.enter(self._connection, place, header, today)).items():
                before = counts.get(kind, Count())
                counts[kind] = Count(new=before.new + new, changed=before.changed + changed)
        for back in await staging.returned(self._connection, today):
            await directory_log.write(
                self._connection, self._actor, "person.returned", back.person_id, since=back.since
            )
        async for others in staging.readdressed(self._connection):
            await own.readdressed(self._connection, self._actor, others)
        return counts

    def _place(self, problem: Problem) -> tuple[int, int, int]:
        """Where a problem stands, the first sheet first and then from the top."""
        names = [header.sheet for header in self._headers]
        if problem.sheet not in names:
            return len(names), problem.row, 0
        header = self._headers[names.index(problem.sheet)]
        return names.index(problem.sheet), problem.row, header.place(problem.column)


def _portion(rows: Iterator[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
    return [*islice(rows, ROWS_AT_ONCE)]
