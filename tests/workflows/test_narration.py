"""What an admin reads in the Temporal UI: every stage in words, what it waits for and from whom, within the limits."""

from collections.abc import Callable

import pytest

from domain.commitments import OPEN_COMMITMENTS, MakeCommitment, ReportDone
from domain.concerns import AcknowledgeConcern, RaiseConcern
from domain.contact import RecordContact
from domain.disclosure import Disclosure
from domain.fit import RaiseBlocker
from domain.future import EndingGround
from domain.notice import GiveNotice
from domain.pausing import ResumePartnership
from domain.slices.concerns import ConcernKind, Severity
from domain.stages import Stage
from domain.urgent import RequestUrgentEnd, UrgentGround
from domain.values import Role
from tests.domain import faring
from tests.domain.story import HOST, PARTNER, Story, voice
from tests.domain.teller import ID, NOW, A, B
from workflows import attributes
from workflows.messages import Parked
from workflows.narration import alarm_summary, author, batch_summary, details, static_summary
from workflows.options import partnership_of, workflow_id
from workflows.waiting import waits_for
from workflows.wording import day

NOTICE = GiveNotice(ground=EndingGround.SUCCESS, reason="Done")
URGENT = RequestUrgentEnd(ground=UrgentGround.LAW, text="A court order")
LESTARI, BACA = "Yayasan Lestari", "Kelompok Baca Kampung"


def parked(number: int) -> Parked:
    return Parked(
        command_id=str(number), what="tick from clock by clock", reason="KeyError: x", parked_at=NOW, told=False
    )


def test_at_a_glance() -> None:
    story = Story().active()
    promise = MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A *big* shelf", due_at=story.day(9))
    story.say(A, promise)
    today = day(story.now)
    assert details(story.p).splitlines() == [
        f"**Buku untuk kampung**: {LESTARI}, {BACA}",
        "",
        f"Stage **active** since {today}, phase operation; version {story.p.version}, formal profile.",
        "",
        f"Next deadline **{day(story.day(2))}**: a commitment falls due (commitment of shelf: step 1).",
        "",
        "Waits for: nothing.",
        "",
        "Decisions waiting: nothing.",
        "",
        "Open commitments:",
        f"- {LESTARI} for {BACA} by {day(story.day(9))}: A \\*big\\* shelf",
    ]


WAITING: list[tuple[str, Callable[[], Story], list[str]]] = [
    ("proposed", lambda: Story().proposed(), [f"{BACA}: a word on willingness"]),
    (
        "exploring",
        lambda: Story().exploring().then(A, RaiseBlocker(blocker_id="road", text="No road")),
        [f"{LESTARI}: its own profile", f"{BACA}: its own profile", "getting to know each other: 0 contacts so far"],
    ),
    (
        "assessing",
        lambda: Story().assessing(),
        [f"{LESTARI}: its view of the fit", f"{BACA}: its answers to the partnership test"],
    ),
    (
        "designing",
        lambda: Story().designing(),
        ["a goal in the draft", f"{BACA}: its role in the draft", "terms in the draft", "a version to be offered"],
    ),
    (
        "agreeing",
        lambda: Story().agreeing().accept(HOST),
        [f"{BACA}: its acceptance of version 1"],
    ),
    ("amended", lambda: Story().amended(), [f"{LESTARI}: its acceptance of version 2"]),
    ("paused", lambda: Story().paused(), [f"the end of the pause on {day(Story().active().day(30))}: Harvest"]),
    (
        "reflecting",
        lambda: Story().deciding().talked().then(A, NOTICE),
        [f"time to reflect on the notice of {LESTARI}", "a decision to continue, to reshape or to end"],
    ),
    (
        "winding down",
        lambda: Story().winding_down(),
        ["the statement of what each party has invested", "a shared message", f"{LESTARI}: its lessons"],
    ),
    ("ended", lambda: Story().ended(), ["contacts after the end: 0 held or declined"]),
    (
        "urgent",
        lambda: Story().active().then(voice(Role.SPONSOR, HOST), URGENT),
        ["the word of a second person with a safeguarding mandate on the urgent end"],
    ),
]


@pytest.mark.parametrize(("story", "expected"), [row[1:] for row in WAITING], ids=[row[0] for row in WAITING])
def test_it_tells_what_it_waits_for_and_from_whom(story: Callable[[], Story], expected: list[str]) -> None:
    assert set(expected) <= set(waits_for(story().p))


@pytest.mark.parametrize("story", [Story().archived, Story().not_pursued])
def test_a_closed_partnership_waits_for_nothing(story: Callable[[], Story]) -> None:
    assert list(waits_for(story().p)) == []


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_words(stage: Stage) -> None:
    p = Story().active().p.but(stage=stage)
    assert f"Stage **{stage.replace('_', ' ')}**" in details(p)


def test_a_joint_decision_names_those_who_have_not_agreed() -> None:
    story = Story().paused()
    story.say(A, ResumePartnership())
    assert f"- resume partnership, proposed by {LESTARI}; waits for {BACA}" in details(story.p)


def test_a_promise_that_is_said_to_be_kept_waits_for_its_confirmation() -> None:
    story = Story().active()
    story.say(A, MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=story.day(9)))
    story.say(A, ReportDone(commitment_id="shelf"))
    assert "A shelf (done, to be confirmed)" in details(story.p)


def test_what_is_parked_is_shown_also_without_a_partnership() -> None:
    told = details(None, [parked(1)])
    assert told.startswith("Not proposed yet.")
    assert "- tick from clock by clock, 4 Jan 2027: KeyError: x" in told


def test_details_stay_within_the_limit_of_the_server() -> None:
    story = Story().active()
    for n in range(OPEN_COMMITMENTS):
        promise = MakeCommitment(commitment_id=f"c{n}", to_org=PARTNER, text="long " * 700, due_at=story.day(n + 1))
        story.say(A, promise)
    told = details(story.p, [parked(n) for n in range(20)])
    assert len(told.encode()) <= 20_000
    assert f"- and {OPEN_COMMITMENTS - 10} more" in told


def test_summaries_name_what_is_done_and_until_when() -> None:
    story = Story().agreeing()
    proposal, *others = story.submissions
    assert static_summary(story.proposal()) == f"Buku untuk kampung: {LESTARI}, {BACA}"
    assert batch_summary([]) == "read the ledger"
    assert batch_summary([proposal]) == "record propose_partnership"
    assert batch_summary(others[:2]) == "record 2 commands"
    deadline = story.p.next_deadline
    assert deadline
    assert alarm_summary(story.p, deadline) == f"acceptance: step 1 on {day(deadline)}"


def test_a_summary_fits_whatever_people_write() -> None:
    proposal = Story().proposal().model_copy(update={"title": "é" * 200})
    assert len(static_summary(proposal).encode()) <= 400
    long = proposal.model_copy(update={"title": "é" * 900})
    assert len(static_summary(long).encode()) <= 400


def test_a_contact_moves_the_deadline_and_the_words() -> None:
    story = Story().active()
    before = details(story.p)
    story.wait(3)
    story.say(B, RecordContact(held_at=story.now, orgs=story.orgs))
    assert details(story.p) != before


def test_a_workflow_is_named_after_its_partnership() -> None:
    assert workflow_id(ID) == f"partnership/{ID}"
    assert partnership_of(workflow_id(ID)) == ID


def raised(to: Disclosure) -> Story:
    """Somebody has raised a severe concern on the last day of the week, with no other deadline near."""
    concern = RaiseConcern(
        concern_id="doubt", about=ConcernKind.FEELING_USED, severity=Severity.SEVERE, text="Canary", disclose_to=to
    )
    return Story(crowd=True).active().then(voice(Role.MEMBER, PARTNER), concern)


@pytest.mark.parametrize("days", [0, 3, 100])
def test_what_was_confided_is_not_told(days: float) -> None:
    told, silent = raised(Disclosure.FACILITATOR).wait(days), Story(crowd=True).active().wait(days)
    version = f"version {silent.p.version}"
    assert details(told.p).replace(f"version {told.p.version}", version) == details(silent.p)
    assert attributes.values(told.p, parked=False) == attributes.values(silent.p, parked=False)


def test_a_timer_does_not_say_that_it_is_for_something_private() -> None:
    story = raised(Disclosure.FACILITATOR)
    deadline = story.p.next_deadline
    assert deadline is not None
    assert alarm_summary(story.p, deadline) == f"look again on {day(deadline)}"


def test_a_private_word_is_recorded_and_parked_without_its_name() -> None:
    submission = raised(Disclosure.FACILITATOR).submissions[-1]
    assert batch_summary([submission]) == "record something private"
    assert author(submission) == "something private from somebody by api"


def test_a_concern_that_is_open_to_all_waits_for_somebody() -> None:
    story = raised(Disclosure.BOTH)
    what = f"a concern about feeling used, open to all since {day(story.now)}"
    assert f"somebody to say that they have heard it: {what}" in waits_for(story.p)
    assert f"a talk: {what}" in waits_for(story.then(A, AcknowledgeConcern(concern_id="doubt")).p)
    assert "Canary" not in details(story.p)


def test_health_is_told_once_it_is_known() -> None:
    story = Story().active().contact()
    assert "Health" not in details(story.p)
    faring.answered(story, {HOST: 5, PARTNER: 5})
    assert f"Health **good**, 91 of 100, since {day(story.now)}" in details(story.p)
