"""What spreadsheets leave in their files: errors, formulas without a result, a line for Excel, foreign languages."""

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from domain.values import PersonId
from store.directory import Directory
from store.importing import File, Importing
from store.pool import Pool
from tests.store.test_directory import SARI
from tests.store.test_importing import TODAY, told, written

MANY_ERRORS = """\
person_id,name,email,org_id,position,note,whatsapp
#REF!,#NAME?,#N/A,,,#DIV/0!,#VALUE!
dewi,Dewi,,#n/a,######,# first of all,
"""


@pytest.fixture
def importing(pool: Pool) -> Importing:
    return Importing(pool, SARI, TODAY)


async def test_errors_of_a_spreadsheet_are_no_people(importing: Importing, tmp_path: Path) -> None:
    wrong = [(2, c) for c in ("person_id", "name", "email", "whatsapp", "note")] + [(3, "org_id"), (3, "position")]
    report = await importing.run([written(tmp_path, "p.csv", MANY_ERRORS)])
    assert {(p.row, p.column) for p in report.problems} == {*wrong}
    book = openpyxl.Workbook()
    people = book["Sheet"]
    for line in MANY_ERRORS.splitlines():
        people.append(line.split(","))
    book.save(tmp_path / "p.xlsx")
    excel = await importing.run([File(tmp_path / "p.xlsx", "p.xlsx")])
    assert {(p.row, p.column) for p in excel.problems} == {*wrong}
    assert {p.params["error"] for p in excel.problems} >= {"#REF!", "#N/A", "#n/a", "######"}


async def test_a_formula_counts_by_the_result_that_is_stored_with_it(
    importing: Importing, pool: Pool, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book["Sheet"].append(["person_id", "name", "note"])
    book["Sheet"].append(["joko", "=1+1", "=2+2"])
    book.save(tmp_path / "made.xlsx")
    with ZipFile(tmp_path / "made.xlsx") as made, ZipFile(tmp_path / "p.xlsx", "w") as stored:
        for part in made.namelist():
            content = made.read(part)
            for cell, formula, result in ((b"B2", b"1+1", b"Joko W."), (b"C2", b"2+2", b"")):
                old = b'<c r="%b"><f>%b</f><v /></c>' % (cell, formula)
                new = b'<c r="%b" t="str"><f>%b</f><v>%b</v></c>' % (cell, formula, result)
                assert old in content or not part.endswith("sheet1.xml")
                content = content.replace(old, new)
            stored.writestr(part, content)
    report = await importing.run([File(tmp_path / "p.xlsx", "p.xlsx")])
    assert (report.problems, report.done) == ((), True)
    joko = await Directory(pool).person(PersonId("joko"))
    assert joko is not None
    assert (joko.name, joko.note) == ("Joko W.", None)


@pytest.mark.parametrize("line", ["sep=;", '"SEP=;"'])
async def test_the_line_that_tells_excel_the_separator_is_no_row(
    importing: Importing, tmp_path: Path, line: str
) -> None:
    text = f"{line}\r\nperson_id;name;zone\r\ndewi;Dewi, Ibu;WIT\r\njoko;;\r\n"
    assert told(await importing.run([written(tmp_path, "p.csv", text, "utf-8-sig")])) == [("p.csv", 3, "name")]


async def test_a_language_in_which_nothing_is_written_is_told(pool: Pool, tmp_path: Path) -> None:
    importing = Importing(pool, SARI, TODAY, ("id", "en"))
    text = "person_id,name,language\ndewi,Dewi,JV\njoko,Joko,EN\n"
    (problem,) = (await importing.run([written(tmp_path, "p.csv", text)])).problems
    assert (problem.row, problem.column, problem.params) == (2, "language", {"languages": "en, id"})
