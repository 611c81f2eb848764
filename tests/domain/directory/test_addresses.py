"""Addresses: what people write, what is kept of it, and what cannot be one."""

import pytest
from pydantic import ValidationError

from domain.directory.addresses import address, domain_name
from domain.directory.cards import Channel
from domain.directory.entries import PersonEntry, PointEntry


@pytest.mark.parametrize(
    ("channel", "written", "kept"),
    [
        (Channel.WHATSAPP, "0812-3456-7890", "+6281234567890"),
        (Channel.WHATSAPP, "+62 812 3456 7890", "+6281234567890"),
        (Channel.WHATSAPP, "62 812 3456 7890", "+6281234567890"),
        (Channel.WHATSAPP, "+81 90-1234-5678", "+819012345678"),
        (Channel.PHONE, "(021) 5550 1234", "+622155501234"),
        (Channel.EMAIL, "Dewi.Lestari+kemitraan@Melati.SCH.id", "Dewi.Lestari+kemitraan@melati.sch.id"),
        (Channel.TELEGRAM, "@dewi_lestari", "@dewi_lestari"),
        (Channel.TELEGRAM, "-1001234567890", "-1001234567890"),
        (Channel.SLACK, "U012AB3CD", "U012AB3CD"),
        (Channel.WEBHOOK, "https://melati.sch.id/kemitraan?key=1", "https://melati.sch.id/kemitraan?key=1"),
    ],
)
def test_an_address_is_kept_in_one_way(channel: Channel, written: str, kept: str) -> None:
    assert address(channel, written) == kept
    assert address(channel, kept) == kept
    assert PointEntry(channel=channel, address=written).kept().address == kept


@pytest.mark.parametrize(
    ("channel", "written"),
    [
        (Channel.WHATSAPP, "0812"),
        (Channel.WHATSAPP, "belum punya"),
        (Channel.WHATSAPP, "+62 000 0000 0000"),
        (Channel.WHATSAPP, "08123456789012345"),
        (Channel.PHONE, "021 5550 1234 ext. 7"),
        (Channel.EMAIL, "dewi"),
        (Channel.EMAIL, "dewi@melati"),
        (Channel.EMAIL, "dewi@@melati.sch.id"),
        (Channel.EMAIL, "dewi..l@melati.sch.id"),
        (Channel.EMAIL, "dewi@melati..sch.id"),
        (Channel.EMAIL, "Dewi <dewi@melati.sch.id>"),
        (Channel.EMAIL, "dewi@melati.sch.id\nBcc: x@y.id"),
        (Channel.TELEGRAM, "dewi"),
        (Channel.TELEGRAM, "@x"),
        (Channel.SLACK, "two words"),
        (Channel.WEBHOOK, "http://melati.sch.id"),
        (Channel.WEBHOOK, "https://localhost/"),
        (Channel.WEBHOOK, "https://10.0.0.1/"),
    ],
)
def test_what_cannot_be_an_address_is_refused(channel: Channel, written: str) -> None:
    with pytest.raises(ValueError, match="this is no"):
        address(channel, written)
    with pytest.raises(ValidationError):
        PointEntry(channel=channel, address=written)


def test_a_number_can_be_from_another_country() -> None:
    assert address(Channel.PHONE, "044 668 18 00", "CH") == "+41446681800"


@pytest.mark.parametrize("written", ["melati.sch.id", "https://www.Melati.sch.id/", " melati.sch.id. "])
def test_a_domain_is_kept_in_one_way(written: str) -> None:
    assert domain_name(written) == "melati.sch.id"
    with pytest.raises(ValueError, match="this is no"):
        domain_name(f"{written}/tentang kami")


def test_the_same_address_twice_is_one_too_many() -> None:
    twice = [{"channel": "phone", "address": number} for number in ("0812-3456-7890", "+6281234567890")]
    with pytest.raises(ValidationError, match="the same address stands there twice"):
        PersonEntry.model_validate({"name": "Dewi", "points": twice})
