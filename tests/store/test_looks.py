"""Who is woken for what is new: nobody whose workflow looks by itself in time, and everybody else."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from domain.notices.choices import NoticeKind
from domain.values import PersonId
from store import looks
from store.directory import Directory
from store.listening import Outbox
from store.pool import Pool
from tests.notifying import STAFF, card

WHO = PersonId("dewi")
REQUEST, REMINDER, SAFETY = NoticeKind.REQUEST, NoticeKind.REMINDER, NoticeKind.SAFETY
MINUTE = timedelta(minutes=1)


def soon(minutes: float) -> datetime:
    return datetime.now(UTC) + minutes * MINUTE


@pytest.fixture
async def known(pool: Pool) -> Pool:
    """Somebody who has been in the directory for a while."""
    await Directory(pool).put_person(card(WHO), STAFF)
    await pool.execute("update people set updated_at = now() - interval '1 day'")
    await pool.execute("update contact_points set since = now() - interval '1 day'")
    return pool


async def comes(pool: Pool, kind: NoticeKind) -> None:
    """Something new for them."""
    await pool.execute(
        "insert into notices (notice_id, person_id, kind, what, why, params, private, created_at, state_since)"
        " values ($1, $2, $3, 'x', 'y', '{}', false, now(), now())",
        uuid4(), WHO, kind,
    )  # fmt: skip


async def looks_at(pool: Pool, at: datetime, *patient: NoticeKind) -> None:
    async with pool.acquire() as connection:
        await looks.put(connection, WHO, soon(-1), at, patient)


async def wakes(pool: Pool, dsn: str) -> bool:
    (one,) = await Outbox(pool, dsn).unrelayed(10)
    return one.wakes


async def test_who_does_not_look_by_themselves_is_woken(known: Pool, dsn: str) -> None:
    await comes(known, REMINDER)
    assert await wakes(known, dsn)


@pytest.mark.parametrize(
    ("look", "kind", "woken"),
    [
        ((3, ()), REQUEST, False),
        ((0.1, ()), REQUEST, True),
        ((-1, (REMINDER,)), REMINDER, True),
        ((60, ()), REQUEST, True),
        ((60, (REMINDER,)), REMINDER, False),
        ((60, (REMINDER,)), REQUEST, True),
        ((3, (SAFETY,)), SAFETY, True),
    ],
)
async def test_who_looks_in_time_is_left_alone(
    known: Pool, dsn: str, look: tuple[float, tuple[NoticeKind, ...]], kind: NoticeKind, *, woken: bool
) -> None:
    minutes, patient = look
    await looks_at(known, soon(minutes), *patient)
    await comes(known, kind)
    assert await wakes(known, dsn) is woken


async def test_what_they_have_chosen_since_is_heeded(known: Pool, dsn: str) -> None:
    await looks_at(known, soon(60), REMINDER)
    await comes(known, REMINDER)
    await known.execute("update people set updated_at = now()")
    assert await wakes(known, dsn)


async def test_who_is_late_is_called_once(known: Pool, dsn: str) -> None:
    outbox = Outbox(known, dsn)
    await looks_at(known, soon(-5))
    assert await outbox.late(10) == []
    await looks_at(known, soon(-15))
    assert await outbox.late(10) == [WHO]
    await outbox.woken(WHO)
    assert await outbox.late(10) == []
