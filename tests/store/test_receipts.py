"""What is told of a letter after it was taken: what follows happens once, and nothing is told twice in vain."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from activities.handling import Handling
from domain.directory.cards import Channel, ContactPoint
from domain.notices.planning import Plan, Reader
from domain.notices.receipts import Fate, LateReceipt, came_back, of_chat
from domain.values import OrgId
from store.directory import Directory
from store.letters import Attempt, Letters
from store.pool import Pool
from store.receipts import Receipts
from tests.domain.teller import FACILITATOR
from tests.notifying import AWAKE, card, know
from tests.telling import tell
from tests.workflows.test_notices import hurt

NOW = datetime.now(UTC).replace(microsecond=0)
WAMID = "wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABEYEjA="
POINTS = (
    ContactPoint(channel=Channel.WHATSAPP, address="+6281234567890", rank=1),
    ContactPoint(channel=Channel.EMAIL, address="ibu@example.org", rank=2),
)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def wrong(*names: str) -> LateReceipt:
    return of_chat(names or (WAMID,), Fate.FAILED, "Message undeliverable, error=131026", NOW)


def busy(name: str = WAMID) -> LateReceipt:
    return of_chat((name,), Fate.FAILED, "Rate limit hit, error=130429", NOW)


class Desk:
    """The facilitator's post, by hand: planned, taken, told of later."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.letters = Letters(pool)
        self.receipts = Receipts(pool)

    async def plan(self, now: datetime = NOW) -> Plan:
        known = await Directory(self.pool).person(FACILITATOR.person_id)
        assert known
        return await self.letters.plan(Reader(card=known, habits=AWAKE), now)

    async def letter(self, now: datetime = NOW) -> UUID:
        [letter] = [x for x in (await self.plan(now)).letters if not x.digest]
        return letter.letter_id

    async def taken(self, letter_id: UUID, name: str = WAMID, now: datetime = NOW) -> None:
        await self.letters.tried(letter_id, now, Attempt("sent", None, "taken", name))

    async def states(self, table: str) -> list[str]:
        where = "kind = 'safety'" if table == "notices" else "not digest"
        rows = await self.pool.fetch(f"select state from {table} where person_id = $1 and {where} order by state_since",
                                     FACILITATOR.person_id)  # fmt: skip
        return [row["state"] for row in rows]

    async def outcomes(self) -> list[str]:
        return [row["outcome"] for row in await self.pool.fetch("select outcome from attempts order by at")]

    async def points(self) -> dict[str, str]:
        known = await Directory(self.pool).person(FACILITATOR.person_id)
        assert known
        return {point.address: point.state for point in known.points}


async def seated(handling: Handling, pool: Pool, points: Sequence[ContactPoint] = POINTS) -> Desk:
    """The facilitator can be reached so, and something severe is to be told to them."""
    await know(pool, card(FACILITATOR.person_id, points=points))
    await tell(handling, hurt(NOW - timedelta(hours=1)))
    return Desk(pool)


async def test_what_came_back_goes_to_the_next_address(handling: Handling, pool: Pool) -> None:
    desk = await seated(handling, pool)
    first = await desk.letter()
    await desk.taken(first)
    assert await desk.receipts.note(wrong(), at(60))
    assert await desk.points() == {"+6281234567890": "wrong", "ibu@example.org": "untried"}
    [problem] = [row[0] for row in await pool.fetch("select problem from contact_points where state = 'wrong'")]
    assert problem.startswith("The service does not know this address: ask for the right one. (Message undeliverable")
    assert await desk.states("notices") == ["waiting"]
    assert await desk.states("letters") == ["refused"]
    assert not await pool.fetchval("select relayed from notices where kind = 'safety'")
    second = await desk.letter(at(61))
    address = await pool.fetchval("select address from letters where letter_id = $1", second)
    assert address == "ibu@example.org"
    await desk.taken(second, f"<{second}@kemitraan.test>", at(61))
    assert await desk.states("notices") == ["sent"]
    assert await desk.outcomes() == ["sent", "bounced", "sent"]


async def test_every_address_is_tried_once_and_then_somebody_sees_it(handling: Handling, pool: Pool) -> None:
    desk = await seated(handling, pool)
    for turn in (0, 60):
        letter = await desk.letter(at(turn))
        await desk.taken(letter, f"name-{turn}", at(turn))
        spam = came_back((f"name-{turn}",), "554 5.7.1 spam", address_wrong=False, at=None)
        assert await desk.receipts.note(spam, at(turn + 1))
    await desk.plan(at(120))
    assert await desk.points() == dict.fromkeys(("+6281234567890", "ibu@example.org"), "failing")
    assert await desk.states("notices") == ["unreachable"]
    assert await pool.fetchval("select reason from notices where kind = 'safety'") == (
        "no address of theirs has taken it: correct one, and it goes out"
    )


async def test_a_repeat_does_nothing_twice(handling: Handling, pool: Pool) -> None:
    desk = await seated(handling, pool)
    await desk.taken(await desk.letter())
    for minute in (1, 2):
        assert await desk.receipts.note(wrong(), at(minute))
    await desk.taken(await desk.letter(at(3)), "other", at(3))
    assert await desk.receipts.note(wrong(), at(4))
    assert await desk.outcomes() == ["sent", "bounced", "sent"]
    assert await desk.states("notices") == ["sent"]


async def test_what_was_seen_is_not_told_again(handling: Handling, pool: Pool) -> None:
    desk = await seated(handling, pool)
    await desk.taken(await desk.letter())
    await pool.execute("update notices set seen_at = $1", NOW)
    assert await desk.receipts.note(wrong(), at(1))
    assert await desk.states("notices") == ["sent"]
    assert await desk.states("letters") == ["refused"]
    assert (await desk.points())["+6281234567890"] == "wrong"


async def test_a_passing_trouble_sends_the_same_letter_again(handling: Handling, pool: Pool) -> None:
    desk = await seated(handling, pool)
    letter = await desk.letter()
    await desk.taken(letter)
    assert await desk.receipts.note(busy(), at(1))
    assert (await desk.states("letters"), await desk.states("notices")) == (["due"], ["waiting"])
    assert (await desk.points())["+6281234567890"] == "untried"
    planned = await desk.plan(at(2))
    assert letter in {one.letter_id for one in planned.on_their_way}
    assert [one for one in planned.letters if not one.digest] == []
    await desk.taken(letter, "wamid.second", at(30))
    assert await desk.receipts.note(busy(), at(31)), "an old word, told again"
    assert await desk.states("letters") == ["sent"]


@pytest.mark.parametrize(
    ("code", "state"), [(132001, "untried"), (131047, "failing"), (131050, "wrong"), (100, "failing")]
)
async def test_a_trouble_of_our_own_says_nothing_of_the_address(
    handling: Handling, pool: Pool, code: int, state: str
) -> None:
    desk = await seated(handling, pool)
    await desk.taken(await desk.letter())
    assert await desk.receipts.note(of_chat((WAMID,), Fate.FAILED, f"no, error={code}", NOW), at(1))
    assert (await desk.points())["+6281234567890"] == state
    assert (await desk.states("letters"), await desk.states("notices")) == (["refused"], ["waiting"])


async def test_a_trouble_with_what_was_seen_lets_the_letter_rest(handling: Handling, pool: Pool) -> None:
    desk = await seated(handling, pool)
    await desk.taken(await desk.letter())
    await pool.execute("update notices set seen_at = $1", NOW)
    assert await desk.receipts.note(busy(), at(1))
    assert await desk.states("letters") == ["refused"]


async def test_it_may_come_back_before_it_is_noted_that_it_was_taken(handling: Handling, pool: Pool) -> None:
    desk = await seated(handling, pool)
    letter = await desk.letter()
    assert await desk.receipts.note(wrong(WAMID, str(letter)), NOW)
    await desk.taken(letter, now=at(-1))
    assert (await desk.states("letters"), await desk.states("notices")) == (["refused"], ["waiting"])


@pytest.mark.parametrize("fate", [Fate.DELIVERED, Fate.READ])
async def test_what_arrived_is_only_noted(handling: Handling, pool: Pool, fate: Fate) -> None:
    desk = await seated(handling, pool)
    await desk.taken(await desk.letter(), now=NOW + timedelta(seconds=0.5))
    for _ in range(2):
        assert await desk.receipts.note(of_chat((WAMID,), fate, "", NOW), at(1))
    assert await desk.outcomes() == ["sent", fate]
    assert (await desk.states("letters"), await desk.states("notices")) == (["sent"], ["sent"])


async def test_days_that_came_back_are_not_held_to_be_in_the_calendar(handling: Handling, pool: Pool) -> None:
    desk = await seated(handling, pool)
    await desk.taken(await desk.letter())
    rows: list[tuple[Any, ...]] = [(FACILITATOR.person_id, uuid4(), "day", {}, when) for when in (NOW, at(-60))]
    await pool.executemany("insert into invitations values ($1, $2, $3, $4, $5)", rows)
    await desk.receipts.note(wrong(), at(1))
    assert [row["told_at"] for row in await pool.fetch("select told_at from invitations")] == [at(-60)]


async def test_a_side_speaks_of_letters_to_its_own_people_alone(handling: Handling, pool: Pool) -> None:
    desk = await seated(handling, pool)
    await desk.taken(await desk.letter())
    assert not await desk.receipts.note(wrong(), at(1), OrgId("koperasi-lain"))
    assert not await desk.receipts.note(wrong("wamid.unknown", str(uuid4())), at(1))
    assert await desk.outcomes() == ["sent"]
