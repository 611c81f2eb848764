"""What the engine costs in billed actions, by the server's own counter, and what it takes to wake a partnership."""

import asyncio
from collections import Counter
from datetime import timedelta

from temporalio.testing import WorkflowEnvironment

from domain.message import ActorKind
from domain.policy import PolicySet
from domain.record import Submission
from domain.values import Role
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, PARTNER, A, B, service
from tests.temporal import Temporal, replay
from tests.workflows.billing import billed, counted, longest_replay
from tests.workflows.engine import running, running_fast
from tests.workflows.life import Life, whole
from tests.workflows.memory import Memory
from tests.workflows.test_handover import member


async def test_a_command_that_changes_no_stage_costs_two_actions(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        start = await temporal.actions()
        await engine.say(INITIATOR, engine.story().proposal())
        proposed = await temporal.actions()
        await engine.say(A, appointment(Role.LEAD, HOST))
        await engine.say(B, appointment(Role.LEAD, PARTNER))
        await engine.say(A, appointment(Role.SPONSOR, HOST))
        three = await temporal.actions()
        assert counted(proposed - start) == Counter({"start": 1, "update": 1, "local activities": 1, "timer": 1})
        assert counted(three - proposed) == Counter({"update": 3, "local activities": 3})


async def test_a_burst_of_a_hundred_reports_costs_little_more_than_their_signals(temporal: Temporal) -> None:
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        await asyncio.sleep(1)
        before = await temporal.actions()
        reports = [engine.submission(service(HOST), member(n)) for n in range(100)]
        await asyncio.gather(*(engine.gateway.report((report,)) for report in reports))
        await engine.until(lambda: all(report.command_id in engine.memory.answers for report in reports))
        spent = counted(await temporal.actions() - before)
        assert spent["signal"] == 100
        assert spent.total() <= 120, spent


def people(life: Life) -> list[Submission]:
    """What people and machines sent."""
    return [submission for submission in life.submissions if submission.actor.kind is not ActorKind.CLOCK]


async def test_a_whole_life_costs_at_most_two_actions_a_command(skipping: WorkflowEnvironment) -> None:
    async with running_fast(skipping) as engine:
        life = whole(engine.now, engine.id)
        await engine.tell(*life.submissions)
        assert engine.memory.state(engine.id).closed
        assert len(engine.memory.ledger[engine.id]) == len(life.ledger)
        histories = await engine.histories()
        commands = sum(len(submission.commands) for submission in people(life))
        spent = billed(histories)
        assert spent["update"] + spent["signal"] == len(people(life))
        assert spent.total() / commands <= 1.9, (spent, commands)
        assert longest_replay(histories) <= 50
        await replay(*histories)


async def test_the_server_counts_as_we_do(temporal: Temporal) -> None:
    seconds = Memory(PolicySet().with_day(timedelta(seconds=0.02)))
    async with running(temporal, seconds) as engine:
        before = await temporal.actions()
        await engine.tell(*engine.story().exploring().submissions)
        await asyncio.sleep(2.5)  # more than a hundred of these days: reminders, and new runs
        actions = counted(await temporal.actions() - before)
        histories = await engine.histories()
        assert actions == billed(histories)
        assert actions["timer"] >= 3
        assert actions["start"] > 1


async def test_ten_years_wake_as_fast_as_one(skipping: WorkflowEnvironment) -> None:
    async with running_fast(skipping) as engine:
        life = Life(now=engine.now, partnership_id=engine.id).begun()
        for number in range(10):
            life.year(number) if number % 9 == 0 else life.quiet_year()
        await engine.tell(*life.submissions)
        assert len(engine.memory.ledger[engine.id]) == len(life.ledger)
        histories = await engine.histories()
        assert longest_replay(histories) <= 50
        assert await engine.state() == engine.memory.state(engine.id)
