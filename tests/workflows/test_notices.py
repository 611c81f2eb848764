"""From an event to a mailbox: notices are relayed, wait for their hour, go out once and leave nothing behind."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from activities.channels.chosen import channels
from activities.handling import Handling
from activities.notifying import Turn
from domain.concerns import RaiseConcern
from domain.directory.cards import Channel, ContactPoint
from domain.notices.choices import NoticeKind
from domain.slices.concerns import ConcernKind, Severity
from store.directory import Directory
from store.listening import Outbox
from store.pool import Pool
from tests.domain.story import Story
from tests.domain.teller import FACILITATOR, B
from tests.notifying import STAFF, URL, card, know, until, whole
from tests.posting import Postbox, postbox
from tests.telling import tell
from tests.temporal import Temporal, replay
from tests.year.reading import text
from workflows.notices import details
from workflows.options import notices_id

MONDAY = datetime(2027, 1, 4, 2, tzinfo=UTC)

SEVERE = RaiseConcern(
    concern_id="path", about=ConcernKind.SAFETY, severity=Severity.SEVERE, text="Nobody walks there alone."
)
"""What is told at once, at any hour."""


def ways(box: Postbox) -> dict[str, str]:
    """The settings of a worker that sends its mail there."""
    return {"KEMITRAAN_SMTP_URL": box.url, "KEMITRAAN_MAIL_FROM": "Kemitraan <kemitraan@example.org>"}


def hurt(begins: datetime) -> Story:
    """Somebody confides something severe to the facilitator."""
    story = Story(now=begins, crowd=True).proposed()
    return story.then(B, SEVERE)


async def confided(handling: Handling) -> None:
    """It happens now."""
    await tell(handling, hurt(datetime.now(UTC) - timedelta(hours=1)))


async def states(pool: Pool) -> set[tuple[str, str | None]]:
    """What became of telling the facilitator."""
    rows = await pool.fetch(
        "select state, reason from notices where person_id = $1 and kind = 'safety'", FACILITATOR.person_id
    )
    return {(row["state"], row["reason"]) for row in rows}


@pytest.fixture
async def box() -> AsyncIterator[Postbox]:
    """A mail server."""
    async with postbox() as box:
        yield box


async def reached(pool: Pool, state: str) -> None:
    """Wait until telling the facilitator has come so far."""
    async with asyncio.timeout(20):
        while {found for found, _ in await states(pool)} != {state}:
            await asyncio.sleep(0.02)


def test_an_admin_reads_who_waits_for_what_and_until_when() -> None:
    waiting = {NoticeKind.REMINDER: 2, NoticeKind.NEWS: 1}
    turn = Turn(at=MONDAY, name="Bu *Sari*", waiting=waiting, next_at=MONDAY + timedelta(hours=1))
    assert details("sari", turn).splitlines() == [
        "Notices for **Bu \\*Sari\\*** (sari). Looks again on **4 Jan 2027, 03:00 UTC**.",
        "- 1 of kind news: for the right hour",
        "- 2 of kind reminder: for the right hour",
    ]


async def test_what_is_severe_is_told_at_once_and_nothing_is_left(
    temporal: Temporal, handling: Handling, pool: Pool, dsn: str, box: Postbox
) -> None:
    await know(pool, card(FACILITATOR.person_id))
    async with whole(temporal.client, pool, dsn, channels(ways(box)), handling):
        await confided(handling)
        await until(lambda: bool(box.mail))
        await reached(pool, "sent")
        assert "Nobody walks there alone" not in box.mail[0].as_string()
        assert "Buku untuk kampung" not in box.mail[0].as_string()
    await replay(await temporal.client.get_workflow_handle(notices_id(FACILITATOR.person_id)).fetch_history())
    await temporal.terminate_all()


async def test_a_wrong_mailbox_is_marked_and_the_next_one_is_used(
    temporal: Temporal, handling: Handling, pool: Pool, dsn: str, box: Postbox
) -> None:
    points = tuple(
        ContactPoint(channel=Channel.EMAIL, address=f"{name}@example.org", rank=rank)
        for rank, name in enumerate(("old", "new"), 1)
    )
    await know(pool, card(FACILITATOR.person_id, points=points))
    box.refusals["old@example.org"] = "550 5.1.1 no such mailbox"
    async with whole(temporal.client, pool, dsn, channels(ways(box)), handling):
        await confided(handling)
        await reached(pool, "sent")
    assert box.recipients == ["new@example.org"]
    known = await Directory(pool).person(FACILITATOR.person_id)
    assert known is not None
    assert {point.address: point.state for point in known.points} == {
        "old@example.org": "wrong",
        "new@example.org": "good",
    }
    tries = await pool.fetch("select outcome from attempts order by at")
    assert [row["outcome"] for row in tries] == ["never", "sent"]
    await temporal.terminate_all()


async def test_whom_nothing_reaches_is_reached_once_an_address_is_known(
    temporal: Temporal, handling: Handling, pool: Pool, dsn: str, box: Postbox
) -> None:
    await know(pool, card(FACILITATOR.person_id, points=()))
    async with whole(temporal.client, pool, dsn, channels(ways(box)), handling):
        await confided(handling)
        await reached(pool, "unreachable")
        assert await states(pool) == {("unreachable", "no address is known: add one, and it goes out")}
        await Directory(pool).put_person(card(FACILITATOR.person_id), STAFF)
        await Outbox(pool, dsn).reachable()
        await reached(pool, "sent")
    await temporal.terminate_all()


async def test_another_address_is_told_at_the_one_of_before_which_opens_nothing_any_more(
    temporal: Temporal, handling: Handling, pool: Pool, dsn: str, box: Postbox
) -> None:
    await know(pool, card("dewi"))
    other = ContactPoint(channel=Channel.EMAIL, address="other@example.org")
    await know(pool, card("dewi", points=(other,)))
    await pool.execute("update notices set created_at = created_at - interval '1 hour'")
    async with whole(temporal.client, pool, dsn, channels(ways(box)), handling):
        await until(lambda: len(box.mail) == 2)
        async with asyncio.timeout(20):
            while await pool.fetchval("select count(*) from notices where state <> 'sent'"):
                await asyncio.sleep(0.02)
    mail = {message["To"].addresses[0].addr_spec: message for message in box.mail}
    texts = {address: text(message) for address, message in mail.items()}
    assert texts.keys() == {"dewi@example.org", "other@example.org"}
    said = "You are reached at o…@example.org instead of d…@example.org from now on."
    assert all(said in told and "Your own entry" in told for told in texts.values())
    assert "https://" not in texts["dewi@example.org"]
    assert mail["dewi@example.org"]["List-Unsubscribe"] is None
    assert f"{URL}/l/" in texts["other@example.org"]
    acts = await pool.fetch("select act, person_id from links")
    assert [tuple(row) for row in acts] == [("set_preferences", "dewi")]
    await temporal.terminate_all()


async def test_a_channel_that_is_not_set_up_says_so(
    temporal: Temporal, handling: Handling, pool: Pool, dsn: str
) -> None:
    await know(pool, card(FACILITATOR.person_id))
    async with whole(temporal.client, pool, dsn, channels({}), handling):
        await confided(handling)
        await reached(pool, "unreachable")
    said = await pool.fetchval("select reason from attempts")
    assert "KEMITRAAN_SMTP_URL" in said
    await temporal.terminate_all()


async def test_after_the_loss_of_temporal_a_relay_wakes_everybody(
    temporal: Temporal, handling: Handling, pool: Pool, dsn: str, box: Postbox
) -> None:
    await know(pool, card(FACILITATOR.person_id))
    await confided(handling)
    await pool.execute("update notices set relayed = true")
    async with whole(temporal.client, pool, dsn, channels(ways(box)), handling):
        await reached(pool, "sent")
    await temporal.terminate_all()


async def test_a_mail_server_that_is_away_is_waited_for(
    skipping: WorkflowEnvironment, handling: Handling, pool: Pool, dsn: str, box: Postbox
) -> None:
    await know(pool, card(FACILITATOR.person_id))
    await box.close()
    async with whole(skipping.client, pool, dsn, channels(ways(box)), handling):
        now = await skipping.get_current_time()
        await tell(handling, hurt(now))
        async with asyncio.timeout(20):
            while not await pool.fetchval("select count(*) from attempts"):
                await asyncio.sleep(0.02)
        handle = skipping.client.get_workflow_handle(notices_id(FACILITATOR.person_id))
        assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
        await skipping.sleep(timedelta(hours=3))
        await box.open()
        await skipping.sleep(timedelta(hours=7))
        await reached(pool, "sent")
    letters = await pool.fetch("select letter_id from letters where not digest and state = 'sent'")
    tries = await pool.fetch(
        "select outcome, count(*) from attempts where letter_id = any($1) group by 1", [r[0] for r in letters]
    )
    counted = {row[0]: row[1] for row in tries}
    assert counted["not_now"] > 4
    assert len(box.mail) == len({mail["Message-ID"] for mail in box.mail})
