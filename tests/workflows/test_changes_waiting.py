"""What an admin reads about proposed changes, operational agreements and promises whose goal is gone."""

from domain.amendment import CommentChange
from tests.domain.story import Story
from tests.domain.table.amending import in_force, offered, proposed, regoaled, settling
from tests.domain.teller import B
from workflows.waiting import waits_for


def told(story: Story) -> str:
    return "\n".join(waits_for(story.p))


def test_a_proposed_change_waits_for_the_others_and_then_for_its_proposer() -> None:
    story = proposed()
    assert "Kelompok Baca Kampung: a word on the change “Fewer villages”, proposed on" in told(story)
    story.say(B, CommentChange(proposal_id="fewer", text="a private thought"))
    assert "Yayasan Lestari: the next step for the change “Fewer villages”, all heard since" in told(story)
    assert "private thought" not in told(story)


def test_what_an_offered_version_settles_waits_for_that_version_alone() -> None:
    assert "Fewer villages" not in told(settling())


def test_operational_agreements_wait_for_each_party_and_after_their_end_for_all() -> None:
    assert "Yayasan Lestari: its acceptance of the operational agreement “A reading corner”" in told(offered())
    story = in_force()
    assert "reading corner" not in told(story)
    story.wait(40)
    assert "the end of the operational agreement “A reading corner”: its date has passed" in told(story)


def test_a_promise_without_a_goal_is_asked_about() -> None:
    assert "a goal for the promise shelf: the agreement no longer names read" in told(regoaled())
