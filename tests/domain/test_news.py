"""What people hear: only who holds a role, never what they did themselves, nothing twice; secrets only if confided."""

from collections.abc import Iterator

import pytest

from domain.concerns import AcknowledgeConcern, RaiseConcern, WithdrawConcern
from domain.effects import effects
from domain.funding import ReportFunding
from domain.lifecycle import evolve
from domain.message import Actor, ActorKind
from domain.notices.choices import NoticeKind
from domain.notices.headlines import HEADLINES
from domain.notices.notice import Notice
from domain.partnership import Partnership
from domain.people import ReleasePerson
from domain.privacy import may_read
from domain.record import Recorded
from domain.slices.concerns import ConcernKind, Severity
from domain.stages import Stage
from domain.values import FundingStatus, Role
from tests.domain.story import WAYS, Story
from tests.domain.teller import FACILITATOR, PARTNER, A, B, voice


def heard(story: Story) -> Iterator[tuple[Partnership, tuple[Recorded, ...], tuple[Notice, ...]]]:
    """Every submission of a story with what people hear of it."""
    state = Partnership(id=story.p.id)
    by_command: dict[object, list[Recorded]] = {}
    for entry in story.ledger:
        by_command.setdefault(entry.command_id, []).append(entry)
    for entries in by_command.values():
        before = state
        for entry in entries:
            state = evolve(state, entry)
        yield state, tuple(entries), effects(before, state, entries).notices


def troubled() -> Story:
    """Work in which money gets less, somebody goes, and something weighs on somebody."""
    story = Story(crowd=True).active()
    story.then(A, ReportFunding(status=FundingStatus.AT_RISK)).wait(40)
    raised = RaiseConcern(concern_id="x", about=ConcernKind.CONDUCT, severity=Severity.SEVERE, text="I am afraid.")
    story.then(B, raised).wait(3).then(FACILITATOR, AcknowledgeConcern(concern_id="x"))
    story.then(B, WithdrawConcern(concern_id="x"))
    return story.then(B, ReleasePerson(person_id=voice(Role.ALTERNATE, PARTNER).person_id)).wait(30)


STORIES = {stage.value: lambda stage=stage: WAYS[stage](Story(crowd=True)) for stage in Stage} | {"trouble": troubled}

each_story = pytest.mark.parametrize("name", STORIES)


@each_story
def test_who_hears_holds_a_role_and_may_read_it_and_has_not_done_it(name: str) -> None:
    for p, entries, notices in heard(STORIES[name]()):
        by_number = {entry.version: entry for entry in entries}
        for notice in notices:
            person = p.person(notice.person_id)
            assert person is not None, notice
            if notice.kind is not NoticeKind.REMINDER:
                assert notice.person_id != entries[-1].actor.person_id, notice
            if entry := by_number.get(notice.event or 0):
                reader = Actor(person_id=person.person_id, org_id=person.org_id)
                assert may_read(entry, reader, p) or notice.kind is NoticeKind.REQUEST, (notice, entry)


@each_story
def test_nobody_hears_the_same_twice_and_every_sentence_can_be_said(name: str) -> None:
    for _, _, notices in heard(STORIES[name]()):
        matters = [(n.person_id, n.event, n.what, tuple(sorted(n.params.items()))) for n in notices]
        assert len(matters) == len(set(matters))
        for notice in notices:
            assert notice.what.format(**notice.params)
            assert notice.why.format(**notice.params)


def test_a_secret_is_heard_by_its_confidant_alone_and_says_nothing() -> None:
    private = [notice for _, _, notices in heard(troubled()) for notice in notices if notice.private]
    assert {notice.person_id for notice in private} == {FACILITATOR.person_id, B.person_id}
    assert all("afraid" not in notice.model_dump_json() for notice in private)
    assert NoticeKind.SAFETY in {n.kind for n in private if n.person_id == FACILITATOR.person_id}


def test_a_service_and_the_clock_have_no_headline_of_their_own() -> None:
    actors = {entry.actor.kind for _, entries, _ in heard(troubled()) for entry in entries}
    assert ActorKind.CLOCK in actors
    assert all(headlines for headlines in HEADLINES.values())
