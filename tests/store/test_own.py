"""Matters of one's own: a change of somebody's keys, links and addresses and the word to them are one transaction."""

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from domain.directory.cards import Channel, ContactPoint, PersonCard
from domain.directory.sheets import Kind
from domain.links import Grant, LinkAct
from domain.message import Actor
from domain.notices import own
from domain.notices.planning import Reader
from domain.notices.timing import Habits
from domain.values import OrgId, PersonId
from store.directory import Directory
from store.feeds import Feeds
from store.importing import File, Importing
from store.keys import Holder, KeyRole, Keys
from store.letters import Letters
from store.links import Links
from store.merging import Merging
from store.pool import Pool
from tests.letters import NOW
from tests.notifying import KEY

SARI = Actor(person_id=PersonId("sari"), org_id=OrgId("roti-makmur"))
MAIL = ContactPoint(channel=Channel.EMAIL, address="dewi@melati.sch.id")
CHAT = ContactPoint(channel=Channel.WHATSAPP, address="+6281234567890", rank=2)
OTHER = ContactPoint(channel=Channel.EMAIL, address="dewi@lestari.id")
DEWI = PersonCard(person_id=PersonId("dewi"), name="Dewi Lestari", points=(MAIL, CHAT))

Told = list[tuple[str, str, str | None]]


async def told(pool: Pool, person: str = "dewi") -> Told:
    """What somebody hears, why, and at which address of before; all of it is theirs alone and waits to be relayed."""
    rows = await pool.fetch("select * from notices where person_id = $1 order by point nulls first, what", person)
    assert {(row["kind"], row["partnership_id"], row["version"], row["relayed"]) for row in rows} <= {
        ("security", None, None, False)
    }
    return [(row["what"], row["why"], row["point"] and row["point"][1]) for row in rows]


@pytest.fixture
async def directory(pool: Pool) -> Directory:
    """Dewi is known, and so is Sari."""
    directory = Directory(pool)
    for card in (DEWI, PersonCard(person_id=SARI.person_id, name="Sari Roti")):
        await directory.put_person(card, SARI)
    return directory


async def test_nobody_is_told_of_their_first_entry_nor_of_what_stays(directory: Directory, pool: Pool) -> None:
    await directory.put_person(DEWI.model_copy(update={"name": "Dewi L.", "language": "en"}), SARI)
    assert await told(pool) == []


async def test_other_addresses_are_told_at_those_of_before(directory: Directory, pool: Pool) -> None:
    await directory.put_person(DEWI.model_copy(update={"points": (OTHER,)}), SARI)
    assert await told(pool) == [
        (own.CORRECTED, own.BY_OTHERS, None),
        (own.CORRECTED, own.BY_OTHERS, MAIL.address),
        (own.CORRECTED, own.BY_OTHERS, CHAT.address),
    ]
    (params,) = {str(row["params"]) for row in await pool.fetch("select params from notices")}
    assert MAIL.address not in params
    assert "Sari Roti" in params


async def test_ones_own_hand_is_told_too_for_a_link_may_have_been_passed_on(directory: Directory, pool: Pool) -> None:
    first = CHAT.model_copy(update={"rank": 1}), MAIL.model_copy(update={"rank": 2})
    await directory.put_person(DEWI.model_copy(update={"points": first}), Actor(person_id=DEWI.person_id))
    assert await told(pool) == [(own.FIRST, own.BY_ONESELF, None), (own.FIRST, own.BY_ONESELF, MAIL.address)]


async def test_a_change_that_fails_tells_nothing(directory: Directory, pool: Pool) -> None:
    wrong = PersonCard.model_construct(**{**dict(DEWI), "points": (OTHER,), "country": "ID", "zone": None})
    with pytest.raises(Exception, match="zone"):
        await directory.put_person(wrong, SARI)
    assert await told(pool) == []


async def test_a_key_is_told_when_it_is_made_and_when_it_ends(directory: Directory, pool: Pool) -> None:
    keys = Keys(pool)
    _, key = await keys.create(Holder(role=KeyRole.OPERATOR, person_id=DEWI.person_id, label="laptop"))
    assert await told(pool) == [(own.KEY_MADE, own.BY_THE_HOUSE, None)]
    for living in (True, False):
        assert await keys.revoke(key.key_id) is living
    assert [what for what, _, _ in await told(pool)] == [own.KEY_ENDED, own.KEY_MADE]
    await keys.create(Holder(role=KeyRole.SERVICE, person_id=PersonId("lms"), label="lms"))
    assert await told(pool, "lms") == []


async def test_a_calendar_address_is_told_whoever_makes_it(directory: Directory, pool: Pool) -> None:
    _, feed = await Feeds(pool).create(DEWI.person_id, SARI)
    assert not feed.own
    _, feed = await Feeds(pool).create(DEWI.person_id, Actor(person_id=DEWI.person_id))
    assert feed.own
    assert {why for _, why, _ in await told(pool)} == {own.BY_OTHERS, own.BY_ONESELF}


async def test_a_link_that_is_called_back_is_told_once(directory: Directory, pool: Pool) -> None:
    links = Links(pool, KEY)
    until = NOW + timedelta(days=9)
    grant = Grant(link_id=uuid4(), person_id=DEWI.person_id, act=LinkAct.SET_PREFERENCES, expires_at=until)
    await links.offer(grant)
    for _ in range(2):
        await links.revoke(grant.link_id, NOW, SARI)
    assert await told(pool) == [(own.LINK_ENDED, own.BY_OTHERS, None)]


async def test_whoever_was_merged_hears_it_at_the_addresses_of_both(directory: Directory, pool: Pool) -> None:
    await directory.put_person(PersonCard(person_id=PersonId("dewi-2"), name="Dewi", points=(OTHER,)), SARI)
    await Merging(pool).merge(Kind.PEOPLE, "dewi-2", "dewi", SARI)
    assert await told(pool) == [
        (own.MERGED, own.BY_OTHERS, None),
        (own.MERGED, own.BY_OTHERS, OTHER.address),
        (own.MERGED, own.BY_OTHERS, CHAT.address),
    ]
    assert await told(pool, "dewi-2") == []


async def test_an_import_tells_those_alone_who_were_known_and_are_reached_otherwise(
    directory: Directory, pool: Pool, tmp_path: Path
) -> None:
    rows = "person_id,name,email\ndewi,Dewi,dewi@lestari.id\nsari,Sari Roti,\nbaru,Baru,b@example.org\n"
    file = File(tmp_path / "people.csv", "people.csv")
    file.path.write_text(rows)
    importing = Importing(pool, SARI, date(2027, 1, 4))
    assert (await importing.run([file], dry=True)).problems == ()
    assert await told(pool) == []
    await importing.run([file])
    await importing.run([file])
    assert await told(pool) == [(own.CORRECTED, own.BY_OTHERS, to) for to in (None, MAIL.address, CHAT.address)]
    assert await told(pool, "baru") == await told(pool, "sari") == []


async def test_it_is_planned_without_a_role_anywhere_and_read_again(directory: Directory, pool: Pool) -> None:
    await directory.put_person(DEWI.model_copy(update={"points": (OTHER,)}), SARI)
    await pool.execute("update notices set created_at = $1", NOW)
    card = await directory.person(DEWI.person_id)
    assert card is not None
    reader = Reader(card=card, habits=Habits(quiet_from=card.quiet_until))
    letters = Letters(pool)
    planned = await letters.plan(reader, NOW + timedelta(hours=1))
    assert {letter.address for letter in planned.letters} == {OTHER.address, MAIL.address, CHAT.address}
    for letter in planned.letters:
        due = await letters.due(letter.letter_id, reader, NOW)
        assert due is not None
        (enclosed,) = due.enclosed
        assert (enclosed.title, enclosed.notice.event, enclosed.waiting.settled) == (None, None, None)
