"""The queue of tasks over HTTP: looked at, claimed, released, given to others, commented; done by doing the thing."""

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from api.auth import Decider, Principal, Reader
from api.bodies import JsonBody
from api.faults import MISSING, fault
from api.headers import IdempotencyKey, command_id
from api.language import Speaks
from api.paging import Cursor, CursorText, Limit
from api.ports import Outside, Ports
from api.problems import (
    IdempotencyKeyReused,
    InvalidBody,
    NotOfYourSide,
    TaskDone,
    TaskInOtherHands,
    UnknownTask,
)
from api.tasking import (
    Assignment,
    Detail,
    FollowUp,
    MoveShown,
    Note,
    Queued,
    Reassignment,
    TaskShown,
    brought,
    next_step,
)
from domain.message import Actor
from domain.privacy import shown
from domain.values import Instant
from language.catalogue import Language
from store import tasks as kept
from store.queues import Asked, By, Place, Queue, TaskRow
from store.tasks import TasksMoved

router = APIRouter(prefix="/tasks", tags=["tasks"])

_PLACES = Cursor(TypeAdapter(Place))

ASSIGNMENT, REASSIGNMENT = JsonBody(Assignment), JsonBody(Reassignment)
FOLLOW_UP, NOTE = JsonBody(FollowUp), JsonBody(Note)


class WantedTasks(BaseModel):
    """Which part of which queue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    queue: Queue = Queue.MINE
    by: By = By.SIDE
    """Of what is done: all of your side, or what you did."""
    partnership_id: UUID | None = None
    before: Instant | None = None
    """Due, or to be looked at again, before this."""
    limit: Limit = 50
    cursor: CursorText = None

    @model_validator(mode="after")
    def only_deeds_have_a_doer(self) -> Self:
        """Nobody has done what still waits."""
        if self.by is By.ME and self.queue is not Queue.DONE:
            raise ValueError("only of what is done it is known by whom; ask for queue=done")
        return self


@router.get("", summary="List tasks", operation_id="listTasks")
async def list_tasks(
    caller: Reader, outside: Outside, language: Speaks, request: Request, wanted: Annotated[WantedTasks, Query()]
) -> Queued:
    """Yours, your side's, those in nobody's hands, or what is done; the overdue first. Follow `next` to the end.

    The first page says in `counts` how many are in each of these queues: open ones, and those done in the last 30 days.
    """
    asked = Asked(
        queue=wanted.queue,
        by=wanted.by,
        partnership_id=wanted.partnership_id,
        before=wanted.before,
        after=_PLACES.opened(wanted.cursor),
        limit=wanted.limit,
    )
    now = datetime.now(UTC)
    page = await outside.tasks.page(caller.actor, asked, now)
    items = tuple(TaskShown.of(row, now, language) for row in page.rows)
    first = asked.after is None
    counts = await outside.tasks.tallies(caller.actor, asked.partnership_id, now) if first else None
    return Queued(items=items, next=_PLACES.link(request, page.next), counts=counts)


@router.get("/{task_id}", summary="Read a task", operation_id="getTask")
async def get_task(caller: Reader, outside: Outside, language: Speaks, task_id: UUID) -> Detail:
    """What is to be done, why, what brought it, through whose hands it went, and what your side has noted on it."""
    return await _detail(outside, caller, language, task_id)


@router.post("/reassign", summary="Give many tasks to somebody", operation_id="reassignTasks")
async def reassign_all(
    caller: Decider, outside: Outside, body: Annotated[Reassignment, Depends(REASSIGNMENT)]
) -> TasksMoved:
    """The tasks that you name, all or none; or all that is in the hands of one person of your side."""
    now = datetime.now(UTC)
    with _told():
        if body.person_id:
            return await outside.tasks.hand_on(caller.actor, body.person_id, body.to, now, body.partnership_id)
        if not body.tasks:
            raise InvalidBody(faults=[fault(MISSING, "/tasks")])
        return await outside.tasks.give(caller.actor, body.tasks, body.to, now)


@router.post("/{task_id}/claim", summary="Claim a task", operation_id="claimTask")
async def claim(caller: Decider, outside: Outside, language: Speaks, task_id: UUID) -> Detail:
    """Take it into your own hands, unless it is in somebody else's."""
    return await _after(outside.tasks.claim(*_by(caller, task_id)), outside, caller, language, task_id)


@router.post("/{task_id}/release", summary="Release a task", operation_id="releaseTask")
async def release(caller: Decider, outside: Outside, language: Speaks, task_id: UUID) -> Detail:
    """Back to whom it falls to by their post."""
    return await _after(outside.tasks.release(*_by(caller, task_id)), outside, caller, language, task_id)


@router.post("/{task_id}/reassign", summary="Give a task to somebody", operation_id="reassignTask")
async def reassign(
    *,
    caller: Decider,
    outside: Outside,
    language: Speaks,
    task_id: UUID,
    body: Annotated[Assignment, Depends(ASSIGNMENT)],
) -> Detail:
    """To somebody of the same side who is there."""
    given = outside.tasks.give(caller.actor, [task_id], body.to, datetime.now(UTC))
    return await _after(given, outside, caller, language, task_id)


@router.post("/{task_id}/follow-up", summary="Look at a task again", operation_id="followUpTask")
async def follow_up(
    *,
    caller: Decider,
    outside: Outside,
    language: Speaks,
    task_id: UUID,
    body: Annotated[FollowUp, Depends(FOLLOW_UP)],
) -> Detail:
    """Set the day on which to look at it again, or clear it; the task stands in the queue by this day or its own."""
    again = outside.tasks.look_again(caller.actor, task_id, body.on, datetime.now(UTC))
    return await _after(again, outside, caller, language, task_id)


@router.post("/{task_id}/comments", status_code=201, summary="Comment on a task", operation_id="commentTask")
async def comment(
    *,
    caller: Decider,
    outside: Outside,
    language: Speaks,
    key: IdempotencyKey,
    task_id: UUID,
    body: Annotated[Note, Depends(NOTE)],
) -> Detail:
    """Note something for your own side; no other side reads it. Sent twice under one key, it is noted once."""
    note_id = command_id(caller.key.key_id, f"comment\n{key}")
    noted = outside.tasks.comment(caller.actor, task_id, note_id, body.text, datetime.now(UTC))
    return await _after(noted, outside, caller, language, task_id)


def _by(caller: Principal, task_id: UUID) -> tuple[Actor, UUID, datetime]:
    return caller.actor, task_id, datetime.now(UTC)


async def _after(
    doing: Awaitable[object], outside: Ports, caller: Principal, language: Language, task_id: UUID
) -> Detail:
    with _told():
        await doing
    return await _detail(outside, caller, language, task_id)


async def _detail(outside: Ports, caller: Principal, language: Language, task_id: UUID) -> Detail:
    now = datetime.now(UTC)
    with _told():
        row = await outside.tasks.get(caller.actor, task_id, now)
    seen = TaskShown.of(row, now, language)
    brought_by = await _event(outside, caller, language, row)
    moves = await outside.tasks.moves(task_id)
    return Detail(
        **(dict(seen) | {"why": (*seen.why, *brought_by)}),
        event=row.event,
        next_step=await _next_step(outside, language, row),
        moves=tuple(MoveShown.of(move, language) for move in moves),
        notes=await outside.tasks.comments(task_id),
    )


async def _next_step(outside: Ports, language: Language, row: TaskRow) -> str | None:
    """What happens if nobody does it, where everybody may know of it."""
    partnership = await outside.reading.get(row.partnership_id) if row.next_step_at else None
    if partnership is None:
        return None
    return next_step(row, partnership.state, await outside.policy_of(partnership.state), language)


async def _event(outside: Ports, caller: Principal, language: Language, row: TaskRow) -> tuple[str, ...]:
    """The event that brought a task, if the caller may read it."""
    if not row.event:
        return ()
    partnership = await outside.reading.get(row.partnership_id)
    found = await outside.reading.timeline(row.partnership_id, row.event - 1, limit=1)
    readable = (shown(entry, caller.actor, partnership.state) for entry in found) if partnership else ()
    return tuple(brought(entry, language) for entry in readable if entry)


@contextmanager
def _told() -> Iterator[None]:
    """What the store refuses, as problems."""
    try:
        yield
    except kept.UnknownTask:
        raise UnknownTask from None
    except kept.AlreadyDone:
        raise TaskDone from None
    except kept.InOtherHands as other:
        raise TaskInOtherHands(person=other.assignee) from None
    except kept.CommentTaken:
        raise IdempotencyKeyReused from None
    except kept.NotOnThisSide as other:
        raise NotOfYourSide(person=other.person_id) from None
