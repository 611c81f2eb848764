"""Stories in which a side waits for another's word, each with the moment from which its rule counts."""

from datetime import datetime

from domain.availability import ConfirmAvailability
from domain.minutes import RecordDecision
from domain.registers import WriteEntry
from domain.slices.registers import Register
from tests.domain.story import PARTNER, Story
from tests.domain.teller import A


def written(story: Story) -> datetime:
    """An expectation of the other side."""
    expectation = WriteEntry(entry_id="books", in_register=Register.EXPECTATION, text="New books", to_org=PARTNER)
    story.active().say(A, expectation)
    return story.now


def decided(story: Story) -> datetime:
    """A decision that the other side has not acknowledged."""
    story.active().say(A, RecordDecision(decision_id="sundays", text="We read on Sundays."))
    return story.now


def promised_time(story: Story) -> datetime:
    """Time that one side has for a while."""
    until = story.active().day(100)
    story.say(A, ConfirmAvailability(words="Two evenings a week", reply_within_days=3, until=until))
    return until
