"""Upgrades: a run stays on the build that began it, and the next run begins on the current build."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio.api.workflowservice.v1 import SetWorkerDeploymentCurrentVersionRequest
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker

import worker
from domain.values import Role
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, A
from tests.temporal import Temporal, replay, served
from tests.workflows.engine import Engine
from tests.workflows.memory import Memory
from tests.workflows.test_handover import member
from workflows import options
from workflows.gateway import connected
from workflows.partnership import PartnershipWorkflow


@asynccontextmanager
async def build(temporal: Temporal, memory: Memory, build_id: str) -> AsyncIterator[Client]:
    """A worker of this build, which becomes the current one."""
    target = temporal.client.service_client.config.target_host
    client = await connected(target, temporal.client.namespace)
    async with Worker(
        client,
        task_queue=options.TASK_QUEUE,
        workflows=[PartnershipWorkflow],
        activities=[memory.handle],
        workflow_runner=worker.sandbox(),
        deployment_config=worker.deployment(build_id),
    ):
        await make_current(client, build_id)
        yield client


async def make_current(client: Client, build_id: str) -> None:
    """As an operator does it, once the workers poll."""
    request = SetWorkerDeploymentCurrentVersionRequest(
        namespace=client.namespace, deployment_name=worker.DEPLOYMENT, build_id=build_id
    )
    async with asyncio.timeout(20):
        while True:
            try:
                await client.workflow_service.set_worker_deployment_current_version(request)
            except RPCError:
                await asyncio.sleep(0.1)
            else:
                return


async def runs_on(engine: Engine) -> str:
    """The build that the present run is pinned to."""
    description = await engine.handle.describe()
    return description.raw_description.workflow_execution_info.versioning_info.deployment_version.build_id


async def test_a_run_keeps_its_build_and_the_next_one_takes_the_current_build() -> None:
    async with served() as temporal:
        engine = Engine(temporal.client)
        async with build(temporal, engine.memory, "one"):
            await engine.say(INITIATOR, engine.story().proposal())
            assert await runs_on(engine) == "one"
            await asyncio.sleep(1)
            async with build(temporal, engine.memory, "two"):
                assert await runs_on(engine) == "one"
                await engine.renew()
                assert (await engine.say(A, appointment(Role.LEAD, HOST))).status == "accepted"
                assert await runs_on(engine) == "two"
                await replay(*await engine.histories())


async def test_a_command_is_enough_to_move_a_partnership() -> None:
    async with served() as temporal:
        engine = Engine(temporal.client)
        async with build(temporal, engine.memory, "one"):
            await engine.say(INITIATOR, engine.story().proposal())
            await asyncio.sleep(1)
            async with build(temporal, engine.memory, "two"):
                commands = 0
                while await runs_on(engine) == "one":  # the news takes a moment to spread in the server
                    assert (await engine.say(A, member(commands))).status == "accepted"
                    commands += 1
                    assert commands < 100
                assert await runs_on(engine) == "two"
