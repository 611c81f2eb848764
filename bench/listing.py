"""A page of a long list over HTTP, side by side with the bare keyset statement and an HTTP no-op."""

from dataclasses import dataclass
from uuid import UUID

import httpx2
from pydantic import TypeAdapter

from api.paging import Cursor
from bench.crowd import gathered
from bench.ground import Ground, api
from bench.report import Report, compared, line
from bench.rounds import Rounds, alternately, timed
from domain.values import PersonId
from store.keys import Holder, KeyRole, Keys
from store.paging import FIRST, Mark
from store.pool import Connection, borrowed, unhurried
from store.projection import PartnershipDetail, PartnershipRow

ANCHOR = "keyset SQL + HTTP no-op"
AT_MOST = 1.3

ROWS = 200_000
_PAGE = 50
_EACH = 20
"""Pages of every contender in one round."""

_MARKS = Cursor(TypeAdapter(Mark))

_OWN = {
    "id": "gen_random_uuid()",
    "proposed_at": "proposed_at - n * interval '1 minute'",
    "title": "title || ' ' || n",
}
"""What tells one row from another; the rest is copied."""

_FILL = f"""
insert into partnerships ({", ".join(PartnershipDetail.model_fields)})
select {", ".join(_OWN.get(name, name) for name in PartnershipDetail.model_fields)}
from partnerships, generate_series(1, $2::int) n where id = $1
"""

_BARE = f"""
select {", ".join(PartnershipRow.model_fields)} from partnerships where (proposed_at, id) < ($1, $2)
order by proposed_at desc, id desc limit {_PAGE + 1}
"""

_DEEP = "select proposed_at as at, id from partnerships order by proposed_at desc, id desc offset $1 limit 1"


async def measure(on: Ground, rounds: int) -> Report:
    """The first page, and one from the far end."""
    (member,) = await gathered(on, 1)
    deep = await _filled(on, member.id)
    key, _ = await Keys(on.pool).create(Holder(role=KeyRole.VIEWER, person_id=PersonId("viewer"), label="bench"))
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        api(on) as url,
        httpx2.AsyncClient(base_url=url, headers=headers, trust_env=False) as http,
        borrowed(on.pool) as connection,
    ):
        reader = Reader(http, connection)
        ways = {
            "sql": lambda: reader.sql(deep),
            "no-op": reader.nothing,
            "first": lambda: reader.page(FIRST),
            "deep": lambda: reader.page(deep),
        }
        return _report(await alternately(rounds, _EACH, {name: timed(way) for name, way in ways.items()}))


async def _filled(on: Ground, pattern: UUID) -> Mark:
    """Many partnerships; the place of one near the far end."""
    async with unhurried(on.dsn) as connection:
        await connection.execute("set synchronous_commit = off")
        await connection.execute(_FILL, pattern, ROWS)
        await connection.execute("vacuum analyze partnerships")
        row = await connection.fetchrow(_DEEP, ROWS - 2 * _PAGE)
    return Mark.model_validate(dict(row or {}))


@dataclass(frozen=True)
class Reader:
    """Reads one page after the other."""

    http: httpx2.AsyncClient
    connection: Connection

    async def sql(self, after: Mark) -> None:
        """Half of the anchor: the rows, and nothing made of them."""
        await self.connection.fetch(_BARE, after.at, after.id)

    async def nothing(self) -> None:
        """The other half: HTTP alone."""
        (await self.http.get("/livez")).raise_for_status()

    async def page(self, after: Mark) -> None:
        """A page as callers get it."""
        params = {"limit": str(_PAGE), "cursor": _MARKS.sealed(after)}
        (await self.http.get("/v1/partnerships", params=params)).raise_for_status()


def _report(measured: Rounds) -> Report:
    pairs = zip(measured.values["sql"], measured.values["no-op"], strict=True)
    both = Rounds({**measured.values, "both": tuple(sql + nothing for sql, nothing in pairs)})
    names = {
        "both": ANCHOR,
        "sql": "keyset SQL alone",
        "no-op": "HTTP no-op alone (GET /livez)",
        "first": "first page",
        "deep": f"page behind {ROWS:,} rows",
    }
    shows = compared(f"list: a page of {_PAGE} among {ROWS:,} partnerships", both, "both", names, "ms")
    lines = (line(f"list: {names[n]}", ANCHOR, both.ratio(n, "both"), at_most=AT_MOST) for n in ("first", "deep"))
    return Report(shows, tuple(lines))
