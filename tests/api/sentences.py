"""Every sentence that people may read: found by walking the domain and the API, so that none can be forgotten."""

import ast
import importlib
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from api.faults import OTHER, OURS, THEIRS
from api.problems import NATURES, AnswerPending, problems, refusals, sentence
from api.views import WHO
from domain.commands import RULES
from domain.guards import Guard
from domain.register_rules import REGISTERS
from domain.scoring import MEANINGS
from domain.stages import Stage
from domain.templates import TEMPLATES
from domain.values import ContributionKind

ROOT = Path(__file__).parents[2]
SAID_IN = frozenset({"what", "why", "command", "reason", "meaning"})
"""Arguments in the domain whose text people read."""


def sentences() -> set[str]:
    """All of them, in English; what is nothing but a placeholder needs no translation."""
    sources = (_in_source(path) for folder in ("domain", "api", "language") for path in (ROOT / folder).rglob("*.py"))
    return {text for text in chain(_domain(), _api(), *sources) if re.sub(r"{\w+}|\W", "", text)}


def _domain() -> Iterator[str]:
    yield from (sentence(refusal) for refusal in refusals())
    yield from (guard.message for guard in _guards())
    for rule in RULES:
        yield from (rule.kind, " ".join((rule.command.__doc__ or "").split()))
    yield from (*Stage, *ContributionKind)
    yield from MEANINGS.values()
    for register in REGISTERS:
        yield from (register.in_register, register.meaning)
    for template in TEMPLATES:
        yield from template.sentences


def _guards() -> Iterator[Guard]:
    for path in ROOT.glob("domain/*.py"):
        module = importlib.import_module(f"domain.{path.stem}")
        yield from (value for value in vars(module).values() if isinstance(value, Guard))


def _api() -> Iterator[str]:
    for problem in problems():
        yield from (problem.title, sentence(problem))
    yield from (title for _, title in NATURES.values())
    yield sentence(AnswerPending)
    yield from WHO.values()
    yield "by itself"
    for says in (*OURS, *THEIRS.values(), OTHER):
        yield from (says.what, says.expected or "")


def _in_source(path: Path) -> Iterator[str]:
    calls = _calls(path)
    for call in calls:
        for argument in call.keywords:
            if argument.arg in SAID_IN and isinstance(argument.value, ast.Constant):
                yield str(argument.value.value or "")
    yield from _value_errors(calls)


def _calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def _value_errors(calls: list[ast.Call]) -> Iterator[str]:
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "ValueError" and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)
