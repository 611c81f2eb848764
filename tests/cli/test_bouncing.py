"""`kemitraan bounce` at the end of a mail server's pipe."""

import io
from collections.abc import Iterator

import pytest

from cli import remote
from tests.cli.running import Kemitraan
from tests.receiving import Receiver, receiver
from tests.returning import returned

MAIL = returned("<1f9d2c3e-6a4b-5c7d-8e9f-0a1b2c3d4e5f@kemitraan.test>")


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiver() as kept:
        kept.answer = {"known": True}
        monkeypatch.setenv("KEMITRAAN_URL", kept.url)
        monkeypatch.setenv("KEMITRAAN_KEY", "kmt_pipe")
        monkeypatch.setattr(remote, "PATIENCE", 0.2)
        yield kept


def pour(monkeypatch: pytest.MonkeyPatch, mail: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(mail)))


def test_a_mail_is_handed_in_as_it_came(api: Receiver, nowhere: Kemitraan, monkeypatch: pytest.MonkeyPatch) -> None:
    pour(monkeypatch, MAIL)
    said = nowhere("bounce")
    assert (said.code, said.out) == (0, "")
    assert "noted on the letter" in said.err
    [request] = api.received
    assert (request.path, request.body) == ("/v1/receipts/mail", MAIL)
    assert (request.headers["content-type"], request.headers["authorization"]) == ("message/rfc822", "Bearer kmt_pipe")


def test_other_mail_is_let_go(api: Receiver, nowhere: Kemitraan, monkeypatch: pytest.MonkeyPatch) -> None:
    api.answer = {"known": False}
    pour(monkeypatch, b"Subject: foto\r\n\r\n" + b"x" * 1_000_000)
    said = nowhere("bounce")
    assert said.code == 0
    assert "nothing was done" in said.err
    assert len(api.received[0].body) < 256 * 1024


@pytest.mark.parametrize("status", [401, 503])
def test_the_mail_server_keeps_it_while_it_cannot_be_handed_in(
    api: Receiver, nowhere: Kemitraan, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    api.status, api.answer = status, {"detail": "not now"}
    pour(monkeypatch, MAIL)
    assert nowhere("bounce").code == 75


def test_it_is_kept_where_nobody_knows_the_api(nowhere: Kemitraan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEMITRAAN_URL", "http://127.0.0.1:1")
    monkeypatch.delenv("KEMITRAAN_KEY", raising=False)
    pour(monkeypatch, MAIL)
    assert nowhere("bounce").code == 75
