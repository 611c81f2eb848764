"""Who keeps whose entry: an organisation with keys of its own keeps its people; nobody else redirects their mail."""

from collections.abc import Sequence

from domain.directory.sheets import Header, Problem, kept
from domain.values import OrgId, PersonId
from store.pool import Connection, Pool, borrowed
from store.staging import SECONDS

_KEEPER = "select (case when $2 = any(orgs) then '{}' else orgs end)[1] from kept_by($1) as orgs"

_BY_ITSELF = """
select exists (select from api_keys where org_id = $1 and role <> 'service' and revoked_at is null)
"""

_REDIRECTED = """
select s.sheet, s.row, d.name, k.orgs[1] as org
from staged_people s join people d on d.person_id = s.person_id, lateral (select kept_by(s.person_id) as orgs) k
where k.orgs <> '{}' and not $1 = any(k.orgs) and exists (
    select from staged_points p where (p.sheet, p.row) = (s.sheet, s.row) and not exists (
        select from contact_points c
        where c.person_id = any(known_as(s.person_id)) and (c.channel, c.address) = (p.channel, p.address)
    )
)
"""


class Keeping:
    """Whose word counts for an entry of the directory."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def keeper(self, person_id: PersonId, mine: OrgId | None) -> OrgId | None:
        """The organisation that keeps somebody's entry, where it is another one than `mine`."""
        async with borrowed(self._pool) as connection:
            keeper: OrgId | None = await connection.fetchval(_KEEPER, person_id, mine)
        return keeper

    async def by_itself(self, org_id: OrgId) -> bool:
        """Whether an organisation has keys of its own."""
        async with borrowed(self._pool) as connection:
            return bool(await connection.fetchval(_BY_ITSELF, org_id))


async def between(connection: Connection, headers: Sequence[Header], mine: OrgId | None) -> list[Problem]:
    """The rows that would give other addresses to people whom another organisation keeps; nobody's staff keep all."""
    if mine is None:
        return []
    rows = await connection.fetch(_REDIRECTED, mine, timeout=SECONDS)
    return [headers[row["sheet"]].problem(row["row"], "person_id", kept(row["name"], row["org"])) for row in rows]
