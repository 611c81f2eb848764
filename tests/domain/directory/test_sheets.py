"""Tables that people keep: their words, their ways to write, and what each row of them says."""

from collections.abc import Callable
from datetime import date, time

import pytest

from domain.directory import cells
from domain.directory.cards import Channel, Honorific
from domain.directory.sheets import COLUMNS, NEEDED, Header, Kind
from domain.values import Level, OrgKind


@pytest.mark.parametrize(
    ("read", "written", "meant"),
    [
        (cells.kind, "Perguruan  Tinggi", OrgKind.UNIVERSITY),
        (cells.kind, "public office", OrgKind.PUBLIC_OFFICE),
        (cells.kind, "LSM", OrgKind.NGO),
        (cells.zone, "wita", "Asia/Makassar"),
        (cells.zone, "Asia/Singapore", "Asia/Singapore"),
        (cells.honorific, "Bpk.", Honorific.BAPAK),
        (cells.honorific, "Ibu", Honorific.IBU),
        (cells.level, "pimpinan", Level.LEADERSHIP),
        (cells.channel, "WA", Channel.WHATSAPP),
        (cells.day, "10/3/2027", date(2027, 3, 10)),
        (cells.day, "10.03.2027", date(2027, 3, 10)),
        (cells.day, "2027-03-10", date(2027, 3, 10)),
        (cells.clock, "7.30", time(7, 30)),
        (cells.clock, "19:05:00", time(19, 5)),
        (cells.country, "sg", "SG"),
        (cells.language, "ID", "id"),
    ],
)
def test_a_cell_is_read_as_people_write(read: Callable[[str], object], written: str, meant: object) -> None:
    assert read(written) == meant


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (cells.slug, "Not A Slug"),
        (cells.slug, "x" * 65),
        (cells.line, "x" * 201),
        (cells.line, "two\u0007bells"),
        (cells.note, "x" * 4001),
        (cells.zone, "Mars"),
        (cells.country, "Indonesia"),
        (cells.language, "Indonesia"),
        (cells.day, "31/02/2027"),
        (cells.day, "1/1/1900"),
        (cells.day, "tomorrow"),
        (cells.clock, "24:00"),
        (cells.clock, "7"),
        (cells.kind, "firm"),
        (cells.honorific, "Sir"),
        (cells.level, "top"),
        (cells.channel, "pigeon"),
    ],
)
def test_a_cell_that_says_nothing_is_told(read: Callable[[str], object], written: str) -> None:
    with pytest.raises(ValueError, match=r"this|an id"):
        read(written)


def test_an_id_is_made_from_a_name_and_the_same_from_the_same() -> None:
    assert cells.made_slug("PT Roti  Makmur, Tbk.") == "pt-roti-makmur-tbk"
    assert cells.made_slug("smk-melati", "Kepala Sekolah") == "smk-melati.kepala-sekolah"
    assert cells.slug(cells.made_slug("Ibu " * 40))
    assert cells.made_slug("\u6771\u4eac") == ""


@pytest.mark.parametrize("kind", Kind)
def test_a_table_is_known_by_its_columns(kind: Kind) -> None:
    header = Header("t.csv", [*COLUMNS[kind]])
    assert header.kind is kind
    assert [*header.problems()] == []
    assert {*NEEDED[kind]} <= header.columns


def test_addresses_are_read_with_the_country_of_their_row() -> None:
    header = Header("t.csv", ["Nama", "WhatsApp", "Negara"])
    row, problems = header.read(2, ["Hans", "079 123 45 67 | 0812-3456-7890", "ch"])
    assert [(p.column, p.row) for p in problems] == [("WhatsApp", 2)]
    row, problems = header.read(3, ["Hans", "079 123 45 67 | +62 812 3456 7890", "ch"])
    assert problems == ()
    assert row.said["whatsapp"] == ("+41791234567", "+6281234567890")
    assert row.said["person_id"] == "hans"


def test_a_last_day_before_the_first_is_told() -> None:
    header = Header("t.csv", ["org_id", "jabatan", "sejak", "sampai"])
    _, problems = header.read(2, ["desa", "Ketua", "2027-03-10", "2027-03-09"])
    assert [problem.column for problem in problems] == ["sampai"]
