"""The record of a partnership as a file: saved once, held against its own hashes, never overwritten."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Kemitraan


@pytest.fixture
def saved(kemitraan: Kemitraan, tmp_path: Path) -> Path:
    """The record of one partnership of the stack."""
    one = kemitraan("list", "--output", "json").json[0]
    path = tmp_path / "record.json"
    said = kemitraan("record", "save", one["id"], str(path))
    assert said.code == 0, said.err
    return path


def test_what_was_saved_proves_itself_without_an_engine(
    kemitraan: Kemitraan, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEMITRAAN_STATE")
    checked = kemitraan("record", "check", str(saved), "--output", "json").json
    assert checked["faults"] == []
    assert checked["events"] == len(json.loads(saved.read_bytes())["events"]) > 0


def test_whatever_is_changed_shows(kemitraan: Kemitraan, saved: Path) -> None:
    record = json.loads(saved.read_bytes())
    del record["events"][0]
    saved.write_text(json.dumps(record))
    said = kemitraan("record", "check", str(saved))
    assert said.code == 1
    assert said.err.strip()


def test_another_sides_record_is_held_against_it(kemitraan: Kemitraan, saved: Path, tmp_path: Path) -> None:
    same = kemitraan("record", "check", str(saved), str(saved))
    assert same.code == 0, same.err
    assert json.loads(saved.read_bytes())["hash"] in same.err + same.out
    assert kemitraan("record", "check", str(saved), str(tmp_path / "nowhere.json")).code == 3
    record = json.loads(saved.read_bytes())
    last = record["events"].pop()
    record |= {"version": last["version"] - 1, "hash": last["prev_hash"]}
    (tmp_path / "cut.json").write_text(json.dumps(record))
    cut = kemitraan("record", "check", str(tmp_path / "cut.json"), str(saved))
    assert (cut.code, "or its end was cut off" in cut.err + cut.out) == (0, True)
    record = json.loads(saved.read_bytes())
    record["events"][-1] |= {"whole": None, "hash": "11" * 32}
    record["hash"] = "11" * 32
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(record))
    said = kemitraan("record", "check", str(forged), str(saved))
    assert said.code == 1
    assert "do not tell the same" in said.err


def test_a_file_that_exists_is_not_overwritten(kemitraan: Kemitraan, saved: Path) -> None:
    before = saved.read_bytes()
    assert kemitraan("record", "save", "whichever", str(saved)).code == 2
    assert saved.read_bytes() == before


def test_a_file_that_is_no_record(nowhere: Kemitraan, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}")
    assert nowhere("record", "check", str(other)).code == 2
    assert nowhere("record", "check", str(tmp_path / "nowhere.json")).code == 3
