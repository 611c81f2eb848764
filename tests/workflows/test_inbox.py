"""What waits: in the order of its arrival, in batches that fit, readable or not."""

import asyncio

import pytest
from pydantic import ValidationError

from domain.fit import RaiseBlocker
from domain.record import Submission
from tests.domain.story import Story
from tests.domain.teller import A
from workflows.inbox import Inbox
from workflows.messages import Content, Reports
from workflows.options import BATCH_BYTES, BATCH_SUBMISSIONS


def submissions(count: int, length: int = 1) -> list[Submission]:
    story = Story().exploring()
    for n in range(count):
        story.say(A, *(RaiseBlocker(blocker_id=f"b{n}-{half}", text="x" * length) for half in range(2)))
    return story.submissions[-count:]


def contents(count: int, length: int = 1) -> tuple[Content, ...]:
    return Reports.of(submissions(count, length)).submissions


def test_a_report_reads_as_it_was_written() -> None:
    (submission,) = submissions(1)
    (letter,) = Inbox(Reports.of([submission]).submissions).take()
    assert letter.submission == submission
    assert letter.submission.digest == submission.digest


def test_a_batch_is_bounded_by_number_and_keeps_the_order() -> None:
    inbox = Inbox(contents(BATCH_SUBMISSIONS + 3))
    first = [letter.content for letter in inbox.take()]
    assert first == list(contents(BATCH_SUBMISSIONS))
    rest = Inbox(inbox.reports)
    assert (len(rest.take()), bool(rest)) == (3, False)


def test_a_batch_is_bounded_by_size_and_never_empty() -> None:
    inbox = Inbox(contents(10, 4000) * 10)
    batch = inbox.take()
    assert 1 < len(batch) < BATCH_SUBMISSIONS
    assert sum(len(letter.json) for letter in batch) <= BATCH_BYTES
    huge = {"commands": ["x" * (BATCH_BYTES + 1)]}
    assert len(Inbox([huge, huge]).take()) == 1


async def test_what_somebody_waits_for_does_not_travel_and_neither_does_too_much() -> None:
    assert not Inbox(contents(10, 4000) * 10).portable
    inbox = Inbox(contents(1))
    before = inbox.portable
    asked = asyncio.create_task(inbox.ask(submissions(1)[0]))
    await asyncio.sleep(0)
    assert (before, inbox.portable) == (True, False)
    assert len(inbox.reports) == 1
    asked.cancel()


def test_what_cannot_be_read_fails_when_it_is_read_and_not_before() -> None:
    (letter,) = Inbox([{"commands": [{"kind": "sing"}]}]).take()
    with pytest.raises(ValidationError):
        _ = letter.submission
