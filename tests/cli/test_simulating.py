"""A policy is lived before anybody is bothered by it: same seed, same bytes; a flaw is told in one line."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Kemitraan

FEW = ("simulate", "--partnerships", "2", "--years", "2", "--seed", "5")


@pytest.fixture
def hasty(tmp_path: Path) -> Path:
    """Under which contact is asked for within days."""
    path = tmp_path / "hasty.json"
    steps = [{"after": 0.1, "audience": "owner"}, {"after": 0.2, "audience": "leads"}]
    path.write_text(json.dumps({"rules": {"contact": {"steps": steps}}}))
    return path


def test_the_same_seed_gives_the_same_bytes(nowhere: Kemitraan) -> None:
    first, again = nowhere(*FEW, "--output", "json"), nowhere(*FEW, "--output", "json")
    assert first.json["built in"]["partnerships"] == 2
    assert first.out == again.out
    assert nowhere(*FEW, "--seed", "6", "--output", "json").out != first.out


def test_two_policies_are_lived_side_by_side(nowhere: Kemitraan, hasty: Path) -> None:
    both = nowhere(*FEW, "--against", str(hasty), "--output", "json").json
    nudges = {name: told["nudges by rule"]["contact"] for name, told in both.items()}
    assert nudges["built in"] < nudges["hasty.json"]
    table = nowhere(*FEW, "--against", str(hasty)).out
    assert "built in" in table
    assert "hasty.json" in table


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--plot", "nowhere/x.svg"), "there is no folder nowhere"),
        (("--plot", "."), ". is a folder"),
        (("--years", "51"), "--years"),
        (("--years", "0"), "--years"),
        (("--partnerships", "0"), "--partnerships"),
    ],
)
def test_what_cannot_be_right_is_told_before_anybody_lives(
    nowhere: Kemitraan, words: tuple[str, str], told: str
) -> None:
    answer = nowhere("simulate", *words)
    assert answer.code == 2
    assert told in answer.err
    assert "lives" not in answer.out


def test_a_picture_is_written(nowhere: Kemitraan, tmp_path: Path) -> None:
    picture = tmp_path / "lives.svg"
    assert nowhere(*FEW, "--plot", str(picture)).code == 0
    assert picture.read_bytes().startswith(b"<?xml")


TOO_SOON = {"rules": {"contact": {"steps": [{"after": 1, "audience": "sponsors"}]}}}


@pytest.mark.parametrize(("text", "line"), [("{", "JSON"), (json.dumps(TOO_SOON), "before any sponsor")])
def test_a_policy_that_is_none_is_told_in_one_line(nowhere: Kemitraan, tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "policy.json"
    path.write_text(text)
    said = nowhere(*FEW, "--policy", str(path))
    assert (said.code, said.out) == (2, "")
    assert line in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_policy_file_that_is_not_there(nowhere: Kemitraan, tmp_path: Path) -> None:
    said = nowhere(*FEW, "--against", str(tmp_path / "nowhere.json"))
    assert (said.code, said.out) == (3, "")
    assert "there is no file" in said.err
