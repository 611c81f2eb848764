"""The read side: what lists show, how they page, and that no page is dearer than the first."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from activities.handling import Handling
from domain.catalogue import AnyCommand
from domain.fit import BeginDesigning
from domain.initiation import BeginAssessing, BeginExploring, DeclareWillingness, DoNotPursue
from domain.policy import INFORMAL, Profile
from domain.record import Submission
from domain.slices.engagement import EngagementState
from domain.slices.health import Band
from domain.stages import Phase, Stage
from domain.values import OrgId, Role
from store.paging import FIRST, Mark, Page
from store.pool import Pool
from store.projection import PartnershipRow
from store.reading import Filters, Reading, listing
from tests.domain.story import HOST, ID, NOW, PARTNER, THIRD, Story, voice
from tests.telling import batch, stories, tell

LEAD = voice(Role.LEAD, HOST)
EARLY: tuple[AnyCommand, ...] = (BeginAssessing(), BeginDesigning(), BeginExploring())


def titles(page: Page[PartnershipRow]) -> list[str]:
    return [row.title for row in page.rows]


@pytest.fixture
async def portfolio(handling: Handling, pool: Pool) -> list[Story]:
    """Four partnerships: one with a third party, one that works, one not pursued, one of another profile."""
    far, closed = stories(2)
    wide = Story(HOST, PARTNER, THIRD, partnership_id=UUID(int=3), now=NOW + timedelta(days=2)).proposed()
    informal = Story(THIRD, PARTNER, partnership_id=UUID(int=4), policy=INFORMAL, now=NOW + timedelta(days=3))
    informal.proposed(Profile.INFORMAL)
    closed.say(LEAD, DoNotPursue(reason="No time", message="Thank you"))
    told = [far, closed, wide, informal]
    for story, title in zip(
        told, ("Air bersih Merapi", "Buku untuk kampung", "Seni & budaya", "Air laut"), strict=True
    ):
        first = story.submissions[0]
        proposal = first.commands[0].model_copy(update={"title": title})
        story.submissions[0] = first.model_copy(update={"commands": (proposal,)})
        story.p = story.p.but(title=title)
        await tell(handling, story)
    return told


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["Air laut", "Seni & budaya", "Buku untuk kampung", "Air bersih Merapi"]),
        (Filters(stage=Stage.NOT_PURSUED), ["Buku untuk kampung"]),
        (Filters(phase=Phase.INITIATION), ["Air laut", "Seni & budaya", "Air bersih Merapi"]),
        (Filters(profile=Profile.INFORMAL), ["Air laut"]),
        (Filters(org_id=THIRD), ["Air laut", "Seni & budaya"]),
        (Filters(org_id=OrgId("nobody")), []),
        (Filters(closed=True), ["Buku untuk kampung"]),
        (Filters(closed=False, org_id=HOST), ["Seni & budaya", "Air bersih Merapi"]),
        (Filters(text="AIR"), ["Air laut", "Air bersih Merapi"]),
        (Filters(text="mer air"), ["Air bersih Merapi"]),
        (Filters(text="budaya & seni:*'"), ["Seni & budaya"]),
        (Filters(text="!?"), []),
        (Filters(deadline_before=NOW + timedelta(days=8)), ["Air bersih Merapi"]),
    ],
    ids=lambda value: str(value) if isinstance(value, Filters) else "",
)
async def test_a_list_shows_what_was_asked_for(
    portfolio: list[Story], reading: Reading, filters: Filters, expected: list[str]
) -> None:
    assert titles(await reading.page(filters)) == expected


async def test_pages_follow_each_other_without_overlap(portfolio: list[Story], reading: Reading) -> None:
    seen: list[UUID] = []
    after: Mark | None = None
    for size in (3, 1):
        page = await reading.page(Filters(), after, limit=3)
        assert len(page.rows) == size
        seen += [row.id for row in page.rows]
        after = page.next
    assert after is None
    assert seen == [story.p.id for story in reversed(portfolio)]


async def test_a_row_is_the_state_in_short(portfolio: list[Story], reading: Reading) -> None:
    row = (await reading.page(Filters(org_id=THIRD, closed=False))).rows[-1]
    state = portfolio[2].p
    assert row == PartnershipRow(
        id=state.id,
        version=state.version,
        stage=Stage.PROPOSED,
        phase=Phase.INITIATION,
        profile=Profile.FORMAL,
        depth=state.depth,
        health=Band.UNKNOWN,
        engagement=EngagementState.ENGAGED,
        title="Seni & budaya",
        sector=None,
        org_ids=(HOST, PARTNER, THIRD),
        proposed_at=portfolio[2].ledger[0].recorded_at,
        stage_since=portfolio[2].ledger[0].recorded_at,
        updated_at=portfolio[2].ledger[-1].recorded_at,
        next_deadline=state.shown_deadline,
        predecessor_id=None,
        closed=False,
    )


async def test_stages_are_counted(portfolio: list[Story], reading: Reading) -> None:
    counts = await reading.counts()
    assert list(counts) == list(Stage)
    assert {stage: count for stage, count in counts.items() if count} == {Stage.PROPOSED: 3, Stage.NOT_PURSUED: 1}


async def test_what_was_never_proposed_is_not_there(reading: Reading) -> None:
    nobody = uuid4()
    assert await reading.get(nobody) is None
    assert await reading.find(nobody, nobody) is None
    assert await reading.timeline(nobody) == ()
    assert await reading.refusals(nobody) == Page(rows=(), next=None)


async def test_a_timeline_reads_both_ways(handling: Handling, reading: Reading) -> None:
    story = Story().proposed()
    await tell(handling, story)
    last = story.p.version

    async def versions(after: int | None, *, newest_first: bool) -> list[int]:
        entries = await reading.timeline(ID, after, newest_first=newest_first, limit=4)
        return [entry.version for entry in entries]

    assert await versions(None, newest_first=False) == [1, 2, 3, 4]
    assert await versions(4, newest_first=False) == [5, 6, 7, 8]
    assert await versions(last, newest_first=False) == []
    assert await versions(None, newest_first=True) == [last, last - 1, last - 2, last - 3]
    assert await versions(3, newest_first=True) == [2, 1]


async def test_refusals_page_from_the_newest(handling: Handling, reading: Reading) -> None:
    story = Story().proposed()
    await tell(handling, story)
    refused = [
        Submission(
            partnership_id=ID,
            command_id=uuid4(),
            actor=LEAD,
            commands=(command,),
            submitted_at=NOW + timedelta(hours=hour),
            occurred_at=NOW,
            channel="event",
        )
        for hour, command in enumerate(EARLY)
    ]
    for submission in (*refused, refused[0].model_copy(update={"commands": (DeclareWillingness(willing=True),)})):
        await handling.handle(batch(submission))
    page = await reading.refusals(ID, limit=2)
    rest = await reading.refusals(ID, page.next, limit=2)
    assert [row.command_id for row in (*page.rows, *rest.rows)] == [s.command_id for s in reversed(refused)]
    assert rest.next is None
    row = page.rows[0]
    assert (row.actor, row.channel, row.occurred_at) == (LEAD, "event", NOW)
    assert (row.handled_at, row.commands) == (NOW + timedelta(hours=2), ({"kind": "begin_exploring"},))
    assert row.outcome.refusal is not None
    assert row.outcome.refusal.code == "guards-unmet"


COPIES = """
insert into partnerships
select gen_random_uuid(), version, case when n % 100 = 0 then 'active' else stage end, phase, profile, depth,
    'Title ' || n, sector, org_ids, proposed_at + n * interval '1 hour', stage_since, updated_at,
    next_deadline + n * interval '1 hour', predecessor_id, n % 50 <> 0, state
from partnerships, generate_series(1, 3000) n;

insert into parties
select id, 'org-' || right(title, 3), name, kind, legal_id, proposer, willing, funding, partnerships.proposed_at
from partnerships join parties on title <> 'Buku untuk kampung' and org_id = 'yayasan-lestari'
"""


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (Filters(), "partnerships_newest"),
        (Filters(stage=Stage.ACTIVE), "partnerships_stage"),
        (Filters(closed=False), "partnerships_closed"),
        (Filters(text="2021"), "partnerships_title"),
        (Filters(deadline_before=NOW + timedelta(days=9)), "partnerships_deadline"),
        (Filters(org_id=OrgId("org-123")), "parties_org"),
    ],
    ids=str,
)
async def test_every_list_is_served_by_an_index(handling: Handling, pool: Pool, filters: Filters, index: str) -> None:
    await tell(handling, Story().proposed())
    await pool.execute(COPIES)
    await pool.execute("analyze partnerships, parties")
    for after in (FIRST, Mark(at=NOW + timedelta(hours=1000), id=ID)):
        statement, arguments = listing(filters, after, 51)
        plan = "\n".join(row[0] for row in await pool.fetch(f"explain {statement}", *arguments))
        assert index in plan
        assert "Seq Scan" not in plan
