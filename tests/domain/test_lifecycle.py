"""The decision table: each transition taken and refused by each of its guards, each refusal and event at least once."""

from importlib import import_module
from pkgutil import iter_modules
from typing import get_args

import pytest

import domain
from domain.catalogue import AnyEvent
from domain.commands import RULE_OF, RULES
from domain.guards import Guard
from domain.refusals import Refusal
from domain.stages import Stage
from domain.transitions import AUTOMATIC, TRANSITIONS
from tests.domain.table import (
    agreement,
    amending,
    concerns,
    ending,
    evaluation,
    giving,
    initiation,
    leadership,
    operation,
    quiet,
    relaying,
    rooting,
    together,
    understanding,
    working,
)
from tests.domain.table.row import Row, told

ROWS: tuple[Row, ...] = (
    *initiation.ROWS,
    *agreement.ROWS,
    *amending.ROWS,
    *operation.ROWS,
    *working.ROWS,
    *together.ROWS,
    *rooting.ROWS,
    *giving.ROWS,
    *understanding.ROWS,
    *evaluation.ROWS,
    *quiet.ROWS,
    *leadership.ROWS,
    *concerns.ROWS,
    *relaying.ROWS,
    *ending.ROWS,
)
THEN = [row.then.split() for row in ROWS]
HAPPENED = {name for words in THEN if words[:1] != ["no"] for name in words}
REFUSED = {words[1] for words in THEN if words[:1] == ["no"]}
REFUSED_ALONE = {words[2] for words in THEN if words[:2] == ["no", "guards-unmet"] and len(words) == 3}
GUARDS = {
    thing
    for module in iter_modules(domain.__path__)
    for thing in vars(import_module(f"domain.{module.name}")).values()
    if isinstance(thing, Guard)
}
STAGED = {"partnership.stage_changed"}  # a row names the transition instead


TABLE = """
T1  proposed                            -> exploring        begin_exploring
T2  proposed exploring assessing
    designing agreeing                  -> not_pursued      do_not_pursue
T3  exploring                           -> assessing        begin_assessing
T4  assessing                           -> designing        begin_designing
T5  designing                           -> agreeing         by itself
T6  agreeing                            -> active           by itself
T7  agreeing                            -> designing        by itself
T8  active                              -> active           by itself
T9  active                              -> paused           pause_partnership
T9  active deciding_future              -> paused           pause_for_safety
T10 paused                              -> active           resume_partnership
T11 paused                              -> deciding_future  by itself
T12 active paused designing agreeing    -> deciding_future  discuss_future
T12 active paused designing agreeing    -> deciding_future  bring_to_decision
T12 active paused                       -> deciding_future  by itself
T12 active paused                       -> deciding_future  by itself
T12 active                              -> deciding_future  by itself
T13 deciding_future                     -> back             continue_partnership
T14 deciding_future                     -> designing        reshape_partnership
T15 deciding_future                     -> winding_down     end_by_agreement
T15 deciding_future                     -> winding_down     begin_winding_down
T16 winding_down                        -> deciding_future  reconsider_ending
T17 winding_down                        -> ended            end_partnership
T18 ended                               -> ended            by itself
T19 ended not_pursued                   -> proposed         propose_partnership
T20 proposed exploring assessing
    designing agreeing active paused
    deciding_future winding_down        -> ended            confirm_urgent_end
"""


def test_the_transitions_are_these() -> None:
    stated = " ".join(
        f"{t.id} {' '.join(t.origins)} -> {t.to or 'back'} {RULE_OF[t.by].kind if t.by else 'by itself'}"
        for t in TRANSITIONS
    )
    assert stated == " ".join(TABLE.split())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_decision(row: Row) -> None:
    assert told(row).outcome == row.then
    assert told(row).refusal is None or told(row).story.p is told(row).before


def test_every_row_has_its_own_name() -> None:
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_every_transition_is_taken() -> None:
    linked = {row.id.split()[0] for row in ROWS if row.predecessor in {Stage.ENDED, Stage.NOT_PURSUED}}
    assert {t.id for t in TRANSITIONS} - HAPPENED == linked == {"T19"}


def test_every_event_happens() -> None:
    assert {event.model_fields["type"].default for event in get_args(get_args(AnyEvent)[0])} - HAPPENED == STAGED


def test_every_reason_refuses() -> None:
    assert {reason.code() for reason in Refusal.__subclasses__()} == REFUSED


def test_every_guard_refuses_alone_unless_it_only_holds_time_back() -> None:
    asked = {g.name for t in TRANSITIONS if t.by for g in t.guards} | {g.name for rule in RULES for g in rule.guards}
    only_automatic = {g.name for t in AUTOMATIC for g in t.guards} - asked
    assert {g.name for g in GUARDS} - REFUSED_ALONE == only_automatic
