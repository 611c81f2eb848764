"""Calling the API as the tests do: by role and side, with fresh keys, over HTTP without a socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2

from api.app import create_app
from api.ports import Ports
from domain.policy import PolicySet
from domain.values import OrgId, PersonId
from store.keys import Holder, KeyRole
from store.migrate import applied, shipped
from store.pool import Pool
from workflows.gateway import Gateway

HOST, PARTNER, STRANGER = OrgId("roti-makmur"), OrgId("smk-melati"), OrgId("koperasi-lain")
NOBODY = "/v1/partnerships/00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Keys:
    """Who calls, by a key each."""

    operator: str
    """Staff of the host."""
    partner: str
    """The other side."""
    stranger: str
    """A partner of nobody here."""
    service: str
    """A machine that reports for the host."""
    viewer: str


@dataclass(frozen=True)
class Api:
    """A running API and its callers."""

    ports: Ports
    http: httpx2.AsyncClient
    keys: Keys

    async def get(self, path: str, key: str | None = None, **headers: str) -> httpx2.Response:
        """Read, as the operator unless somebody else is named."""
        return await self.http.get(path, headers=bearer(key or self.keys.operator) | dashed(headers))

    async def post(self, path: str, body: object, key: str | None = None, **headers: str) -> httpx2.Response:
        """Send JSON under a fresh Idempotency-Key, as the operator unless somebody else is named."""
        sent = {"Idempotency-Key": fresh(), **bearer(key or self.keys.operator), **dashed(headers)}
        return await self.http.post(path, json=body, headers=sent)

    async def report(self, body: object, kind: str, key: str | None = None, **headers: str) -> httpx2.Response:
        """Send events of a media type, as the host's service unless somebody else is named."""
        sent = {"Content-Type": kind, **bearer(key or self.keys.service), **dashed(headers)}
        return await self.http.post("/v1/events", json=body, headers=sent)

    async def proposed(self, title: str = "Bread for the canteen", **changes: object) -> str:
        """The path of a new partnership, with a lead on the host's side."""
        answer = await self.post("/v1/partnerships", proposal(title, **changes))
        assert answer.status_code == 201, answer.text
        return str(answer.headers["Location"])

    async def exploring(self) -> str:
        """The path of a new partnership in which both sides have a lead and get to know each other."""
        path = await self.proposed()
        willing = {"kind": "declare_willingness", "willing": True}
        body = {"commands": [appoint("dewi"), willing, {"kind": "begin_exploring"}]}
        answer = await self.post(f"{path}/commands", body, self.keys.partner)
        assert answer.json()["stage"] == "exploring", answer.text
        return path

    async def not_pursued(self) -> str:
        """The path of a partnership that is closed."""
        path = await self.proposed()
        farewell = {"kind": "do_not_pursue", "reason": "no time", "message": "Thank you."}
        assert (await self.post(f"{path}/commands", farewell)).status_code == 200
        return path


@asynccontextmanager
async def calling(ports: Ports) -> AsyncIterator[Api]:
    """The API over these ports, with a key of each kind."""
    keys = Keys(
        operator=await key(ports, KeyRole.OPERATOR, "sari", HOST),
        partner=await key(ports, KeyRole.PARTNER, "dewi", PARTNER),
        stranger=await key(ports, KeyRole.PARTNER, "joko", STRANGER),
        service=await key(ports, KeyRole.SERVICE, "crm", HOST),
        viewer=await key(ports, KeyRole.VIEWER, "budi"),
    )
    transport = httpx2.ASGITransport(create_app(ports), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://api") as http:
        yield Api(ports, http, keys)


async def key(ports: Ports, role: KeyRole, person: str, org: OrgId | None = None) -> str:
    """A new key."""
    holder = Holder(role=role, person_id=PersonId(person), org_id=org, label=f"{role} of a test")
    text, _ = await ports.keys.create(holder)
    return text


def ports(pool: Pool, gateway: Gateway) -> Ports:
    """The ports over a database and a gateway."""

    async def migrated() -> None:
        assert await applied(pool) == shipped()

    return Ports(pool, gateway, PolicySet(), {"database": migrated, "temporal": gateway.ready})


def proposal(title: str = "Bread for the canteen", **changes: object) -> dict[str, Any]:
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


def event(path: str, event_id: str | None = None, **changes: object) -> dict[str, Any]:
    """A CloudEvent about the partnership at this path."""
    return {
        "specversion": "1.0",
        "id": event_id or fresh(),
        "source": "/crm/roti-makmur",
        "type": "id.kemitraan.record_contact.v1",
        "partitionkey": path.rpartition("/")[2],
        "time": "2026-03-02T11:30:00+07:00",
        "data": {"held_at": "2026-03-02T09:00:00+07:00", "orgs": [HOST, PARTNER]},
        **changes,
    }


def bearer(key: str) -> dict[str, str]:
    """The header that says who calls."""
    return {"Authorization": f"Bearer {key}"}


def dashed(headers: dict[str, str]) -> dict[str, str]:
    """Header names from Python names."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def fresh() -> str:
    """A key that nobody has used."""
    return uuid4().hex
