"""A record that is taken along proves itself: whatever is changed, left out or cut off shows."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from activities.handling import Handling
from domain.concerns import RaiseConcern
from domain.message import Actor
from domain.privacy import shown
from domain.record import Recorded
from domain.slices.concerns import ConcernKind
from domain.values import Role
from store.pool import Pool
from store.portable import Leaf, PortableRecord, check, compare, leaves
from tests.domain.story import HOST, ID, NOW, PARTNER, Story, voice
from tests.telling import tell

CANARY = "We carry the sacks and they carry the flags."
Change = Callable[[dict[str, Any]], object]


async def taken(pool: Pool, story: Story, reader: Actor) -> PortableRecord:
    def readable(recorded: Recorded) -> Recorded | None:
        return shown(recorded, reader, story.p)

    events = await leaves(pool, ID, readable)
    return PortableRecord(
        partnership_id=ID,
        title=story.p.title,
        made_at=NOW,
        made_for=reader.person_id,
        version=events[-1].version,
        hash=events[-1].hash,
        events=events,
    )


@pytest.fixture
async def story(handling: Handling) -> Story:
    told = Story().active()
    unhappy = RaiseConcern(concern_id="sacks", about=ConcernKind.FEELING_USED, text=CANARY)
    told.say(voice(Role.MEMBER, PARTNER), unhappy)
    await tell(handling, told)
    return told


async def test_a_record_survives_the_journey_and_proves_itself(story: Story, pool: Pool) -> None:
    record = await taken(pool, story, voice(Role.LEAD, HOST))
    again = PortableRecord.model_validate_json(record.model_dump_json())
    checked = check(again)
    assert checked.faults == ()
    assert checked.events == story.p.version
    assert checked.sealed_again + checked.kept_private == checked.events
    assert checked.kept_private >= 1


async def test_what_is_private_is_a_hash_to_others_and_whole_to_its_author(story: Story, pool: Pool) -> None:
    theirs = await taken(pool, story, voice(Role.LEAD, HOST))
    mine = await taken(pool, story, voice(Role.MEMBER, PARTNER))
    assert CANARY not in theirs.model_dump_json()
    assert CANARY in mine.model_dump_json()
    assert theirs.hash == mine.hash


def text_of(record: dict[str, Any]) -> None:
    record["events"][0]["whole"]["data"]["title"] = "Another title"


CHANGES: dict[str, tuple[Change, str]] = {
    "a changed word": (text_of, "event 1 is not as it was written"),
    "a changed author": (
        lambda r: r["events"][2]["whole"]["actor"].update(person_id="somebody"), "event 3 is not as it was written"
    ),
    "a field left out": (lambda r: r["events"][1]["whole"].pop("data"), "event 2 is not as it was written"),
    "an event left out": (lambda r: r["events"].pop(3), "event 4 is missing"),
    "events swapped": (lambda r: r["events"].reverse(), "event 1 is missing"),
    "the last one cut off": (lambda r: r["events"].pop(), "the end is not where the record says"),
    "another hash": (lambda r: r["events"][4].update(hash="00" * 32), "event 5 is not as it was written"),
    "another partnership": (lambda r: r.update(partnership_id=str(UUID(int=9))), "event 1 is not"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
async def test_whatever_was_changed_shows(story: Story, pool: Pool, name: str) -> None:
    change, fault = CHANGES[name]
    record = json.loads((await taken(pool, story, voice(Role.LEAD, HOST))).model_dump_json())
    change(record)
    checked = check(PortableRecord.model_validate(record))
    assert any(found.startswith(fault) for found in checked.faults), checked.faults


async def test_what_is_told_without_a_proof_is_named(story: Story, pool: Pool) -> None:
    theirs = await taken(pool, story, voice(Role.LEAD, HOST))
    checked = check(theirs)
    assert [theirs.events[number - 1].whole for number in checked.unproved] == [None] * checked.kept_private
    assert checked.end == theirs.events[-1].hash


async def test_another_sides_record_shows_what_was_rewritten_or_cut_off(story: Story, pool: Pool) -> None:
    mine, theirs = [await taken(pool, story, voice(Role.LEAD, org)) for org in (HOST, PARTNER)]
    assert compare(mine, theirs) == ()
    *kept, last = mine.events
    cut = mine.model_copy(update={"events": tuple(kept), "version": last.version - 1, "hash": last.prev_hash})
    assert (check(cut).faults, compare(cut, theirs)) == ((), ())  # one of them may simply be older,
    assert check(cut).end != check(theirs).end  # and its end tells so
    invented = Leaf(version=last.version, prev_hash=last.prev_hash, hash="11" * 32)
    rewritten = cut.model_copy(update={"events": (*kept, invented), "version": last.version, "hash": invented.hash})
    assert check(rewritten).faults == ()
    assert compare(rewritten, theirs) == (f"from event {last.version} on the two records do not tell the same",)
    elsewhere = mine.model_copy(update={"partnership_id": UUID(int=9)})
    assert compare(elsewhere, theirs) == ("the two records are of different partnerships",)
