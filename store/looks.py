"""When each person's workflow looks again by itself: whoever looks in time need not be woken for what has just come."""

from collections.abc import Sequence
from uuid import UUID

from domain.notices.choices import NoticeKind
from domain.notices.patience import MARGIN
from domain.notices.timing import BATCH
from domain.values import Instant, PersonId
from store.pool import Connection

LATE = "10 minutes"
"""Whoever has not looked for so long after their hour has been forgotten somewhere."""

WAITS = f"""
l.next_at >= greatest(n.created_at, now()) + interval '{MARGIN.seconds} seconds'
    and n.kind <> '{NoticeKind.SAFETY}'
    and (n.kind = any(l.patient) or l.next_at <= n.created_at + interval '{BATCH.seconds} seconds')
    and not exists (
        select from people p where p.person_id = l.person_id
        and p.updated_at > l.looked_at - interval '{MARGIN.seconds} seconds'
    )
    and not exists (
        select from contact_points c where c.person_id = l.person_id
        and c.since > l.looked_at - interval '{MARGIN.seconds} seconds'
    )
"""
"""Whether a notice `n` can wait for the look `l`: it surely sees it, in time, and its reader is as they were."""

_PUT = """
insert into looks (person_id, looked_at, next_at, patient) values ($1, $2, $3, $4)
on conflict (person_id) do update
set looked_at = excluded.looked_at, next_at = excluded.next_at, patient = excluded.patient
"""

_FORGET = "delete from looks where person_id = $1"

_TOLD = "delete from looks using letters l where l.letter_id = $1 and looks.person_id = l.person_id"

_LATE = f"select person_id from looks where next_at < now() - interval '{LATE}' order by next_at limit $1"


async def put(
    connection: Connection, person_id: PersonId, now: Instant, next_at: Instant | None, patient: Sequence[NoticeKind]
) -> None:
    """What a look has decided; nothing where it was the last one."""
    if next_at is None:
        await forget(connection, person_id)
    else:
        await connection.execute(_PUT, person_id, now, next_at, list(patient))


async def forget(connection: Connection, person_id: PersonId) -> None:
    """Whatever comes next wakes them."""
    await connection.execute(_FORGET, person_id)


async def told(connection: Connection, letter_id: UUID) -> None:
    """Its reader has a letter now; until somebody looks again, whatever comes next wakes them."""
    await connection.execute(_TOLD, letter_id)


async def late(connection: Connection, limit: int) -> Sequence[PersonId]:
    """Who should have looked long ago."""
    return [row["person_id"] for row in await connection.fetch(_LATE, limit)]
