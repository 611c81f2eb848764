"""Calling the API as the tests do: by role and side, with fresh keys, over HTTP without a socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

import httpx2

from api.app import create_app
from api.ports import Ports
from domain.values import OrgId, PersonId
from store.keys import Holder, KeyRole

HOST, PARTNER, STRANGER = OrgId("roti-makmur"), OrgId("smk-melati"), OrgId("koperasi-lain")


@dataclass(frozen=True)
class Api:
    """A running API and its callers."""

    ports: Ports
    http: httpx2.AsyncClient
    operator: str
    """Staff of the host."""
    partner: str
    """The other side, by a partner key."""
    stranger: str
    """A partner of nobody here."""
    service: str
    """A machine that reports for the host."""
    viewer: str

    @classmethod
    @asynccontextmanager
    async def over(cls, ports: Ports) -> AsyncIterator[Self]:
        """The API over these ports, with a key of each kind."""
        transport = httpx2.ASGITransport(create_app(ports), raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://api") as http:
            yield cls(
                ports,
                http,
                operator=await key(ports, KeyRole.OPERATOR, "sari", HOST),
                partner=await key(ports, KeyRole.PARTNER, "dewi", PARTNER),
                stranger=await key(ports, KeyRole.PARTNER, "joko", STRANGER),
                service=await key(ports, KeyRole.SERVICE, "crm", HOST),
                viewer=await key(ports, KeyRole.VIEWER, "budi"),
            )

    async def get(self, path: str, key: str | None = None, **headers: str) -> httpx2.Response:
        """Read, as the operator unless somebody else is named."""
        return await self.http.get(path, headers=bearer(key or self.operator) | dashed(headers))

    async def post(self, path: str, body: Any, key: str | None = None, **headers: str) -> httpx2.Response:  # noqa: ANN401 - any JSON
        """Send JSON under a fresh Idempotency-Key, as the operator unless somebody else is named."""
        sent = {"Idempotency-Key": fresh(), **bearer(key or self.operator), **dashed(headers)}
        return await self.http.post(path, json=body, headers=sent)

    async def proposed(self, title: str = "Bread for the canteen") -> str:
        """The path of a new partnership, with a lead on the host's side."""
        answer = await self.post("/v1/partnerships", proposal(title))
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]


async def key(ports: Ports, role: KeyRole, person: str, org: OrgId | None = None) -> str:
    """A new key."""
    text, _ = await ports.keys.create(
        Holder(role=role, person_id=PersonId(person), org_id=org, label=f"{role} of a test")
    )
    return text


def proposal(title: str = "Bread for the canteen", **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """A proposal of the host to the partner."""
    return {
        "title": title,
        "purpose": "Pupils learn a craft.",
        "proposer_org": HOST,
        "parties": [
            {"org_id": HOST, "name": "Roti Makmur", "kind": "company"},
            {"org_id": PARTNER, "name": "SMK Melati", "kind": "public_office"},
        ],
        "then": [appoint("sari")],
        **changes,
    }


def appoint(person: str, role: str = "lead") -> dict[str, Any]:
    """A command that gives somebody a role on the sender's side."""
    return {"kind": "appoint_person", "person_id": person, "name": person.title(), "role": role}


def bearer(key: str) -> dict[str, str]:
    """The header that says who calls."""
    return {"Authorization": f"Bearer {key}"}


def dashed(headers: dict[str, str]) -> dict[str, str]:
    """Header names from Python names."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def fresh() -> str:
    """A key that nobody has used."""
    return uuid4().hex
