"""Nothing is forgotten: each command and event is in its union, each word has a meaning, each message fills."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter
from typing import get_args

import pytest
from pydantic import BaseModel

import domain
from domain.catalogue import AnyCommand, AnyEvent
from domain.commands import RULES, Who
from domain.guards import Guard
from domain.message import Circumstances, Command, Event, Voice
from domain.record import Recorded
from domain.refusals import Refusal, Unmet
from tests.domain.table.row import told
from tests.domain.test_lifecycle import GUARDS, ROWS

COMMANDS: tuple[type[Command], ...] = get_args(get_args(AnyCommand)[0])
EVENTS: tuple[type[Event], ...] = get_args(get_args(AnyEvent)[0])


def defined(base: type) -> set[type]:
    """Every subclass in the modules of the domain."""
    modules = [import_module(f"domain.{module.name}") for module in iter_modules(domain.__path__)]
    things = {thing for module in modules for thing in vars(module).values() if isinstance(thing, type)}
    return {thing for thing in things if issubclass(thing, base) and thing is not base}


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def unmet() -> Iterator[Unmet]:
    """Whatever does not hold in any state that the decision table comes to."""
    for row in ROWS:
        story = told(row).story
        c = Circumstances(now=story.now, policy=story.policy, voice=Voice.of(row.by, story.p))
        yield from (missing for g in GUARDS if (missing := g.unmet(story.p, c)))


UNMET = list(unmet())
EXAMPLES = {entry.event.type: entry for row in ROWS for entry in told(row).story.ledger}


def test_every_command_and_every_event_is_in_its_union() -> None:
    assert defined(Command) == set(COMMANDS)
    assert defined(Event) == set(EVENTS)


def test_every_command_has_one_row_in_the_table() -> None:
    assert sorted(rule.kind for rule in RULES) == sorted(command.model_fields["kind"].default for command in COMMANDS)


def test_names_are_their_own() -> None:
    kinds = [command.model_fields["kind"].default for command in COMMANDS]
    types = [event.model_fields["type"].default for event in EVENTS]
    assert len(set(kinds)) == len(kinds)
    assert len(set(types)) == len(types)
    assert [kind for kind in kinds if not re.fullmatch(r"[a-z]+(_[a-z]+)*", kind)] == []
    assert [name for name in types if not re.fullmatch(r"[a-z_]+\.[a-z_]+", name)] == []


def test_a_command_is_called_what_it_is() -> None:
    for command in COMMANDS:
        snake_case = re.sub(r"(?<!^)(?=[A-Z])", "_", command.__name__).lower()
        assert command.model_fields["kind"].default == snake_case


@pytest.mark.parametrize("thing", [*COMMANDS, *EVENTS, *Refusal.__subclasses__(), *sorted(defined(BaseModel), key=str)])
def test_everything_has_a_meaning(thing: type) -> None:
    assert thing.__doc__, thing
    assert re.match(r"[A-Z{].*[.}]$", " ".join(thing.__doc__.split()))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_every_event_survives_the_ledger(event: type[Event]) -> None:
    entry = EXAMPLES[event.model_fields["type"].default]
    again = Recorded.model_validate_json(entry.model_dump_json())
    assert again == entry
    assert type(again.event) is event
    assert again.event.schema_version == 1


def test_every_refusal_says_something_whole() -> None:
    refusals = [told(row).refusal for row in ROWS]
    reports = {type(refusal): refusal.report() for refusal in refusals if refusal}
    assert set(reports) == set(Refusal.__subclasses__())
    assert {r.code for r in reports.values() if placeholders(r.message) != set(r.params)} == set()
    assert {r.code for r in reports.values() if "{" in r.text} == set()


def test_every_guard_says_something_whole() -> None:
    assert {u.guard for u in UNMET} == {g.name for g in GUARDS}
    assert {u.guard for u in UNMET if placeholders(u.message) != set(u.params)} == set()
    assert {u.guard for u in UNMET if not all(u.params.values())} == set()


def test_a_guard_speaks_in_the_middle_of_a_sentence() -> None:
    assert {g.name for g in GUARDS if not re.fullmatch(r"[a-z].*\.", g.message)} == set()


def test_guards_have_names_of_their_own() -> None:
    assert len({g.name for g in GUARDS}) == len(GUARDS)
    assert all(isinstance(g, Guard) for g in GUARDS)


def test_everybody_is_somebodys() -> None:
    assert {rule.who for rule in RULES} == set(Who)
