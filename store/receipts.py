"""What providers tell later of letters that they took: what came back goes another way, or is seen to have none."""

from domain.notices.receipts import Fate, LateReceipt
from domain.values import Instant, OrgId
from store import looks
from store.directory import MARK
from store.letters import LOCK
from store.notices import OURS
from store.pool import Connection, Pool, Row, borrowed

_FIND = f"""
select x.letter_id, x.person_id, x.channel, x.address, (known_as(x.person_id))[1] as reader from letters x
where x.letter_id in (select unnest($2::uuid[]) union select letter_id from attempts where receipt = any($3)) and {OURS}
limit 1
"""

_ADD = """
insert into attempts (letter_id, at, outcome, reason, detail, receipt)
select $1, greatest($2, max(at) + interval '1 microsecond'), $3, $4, $5, $6 from attempts where letter_id = $1
having not coalesce(bool_or(outcome = $3 and receipt is not distinct from $6), false)
returning letter_id
"""
"""After all that is known of the letter, by whatever clock; none where it was told before."""

_BACK = """
update letters set state = 'refused', reason = $2, state_since = $3 where letter_id = $1 and state in ('due', 'sent')
returning letter_id
"""

_ONCE_MORE = "update letters set state = 'due', reason = null where letter_id = $1"

_TELL_AGAIN = """
update notices n set state = 'waiting', state_since = n.created_at, reason = null, relayed = false
from letter_notices ln where ln.letter_id = $1 and ln.notice_id = n.notice_id
and n.state in ('waiting', 'sent') and n.seen_at is null
returning n.notice_id
"""
"""As if they had waited from the beginning, so that every address that has refused them is known to have been tried."""

_UNINVITE = """
delete from invitations where person_id = $1
and told_at in (select at from attempts where letter_id = $2 and outcome = 'sent')
"""
"""The reader's calendar has not heard of these days."""

_WAKE = "select pg_notify('kemitraan_notices', '')"


class Receipts:
    """What was told of letters after they were taken."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def note(self, late: LateReceipt, now: Instant, org: OrgId | None = None) -> bool:
        """Write it down with all that follows, once; False where there is no such letter to people of this side."""
        async with borrowed(self._pool) as connection, connection.transaction():
            letter = await connection.fetchrow(_FIND, org, late.letter_ids, late.names)
            if letter is None:
                return False
            await connection.execute(LOCK, letter["reader"])
            at = min(late.at or now, now)
            told = (late.outcome, late.reason, late.detail, late.names[0])
            if await connection.fetchval(_ADD, letter["letter_id"], at, *told) and late.fate is Fate.FAILED:
                await _came_back(connection, letter, late, now)
        return True


async def _came_back(connection: Connection, letter: Row, late: LateReceipt, now: Instant) -> None:
    """What it said and still matters is planned anew, and the address says what is wrong with it."""
    letter_id, person_id = letter["letter_id"], letter["person_id"]
    if late.point_state:
        point = (person_id, letter["channel"], letter["address"])
        await connection.execute(MARK, *point, late.point_state, late.problem)
    if not await connection.fetchval(_BACK, letter_id, late.reason, now):
        return
    await connection.execute(_UNINVITE, person_id, letter_id)
    if await connection.fetch(_TELL_AGAIN, letter_id):
        if late.again:
            await connection.execute(_ONCE_MORE, letter_id)
        await looks.forget(connection, letter["reader"])
        await connection.execute(_WAKE)
