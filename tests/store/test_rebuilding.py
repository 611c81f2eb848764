"""Read tables that are folded again, and chains that were tampered with."""

from uuid import UUID

import pytest

from activities.handling import Handling
from domain.initiation import DoNotPursue
from domain.people import LeavePartnership
from domain.values import Role
from store.chain import seal
from store.pool import Pool
from store.rebuilding import Fault, Rebuilt, rebuild, verify
from tests.domain.story import HOST, ID, PARTNER, THIRD, Story, voice
from tests.telling import stories, tell

OPEN_DOORS = "alter table ledger disable trigger append_only;"


async def rows(pool: Pool) -> list[list[str]]:
    statements = (
        "select partnerships::text from partnerships order by id",
        "select parties::text from parties order by partnership_id, org_id",
        "select roles::text from roles order by partnership_id, person_id",
        "select tasks::text from tasks order by partnership_id, key, opened_version",
    )
    return [[row[0] for row in await pool.fetch(statement)] for statement in statements]


async def test_rebuilt_tables_are_the_same_to_the_byte(
    handling: Handling, pool: Pool, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.rebuilding.AT_ONCE", 2)
    first, *others = stories(4, (HOST, PARTNER, THIRD))
    first.wait(1)
    first.say(voice(Role.LEAD, THIRD), LeavePartnership(reason="Too far away"))
    others[0].say(voice(Role.LEAD, HOST), DoNotPursue(reason="No time", message="Thank you"))
    long = Story(partnership_id=UUID(int=1)).active()
    for story in (first, *others, long):
        await tell(handling, story)
    before = await rows(pool)
    assert all(before)
    await pool.execute(
        "update partnerships set title = 'lost', org_ids = '{}'; "
        "delete from parties; delete from roles; delete from tasks"
    )
    rebuilt = await rebuild(dsn)
    assert await rows(pool) == before
    assert rebuilt == Rebuilt(partnerships=5, events=sum(len(s.ledger) for s in (first, *others, long)))


async def test_a_broken_ledger_rebuilds_nothing(handling: Handling, pool: Pool, dsn: str) -> None:
    await tell(handling, Story().proposed())
    before = await rows(pool)
    await pool.execute(f"{OPEN_DOORS} delete from ledger where version = 2")
    with pytest.raises(ValueError, match="event 3 cannot follow version 1"):
        await rebuild(dsn)
    assert await rows(pool) == before


async def test_an_empty_ledger_is_sound_and_folds_to_nothing(dsn: str) -> None:
    assert await rebuild(dsn) == Rebuilt(partnerships=0, events=0)
    assert (await verify(dsn)).faulty == 0


MINE = f"where partnership_id = '{ID}'"

SWAPPED = f"""
update ledger set version = 100 {MINE} and version = 3;
update ledger set version = 3 {MINE} and version = 4;
update ledger set version = 4 {MINE} and version = 100
"""

CHANGE = f"update ledger set {{}} {MINE} and version = 4"
CUT = f"delete from ledger {MINE} and version > 6;"
MOVE_HEAD = f"update heads set version = 6, hash = (select hash from ledger {MINE} and version = 6) {MINE}"

TAMPERED = {
    "another body": (CHANGE.format("""data = data || '{"name": "Somebody else"}'"""), 4, "changed"),
    "another type": (CHANGE.format("type = 'person.released'"), 4, "changed"),
    "another actor": (CHANGE.format("actor = '{}'"), 4, "changed"),
    "another time": (CHANGE.format("recorded_at = recorded_at + interval '1 us'"), 4, "changed"),
    "another visibility": (CHANGE.format("visibility = 'raiser'"), 4, "changed"),
    "another hash": (CHANGE.format("hash = sha256('x')"), 4, "changed"),
    "another hash before": (CHANGE.format("prev_hash = sha256('x')"), 4, "changed"),
    "another partnership": (CHANGE.format("partnership_id = gen_random_uuid()"), 4, "missing"),
    "swapped rows": (SWAPPED, 3, "changed"),
    "a deleted first": (f"delete from ledger {MINE} and version = 1", 1, "missing"),
    "a deleted middle": (f"delete from ledger {MINE} and version = 5", 5, "missing"),
    "a deleted tail": (CUT, 7, "missing"),
    "a deleted tail and a moved head": (CUT + MOVE_HEAD, 7, "missing"),
    "a deleted chain": (f"delete from ledger {MINE}", 1, "missing"),
    "a deleted chain and its head": (f"delete from ledger {MINE}; delete from heads {MINE}", 1, "missing"),
    "a deleted head": (f"delete from heads {MINE}", 1, "changed"),
    "another head": (f"update heads set hash = sha256('x') {MINE}", 9, "changed"),
}


@pytest.mark.parametrize("tampering", TAMPERED)
async def test_tampering_is_found_where_it_begins(handling: Handling, pool: Pool, dsn: str, tampering: str) -> None:
    told = stories(3)
    for story in told:
        await tell(handling, story)
    sound = await verify(dsn)
    assert (sound.faulty, sound.events) == (0, sum(len(story.ledger) for story in told))
    statement, version, what = TAMPERED[tampering]
    await pool.execute(f"{OPEN_DOORS} {statement}")
    faults = {fault.partnership_id: (fault.version, fault.what) for fault in (await verify(dsn)).faults}
    assert faults.pop(ID) == (version, what)
    assert faults.keys().isdisjoint(story.p.id for story in told)


async def test_an_end_that_was_forged_with_its_hash_is_found(handling: Handling, pool: Pool, dsn: str) -> None:
    await tell(handling, Story().proposed())
    last = await pool.fetchrow("select * from ledger order by version desc limit 1")
    assert last is not None
    forged = dict(last) | {"data": {**last["data"], "name": "Somebody else"}}
    await pool.execute(OPEN_DOORS)
    await pool.execute(
        "update ledger set data = $1, hash = $2 where version = $3",
        forged["data"],
        seal(forged["prev_hash"], forged),
        forged["version"],
    )
    assert (await verify(dsn)).faults == (Fault(partnership_id=ID, version=forged["version"], what="changed"),)


async def test_more_faults_than_can_be_named_are_counted(
    handling: Handling, pool: Pool, dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.rebuilding.FAULTS_NAMED", 2)
    for story in stories(3):
        await tell(handling, story)
    await pool.execute(f"{OPEN_DOORS} update ledger set channel = 'cli'")
    found = await verify(dsn)
    assert (found.faulty, len(found.faults)) == (3, 2)
