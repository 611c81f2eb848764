"""What is compared with: the barest workflow that takes a message and writes one row, and does nothing else at all."""

import asyncio
import os
import signal
from collections import deque
from dataclasses import dataclass

from temporalio import activity, workflow
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

with workflow.unsafe.imports_passed_through():
    from pydantic import BaseModel

    from store.pool import Pool, borrowed, open_pool
    from workflows.gateway import connected
    from workflows.options import LOCAL_TIMEOUT, PATIENT_TIMEOUT

ANCHOR = "bare signal + activity"
SHAPE = "bare update + local activity"

TASK_QUEUE = "bare"

PASSED_THROUGH = ("activities", "asyncpg", "bench", "domain", "store", "structlog", "workflows")

_TABLE = "create table if not exists bare (workflow text, number integer, primary key (workflow, number))"

_INSERT = "insert into bare (workflow, number) values ($1, $2) on conflict do nothing"


class Said(BaseModel):
    """The n-th message to a workflow."""

    workflow: str
    number: int


@dataclass
class Inserting:
    """The only side effect."""

    pool: Pool

    @activity.defn(name="insert")
    async def insert(self, said: Said) -> None:
        """One row."""
        async with borrowed(self.pool) as connection:
            await connection.execute(_INSERT, said.workflow, said.number)


@workflow.defn(name="Bare")
class Bare:
    """One row for each message: a signal by an ordinary activity, an update by a local one."""

    @workflow.init
    def __init__(self) -> None:
        self._waiting: deque[Said] = deque()

    @workflow.run
    async def run(self) -> None:
        """For ever."""
        while True:
            await workflow.wait_condition(lambda: bool(self._waiting))
            await workflow.execute_activity_method(
                Inserting.insert, self._waiting.popleft(), start_to_close_timeout=PATIENT_TIMEOUT
            )

    @workflow.signal
    def say(self, said: Said) -> None:
        """One row more."""
        self._waiting.append(said)

    @workflow.update
    async def write(self, said: Said) -> Said:
        """One row more, in the shape of our own commands."""
        await workflow.execute_local_activity_method(Inserting.insert, said, schedule_to_close_timeout=LOCAL_TIMEOUT)
        return said

    @workflow.update
    def echo(self, said: Said) -> Said:
        """An answer without any work."""
        return said


Handle = WorkflowHandle[Bare, None]


async def prepare(pool: Pool) -> None:
    """The table for the rows."""
    async with borrowed(pool) as connection:
        await connection.execute(_TABLE)


async def start(client: Client, name: str) -> Handle:
    """A bare workflow, running."""
    return await client.start_workflow(Bare.run, id=name, task_queue=TASK_QUEUE)


def make_worker(client: Client, pool: Pool) -> Worker:
    """In a sandbox that lets everything through, so that the anchor pays as little for it as can be."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    return Worker(
        client,
        task_queue=TASK_QUEUE,
        workflows=[Bare],
        activities=[Inserting(pool).insert],
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions),
    )


async def main() -> None:
    """The process of the anchors' worker: until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await connected(os.environ["TEMPORAL_ADDRESS"], os.environ["TEMPORAL_NAMESPACE"])
    pool = await open_pool(os.environ["KEMITRAAN_DSN"])
    async with make_worker(client, pool):
        await stop.wait()
    await pool.close()


if __name__ == "__main__":
    asyncio.run(main())
