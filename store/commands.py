"""The first answer to every command, kept for ever."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from domain.message import Actor
from domain.record import Outcome, Submission
from domain.values import Instant, Value
from store.paging import Mark
from store.pool import Connection


class Answer(Value):
    """What a command id was first used for, and what was answered then."""

    digest: str
    outcome: Outcome


class RefusedCommand(Value):
    """A submission that was refused, whole enough to be understood and sent again."""

    command_id: UUID
    actor: Actor
    channel: str
    submitted_at: Instant
    occurred_at: Instant | None
    expected_version: int | None
    commands: tuple[dict[str, Any], ...]
    outcome: Outcome
    handled_at: Instant


_KNOWN = "select command_id, digest, outcome from commands where partnership_id = $1 and command_id = any($2)"

_REFUSED = f"""
select {", ".join(RefusedCommand.model_fields)} from commands
where partnership_id = $1 and outcome ->> 'status' = 'refused' and (handled_at, command_id) < ($2, $3)
order by handled_at desc, command_id desc limit $4
"""

_KEEP = "insert into commands select * from jsonb_populate_recordset(null::commands, $1)"


async def known(connection: Connection, partnership_id: UUID, command_ids: Collection[UUID]) -> dict[UUID, Answer]:
    """The answers that were given before, by command id."""
    rows = await connection.fetch(_KNOWN, partnership_id, command_ids)
    return {row["command_id"]: Answer(digest=row["digest"], outcome=row["outcome"]) for row in rows}


async def refused(connection: Connection, partnership_id: UUID, after: Mark, limit: int) -> list[RefusedCommand]:
    """What was refused in one partnership, the newest first."""
    rows = await connection.fetch(_REFUSED, partnership_id, after.at, after.id, limit)
    return [RefusedCommand(**row) for row in rows]


async def keep(connection: Connection, answered: Iterable[tuple[Submission, Answer]], at: Instant) -> None:
    """Keep the first answers to some submissions."""
    await connection.execute(_KEEP, [_row(submission, answer, at) for submission, answer in answered])


def _row(submission: Submission, answer: Answer, at: Instant) -> dict[str, Any]:
    return {**dict(submission), **dict(answer), "handled_at": at}
