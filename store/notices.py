"""What people were told: the inbox of each, whatever became of a delivery, and for staff whom nothing reaches."""

from collections.abc import Sequence
from uuid import UUID

from domain.notices.choices import NoticeKind
from domain.values import Instant, OrgId, PersonId, Value
from store.paging import Mark, Page, page
from store.pool import Pool, borrowed


class Told(Value):
    """A notice as the inbox of its reader has it."""

    notice_id: UUID
    partnership_id: UUID | None
    title: str | None
    """Of the partnership; none where it is about the reader's own keys, links and addresses."""
    kind: NoticeKind
    what: str
    why: str
    params: dict[str, str]
    event: int | None
    """The number of the event that is the reason; none where it is no partnership's matter."""
    rule: str | None
    task: str | None
    private: bool
    told_for: PersonId | None
    created_at: Instant
    state: str
    reason: str | None
    seen_at: Instant | None


class Sent(Value):
    """A letter and what became of it; never its words."""

    letter_id: UUID
    person_id: PersonId
    channel: str
    address: str
    digest: bool
    notices: int
    composed_at: Instant
    state: str
    state_since: Instant
    reason: str | None
    tries: int
    tried_at: Instant | None
    """When it was tried last."""
    outcome: str | None
    """What is known last: `sent`, `not_now` or `never` of a try; `delivered`, `read` or `bounced`, told later."""
    answer: str | None
    """What was said to the last try or after it, and what somebody can do about it."""
    detail: str | None
    """The other side's own words to it."""


class Unreached(Value):
    """Somebody whom something could not be told, and what is needed so that it can."""

    person_id: PersonId
    name: str | None
    """None where the directory does not know them."""
    notices: int
    since: Instant
    reason: str
    problems: tuple[str, ...]
    """What was said about their addresses."""


_INBOX = """
select n.*, n.version as event, p.title from notices n left join partnerships p on p.id = n.partnership_id
where n.person_id = any(known_as($1)) and n.point is null and ($4 or n.seen_at is null)
    and (n.created_at, n.notice_id) < ($2, $3)
order by n.created_at desc, n.notice_id desc limit $5
"""
"""What goes to an address of before stands there once."""

_SEEN = """
update notices set seen_at = coalesce(seen_at, $3) where notice_id = $2 and person_id = any(known_as($1))
returning notice_id
"""

OURS = """
($1::text is null or exists (
    select from roles r where r.person_id = any(known_as(x.person_id)) and r.org_id = $1
) or exists (
    select from fillings f join positions o using (position_id)
    where f.person_id = any(known_as(x.person_id)) and o.org_id = $1
))
"""
"""Staff of an organisation see to its own people; who belongs to none sees to all."""

_LETTERS = f"""
select x.*, tries.*, last.outcome, last.reason as answer, last.detail,
    (select count(*) from letter_notices ln where ln.letter_id = x.letter_id) as notices
from letters x
cross join lateral (
    select count(*) as tries, max(at) as tried_at from attempts a
    where a.letter_id = x.letter_id and a.outcome in ('sent', 'not_now', 'never')
) tries
left join lateral (
    select a.outcome, a.reason, a.detail from attempts a where a.letter_id = x.letter_id order by at desc limit 1
) last on true
where {OURS} and ($2::text is null or x.person_id = any(known_as($2))) and ($3::text is null or x.state = $3)
and (x.composed_at, x.letter_id) < ($4, $5)
order by x.composed_at desc, x.letter_id desc limit $6
"""

_UNREACHED = f"""
select x.person_id, q.name, count(*) as notices, min(x.state_since) as since, max(x.reason) as reason, coalesce((
    select jsonb_agg(c.problem order by c.rank) from contact_points c
    where c.person_id = coalesce(q.merged_into, x.person_id) and c.problem is not null
), '[]') as problems
from notices x left join people q on q.person_id = x.person_id
where x.state = 'unreachable' and {OURS}
group by x.person_id, q.name, q.merged_into order by x.person_id limit $2
"""


class Notices:
    """What was told, and to whom nothing could be told."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def inbox(self, person_id: PersonId, after: Mark, limit: int, *, seen: bool = True) -> Page[Told]:
        """Everything that somebody is told, the newest first."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_INBOX, person_id, after.at, after.id, seen, limit + 1)
        told = [Told(**{name: row[name] for name in Told.model_fields}) for row in rows]
        return page(told, limit, lambda one: Mark(at=one.created_at, id=one.notice_id))

    async def seen(self, person_id: PersonId, notice_id: UUID, at: Instant) -> bool:
        """Somebody has seen a notice of theirs; False where there is no such notice."""
        async with borrowed(self._pool) as connection:
            return await connection.fetchval(_SEEN, person_id, notice_id, at) is not None

    async def letters(
        self, org: OrgId | None, after: Mark, limit: int, *, person_id: PersonId | None, state: str | None
    ) -> Page[Sent]:
        """The letters to people of an organisation, or to all, the newest first."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_LETTERS, org, person_id, state, after.at, after.id, limit + 1)
        sent = [Sent(**{name: row[name] for name in Sent.model_fields}) for row in rows]
        return page(sent, limit, lambda one: Mark(at=one.composed_at, id=one.letter_id))

    async def unreached(self, org: OrgId | None, limit: int) -> Sequence[Unreached]:
        """Whom nothing reaches, and why: each is somebody to be asked for an address."""
        async with borrowed(self._pool) as connection:
            rows = await connection.fetch(_UNREACHED, org, limit)
        return [Unreached(**row) for row in rows]
