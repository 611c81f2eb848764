"""Matters of one's own: what is said of keys, links and addresses, why, and to which addresses it goes."""

import pytest

from domain.directory.cards import Channel, ContactPoint, PointState
from domain.notices import own
from domain.notices.choices import NoticeKind
from domain.notices.own import Doer, masked, matter, readdressed
from domain.values import PersonId

DEWI = PersonId("dewi")
STAFF = Doer(PersonId("ratih"), "Ratih")
MAIL = ContactPoint(channel=Channel.EMAIL, address="dewi@melati.sch.id", rank=2)
CHAT = ContactPoint(channel=Channel.WHATSAPP, address="+6281234567890")
PHONE = ContactPoint(channel=Channel.PHONE, address="+6227412345")
NEW = ContactPoint(channel=Channel.EMAIL, address="dewi@penipu.example")

Told = list[tuple[str, dict[str, str], tuple[Channel, str] | None]]


def told(before: tuple[ContactPoint, ...], after: tuple[ContactPoint, ...]) -> Told:
    """What is said, and to which address apart from the best one of now."""
    notices = readdressed(DEWI, before, after, STAFF)
    return [(n.what, {k: v for k, v in n.params.items() if k != "by"}, n.point) for n in notices]


def test_whoever_takes_an_address_away_cannot_keep_its_owner_from_hearing() -> None:
    said = {"added": "d…@penipu.example", "removed": "WhatsApp …7890, d…@melati.sch.id"}
    assert told((CHAT, MAIL), (NEW,)) == [
        (own.CORRECTED, said, None),
        (own.CORRECTED, said, (Channel.WHATSAPP, CHAT.address)),
        (own.CORRECTED, said, (Channel.EMAIL, MAIL.address)),
    ]


def test_every_address_of_before_hears_and_each_of_them_once() -> None:
    removed = {"added": "", "removed": "d…@melati.sch.id"}
    assert told((CHAT, MAIL), (CHAT,)) == [
        (own.REMOVED, removed, None),
        (own.REMOVED, removed, (Channel.EMAIL, MAIL.address)),
    ]
    added = {"added": "d…@penipu.example", "removed": ""}
    assert told((CHAT,), (CHAT, NEW)) == [(own.ADDED, added, None)]
    assert told((), (CHAT,)) == [(own.ADDED, {"added": "WhatsApp …7890", "removed": ""}, None)]


def test_what_takes_nothing_hears_nothing() -> None:
    wrong = MAIL.model_copy(update={"state": PointState.WRONG})
    assert [point for _, _, point in told((PHONE, wrong), (CHAT,))] == [None]


def test_another_first_address_is_told_at_the_one_of_before() -> None:
    first = MAIL.model_copy(update={"rank": 1}), CHAT.model_copy(update={"rank": 2})
    said = {"first": "d…@melati.sch.id"}
    assert told((CHAT, MAIL), first) == [
        (own.FIRST, said, None),
        (own.FIRST, said, (Channel.WHATSAPP, CHAT.address)),
    ]
    assert told((CHAT, MAIL), (CHAT.model_copy(update={"rank": 2}), MAIL.model_copy(update={"rank": 3}))) == []
    assert told((CHAT, MAIL), (CHAT, MAIL)) == []


@pytest.mark.parametrize(
    ("doer", "why"),
    [(STAFF, own.BY_OTHERS), (Doer(DEWI, "Dewi"), own.BY_ONESELF), (Doer(), own.BY_THE_HOUSE)],
)
def test_it_says_who_has_done_it_and_whom_to_ask(doer: Doer, why: str) -> None:
    notice = matter(DEWI, own.KEY_MADE, doer, label="laptop")
    assert (notice.kind, notice.why, notice.event) == (NoticeKind.SECURITY, why, None)
    assert notice.params == {"label": "laptop", "by": doer.name}


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        (Channel.EMAIL, "dewi@melati.sch.id", "d…@melati.sch.id"),
        (Channel.PHONE, "+6227412345", "…2345"),
        (Channel.TELEGRAM, "1234567", "Telegram …567"),
        (Channel.SLACK, "U1", "Slack …1"),
        (Channel.WEBHOOK, "https://example.org/geheim", "Webhook …heim"),
    ],
)
def test_an_address_is_known_by_its_owner_and_learned_by_nobody(channel: Channel, address: str, shown: str) -> None:
    assert masked(ContactPoint(channel=channel, address=address)) == shown
