"""The commands around policies: most of them need nothing but a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.policies import stored
from store.policies import built_in
from tests.cli.running import Kemitraan

SLOWER = {"profiles": {"informal": {"patience": 3}}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A policy that is different in one place."""
    return written(tmp_path, SLOWER)


def written(folder: Path, body: Any) -> Path:  # noqa: ANN401 - any JSON
    path = folder / "policy.json"
    path.write_text(json.dumps(body))
    return path


def test_what_is_built_in_is_shown_without_any_engine(nowhere: Kemitraan) -> None:
    assert stored(nowhere("policy", "show", "0").json) == built_in()


def test_what_is_shown_can_be_checked(nowhere: Kemitraan, tmp_path: Path) -> None:
    shown = written(tmp_path, nowhere("policy", "show", "0").json)
    said = nowhere("policy", "check", str(shown))
    assert (said.code, said.err.count("differs from what is built in at 0 places")) == (0, 1)


def test_a_flaw_is_told_with_its_place(nowhere: Kemitraan, tmp_path: Path) -> None:
    bad = {"rules": {"end_date": {"steps": [{"after": 1, "audience": "sponsors"}], "patient": True}}}
    said = nowhere("policy", "check", str(written(tmp_path, bad)))
    assert said.code == 2
    assert "/rules/end_date/patient: Patience never moves calendar dates or safety." in said.err
    assert "/rules/end_date/steps/0: Both leads hear of it before any sponsor." in said.err


@pytest.mark.parametrize(("text", "code"), [(None, 3), ("{", 2), ("\x00", 2), ("[]", 2)])
def test_a_file_that_is_none(nowhere: Kemitraan, tmp_path: Path, text: str | None, code: int) -> None:
    path = tmp_path / "policy.json"
    if text is not None:
        path.write_text(text)
    said = nowhere("policy", "check", str(path))
    assert said.code == code
    assert "unexpected" not in said.err


def test_two_policies_are_compared_place_by_place(nowhere: Kemitraan, file: Path) -> None:
    assert nowhere("policy", "diff", "0", str(file), "--output", "json").json == [
        {"where": "/profiles/informal/patience", "before": 1.5, "after": 3}
    ]
    table = nowhere("policy", "diff", "0", str(file)).out
    assert "/profiles/informal/patience" in table


def test_holidays_of_some_years(nowhere: Kemitraan) -> None:
    found = nowhere("policy", "holidays", "--country", "ID", "--years", "2027-2028").json
    assert {day["starts"][:4] for day in found} == {"2027", "2028"}
    assert nowhere("policy", "holidays", "--country", "XX", "--years", "2027").code == 3
    for years in ("soon", "2028-2027", "1066"):
        assert nowhere("policy", "holidays", "--years", years).code == 2


def test_publishing_needs_an_engine_and_a_whole_policy(nowhere: Kemitraan, file: Path, tmp_path: Path) -> None:
    assert nowhere("policy", "publish", str(file), "--note", "Slower").code == 2
    assert nowhere("policy", "show").code == 2
    assert nowhere("policy", "list").code == 2


def test_a_policy_is_published_listed_and_shown(kemitraan: Kemitraan, file: Path) -> None:
    said = kemitraan("policy", "publish", str(file), "--note", "Our groups need more time", "--output", "json")
    assert said.code == 0, said.err
    version = said.json["version"]
    assert kemitraan("policy", "list", "--output", "json").json[-1] == said.json
    assert "Our groups need more time" in kemitraan("policy", "list").out
    assert kemitraan("policy", "show").json == kemitraan("policy", "show", str(version)).json
    assert kemitraan("policy", "show").json["profiles"]["informal"]["patience"] == 3
    assert kemitraan("policy", "diff", str(version), "newest", "--output", "json").json == []
    assert kemitraan("policy", "show", "999").code == 3
