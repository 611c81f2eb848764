"""What an admin reads about an evaluation: who is awaited and what came of it, never what anybody said."""

from domain.review import AddAction, RecordReview
from tests.domain.looking import all_answered, answer, asked, heard
from tests.domain.story import PARTNER
from tests.domain.teller import A, B
from workflows.narration import author, details


def test_an_open_evaluation_tells_how_many_have_answered_and_nothing_else() -> None:
    story = heard(answer(1), answer(1))
    told = details(story.p)
    assert "Asked in evaluation-1 (asked, short form) since" in told.replace("\\", "")
    assert "- Yayasan Lestari: 2 answered so far" in told
    assert "- Kelompok Baca Kampung: nobody answered so far" in told
    assert details(heard(answer(5), answer(5)).p) == told


def test_who_answers_is_not_told() -> None:
    story = asked().then(A, answer())
    assert author(story.submissions[-1]) == "something private from somebody by api"


def test_results_wait_for_a_conversation_and_actions_for_their_owners() -> None:
    story = all_answered()
    assert "Results of evaluation-1 since" in details(story.p)
    story.then(B, RecordReview(held_at=story.now))
    assert "Results of evaluation-1 since" not in details(story.p)
    story.then(B, AddAction(action_id="news", text="Tell the *news*", due_at=story.day(9)))
    assert f"- Kelompok Baca Kampung by {story.day(9):%-d %b %Y}: Tell the \\*news\\*" in details(story.p)
    assert story.p.reviews.actions[0].owner_org == PARTNER
