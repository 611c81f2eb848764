"""Importing: all rows or none, every problem by row and column, in CSV and Excel alike."""

from datetime import date, time
from pathlib import Path
from random import Random
from zipfile import ZipFile

import openpyxl
import pytest

from domain.directory.cards import Channel, Honorific
from domain.directory.sheets import NOT_A_TABLE, NOT_CALCULATED, Kind
from domain.values import OrgId, OrgKind, PersonId
from store import directory_log
from store.directory import Directory
from store.importing import Count, File, Importing, Progress, Report
from store.likeness import MOST
from store.merging import Merging, Pair
from store.pool import Pool
from store.positions import Positions
from tests.store.test_directory import DEWI, SARI

TODAY = date(2027, 1, 4)

ORGANISATIONS = """\
org_id;name;kind;domain;zone
smk-melati;SMK Melati;kantor pemerintah;https://www.melati.sch.id/;WITA
;Roti Makmur;company;;
"""

PEOPLE = """\
person_id,nama,sapaan,surel,whatsapp,negara,org_id,jabatan,jam_ringkasan,catatan
dewi,Dewi Lestari,Ibu,Dewi@Melati.sch.id | dewi@lestari.id,0812-3456-7890,,smk-melati,Kepala Sekolah,08.15,"dua
baris, dengan koma"
,Hans Müller,,hans@example.org,,CH,,,,
"""


@pytest.fixture
def importing(pool: Pool) -> Importing:
    return Importing(pool, SARI, TODAY)


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> File:
    (folder / name).write_text(text, encoding=encoding, newline="")
    return File(folder / name, name)


def told(report: Report) -> list[tuple[str, int, str]]:
    return [(problem.sheet, problem.row, problem.column) for problem in report.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
async def test_two_tables_are_entered(importing: Importing, pool: Pool, tmp_path: Path, encoding: str) -> None:
    files = [written(tmp_path, "people.csv", PEOPLE, encoding), written(tmp_path, "orgs.csv", ORGANISATIONS, encoding)]
    report = await importing.run(files)
    assert report.problems == ()
    assert report.done
    new = {"organisations": Count(new=2), "people": Count(new=2), "positions": Count(new=1)}
    assert (report.rows, report.counts) == (4, new)
    directory = Directory(pool)
    school = await directory.organisation(OrgId("smk-melati"))
    assert school is not None
    assert (school.kind, school.domain, school.zone) == (OrgKind.PUBLIC_OFFICE, "melati.sch.id", "Asia/Makassar")
    dewi = await directory.person(PersonId("dewi"))
    assert dewi is not None
    assert [(p.channel, p.address, p.rank) for p in dewi.points] == [
        (Channel.EMAIL, "Dewi@melati.sch.id", 1),
        (Channel.WHATSAPP, "+6281234567890", 1),
        (Channel.EMAIL, "dewi@lestari.id", 2),
    ]
    assert (dewi.honorific, dewi.digest_at, dewi.note) == (Honorific.IBU, time(8, 15), "dua\nbaris, dengan koma")
    assert await directory.person(PersonId("hans-muller")) is not None
    held = await Positions(pool).get("smk-melati.kepala-sekolah", TODAY)
    assert held is not None
    assert [(term.person_id, term.since) for term in held.holders] == [("dewi", TODAY)]
    change, *_ = await directory_log.read(pool)
    assert (change.what, change.detail["files"]) == ("directory.imported", ["people.csv", "orgs.csv"])


async def test_a_dry_run_tells_what_it_would_do_and_does_nothing(
    importing: Importing, pool: Pool, tmp_path: Path
) -> None:
    report = await importing.run([written(tmp_path, "o.csv", ORGANISATIONS)], dry=True)
    assert (report.done, report.counts) == (False, {"organisations": Count(new=2)})
    assert await pool.fetchval("select count(*) from organisations") == 0
    assert await directory_log.read(pool) == ()


async def test_a_second_import_changes_what_it_names_and_nothing_else(
    importing: Importing, pool: Pool, tmp_path: Path
) -> None:
    await Directory(pool).put_person(DEWI, SARI)
    text = "person_id,name,email\ndewi,Dewi Lestari,dewi@lestari.id\n"
    assert (await importing.run([written(tmp_path, "p.csv", text)])).counts["people"] == Count()
    known = await Directory(pool).person(DEWI.person_id)
    assert known is not None
    assert {p.address for p in known.points} == {"+6281234567890", "dewi@lestari.id"}
    assert (known.zone, known.choices, known.digest_at) == (DEWI.zone, DEWI.choices, DEWI.digest_at)
    report = await importing.run([written(tmp_path, "q.csv", "person_id,name,zone\ndewi,Dewi L.,WIT\n")])
    assert report.counts["people"] == Count(changed=1)


async def test_every_problem_has_its_row_and_column(importing: Importing, pool: Pool, tmp_path: Path) -> None:
    organisations = "org_id,name,kind,zone\nA B,Alpha,company,\nb,,firma,Mars\nb,Beta,ngo,\nc,Gamma,ngo,,extra\n"
    people = (
        "person_id,name,email,phone,country,org_id,position,since,quiet_from,telegram\n"
        "x,X,x@,0812,ID,,,2027-13-01,25:00,abc\n\n"
        "y,Y,,,Indonesia,nowhere,Head,,,\nz,Z,,,,b,,,,\nz,Zz,,,,,,,,\n"
    )
    files = [written(tmp_path, "o.csv", organisations), written(tmp_path, "p.csv", people)]
    report = await importing.run(files)
    assert told(report) == [
        ("o.csv", 2, "org_id"),
        ("o.csv", 3, "name"),
        ("o.csv", 3, "kind"),
        ("o.csv", 3, "zone"),
        ("o.csv", 4, "org_id"),
        ("o.csv", 5, ""),
        ("p.csv", 2, "email"),
        ("p.csv", 2, "phone"),
        ("p.csv", 2, "since"),
        ("p.csv", 2, "quiet_from"),
        ("p.csv", 2, "telegram"),
        ("p.csv", 4, "country"),
        ("p.csv", 4, "org_id"),
        ("p.csv", 5, "position"),
        ("p.csv", 6, "person_id"),
    ]
    twice = report.problems[-1]
    assert twice.params == {"id": "z", "sheet": "p.csv", "row": "5"}
    assert (report.done, await pool.fetchval("select count(*) from organisations")) == (False, 0)


@pytest.mark.parametrize(
    ("content", "row", "what"),
    [
        (b"", 1, "the first row"),
        (b"\xef\xbb\xbf\n", 1, "the first row"),
        ("name,kind\nRoti,ngo\nKopi Süd,company\n".encode("cp1252"), 3, "this file is not UTF-8"),
        (b'name,kind\n"Kopi,company\n', 2, "this cannot be read"),
        (b"PK\x03\x04 and nothing else", 1, "this cannot be read"),
        (b"name,kind,colour\nA,ngo,red\n", 1, "there is no such column"),
        (b"name,kind,nama\nA,ngo,B\n", 1, "this column stands there twice"),
        (b"org_id,kind,zone\na,ngo,WIB\n", 1, "this column is missing"),
    ],
)
async def test_a_file_that_is_no_table_says_so(
    importing: Importing, tmp_path: Path, content: bytes, row: int, what: str
) -> None:
    (tmp_path / "f.csv").write_bytes(content)
    (problem,) = (await importing.run([File(tmp_path / "f.csv", "f.csv")])).problems
    assert (problem.row, problem.what[: len(what)]) == (row, what)


async def test_a_merged_id_is_told(importing: Importing, pool: Pool, tmp_path: Path) -> None:
    await importing.run([written(tmp_path, "p.csv", "person_id,name\na,A\nb,B\n")])
    await pool.execute("update people set merged_into = 'a' where person_id = 'b'")
    (problem,) = (await importing.run([written(tmp_path, "q.csv", "person_id,name\nb,B\n")])).problems
    assert (problem.row, problem.column, problem.params) == (2, "person_id", {"id": "b", "into": "a"})


async def test_excel_keeps_its_tables_in_one_file(importing: Importing, pool: Pool, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    book.create_sheet("Lembaga")
    for row in (["org_id", "nama", "jenis"], ["desa", "Desa Sukamaju", "kantor pemerintah"]):
        book["Lembaga"].append(row)
    people = book.create_sheet("Orang")
    for cells in (
        ["person_id", "nama", "wa", "org_id", "jabatan", "sejak", "jam_ringkasan"],
        ["joko", "Joko", 81234567890, "desa", "Kepala Desa", date(2026, 5, 1), time(9, 30)],
        [None, None, None, None, None, None, None],
        ["ratna", "Ratna", "=1+1", None, None, None, None],
    ):
        people.append(cells)
    book.create_sheet("Kosong")
    book.save(tmp_path / "b.xlsx")
    file = File(tmp_path / "b.xlsx", "b.xlsx")
    report = await importing.run([file])
    assert [(p.row, p.column, p.what) for p in report.problems] == [(4, "wa", NOT_CALCULATED.what)]
    people["C4"] = None
    book.save(tmp_path / "b.xlsx")
    assert (await importing.run([file])).problems == ()
    joko = await Directory(pool).person(PersonId("joko"))
    assert joko is not None
    assert (joko.points[0].address, joko.digest_at) == ("+6281234567890", time(9, 30))
    people["C4"] = "0812"
    book.save(tmp_path / "b.xlsx")
    assert told(await importing.run([file])) == [("b.xlsx/Orang", 4, "wa")]


async def test_a_broken_file_of_excel_says_so(importing: Importing, tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("people")
    for row in (["person_id", "name"], ["a", "A"]):
        sheet.append(row)
    book.save(tmp_path / "whole.xlsx")
    with ZipFile(tmp_path / "whole.xlsx") as whole, ZipFile(tmp_path / "broken.xlsx", "w") as broken:
        for part in whole.namelist():
            content = whole.read(part)
            broken.writestr(part, content[:-40] if part.endswith("sheet1.xml") else content)
    report = await importing.run([File(tmp_path / "broken.xlsx", "broken.xlsx")])
    assert [problem.what for problem in report.problems] == [NOT_A_TABLE.what]


ERRORS = ("kind", "zone", "domain", "name", "twice"), ("whatsapp", "email", "org_id", "language", "quiet_from")
SPOILED = {
    "kind": "firma", "zone": "Mars", "domain": "not a domain", "name": "", "whatsapp": "0812", "email": "dewi@",
    "org_id": "nowhere", "language": "Bahasa Indonesia", "quiet_from": "9 pm",
}  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_fifty_planted_errors_among_fifteen_thousand_rows(
    importing: Importing, pool: Pool, tmp_path: Path, form: str
) -> None:
    planted = {
        *_plant(Random(form), "organisations", 5_000, ERRORS[0]),
        *_plant(Random(form), "people", 10_000, ERRORS[1]),
    }
    assert len(planted) == 50
    spoiled = _made(tmp_path / f"spoiled.{form}", planted)
    heard: list[Progress] = []
    report = await importing.run(spoiled, progress=heard.append)
    assert {(sheet.rpartition("/")[2].removesuffix(".csv"), *where) for sheet, *where in told(report)} == planted
    assert len(report.problems) == 50
    assert (report.rows, report.done) == (15_000, False)
    assert [await pool.fetchval(f"select count(*) from {table}") for table in ("organisations", "people")] == [0, 0]

    clean = await importing.run(_made(tmp_path / f"clean.{form}", set()), progress=heard.append)
    assert clean.problems == ()
    assert {kind: count.new for kind, count in clean.counts.items()} == {
        "organisations": 5_000, "people": 10_000, "positions": 10_000,
    }  # fmt: skip
    assert [*map(type, heard)] == [Progress] * 60  # twice 15,000 rows, 500 at once
    assert heard[-1].rows == 10_001
    assert heard[-1].total in {0, 10_001}


def _plant(chance: Random, sheet: str, rows: int, columns: tuple[str, ...]) -> set[tuple[str, int, str]]:
    numbers = chance.sample(range(5, rows + 2), 25)
    named = {"twice": "org_id"}
    return {(sheet, row, named.get(column := columns[n % len(columns)], column)) for n, row in enumerate(numbers)}


def _rows(sheet: str, count: int, planted: set[tuple[str, int, str]]) -> list[list[str]]:
    if sheet == "organisations":
        columns = ["org_id", "name", "kind", "domain", "zone"]
        rows = [[f"org-{n}", f"Yayasan {n}", "ngo", f"y{n}.or.id", "WITA"] for n in range(count)]
    else:
        columns = ["person_id", "name", "email", "whatsapp", "language", "quiet_from", "org_id", "position"]
        rows = [
            [f"p-{n}", f"Dewi {n}", f"dewi{n}@y.or.id", f"0812-{n:08d}", "id", "21:00", f"org-{n % 2}", f"Ketua {n}"]
            for n in range(count)
        ]
    for where, row, column in planted:
        if where == sheet:
            place = columns.index(column)
            twin = sheet == "organisations" and column == "org_id"
            rows[row - 2][place] = rows[row - 3][place] if twin else SPOILED[column]
    return [columns, *rows]


def _made(path: Path, planted: set[tuple[str, int, str]]) -> list[File]:
    tables = {
        "organisations": _rows("organisations", 5_000, planted),
        "people": _rows("people", 10_000, planted),
    }
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook(write_only=True)
        for title, rows in tables.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(path)
        return [File(path, path.name)]
    lines = {title: "".join(",".join(row) + "\r\n" for row in rows) for title, rows in tables.items()}
    path.mkdir()
    return [written(path, f"{title}.csv", text) for title, text in lines.items()]


ALIKE_ORGANISATIONS = """\
org_id,name,kind,domain,legal_id
melati,SMK Melati,ngo,melati.sch.id,AHU-12
smk,"smk  melati.",ngo,,
mawar,SMK Mawar,ngo,Melati.sch.id,ahu 12
"""

ALIKE_PEOPLE = """\
person_id,name,phone,email,note
dewi,Dewi Lestari,,,has left her number
d-lestari,"Ibu Dewi Lestari, M.Pd.",0812-3456-7890,,
joko,Joko,,joko@desa.id,
joko-2,Joko W.,,Joko@desa.id,
siti,Siti,,,
"""


async def test_likely_duplicates_are_told_by_row_and_column_and_stop_nothing(
    importing: Importing, pool: Pool, tmp_path: Path
) -> None:
    await Directory(pool).put_person(DEWI, SARI)
    files = [written(tmp_path, "o.csv", ALIKE_ORGANISATIONS), written(tmp_path, "p.csv", ALIKE_PEOPLE)]
    dry = await importing.run(files, dry=True)
    assert [(w.sheet, w.row, w.column, w.params["whom"]) for w in dry.warnings] == [
        ("o.csv", 3, "name", "SMK Melati (melati, o.csv, 2)"),
        ("o.csv", 4, "domain", "SMK Melati (melati, o.csv, 2)"),
        ("o.csv", 4, "legal_id", "SMK Melati (melati, o.csv, 2)"),
        ("p.csv", 3, "name", "Dewi Lestari (dewi)"),
        ("p.csv", 3, "phone", "Dewi Lestari (dewi)"),
        ("p.csv", 5, "email", "Joko (joko, p.csv, 4)"),
    ]
    assert (dry.warned, dry.problems, dry.done) == (6, (), False)
    done = await importing.run(files)
    assert (done.done, done.warnings) == (True, dry.warnings)
    assert (await importing.run(files)).warned == 0  # nothing of it is new any more
    spoiled = written(tmp_path, "q.csv", ALIKE_PEOPLE.replace("joko-2", "joko-3").replace("Siti", ""))
    report = await importing.run([spoiled])
    assert [*told(report)] == [("q.csv", 6, "name")]
    assert [(w.row, w.column) for w in report.warnings] == [(5, "name"), (5, "email")]


async def test_who_was_told_apart_and_who_was_merged_is_no_warning(
    importing: Importing, pool: Pool, tmp_path: Path
) -> None:
    people = "person_id,name\na,Budi\nb,Budi\nc,Budi Santoso\n"
    assert (await importing.run([written(tmp_path, "p.csv", people)])).warned == 1
    await Merging(pool).distinct(Kind.PEOPLE, Pair("a", "c"), SARI)
    await Merging(pool).merge(Kind.PEOPLE, "b", "a", SARI)
    again = await importing.run([written(tmp_path, "q.csv", "person_id,name\nc,Budi\n")])
    assert (again.warned, again.counts["people"]) == (0, Count(changed=1))


async def test_of_many_warnings_the_first_are_told_and_all_are_counted(
    importing: Importing, pool: Pool, tmp_path: Path
) -> None:
    people = "person_id,name,email\n" + "".join(f"p-{n},Siti,one@y.id\n" for n in range(3_000))
    report = await importing.run([written(tmp_path, "p.csv", people)], dry=True)
    assert (len(report.warnings), report.warned) == (MOST, 2 * 2_999)
    assert {w.params["whom"] for w in report.warnings} == {"Siti (p-0, p.csv, 2)"}
    assert [(w.row, w.column) for w in report.warnings[:3]] == [(3, "name"), (3, "email"), (4, "name")]
