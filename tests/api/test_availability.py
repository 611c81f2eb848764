"""When a part is away, or slow, or lost: nothing is lost, callers know what to do, and readiness tells the truth."""

import asyncio
from uuid import UUID

import pytest
from structlog.testing import capture_logs
from temporalio.client import Client

from api.cloudevents import STRUCTURED
from api.ports import Ports
from domain.record import Outcome, Submission
from store.pool import Pool, open_pool
from tests.api.calling import Api, appoint, calling, event, fresh, ports, proposal
from tests.postgres import at, execute
from worker import Settings, make_worker
from workflows.gateway import Gateway, Undecided
from workflows.options import workflow_id

NOWHERE = "127.0.0.1:1"


async def test_without_a_worker_the_answer_is_pending_and_comes_later_under_the_same_key(
    idle: tuple[Api, Client], database: Pool
) -> None:
    api, client = idle
    key, body = fresh(), proposal("Slow but sure")
    pending = await api.post("/v1/partnerships", body, Idempotency_Key=key)
    assert (pending.status_code, pending.json()["status"]) == (202, "pending")
    assert pending.headers["Retry-After"] == "2"
    assert "same key" in pending.json()["detail"]
    async with make_worker(client, database, Settings(dsn="")):
        for _ in range(20):
            answer = await api.post("/v1/partnerships", body, Idempotency_Key=key)
            if answer.status_code != 202:
                break
        assert (answer.status_code, answer.json()["version"]) == (201, 4)
    assert pending.json()["partnership_id"] == answer.json()["partnership_id"]


async def test_without_temporal_commands_wait_outside_and_reading_goes_on(api: Api) -> None:
    path, key = await api.exploring(), fresh()
    gateway = Gateway((await Gateway.connect(NOWHERE, "default"))._client, patience=0.3)
    async with calling(ports(api.ports.pool, gateway)) as alone:
        for answer in (
            await alone.post(f"{path}/commands", appoint("budi", "member"), Idempotency_Key=key),
            await alone.post("/v1/partnerships", proposal()),
            await alone.report(event(path), STRUCTURED),
        ):
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), answer.text
            assert answer.headers["Retry-After"] == "5"
        assert (await alone.get(path)).status_code == 200
        assert (await alone.http.get("/livez")).status_code == 200
        ready = await alone.http.get("/readyz")
        assert (ready.status_code, ready.json()["code"]) == (503, "not-ready")
        assert [error["where"] for error in ready.json()["errors"]] == ["temporal"]


async def test_a_workflow_that_temporal_has_lost_comes_back_from_the_ledger(api: Api, namespace: Client) -> None:
    path = await api.exploring()
    lost = namespace.get_workflow_handle(workflow_id(UUID(path.rpartition("/")[2])))
    await lost.terminate()
    answer = await api.post(f"{path}/commands", appoint("budi", "member"))
    assert answer.status_code == 200, answer.text
    assert (await api.get(path)).headers["ETag"] == answer.headers["ETag"]


async def test_without_postgres_there_is_a_problem_and_no_trace(postgres: str, template: str, api: Api) -> None:
    name = f"gone_{template}"
    await execute(postgres, f"create database {name} template {template}")
    pool = await open_pool(at(postgres, name))
    ready = ports(pool, await Gateway.connect(NOWHERE, "default")).ready
    async with calling(Ports(pool, api.ports.engine, api.ports.built_in, ready)) as alone:
        await execute(postgres, f"alter database {name} allow_connections false")
        await execute(postgres, f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
        for answer in (await alone.get("/v1/partnerships"), await alone.post("/v1/partnerships", proposal())):
            assert (answer.status_code, answer.json()["code"]) == (503, "unavailable"), answer.text
        assert (await alone.http.get("/readyz")).status_code == 503
    await pool.close()
    await execute(postgres, f"drop database {name}")


class Faulty:
    """An engine with a fault."""

    def __init__(self, fault: Exception) -> None:
        self._fault = fault

    async def submit(self, submission: Submission) -> Outcome:
        raise self._fault

    async def report(self, submissions: tuple[Submission, ...]) -> None:
        raise self._fault

    async def recover(self, partnership_id: UUID) -> None:
        raise self._fault


@pytest.mark.parametrize(
    ("fault", "code"), [(Undecided("secret detail"), "undecided"), (KeyError("secret detail"), "unexpected")]
)
async def test_what_fails_unexpectedly_leaks_nothing(api: Api, fault: Exception, code: str) -> None:
    path = await api.proposed()
    async with calling(Ports(api.ports.pool, Faulty(fault), api.ports.built_in, {})) as broken:
        with capture_logs() as logs:
            answer = await broken.post(f"{path}/commands", appoint("budi", "member"))
        assert (answer.status_code, answer.json()["code"]) == (500, code)
        assert [entry["log_level"] for entry in logs] == ["error"]
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "secret" not in answer.text


async def test_ready_when_all_answers(api: Api) -> None:
    assert (await api.http.get("/readyz")).json() == {"status": "ok", "checks": ["database", "temporal"]}
    assert (await api.http.get("/livez")).json() == {"status": "ok", "checks": []}
    assert (await api.http.get("/version")).json()["name"] == "kemitraan"


async def test_not_ready_before_the_migrations(empty_dsn: str, api: Api) -> None:
    async with await open_pool(empty_dsn) as pool:
        ready = ports(pool, await Gateway.connect(NOWHERE, "default")).ready
        async with calling(Ports(api.ports.pool, api.ports.engine, api.ports.built_in, ready)) as early:
            told = (await early.http.get("/readyz")).json()
        assert [error["where"] for error in told["errors"]] == ["database", "temporal"]


async def test_an_engine_that_hangs_is_not_ready(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.health.PATIENCE", 0.05)
    ready = {"slow": lambda: asyncio.sleep(1)}
    async with calling(Ports(api.ports.pool, api.ports.engine, api.ports.built_in, ready)) as slow:
        assert (await slow.http.get("/readyz")).status_code == 503
