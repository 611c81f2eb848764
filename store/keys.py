"""API keys: `kmt_<key id>_<secret>`, shown once, kept as a hash, found in constant time."""

from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from re import compile as pattern
from secrets import token_hex
from uuid import UUID

from domain.notices.own import KEY_ENDED, KEY_MADE
from domain.values import Instant, Line, OrgId, PersonId, Value
from store import own
from store.pool import Pool, borrowed


class KeyRole(StrEnum):
    """What the holder of a key may do at the doors."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    APPROVER = "approver"
    ADMIN = "admin"
    SERVICE = "service"
    PARTNER = "partner"


class Holder(Value):
    """For whom a key speaks."""

    role: KeyRole
    person_id: PersonId
    org_id: OrgId | None = None
    label: Line


class Key(Holder):
    """A key as it is kept: all but its secret."""

    key_id: str
    created_at: Instant
    revoked_at: Instant | None
    last_used: Instant | None
    """To the minute."""


_SPELLING = pattern(r"kmt_([0-9a-f]{12})_([0-9a-f]{64})")

_NOBODY = bytes(32)
"""Compared with where no key is found, so that both cases take the same time."""

_COLUMNS = ", ".join(Key.model_fields)

_CREATE = f"""
insert into api_keys (key_id, secret_hash, role, person_id, org_id, label)
values ($1, $2, $3, (known_as($4))[1], $5, $6)
returning {_COLUMNS}
"""

_FIND = f"""
select secret_hash, coalesce(last_used < now() - interval '1 minute', true) as rested, {_COLUMNS}, (
    select r.person_id from roles r where r.partnership_id = $2 and r.person_id = any(known_as(k.person_id))
    order by r.person_id <> k.person_id limit 1
) as known_there
from api_keys k where key_id = $1 and revoked_at is null
"""
"""A partnership knows somebody under the id of then, also when they were merged with a duplicate since."""

_USED = "update api_keys set last_used = now() where key_id = $1"

_REVOKE = "update api_keys set revoked_at = now() where key_id = $1 and revoked_at is null returning person_id, label"

_LIST = f"select {_COLUMNS} from api_keys order by created_at, key_id"


class Keys:
    """All API keys."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def create(self, holder: Holder) -> tuple[str, Key]:
        """A new key and its text, which nobody can see again; whoever it speaks for hears of it."""
        key_id, secret = token_hex(6), token_hex(32)
        given = (holder.role, holder.person_id, holder.org_id, holder.label)
        async with borrowed(self._pool) as connection, connection.transaction():
            row = await connection.fetchrow(_CREATE, key_id, _hash(secret), *given)
            await own.tell(connection, None, holder.person_id, KEY_MADE, label=holder.label)
        return f"kmt_{key_id}_{secret}", Key.model_validate(dict(row or {}))

    async def find(self, text: str, partnership_id: UUID | None = None) -> Key | None:
        """The key with this text, unless it was revoked; it speaks for the person as this partnership knows them."""
        spelled = _SPELLING.fullmatch(text)
        if spelled is None:
            return None
        key_id, secret = spelled.groups()
        async with borrowed(self._pool) as connection:
            row = await connection.fetchrow(_FIND, key_id, partnership_id)
            if not compare_digest(row["secret_hash"] if row else _NOBODY, _hash(secret)) or row is None:
                return None
            if row["rested"]:
                await connection.execute(_USED, key_id)
        key = Key(**{name: row[name] for name in Key.model_fields})
        return key.model_copy(update={"person_id": row["known_there"]}) if row["known_there"] else key

    async def revoke(self, key_id: str) -> bool:
        """End a key for ever, and tell whom it spoke for; False when there is no such living key."""
        async with borrowed(self._pool) as connection, connection.transaction():
            row = await connection.fetchrow(_REVOKE, key_id)
            if row:
                await own.tell(connection, None, row["person_id"], KEY_ENDED, label=row["label"])
        return row is not None

    async def list(self) -> tuple[Key, ...]:
        """All keys, the oldest first, with the revoked ones."""
        async with borrowed(self._pool) as connection:
            return tuple(Key(**row) for row in await connection.fetch(_LIST))


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
