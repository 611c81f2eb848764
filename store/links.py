"""Links for people without an account: each text is made from its grant and a secret, and only its hash is kept."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from domain.links import MADE_FOR_ONESELF, OF_ONES_OWN, Grant
from domain.message import Actor
from domain.notices.notice import Notice
from domain.notices.own import LINK_ENDED
from domain.values import Instant, PersonId
from store import own
from store.paging import Mark, Page, page
from store.pool import Pool, Row, borrowed

_ID_BYTES, _SIGNATURE_BYTES = 16, 20
_SPELLED = 48
"""Characters of a token: an id and a signature."""


class Link(Grant):
    """A link as it is kept: all but its text."""

    created_at: Instant
    tries: int = 0
    """How often something was sent through it and refused: the next try is another command."""
    used_at: Instant | None = None
    outcome: dict[str, Any] | None = None
    """What came of its use, in the words of whoever used it."""
    revoked_at: Instant | None = None

    @property
    def grant(self) -> Grant:
        """What it is bound to."""
        return Grant(**{name: getattr(self, name) for name in Grant.model_fields})


class LinkTaken(Exception):
    """There is a link of this id, and it is bound to something else."""


_COLUMNS = ", ".join(Link.model_fields)
_BOUND = set(Grant.model_fields) - {"expires_at"}

_PUT = """
insert into links (link_id, token_hash, person_id, org_id, partnership_id, act, about, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (link_id) do nothing
"""

_GET = f"select {_COLUMNS} from links where link_id = $1"
_FIND = f"select {_COLUMNS} from links where link_id = $1 and token_hash = $2"

_TELL = """
insert into notices (
    notice_id, partnership_id, version, person_id, org_id, kind, what, why, params, private, created_at, state_since
) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
on conflict do nothing
"""

_USE = f"""
update links set used_at = $2, outcome = $3 where link_id = $1 and used_at is null returning {_COLUMNS}
"""

_TRY = "update links set tries = $2 + 1 where link_id = $1 and tries = $2"

_REVOKE = f"""
update links set revoked_at = $2 where link_id = $1 and revoked_at is null returning {_COLUMNS}
"""

_OF_PERSON = f"""
select {_COLUMNS} from links
where ($1::text is null or person_id = any(known_as($1))) and ($2::text is null or org_id = $2)
    and (created_at, link_id) < ($3, $4) and about <> $6 and act <> all($7)
order by created_at desc, link_id desc limit $5
"""


class Links:
    """All links; who has the key can make them, who has the tables alone cannot."""

    def __init__(self, pool: Pool, key: bytes) -> None:
        self._pool = pool
        self._key = key

    async def offer(self, grant: Grant) -> str:
        """The text of a link; the same for the same id, whose first date of expiry stands."""
        given = (grant.person_id, grant.org_id, grant.partnership_id, grant.act, grant.about, grant.expires_at)
        async with borrowed(self._pool) as connection:
            await connection.execute(_PUT, grant.link_id, _hash(self._token(grant)), *given)
            row = await connection.fetchrow(_GET, grant.link_id)
        kept = _link(row).grant if row else grant
        if kept.model_dump(include=_BOUND) != grant.model_dump(include=_BOUND):
            raise LinkTaken
        return self._token(kept)

    async def send(self, grant: Grant, notice: Notice, at: Instant) -> None:
        """Let the notices carry a link to whom it belongs; nobody else sees its text. The same link is sent once."""
        told = notice.model_copy(update={"params": {**notice.params, "link": str(grant.link_id)}})
        given = (told.person_id, told.org_id, told.kind, told.what, told.why, told.params, told.private)
        await self.offer(grant)
        async with borrowed(self._pool) as connection:
            await connection.execute(_TELL, grant.link_id, grant.partnership_id, told.event, *given, at)

    async def find(self, token: str) -> Link | None:
        """The link with this text, whatever has become of it; None where no such link was ever given out."""
        link_id = _id(token)
        if link_id is None:
            return None
        async with borrowed(self._pool) as connection:
            row = await connection.fetchrow(_FIND, link_id, _hash(token))
        link = _link(row) if row else None
        return link if link and compare_digest(self._token(link.grant), token) else None

    async def use(self, link_id: UUID, outcome: dict[str, Any], at: Instant) -> Link | None:
        """Keep what came of it, once; the first use stands."""
        async with borrowed(self._pool) as connection:
            row = await connection.fetchrow(_USE, link_id, at, outcome)
            row = row or await connection.fetchrow(_GET, link_id)
        return _link(row) if row else None

    async def tried(self, link: Link) -> Link | None:
        """Something sent through it was refused: what is sent next is a new command."""
        async with borrowed(self._pool) as connection:
            await connection.execute(_TRY, link.link_id, link.tries)
            row = await connection.fetchrow(_GET, link.link_id)
        return _link(row) if row else None

    async def get(self, link_id: UUID) -> Link | None:
        """One link by its id, which opens nothing."""
        async with borrowed(self._pool) as connection:
            row = await connection.fetchrow(_GET, link_id)
        return _link(row) if row else None

    async def revoke(self, link_id: UUID, at: Instant, by: Actor | None = None) -> Link | None:
        """End a link for ever, and tell whose it was, once; None when there is no such link."""
        async with borrowed(self._pool) as connection, connection.transaction():
            row = await connection.fetchrow(_REVOKE, link_id, at)
            if row:
                await own.tell(connection, by, row["person_id"], LINK_ENDED)
            row = row or await connection.fetchrow(_GET, link_id)
        return _link(row) if row else None

    async def list(
        self, after: Mark, limit: int, *, person_id: PersonId | None = None, org_id: str | None = None
    ) -> Page[Link]:
        """Links, the newest first; of one person or for one side where one is named."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(
                _OF_PERSON, person_id, org_id, after.at, after.id, limit + 1, MADE_FOR_ONESELF, [*OF_ONES_OWN]
            )
        return page([_link(row) for row in rows], limit, lambda link: Mark(at=link.created_at, id=link.link_id))

    def _token(self, grant: Grant) -> str:
        """Short enough for a message on a phone: the id, and a signature of all that the link is bound to."""
        bound = grant.model_dump(mode="json") | {"about": sorted(grant.about.items())}
        signature = digest(self._key, to_json(bound), "sha256")[:_SIGNATURE_BYTES]
        return urlsafe_b64encode(grant.link_id.bytes + signature).decode()


def _id(token: str) -> UUID | None:
    try:
        spelled = urlsafe_b64decode(token.encode("ascii")) if len(token) == _SPELLED else b""
    except ValueError:
        return None
    return UUID(bytes=spelled[:_ID_BYTES]) if len(spelled) == _ID_BYTES + _SIGNATURE_BYTES else None


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _link(row: Row) -> Link:
    return Link(**row)
