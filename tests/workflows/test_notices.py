"""From an event to a mailbox: notices are relayed, wait for their hour, go out once and leave nothing behind."""

from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from activities.channels.chosen import channels
from activities.handling import Handling
from domain.values import Role
from store.pool import Pool
from tests.domain.story import Story
from tests.domain.teller import PARTNER, A, B, voice
from tests.notifying import URL, card, know, until, whole
from tests.posting import Postbox, postbox
from tests.telling import tell


def setting(box: Postbox) -> dict[str, str]:
    """The settings of a worker that sends its mail there."""
    return {"KEMITRAAN_SMTP_URL": box.url, "KEMITRAAN_MAIL_FROM": "Kemitraan <kemitraan@example.org>"}


async def test_an_event_becomes_a_mail(
    skipping: WorkflowEnvironment, handling: Handling, pool: Pool, dsn: str
) -> None:
    await know(pool, card(A.person_id), card(B.person_id), card(voice(Role.SPONSOR, PARTNER).person_id))
    story = Story(now=await skipping.get_current_time())
    async with postbox() as box, whole(skipping.client, pool, dsn, channels(setting(box)), handling):
        await tell(handling, story.agreeing())
        await skipping.sleep(story.now - await skipping.get_current_time() + timedelta(days=4))
        await until(lambda: bool(box.mail))
        print(box.recipients)
        for mail in box.mail:
            print(mail)
        print(await pool.fetch("select person_id, state, reason, kind, what from notices"))
        print(await pool.fetch("select * from letters"))
        print(await pool.fetch("select * from attempts"))
        assert B.person_id in "".join(box.recipients)
    assert URL
