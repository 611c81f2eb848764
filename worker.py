"""The worker process: it puts settings, store, rules and Temporal together, and runs until it is told to stop."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.channels.chosen import channels
from activities.handling import Handling
from activities.notifying import Notifying
from store.directory import Directory
from store.ledger import Ledger
from store.letters import Letters
from store.links import Links
from store.policies import built_in
from store.pool import Pool, open_pool
from workflows import attributes, options
from workflows.gateway import connected
from workflows.notices import NoticesWorkflow
from workflows.partnership import PartnershipWorkflow

DEPLOYMENT = "kemitraan"
"""The name under which Temporal knows the builds of this worker."""

CACHED_WORKFLOWS = 1000
"""Some tens of KiB each; one that is not cached is woken by at most 50 events."""

STICKY_TIMEOUT = timedelta(seconds=2)
"""After which another worker takes over what a dead one had cached; the default of 10 s is felt by whoever waits."""

GRACE = timedelta(seconds=10)
"""To finish what runs: above the patience of the store, below the grace of those who stop processes."""

PASSED_THROUGH = (
    "activities", "asyncpg", "domain", "language", "store", "structlog",
    "workflows.attributes", "workflows.messages", "workflows.narration", "workflows.options",
)  # fmt: skip
"""Loaded once, not once for each run: they hold no state of their own that a workflow could change."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Settings:
    """Where things are, and how long a day lasts."""

    dsn: str
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    day: timedelta = timedelta(days=1)
    """The length of a policy day; shorter only where a whole life is to be watched in a minute."""
    build_id: str | None = None
    """With it, a run stays on the build that began it until it hands over to a new run."""
    link_key: bytes | None = None
    """The secret from which links are made; without it letters carry none."""
    public_url: str = "http://127.0.0.1:8000"
    """Where people find the pages behind the links."""
    ways_out: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """What the channels are told: addresses and passwords of providers."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings of a process."""
        return cls(
            dsn=environment["KEMITRAAN_DSN"],
            temporal_address=environment.get("TEMPORAL_ADDRESS", cls.temporal_address),
            temporal_namespace=environment.get("TEMPORAL_NAMESPACE", cls.temporal_namespace),
            day=timedelta(seconds=float(environment.get("KEMITRAAN_DAY_SECONDS", cls.day.total_seconds()))),
            build_id=environment.get("KEMITRAAN_BUILD_ID") or None,
            link_key=bytes.fromhex(environment.get("KEMITRAAN_LINK_KEY", "")) or None,
            public_url=environment.get("KEMITRAAN_PUBLIC_URL") or cls.public_url,
            ways_out=environment,
        )


async def run(settings: Settings, stop: asyncio.Event, ready: asyncio.Event | None = None) -> None:
    """Work until stopped; what runs by then is finished."""
    client = await connected(settings.temporal_address, settings.temporal_namespace)
    await attributes.register(client.operator_service, client.namespace)
    pool = await open_pool(settings.dsn)
    try:
        async with make_worker(client, pool, settings):
            log.info("worker_ready", build_id=settings.build_id, namespace=settings.temporal_namespace)
            if ready:
                ready.set()
            await stop.wait()
            log.info("worker_stopping")
    finally:
        await pool.close()


def make_worker(client: Client, pool: Pool, settings: Settings) -> Worker:
    """The worker with everything that it can do."""
    handling = Handling(Ledger(pool), built_in(settings.day))
    telling = notifying(pool, settings)
    return Worker(
        client,
        task_queue=options.TASK_QUEUE,
        workflows=[PartnershipWorkflow, NoticesWorkflow],
        activities=[handling.handle, telling.plan, telling.deliver],
        workflow_runner=sandbox(),
        max_cached_workflows=CACHED_WORKFLOWS,
        sticky_queue_schedule_to_start_timeout=STICKY_TIMEOUT,
        graceful_shutdown_timeout=GRACE,
        deployment_config=deployment(settings.build_id),
    )


def notifying(pool: Pool, settings: Settings) -> Notifying:
    """The steps of telling people, with every channel that the settings know."""
    links = Links(pool, settings.link_key) if settings.link_key else None
    return Notifying(Letters(pool), Directory(pool), channels(settings.ways_out), links, settings.public_url)


def sandbox() -> SandboxedWorkflowRunner:
    """Keeps workflow code from the clock, from chance and from the outside."""
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH))


def deployment(build_id: str | None) -> WorkerDeploymentConfig | None:
    """With a build id runs are pinned to it; each new run of a workflow begins on the current build."""
    if build_id is None:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(DEPLOYMENT, build_id),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.PINNED,
    )


def configure_logging() -> None:
    """One line of JSON an entry, from structlog and from the standard library alike; readable on a terminal."""
    workflow.logger.workflow_info_on_message = False
    activity.logger.activity_info_on_message = False
    shared: list[structlog.types.Processor] = [
        _not_again,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *(_readable() if sys.stderr.isatty() else _for_machines()),
            ],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def _readable() -> list[structlog.types.Processor]:
    """For a terminal; without the values of local variables, which may be what people wrote."""
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]


def _for_machines() -> list[structlog.types.Processor]:
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _not_again(_: object, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop what a workflow says while its history is replayed: it has been said."""
    if workflow.in_workflow() and workflow.unsafe.is_replaying_history_events():
        raise structlog.DropEvent
    return entry


async def main() -> None:
    """The process: until SIGTERM or SIGINT."""
    configure_logging()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        channels(os.environ)
    except ValueError as wrong:  # said at once, and not when the first letter should go out
        sys.exit(str(wrong))
    await run(Settings.of(os.environ), stop)


if __name__ == "__main__":
    asyncio.run(main())
