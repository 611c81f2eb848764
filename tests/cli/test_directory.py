"""The directory on the command line: entered, listed, put right; whole tables in and out, in little memory."""

import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from cli.directory import entries
from cli.remote import Api
from tests.cli.running import ROOT, Kemitraan, Stack, clean

ORGANISATIONS = (
    "org_id,name,kind,domain\ncli-desa,Desa Sukamaju,kantor pemerintah,\ncli-roti,Roti Baru,company,rotibaru.id\n"
)
PEOPLE = (
    "person_id,nama,wa,surel,org_id,jabatan,sejak,catatan\n"
    "cli-joko,Joko,0812-3456-7890,joko@desa.id,cli-desa,Kepala Desa,2026-01-01,=cmd|x\n"
    "cli-rani,Rani,,,,,,\n"
)


@pytest.fixture
def tables(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "orgs.csv").write_text(ORGANISATIONS)
    (tmp_path / "people.csv").write_text(PEOPLE)
    return str(tmp_path / "orgs.csv"), str(tmp_path / "people.csv")


def test_somebody_is_entered_changed_and_away(kemitraan: Kemitraan) -> None:
    assert kemitraan("org", "put", "cli-melati", "--name", "SMK Melati", "--kind", "public_office").code == 0
    assert kemitraan("org", "put", "cli-melati", "--domain", "www.melati.sch.id").code == 0
    assert kemitraan("org", "show", "cli-melati", "--output", "json").json["name"] == "SMK Melati"
    reach = ("--reach", "whatsapp:0812 3456 7890", "--reach", "email:dewi@melati.sch.id")
    assert kemitraan("person", "put", "cli-dewi", "--name", "Dewi", *reach).code == 0
    assert kemitraan("person", "put", "cli-budi", "--name", "Budi").code == 0
    assert kemitraan("person", "put", "cli-dewi", "--zone", "Asia/Makassar", "--honorific", "ibu").code == 0
    assert kemitraan("position", "put", "cli-melati.head", "--org", "cli-melati", "--title", "Kepala").code == 0
    assert kemitraan("position", "fill", "cli-melati.head", "--person", "cli-dewi", "--since", "2026-01-01").code == 0
    away = kemitraan(
        "person", "away", "cli-dewi", "--from", "2026-01-01", "--until", "2099-01-01", "--stand-in", "cli-budi"
    )
    assert away.code == 0, away.err
    dewi = kemitraan("person", "show", "cli-dewi", "--output", "json").json
    assert [(p["rank"], p["address"]) for p in dewi["points"]] == [(1, "+6281234567890"), (2, "dewi@melati.sch.id")]
    assert (dewi["zone"], dewi["honorific"], dewi["stand_in"]) == ("Asia/Makassar", "ibu", "cli-budi")
    assert "cli-melati.head" in kemitraan("person", "show", "cli-dewi").out
    assert kemitraan("person", "back", "cli-dewi", dewi["absences"][0]["absence_id"]).code == 0
    assert [p["person_id"] for p in kemitraan("person", "list", "--org", "cli-melati", "--output", "json").json] == [
        "cli-dewi"
    ]
    assert "Kepala" in kemitraan("position", "list", "--org", "cli-melati").out


@pytest.mark.parametrize(("known", "code"), [(True, "changed-meanwhile"), (False, "already-there")])
def test_whoever_is_overtaken_is_told_and_overwrites_nothing(
    kemitraan: Kemitraan, monkeypatch: pytest.MonkeyPatch, known: bool, code: str
) -> None:
    org, school = f"cli-late-{code}", ("--name", "SMK Mawar", "--kind", "public_office")
    if known:
        assert kemitraan("org", "put", org, *school).code == 0

    async def overtaken(api: Api, path: str, identity: str) -> entries.Known:
        before = await read(api, path, identity)
        (await api.put(path, {"name": "SMK Anggrek", "kind": "public_office"})).or_raise()
        return before

    read = entries.known
    monkeypatch.setattr(entries, "known", overtaken)
    said = kemitraan("org", "put", org, *school, "--domain", "mawar.sch.id")
    assert (said.code, f"[{code}]" in said.err) == (4, True), said.err
    assert kemitraan("org", "show", org, "--output", "json").json["name"] == "SMK Anggrek"


def test_a_wrong_entry_is_one_line(kemitraan: Kemitraan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    said = kemitraan("person", "put", "cli-wrong", "--name", "X", "--reach", "phone:0812")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "Ini bukan nomor telepon" in said.err
    assert kemitraan("person", "show", "cli-wrong").code == 3


def test_tables_go_in_and_come_out(kemitraan: Kemitraan, tables: tuple[str, str], tmp_path: Path) -> None:
    dry = kemitraan("directory", "import", *tables, "--dry-run", "--output", "json")
    assert (dry.json["done"], dry.json["rows"], dry.json["problems"]) == (False, 4, [])
    assert kemitraan("org", "show", "cli-desa").code == 3
    said = kemitraan("directory", "import", *tables, "--by", "sari")
    assert (said.code, "4 rows were entered" in said.err) == (0, True), said.err
    assert [
        p["holders"][0]["person_id"]
        for p in kemitraan("position", "list", "--org", "cli-desa", "--output", "json").json
    ] == ["cli-joko"]
    again = kemitraan("directory", "import", *tables, "--output", "json").json["counts"]
    assert {kind: (count["new"], count["changed"]) for kind, count in again.items()} == {
        "organisations": (0, 0), "people": (0, 0), "positions": (0, 0),
    }  # fmt: skip
    book, csv = tmp_path / "all.xlsx", tmp_path / "people.semicolon.csv"
    assert kemitraan("directory", "export", str(book)).code == 0
    assert kemitraan("directory", "export", str(csv), "--separator", ";").code == 0
    assert "'=cmd|x" in csv.read_text(encoding="utf-8-sig")
    assert not any(b"<f>" in ZipFile(book).read(name) for name in ZipFile(book).namelist())
    assert openpyxl.load_workbook(book).sheetnames == ["organisations", "people", "positions"]
    for file in (book, csv):
        same = kemitraan("directory", "import", str(file), "--dry-run", "--output", "json").json
        assert all(count == {"new": 0, "changed": 0} for count in same["counts"].values()), (file, same)
    assert "directory.imported" in kemitraan("directory", "log", "directory").out


def test_every_problem_of_a_table_is_told_in_words(
    kemitraan: Kemitraan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    (tmp_path / "p.csv").write_text("nama;wa;zona waktu\nAni;0812;Mars\n;;\n;;WIB\n")
    said = kemitraan("directory", "import", str(tmp_path / "p.csv"))
    assert said.code == 2
    assert re.findall(r"p\.csv +(\d) +(\w+(?: waktu)?) +(\w+ \w+ \w+)", said.out) == [
        ("2", "wa", "ini bukan nomor"),
        ("2", "zona waktu", "ini bukan zona"),
        ("4", "nama", "ini tidak boleh"),
    ]
    assert kemitraan("directory", "import", str(tmp_path / "none.csv")).code == 3
    assert kemitraan("directory", "import").code == 2


def test_rows_that_seem_to_be_there_already_are_told(kemitraan: Kemitraan, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("person_id,name,phone\ncli-eka,Eka,0812-9999-0001\ncli-eka-2,Eka P.,081299990001\n")
    said = kemitraan("directory", "import", str(tmp_path / "p.csv"), "--dry-run")
    assert (said.code, "2 rows can be entered" in said.err, "Warnings (1)" in said.out) == (0, True, True), said
    assert re.search(r"p\.csv +3 +phone +this seems to be", said.out)


def test_duplicates_are_found_and_merged(kemitraan: Kemitraan) -> None:
    for person in ("cli-twin-a", "cli-twin-b", "cli-twin-c"):
        kemitraan("person", "put", person, "--name", "Si Kembar", "--reach", "telegram:@si_kembar")
    pairs = kemitraan("directory", "duplicates", "people", "--output", "json").json
    assert [(p["second"], p["signs"]) for p in pairs if p["first"] == "cli-twin-a"] == [
        ("cli-twin-b", ["name", "number"]),
        ("cli-twin-c", ["name", "number"]),
    ]
    assert kemitraan("directory", "differ", "people", "cli-twin-a", "cli-twin-c").code == 0
    assert kemitraan("directory", "merge", "people", "cli-twin-b", "cli-twin-a").code == 0
    left = kemitraan("directory", "duplicates", "people", "--output", "json").json
    assert "cli-twin-a" not in {pair["first"] for pair in left}
    assert kemitraan("person", "show", "cli-twin-b", "--output", "json").json["person_id"] == "cli-twin-a"
    assert kemitraan("directory", "merge", "people", "cli-twin-b", "cli-rani-nobody").code == 3
    assert kemitraan("directory", "troubles").code == 0


@pytest.fixture(params=["csv", "xlsx"])
def sizes(request: pytest.FixtureRequest, tmp_path: Path) -> list[Path]:
    """A table of a thousand people, and one of fifteen thousand."""

    def made(count: int) -> Path:
        rows = [["person_id", "name", "email", "whatsapp", "note"]]
        rows += [[f"m-{n}", f"Dewi {n}", f"d{n}@y.id", f"0812-{n:08d}", f"number {n}"] for n in range(count)]
        path = tmp_path / f"{count}.{request.param}"
        if request.param == "csv":
            path.write_text("".join(",".join(row) + "\n" for row in rows))
        else:
            book = openpyxl.Workbook(write_only=True)
            sheet = book.create_sheet("people")
            for row in rows:
                sheet.append(row)
            book.save(path)
        return path

    return [made(1_000), made(15_000)]


def test_memory_does_not_grow_with_a_table(stack: Stack, sizes: list[Path]) -> None:
    small, large = (_peak(stack, "directory", "import", str(path), "--dry-run") for path in sizes)
    assert large < small + 25 * 1024, f"{small} and {large} KiB"


def _peak(stack: Stack, *words: str) -> int:
    """The most memory that a command has held, in KiB."""
    child = subprocess.Popen(
        [sys.executable, "-m", "cli.main", *words],
        cwd=ROOT, env=clean() | {"KEMITRAAN_STATE": str(stack.state)}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0
    return usage.ru_maxrss
