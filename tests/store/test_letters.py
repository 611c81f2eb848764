"""What a letter says is read again before it goes: whose it still is, and what its reader can do about it."""

from datetime import timedelta

from activities.handling import Handling
from domain.concerns import DiscloseConcern, RaiseConcern
from domain.directory.cards import Channel, ContactPoint, PersonCard
from domain.disclosure import Disclosure
from domain.message import Actor
from domain.notices.planning import Reader
from domain.notices.timing import DaysOff, Habits
from domain.people import AppointPerson, ReleasePerson
from domain.slices.concerns import ConcernKind
from domain.values import PersonId, Role
from store.directory import Directory
from store.letters import Letters
from store.pool import Pool
from tests.domain.story import PARTNER, Story, voice
from tests.domain.teller import B
from tests.telling import tell

RAISER = voice(Role.MEMBER, PARTNER)
CARD = PersonCard(
    person_id=RAISER.person_id, name="Wati", points=(ContactPoint(channel=Channel.EMAIL, address="wati@example.org"),)
)
EVERY_DAY = Habits(off=DaysOff(weekend=frozenset()))


async def test_whoever_lost_their_role_is_still_asked_whether_they_suffered_for_what_they_raised(
    handling: Handling, pool: Pool
) -> None:
    weighs = RaiseConcern(concern_id="path", about=ConcernKind.FEELING_USED, text="They carry the flags")
    story = Story().active().then(B, AppointPerson(person_id=RAISER.person_id, name="Wati", role=Role.MEMBER))
    story.then(
        RAISER, weighs, DiscloseConcern(concern_id="path", to=Disclosure.OTHER_LEAD, text="They carry the flags")
    )
    story.then(B, ReleasePerson(person_id=RAISER.person_id)).wait(30)
    await Directory(pool).put_person(CARD, Actor(person_id=PersonId("rani")))
    await tell(handling, story)
    letters, reader, later = Letters(pool), Reader(card=CARD, habits=EVERY_DAY), story.now + timedelta(days=1)
    (planned,) = (await letters.plan(reader, later)).letters
    due = await letters.due(planned.letter_id, reader, later)
    assert due is not None
    (asked,) = due.enclosed
    assert (asked.waiting.posted, asked.notice.private, asked.notice.org_id) == (True, True, PARTNER)
    assert (asked.act, asked.acts_on) == ("answer_retaliation_check", {"about": f"{RAISER.person_id}/path"})
    rest = await pool.fetch("select state from notices where person_id = $1 and kind = 'news'", RAISER.person_id)
    assert {row["state"] for row in rest} == {"departed"}
