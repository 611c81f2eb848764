"""Links in letters: the button says what its page can do, a stand-in only reads, what was asked for comes at once."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from uuid import uuid4

import pytest
from temporalio.testing import ActivityEnvironment

from activities.channels.chosen import channels
from activities.handling import Handling
from activities.notifying import Handover, Someone
from domain.links import Grant, LinkAct
from domain.notices.choices import NoticeKind
from domain.notices.notice import Notice
from domain.values import PersonId, Role
from store.links import Links
from store.pool import Pool
from store.tasks import GIVEN_TO_YOU, Tasks
from tests.domain.story import PARTNER, Story, voice
from tests.notifying import KEY, URL, card, know, telling
from tests.posting import Postbox, postbox
from tests.telling import tell
from tests.year.reading import text

LEAD, DEPUTY = voice(Role.LEAD, PARTNER).person_id, PersonId("deputy")
NIGHT = {"quiet_from": time(20), "quiet_until": time(6)}
HAND_ON = "insert into absences (absence_id, person_id, stand_in, starts, ends) values ($1, $2, $3, $4, $5)"


@pytest.fixture
async def box() -> AsyncIterator[Postbox]:
    """A mail server."""
    async with postbox() as box:
        yield box


async def mails(when: datetime, pool: Pool, box: Postbox, who: PersonId = LEAD) -> list[EmailMessage]:
    """What somebody finds in the mailbox when all that is due by then has been handed over."""
    activity = ActivityEnvironment()
    activity.info = replace(activity.info, started_time=when)
    told, seen = telling(pool, channels({"KEMITRAAN_SMTP_URL": box.url})), len(box.mail)
    for out in (await activity.run(told.plan, Someone(person_id=who))).letters:
        if out.at <= when:
            await activity.run(told.deliver, Handover(person_id=who, letter_id=out.letter_id))
    return box.mail[seen:]


async def sent(
    story: Story,
    pool: Pool,
    kind: NoticeKind,
    act: LinkAct = LinkAct.DECLARE_WILLINGNESS,
    person_id: PersonId = LEAD,
) -> Grant:
    """A link is on its way: a fresh one that its reader has asked for, or one that staff have sent."""
    grant = Grant(
        link_id=uuid4(), person_id=person_id, org_id=PARTNER, partnership_id=story.p.id, act=act,
        expires_at=story.now + timedelta(days=14),
    )  # fmt: skip
    notice = Notice(
        person_id=person_id, org_id=PARTNER, kind=kind, what="open it", why="it is yours", event=story.p.version
    )
    await Links(pool, KEY).send(grant, notice, story.now)
    return grant


async def opens(mail: EmailMessage, pool: Pool) -> dict[str, str]:
    """The buttons of a mail, each with the act behind it."""
    links = Links(pool, KEY)
    found = re.findall(rf"^([A-Z][\w ]+): {re.escape(URL)}/l/([\w=-]+)", text(mail), re.MULTILINE)
    kept = {button: await links.find(token) for button, token in found}
    return {button: link.act for button, link in kept.items() if link}


async def test_the_button_says_what_its_page_can_do(handling: Handling, pool: Pool, box: Postbox) -> None:
    answerable, told = Story().agreeing(), Story(partnership_id=uuid4()).exploring()
    for story in (answerable, told):
        await tell(handling, story)
    await know(pool, card(LEAD))
    (mail,) = await mails(answerable.now + timedelta(minutes=6), pool, box)
    assert "Tell the others who you are" in text(mail)
    assert await opens(mail, pool) == {"Read and answer": LinkAct.ACCEPT_VERSION, "Read": LinkAct.READ_RECORD}


async def test_whoever_stands_in_reads_and_never_answers_for_another(
    handling: Handling, pool: Pool, box: Postbox
) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    await know(pool, card(LEAD), card(DEPUTY))
    day = story.now.date()
    await pool.execute(HAND_ON, uuid4(), LEAD, DEPUTY, day - timedelta(days=2), day + timedelta(days=9))
    made = await sent(story, pool, NoticeKind.REQUEST)
    await mails(story.now + timedelta(minutes=6), pool, box)
    (mail,) = await mails(story.now + timedelta(minutes=12), pool, box, DEPUTY)
    assert "Open it." in text(mail)
    assert await opens(mail, pool) == {"Read": LinkAct.READ_RECORD}
    assert await Links(pool, KEY).offer(made) not in text(mail)


async def test_a_fresh_link_comes_at_once_at_any_hour_and_nothing_with_it(
    handling: Handling, pool: Pool, box: Postbox
) -> None:
    story = Story().proposed()
    await tell(handling, story)
    await know(pool, card(LEAD, **NIGHT))
    await mails(story.now + timedelta(hours=3), pool, box)
    story.now = story.now.replace(hour=14)  # nine in the evening
    fresh = await sent(story, pool, NoticeKind.SECURITY)
    by_staff = await sent(story, pool, NoticeKind.REQUEST)
    (mail,) = await mails(story.now + timedelta(minutes=1), pool, box)
    assert await Links(pool, KEY).offer(fresh) in text(mail)
    assert await opens(mail, pool) == {"Read and answer": LinkAct.DECLARE_WILLINGNESS}
    assert await mails(story.now + timedelta(hours=8), pool, box) == []
    (mail,) = await mails(story.now + timedelta(hours=34), pool, box)  # the day between is a holiday
    assert await Links(pool, KEY).offer(by_staff) in text(mail)


async def test_a_colleague_without_a_role_hears_of_the_task_that_was_given_to_them(
    handling: Handling, pool: Pool, box: Postbox
) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    await know(pool, card(DEPUTY))
    await pool.execute("insert into organisations values ($1, $1, 'ngo', null, null, 'Asia/Jakarta')", PARTNER)
    await pool.execute("insert into positions values ('clerk', $1, 'Clerk', null)", PARTNER)
    await pool.execute("insert into fillings values ('clerk', $1, '2020-01-01')", DEPUTY)
    task = await pool.fetchrow("select task_id, key from tasks where org_id = $1 and kind = 'accept_version'", PARTNER)
    assert task is not None
    lead = voice(Role.LEAD, PARTNER)
    await Tasks(pool).give(lead, [task["task_id"]], DEPUTY, story.now)
    (mail,) = await mails(story.now + timedelta(minutes=6), pool, box, DEPUTY)
    assert GIVEN_TO_YOU in text(mail)
    assert LinkAct.ACCEPT_VERSION not in (await opens(mail, pool)).values()  # their word would bind nobody
    state = "select state from notices where person_id = $1 and task = $2"
    assert await pool.fetchval(state, DEPUTY, task["key"]) == "sent"
    await Tasks(pool).give(lead, [task["task_id"]], lead.person_id, story.now)
    await pool.execute("update notices set state = 'waiting' where person_id = $1", DEPUTY)
    assert await mails(story.now + timedelta(minutes=12), pool, box, DEPUTY) == []
    assert await pool.fetchval(state, DEPUTY, task["key"]) == "departed"  # it is in other hands again


async def test_a_fresh_link_comes_also_to_whoever_may_only_read_on(
    handling: Handling, pool: Pool, box: Postbox
) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    await know(pool, card(DEPUTY))
    await sent(story, pool, NoticeKind.SECURITY, LinkAct.READ_RECORD, DEPUTY)  # the page has seen that it is theirs
    await sent(story, pool, NoticeKind.REQUEST, LinkAct.READ_RECORD, DEPUTY)
    (mail,) = await mails(story.now + timedelta(minutes=6), pool, box, DEPUTY)
    assert await opens(mail, pool) == {"Read": LinkAct.READ_RECORD}
