"""One reader's letters in memory, as the activities of `Notices` tell of them: for histories that are kept."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from temporalio import activity
from temporalio.client import WorkflowHistory
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.notifying import Handover, Someone, Told, Turn
from domain.directory.cards import Channel
from domain.notices.choices import NoticeKind
from domain.notices.planning import OnItsWay
from domain.values import Instant, PersonId
from worker import sandbox
from workflows import options
from workflows.notices import NoticesInput, NoticesWorkflow

READER = PersonId("sari")
HOUR = timedelta(hours=1)


class Post:
    """A letter that is not taken at once, a digest that waits for its hour, something new meanwhile, and the end."""

    def __init__(self) -> None:
        self.looked = 0
        self._outcomes = iter(("not_now", "sent", "sent"))

    @activity.defn(name="plan_notices")
    async def plan(self, who: Someone) -> Turn:
        """What is to be done, from look to look."""
        now = activity.info().started_time
        turn = list(_turns(now))[min(self.looked, 5)]
        self.looked += 1
        return turn

    @activity.defn(name="deliver_letter")
    async def deliver(self, handover: Handover) -> Told:
        """Not taken, and then taken."""
        return Told(outcome=next(self._outcomes, "sent"))


def _turns(now: Instant) -> Iterator[Turn]:
    def letter(number: int, at: Instant, tries: int = 0, *, digest: bool = False) -> OnItsWay:
        return OnItsWay(letter_id=UUID(int=number), channel=Channel.EMAIL, digest=digest, tries=tries, at=at)

    waits = {NoticeKind.REMINDER: 2}
    yield Turn(at=now, name="Bu Sari", letters=(letter(1, now),), waiting=waits, next_at=now)
    again = letter(1, now + HOUR, 1)
    yield Turn(at=now, name="Bu Sari", letters=(again,), waiting=waits, next_at=now + HOUR)
    yield Turn(at=now, name="Bu Sari", letters=(letter(1, now, 1),), waiting=waits, next_at=now)
    yield Turn(at=now, name="Bu Sari", waiting=waits, next_at=now + 9 * HOUR)
    yield Turn(at=now, name="Bu Sari", letters=(letter(2, now, digest=True),), next_at=now)
    yield Turn(at=now, name="Bu Sari", settled=1)


async def lived(environment: WorkflowEnvironment) -> WorkflowHistory:
    """What such a reader's workflow leaves behind."""
    post = Post()
    async with Worker(
        environment.client,
        task_queue=options.TASK_QUEUE,
        workflows=[NoticesWorkflow],
        activities=[post.plan, post.deliver],
        workflow_runner=sandbox(),
    ):
        handle = await environment.client.start_workflow(
            NoticesWorkflow.run,
            NoticesInput(person_id=READER),
            id=options.notices_id(READER),
            task_queue=options.TASK_QUEUE,
            start_signal="wake",
        )
        await environment.sleep(2 * HOUR)
        await handle.signal(NoticesWorkflow.wake)
        await handle.result()
        return await handle.fetch_history()
