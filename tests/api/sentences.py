"""Every sentence that people may read: found by walking the domain and the API, so that none can be forgotten."""

import ast
import importlib
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import get_args

from jinja2 import Environment, nodes

from activities.channels import mail, smtp, webhook
from activities.channels.chosen import NOT_SET
from activities.notifying import AWAY
from api.faults import OTHER, OURS, THEIRS
from api.problems import NATURES, AnswerPending, problems, refusals, sentence
from api.tasking import NEXT
from api.views import WHO
from domain.catalogue import AnyEvent
from domain.commands import RULES
from domain.guards import Guard
from domain.notices import answers, own, receipts
from domain.notices.headlines import HEADLINES
from domain.policy import RULES as ESCALATIONS
from domain.register_rules import REGISTERS
from domain.scoring import MEANINGS
from domain.slices.assurances import AssuranceKind
from domain.stages import Stage
from domain.templates import TEMPLATES
from domain.values import ContributionKind, Role
from language.letters.greeting import GREETINGS
from language.letters.rendering import ORDER
from store.invitations import CHANGED_AGAIN, CORRECTED
from store.letters import DONE, GIVEN_UP, MOVED_ON
from store.tasks import GIVEN_TO_YOU

ROOT = Path(__file__).parents[2]
SAID_IN = frozenset({"what", "why", "command", "reason", "meaning", "heading", "further"})
"""Arguments in the domain whose text people read."""

SAYS = frozenset({"say", "begun"})
"""Methods of a language whose first argument is a sentence."""

PAGES = sorted((ROOT / "language").rglob("templates/*"))
"""Of letters and pages."""

UNSENT = (ROOT / "domain" / "notices" / "planning.py", ROOT / "activities" / "notifying.py")
"""Where it is decided that something is not sent, and why."""

REASONS = {"_over": 1, "close": 2}
"""What is told such a reason, and which of its arguments that is."""

TEMPLATE_SYNTAX = Environment(autoescape=True)


def sentences() -> set[str]:
    """All of them, in English; what is nothing but a placeholder needs no translation."""
    sources = (_in_source(path) for folder in ("domain", "api", "language") for path in (ROOT / folder).rglob("*.py"))
    channels = (_said(_calls(path)) for path in (ROOT / "activities").rglob("*.py"))
    found = chain(_domain(), _api(), _letters(), _news(), *sources, *channels, *(_in_template(path) for path in PAGES))
    return {text for text in found if re.sub(r"{\w+}|\W", "", text)}


def _domain() -> Iterator[str]:
    yield from (sentence(refusal) for refusal in refusals())
    yield from (guard.message for guard in _guards())
    for rule in RULES:
        yield from (rule.kind, rule.meaning)
    yield from (" ".join((event.__doc__ or "").split()) for event in get_args(get_args(AnyEvent)[0]))
    yield from (*Stage, *ContributionKind, *Role, *AssuranceKind)
    yield from (rule.meaning for rule in ESCALATIONS)
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
    yield from (*WHO.values(), *NEXT.values())
    yield "by itself"
    for says in (*OURS, *THEIRS.values(), OTHER):
        yield from (says.what, says.expected or "")


def _letters() -> Iterator[str]:
    yield from (*ORDER, *GREETINGS.values(), *NOT_SET.values())
    for module in (answers, receipts, mail, smtp, webhook):
        yield from (
            value
            for name, value in vars(module).items()
            if name.isupper() and isinstance(value, str) and value.endswith(".")
        )


def _news() -> Iterator[str]:
    """Of notices: what has happened, why somebody hears of it, and why something was not sent."""
    for heads in HEADLINES.values():
        for head in heads:
            yield from (head.what, head.why)
    yield from (value for name, value in vars(own).items() if name.isupper() and isinstance(value, str))
    yield from (CHANGED_AGAIN, CORRECTED)
    yield from (DONE, MOVED_ON, AWAY, GIVEN_UP, GIVEN_TO_YOU, *(text for path in UNSENT for text in _returned(path)))


def _returned(path: Path) -> Iterator[str]:
    """Sentences that are returned, or handed over as a reason."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Return) and node.value is not None:
            yield from _texts(node.value)
        elif isinstance(node, ast.Call) and (at := REASONS.get(_name(node.func))) is not None:
            yield from _texts(node.args[at])


def _name(function: ast.expr) -> str:
    """Of a function, or of a method."""
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _in_template(path: Path) -> Iterator[str]:
    for call in TEMPLATE_SYNTAX.parse(path.read_text()).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in SAYS and isinstance(call.args[0], nodes.Const):
            yield call.args[0].value


def _in_source(path: Path) -> Iterator[str]:
    calls = _calls(path)
    yield from _said(calls)
    for call in calls:
        for argument in call.keywords:
            if argument.arg in SAID_IN:
                yield from _texts(argument.value)
    yield from _value_errors(calls)


def _said(calls: list[ast.Call]) -> Iterator[str]:
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in SAYS and call.args:
            yield from _texts(call.args[0])


def _texts(node: ast.expr) -> Iterator[str]:
    """A sentence, or either of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))


def _calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def _value_errors(calls: list[ast.Call]) -> Iterator[str]:
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "ValueError" and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)
