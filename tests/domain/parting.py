"""Stories on the way to an end, each with the moment from which its rule counts."""

from datetime import datetime

from domain.ending import AddEndingItem, RecordLesson
from domain.future import EndingGround
from domain.notice import GiveNotice, InviteToConversation
from domain.pausing import PausePartnership
from tests.domain.story import HOST, PARTNER, Story
from tests.domain.teller import A, B


def to_be_decided(story: Story) -> datetime:
    """One side proposes something that all decide."""
    return story.active().then(A, PausePartnership(reason="Harvest", resume_at=story.day(30))).now


def invited(story: Story) -> datetime:
    """One side has invited the other to talk."""
    return story.deciding().then(A, InviteToConversation(org_id=PARTNER, message="Tea?")).now


def noticed(story: Story) -> datetime:
    """Notice is given, and the reflection has its end."""
    story.deciding().talked().say(A, GiveNotice(ground=EndingGround.STRATEGY, reason="New plans"))
    return story.day(14)


def could_act(story: Story) -> datetime:
    """A notice has come to its day."""
    return noticed(story) + story.policy.days(16)


def owing(story: Story) -> datetime:
    """Something is owed before the end."""
    due = story.winding_down().day(20)
    keys = AddEndingItem(item_id="keys", about="asset", text="Keys", owner_org=HOST, owed_to=PARTNER, due_at=due)
    story.say(B, keys)
    return due


def parting(story: Story) -> datetime:
    """All is said before the end, but for the other side's lesson."""
    return story.settled(RecordLesson).then(A, RecordLesson()).now
