"""Every pair of stage and command is stated in matrix.txt, and holds when the command is really sent in that stage."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.commands import RULES
from domain.message import CLOCK, Actor
from domain.refusals import Refusal
from domain.stages import Stage
from domain.values import Role
from tests.domain.sayings.everything import saying
from tests.domain.scene import Scene
from tests.domain.story import HOST, PARTNER, WAYS, Story, voice
from tests.domain.teller import FACILITATOR, INITIATOR, OUTSIDER, service

LEAD, MEMBER, GUARDIAN = (voice(role, PARTNER) for role in (Role.LEAD, Role.MEMBER, Role.SPONSOR))
MACHINE = service(PARTNER)
REFUSED = {".": "not-in-this-stage", "-": "not-yet-proposed", "=": "already-proposed", "x": "already-closed"}
HEARD = {
    "p": {LEAD, MEMBER, GUARDIAN, MACHINE},
    "h": {LEAD, MEMBER, GUARDIAN},
    "b": {LEAD, GUARDIAN},
    "j": {LEAD, GUARDIAN},
    "f": {LEAD, MEMBER, GUARDIAN, MACHINE, FACILITATOR},
    "m": {GUARDIAN},
    "c": {CLOCK},
}
EVERYBODY = {LEAD, MEMBER, GUARDIAN, MACHINE, FACILITATOR, OUTSIDER, CLOCK}
UNHEARD = {"not-a-party", "person-only", "not-binding", "not-mandated", "clock-only"}
RULE = {rule.kind: rule for rule in RULES}


def read() -> tuple[list[str], dict[str, list[str]]]:
    """The columns and the rows of the committed table."""
    text = Path(__file__).with_name("matrix.txt").read_text()
    header, *lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return header[1:], {kind: marks for kind, *marks in lines}


COLUMNS, ROWS = read()
STORIES = {
    "new": Story(crowd=True),
    **{stage[:3]: way(Story(crowd=True)) for stage, way in WAYS.items()},
    "arc": Story(crowd=True).archived(),
}


def happened(column: str, actor: Actor, kind: str) -> list[str]:
    """The events that follow when somebody sends a plain instance of a command in a stage."""
    story = STORIES[column].copy()
    side = actor.org_id if actor.org_id in story.orgs else HOST
    return story.say(actor, saying(RULE[kind].command, Scene(story.p, story.now, side or HOST)))


def answer(column: str, actor: Actor, kind: str) -> str:
    """The code of the refusal that somebody meets, or nothing."""
    try:
        happened(column, actor, kind)
    except Refusal as refused:
        return refused.code()
    return ""


def heard_in_its_stages(kind: str) -> Iterator[Actor]:
    """Whoever may send this command in some stage."""
    marks = {mark for mark in ROWS[kind] if mark in HEARD}
    yield from (actor for mark in marks for actor in HEARD[mark])


def test_every_command_has_one_row_and_every_stage_a_column() -> None:
    assert list(ROWS) == list(RULE)
    assert ["new", *(stage[:3] for stage in Stage), "arc"] == COLUMNS
    assert {kind for kind, marks in ROWS.items() if len(marks) != len(COLUMNS)} == set()


def test_every_story_stands_where_its_column_says() -> None:
    stages = [story.stage()[:3] for story in STORIES.values()]
    assert stages == ["pro", *(stage[:3] for stage in Stage), "end"]
    assert [column for column, story in STORIES.items() if story.p.closed] == ["not", "arc"]


@pytest.mark.parametrize("kind", RULE)
def test_who_may_send_it_where(kind: str) -> None:
    for column, mark in zip(COLUMNS, ROWS[kind], strict=True):
        for actor in EVERYBODY if mark in HEARD else ():
            reply = answer(column, actor, kind)
            assert reply not in REFUSED.values(), (column, actor)
            assert (reply not in UNHEARD) == (actor in HEARD[mark]), (column, actor, reply)


@pytest.mark.parametrize("kind", RULE)
def test_where_it_is_refused(kind: str) -> None:
    for column, mark in zip(COLUMNS, ROWS[kind], strict=True):
        for actor in heard_in_its_stages(kind) if mark in REFUSED else ():
            assert answer(column, actor, kind) == REFUSED[mark], (column, actor)


@pytest.mark.parametrize("kind", [kind for kind, marks in ROWS.items() if "j" in marks])
def test_what_all_decide_is_only_proposed(kind: str) -> None:
    column = COLUMNS[ROWS[kind].index("j")]
    assert answer(column, LEAD, kind) in {"", "guards-unmet"}
    assert answer(column, LEAD, kind) or happened(column, LEAD, kind) == ["decision.proposed"]


def test_anybody_proposes_before_there_is_anything() -> None:
    assert [answer(column, INITIATOR, "propose_partnership") for column in COLUMNS] == [
        "", *["already-proposed"] * (len(COLUMNS) - 1)
    ]  # fmt: skip
