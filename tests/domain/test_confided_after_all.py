"""A closed record: for everybody it is closed, and for those who know of something confided that goes on."""

from collections.abc import Callable

import pytest

from domain.aftercare import RecordAftercare
from domain.concerns import WithdrawConcern
from domain.disclosure import Disclosure
from domain.ending import EndPartnership
from domain.initiation import DoNotPursue
from domain.message import Actor, Circumstances, Voice
from domain.refusals import AlreadyClosed, NotAParty, PersonOnly
from domain.retaliation import Retaliation
from domain.steps import next_steps
from tests.domain.story import Story
from tests.domain.teller import A, B
from tests.domain.test_concerns import ANI, OTHERS, answered, concern, nudged


def _not_pursued() -> Story:
    told = Story(crowd=True).exploring().then(ANI, concern(disclose_to=Disclosure.OTHER_LEAD))
    return told.then(A, DoNotPursue(reason="No time", message="Thank you for the tea."))


def _archived() -> Story:
    told = Story(crowd=True).settled().then(ANI, concern(disclose_to=Disclosure.OTHER_LEAD))
    no = RecordAftercare(declined=True)
    return told.then(A, EndPartnership(), no).then(B, no, no).then(A, no)


@pytest.mark.requirement("S2.10", "S0.22")
@pytest.mark.parametrize("closed", [_not_pursued, _archived])
def test_closing_the_record_ends_no_question_about_what_was_confided(closed: Callable[[], Story]) -> None:
    told = closed()
    assert told.p.closed
    assert not told.p.over
    assert [e.to for e in nudged(told.wait(9), "concern")] == [(A.person_id,)] * 3
    assert next_words(told, ANI) > {"withdraw_concern", "disclose_concern"}
    for reader in OTHERS[1:]:
        assert next_words(told, reader) == set()
        with pytest.raises((AlreadyClosed, NotAParty, PersonOnly)):
            told.say(reader, WithdrawConcern(concern_id="photo"))
    with pytest.raises(AlreadyClosed):
        told.say(ANI, concern(concern_id="another"))
    told.then(ANI, WithdrawConcern(concern_id="photo")).wait(31)
    assert [e.to for e in nudged(told, "retaliation_check")] == [(ANI.person_id,)]
    told.then(ANI, answered(Retaliation.NONE))
    assert told.p.over


def test_what_nobody_takes_up_any_more_keeps_no_record_open() -> None:
    told = _not_pursued().wait(181)
    assert [x.settled for x in told.p.concerns] == [False]
    assert told.p.over
    assert told.then(ANI, WithdrawConcern(concern_id="photo")).types[-1] == "concern.withdrawn"


def next_words(told: Story, reader: Actor) -> set[str]:
    """What somebody is told to be able to do."""
    c = Circumstances(now=told.now, policy=told.policy, voice=Voice.of(reader, told.p))
    return {n.command for n in next_steps(told.p, c) if n.command and n.yours}
