"""One whole API for the tests: real Postgres, real Temporal in a namespace of its own, a real worker, and HTTP in front."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from api.serving import ports
from store.pool import open_pool
from tests.api.calling import Api
from tests.postgres import at, execute
from tests.temporal import Temporal
from worker import Settings, make_worker
from workflows import attributes
from workflows.gateway import Gateway, connected


@pytest.fixture(scope="session")
async def api(postgres: str, template: str, temporal: Temporal) -> AsyncIterator[Api]:
    """The API of this run of the tests; each test makes partnerships of its own."""
    name = f"kemitraan_api_{uuid4().hex}"
    await execute(postgres, f"create database {name} template {template}")
    pool = await open_pool(at(postgres, name))
    client = await _namespace(temporal.client, "api-tests")
    async with make_worker(client, pool, Settings(dsn="")), Api.over(ports(pool, Gateway(client))) as api:
        yield api
    await pool.close()
    await execute(postgres, f"drop database {name} with (force)")


async def _namespace(client: Client, name: str) -> Client:
    """A namespace in which no other test's worker takes our tasks."""
    request = RegisterNamespaceRequest(namespace=name)
    request.workflow_execution_retention_period.FromTimedelta(timedelta(days=1))
    await client.workflow_service.register_namespace(request)
    await attributes.register(client.operator_service, name)
    return await connected(client.service_client.config.target_host, name)
