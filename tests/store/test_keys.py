"""API keys: shown once, kept as a hash, revoked for ever."""

import re
from hashlib import sha256

import pytest
from pydantic import ValidationError

from domain.values import OrgId, PersonId
from store.keys import Holder, KeyRole, Keys
from store.pool import Pool

SITI = Holder(role=KeyRole.OPERATOR, person_id=PersonId("siti"), org_id=OrgId("yayasan-lestari"), label="Siti's phone")


@pytest.fixture
def keys(pool: Pool) -> Keys:
    return Keys(pool)


async def test_a_key_is_found_by_its_text(keys: Keys) -> None:
    text, key = await keys.create(SITI)
    assert re.fullmatch(r"kmt_[0-9a-f]{12}_[0-9a-f]{64}", text)
    found = await keys.find(text)
    assert found == key
    assert found.model_dump(include=set(Holder.model_fields)) == SITI.model_dump()


async def test_the_secret_is_nowhere_in_the_database(keys: Keys, pool: Pool) -> None:
    text, key = await keys.create(SITI)
    secret = text.rpartition("_")[2]
    row = str(await pool.fetchval("select api_keys::text from api_keys"))
    assert secret not in row
    assert sha256(secret.encode()).hexdigest() in row
    assert secret not in repr(key)


async def test_two_keys_of_one_person_differ(keys: Keys) -> None:
    (first, _), (second, _) = await keys.create(SITI), await keys.create(SITI)
    assert first != second
    assert [key.person_id for key in await keys.list()] == ["siti", "siti"]


@pytest.mark.parametrize("change", ["secret", "id", "prefix", "short", "space", "upper"])
async def test_any_other_text_finds_nothing(keys: Keys, change: str) -> None:
    text, key = await keys.create(SITI)
    secret = text.rpartition("_")[2]
    wrong = {
        "secret": f"kmt_{key.key_id}_{'0' * 64}",
        "id": f"kmt_{'0' * 12}_{secret}",
        "prefix": text.removeprefix("kmt_"),
        "short": text[:-1],
        "space": f"{text}\n",
        "upper": text.upper(),
    }
    assert await keys.find(wrong[change]) is None


async def test_a_revoked_key_opens_nothing(keys: Keys) -> None:
    text, key = await keys.create(SITI)
    assert await keys.revoke(key.key_id)
    assert await keys.find(text) is None
    assert not await keys.revoke(key.key_id)
    assert (await keys.list())[0].revoked_at is not None


async def test_use_is_noted_once_a_minute(keys: Keys, pool: Pool) -> None:
    text, key = await keys.create(SITI)
    assert key.last_used is None
    await keys.find(text)
    first = (await keys.list())[0].last_used
    await keys.find(text)
    assert first is not None
    assert (await keys.list())[0].last_used == first
    await pool.execute("update api_keys set last_used = last_used - interval '61 seconds'")
    await keys.find(text)
    assert (await keys.list())[0].last_used != first


def test_an_unknown_role_makes_no_key() -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate({"role": "owner", "person_id": "siti", "label": "x"})
