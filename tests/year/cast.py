"""Twelve people of four organisations: who they are, and how each wishes to hear."""

from datetime import time
from typing import Any

from domain.directory.cards import Channel, ContactPoint, PersonCard
from domain.notices.choices import Choices, NoticeKind, Timing
from domain.values import OrgId, OrgKind, PersonId, Role
from tests.domain.teller import person

LIBRARY, MOTHERS = OrgId("yayasan-tunas-baca"), OrgId("pkk-melati")
UNIVERSITY, FARMERS = OrgId("universitas-merapi"), OrgId("koperasi-sentani")

ORGANISATIONS = {
    LIBRARY: ("Yayasan Tunas Baca", OrgKind.NGO),
    MOTHERS: ("Ibu-ibu PKK Melati", OrgKind.INFORMAL),
    UNIVERSITY: ("Universitas Merapi", OrgKind.UNIVERSITY),
    FARMERS: ("Koperasi Tani Sentani", OrgKind.INFORMAL),
}

_PAPUA = {"zone": "Asia/Jayapura"}

_PEOPLE: dict[tuple[Role, OrgId], tuple[str, dict[str, Any]]] = {
    (Role.LEAD, LIBRARY): ("Dewi Lestari", {"honorific": "ibu"}),
    (Role.ALTERNATE, LIBRARY): ("Rina Wulandari", {"honorific": "kak", "digest_at": time(12, 0)}),
    (Role.SPONSOR, LIBRARY): ("Bambang Susilo", {"honorific": "bapak", "quiet_from": time(17), "quiet_until": time(9)}),
    (Role.LEAD, MOTHERS): ("Siti Aminah", {"honorific": "ibu"}),
    (Role.ALTERNATE, MOTHERS): ("Wulan Sari", {"honorific": "ibu", "digest_at": time(19, 0)}),
    (Role.SPONSOR, MOTHERS): ("Sri Handayani", {"honorific": "ibu"}),
    (Role.LEAD, UNIVERSITY): ("Maria Hartono", {"language": "en"}),
    (Role.ALTERNATE, UNIVERSITY): ("Agus Prasetyo", {"honorific": "bapak"}),
    (Role.SPONSOR, UNIVERSITY): ("Linda Kusuma", {"language": "en", "choices": "no news"}),
    (Role.LEAD, FARMERS): ("Yosef Wenda", {"honorific": "bapak", **_PAPUA}),
    (Role.ALTERNATE, FARMERS): ("Nona Kogoya", {"honorific": "kak", **_PAPUA, "points": "wrong first"}),
    (Role.SPONSOR, FARMERS): ("Markus Ohee", {"honorific": "bapak", **_PAPUA}),
}

NAMES = {person(role, org): name for (role, org), (name, _) in _PEOPLE.items()}

WITHOUT_NEWS = person(Role.SPONSOR, UNIVERSITY)
MOVED_BOX = person(Role.ALTERNATE, FARMERS)
"""Whose first address is unknown to the mail server."""
READER = person(Role.LEAD, UNIVERSITY)
"""Whose mailbox is the example in the documentation."""


def address(person_id: PersonId) -> str:
    """Where somebody has their mail."""
    return f"{NAMES[person_id].lower().replace(' ', '.')}@surat.example"


def lost(person_id: PersonId) -> str:
    """An address that somebody once had."""
    return f"old.{address(person_id)}"


def cards() -> list[PersonCard]:
    """Everybody, as the directory knows them."""
    return [_card(person(role, org), name, dict(wishes)) for (role, org), (name, wishes) in _PEOPLE.items()]


def _card(person_id: PersonId, name: str, wishes: dict[str, Any]) -> PersonCard:
    points = [ContactPoint(channel=Channel.EMAIL, address=address(person_id), rank=2)]
    if wishes.pop("points", None):
        points.insert(0, ContactPoint(channel=Channel.EMAIL, address=lost(person_id), rank=1))
    if wishes.get("choices"):
        wishes["choices"] = Choices(by_kind={NoticeKind.NEWS: Timing.OFF})
    return PersonCard.model_validate({"person_id": person_id, "name": name, "points": points, **wishes})
