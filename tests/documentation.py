"""The reference pages, written from the domain itself: `python -m tests.documentation` writes them anew."""

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple, get_args
from uuid import UUID

from pydantic import BaseModel

from domain.catalogue import AnyCommand, AnyEvent
from domain.commands import RULE_OF, RULES, CommandRule, Who
from domain.draft import EndType, Goal, Indicator, Pledge, Responsibility, Terms
from domain.future import EndingGround
from domain.guards import Guard
from domain.initiation import InvitedParty
from domain.message import Circumstances, Command, Event
from domain.origins import Choice, InformalKind, Origin, Relation, Sector, Standing
from domain.partnership import Partnership
from domain.policy import POLICIES, Audience, EscalationRule, LifecyclePolicy, Profile
from domain.refusals import Refusal
from domain.slices.registers import Register
from domain.stages import Stage
from domain.transitions import TRANSITIONS, Transition
from domain.urgent import UrgentGround
from domain.values import ContributionKind, Depth, FundingStatus, Level, OrgKind, Role, Value

DOCS = Path(__file__).parents[1] / "docs"
WRITTEN = "<!-- Written by `python -m tests.documentation` from the code; edit the docstrings there. -->\n"

MEANING = {
    Stage.PROPOSED: "One side suggests; nothing is asked of the other yet.",
    Stage.EXPLORING: "Getting to know each other: mission, values, goals, a coffee.",
    Stage.ASSESSING: "Mutual fit, and care in proportion.",
    Stage.DESIGNING: "Goals, roles, contributions, success and terms are drafted; an agreement in force stays valid.",
    Stage.AGREEING: "One version lies before all parties.",
    Stage.ACTIVE: "Work; all side processes may run.",
    Stage.PAUSED: "Rest, agreed by all or for safety, with a date on which it should be over.",
    Stage.DECIDING_FUTURE: "To renew, to reshape or to end is being discussed; work continues.",
    Stage.WINDING_DOWN: "The end is decided; what is owed is settled with care.",
    Stage.ENDED: "It has ended; aftercare runs until the record is closed.",
    Stage.NOT_PURSUED: "It was decided, kindly and with a reason, not to go on; a new partnership may follow.",
}
MARK = {
    Who.ANYBODY: "a",
    Who.PARTY: "p",
    Who.PERSON: "h",
    Who.BINDING: "b",
    Who.PARTICIPANT: "f",
    Who.MANDATED: "m",
    Who.CLOCK: "c",
}
WHO = {
    Who.ANYBODY: "anybody, for the own organisation",
    Who.PARTY: "whoever speaks for a party",
    Who.PERSON: "a person who speaks for a party",
    Who.BINDING: "the lead, the alternate or the sponsor of a party",
    Who.PARTICIPANT: "whoever speaks for a party, or the facilitator",
    Who.MANDATED: "a person with a safeguarding mandate",
    Who.CLOCK: "the passing of time",
}
AUDIENCE = {
    Audience.OWNER: "owner",
    Audience.PROPOSER: "proposer",
    Audience.LEADS: "all leads",
    Audience.SPONSORS: "sponsors",
    Audience.FACILITATOR: "facilitator",
    Audience.RAISER: "whoever raised it",
    Audience.ENGINE: "nobody",
}
LIMITS = (
    "patience", "acquaintance_contacts", "acquaintance_days", "objection_days", "pause_limit_days",
    "safety_pause_limit_days", "second_resume_days", "reflection_days", "institutional_after_days", "retention_days",
)  # fmt: skip
COMMANDS: tuple[type[Command], ...] = get_args(get_args(AnyCommand)[0])
EVENTS: tuple[type[Event], ...] = get_args(get_args(AnyEvent)[0])
SHAPES: tuple[type[BaseModel], ...] = (InvitedParty, Choice, Relation, Goal, Indicator, Responsibility, Pledge, Terms)
CHOICES: tuple[type[StrEnum], ...] = (
    OrgKind, Profile, Role, Level, ContributionKind, EndType, Depth, FundingStatus, EndingGround, UrgentGround,
    Register, Origin, Standing, Sector, InformalKind,
)  # fmt: skip
TEXTS = """| written | means |
| --- | --- |
| `Line` | one line of 1 to 200 characters |
| `Text` | 1 to 4000 characters, lines allowed |
| `Slug` | an identifier of 1 to 64 lower-case letters, digits, dots, underscores and hyphens |
| `OrgId`, `PersonId` | a slug that names an organisation or a person |
| `Instant` | a moment with its zone, kept in UTC |
"""


BY_ALL = "and it takes effect with every party's yes"
LIFE = """# The life of a partnership

Every stage, every way from one to another, who may do what where, and what time reminds of. Words are explained in the
[glossary](glossary.md); each command and event has its fields in the [catalogue](catalogue.md).

## Stages
"""
TAKEN = """Not drawn: T2 leads from every stage before the first agreement to `not_pursued`, T20 from every open stage
to `ended`, T8 from `active` to `active`, and T19 from an ended partnership to a new one.

## Transitions

*By all*: a joint decision, which one party proposes and every other party agrees to. *By itself*: as soon as all that
is named holds. No timer ends a partnership. Numbers are those of the profile `formal`.
"""
SENT = """## Commands by stage

Empty: refused in this stage. What must hold for a change of stage stands above. `propose_partnership` is possible
once, before anything else.
"""
REMINDED = """## Reminders

Days counted from the anchor, negative before it. `contact` counts in agreed intervals between contacts, and so does
`confirmation`, where an interval is at most 31 days, and a week for a question about a date. The patience of a profile
stretches what waits for people, never a calendar date or anything about safety.
"""
BROUGHT_ABOUT = """The last step of `acceptance` takes the version back; of `resume` sets a second date and, when that
passes too, opens the question of the future; of `end_date` begins holding over; of `holding_over` opens the question of
the future; of `reflection` lets a notice be acted on; of `aftercare` closes the record.

## Numbers of each profile
"""
ASKED = """# Commands, events and refusals

Commands ask, events have happened, refusals say why not. A field that is not marked optional must be given.
"""
HAPPENED = """## Events

Beside its own fields, every event carries `schema_version` and the `clocks` that it starts, moves or stops.
"""


class Field(NamedTuple):
    """One field as its author wrote it."""

    name: str
    kind: str
    optional: bool
    meaning: str = ""


def sentence(thing: object) -> str:
    """The docstring in one line."""
    return " ".join((thing.__doc__ or "").split())


def fields(model: type[BaseModel]) -> list[Field]:
    """The fields that are a class's own or come from what it shares with its like, with the line beneath each."""
    common = {BaseModel, Value, Event, Command}
    found = [
        field
        for base in model.__bases__
        if base not in common and issubclass(base, BaseModel)
        for field in fields(base)
    ]
    return [*found, *_own(model)]


def _own(model: type[BaseModel]) -> list[Field]:
    body = ast.parse(dedent(inspect.getsource(model))).body[0]
    assert isinstance(body, ast.ClassDef)
    found: list[Field] = []
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
            if name not in model.model_fields:
                continue  # of the class, and not of what is sent
            found.append(Field(name, ast.unparse(node.annotation), not model.model_fields[name].is_required()))
        elif found and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[-1] = found[-1]._replace(meaning=" ".join(str(node.value.value).split()))
    told_by = "kind" if issubclass(model, Command) else "type" if issubclass(model, Event) else ""
    return [f for f in found if f.name != told_by]


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    head = list(header)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def _shape(model: type[BaseModel]) -> str:
    return "".join(
        f"- `{f.name}`: `{f.kind}`{', optional' if f.optional else ''}{f'. {f.meaning}' if f.meaning else ''}\n"
        for f in fields(model)
    )


def _entry(name: str, meaning: str, model: type[BaseModel]) -> str:
    return "\n".join((f"### `{name}`", meaning, *(("", _shape(model)) if fields(model) else ("",))))


# ---- lifecycle.md ----


def _diagram() -> str:
    arrows: dict[tuple[str, str], list[str]] = {}
    for t in TRANSITIONS:
        for origin in t.origins:
            for target in _targets(t):
                if origin is not target and not t.to_new and t.id not in {"T2", "T20"}:
                    arrows.setdefault((origin, target), []).append(t.id)
    lines = [f"    {a} --> {b}: {', '.join(dict.fromkeys(ids))}" for (a, b), ids in arrows.items()]
    body = ("    [*] --> proposed", *lines, "    ended --> [*]: T18")
    return "\n".join(("```mermaid", "stateDiagram-v2", *body, "```\n"))


def _targets(t: Transition) -> tuple[Stage, ...]:
    """Where a transition leads; "continue" leads back to where the question came from."""
    asked_from = next(row.origins for row in TRANSITIONS if row.id == "T12" and row.by)
    return (t.to,) if t.to else asked_from


def _condition(g: Guard) -> str:
    """What must hold, without what is missing in one case; numbers are those of `formal`."""
    facts = g.check(Partnership(id=UUID(int=0)), Circumstances(now=datetime.now(UTC), policy=POLICIES[Profile.FORMAL]))
    first, _, rest = g.message.partition("; ")
    always = first if "{" in rest else g.message
    told = defaultdict(lambda: "…", facts or {})  # a guard that holds for a blank partnership tells no facts
    return re.sub(r": \{\w+\}\.?$|\.$", "", always).format_map(told)


def _holds(guards: Iterable[Guard]) -> str:
    return "<br>".join(map(_condition, guards)) or "-"


def _transition(t: Transition) -> tuple[str, ...]:
    origins = "any open stage" if len(t.origins) > 5 else ", ".join(t.origins)
    by = "by itself" if t.by is None else f"`{RULE_OF[t.by].kind}`" + (", by all" if RULE_OF[t.by].joint else "")
    return t.id, origins, t.to or "where the question came from", by, _holds(t.guards)


def _matrix_row(rule: CommandRule) -> tuple[str, ...]:
    mark = "j" if rule.joint else MARK[rule.who]
    return f"`{rule.kind}`", *(mark if stage in rule.stages else "" for stage in Stage), _holds(rule.guards)


def _steps(rule: EscalationRule, policy: LifecyclePolicy) -> str:
    stretch = policy.patience if rule.patient else 1.0
    return ", ".join(f"{step.after * stretch:g}" for step in rule.steps)


def _escalation(rule: EscalationRule) -> tuple[str, ...]:
    days = (_steps(rule, POLICIES[profile]) for profile in Profile)
    return f"`{rule.name}`", rule.meaning, *days, ", ".join(AUDIENCE[step.audience] for step in rule.steps)


def lifecycle() -> str:
    """docs/lifecycle.md."""
    profiles = [str(profile) for profile in Profile]
    rules = POLICIES[Profile.FORMAL].rules
    numbers = ((f"`{name}`", *(f"{getattr(POLICIES[p], name):g}" for p in Profile)) for name in LIMITS)
    return "\n".join((
        WRITTEN,
        LIFE,
        table(("stage", "phase", "meaning"), ((f"`{s}`", s.phase, MEANING[s]) for s in Stage)),
        _diagram(),
        TAKEN,
        table(("", "from", "to", "by", "must hold"), map(_transition, TRANSITIONS)),
        SENT,
        "".join(f"- **{MARK[who]}** {WHO[who]}\n" for who in Who) + f"- **j** {WHO[Who.BINDING]}, {BY_ALL}\n",
        table(("command", *(s.replace("_", " ") for s in Stage), "must hold"), map(_matrix_row, RULES)),
        REMINDED,
        table(("rule", "reminds that", *profiles, "tells"), map(_escalation, rules)),
        BROUGHT_ABOUT,
        table(("", *profiles), numbers),
    ))  # fmt: skip


# ---- catalogue.md ----


def _command(command: type[Command]) -> str:
    rule = RULE_OF[command]
    who = WHO[rule.who] + (f", {BY_ALL}" if rule.joint else "")
    return _entry(rule.kind, f"{sentence(command)} By {who}.", command)


def _event(event: type[Event]) -> str:
    return _entry(event.model_fields["type"].default, sentence(event), event)


def _refusal(refusal: type[Refusal]) -> tuple[str, ...]:
    return f"`{refusal.code()}`", refusal.nature, sentence(refusal)


def _choice(choice: type[StrEnum]) -> str:
    return f"- `{choice.__name__}`: " + ", ".join(f"`{member}`" for member in choice) + ". " + sentence(choice) + "\n"


def catalogue() -> str:
    """docs/catalogue.md."""
    return "\n".join((
        WRITTEN,
        ASKED,
        TEXTS,
        "## Commands\n",
        *map(_command, COMMANDS),
        HAPPENED,
        *map(_event, EVENTS),
        "## Shapes\n",
        *(_entry(shape.__name__, sentence(shape), shape) for shape in SHAPES),
        "### Choices\n",
        "".join(map(_choice, CHOICES)),
        "## Refusals\n",
        table(("code", "nature", "message"), map(_refusal, Refusal.__subclasses__())),
    ))  # fmt: skip


PAGES: dict[str, Callable[[], str]] = {"lifecycle.md": lifecycle, "catalogue.md": catalogue}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page())
