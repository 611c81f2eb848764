"""The public HTTP API from outside: repeats what is safe to repeat under the same key, tells problems in one line."""

import asyncio
import os
import sys
import time
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

import httpx2

from cli.failures import Conflict, Failure, Misused, NotFound, Unreachable

_AGAIN = {202, 429, 500, 502, 503, 504}
"""Nothing is decided yet, or nobody knows: the same key makes a repeat safe."""

_FAILURES: dict[int, type[Failure]] = {
    400: Misused, 404: NotFound, 409: Conflict, 412: Conflict, 413: Misused, 415: Misused, 422: Misused,
}  # fmt: skip

_PAGE = 100
PATIENCE = 20.0
"""Seconds for which one call is repeated, unless the caller has another idea."""
_FIRST_PAUSE = 0.1
_TIMEOUT = httpx2.Timeout(15.0, connect=3.0)


class Answer(NamedTuple):
    """What the API said."""

    status: int
    body: dict[str, Any]
    etag: str = ""
    """What was read, sealed; none where nothing is there."""

    @property
    def code(self) -> str:
        """The name of the problem, if it is one."""
        return str(self.body.get("code", "")) if self.status >= 400 else ""  # noqa: PLR2004 - HTTP

    @property
    def guards(self) -> tuple[str, ...]:
        """The guards that did not hold."""
        return tuple(unmet["guard"] for unmet in self.body.get("unmet", ()))

    def or_raise(self) -> dict[str, Any]:
        """The body of a success; anything else as a failure in one line."""
        if self.status < 400 and self.status != 202:  # noqa: PLR2004 - HTTP
            return self.body
        raise self._failure()

    def _failure(self) -> Failure:
        detail = str(self.body.get("detail") or f"the API answered {self.status}")
        faults = "; ".join(_fault(fault) for fault in self.body.get("errors", ()))
        told = f"{detail} {faults}".strip() + (f" [{self.code}]" if self.code else "")
        if self.status in _AGAIN:
            return Unreachable(told)
        if self.code == "idempotency-key-reused":
            return Conflict(told)
        return _FAILURES.get(self.status, Failure)(told)


class Api:
    """One caller of the API."""

    def __init__(self, url: str, key: str, *, patience: float | None = None, longest_pause: float = 5.0) -> None:
        self._url = url
        self._patience = PATIENCE if patience is None else patience
        self._longest_pause = longest_pause
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": spoken()}
        self._client = httpx2.AsyncClient(base_url=url, headers=headers, timeout=_TIMEOUT, trust_env=False)

    async def __aenter__(self) -> Self:
        """The connection is made with the first call."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """No connection stays open."""
        await self._client.aclose()

    async def get(self, path: str, params: Mapping[str, Any] | None = None) -> Answer:
        """Read something; an address that has its own query keeps it."""
        return await self._patiently("GET", path, **({"params": params} if params else {}))

    async def post(self, path: str, body: object, key: str, version: int | None = None) -> Answer:
        """Send something under a key; with a version, only if that is still the latest."""
        headers = {"Idempotency-Key": key} | ({"If-Match": f'"{version}"'} if version is not None else {})
        return await self._patiently("POST", path, json=body, headers=headers)

    async def hand_in(self, path: str, content: bytes, media_type: str) -> Answer:
        """Send something that is no JSON; handing it in twice does no harm."""
        return await self._patiently("POST", path, content=content, headers={"Content-Type": media_type})

    async def put(self, path: str, body: object, etag: str | None = None) -> Answer:
        """Say how something is from now on; twice does no harm. With an ETag only if nobody has changed it meanwhile.

        An empty one, as nothing has it, enters what is new alone.
        """
        headers = {} if etag is None else {"If-Match": etag} if etag else {"If-None-Match": "*"}
        return await self._patiently("PUT", path, json=body, headers=headers)

    async def delete(self, path: str) -> Answer:
        """End something; doing it twice does no harm."""
        return await self._patiently("DELETE", path)

    async def _patiently(self, method: str, path: str, **what: Any) -> Answer:  # noqa: ANN401 - passed on
        """The first answer that is one, or the last one when patience is over."""
        deadline, pause = time.monotonic() + self._patience, _FIRST_PAUSE
        while True:
            try:
                response = await self._client.request(method, path, **what)
            except httpx2.InvalidURL as error:
                raise Misused(f"{self._url} is not an address: {error}") from None
            except httpx2.TransportError as error:
                if time.monotonic() + pause > deadline:
                    raise Unreachable(f"nobody answers at {self._url}: {_reason(error)}") from None
            else:
                if response.status_code not in _AGAIN or time.monotonic() + pause > deadline:
                    return Answer(response.status_code, _body(response), response.headers.get("etag", ""))
                pause = max(pause, _asked(response))
            await asyncio.sleep(min(pause, self._longest_pause))
            pause = min(pause * 2, self._longest_pause)


async def everything(api: Api, path: str, *, most: int = sys.maxsize, **asked: object) -> list[dict[str, Any]]:
    """All pages of a list, or as many as are wanted."""
    items: list[dict[str, Any]] = []
    following, params = path, {"limit": min(most, _PAGE), **asked}
    while following and len(items) < most:
        page = (await api.get(following, params)).or_raise()
        items += page["items"]
        following, params = page["next"], {}
    return items[:most]


def spoken() -> str:
    """The language of the terminal, for all that the API says in words."""
    said = os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "id" if said.startswith("id") else "en"


def _asked(response: httpx2.Response) -> float:
    """How long the API asks us to wait."""
    said = response.headers.get("retry-after", "")
    return float(said) if said.isdecimal() else 0.0


def _body(response: httpx2.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {"detail": f"the answer ({response.status_code}) is not from a Kemitraan API"}
    return body if isinstance(body, dict) else {"detail": f"unexpected answer: {body}"}


def _fault(fault: Mapping[str, Any]) -> str:
    expected = f" (expected: {fault['expected']})" if fault.get("expected") else ""
    return f"{fault.get('where', '')}: {fault.get('what', '')}{expected}"


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
