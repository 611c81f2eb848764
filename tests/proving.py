"""Requirements and their proofs: `python -m tests.proving` runs every marked test and writes docs/requirements.md.

A test says `@pytest.mark.requirement("S0.11")` where it really exercises what the requirement asks for.
"""

import sys
import tomllib
from collections import defaultdict
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "requirements.md"

HEAD = """<!-- Written by `make requirements` from tests/requirements.toml and the marks on the tests. -->

# Requirements and their proofs

What partnerships need, in the words of the source documents, what the product does about it, and the tests that prove
it. *Enforced*: a rule sees to it. *Supported*: there is a place for it, and where it helps a reminder.
`make requirements` runs these tests and fails while one requirement has no passing proof.
"""
KINDS = {"E": "enforced", "S": "supported"}


class Requirement(NamedTuple):
    """What partnerships need."""

    id: str
    kind: str
    words: str
    does: str


def requirements() -> tuple[Requirement, ...]:
    """All of them, in their order."""
    listed = tomllib.loads((ROOT / "tests" / "requirements.toml").read_text())
    return tuple(Requirement(id=name, **entry) for name, entry in listed.items())


class Proofs:
    """A pytest plugin that keeps, for each requirement, which tests name it and which of those failed."""

    def __init__(self) -> None:
        self.proofs: dict[str, set[str]] = defaultdict(set)
        self.broken: set[str] = set()
        self._named: dict[str, set[str]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Read the marks."""
        for item in items:
            wanted = {name for mark in item.iter_markers("requirement") for name in mark.args}
            self._named[item.nodeid] = wanted
            for name in wanted:
                self.proofs[name].add(_test(item.nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A proof that fails, or is skipped, proves nothing."""
        if not report.passed:
            self.broken |= {_test(report.nodeid)} if self._named.get(report.nodeid) else set()


def _test(nodeid: str) -> str:
    """A test without its parameters: one line for all of them."""
    return nodeid.partition("[")[0]


def problems(proofs: Proofs) -> list[str]:
    """What is not proved, and what is named but not known."""
    known = [requirement.id for requirement in requirements()]
    unproved = [f"{name}: no passing test proves it" for name in known if not proofs.proofs[name] - proofs.broken]
    unknown = [f"{name}: tests name it, and tests/requirements.toml does not" for name in proofs.proofs.keys() - known]
    return [*unproved, *sorted(unknown)]


def page(proofs: dict[str, set[str]]) -> str:
    """The page, for people."""
    rows = [
        f"| {r.id} | {r.words} | {r.does} | {', '.join(KINDS[k] for k in r.kind)} | {_shown(proofs.get(r.id, set()))} |"
        for r in requirements()
    ]
    return "\n".join(
        [HEAD, "| | words | what the product does | | proved by |", "| --- | --- | --- | --- | --- |", *rows, ""]
    )


def _shown(tests: set[str]) -> str:
    return "<br>".join(f"`{test.removeprefix('tests/')}`" for test in sorted(tests))


def collected() -> dict[str, set[str]]:
    """Which tests name which requirement, without running them."""
    proofs = Proofs()
    with redirect_stdout(StringIO()):
        pytest.main(["--collect-only", "-q", "-m", "requirement", "tests"], [proofs])
    return dict(proofs.proofs)


def main() -> int:
    """Run the proofs, write the page, name what is missing; with `--named`, only tell what it would say."""
    if "--named" in sys.argv:
        sys.stdout.write(page(collected()))
        return 0
    proofs = Proofs()
    code = pytest.main(["-q", "-m", "requirement", "tests"], [proofs])
    text = page(proofs.proofs)
    PAGE.write_text(text)
    sys.stdout.write(text)
    missing = problems(proofs)
    sys.stdout.write("\n".join(missing) or f"all {len(requirements())} requirements are proved")
    sys.stdout.write("\n")
    return 1 if code or missing else 0


if __name__ == "__main__":
    sys.exit(main())
