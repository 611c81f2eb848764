"""Bodies at the edge: strict, and bounded however they are sent."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
import uvicorn

from api.app import create_app
from api.decoding import MAX_BYTES, MAX_DEPTH, check
from api.problems import NotStrictJson, Problem
from tests.api.calling import Api, bearer, fresh, proposal


@pytest.mark.parametrize(
    "body",
    [
        '{"a": {"a": 1}, "b": [1, 1]}',
        '"\\ud83e\\udd50 🥐 \\u00e9"',
        "[-9223372036854775808, 9223372036854775807]",
        "[0.1, -1e308, 5e-324]",
        "[" * MAX_DEPTH + "]" * MAX_DEPTH,
        "null",
    ],
)
def test_strict_json_passes(body: str) -> None:
    check(body.encode())


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ('{"a": {"b": 1, "b": 2}}', "/a"),
        ('{"a": [0, {"x/y": NaN}]}', "/a/1/x~1y"),
        ('{"a~b": -Infinity}', "/a~0b"),
        ('["ok", "\\udfff"]', "/1"),
        ('{"a": 1e999}', "/a"),
        ("-9223372036854775809", "/"),
    ],
)
def test_a_fault_says_where_it_is(body: str, where: str) -> None:
    with pytest.raises(NotStrictJson) as refused:
        check(body.encode())
    assert [fault.where for fault in refused.value.faults] == [where]


@pytest.mark.parametrize("body", [b"", b"\xff", b"{", b"01", b"1_000", b'"\t"', b"\x00", b"nul", b"{1: 2}"])
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(Problem):
        check(body)


async def test_a_body_without_end_is_cut_off(api: Api) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1
            yield b" " * 10_000

    headers = {**bearer(api.keys.operator), "Content-Type": "application/json", "Idempotency-Key": fresh()}
    answer = await api.http.post("/v1/partnerships", content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    assert sent * 10_000 < MAX_BYTES + 30_000


async def test_over_a_socket_too(api: Api) -> None:
    config = uvicorn.Config(
        create_app(api.ports), port=0, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    headers = {**bearer(api.keys.operator), "Content-Type": "application/json", "Idempotency-Key": fresh()}
    async with httpx2.AsyncClient(base_url=f"http://{host}:{port}", headers=headers) as http:
        for body in (b" " * (MAX_BYTES + 1), b" " * 5_000_000):
            answer = await http.post("/v1/partnerships", content=body)
            assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
        assert (await http.post("/v1/partnerships", json=proposal())).status_code == 201
    server.should_exit = True
    await serving


async def test_a_body_that_does_not_come_is_given_up(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.decoding.MAX_SECONDS", 0.05)

    async def dripping() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.02)
            yield b" "

    headers = {**bearer(api.keys.operator), "Content-Type": "application/json", "Idempotency-Key": fresh()}
    answer = await api.http.post("/v1/partnerships", content=dripping(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (408, "body-too-slow")
