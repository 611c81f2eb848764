"""`kemitraan task`: what waits for you or your side, and in whose hands it is; done by doing the thing itself."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import uuid4

from cyclopts import App

from cli import profile
from cli.remote import Api, everything
from cli.screen import Output, put_json, put_lines, put_table, say
from cli.steering import As

app = App(name="task", help="See what waits for you, and hand it around.")

Item = Mapping[str, Any]
QueueName = Literal["mine", "side", "unassigned", "done"]
Doer = Literal["me", "side"]


@app.command(name="list")
async def list_(
    queue: QueueName = "mine",
    *,
    by: Doer = "side",
    partnership: str | None = None,
    limit: int = 50,
    speaker: As = None,
    output: Output = Output.TABLE,
) -> None:
    """List tasks, the overdue first, and say how many are in each queue.

    Parameters
    ----------
    queue
        mine, side (all of yours), unassigned (in nobody's hands) or done.
    by
        Of what is done: what you did (me), or all of your side.
    partnership
        Only of this one.
    limit
        At most so many.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    asked = {"queue": queue, "by": by} | ({"partnership_id": partnership} if partnership else {})
    async with Api(*profile.door(speaker)) as api:
        items = await everything(api, "/v1/tasks", most=limit, **asked)
        if output is Output.JSON:
            put_json(items)
            return
        counts = (await api.get("/v1/tasks", {**asked, "limit": 1})).or_raise()["counts"]
    put_table(f"Tasks: {_counted(counts)}", ("id", "due", "partnership", "what", "with"), map(_row, items))


@app.command
async def show(task_id: str, *, speaker: As = None, output: Output = Output.TABLE) -> None:
    """Show one task: what is to be done, why you have it, through whose hands it went, and what your side has noted.

    Parameters
    ----------
    task_id
        Which task.
    speaker
        Whose key of the development stack to use.
    output
        table or json.
    """
    async with Api(*profile.door(speaker)) as api:
        _put((await api.get(f"/v1/tasks/{task_id}")).or_raise(), output)


@app.command
async def claim(task_id: str, *, speaker: As = None) -> None:
    """Take a task into your own hands.

    Parameters
    ----------
    task_id
        Which task.
    speaker
        Whose key of the development stack to use.
    """
    await _does(task_id, "claim", {}, speaker)


@app.command
async def release(task_id: str, *, speaker: As = None) -> None:
    """Give a task back to whom it falls to by their post.

    Parameters
    ----------
    task_id
        Which task.
    speaker
        Whose key of the development stack to use.
    """
    await _does(task_id, "release", {}, speaker)


@app.command
async def give(to: str, *task_ids: str, all_of: str | None = None, speaker: As = None) -> None:
    """Give tasks to somebody of your side: those that you name, or all that is in somebody's hands.

    Parameters
    ----------
    to
        The person's id.
    task_ids
        Which tasks; all of them are given, or none.
    all_of
        All that is in the hands of this person.
    speaker
        Whose key of the development stack to use.
    """
    body = {"to": to} | ({"person_id": all_of} if all_of else {"tasks": task_ids})
    async with Api(*profile.door(speaker)) as api:
        moved = (await api.post("/v1/tasks/reassign", body, "not needed")).or_raise()
    say(f"{moved['tasks']} tasks are with {to} now")


@app.command
async def later(task_id: str, day: str | None = None, *, speaker: As = None) -> None:
    """Set the day on which to look at a task again, or clear it.

    Parameters
    ----------
    task_id
        Which task.
    day
        Such as 2027-03-15; none clears it.
    speaker
        Whose key of the development stack to use.
    """
    await _does(task_id, "follow-up", {"on": day}, speaker)


@app.command
async def comment(task_id: str, text: str, *, speaker: As = None) -> None:
    """Note something on a task; your own side alone reads it.

    Parameters
    ----------
    task_id
        Which task.
    text
        What to note.
    speaker
        Whose key of the development stack to use.
    """
    await _does(task_id, "comments", {"text": text}, speaker)


async def _does(task_id: str, what: str, body: object, speaker: str | None) -> None:
    async with Api(*profile.door(speaker)) as api:
        _put((await api.post(f"/v1/tasks/{task_id}/{what}", body, uuid4().hex)).or_raise(), Output.TABLE)


def _put(task: Item, output: Output) -> None:
    if output is Output.JSON:
        put_json(task)
        return
    lines = [
        ("partnership", f"{task['title']} ({task['partnership_id']})"),
        ("due", _due(task)),
        ("with", _with(task)),
        ("send", ", ".join(doing["command"] for doing in task["commands"])),
        *(("why", reason) for reason in task["why"]),
        ("next", task["next_step"] or "-"),
        *((move["at"][:10], move["text"]) for move in task["moves"]),
        *((note["author"], note["text"]) for note in task["notes"]),
    ]
    put_lines(task["text"], lines)


def _counted(counts: Mapping[str, Any]) -> str:
    """How many are in each queue, and how many of them press."""
    told = [f"{_pressing(counts[queue])} {queue}" for queue in ("mine", "side", "unassigned")]
    done = counts["done"]
    return ", ".join([*told, f"{done['tasks']} done since {done['since'][:10]} ({done['by_me']} by me)"])


def _pressing(count: Mapping[str, int]) -> str:
    return f"{count['tasks']} ({count['overdue']} overdue)" if count["overdue"] else str(count["tasks"])


def _row(task: Item) -> tuple[object, ...]:
    return task["id"], _due(task), task["title"], task["text"], _with(task)


def _due(task: Item) -> str:
    """Its day, that it is overdue, and when somebody wants to look at it again."""
    day = str(task["done_at"] or task["due_at"] or "")[:10]
    overdue = " overdue" if task["overdue"] else ""
    again = f", again {task['follow_up_on']}" if task["follow_up_on"] else ""
    return f"{day}{overdue}{again}"


def _with(task: Item) -> str:
    """Who has it; in brackets whom it would fall to."""
    names = task["names"]
    if task["assignee"]:
        return str(names.get(task["assignee"], task["assignee"]))
    falls_to = ", ".join(names.get(person, person) for person in task["people"])
    return f"({falls_to})" if falls_to else "(nobody)"
