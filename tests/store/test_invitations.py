"""What somebody's own calendar was told of by mail: it hears of it once, and again only when something has changed."""

from typing import Any

from activities.handling import Handling
from domain.commitments import MakeCommitment, ReportDone
from domain.evaluation import EvaluationOpened
from domain.funding import ReportFunding
from domain.message import Actor
from domain.pausing import PausePartnership, ResumePartnership
from domain.people import ReleasePerson
from domain.values import FundingStatus, PersonId, Role
from store.invitations import CHANGED_AGAIN, CORRECTED, Invitations
from store.pool import Pool
from tests.domain.story import HOST, PARTNER, Story, person, voice
from tests.telling import tell

LEAD = voice(Role.LEAD, PARTNER)
KEY = f"keep_commitment/shelf/{PARTNER}"
DAY = "date/evaluation"
MEMBER, OTHER = person(Role.MEMBER, PARTNER), person(Role.MEMBER, HOST)


async def test_a_promise_is_told_once_and_taken_back_when_it_is_kept(handling: Handling, pool: Pool) -> None:
    story = Story().active()
    promise = MakeCommitment(commitment_id="shelf", to_org=HOST, text="A new shelf", due_at=story.day(20))
    story.say(LEAD, promise)
    await tell(handling, story)
    invitations, asked = Invitations(pool), {(story.p.id, KEY)}
    assert await invitations.due(LEAD.person_id, set(), story.now) == ()
    [first] = await invitations.due(LEAD.person_id, asked, story.now)
    assert (first.appointment.at, first.cancelled) == (story.day(20), False)
    await invitations.told(LEAD.person_id, (first,), story.now)
    assert await invitations.due(LEAD.person_id, asked, story.now) == ()
    story.wait(1).say(LEAD, ReportDone(commitment_id="shelf", evidence="It stands there."))
    await tell(handling, story)
    [over] = await invitations.due(LEAD.person_id, set(), story.now)
    assert over.cancelled
    assert over.sequence > first.sequence
    await invitations.told(LEAD.person_id, (over,), story.now)
    assert await invitations.due(LEAD.person_id, asked, story.now) == ()


async def test_nobody_is_told_of_the_days_of_others(handling: Handling, pool: Pool) -> None:
    story = Story().active()
    story.say(LEAD, MakeCommitment(commitment_id="shelf", to_org=HOST, text="A new shelf", due_at=story.day(20)))
    await tell(handling, story)
    assert await Invitations(pool).due(voice(Role.LEAD, HOST).person_id, {(story.p.id, KEY)}, story.now) == ()


async def invited(handling: Handling, pool: Pool, *people: PersonId) -> Story:
    """Work has begun, and the calendars of these people know of the first evaluation."""
    story = Story(crowd=True).active()
    story.wait(10)
    await tell(handling, story)
    invitations = Invitations(pool)
    for one in people:
        [first] = await invitations.due(one, {(story.p.id, DAY)}, story.now)
        await invitations.told(one, (first,), story.now)
    return story


async def said(pool: Pool) -> list[Any]:
    """What has been said of days that have changed."""
    return await pool.fetch("select * from notices where day is not null order by created_at, person_id")


def loses_money(story: Story, by: Actor) -> Story:
    """The next evaluation comes sooner."""
    return story.then(by, ReportFunding(status=FundingStatus.LOST))


async def test_whose_calendar_is_wrong_is_told_and_nobody_else(handling: Handling, pool: Pool) -> None:
    story = await invited(handling, pool, MEMBER, LEAD.person_id)
    await tell(handling, loses_money(story, LEAD))
    [told] = await said(pool)  # not who has moved it, and nobody whose calendar does not know of it
    assert (told["person_id"], told["org_id"], told["day"], told["state"]) == (MEMBER, PARTNER, DAY, "waiting")
    assert (told["kind"], told["version"], told["created_at"]) == ("news", story.p.version, story.now)


async def test_nothing_is_said_where_nobody_was_invited(handling: Handling, pool: Pool) -> None:
    await tell(handling, loses_money(await invited(handling, pool), LEAD))
    assert await said(pool) == []


async def test_whoever_has_no_role_any_more_is_not_told(handling: Handling, pool: Pool) -> None:
    story = await invited(handling, pool, MEMBER)
    story.say(LEAD, ReleasePerson(person_id=MEMBER))
    await tell(handling, loses_money(story, LEAD))
    assert await said(pool) == []


async def test_a_day_that_comes_back_before_anybody_was_told_is_not_spoken_of(handling: Handling, pool: Pool) -> None:
    story = await invited(handling, pool, MEMBER)
    await tell(handling, story.together(PausePartnership(reason="Harvest", resume_at=story.day(30))))
    [gone] = await said(pool)
    assert gone["what"] == "a day in your calendar is not needed any more: {what}"
    await tell(handling, story.wait(1).together(ResumePartnership()))
    [settled] = await said(pool)
    assert (settled["notice_id"], settled["state"], settled["reason"]) == (gone["notice_id"], "settled", CHANGED_AGAIN)


async def test_a_calendar_that_has_heard_of_it_with_another_letter_needs_no_own_one(
    handling: Handling, pool: Pool
) -> None:
    story, invitations = await invited(handling, pool, MEMBER, OTHER), Invitations(pool)
    await tell(handling, loses_money(story, LEAD))
    [moved] = await invitations.due(MEMBER, set(), story.now)
    await invitations.told(MEMBER, (moved,), story.now)
    assert [(row["person_id"], row["state"], row["reason"]) for row in await said(pool)] == [
        (MEMBER, "settled", CORRECTED),
        (OTHER, "waiting", None),
    ]


async def test_a_day_that_has_come_is_not_spoken_of_any_more(handling: Handling, pool: Pool) -> None:
    story = await invited(handling, pool, MEMBER)
    await tell(handling, story.wait(200))
    assert any(isinstance(entry.event, EvaluationOpened) for entry in story.ledger)
    assert await said(pool) == []
