"""Stories in which something weighs on somebody, each with the moment from which its rule counts."""

from datetime import datetime

from domain.concerns import RaiseConcern, WithdrawConcern
from domain.disclosure import Disclosure
from domain.slices.concerns import ConcernKind
from tests.domain.story import Story
from tests.domain.teller import B


def _raised(story: Story, about: ConcernKind) -> datetime:
    raised = RaiseConcern(concern_id="doubt", about=about, text="It weighs on us", disclose_to=Disclosure.OTHER_LEAD)
    story.active().say(B, raised)
    return story.now


def used(story: Story) -> datetime:
    """Somebody feels used, and the other lead knows."""
    return _raised(story, ConcernKind.FEELING_USED)


def unsafe(story: Story) -> datetime:
    """Somebody fears for somebody's safety."""
    return _raised(story, ConcernKind.SAFETY)


def misunderstood(story: Story) -> datetime:
    """Somebody has been misunderstood."""
    return _raised(story, ConcernKind.MISUNDERSTANDING)


def withdrawn(story: Story) -> datetime:
    """Somebody has taken a concern back of which the other lead knew."""
    used(story)
    story.say(B, WithdrawConcern(concern_id="doubt"))
    return story.now
