"""What closed partnerships have learned and want to share, offered where a similar one is being designed."""

from uuid import UUID

from domain.partnership import Partnership
from domain.policy import Profile
from domain.values import Instant, OrgKind, Value
from store.pool import Pool, borrowed

MOST = 20


class Lesson(Value):
    """Something that one side of another partnership has learned and offers; nobody is named."""

    lesson_id: UUID
    text: str
    learned_at: Instant
    from_predecessor: bool
    """Whether it was learned in the partnership that this one follows."""
    same_sector: bool
    same_profile: bool
    kinds: tuple[OrgKind, ...]
    """Kinds of organisations that both partnerships have."""


# What is alike counts, the newest first where it is equally alike; a lesson without any likeness is no help.
_OFFERED = """
select ledger.event_id as lesson_id, ledger.data ->> 'text' as text, ledger.recorded_at as learned_at,
    coalesce(ledger.partnership_id = $1, false) as from_predecessor,
    coalesce(other.sector = $3, false) as same_sector,
    other.profile = $4 as same_profile,
    alike.kinds
from ledger
join partnerships other on other.id = ledger.partnership_id
cross join lateral (
    select coalesce(array_agg(distinct kind order by kind), '{}') as kinds
    from parties where partnership_id = other.id and kind = any($5)
) alike
where ledger.type = 'lesson.recorded' and (ledger.data ->> 'share')::boolean and ledger.data ->> 'text' is not null
    and other.stage in ('ended', 'not_pursued') and other.id <> $2
    and (ledger.partnership_id = $1 or other.sector = $3 or cardinality(alike.kinds) > 0)
order by from_predecessor desc, same_sector desc, cardinality(alike.kinds) desc,
    other.profile = $4 desc, ledger.recorded_at desc
limit $6
"""


async def offered(pool: Pool, p: Partnership) -> tuple[Lesson, ...]:
    """The lessons that may help this partnership, the likest first."""
    kinds = sorted({str(party.kind) for party in p.parties})
    async with borrowed(pool) as connection:
        rows = await connection.fetch(_OFFERED, p.predecessor_id, p.id, p.sector, str(Profile(p.profile)), kinds, MOST)
    return tuple(Lesson(**row) for row in rows)
