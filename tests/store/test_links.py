"""Links: made from their grant and a secret, kept as a hash, used once, revoked for ever."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest

from domain.links import Grant, LinkAct
from domain.values import OrgId, PersonId
from store.links import Links, LinkTaken
from store.paging import FIRST
from store.pool import Pool

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEY = bytes(range(32))


@pytest.fixture
def links(pool: Pool) -> Links:
    return Links(pool, KEY)


def grant(**changes: object) -> Grant:
    given = {
        "link_id": uuid4(),
        "person_id": PersonId("sari"),
        "org_id": OrgId("smk-melati"),
        "partnership_id": UUID(int=7),
        "act": LinkAct.ACCEPT_VERSION,
        "about": {"version": "2", "hash": "ab12"},
        "expires_at": NOW + timedelta(days=30),
    }
    return Grant.model_validate(given | changes)


async def test_a_link_is_found_by_its_text_with_all_that_it_is_bound_to(links: Links) -> None:
    given = grant()
    token = await links.offer(given)
    assert len(token) == 48
    found = await links.find(token)
    assert found is not None
    assert found.grant == given
    assert (found.used_at, found.revoked_at, found.tries) == (None, None, 0)


async def test_the_text_is_nowhere_in_the_database(links: Links, pool: Pool) -> None:
    token = await links.offer(grant())
    row = str(await pool.fetchval("select links::text from links"))
    assert token not in row
    assert sha256(token.encode()).hexdigest() in row


async def test_offering_the_same_again_gives_the_same_text(links: Links, pool: Pool) -> None:
    given = grant()
    first = await links.offer(given)
    later = given.model_copy(update={"expires_at": given.expires_at + timedelta(days=3)})
    assert await links.offer(later) == first
    assert await pool.fetchval("select count(*) from links") == 1


async def test_an_id_is_bound_once(links: Links) -> None:
    given = grant()
    await links.offer(given)
    with pytest.raises(LinkTaken):
        await links.offer(given.model_copy(update={"person_id": "joko"}))


@pytest.mark.parametrize(
    ("column", "value"),
    [("person_id", "joko"), ("org_id", None), ("act", "raise_concern"), ("expires_at", NOW + timedelta(days=900))],
)
async def test_who_can_write_the_table_cannot_bind_a_link_to_something_else(
    links: Links, pool: Pool, column: str, value: object
) -> None:
    token = await links.offer(grant())
    await pool.execute(f"update links set {column} = $1", value)
    assert await links.find(token) is None


async def test_another_key_opens_nothing(links: Links, pool: Pool) -> None:
    token = await links.offer(grant())
    assert await Links(pool, bytes(32)).find(token) is None


@pytest.mark.parametrize("change", ["short", "long", "other", "empty", "accented", "spaced"])
async def test_any_other_text_finds_nothing(links: Links, change: str) -> None:
    token = await links.offer(grant())
    wrong = {
        "short": token[:-4],
        "long": token + "AAAA",
        "other": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "empty": "",
        "accented": "é" * 48,
        "spaced": token[:-1] + "\n",
    }
    assert await links.find(wrong[change]) is None


async def test_the_first_use_stands(links: Links) -> None:
    token = await links.offer(grant())
    link = await links.find(token)
    assert link is not None
    await links.use(link.link_id, {"status": "accepted"}, NOW)
    second = await links.use(link.link_id, {"status": "other"}, NOW + timedelta(hours=1))
    assert second is not None
    assert (second.used_at, second.outcome) == (NOW, {"status": "accepted"})
    assert await links.find(token) == second


async def test_a_refused_try_makes_room_for_another_one_whoever_counts_it_twice(links: Links) -> None:
    token = await links.offer(grant())
    link = await links.find(token)
    assert link is not None
    await links.tried(link)
    await links.tried(link)
    again = await links.find(token)
    assert again is not None
    assert again.tries == 1


async def test_a_revoked_link_says_so_for_ever(links: Links) -> None:
    token = await links.offer(grant())
    link = await links.find(token)
    assert link is not None
    await links.revoke(link.link_id, NOW)
    await links.revoke(link.link_id, NOW + timedelta(days=1))
    found = await links.find(token)
    assert found is not None
    assert found.revoked_at == NOW
    assert await links.revoke(uuid4(), NOW) is None


async def test_links_are_listed_page_by_page(links: Links) -> None:
    for person in ("sari", "joko", "sari"):
        await links.offer(grant(person_id=PersonId(person)))
    first = await links.list(FIRST, 1, person_id=PersonId("sari"))
    assert first.next is not None
    second = await links.list(first.next, 5, person_id=PersonId("sari"))
    assert [len(first.rows), len(second.rows), second.next] == [1, 1, None]
    assert first.rows[0].link_id != second.rows[0].link_id
    assert len((await links.list(FIRST, 5, org_id="smk-melati")).rows) == 3
