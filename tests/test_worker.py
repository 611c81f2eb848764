"""The worker process: it registers everything there is, reads its settings, works until it is stopped, and logs."""

import asyncio
import importlib
import io
import json
import logging
import os
import pkgutil
import signal
import sys
from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType
from typing import Any, cast

import pytest
import structlog
from temporalio.common import VersioningBehavior
from temporalio.worker import WorkerConfig

import activities
import worker
import workflows
from domain.values import Role
from store.pool import Pool
from store.reading import Reading
from tests.domain.story import appointment
from tests.domain.teller import HOST, INITIATOR, A
from tests.temporal import Temporal
from tests.workflows.engine import Engine
from worker import Settings
from workflows.gateway import connected

NO_POOL = cast(Pool, None)


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def defined(package: ModuleType, mark: str) -> set[str]:
    """The names under which a package's own classes, functions and methods are defined for Temporal."""
    owners = [value for module in modules(package) for value in vars(module).values() if _is_own(value, package)]
    members = [m for owner in owners if isinstance(owner, type) for m in vars(owner).values()]
    return {getattr(thing, mark).name for thing in (*owners, *members) if hasattr(thing, mark)}


def _is_own(value: object, package: ModuleType) -> bool:
    return str(getattr(value, "__module__", "")).startswith(f"{package.__name__}.")


def address(temporal: Temporal) -> str:
    return temporal.client.service_client.config.target_host


async def made(temporal: Temporal, settings: Settings) -> WorkerConfig:
    """What a worker is made of; it has a client of its own, for two workers that do the same cannot share one."""
    client = await connected(address(temporal), temporal.client.namespace)
    return worker.make_worker(client, NO_POOL, settings).config()


async def test_everything_that_is_defined_is_registered(temporal: Temporal) -> None:
    config = await made(temporal, Settings(dsn=""))
    registered = {flow.__temporal_workflow_definition.name for flow in cast(Any, config["workflows"])}
    assert registered == defined(workflows, "__temporal_workflow_definition")
    performed = {act.__temporal_activity_definition.name for act in cast(Any, config["activities"])}
    assert performed == defined(activities, "__temporal_activity_definition")
    assert registered
    assert performed


def test_settings_come_from_the_environment_and_have_defaults() -> None:
    assert Settings.of({"KEMITRAAN_DSN": "postgresql://x"}) == Settings(dsn="postgresql://x")
    assert Settings.of(
        {
            "KEMITRAAN_DSN": "postgresql://x",
            "TEMPORAL_ADDRESS": "temporal:7233",
            "TEMPORAL_NAMESPACE": "kemitraan",
            "KEMITRAAN_DAY_SECONDS": "0.5",
            "KEMITRAAN_BUILD_ID": "b7",
        }
    ) == Settings("postgresql://x", "temporal:7233", "kemitraan", timedelta(seconds=0.5), "b7")
    with pytest.raises(KeyError, match="KEMITRAAN_DSN"):
        Settings.of({})


async def test_a_worker_with_a_build_id_pins_its_runs_and_one_without_does_not(temporal: Temporal) -> None:
    assert (await made(temporal, Settings(dsn="")))["deployment_config"] is None
    pinned = (await made(temporal, Settings(dsn="", build_id="b7")))["deployment_config"]
    assert pinned is not None
    assert pinned.use_worker_versioning
    assert pinned.version.build_id == "b7"
    assert pinned.default_versioning_behavior is VersioningBehavior.PINNED


async def test_it_works_until_it_is_stopped(temporal: Temporal, dsn: str, reading: Reading) -> None:
    settings = Settings(dsn, address(temporal), temporal.client.namespace)
    stop, ready = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(worker.run(settings, stop, ready))
    await asyncio.wait_for(ready.wait(), 20)
    engine = Engine(temporal.client)
    await engine.say(INITIATOR, engine.story().proposal())
    outcome = await engine.say(A, appointment(Role.LEAD, HOST))
    stop.set()
    await asyncio.wait_for(running, 20)
    detail = await reading.get(engine.id)
    assert detail is not None
    assert detail.version == outcome.version
    await temporal.terminate_all()


async def test_the_process_ends_in_peace_on_sigterm(temporal: Temporal, dsn: str) -> None:
    environment = {"KEMITRAAN_DSN": dsn, "TEMPORAL_ADDRESS": address(temporal)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker"), env={**os.environ, **environment}, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr
    try:
        line = json.loads(await asyncio.wait_for(process.stderr.readline(), 30))
        assert line["event"] == "worker_ready"
    finally:
        process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 30) == 0


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a worker writes."""
    root = logging.getLogger()
    before, level, written = root.handlers[:], root.level, io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    worker.configure_logging()
    yield written
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def test_both_kinds_of_logger_write_one_line_of_json(log: io.StringIO) -> None:
    structlog.get_logger("store").warning("batch_handled", versions=[1])
    logging.getLogger("temporalio.workflow").error("parked", extra={"command_id": "c1"})
    first, second = (json.loads(line) for line in log.getvalue().splitlines())
    assert (first["event"], first["level"], first["versions"]) == ("batch_handled", "warning", [1])
    assert (second["event"], second["logger"], second["command_id"]) == ("parked", "temporalio.workflow", "c1")
