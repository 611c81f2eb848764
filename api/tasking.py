"""How tasks are shown: what is to be done, why, until when and in whose hands, in words of the reader's language."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from domain.links import LinkAct
from domain.policy import RULES
from domain.record import Recorded
from domain.values import Instant, OrgId, PersonId, Text, Value
from language.catalogue import Language
from store.queues import TaskRow
from store.tasks import Comment

MEANINGS = {rule.name: rule.meaning for rule in RULES}
"""What each rule of reminding is about."""


class Doing(Value):
    """A command that does it, or helps to."""

    command: str
    """The `kind` to send."""
    name: str


class TaskShown(Value):
    """Something that waits for somebody."""

    id: UUID
    partnership_id: UUID
    title: str
    """Of the partnership."""
    kind: str
    text: str
    """What is to be done."""
    why: tuple[str, ...]
    """Why it is there, and why for you."""
    org_id: OrgId | None
    """Whose turn it is; none for neutral people."""
    due_at: Instant | None
    overdue: bool
    follow_up_on: date | None
    """When somebody of your side wants to look at it again."""
    since: Instant
    reminded: int
    """How many steps of its rule have been taken."""
    rule: str | None
    people: tuple[PersonId, ...]
    """Whom it falls to today, by the posts that they hold."""
    assignee: PersonId | None
    """Who has claimed it or was given it."""
    names: dict[PersonId, str]
    for_whom: PersonId | None
    """Whoever is away and for whom you stand in."""
    personal: bool
    """It is yours alone: nobody else is shown it."""
    commands: tuple[Doing, ...]
    act: LinkAct | None
    """What a link can do here without an account."""
    comments: int
    done_at: Instant | None
    done_by: PersonId | None

    @classmethod
    def of(cls, row: TaskRow, now: Instant, language: Language) -> Self:
        """In words."""
        same = {name: getattr(row, name) for name in TaskShown.model_fields.keys() & TaskRow.model_fields.keys()}
        told: dict[str, Any] = same | {
            "id": row.task_id,
            "text": language.begun(row.what, row.params),
            "why": tuple(_reasons(row, language)),
            "overdue": row.done_at is None and row.due_at is not None and row.due_at < now,
            "reminded": row.step,
            "personal": row.person_id is not None,
            "commands": tuple(Doing(command=kind, name=language.command(kind)) for kind in row.commands),
        }
        return cls(**told)


class Detail(TaskShown):
    """A task with the event that brought it, and what your side has noted on it."""

    event: int | None
    """The number of that event in the timeline."""
    notes: tuple[Comment, ...]


class Queued(Value):
    """A page of tasks, the overdue first; what is done, the last first."""

    items: tuple[TaskShown, ...]
    next: str | None = None
    """Where the next page is; none on the last one."""


class Assignment(Value):
    """To whom a task is given."""

    to: PersonId


class Reassignment(Value):
    """Several tasks, or all that is in somebody's hands, are given to somebody else of the same side."""

    to: PersonId
    tasks: tuple[UUID, ...] = Field(default=(), max_length=500)
    person_id: PersonId | None = None
    """All that is in the hands of this person now, by claim or by post."""
    partnership_id: UUID | None = None
    """Only in this partnership."""


class FollowUp(Value):
    """When to look at a task again; null clears it."""

    on: date | None


class Note(Value):
    """What you want to note on a task, for your own side."""

    text: Text


def _reasons(row: TaskRow, language: Language) -> Iterator[str]:
    """The rule and how far it has come; whom one stands in for."""
    meaning = MEANINGS.get(row.rule or "")
    yield language.begun(meaning) if meaning else language.begun("the others wait for a word of your side")
    if row.step and row.rule:
        yield language.begun("the time of {number} reminders has come so far", {"number": str(row.step)})
    if row.for_whom:
        person = row.names.get(row.for_whom, row.for_whom)
        yield language.begun("you stand in for {person}, who is away", {"person": person})


def brought(entry: Recorded, language: Language) -> str:
    """Which event brought it, as a sentence."""
    params = {"number": str(entry.version), "happened_at": entry.recorded_at.isoformat()}
    return language.begun("it goes back to event {number} of {happened_at}", params)
