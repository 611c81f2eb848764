"""`kemitraan directory import` and `export`: whole tables, straight from and to the database."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from cyclopts import Parameter
from pydantic import ValidationError
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from cli import profile
from cli.failures import Misused, NotFound
from cli.files import place_for
from cli.remote import spoken
from cli.screen import ERR, Output, put_json, put_table, say
from cli.upkeep import reaching_postgres
from domain.directory.sheets import Kind, Problem
from domain.message import Actor
from domain.values import PersonId
from language.catalogue import language, languages
from store import exporting
from store.importing import File, Importing, Listener, Report
from store.importing import Progress as Step
from store.pool import Pool, open_pool

HOME = ZoneInfo("Asia/Jakarta")

_EXCEL = ".xlsx"

_COLUMNS = ("file", "row", "column", "what")

By = Annotated[str, Parameter(name="--by")]


async def import_(
    *files: Path,
    dry_run: bool = False,
    who: By = "directory",
    output: Output = Output.TABLE,
) -> None:
    """Enter organisations, people and positions from CSV and Excel: all rows or none.

    Parameters
    ----------
    files
        Tables whose first row names the columns, such as org_id, name, kind; they may refer to each other.
    dry_run
        Tell every problem, or what would be done, and which rows seem to be there already; do nothing.
    who
        The id of who answers for it; it stands in the log.
    output
        table or json.
    """
    if not files:
        raise Misused("name at least one file, CSV or Excel")
    for file in files:
        if not file.is_file():
            raise NotFound(f"there is no file {file}")
    actor, today = _actor(who), datetime.now(HOME).date()
    async with _pool() as pool:
        with _progress() as listener:
            importing = Importing(pool, actor, today, languages())
            report = await importing.run([File(f, f.name) for f in files], dry=dry_run, progress=listener)
    _tell(report, output)
    if report.problems:
        raise Misused(f"{len(report.problems)} problems in {report.rows} rows; nothing was changed")
    counts = "; ".join(f"{kind}: {c.new} new, {c.changed} changed" for kind, c in report.counts.items())
    say(f"{report.rows} rows {'were entered' if report.done else 'can be entered'} ({counts})")


async def export(
    file: Path,
    *,
    kind: Kind = Kind.PEOPLE,
    delimiter: Annotated[str, Parameter(name="--separator")] = ",",
    who: By = "directory",
) -> None:
    """Write the directory as tables that can be imported again.

    Parameters
    ----------
    file
        With .xlsx all tables for Excel; with any other name one table as CSV.
    kind
        Which table a CSV holds: organisations, people or positions.
    delimiter
        Between the cells of a CSV; Excel in Indonesia expects a semicolon.
    who
        The id of who takes them along; it stands in the log.
    """
    if delimiter not in {",", ";", "\t"}:
        raise Misused("the separator is a comma, a semicolon or a tabulator")
    place, actor = place_for(file), _actor(who)
    excel = place.suffix.lower() == _EXCEL
    async with _pool() as pool:
        if excel:
            rows = await exporting.excel(pool, place)
        else:
            rows = await exporting.csv(pool, place, kind, delimiter)
        await exporting.record(pool, actor, tuple(Kind) if excel else (kind,))
    say(f"{rows} rows are in {file}")


def _actor(who: str) -> Actor:
    try:
        return Actor(person_id=PersonId(who))
    except ValidationError:
        raise Misused(f"--by is the id of a person, not {who!r}") from None


@asynccontextmanager
async def _pool() -> AsyncIterator[Pool]:
    with reaching_postgres():
        async with await open_pool(profile.dsn(), size=2) as pool:
            yield pool


@contextmanager
def _progress() -> Iterator[Listener]:
    """A bar for each table, on the way for people."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=ERR) as shown:
        tasks: dict[str, TaskID] = {}

        def listen(step: Step) -> None:
            if step.sheet not in tasks:
                tasks[step.sheet] = shown.add_task(step.sheet, total=step.total or None)
            shown.update(tasks[step.sheet], completed=step.rows)

        yield listen


def _tell(report: Report, output: Output) -> None:
    if output is Output.JSON:
        put_json(report.model_dump(mode="json"))
        return
    if report.problems:
        put_table("Problems", _COLUMNS, [_row(problem) for problem in report.problems])
    if report.warnings:
        shown = f", the first {len(report.warnings)}" if report.warned > len(report.warnings) else ""
        put_table(f"Warnings ({report.warned}{shown})", _COLUMNS, [_row(warning) for warning in report.warnings])


def _row(problem: Problem) -> tuple[str, int, str, str]:
    words = language(spoken())
    return problem.sheet, problem.row, problem.column, words.say(problem.what, problem.params)
