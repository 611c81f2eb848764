"""Who plays in a story and what is said in it: organisations, the part of each, and steps as data."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Line = Mapping[str, Any]
"""A command as JSON, in which a `Day` stands for a moment."""


@dataclass(frozen=True)
class Day:
    """A moment, in policy days from now; before now when negative."""

    count: float


@dataclass(frozen=True)
class Org:
    """An organisation with the two people who speak for it, and how it tells of itself."""

    id: str
    name: str
    kind: str
    lead: str
    alternate: str
    mission: str
    values: tuple[str, ...]
    goals: tuple[str, ...]

    @property
    def voice(self) -> str:
        """The id of its lead."""
        return slug(self.lead)


@dataclass(frozen=True)
class Part:
    """An organisation in one story: its role, what it gives and what it gains; told once there is a draft."""

    org: Org
    role: str = ""
    strategy: str = ""
    delivery: str = ""
    gives: tuple[str, str] = ("", "")
    """A kind of contribution, and which."""
    gains: str = ""


@dataclass(frozen=True)
class Terms:
    """What the agreement says about time, in days."""

    starts: float = -30
    ends: float | None = None
    milestone: str | None = None
    notice: int = 30
    contact: int = 30
    evaluation: int = 180


@dataclass(frozen=True)
class Says:
    """An organisation's lead sends commands that are decided together."""

    org: Org
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class IsRefused:
    """An organisation's lead tries something too early, and is told why not."""

    org: Org
    lines: tuple[Line, ...]
    code: str = "guards-unmet"
    guards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signs:
    """A version is offered, unless one lies there, and these organisations accept it."""

    by: Org
    accepting: tuple[Org, ...]
    assisted: tuple[Org, ...] = ()
    """Those whose yes was given by phone and is recorded by the one who offers."""


@dataclass(frozen=True)
class Waits:
    """Time passes until a reminder has been raised, or a stage has come."""

    rule: str | None = None
    stage: str | None = None
    step: int = 0
    """The reminder's step, or a later one."""
    days: float = 0
    """At least so many days, counted from the start of the agreement in force."""


Step = Says | IsRefused | Signs | Waits


@dataclass(frozen=True)
class Story:
    """One partnership as it is told."""

    key: str
    title: str
    purpose: str
    parts: tuple[Part, ...]
    chapters: tuple[Callable[["Story"], tuple[Step, ...]], ...]
    goal: str = ""
    felt: str = ""
    """The question behind the indicator that is a feeling."""
    profile: str = "formal"
    sector: str | None = None
    origin: str | None = None
    terms: Terms = field(default_factory=Terms)

    @property
    def orgs(self) -> tuple[Org, ...]:
        """Its organisations; the first one proposes."""
        return tuple(part.org for part in self.parts)

    @property
    def steps(self) -> tuple[Step, ...]:
        """All chapters, one after the other; what one party says in one breath is sent as one."""
        steps: list[Step] = []
        for step in (step for chapter in self.chapters for step in chapter(self)):
            last = steps[-1] if steps else None
            if isinstance(step, Says) and isinstance(last, Says) and last.org is step.org:
                steps[-1] = Says(step.org, (*last.lines, *step.lines))
            else:
                steps.append(step)
        return tuple(steps)


def line(kind: str, **fields: object) -> Line:
    """A command; what is None is left out."""
    return {"kind": kind} | {name: value for name, value in fields.items() if value is not None}


def slug(name: str) -> str:
    """A person's id from a name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def dated(value: Any, now: datetime, day: timedelta) -> Any:  # noqa: ANN401 - any JSON
    """The same JSON with moments in place of days."""
    match value:
        case Day(count=count):
            return (now + count * day).isoformat()
        case dict():
            return {name: dated(item, now, day) for name, item in value.items()}
        case tuple() | list():
            return [dated(item, now, day) for item in value]
        case _:
            return value
