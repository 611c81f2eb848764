"""The commands that keep the engine whole, and those that make keys."""

import pytest

from tests.cli.running import Kemitraan, Stack

NOTHING_THERE = "postgresql://nobody:nothing@127.0.0.1:9/nothing"


def test_verify_walks_every_chain(kemitraan: Kemitraan) -> None:
    said = kemitraan("verify", "--output", "json")
    assert said.code == 0, said.err
    assert said.json["faulty"] == 0
    assert said.json["events"] > 300


def test_rebuild_changes_nothing_that_can_be_read(kemitraan: Kemitraan) -> None:
    before = kemitraan("list", "--output", "json").json
    said = kemitraan("rebuild", "--output", "json")
    assert said.code == 0, said.err
    assert said.json["partnerships"] >= 14
    assert kemitraan("list", "--output", "json").json == before


def test_recover_reports_every_open_partnership(kemitraan: Kemitraan) -> None:
    still_open = kemitraan("list", "--open", "--limit", "500", "--output", "json").json
    said = kemitraan("recover", "--output", "json")
    assert said.code == 0, said.err
    assert said.json == {"partnerships": len(still_open), "running": len(still_open), "failed": []}


def test_migrate_and_setup_may_be_repeated(kemitraan: Kemitraan) -> None:
    assert kemitraan("migrate").code == 0
    assert kemitraan("setup").code == 0


def test_setup_needs_its_namespace(kemitraan: Kemitraan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPORAL_NAMESPACE", "elsewhere")
    for command in ("setup", "recover"):
        said = kemitraan(command)
        assert said.code == 3
        assert "elsewhere" in said.err


def test_a_key_is_shown_once_listed_and_revoked(
    kemitraan: Kemitraan, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kemitraan("key", "create", "--role", "viewer", "--person", "tamu", "--label", "A guest", "--output", "json")
    assert made.code == 0, made.err
    key_id = made.json["key_id"]
    listed = kemitraan("key", "list").out
    assert "A guest" in listed
    assert made.json["key"] not in listed
    monkeypatch.setenv("KEMITRAAN_URL", stack.profile.url)
    monkeypatch.setenv("KEMITRAAN_KEY", made.json["key"])
    assert kemitraan("list").code == 0
    assert kemitraan("key", "revoke", key_id).code == 0
    assert kemitraan("list").code == 1
    assert kemitraan("key", "revoke", key_id).code == 3


def test_a_key_for_nobody_is_misuse(kemitraan: Kemitraan) -> None:
    assert kemitraan("key", "create", "--role", "viewer", "--person", "Not A Slug").code == 2
    assert kemitraan("key", "create", "--role", "king", "--person", "tamu").code == 2


@pytest.mark.parametrize("command", [("verify",), ("rebuild",), ("migrate",), ("key", "list")])
def test_a_database_that_is_away_is_unreachable(
    nowhere: Kemitraan, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("KEMITRAAN_DSN", NOTHING_THERE)
    said = nowhere(*command)
    assert said.code == 5
    assert said.err.count("\n") == 1


def test_temporal_that_is_away_is_unreachable(nowhere: Kemitraan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", "127.0.0.1:9")
    assert nowhere("setup").code == 5


@pytest.mark.parametrize("command", [("verify",), ("setup",), ("key", "list")])
def test_without_any_address_one_is_told_what_to_set(nowhere: Kemitraan, command: tuple[str, ...]) -> None:
    said = nowhere(*command)
    assert said.code == 2
    assert "kemitraan dev" in said.err
