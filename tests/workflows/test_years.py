"""Years in seconds: deadlines come at their time, after an outage too, and nothing but people ends a partnership."""

import asyncio
from datetime import timedelta

from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.clocks import EscalationRaised
from domain.commitments import MakeCommitment
from domain.people import AppointPerson
from domain.policy import FORMAL, PolicySet
from domain.record import Recorded
from domain.stages import Stage
from domain.values import PersonId, Role
from tests.domain.teller import INITIATOR, PARTNER, A
from tests.temporal import Temporal, replay, working
from tests.workflows.engine import Engine, running_fast
from tests.workflows.memory import Memory

LATE = timedelta(seconds=2)
"""A worker takes a moment."""


def raised(engine: Engine) -> list[tuple[Recorded, EscalationRaised]]:
    """The escalations on record."""
    ledger = engine.memory.ledger[engine.id]
    return [(entry, entry.event) for entry in ledger if isinstance(entry.event, EscalationRaised)]


async def test_each_reminder_comes_when_it_is_due(skipping: WorkflowEnvironment) -> None:
    async with running_fast(skipping) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        await engine.pass_time(timedelta(days=60))
        told = [(e.rule, e.step, r.recorded_at - e.due_at < LATE) for r, e in raised(engine)]
        assert told == [("willingness", step, True) for step in range(3)]
        assert {r.channel for r, _ in raised(engine)} == {"clock"}
        await replay(*await engine.histories())


async def test_a_deadline_that_moves_earlier_rings_earlier(skipping: WorkflowEnvironment) -> None:
    async with running_fast(skipping) as engine:
        life = engine.story().active()
        await engine.tell(*life.submissions)
        due = engine.now + timedelta(days=8)
        promise = MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=due)
        await engine.say(A, promise)
        await engine.pass_time(timedelta(days=9))
        commitment = [(r, e) for r, e in raised(engine) if e.rule == "commitment"]
        assert [e.step for _, e in commitment] == [0, 1, 2]
        assert all(r.recorded_at - e.due_at < LATE for r, e in commitment)


async def test_silence_for_ten_years_ends_nothing(skipping: WorkflowEnvironment) -> None:
    async with running_fast(skipping) as engine:
        await engine.tell(*engine.story().active().submissions)
        await engine.pass_time(timedelta(days=3650))
        assert engine.memory.state(engine.id).stage is Stage.ACTIVE
        assert await engine.status() is WorkflowExecutionStatus.RUNNING
        assert [e.step for _, e in raised(engine) if e.rule == "contact"] == [0, 1, 2, 3]


async def test_after_an_outage_missed_reminders_are_told_once(temporal: Temporal) -> None:
    engine = Engine(temporal.client, Memory(PolicySet().with_day(timedelta(seconds=0.05))))
    async with working(temporal.client, engine.memory.handle):
        await engine.say(INITIATOR, engine.story().proposal())
    await asyncio.sleep(1.2)  # 24 of these days: the reminders after 7 and 21 days are due
    async with working(temporal.client, engine.memory.handle):
        await engine.until(lambda: raised(engine))
        assert [(e.step, e.skipped) for _, e in raised(engine)] == [(1, 1)]
    await temporal.terminate_all()


async def test_a_life_that_ends_well_completes_its_workflow(skipping: WorkflowEnvironment) -> None:
    async with running_fast(skipping) as engine:
        story = engine.story().archived()
        await engine.tell(*story.submissions)
        await engine.pass_time(timedelta(days=200))
        result = await engine.handle.result()
        assert result.stage is Stage.ENDED
        assert await engine.status() is WorkflowExecutionStatus.COMPLETED
        assert len(engine.memory.ledger[engine.id]) == len(story.ledger)


async def test_a_look_at_the_clocks_that_changes_nothing_is_not_repeated_at_once(skipping: WorkflowEnvironment) -> None:
    async with running_fast(skipping) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        forgetful = tuple(p.model_copy(update={"rules": ()}) for p in PolicySet().policies)
        engine.memory.policies = PolicySet(policies=forgetful)  # no longer knows the rule that set the deadline
        await engine.pass_time(timedelta(days=9, hours=12))
        looks = [batch for batch in engine.memory.batches[1:] if batch.submissions]
        assert len(looks) == 3  # on the seventh, eighth and ninth day
        engine.memory.policies = PolicySet(policies=(FORMAL,))
        someone = AppointPerson(person_id=PersonId("someone"), name="Someone", role=Role.MEMBER)
        assert (await engine.say(A, someone)).status == "accepted"
