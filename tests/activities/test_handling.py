"""The single writer: what one batch does, what a repeat does, and what a failure leaves behind."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest
from structlog.testing import capture_logs
from temporalio.exceptions import ApplicationError

from activities.handling import Batch, Handled, Handling
from domain.escalation import Tick
from domain.initiation import BeginExploring, DeclareWillingness, DoNotPursue, InvitedParty, ProposePartnership
from domain.message import CLOCK
from domain.partnership import Partnership
from domain.people import AppointPerson
from domain.policy import Profile
from domain.record import Submission
from domain.stages import Stage
from domain.values import OrgKind, PersonId, Role
from store.pool import Pool
from store.reading import Filters, Reading
from tests.domain.story import HOST, ID, NOW, PARTNER, Story, voice
from tests.telling import after, batch, tell

LEAD, GUEST = voice(Role.LEAD, HOST), voice(Role.LEAD, PARTNER)
WILLING = DeclareWillingness(willing=True)


def said(actor: object, *commands: object, command_id: UUID | None = None, **details: object) -> Submission:
    given = {"actor": actor, "commands": commands, "command_id": command_id or uuid4()} | details
    return Submission.model_validate({"partnership_id": ID, "submitted_at": NOW} | given)


@pytest.fixture
async def proposed(handling: Handling) -> Partnership:
    return await tell(handling, Story().proposed())


async def contents(pool: Pool) -> dict[str, list[str]]:
    tables = ("ledger", "heads", "partnerships", "parties", "commands")
    return {
        table: [row[0] for row in await pool.fetch(f"select t::text from {table} t order by t::text")]
        for table in tables
    }


async def test_a_story_is_recorded_as_it_was_told(handling: Handling, reading: Reading) -> None:
    story = Story().active()
    await tell(handling, story)
    entries = await reading.timeline(ID, limit=1000)
    assert [entry.model_dump(exclude={"position", "hash"}) for entry in entries] == [
        event.model_dump() for event in story.ledger
    ]
    detail = await reading.get(ID)
    assert detail is not None
    assert detail.state == story.p
    assert detail.updated_at == story.ledger[-1].recorded_at


async def test_a_whole_story_fits_in_one_batch(handling: Handling) -> None:
    story = Story().exploring()
    handled = await handling.handle(batch(*story.submissions))
    assert handled.base == Partnership(id=ID)
    assert after(handled, None).model_dump() == story.p.model_dump()
    assert [event.version for event in handled.events] == [*range(1, story.p.version + 1)]


async def test_a_repeat_gets_the_first_outcome_and_adds_nothing(handling: Handling, proposed: Partnership) -> None:
    willing = said(GUEST, WILLING)
    first = await handling.handle(batch(willing, state=proposed))
    state = after(first, proposed)
    later = await handling.handle(batch(said(LEAD, BeginExploring()), state=state))
    again = await handling.handle(batch(willing, state=after(later, state)))
    assert first.outcomes[0].event_types == ("partnership.willingness_declared",)
    assert again.outcomes == (first.outcomes[0].model_copy(update={"repeated": True}),)
    assert (again.events, again.base) == ((), None)


async def test_a_repeat_after_a_lost_reply_brings_the_sender_up_to_date(
    handling: Handling, proposed: Partnership
) -> None:
    lost = batch(said(GUEST, WILLING), said(LEAD, BeginExploring()), state=proposed)
    first = await handling.handle(lost)
    again = await handling.handle(lost)
    assert [outcome.repeated for outcome in again.outcomes] == [True, True]
    assert again.events == ()
    assert again.base == after(first, proposed)


async def test_a_refusal_is_kept_for_ever_even_when_it_would_be_accepted_now(
    handling: Handling, proposed: Partnership, reading: Reading
) -> None:
    early = said(LEAD, BeginExploring())
    first = await handling.handle(batch(early, state=proposed))
    await handling.handle(batch(said(GUEST, WILLING), state=proposed))
    again = await handling.handle(batch(early, state=proposed))
    assert first.outcomes[0].status == "refused"
    assert first.outcomes[0].refusal is not None
    assert first.outcomes[0].refusal.unmet[0].guard == "every_party_willing"
    assert again.outcomes == (first.outcomes[0].model_copy(update={"repeated": True}),)
    answer = await reading.find(ID, early.command_id)
    assert answer is not None
    assert (answer.digest, answer.outcome) == (early.digest, first.outcomes[0])


async def test_a_refused_submission_changes_nothing_but_its_own_row(
    handling: Handling, proposed: Partnership, pool: Pool
) -> None:
    before = await contents(pool)
    await handling.handle(batch(said(LEAD, BeginExploring()), state=proposed))
    now = await contents(pool)
    assert len(now.pop("commands")) == len(before.pop("commands")) + 1
    assert now == before


async def test_a_refused_first_word_makes_no_partnership(handling: Handling, pool: Pool, reading: Reading) -> None:
    handled = await handling.handle(batch(said(LEAD, BeginExploring())))
    assert handled.outcomes[0].status == "refused"
    assert handled.base == Partnership(id=ID)
    assert await reading.get(ID) is None
    assert {table: len(rows) for table, rows in (await contents(pool)).items() if rows} == {"commands": 1}


async def test_the_same_id_for_something_else_is_a_mismatch(
    handling: Handling, proposed: Partnership, pool: Pool
) -> None:
    willing = said(GUEST, WILLING)
    state = after(await handling.handle(batch(willing, state=proposed)), proposed)
    before = await contents(pool)
    other = said(GUEST, DeclareWillingness(willing=False), command_id=willing.command_id)
    handled = await handling.handle(batch(other, state=state))
    assert (handled.outcomes[0].status, handled.outcomes[0].version) == ("mismatch", state.version)
    assert await contents(pool) == before


async def test_the_same_submission_twice_in_one_batch_happens_once(handling: Handling, proposed: Partnership) -> None:
    willing = said(GUEST, WILLING)
    other = said(GUEST, DeclareWillingness(willing=False), command_id=willing.command_id)
    handled = await handling.handle(batch(willing, willing, other, state=proposed))
    assert [(o.status, o.repeated) for o in handled.outcomes] == [
        ("accepted", False),
        ("accepted", True),
        ("mismatch", False),
    ]
    assert len(handled.events) == 1


async def test_of_two_submissions_one_is_refused_and_the_other_recorded(
    handling: Handling, proposed: Partnership, reading: Reading
) -> None:
    early, willing = said(LEAD, BeginExploring()), said(GUEST, WILLING)
    handled = await handling.handle(batch(early, willing, state=proposed))
    assert [outcome.status for outcome in handled.outcomes] == ["refused", "accepted"]
    assert [event.command_id for event in handled.events] == [willing.command_id]
    refused = await reading.refusals(ID)
    assert [row.command_id for row in refused.rows] == [early.command_id]
    assert refused.rows[0].commands == ({"kind": "begin_exploring"},)


async def test_commands_of_one_submission_are_recorded_all_or_none(handling: Handling, proposed: Partnership) -> None:
    half = said(GUEST, WILLING, BeginExploring(), WILLING)
    handled = await handling.handle(batch(half, state=proposed))
    assert handled.outcomes[0].status == "refused"
    assert handled.events == ()


@pytest.mark.parametrize("held", ["none", "stale", "ahead"])
async def test_a_sender_with_another_state_gets_the_one_in_the_ledger(
    handling: Handling, proposed: Partnership, held: str
) -> None:
    states = {
        "none": None,
        "stale": Partnership(id=ID, version=1),
        "ahead": proposed.but(version=proposed.version + 3, title="never said"),
    }
    handled = await handling.handle(batch(said(GUEST, WILLING), state=states[held]))
    assert handled.base == proposed
    assert handled.events[0].version == proposed.version + 1


async def test_a_sender_that_is_up_to_date_gets_no_base(handling: Handling, proposed: Partnership) -> None:
    handled = await handling.handle(batch(said(GUEST, WILLING), state=proposed))
    assert handled.base is None


async def test_a_stale_version_is_refused(handling: Handling, proposed: Partnership) -> None:
    handled = await handling.handle(batch(said(GUEST, WILLING, expected_version=1), state=proposed))
    assert handled.outcomes[0].refusal is not None
    assert handled.outcomes[0].refusal.code == "stale-version"


async def test_batches_for_one_partnership_take_turns(
    handling: Handling, proposed: Partnership, reading: Reading
) -> None:
    def appoint(n: int) -> Submission:
        return said(LEAD, AppointPerson(person_id=PersonId(f"member-{n}"), name=f"Member {n}", role=Role.MEMBER))

    handled = await asyncio.gather(*(handling.handle(batch(appoint(n), state=proposed)) for n in range(8)))
    assert all(h.outcomes[0].status == "accepted" for h in handled)
    assert sum(h.base is None for h in handled) == 1
    versions = [entry.version for entry in await reading.timeline(ID, limit=1000)]
    assert versions == [*range(1, proposed.version + 9)]


async def test_a_database_error_in_the_middle_leaves_nothing(
    handling: Handling, proposed: Partnership, pool: Pool
) -> None:
    await pool.execute("alter table heads add constraint broken check (version < 0) not valid")
    before = await contents(pool)
    with pytest.raises(asyncpg.CheckViolationError):
        await handling.handle(batch(said(GUEST, WILLING), state=proposed))
    assert await contents(pool) == before
    await pool.execute("alter table heads drop constraint broken")
    handled = await handling.handle(batch(said(GUEST, WILLING), state=proposed))
    assert handled.outcomes[0].status == "accepted"


async def test_what_the_database_cannot_hold_is_not_tried_again(handling: Handling, proposed: Partnership) -> None:
    secret = GUEST.model_copy(update={"person_id": "secret\x00"})
    poisoned = said(GUEST, WILLING).model_copy(update={"actor": secret})
    with pytest.raises(ApplicationError) as caught:
        await handling.handle(batch(poisoned, state=proposed))
    assert (caught.value.type, caught.value.non_retryable) == ("Unstorable", True)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_a_tick_with_nothing_due_is_answered_and_records_nothing(
    handling: Handling, proposed: Partnership
) -> None:
    handled = await handling.handle(batch(said(CLOCK, Tick(), channel="clock"), state=proposed))
    assert handled.outcomes[0].status == "accepted"
    assert handled.events == ()


def follow_up(partnership_id: UUID, predecessor: UUID) -> Submission:
    parties = tuple(InvitedParty(org_id=org, name=org, kind=OrgKind.NGO) for org in (HOST, PARTNER))
    proposal = ProposePartnership(
        title="Once more", purpose="It was good.", proposer_org=HOST, parties=parties, predecessor_id=predecessor
    )
    return said(LEAD, proposal, partnership_id=partnership_id)


async def test_a_proposal_follows_only_what_has_ended(handling: Handling, proposed: Partnership) -> None:
    early = await handling.handle(batch(follow_up(uuid4(), ID)))
    unknown = await handling.handle(batch(follow_up(uuid4(), uuid4())))
    await handling.handle(batch(said(LEAD, DoNotPursue(reason="No time", message="Thank you")), state=proposed))
    late = await handling.handle(batch(follow_up(uuid4(), ID)))
    assert [h.outcomes[0].status for h in (early, unknown, late)] == ["refused", "refused", "accepted"]


async def test_a_proposal_is_decided_under_the_policy_of_its_own_profile(handling: Handling, reading: Reading) -> None:
    story = Story()
    story.proposed(Profile.URGENT)
    handled = await handling.handle(batch(story.submissions[0]))
    state = after(handled, None)
    assert state.profile is Profile.URGENT
    assert state.next_deadline == NOW + timedelta(days=3.5)
    assert (await reading.page(Filters(stage=Stage.PROPOSED))).rows[0].next_deadline == state.next_deadline


async def test_what_has_happened_is_announced_and_a_refusal_is_not(
    handling: Handling, proposed: Partnership, dsn: str
) -> None:
    heard: list[object] = []
    listener = await asyncpg.connect(dsn)
    await listener.add_listener("kemitraan", lambda *message: heard.append(message[-1]))
    await handling.handle(batch(said(LEAD, BeginExploring()), state=proposed))
    await handling.handle(batch(said(GUEST, WILLING), state=proposed))
    await listener.fetchval("select 1")
    assert heard == [str(ID)]
    await listener.close()


async def test_one_line_is_logged_for_a_batch_and_no_body(handling: Handling, proposed: Partnership) -> None:
    with capture_logs() as lines:
        await handling.handle(batch(said(GUEST, WILLING), said(LEAD, WILLING, expected_version=1), state=proposed))
    assert lines == [
        {
            "event": "batch_handled",
            "log_level": "info",
            "partnership_id": str(ID),
            "held": proposed.version,
            "base": None,
            "versions": [proposed.version + 1],
            "accepted": 1,
            "refused": 1,
        }
    ]


async def test_what_crosses_temporal_comes_back_as_it_was(handling: Handling, proposed: Partnership) -> None:
    sent = batch(said(GUEST, WILLING), state=proposed)
    assert Batch.model_validate_json(sent.model_dump_json()) == sent
    handled = await handling.handle(sent)
    assert Handled.model_validate_json(handled.model_dump_json()) == handled
