"""One whole API for the tests: real Postgres, real Temporal in a namespace of its own, a real worker, HTTP in front."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from store.pool import Pool, open_pool
from tests.api.calling import Api, calling, ports
from tests.postgres import at, execute
from tests.temporal import Temporal
from worker import Settings, make_worker
from workflows import attributes
from workflows.gateway import Gateway, connected


@pytest.fixture(scope="session")
async def database_dsn(postgres: str, template: str) -> AsyncIterator[str]:
    """One database for all API tests."""
    name = f"kemitraan_api_{uuid4().hex}"
    await execute(postgres, f"create database {name} template {template}")
    yield at(postgres, name)
    await execute(postgres, f"drop database {name} with (force)")


@pytest.fixture(scope="session")
async def database(database_dsn: str) -> AsyncIterator[Pool]:
    """Connections to it."""
    pool = await open_pool(database_dsn)
    yield pool
    await pool.close()


@pytest.fixture(scope="session")
async def namespace(temporal: Temporal) -> Client:
    """A namespace in which no other test's worker takes our tasks."""
    return await registered(temporal.client, "api-tests")


@pytest.fixture(scope="session")
async def api(database: Pool, namespace: Client) -> AsyncIterator[Api]:
    """The API of this run of the tests; each test makes partnerships of its own."""
    worker = make_worker(namespace, database, Settings(dsn=""))
    async with worker, calling(ports(database, Gateway(namespace))) as api:
        yield api


@pytest.fixture(autouse=True)
async def unhurried(request: pytest.FixtureRequest) -> None:
    """All tests come from one address, and each has the whole of every limit before it."""
    if "api" in request.fixturenames:
        served: Api = request.getfixturevalue("api")
        vars(served.ports).pop("limits", None)
        await served.ports.pool.execute("delete from counts")


@pytest.fixture
async def idle(database: Pool, temporal: Temporal) -> AsyncIterator[tuple[Api, Client]]:
    """An API whose Temporal has no worker, and which does not wait for long."""
    client = await registered(temporal.client, f"idle-{uuid4().hex}")
    async with calling(ports(database, Gateway(client, patience=0.3))) as api:
        yield api, client


async def registered(client: Client, name: str) -> Client:
    """A client in a new namespace."""
    request = RegisterNamespaceRequest(namespace=name)
    request.workflow_execution_retention_period.FromTimedelta(timedelta(days=1))
    await client.workflow_service.register_namespace(request)
    await attributes.register(client.operator_service, name)
    return await connected(client.service_client.config.target_host, name)
