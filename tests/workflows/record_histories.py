"""Record histories that `test_replay.py` replays: `python -m tests.workflows.record_histories packed`, for instance.

A history that is in use somewhere is never recorded anew: add another one, and keep the old ones replaying.
"""

import asyncio
import json
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory
from temporalio.exceptions import ApplicationError

from domain.initiation import DoNotPursue
from domain.values import Role
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, PARTNER, A, B, service
from tests.temporal import Temporal, served, skipping_time
from tests.workflows.engine import running, running_fast
from tests.workflows.life import whole
from tests.workflows.post import lived
from workflows.gateway import Undecided

FOLDER = Path(__file__).parent / "histories"
RUNS_OF_A_LIFE = (0, 2, 9, -1)
"""Initiation, agreement, work with promises and reminders, and the end."""


async def life(_: Temporal) -> list[WorkflowHistory]:
    """Some runs of a whole life, in the years it takes."""
    async with skipping_time() as environment, running_fast(environment) as engine:
        await engine.tell(*whole(engine.now, engine.id).submissions)
        recorded = await engine.histories()
        return [recorded[n] for n in RUNS_OF_A_LIFE]


async def outage(temporal: Temporal) -> list[WorkflowHistory]:
    """A store that is away in mid-command, an answer that is lost, and a new run with what was parked."""
    async with running(temporal) as engine:
        await engine.say(INITIATOR, engine.story().proposal())
        engine.memory.faults.extend([ConnectionRefusedError("no store")] * 3)
        await engine.say(A, appointment(Role.LEAD, HOST))
        engine.memory.after_commit.append(ConnectionResetError("lost"))
        await engine.say(B, appointment(Role.LEAD, PARTNER))
        bad = engine.submission(service(HOST), appointment(Role.MEMBER, HOST))
        worse = engine.submission(A, appointment(Role.SPONSOR, HOST))
        unstorable = ApplicationError("no table can hold this", type="Unstorable", non_retryable=True)
        engine.memory.poison |= {bad.command_id: KeyError("people"), worse.command_id: unstorable}
        await engine.gateway.report((bad,))
        try:
            await engine.gateway.submit(worse)
        except Undecided:
            engine.memory.poison.clear()
        await engine.gateway.upgrade(engine.id)
        await engine.until(lambda: bad.command_id in engine.memory.answers)
        return await engine.histories()


async def recovery(temporal: Temporal) -> list[WorkflowHistory]:
    """A workflow that begins from the ledger, and ends with the partnership."""
    async with running(temporal) as engine:
        await engine.tell(*engine.story().exploring().submissions)
        await engine.handle.terminate()
        await engine.gateway.recover(engine.id)
        await engine.say(A, DoNotPursue(reason="No time", message="Thank you for the tea."))
        await engine.handle.result()
        return await engine.histories()


async def refusal(temporal: Temporal) -> list[WorkflowHistory]:
    """A proposal that was refused."""
    async with running(temporal) as engine:
        await engine.say(A, engine.story().proposal(HOST, HOST))
        return await engine.histories()


async def packed(temporal: Temporal) -> list[WorkflowHistory]:
    """A run that begins from a packed state, and hands one on."""
    async with running(temporal) as engine:
        await engine.tell(*engine.story().exploring().submissions)
        await engine.renew()
        await engine.say(A, appointment(Role.MEMBER, HOST))
        await engine.renew()
        return (await engine.histories())[1:2]


async def notices(_: Temporal) -> list[WorkflowHistory]:
    """What one reader is told, from the first letter to the last digest."""
    async with skipping_time() as environment:
        return [await lived(environment)]


def without_places(recorded: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same without the names of machines and their folders, on which nothing depends."""
    if isinstance(recorded, dict):
        places = {"stackTrace": "", "identity": "worker"}
        return {k: places[k] if k in places else without_places(v) for k, v in recorded.items()}
    return [without_places(entry) for entry in recorded] if isinstance(recorded, list) else recorded


async def main() -> None:
    """Write what the scenarios that were asked for leave behind."""
    FOLDER.mkdir(exist_ok=True)
    async with AsyncExitStack() as stack:
        temporal = await stack.enter_async_context(served())
        for scenario in (s for s in (life, outage, recovery, refusal, packed, notices) if s.__name__ in sys.argv[1:]):
            folder = FOLDER / "people" if scenario is notices else FOLDER
            folder.mkdir(exist_ok=True)
            for number, history in enumerate(await scenario(temporal)):
                path = folder / f"{scenario.__name__}-{number}.json"
                path.write_text(json.dumps(without_places(json.loads(history.to_json())), indent=1) + "\n")
                sys.stdout.write(f"{path.name}: {len(history.events)} events\n")


if __name__ == "__main__":
    asyncio.run(main())
