"""What crosses the engine: texts, moments and ids in one form, and submissions that are the same when sent again."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.initiation import DeclareWillingness
from domain.joint import AgreeToDecision
from domain.lifecycle import evolve
from domain.partnership import Partnership
from domain.policy import PolicySet, Profile
from domain.record import Submission
from domain.values import Instant, Line, Slug, Text
from tests.domain.story import ID, NOW, Story
from tests.domain.teller import A, B

JAKARTA = timezone(timedelta(hours=7))


def submission(**changes: Any) -> Submission:  # noqa: ANN401 - any field
    usual = {"partnership_id": ID, "command_id": UUID(int=1), "actor": B, "submitted_at": NOW}
    return Submission.model_validate({**usual, "commands": [DeclareWillingness(willing=True)], **changes})


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (Line, "  Buku  ", "Buku"),
        (Line, "Cafe\u0301", "Café"),
        (Text, "a\n\tb", "a\n\tb"),
        (Slug, "yayasan-lestari.2", "yayasan-lestari.2"),
        (Instant, "2027-01-04T16:00:00+07:00", NOW),
        (Instant, datetime(2027, 1, 4, 16, tzinfo=JAKARTA), NOW),
    ],
)
def test_what_is_kept(kind: Any, written: object, kept: object) -> None:  # noqa: ANN401 - any type
    assert TypeAdapter(kind).validate_python(written) == kept


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (Line, "   "),
        (Line, "x" * 201),
        (Line, "a\x00b"),
        (Line, "a\ud800"),
        (Text, "x" * 4001),
        (Text, "\x1b[31m"),
        (Slug, "Yayasan"),
        (Slug, "-a"),
        (Slug, "a" * 65),
        (Slug, "a b"),
        (Instant, "2027-01-04T16:00:00"),
        (Instant, datetime(1969, 1, 1, tzinfo=UTC)),
        (Instant, datetime(2100, 1, 1, tzinfo=UTC)),
    ],
)
def test_what_is_refused_at_the_door(kind: Any, written: object) -> None:  # noqa: ANN401 - any type
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(written)


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"submitted_at": NOW + timedelta(days=1)}, True),
        ({"command_id": UUID(int=2)}, True),
        ({"channel": "link"}, True),
        ({"actor": A}, False),
        ({"expected_version": 3}, False),
        ({"commands": [DeclareWillingness(willing=False)]}, False),
        ({"commands": [DeclareWillingness(willing=True), AgreeToDecision(about="x")]}, False),
    ],
)
def test_the_digest_is_what_was_asked_and_by_whom(changes: dict[str, object], same: bool) -> None:
    assert (submission(**changes).digest == submission().digest) is same


@pytest.mark.parametrize("changes", [{"commands": []}, {"note": "x"}, {"commands": [{"kind": "sing"}]}])
def test_a_submission_has_a_shape(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        submission(**changes)


def test_event_ids_are_the_same_on_every_try() -> None:
    assert submission().event_id(0) == submission(submitted_at=NOW + timedelta(1)).event_id(0)
    assert len({submission(command_id=UUID(int=n)).event_id(k) for n in range(3) for k in range(3)}) == 9


def test_every_entry_has_an_id_of_its_own() -> None:
    ledger = Story().active().ledger
    assert len({entry.event_id for entry in ledger}) == len(ledger)


def test_a_gap_in_the_ledger_is_an_error() -> None:
    first, _, third, *_ = Story().proposed().ledger
    with pytest.raises(ValueError, match="cannot follow version 1"):
        evolve(evolve(Partnership(id=ID), first), third)


def test_a_state_of_a_newer_release_can_be_read() -> None:
    newer = Story().active().p.model_dump(mode="json") | {"mood": "sunny"}
    assert Partnership.model_validate(newer) == Story().active().p


def test_a_day_may_be_short() -> None:
    short = PolicySet().with_day(timedelta(seconds=1))
    assert {short.of(profile).days(2) for profile in Profile} == {timedelta(seconds=2)}
    assert [policy.rules for policy in short.policies] == [policy.rules for policy in PolicySet().policies]
