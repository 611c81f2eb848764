"""Lessons are offered where they may help: the likest first, nobody named, nothing that was not meant to be shared."""

from uuid import UUID

from activities.handling import Handling
from domain.ending import EndPartnership, RecordLesson
from domain.values import Role
from store.lessons import offered
from store.pool import Pool
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice
from tests.telling import tell

SHARED, KEPT = "Ask early who decides.", "They never called back."


def ended(number: int, *sides: str, text: str = SHARED, share: bool = True) -> Story:
    """A partnership that has ended, with one lesson."""
    story = Story(*sides, partnership_id=UUID(int=number)).settled()  # type: ignore[arg-type]
    story.say(voice(Role.LEAD, story.orgs[0]), RecordLesson(text=text, share=share))
    return story.then(voice(Role.LEAD, story.orgs[0]), EndPartnership())


async def test_what_is_shared_is_offered_to_a_like_partnership(handling: Handling, pool: Pool) -> None:
    for story in (ended(1), ended(2, text=KEPT, share=False)):
        await tell(handling, story)
    alike = Story(HOST, PARTNER, partnership_id=UUID(int=3)).proposed()
    await tell(handling, alike)
    (lesson,) = await offered(pool, alike.p)
    assert lesson.text == SHARED
    assert (lesson.from_predecessor, lesson.same_profile, len(lesson.kinds)) == (False, True, 2)


async def test_the_predecessors_lesson_comes_first_and_a_stranger_hears_nothing(handling: Handling, pool: Pool) -> None:
    first, other = ended(1, text="From before"), ended(2)
    for story in (first, other):
        await tell(handling, story)
    later = Story(partnership_id=UUID(int=3)).proposed()
    later.p = later.p.but(predecessor_id=first.p.id)
    assert [lesson.text for lesson in await offered(pool, later.p)] == ["From before", SHARED]
    stranger = later.p.but(predecessor_id=None, sector="fishing", parties=later.p.parties[:0])
    assert await offered(pool, stranger) == ()


async def test_an_open_partnership_keeps_its_lessons_for_itself(handling: Handling, pool: Pool) -> None:
    story = Story(partnership_id=UUID(int=1)).settled()
    story.say(voice(Role.LEAD, HOST), RecordLesson(text=SHARED, share=True))
    await tell(handling, story)
    like = Story(HOST, THIRD, partnership_id=UUID(int=2)).proposed()
    assert await offered(pool, like.p) == ()
