"""Letters for tests: one reader, whatever matters the test needs."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from domain.directory.cards import Channel, Honorific, PersonCard
from domain.notices.choices import NoticeKind
from domain.notices.letter import Item, Letter
from domain.notices.notice import Notice
from domain.values import PersonId

NOW = datetime(2027, 1, 4, 7, 5, tzinfo=UTC)
PARTNERSHIP = UUID("11111111-1111-4111-8111-111111111111")
SARI = PersonCard(person_id=PersonId("sari"), name="Sari Dewi", honorific=Honorific.IBU)
WHAT = "read version {version} of the agreement, and accept it if it is right for you"
WHY = "the others wait for your side"


def notice(kind: NoticeKind = NoticeKind.REQUEST, **changes: object) -> Notice:
    """A version that waits."""
    told = {"person_id": SARI.person_id, "kind": kind, "what": WHAT, "why": WHY, "params": {"version": "2"}, "event": 3}
    return Notice.model_validate({**told, "task": "accept_version/2/melati", **changes})


def item(about: Notice | None = None, **changes: object) -> Item:
    """The same with a link and a date."""
    told = {"notice": about or notice(), "partnership_id": PARTNERSHIP, "title": "Buku untuk kampung"}
    dated = {"due_at": NOW + timedelta(days=7), "link": "https://kemitraan.test/l/aku-bisa"}
    return Item.model_validate({**told, **dated, **changes})


def letter(*items: Item, **changes: object) -> Letter:
    """To Ibu Sari, by e-mail."""
    told = {
        "letter_id": uuid5(PARTNERSHIP, "letter"),
        "to": SARI,
        "channel": Channel.EMAIL,
        "address": "sari@melati.sch.id",
        "language": "id",
        "digest": False,
        "thread": PARTNERSHIP,
        "composed_at": NOW,
        "items": items or (item(),),
        "preferences_link": "https://kemitraan.test/l/pilihanku",
    }
    return Letter.model_validate({**told, **changes})
