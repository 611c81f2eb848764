"""Stories told to the engine: what was said in a `Story` is handed to the activity, in one batch or one by one."""

from collections.abc import Sequence
from functools import reduce
from itertools import groupby
from uuid import UUID

from activities.handling import Batch, Handled, Handling
from domain.lifecycle import evolve
from domain.partnership import Partnership
from domain.record import Submission
from domain.values import OrgId
from tests.domain.story import HOST, ID, PARTNER, Story


def batch(*submissions: Submission, state: Partnership | None = None) -> Batch:
    """These submissions, now that the last one is sent, from a sender who holds this state."""
    last = submissions[-1]
    return Batch(partnership_id=last.partnership_id, state=state, submissions=submissions, now=last.submitted_at)


def after(handled: Handled, state: Partnership | None) -> Partnership:
    """The state that a sender holds after a batch."""
    before = handled.base or state
    assert before is not None
    return reduce(evolve, handled.events, before)


async def tell(handling: Handling, story: Story) -> Partnership:
    """Hand over a story, what was said at one moment in one batch; it ends as it was told."""
    state: Partnership | None = None
    for _, submissions in groupby(story.submissions, lambda submission: submission.submitted_at):
        handled = await handling.handle(batch(*submissions, state=state))
        assert {outcome.status for outcome in handled.outcomes} == {"accepted"}
        state = after(handled, state)
    assert state == story.p
    return story.p


def stories(count: int, orgs: Sequence[OrgId] = (HOST, PARTNER)) -> list[Story]:
    """Proposals of different partnerships, a day apart."""
    told: list[Story] = []
    for n in range(count):
        story = Story(*orgs, partnership_id=UUID(int=ID.int + n))
        story.wait(n)
        told.append(story.proposed())
    return told
