"""Letters: what goes out to one person, planned in one transaction, and what became of every try."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from domain.notices import planning
from domain.notices.notice import Notice
from domain.notices.patience import patient
from domain.notices.planning import Outgoing, Plan, Reader, Verdict, Waiting
from domain.notices.timing import BATCH
from domain.retaliation import RULE as RETALIATION
from domain.values import Instant, PersonId, State
from store import looks
from store.invitations import Invitations
from store.pool import Connection, Pool, Row, borrowed

DONE, MOVED_ON = "what it asks for has been done", "its matter has moved on"
GIVEN_UP = "it was tried for days"

_ASKED = "(n.kind = 'security' and n.params ? 'link')"
"""A fresh link instead of an old one: its reader has pressed the button for it."""

_OF_THEIR_OWN = f"(n.private and n.rule = '{RETALIATION}' and n.told_for is null)"
"""What somebody is asked about what they have confided, with a role or without one; see `OF_ONES_OWN`."""

_MATTER = f"""
    {_ASKED} as asked,
    n.notice_id, n.partnership_id, n.kind, n.rule, n.about, n.task, n.private, n.told_for, n.created_at, n.point,
    case
        when n.task is not null and t.key is null then '{DONE}'
        when n.anchor is not null and not exists (
            select from partnerships p, jsonb_to_recordset(p.state -> 'clocks') as c(rule text, about text, anchor text)
            where p.id = n.partnership_id and c.rule = n.rule and c.about = n.about
            and c.anchor::timestamptz = n.anchor
        ) then '{MOVED_ON}'
    end as settled,
    n.partnership_id is null or {_ASKED} or {_OF_THEIR_OWN} or exists (
        select from roles r where r.partnership_id = n.partnership_id
        and (r.person_id = n.told_for or (n.told_for is null and r.person_id = any($1)))
        and (r.last_day is null or (r.last_day at time zone $3)::date >= ($2::timestamptz at time zone $3)::date)
    ) as posted,
    exists (
        select from task_hands h
        where (h.partnership_id, h.key, h.opened_version) = (t.partnership_id, t.key, t.opened_version)
        and (h.assignee = n.told_for or (n.told_for is null and h.assignee = any($1)))
    ) as held
"""
"""What is known of a notice's matter now: $1 is its reader under every id, $2 the moment, $3 the reader's zone.

What is somebody's own needs no role anywhere; what they have asked for on a page was theirs to ask for there.
"""

_MINUTES = f"interval '{BATCH.seconds} seconds'"

_TASK = "left join tasks t on t.partnership_id = n.partnership_id and t.key = n.task and t.done_at is null"

_WAITING = f"""
select {_MATTER}, exists (
    select from notices o where o.partnership_id = n.partnership_id and o.task = n.task and o.person_id = n.person_id
    and o.kind = n.kind and o.state = 'sent' and o.created_at between n.created_at - {_MINUTES} and n.created_at
    and o.notice_id <> n.notice_id
) as said, coalesce((
    select jsonb_agg(distinct jsonb_build_array(l.channel, l.address))
    from letter_notices ln join letters l using (letter_id)
    where ln.notice_id = n.notice_id and l.state in ('refused', 'given_up') and l.composed_at >= n.state_since
), '[]') as tried
from notices n {_TASK}
where n.person_id = any($1) and n.state = 'waiting' and not exists (
    select from letter_notices ln join letters l using (letter_id) where ln.notice_id = n.notice_id and l.state = 'due'
)
"""

_OUTGOING = f"""
select l.letter_id, l.digest, l.channel, l.address, l.composed_at, tries.*, says.*
from letters l, lateral (
    select array_agg(distinct n.kind) as kinds, coalesce(bool_and({_ASKED}), false) as asked
    from letter_notices ln join notices n using (notice_id) where ln.letter_id = l.letter_id
) says, lateral (
    select count(*) as tries, max(at) as tried_at from attempts a where a.letter_id = l.letter_id
) tries
where l.person_id = any($1) and l.state = 'due' order by l.composed_at, l.letter_id
"""

_LAST_DIGEST = """
select max(greatest(composed_at, state_since)) from letters
where person_id = any($1) and digest and state in ('due', 'sent')
"""

_IDS = "select known_as($1)"

LOCK = "select pg_advisory_xact_lock(hashtextextended('notices/' || $1, 0))"

_JUDGE = """
update notices set state = v.state, reason = v.reason, state_since = $2
from jsonb_to_recordset($1) as v(notice_id uuid, state text, reason text)
where notices.notice_id = v.notice_id and notices.state = 'waiting'
"""

_HAND = """
insert into notices (
    notice_id, partnership_id, version, person_id, org_id, kind, what, why, params, rule, about, anchor, task,
    private, told_for, created_at, state_since
)
select $2, partnership_id, version, $3, org_id, kind, what, why, params, rule, about, anchor, task,
    private, person_id, $4, $4
from notices where notice_id = $1 on conflict do nothing
"""

_WRITE = """
insert into letters (letter_id, person_id, channel, address, digest, thread, language, composed_at, state_since)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
"""

_ENCLOSE = """
insert into letter_notices select $1, notice_id, ordinal from unnest($2::uuid[]) with ordinality x(notice_id, ordinal)
"""

_CLOSE = "update letters set state = $2, reason = $3, state_since = $4 where letter_id = $1 and state = 'due'"

_ATTEMPT = "insert into attempts (letter_id, at, outcome, reason, detail, receipt) values ($1, $2, $3, $4, $5, $6)"

_LETTER = "select * from letters where letter_id = $1 and state = 'due'"

_CONTENTS = f"""
select {_MATTER}, n.version as event, n.person_id, n.org_id, n.what, n.why, n.params, n.anchor, n.task, n.day,
    p.title, t.due_at, t.act, t.params as task_params, t.about as task_about
from letter_notices ln join notices n using (notice_id) left join partnerships p on p.id = n.partnership_id {_TASK}
where ln.letter_id = $4 and n.state = 'waiting' order by ln.ordinal
"""

_SENT = """
update notices set state = 'sent', state_since = $2
from letter_notices ln join letters l using (letter_id)
where ln.letter_id = $1 and ln.notice_id = notices.notice_id and notices.state = 'waiting' and l.state = 'sent'
"""
"""Not where it has come back before it was even noted that it was taken."""

_AGAIN = "update notices set relayed = false where person_id = $1 and state = 'waiting'"


class Enclosed(State):
    """One notice of a letter as it is now, with what its reader can do about it."""

    waiting: Waiting
    notice: Notice
    title: str | None
    """Of the partnership; none where it is about what is the reader's own."""
    due_at: Instant | None
    act: str | None
    acts_on: dict[str, str]


class Due(NamedTuple):
    """A letter that is to be handed over, and what is in it."""

    row: Row
    enclosed: Sequence[Enclosed]


class Attempt(NamedTuple):
    """One try to hand a letter over."""

    outcome: str
    reason: str | None
    detail: str | None
    receipt: str | None
    """The provider's own name for the message."""


class Letters:
    """All letters of all people."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.invitations = Invitations(pool)

    async def plan(self, reader: Reader, now: Instant) -> Plan:
        """Decide what becomes of all that waits for a person, and write it down."""
        async with self._of(reader.card.person_id) as (connection, ids):
            rows = await connection.fetch(_WAITING, ids, now, reader.habits.zone)
            outgoing = await connection.fetch(_OUTGOING, ids)
            last = await connection.fetchval(_LAST_DIGEST, ids)
            digest_day = reader.habits.day(last) if last else None
            planned = planning.plan(
                reader,
                [Waiting.model_validate(dict(row)) for row in rows],
                [Outgoing.model_validate(dict(row)) for row in outgoing],
                now,
                digest_day,
            )
            await _judge(connection, planned.verdicts, now)
            await _hand(connection, planned.handed, reader.stand_in, now)
            for letter in planned.given_up:
                await connection.execute(_CLOSE, letter.letter_id, "given_up", GIVEN_UP, now)
            for new in planned.letters:
                where = (new.letter_id, reader.card.person_id, new.channel, new.address)
                what = (new.digest, str(new.thread), reader.card.language)
                await connection.execute(_WRITE, *where, *what, now)
                await connection.execute(_ENCLOSE, new.letter_id, new.notice_ids)
            rests = patient(reader, now, planned.next_at, digest_day) if planned.next_at else ()
            await looks.put(connection, reader.card.person_id, now, planned.next_at, rests)
        return planned

    async def merged(self, person_id: PersonId) -> None:
        """Somebody is known under another id now: what waits for them is told there."""
        async with borrowed(self._pool) as connection:
            await connection.execute(_AGAIN, person_id)

    async def due(self, letter_id: UUID, reader: Reader, now: Instant) -> Due | None:
        """A letter and what it says, read again; none where it is on its way no more."""
        async with self._of(reader.card.person_id) as (connection, ids):
            row = await connection.fetchrow(_LETTER, letter_id)
            if row is None:
                return None
            rows = await connection.fetch(_CONTENTS, ids, now, reader.habits.zone, letter_id)
        return Due(row, [_enclosed(row) for row in rows])

    async def judge(self, verdicts: Iterable[Verdict], now: Instant) -> None:
        """Notices that need not be sent any more."""
        async with borrowed(self._pool) as connection:
            await _judge(connection, verdicts, now)

    async def close(self, letter_id: UUID, state: str, reason: str, now: Instant) -> None:
        """A letter goes no further; what it said and still matters is planned anew."""
        async with borrowed(self._pool) as connection:
            await connection.execute(_CLOSE, letter_id, state, reason, now)

    async def tried(self, letter_id: UUID, now: Instant, attempt: Attempt) -> None:
        """Record a try, and what follows from it."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await connection.execute(_ATTEMPT, letter_id, now, *attempt)
            if attempt.outcome == "sent":
                await connection.execute(_CLOSE, letter_id, "sent", None, now)
                await connection.execute(_SENT, letter_id, now)
                await looks.told(connection, letter_id)
            elif attempt.outcome == "never":
                await connection.execute(_CLOSE, letter_id, "refused", attempt.reason, now)

    @asynccontextmanager
    async def _of(self, person_id: PersonId) -> AsyncIterator[tuple[Connection, list[str]]]:
        """A transaction for one person alone, and every id under which they have been known."""
        async with borrowed(self._pool) as connection, connection.transaction():
            await connection.execute(LOCK, person_id)
            ids: list[str] = await connection.fetchval(_IDS, person_id)
            yield connection, ids


async def _judge(connection: Connection, verdicts: Iterable[Verdict], now: Instant) -> None:
    rows = [verdict.model_dump(mode="json") for verdict in verdicts]
    if rows:
        await connection.execute(_JUDGE, rows, now)


async def _hand(connection: Connection, notices: Iterable[UUID], stand_in: PersonId | None, now: Instant) -> None:
    copies = [(notice_id, uuid5(notice_id, f"for/{stand_in}"), stand_in, now) for notice_id in notices]
    if copies:
        await connection.executemany(_HAND, copies)


def _enclosed(row: Row) -> Enclosed:
    fields: dict[str, Any] = {name: row[name] for name in Notice.model_fields}
    return Enclosed(
        waiting=Waiting.model_validate({name: row[name] for name in Waiting.model_fields if name not in _PLANNED}),
        notice=Notice.model_validate(fields),
        title=row["title"],
        due_at=row["due_at"],
        act=row["act"],
        acts_on=_acts_on(row["task_params"] or {}, row["task_about"] or ""),
    )


_PLANNED = frozenset({"tried", "said"})
"""What matters before there is a letter alone."""


def _acts_on(params: dict[str, str], about: str) -> dict[str, str]:
    """What a link about a task is bound to: the thing by its own name, where a task calls it otherwise."""
    thing = params.get("item") or about
    return {**params, **({"about": thing} if thing else {})}
