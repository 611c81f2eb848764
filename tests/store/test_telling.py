"""Tasks and notices are written with the events that they follow from, and close by the thing itself being done."""

from datetime import timedelta

from activities.handling import Handling
from domain.agreement import AcceptVersion
from domain.initiation import DeclareWillingness
from domain.relaying import RelayWord, task
from domain.values import Role
from store.pool import Pool
from tests.domain.story import HOST, PARTNER, Story, voice
from tests.domain.teller import A, B
from tests.telling import tell

OPEN = "select kind, org_id from tasks where done_at is null order by key"


async def test_a_version_asks_each_party_once_and_is_done_when_accepted(handling: Handling, pool: Pool) -> None:
    story = Story().agreeing()
    await tell(handling, story)
    assert {tuple(row) for row in await pool.fetch(OPEN)} >= {("accept_version", HOST), ("accept_version", PARTNER)}
    told = await pool.fetch("select person_id, what, params, task from notices where kind = 'request'")
    assert {row["person_id"] for row in told if "accept_version" in row["task"]} == {
        voice(Role.LEAD, PARTNER).person_id
    }
    offer = story.p.offer
    assert offer
    story.say(voice(Role.LEAD, PARTNER), AcceptVersion(version=offer.version, hash=offer.hash))
    await tell(handling, story)
    done = await pool.fetch("select kind, done_by from tasks where done_at is not null and org_id = $1", PARTNER)
    assert ("accept_version", voice(Role.LEAD, PARTNER).person_id) in {tuple(row) for row in done}


async def test_a_nudge_becomes_a_notice_for_each_whom_it_reaches(handling: Handling, pool: Pool) -> None:
    story = Story().agreeing()
    story.wait(6)
    await tell(handling, story)
    nudges = await pool.fetch("select person_id, what, why from notices where rule = 'acceptance'")
    assert {row["person_id"] for row in nudges} == {voice(Role.LEAD, org).person_id for org in (HOST, PARTNER)}
    assert {row["what"] for row in nudges} == {
        "read version {version} of the agreement, and accept it if it is right for you"
    }
    assert {row["why"] for row in nudges} == {"a version lies before the parties and is not accepted by all"}


async def test_a_recorded_word_counts_only_once_its_person_has_been_told(handling: Handling, pool: Pool) -> None:
    story = Story(crowd=True).proposed().unheard()
    said = DeclareWillingness(willing=True)
    story.say(A, RelayWord(word_id="call", person_id=B.person_id, command=said, way="phone", told="On Sunday"))
    story.wait(7)
    await tell(handling, story)
    assert {"word.postponed"} == await _of_words(pool) - {"word.relayed"}
    told = story.now + timedelta(hours=1)
    await pool.execute(
        "update notices set state = 'sent', state_since = $1 where task = $2", told, task(story.p.relayed[0])
    )
    story.deaf, story.told = False, {task(story.p.relayed[0]): told}
    story.wait(8)
    await tell(handling, story)
    assert "word.counted" in await _of_words(pool)


async def _of_words(pool: Pool) -> set[str]:
    return {row["type"] for row in await pool.fetch("select type from ledger where type like 'word.%'")}
