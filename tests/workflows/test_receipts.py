"""A mail that comes back: the same matter goes to the next address, or somebody sees that there is none."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import NamedTuple

import httpx2
import pytest
from apprise.plugins.whatsapp import NotifyWhatsApp

from activities.channels.chosen import channels
from activities.handling import Handling
from api.app import create_app
from api.ports import WhatsAppHook
from domain.directory.cards import Channel, ContactPoint
from domain.values import PersonId
from store.directory import Directory
from store.keys import Holder, KeyRole, Keys
from store.notices import Notices
from store.pool import Pool
from tests.api.calling import bearer, ports
from tests.domain.teller import FACILITATOR
from tests.notifying import card, know, until, whole
from tests.posting import Postbox, postbox
from tests.receiving import Receiver, receiver
from tests.returning import news, returned, signed, status
from tests.temporal import Temporal
from tests.workflows.test_notices import confided, reached, states, ways
from workflows.gateway import Gateway

WAMID = "wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABEYEjA="
TEMPLATE = "whatsapp://kemitraan_{kind}:EAAkey@1234567890/{address}/?lang={language}&:1={name}&:2={matters}"


@pytest.fixture
async def box() -> AsyncIterator[Postbox]:
    """A mail server."""
    async with postbox() as box:
        yield box


class Both(NamedTuple):
    """A mail server, and WhatsApp."""

    box: Postbox
    phone: Receiver


@pytest.fixture
def both(box: Postbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    """WhatsApp's own address, moved to this machine."""
    with receiver() as phone:
        phone.answer = {"messages": [{"id": WAMID}]}
        monkeypatch.setattr(NotifyWhatsApp, "notify_url", phone.url + "/{phone_id}/messages")
        yield Both(box, phone)


@asynccontextmanager
async def pipe(pool: Pool, temporal: Temporal) -> AsyncIterator[httpx2.AsyncClient]:
    """The API as a mail server's pipe calls it."""
    holder = Holder(role=KeyRole.SERVICE, person_id=PersonId("postfix"), org_id=None, label="the pipe of a mail server")
    key, _ = await Keys(pool).create(holder)
    transport = httpx2.ASGITransport(create_app(ports(pool, Gateway(temporal.client))))
    headers = bearer(key) | {"Content-Type": "message/rfc822"}
    async with httpx2.AsyncClient(transport=transport, base_url="http://api", headers=headers) as client:
        yield client


async def heard(pool: Pool, temporal: Temporal, body: bytes) -> None:
    """WhatsApp tells what became of a message."""
    hooked = replace(ports(pool, Gateway(temporal.client)), whatsapp=WhatsAppHook("salam", "rahasia"))
    transport = httpx2.ASGITransport(create_app(hooked))
    headers = {"X-Hub-Signature-256": signed(body, "rahasia"), "Content-Type": "application/json"}
    async with httpx2.AsyncClient(transport=transport, base_url="http://api", headers=headers) as client:
        answer = await client.post("/v1/receipts/whatsapp", content=body)
    assert answer.json() == {"receipts": 1}


async def come_back(pool: Pool, temporal: Temporal, box: Postbox) -> None:
    """The last mail that went out comes back."""
    async with pipe(pool, temporal) as client:
        mail = returned(str(box.mail[-1]["Message-ID"]), box.recipients[-1])
        answer = await client.post("/v1/receipts/mail", content=mail)
    assert answer.json() == {"known": True}


def mailboxes(*names: str) -> tuple[ContactPoint, ...]:
    return tuple(
        ContactPoint(channel=Channel.EMAIL, address=f"{name}@example.org", rank=rank)
        for rank, name in enumerate(names, 1)
    )


async def known(pool: Pool) -> dict[str, str]:
    """What the directory says of the facilitator's addresses."""
    somebody = await Directory(pool).person(FACILITATOR.person_id)
    assert somebody
    return {point.address: point.state for point in somebody.points}


async def test_a_mail_that_comes_back_is_told_on_the_next_address(
    temporal: Temporal, handling: Handling, pool: Pool, dsn: str, box: Postbox
) -> None:
    await know(pool, card(FACILITATOR.person_id, points=mailboxes("old", "new")))
    async with whole(temporal.client, pool, dsn, channels(ways(box)), handling):
        await confided(handling)
        await reached(pool, "sent")
        await come_back(pool, temporal, box)
        await until(lambda: len(box.mail) == 2)
        await reached(pool, "sent")
    assert box.recipients == ["old@example.org", "new@example.org"]
    assert box.mail[0]["Message-ID"] != box.mail[1]["Message-ID"]
    assert await known(pool) == {"old@example.org": "wrong", "new@example.org": "good"}
    await temporal.terminate_all()


async def test_a_number_that_turns_out_wrong_is_told_by_mail(
    temporal: Temporal, handling: Handling, pool: Pool, dsn: str, both: Both
) -> None:
    number = ContactPoint(channel=Channel.WHATSAPP, address="+6281234567890", rank=1)
    mailbox = ContactPoint(channel=Channel.EMAIL, address="ibu@example.org", rank=2)
    await know(pool, card(FACILITATOR.person_id, points=(number, mailbox)))
    settings = ways(both.box) | {"KEMITRAAN_WHATSAPP_URL": TEMPLATE}
    async with whole(temporal.client, pool, dsn, channels(settings), handling):
        await confided(handling)
        await reached(pool, "sent")
        assert both.box.recipients == []
        await heard(pool, temporal, news(status(WAMID, "failed", 131026)))
        await until(lambda: bool(both.box.mail))
        await reached(pool, "sent")
    assert len(both.phone.received) == 1
    assert await known(pool) == {"+6281234567890": "wrong", "ibu@example.org": "good"}
    await temporal.terminate_all()


async def test_without_another_address_somebody_sees_it(
    temporal: Temporal, handling: Handling, pool: Pool, dsn: str, box: Postbox
) -> None:
    await know(pool, card(FACILITATOR.person_id, points=mailboxes("old")))
    async with whole(temporal.client, pool, dsn, channels(ways(box)), handling):
        await confided(handling)
        await reached(pool, "sent")
        await come_back(pool, temporal, box)
        await reached(pool, "unreachable")
    assert await states(pool) == {("unreachable", "no address of theirs has taken it: correct one, and it goes out")}
    assert await known(pool) == {"old@example.org": "wrong"}
    unreached = {one.person_id: one for one in await Notices(pool).unreached(None, 100)}
    assert "User unknown" in unreached[FACILITATOR.person_id].problems[0]
    await temporal.terminate_all()
