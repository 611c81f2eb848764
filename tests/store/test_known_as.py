"""After a merge: what is somebody's own goes by the id that remains, what partnerships know by that of then."""

from datetime import timedelta
from uuid import uuid4

import pytest

from activities.handling import Handling
from domain.commitments import MakeCommitment
from domain.directory.cards import Channel, ContactPoint, PersonCard
from domain.directory.sheets import Kind
from domain.links import Grant, LinkAct
from domain.message import Actor
from domain.notices.planning import Reader
from domain.values import PersonId, Role
from store.directory import Directory
from store.feeds import Feeds
from store.invitations import Invitations
from store.keys import Holder, KeyRole, Keys
from store.letters import Letters
from store.links import Links
from store.merging import Merged, Merging
from store.notices import Notices
from store.paging import FIRST
from store.pool import Pool
from store.queues import Asked
from store.tasks import Tasks
from tests.domain.story import HOST, ID, PARTNER, Story, voice
from tests.letters import NOW
from tests.notifying import AWAKE, KEY, STAFF
from tests.telling import tell

THEN = voice(Role.LEAD, PARTNER)
"""As the partnership knows her."""
RATNA = Actor(person_id=PersonId("ratna"), org_id=PARTNER)
"""The same person, under the id that remains."""
SHELF = f"keep_commitment/shelf/{PARTNER}"


@pytest.fixture
async def story(handling: Handling, pool: Pool) -> Story:
    """She has promised something, and is in the directory twice."""
    story = Story().active()
    story.say(THEN, MakeCommitment(commitment_id="shelf", to_org=HOST, text="A new shelf", due_at=story.day(20)))
    await tell(handling, story)
    for person in (THEN, RATNA):
        mail = ContactPoint(channel=Channel.EMAIL, address=f"{person.person_id}@example.org")
        await Directory(pool).put_person(PersonCard(person_id=person.person_id, name="Ratna", points=(mail,)), STAFF)
    return story


async def merged(pool: Pool) -> Merged:
    """The two entries are one."""
    return await Merging(pool).merge(Kind.PEOPLE, THEN.person_id, RATNA.person_id, STAFF)


async def test_a_key_goes_over_and_speaks_as_each_partnership_knows_its_holder(story: Story, pool: Pool) -> None:
    keys = Keys(pool)
    text, _ = await keys.create(Holder(role=KeyRole.PARTNER, person_id=THEN.person_id, org_id=PARTNER, label="hers"))
    assert (await merged(pool)).moved["keys"] == 1
    found = [await keys.find(text, partnership_id) for partnership_id in (None, ID, uuid4())]
    assert [key and key.person_id for key in found] == [RATNA.person_id, THEN.person_id, RATNA.person_id]
    _, later = await keys.create(Holder(role=KeyRole.PARTNER, person_id=THEN.person_id, org_id=PARTNER, label="new"))
    assert later.person_id == RATNA.person_id


async def test_tasks_and_whatever_is_in_her_hands_are_hers(story: Story, pool: Pool) -> None:
    tasks, now = Tasks(pool), story.now
    mine = (await tasks.page(THEN, Asked(), now)).rows
    assert SHELF in {row.key for row in mine}
    task = next(row for row in mine if row.key == SHELF)
    await tasks.claim(THEN, task.task_id, now)
    await tasks.comment(THEN, task.task_id, uuid4(), "Soon.", now)
    moved = (await merged(pool)).moved
    assert (moved["tasks"], moved["comments"]) == (1, 1)
    assert {row.key for row in (await tasks.page(RATNA, Asked(), now)).rows} == {row.key for row in mine}
    assert [comment.author for comment in await tasks.comments(task.task_id)] == [RATNA.person_id]
    await tasks.claim(RATNA, task.task_id, now)
    other = voice(Role.ALTERNATE, PARTNER)
    assert (await tasks.give(other, [task.task_id], RATNA.person_id, now)).tasks == 1
    assert (await tasks.hand_on(RATNA, RATNA.person_id, other.person_id, now)).tasks == len(mine)


async def test_her_inbox_is_one_under_either_id(story: Story, pool: Pool) -> None:
    notices = Notices(pool)
    before = {one.notice_id for one in (await notices.inbox(THEN.person_id, FIRST, 50)).rows}
    assert before
    await merged(pool)
    inboxes = [(await notices.inbox(person.person_id, FIRST, 50)).rows for person in (THEN, RATNA)]
    assert inboxes[0] == inboxes[1]
    [told] = [one for one in inboxes[0] if one.notice_id not in before]
    assert (told.partnership_id, told.title, told.event) == (None, None, None)
    assert before < {one.notice_id for one in inboxes[0]}
    assert all([await notices.seen(RATNA.person_id, notice_id, story.now) for notice_id in before])


async def test_both_calendars_stay_and_show_the_same(story: Story, pool: Pool) -> None:
    feeds = Feeds(pool)
    hers = [(await feeds.create(person.person_id, person))[0] for person in (THEN, RATNA)]
    [one] = [feed for token in hers[:1] if (feed := await feeds.opened(token))]
    days = await feeds.entries(one)
    assert SHELF in {entry.appointment.key for entry in days}
    assert (await merged(pool)).moved["calendars"] == 1
    for token in hers:
        feed = await feeds.opened(token)
        assert feed is not None
        assert (feed.person_id, feed.own) == (RATNA.person_id, True)
        assert await feeds.entries(feed) == days
    assert await feeds.belongs(RATNA.person_id, PARTNER)
    await feeds.create(THEN.person_id, RATNA)
    assert [await feeds.opened(token) for token in hers] == [None, None]


async def test_of_two_invitations_the_newer_one_stays(story: Story, pool: Pool) -> None:
    invitations, asked = Invitations(pool), {(ID, SHELF)}
    [entry] = await invitations.due(THEN.person_id, asked, story.now)
    newer = entry.model_copy(update={"sequence": entry.sequence + 5})
    await invitations.told(THEN.person_id, (newer,), story.now)
    await invitations.told(RATNA.person_id, (entry,), story.now)
    await merged(pool)
    rows = await pool.fetch("select person_id, entry from invitations")
    assert [(row["person_id"], row["entry"]["sequence"]) for row in rows] == [(RATNA.person_id, newer.sequence)]


async def test_a_link_goes_on_working_for_the_partnership_that_knows_it(story: Story, pool: Pool) -> None:
    links = Links(pool, KEY)
    until = NOW + timedelta(days=400)
    bound = {"person_id": THEN.person_id, "org_id": PARTNER, "partnership_id": ID, "act": LinkAct.READ_RECORD}
    grant = Grant.model_validate({**bound, "link_id": uuid4(), "expires_at": until})
    token = await links.offer(grant)
    await merged(pool)
    found = await links.find(token)
    assert found is not None
    assert found.person_id == THEN.person_id
    listed = (await links.list(FIRST, 5, person_id=RATNA.person_id)).rows
    assert [link.link_id for link in listed] == [grant.link_id]
    await links.revoke(grant.link_id, NOW)
    told = await pool.fetchval("select count(*) from notices where person_id = $1 and what ~ 'link'", RATNA.person_id)
    assert told == 1


async def test_what_waited_for_the_one_is_told_to_the_other_and_her_side_sees_the_letters(
    story: Story, pool: Pool
) -> None:
    await pool.execute("update notices set relayed = true")
    await merged(pool)
    await pool.execute("update notices set created_at = $1", story.now)
    assert await pool.fetchval("select bool_and(not relayed) from notices where person_id = $1", THEN.person_id)
    card = await Directory(pool).person(THEN.person_id)
    assert card is not None
    planned = await Letters(pool).plan(Reader(card=card, habits=AWAKE), story.now + timedelta(days=1))
    assert planned.letters
    letters = await Notices(pool).letters(PARTNER, FIRST, 50, person_id=THEN.person_id, state=None)
    assert {sent.letter_id for sent in letters.rows} == {letter.letter_id for letter in planned.letters}
    assert {sent.person_id for sent in letters.rows} == {RATNA.person_id}
