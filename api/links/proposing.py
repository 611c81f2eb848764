"""What lies before the parties as a joint decision, in words: each thing that was filled in, under a name for it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from api.links.visit import Visit
from domain.draft import Indicator, Responsibility
from domain.questionnaire import Wording

NAMES = (
    Wording(key="conditions", meaning="Under these conditions"),
    Wording(key="contact_interval_days", meaning="Days between contacts"),
    Wording(key="ends_at", meaning="It ends"),
    Wording(key="evaluation_interval_days", meaning="Days between evaluations"),
    Wording(key="evidence", meaning="What this rests on"),
    Wording(key="ground", meaning="Why it ends"),
    Wording(key="horizon", meaning="It looks ahead until"),
    Wording(key="how", meaning="How"),
    Wording(key="name", meaning="Who"),
    Wording(key="note", meaning="A word about it"),
    Wording(key="operational_id", meaning="Which one"),
    Wording(key="option", meaning="The way"),
    Wording(key="org_id", meaning="Whose money"),
    Wording(key="proposal_id", meaning="Which proposal"),
    Wording(key="reason", meaning="The reason"),
    Wording(key="resume_at", meaning="Until when you rest"),
    Wording(key="role", meaning="The role"),
    Wording(key="text", meaning="In words"),
    Wording(key="to", meaning="What it rests on from now on"),
    Wording(key="version", meaning="Which policy"),
)
"""What fills a joint decision, in the order of the alphabet."""

WORDS = (
    Wording(key="end_with_care", meaning="to end with care"),
    Wording(key="pause", meaning="to rest for a while"),
    Wording(key="reduce", meaning="to do less"),
    Wording(key="replace", meaning="to look for other money"),
    Wording(key="retime", meaning="to do it later"),
    Wording(key="success", meaning="the goal is reached"),
    Wording(key="not_viable", meaning="it cannot work"),
    Wording(key="strategy", meaning="the direction has changed"),
    Wording(key="funding", meaning="money"),
    Wording(key="conduct", meaning="conduct"),
    Wording(key="term", meaning="the term is over"),
    Wording(key="personal", meaning="on the people who know each other"),
    Wording(key="shared", meaning="on several people on each side"),
    Wording(key="institutional", meaning="on the organisations themselves"),
    Wording(key="facilitator", meaning="facilitator"),
    Wording(key="observer", meaning="observer"),
)
"""Values that are names of ours."""

_NAMED = {wording.key: wording.meaning for wording in NAMES}
_WORDED = {wording.key: wording.meaning for wording in WORDS}
_CHOSEN = frozenset({"ground", "option", "to", "role"})
_MOMENTS = frozenset({"ends_at", "horizon", "resume_at"})


def details(command: dict[str, Any], visit: Visit) -> list[tuple[str, str]]:
    """What was filled in, name by name; what was left empty is left out."""
    return [(visit.words.say(name), value) for name, value in _parts(command, visit) if value]


def _parts(command: dict[str, Any], visit: Visit) -> Iterator[tuple[str, str]]:
    for field, value in command.items():
        match field, value:
            case "responsibility", dict():
                yield from _role(Responsibility.model_validate(value), visit)
            case "defined", list() | tuple():
                for sign in value:
                    yield from _sign(Indicator.model_validate(sign), visit)
            case "dropped", list() | tuple():
                yield visit.words.say("No longer counts"), ", ".join(value)
            case _ if field in _NAMED and value not in {None, ""}:
                yield _NAMED[field], _said(field, str(value), visit)


def _said(field: str, value: str, visit: Visit) -> str:
    if field in _CHOSEN and value in _WORDED:
        return visit.words.say(_WORDED[value])
    if field in _MOMENTS:
        at = datetime.fromisoformat(value)
        return visit.words.say("{moment_at}", {"moment_at": at.isoformat()})
    return visit.name(value) if field == "org_id" else value


def _role(role: Responsibility, visit: Visit) -> Iterator[tuple[str, str]]:
    yield visit.name(role.org_id), role.role
    yield "Its part in the strategy", role.strategy_part
    yield "Its part in the work", role.delivery_part
    yield "Its duties", "; ".join(role.responsibilities)


def _sign(sign: Indicator, visit: Visit) -> Iterator[tuple[str, str]]:
    yield visit.words.say("A sign of success"), f"{sign.question} ({sign.aim})"
