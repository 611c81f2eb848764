"""How tasks are shown: what is to be done, why, until when and in whose hands, in words of the reader's language."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from api.views import happened
from domain.links import LinkAct
from domain.partnership import Partnership
from domain.policy import RULES, Audience, LifecyclePolicy
from domain.record import Recorded
from domain.values import Instant, OrgId, PersonId, Text, Value
from language.catalogue import Language
from store.moves import Move
from store.queues import TaskRow
from store.tallies import Tallies
from store.tasks import Comment

MEANINGS = {rule.name: rule.meaning for rule in RULES}
"""What each rule of reminding is about."""

NEXT = {
    Audience.OWNER: "if it is still open, the next reminder goes to the leads of the side it waits for, on {next_at}",
    Audience.PROPOSER: "if it is still open, the next reminder goes to the leads of the proposing side, on {next_at}",
    Audience.LEADS: "if it is still open, the next reminder goes to the leads of all sides, on {next_at}",
    Audience.SPONSORS: "if it is still open, the next reminder goes to the sponsors of all sides, on {next_at}",
    Audience.FACILITATOR: "if it is still open, the next reminder goes to the facilitator, on {next_at}",
}
"""Whom the next step of a rule speaks to; a step that looks again by itself speaks to nobody."""


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
    again: bool
    """That day has come."""
    since: Instant
    reminded: int
    """How many steps of its rule have been taken."""
    next_step_at: Instant | None
    """When the next one is taken, if it is still open then; none where there is none, or where that is confided."""
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
            "why": tuple(_reasons(row, now, language)),
            "overdue": row.done_at is None and row.due_at is not None and row.due_at < now,
            "again": _again(row, now),
            "reminded": row.step,
            "personal": row.person_id is not None,
            "commands": tuple(Doing(command=kind, name=language.command(kind)) for kind in row.commands),
        }
        return cls(**told)


class MoveShown(Value):
    """A change of hands, or of the day to look at it again."""

    text: str
    moved_by: PersonId
    assignee: PersonId | None
    """In whose hands it was after this, where somebody had claimed it or was given it."""
    follow_up_on: date | None
    at: Instant

    @classmethod
    def of(cls, move: Move, language: Language) -> Self:
        """In words."""
        same = {name: getattr(move, name) for name in MoveShown.model_fields if name != "text"}
        return cls(text=_told(move, language), **same)


class Detail(TaskShown):
    """A task with the event that brought it, through whose hands it went, and what your side has noted on it."""

    event: int | None
    """The number of that event in the timeline."""
    next_step: str | None
    """What happens if nobody does it, and when."""
    moves: tuple[MoveShown, ...]
    """The oldest first; for your side alone, as the notes are."""
    notes: tuple[Comment, ...]


class Queued(Value):
    """A page of tasks, the overdue first; what is done, the last first."""

    items: tuple[TaskShown, ...]
    next: str | None = None
    """Where the next page is; none on the last one."""
    counts: Tallies | None = None
    """How many are in each of your queues, whichever is asked for; on the first page alone."""


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


def _again(row: TaskRow, now: Instant) -> bool:
    return row.done_at is None and row.follow_up_on is not None and row.follow_up_on <= now.date()


def _reasons(row: TaskRow, now: Instant, language: Language) -> Iterator[str]:
    """The rule and how far it has come; whom one stands in for; that it was to be looked at again."""
    meaning = MEANINGS.get(row.rule or "")
    yield language.begun(meaning) if meaning else language.begun("the others wait for a word of your side")
    if row.step and row.rule:
        yield language.begun("the time of {number} reminders has come so far", {"number": str(row.step)})
    if row.for_whom:
        person = row.names.get(row.for_whom, row.for_whom)
        yield language.begun("you stand in for {person}, who is away", {"person": person})
    if _again(row, now):
        yield language.begun("your side wanted to look at it again on {day}", {"day": str(row.follow_up_on)})


def brought(entry: Recorded, language: Language) -> str:
    """Which event brought it, as a sentence."""
    what = happened(entry.event, language)
    params = {"number": str(entry.version), "happened_at": entry.recorded_at.isoformat(), "what": what}
    return language.begun("it goes back to event {number} of {happened_at}: {what}", params)


def next_step(row: TaskRow, p: Partnership, policy: LifecyclePolicy, language: Language) -> str | None:
    """Whom the next step of its rule speaks to, and when."""
    rule = policy.rule(row.rule or "")
    clock = p.clock(rule.name, row.about) or p.clock(rule.name, "") if rule else None
    if row.next_step_at is None or rule is None or clock is None or clock.step >= len(rule.steps):
        return None
    audience = rule.steps[clock.step].audience
    told = NEXT.get(Audience.LEADS if audience is Audience.OWNER and clock.owner is None else audience)
    return told and language.begun(told, {"next_at": row.next_step_at.isoformat()})


def _told(move: Move, language: Language) -> str:
    """Who has done what."""
    params = {"person": _name(move, move.moved_by), "other": _name(move, move.assignee)}
    if move.assignee == move.before:
        params["day"] = str(move.follow_up_on)
        if move.follow_up_on:
            return language.begun("{person} wants to look at it again on {day}", params)
        return language.begun("{person} needs no day any more to look at it again", params)
    if move.assignee is None:
        return language.begun("{person} gave it back to your side", params)
    if move.assignee == move.moved_by:
        return language.begun("{person} took it", params)
    return language.begun("{person} gave it to {other}", params)


def _name(move: Move, person_id: PersonId | None) -> str:
    return move.names.get(person_id, person_id) if person_id else ""
