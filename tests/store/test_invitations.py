"""What somebody's own calendar was told of by mail: it hears of it once, and again only when something has changed."""

from activities.handling import Handling
from domain.commitments import MakeCommitment, ReportDone
from domain.values import Role
from store.invitations import Invitations
from store.pool import Pool
from tests.domain.story import HOST, PARTNER, Story, voice
from tests.telling import tell

LEAD = voice(Role.LEAD, PARTNER)
KEY = f"keep_commitment/shelf/{PARTNER}"


async def test_a_promise_is_told_once_and_taken_back_when_it_is_kept(handling: Handling, pool: Pool) -> None:
    story = Story().active()
    promise = MakeCommitment(commitment_id="shelf", to_org=HOST, text="A new shelf", due_at=story.day(20))
    story.say(LEAD, promise)
    await tell(handling, story)
    invitations, asked = Invitations(pool), {(story.p.id, KEY)}
    assert await invitations.due(LEAD.person_id, set()) == ()
    [first] = await invitations.due(LEAD.person_id, asked)
    assert (first.appointment.at, first.cancelled) == (story.day(20), False)
    await invitations.told(LEAD.person_id, (first,), story.now)
    assert await invitations.due(LEAD.person_id, asked) == ()
    story.wait(1).say(LEAD, ReportDone(commitment_id="shelf", evidence="It stands there."))
    await tell(handling, story)
    [over] = await invitations.due(LEAD.person_id, set())
    assert over.cancelled
    assert over.sequence > first.sequence
    await invitations.told(LEAD.person_id, (over,), story.now)
    assert await invitations.due(LEAD.person_id, asked) == ()


async def test_nobody_is_told_of_the_days_of_others(handling: Handling, pool: Pool) -> None:
    story = Story().active()
    story.say(LEAD, MakeCommitment(commitment_id="shelf", to_org=HOST, text="A new shelf", due_at=story.day(20)))
    await tell(handling, story)
    assert await Invitations(pool).due(voice(Role.LEAD, HOST).person_id, {(story.p.id, KEY)}) == ()
