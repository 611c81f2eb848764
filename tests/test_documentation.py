"""The reference pages say what the code does, and the glossary knows every word of it."""

import re
import subprocess
import sys
from enum import StrEnum

import pytest

from domain import draft, future, message, origins, partnership, policy, register_rules, stages, urgent, values
from domain.commands import Who
from domain.slices import proposals, registers
from domain.stages import Stage
from tests.documentation import DOCS, MEANING, PAGES

GLOSSARY = DOCS / "glossary.md"
MODULES = (
    values, stages, draft, future, message, partnership, policy, urgent, origins, registers, register_rules, proposals,
)  # fmt: skip
ENUMS = [
    thing
    for module in MODULES
    for thing in vars(module).values()
    if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__module__ == module.__name__
]
WORDS = (
    "partnership", "party", "side", "voice", "stage", "phase", "transition", "guard", "refusal", "command",
    "submission", "event", "ledger", "outcome", "clock", "step", "anchor", "tick", "profile", "policy", "patience",
    "escalation", "offer", "draft", "version", "pledge", "commitment", "contribution", "blocker", "fit", "depth",
    "goal", "indicator", "terms", "amendment", "acceptance", "contact", "pause", "conversation", "invitation",
    "reflection", "notice", "lesson", "aftercare", "archived", "predecessor", "visibility", "actor", "mandate",
    "funding", "support",
)  # fmt: skip
PHRASES = (
    "joint decision", "assisted acceptance", "objection window", "version in force", "holding over", "safety pause",
    "investment statement", "shared message", "ending item", "urgent end", "by itself", "command id", "digest",
    "core-business note", "partnership test", "conflict of interest", "kind no", "day",
)  # fmt: skip


def entries() -> dict[str, str]:
    """Each word of the glossary, with its whole line."""
    lines = [line for line in GLOSSARY.read_text().splitlines() if line.startswith("| **")]
    return {re.split(r"\*\*", line)[1]: line for line in lines}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    assert (DOCS / name).read_text() == PAGES[name](), "write it anew: python -m tests.documentation"


def test_every_stage_has_a_meaning() -> None:
    assert list(MEANING) == list(Stage)


def test_the_glossary_knows_every_word() -> None:
    known = entries()
    assert [word for word in (*WORDS, *PHRASES) if word not in known] == []


@pytest.mark.parametrize("kind", [*ENUMS, Who], ids=lambda kind: kind.__name__)
def test_the_glossary_knows_every_choice(kind: type[StrEnum]) -> None:
    text = GLOSSARY.read_text()
    assert [member for member in kind if f"`{member}`" not in text] == []


def test_every_word_has_its_indonesian_one_and_a_whole_sentence() -> None:
    for word, line in entries().items():
        _, _, indonesian, meaning, _ = re.split(r"\s*\|\s*", line)
        assert indonesian, word
        assert re.match(r"[A-Z`].*\.$", meaning), word


def test_words_are_in_order() -> None:
    words = list(entries())
    assert words == sorted(words, key=str.lower)


def test_every_requirement_has_a_proof_and_the_page_names_it() -> None:
    command = [sys.executable, "-m", "tests.proving", "--named"]
    told = subprocess.run(command, cwd=DOCS.parent, capture_output=True, text=True, check=True).stdout
    assert told == (DOCS / "requirements.md").read_text(), "write it anew: make requirements"
    assert [line.split(" | ")[0] for line in told.splitlines() if line.endswith("|  |")] == []
