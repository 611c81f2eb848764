"""Letters to machines: signed, never redirected, and never into somebody's own network."""

import base64
import hashlib
import hmac
import socket
from collections.abc import Iterator

import pytest

from activities.channels.chosen import channels
from activities.channels.guarded import Forbidden, Guarded, judged, transport
from activities.channels.port import Never, NotNow
from activities.channels.webhook import Webhook
from domain.directory.cards import Channel
from tests.letters import letter
from tests.receiving import Receiver, receiver

KEY = b"kunci rahasia sepanjang 32 bita!"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


@pytest.fixture
def machine() -> Iterator[Receiver]:
    with receiver() as kept:
        yield kept


async def send(machine: Receiver, path: str = "/kabar") -> None:
    settings = {"KEMITRAAN_WEBHOOK_SECRET": SECRET, "KEMITRAAN_WEBHOOK_INSIDE": "yes"}
    await channels(settings)[Channel.WEBHOOK].send(letter(address=machine.url + path))


async def test_the_receiver_can_tell_who_wrote_it(machine: Receiver) -> None:
    await send(machine)
    [got] = machine.received
    assert got.path == "/kabar"
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    digest = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert got.headers["webhook-signature"] == f"v1,{digest}"
    assert got.headers["webhook-id"] == got.said["letter_id"] == str(letter().letter_id)
    [matter] = got.said["matters"]
    assert matter["title"] == "Buku untuk kampung"
    assert matter["link"] == "https://kemitraan.test/l/aku-bisa"


@pytest.mark.parametrize(
    ("status", "error", "wrong"),
    [
        (500, NotNow, False),
        (503, NotNow, False),
        (429, NotNow, False),
        (400, Never, False),
        (401, Never, False),
        (404, Never, True),
        (410, Never, True),
    ],
)
async def test_each_answer_has_its_meaning(machine: Receiver, status: int, error: type[Exception], wrong: bool) -> None:
    machine.status = status
    with pytest.raises(error) as failed:
        await send(machine)
    assert getattr(failed.value, "address_wrong", False) is wrong
    assert str(status) in str(failed.value)


async def test_a_redirect_is_not_followed(machine: Receiver) -> None:
    machine.status, machine.headers = 307, {"location": machine.url + "/lain"}
    with pytest.raises(Never) as failed:
        await send(machine)
    assert failed.value.address_wrong
    assert [request.path for request in machine.received] == ["/kabar"]


async def test_a_machine_that_is_away_is_tried_again(machine: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        machine.url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    with pytest.raises(NotNow):
        await send(machine)


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_by_default_nothing_goes_inside(machine: Receiver, scheme: str) -> None:
    address = machine.url.replace("http", scheme, 1)
    with pytest.raises(Never) as failed:
        await Webhook(SECRET).send(letter(address=address))
    assert failed.value.address_wrong
    assert machine.received == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "localhost",
        "0x7f000001", "2130706433", "::1", "fe80::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
async def test_inner_addresses_are_refused_in_all_their_clothes(host: str) -> None:
    with pytest.raises(Forbidden):
        await judged(host, 443)


async def test_the_open_internet_is_allowed() -> None:
    assert await judged("1.1.1.1", 443) == "1.1.1.1"


async def test_the_guard_sits_where_connections_are_made() -> None:
    async with transport() as guarded:
        assert isinstance(guarded._pool._network_backend, Guarded)


@pytest.mark.parametrize("address", ["ftp://contoh.id/x", "contoh.id", "https://", "http:///x"])
async def test_what_is_no_address_is_said_to_be_wrong(address: str) -> None:
    with pytest.raises(Never) as failed:
        await Webhook(SECRET, inside=True).send(letter(address=address))
    assert failed.value.address_wrong


def test_a_secret_that_is_none_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="KEMITRAAN_WEBHOOK_SECRET"):
        channels({"KEMITRAAN_WEBHOOK_SECRET": "whsec_???"})
