"""The commands that start, steer and read partnerships."""

import io
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cli import remote
from cli.seed.portfolio import PORTFOLIO
from tests.cli.running import Kemitraan, Stack

NOBODY = "00000000-0000-0000-0000-000000000000"
PROPOSAL = {
    "title": "Kebun Obat Keluarga",
    "purpose": "A herb garden behind the library.",
    "proposer_org": "yayasan-tunas-baca",
    "parties": [
        {"org_id": "yayasan-tunas-baca", "name": "Yayasan Tunas Baca", "kind": "ngo"},
        {"org_id": "pkk-melati", "name": "Ibu-ibu PKK Melati", "kind": "informal"},
    ],
}
TITLES = {story.title for story in PORTFOLIO}
OPTIONS = (
    *("--title", "Kebun Obat", "--purpose", "Herbs"),
    *("--party", "yayasan-tunas-baca:ngo:Yayasan Tunas Baca", "--party", "pkk-melati:informal:PKK Melati"),
)


def the(kemitraan: Kemitraan, stage: str) -> dict[str, Any]:
    """A partnership of the portfolio in this stage."""
    items: list[dict[str, Any]] = kemitraan("list", "--stage", stage, "--output", "json").json
    return next(item for item in items if item["title"] in TITLES)


def test_start_from_options_and_then_show_it(kemitraan: Kemitraan) -> None:
    started = kemitraan("start", *OPTIONS, "--profile", "informal", "--output", "json")
    assert started.code == 0, started.err
    shown = kemitraan("show", started.json["partnership_id"], "--output", "json").json
    assert (shown["stage"], shown["profile"], shown["title"]) == ("proposed", "informal", "Kebun Obat")


def test_start_again_under_the_same_key_begins_nothing_new(kemitraan: Kemitraan, tmp_path: Path) -> None:
    file = tmp_path / "proposal.json"
    file.write_text(json.dumps(PROPOSAL))
    key = f"test-{uuid4()}"
    first, second = (kemitraan("start", str(file), "--key", key, "--output", "json") for _ in range(2))
    assert first.json == second.json
    file.write_text(json.dumps(PROPOSAL | {"title": "Something else"}))
    assert kemitraan("start", str(file), "--key", key).code == 4


def test_start_from_yaml(kemitraan: Kemitraan, tmp_path: Path) -> None:
    file = tmp_path / "proposal.yaml"
    parties = "".join(f"  - {json.dumps(party)}\n" for party in PROPOSAL["parties"])
    file.write_text(f"title: Kebun\npurpose: Herbs\nproposer_org: yayasan-tunas-baca\nparties:\n{parties}")
    assert kemitraan("start", str(file)).code == 0


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--title", "Only a title"),
        (*OPTIONS, "--party", "no-kind"),
        (*OPTIONS, "--profile", "hasty"),
        ("--unknown",),
    ],
    ids=["nothing", "too little", "bad party", "bad profile", "unknown option"],
)
def test_a_start_that_cannot_be_right_is_misuse(kemitraan: Kemitraan, words: tuple[str, ...]) -> None:
    said = kemitraan("start", *words)
    assert said.code == 2
    assert said.out == ""
    assert "Traceback" not in said.err


def test_start_from_a_file_that_is_not_there(kemitraan: Kemitraan) -> None:
    assert kemitraan("start", "nowhere.json").code == 3


def test_send_from_an_argument_a_file_and_stdin(
    kemitraan: Kemitraan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = kemitraan("start", *OPTIONS, "--output", "json").json["partnership_id"]
    command = json.dumps({"kind": "declare_willingness", "willing": True})
    assert kemitraan("send", started, command, "--as", "siti-aminah").code == 0
    file = tmp_path / "command.json"
    file.write_text(command)
    assert kemitraan("send", started, f"@{file}", "--as", "siti-aminah").code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(f"[{command}, {command}]"))
    said = kemitraan("send", started, "--as", "siti-aminah", "--output", "json")
    assert said.json["events"] == ["partnership.willingness_declared"] * 2


def test_send_the_same_again_under_its_key(kemitraan: Kemitraan) -> None:
    partnership_id = the(kemitraan, "proposed")["id"]
    key = f"test-{uuid4()}"
    words = ("send", partnership_id, '{"kind": "declare_willingness", "willing": true}', "--key", key)
    first, second = (kemitraan(*words, "--as", "lukas-wora", "--output", "json") for _ in range(2))
    assert first.json == second.json


def test_a_refusal_is_a_conflict_that_names_what_is_missing(kemitraan: Kemitraan) -> None:
    partnership = the(kemitraan, "winding_down")["id"]
    said = kemitraan("send", partnership, '{"kind": "end_partnership"}', "--as", "bagus-pratama")
    assert said.code == 4
    assert "statement" in said.err
    assert said.err.count("\n") == 1


def test_a_terminal_in_indonesian_is_answered_in_indonesian(
    kemitraan: Kemitraan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    assert the(kemitraan, "paused")["stage_name"] == "jeda"


def test_an_old_version_is_a_conflict(kemitraan: Kemitraan) -> None:
    partnership = the(kemitraan, "proposed")["id"]
    command = '{"kind": "declare_willingness", "willing": true}'
    assert kemitraan("send", partnership, command, "--if-version", "1", "--as", "lukas-wora").code == 4


@pytest.mark.parametrize(
    ("command", "code"),
    [('{"kind": ', 2), ('{"kind": "fly"}', 2), ('{"kind": "record_contact"}', 2), ("@nowhere.json", 3)],
    ids=["not JSON", "unknown kind", "fields missing", "no such file"],
)
def test_a_command_that_cannot_be_read(kemitraan: Kemitraan, command: str, code: int) -> None:
    assert kemitraan("send", the(kemitraan, "proposed")["id"], command).code == code


@pytest.mark.parametrize("words", [("show", NOBODY), ("timeline", NOBODY), ("show", "not-an-id")])
def test_an_unknown_partnership_is_not_found(kemitraan: Kemitraan, words: tuple[str, ...]) -> None:
    said = kemitraan(*words)
    assert (said.code, said.out) == (3, "")


def test_send_to_an_unknown_partnership(kemitraan: Kemitraan) -> None:
    assert kemitraan("send", NOBODY, '{"kind": "begin_exploring"}').code == 3


def test_nobody_there_is_unreachable(nowhere: Kemitraan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.remote.PATIENCE", 0.2)
    monkeypatch.setenv("KEMITRAAN_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("KEMITRAAN_KEY", "kmt_none")
    for words in (("list",), ("show", NOBODY), ("send", NOBODY, "{}"), ("start", *OPTIONS)):
        said = nowhere(*words)
        assert said.code == 5, said
        assert "Traceback" not in said.err


def test_without_any_engine_one_is_told_how_to_get_one(nowhere: Kemitraan) -> None:
    said = nowhere("list")
    assert said.code == 2
    assert "kemitraan dev" in said.err


def test_a_wrong_key_fails(kemitraan: Kemitraan, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEMITRAAN_URL", stack.profile.url)
    monkeypatch.setenv("KEMITRAAN_KEY", "kmt_wrong")
    assert kemitraan("list").code == 1


def test_an_unknown_voice_is_not_found(kemitraan: Kemitraan) -> None:
    assert kemitraan("list", "--as", "nobody").code == 3


def test_list_filters(kemitraan: Kemitraan) -> None:
    def titles(*words: str) -> set[str]:
        return {item["title"] for item in kemitraan("list", "--output", "json", *words).json}

    assert "Turnamen Voli Surya" in titles("--closed")
    assert "Turnamen Voli Surya" not in titles("--open", "--limit", "100")
    assert titles("--profile", "urgent") == {"Siaga Banjir Tirtasari"}
    assert titles("--text", "kopi") == {"Kopi Lereng sampai Göteborg"}
    assert titles("--org", "nordic-bean") == {"Kopi Lereng sampai Göteborg"}
    assert "Guru Tamu dari Bengkel" not in titles("--as", "sri-wahyuni")
    assert len(kemitraan("list", "--output", "json", "--limit", "3").json) == 3


def test_tables_say_it_in_words(kemitraan: Kemitraan) -> None:
    assert "Perpustakaan" in kemitraan("list").out
    partnership = the(kemitraan, "agreeing")["id"]
    shown = kemitraan("show", partnership, "--as", "siti-aminah").out
    assert "accept_version" in shown
    assert "Ibu-ibu PKK Melati" in shown
    told = kemitraan("timeline", partnership).out
    assert "agreement.version_offered" in told
    assert "\x1b" not in shown + told


def test_the_timeline_as_json_has_every_version(kemitraan: Kemitraan) -> None:
    items = kemitraan("timeline", the(kemitraan, "ended")["id"], "--output", "json").json
    assert [item["version"] for item in items] == list(range(1, len(items) + 1))


def test_lists_of_many_pages_end_and_have_everything_once(
    kemitraan: Kemitraan, monkeypatch: pytest.MonkeyPatch
) -> None:
    partnership = the(kemitraan, "active")["id"]
    calls = (("list",), ("timeline", partnership), ("person", "list"), ("list", "--limit", "7"))
    at_once = [kemitraan(*words, "--output", "json").json for words in calls]
    assert len(at_once[0]) > 12
    monkeypatch.setattr(remote, "_PAGE", 3)
    assert [kemitraan(*words, "--output", "json").json for words in calls] == at_once
