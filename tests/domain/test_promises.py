"""The record of promises: kept, moved in time, missed, waived, and for how long it is remembered."""

from datetime import timedelta

import pytest

from domain.commitments import (
    OPEN_COMMITMENTS,
    CommitmentMade,
    ConfirmCommitment,
    MakeCommitment,
    ReportDone,
    WaiveCommitment,
)
from domain.lateness import CommitmentMissed
from domain.message import Event
from domain.promises import REMEMBERED_PROMISES, promise_record, recent_promises
from domain.refusals import TooMany
from domain.renegotiation import AnswerRenegotiation, AskRenegotiation
from domain.values import OrgId
from tests.domain.story import HOST, PARTNER, Story
from tests.domain.teller import A, B


def promise(story: Story, days: float = 30, name: str = "shelf", **more: object) -> MakeCommitment:
    said = {"commitment_id": name, "to_org": PARTNER, "text": "A shelf", "due_at": story.day(days), **more}
    return MakeCommitment.model_validate(said)


def kept(story: Story, name: str = "shelf") -> Story:
    return story.then(A, ReportDone(commitment_id=name)).then(B, ConfirmCommitment(commitment_id=name))


def promised(days: float = 30) -> Story:
    story = Story().active()
    return story.then(A, promise(story, days))


def record(story: Story, org: OrgId = HOST) -> tuple[int, int]:
    return promise_record(story.p, org, story.now)


def events(story: Story, kind: type[Event]) -> list[Event]:
    return [r.event for r in story.ledger if isinstance(r.event, kind)]


@pytest.mark.requirement("S1.16")
def test_a_promise_kept_counts() -> None:
    assert record(kept(promised())) == (1, 1)


@pytest.mark.requirement("S1.16")
def test_a_promise_neither_kept_nor_due_does_not_count_yet() -> None:
    assert record(promised().then(A, ReportDone(commitment_id="shelf"))) == (0, 0)


@pytest.mark.requirement("S1.16")
def test_a_missed_promise_counts_once_also_when_it_is_kept_later() -> None:
    story = promised().wait(40)
    assert record(story) == (0, 1)
    assert story.p.commitments[0].missed
    assert record(kept(story)) == (0, 1)
    missed = recent_promises(story.p, HOST, story.now)[0]
    entry = next(r for r in story.ledger if r.version == missed.number)
    assert isinstance(entry.event, CommitmentMissed)
    assert entry.event.days_late == 7


def test_a_promise_kept_in_the_week_of_grace_is_kept() -> None:
    assert record(kept(promised().wait(34))) == (1, 1)


@pytest.mark.requirement("S1.16", "S1.6")
def test_a_date_moved_in_time_is_a_promise_kept() -> None:
    story = promised()
    story.then(A, AskRenegotiation(commitment_id="shelf", new_due=story.day(60), reason="Rain"))
    story.then(B, AnswerRenegotiation(commitment_id="shelf", accept=True))
    assert record(story) == (1, 1)
    assert story.p.commitments[0].due_at == story.day(60)
    assert record(kept(story.wait(59))) == (2, 2)


def test_a_date_moved_after_it_had_come_is_not() -> None:
    story = promised().wait(32)
    story.then(A, AskRenegotiation(commitment_id="shelf", new_due=story.day(60), reason="Rain"))
    story.then(B, AnswerRenegotiation(commitment_id="shelf", accept=True))
    assert record(story) == (0, 1)


def test_a_missed_promise_with_a_new_date_can_be_missed_again() -> None:
    story = promised().wait(40)
    story.then(A, AskRenegotiation(commitment_id="shelf", new_due=story.day(30), reason="Rain"))
    story.then(B, AnswerRenegotiation(commitment_id="shelf", accept=True)).wait(40)
    assert record(story) == (0, 2)


def test_what_was_waived_is_neither_kept_nor_broken() -> None:
    assert record(promised().then(B, WaiveCommitment(commitment_id="shelf", reason="We built one"))) == (0, 0)


def test_half_a_year_is_remembered() -> None:
    story = kept(promised()).wait(179)
    assert record(story) == (1, 1)
    assert record(story.wait(2)) == (0, 0)


def test_a_shorter_day_remembers_less() -> None:
    story = kept(promised()).wait(10)
    assert promise_record(story.p, HOST, story.now, timedelta(hours=1)) == (0, 0)


def test_the_state_keeps_only_the_latest_promises() -> None:
    story = Story().active()
    for n in range(REMEMBERED_PROMISES + 5):
        story.then(A, promise(story, name=f"p{n}"))
        kept(story, f"p{n}")
    assert len(story.p.promises) == REMEMBERED_PROMISES


def test_not_more_promises_than_anybody_can_oversee() -> None:
    story = Story().active()
    story.then(A, *(promise(story, name=f"p{n}") for n in range(OPEN_COMMITMENTS)))
    with pytest.raises(TooMany):
        story.say(A, promise(story, name="one-more"))
    story.then(B, promise(story, name="one-more", to_org=HOST))  # each side has room of its own


@pytest.mark.requirement("S1.16")
def test_a_promise_written_down_late_says_so() -> None:
    story = Story().active()
    story.then(A, promise(story, -3)).then(A, promise(story, name="bench"))
    assert [e.overdue for e in events(story, CommitmentMade) if isinstance(e, CommitmentMade)] == [True, False]
