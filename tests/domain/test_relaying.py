"""Relayed words: said by phone or in person, recorded by somebody else, and never without the one whose word it is."""

from datetime import timedelta

import pytest

from domain import assisted
from domain.commands import RULES
from domain.contact import RecordContact
from domain.disclosure import Confided
from domain.effects import effects
from domain.escalation import objectable
from domain.evaluation import AnswerEvaluation, EvaluationAnswered
from domain.initiation import DeclareWillingness, DoNotPursue
from domain.links import LinkAct
from domain.message import Actor, Command
from domain.notices.choices import NoticeKind
from domain.partnership import Partnership
from domain.people import LeavePartnership, ReleasePerson
from domain.privacy import may_read, seen_by
from domain.refusals import AlreadyClosed, CouldNotSay, OwnSide, Refusal, UnknownItem
from domain.relaying import (
    RELAYABLE,
    RULE,
    AnyRelayed,
    ConfirmRelayedWord,
    ObjectToRelayedWord,
    RelayedWordDropped,
    RelayWord,
    TellRelayedWord,
)
from domain.relaying import task as key
from domain.tasks.waiting import tasks
from domain.values import OrgId, Role
from tests.domain.looking import asked
from tests.domain.story import HOST, PARTNER, THIRD, Story, person, voice
from tests.domain.teller import FACILITATOR, A, B

WILLING = DeclareWillingness(willing=True, note="Gladly")
ANSWER = AnswerEvaluation(scores={"D1.1": 2}, words={"keep": "The tea"})
WINDOW = 7


def relay(command: AnyRelayed, org: OrgId = PARTNER, role: Role = Role.LEAD) -> RelayWord:
    return RelayWord(
        word_id="word", person_id=person(role, org), command=command, way="phone", told="On Sunday evening, to Bu Sari"
    )


def invited() -> Story:
    """Proposed by one side; the other one has said nothing."""
    return Story(crowd=True).proposed()


def name(actor: Actor) -> str:
    """How they are called in every story."""
    known = invited().p.person(actor.person_id)
    return known.name if known else ""


def willing(p: Partnership) -> bool | None:
    party = p.party(PARTNER)
    return party.willing if party else None


def test_what_can_be_relayed_has_the_stages_of_the_table() -> None:
    table = {rule.command: set(rule.stages) for rule in RULES}
    assert {command: set(stages) for command, stages in RELAYABLE.items()} == {c: table[c] for c in RELAYABLE}


@pytest.mark.parametrize("recorder", [A, FACILITATOR])
def test_nothing_counts_before_the_window_is_over(recorder: Actor) -> None:
    story = invited()
    assert story.say(recorder, relay(WILLING)) == ["word.relayed"]
    (word,) = story.p.relayed
    assert word.stands_from == story.now + timedelta(days=WINDOW)
    story.wait(WINDOW - 1)
    assert (willing(story.p), len(story.p.relayed)) == (None, 1)
    story.wait(1)
    types = [entry.event.type for entry in story.ledger]
    assert types[types.index("word.counted") :][:2] == ["word.counted", "partnership.willingness_declared"]
    assert (willing(story.p), story.p.relayed) == (True, ())


def test_whom_nothing_has_reached_has_all_the_time_still_before_them() -> None:
    story = invited().unheard()
    story.say(A, relay(WILLING))
    story.wait(WINDOW)
    (word,) = story.p.relayed
    assert (word.stands_from, word.unheard) == (story.now + timedelta(days=WINDOW), True)
    (task,) = (task for task in tasks(story.p).values() if task.kind == "tell_relayed_word")
    assert (task.people, task.params) == ((A.person_id,), {"person": name(B)})
    story.wait(10 * WINDOW)
    assert willing(story.p) is None
    story.say(A, TellRelayedWord(word_id="word", told="At the well, with Pak Joko"))
    assert "tell_relayed_word" not in {task.kind for task in tasks(story.p).values()}
    story.wait(WINDOW - 1)
    assert willing(story.p) is None
    story.wait(1)
    assert willing(story.p) is True


@pytest.mark.parametrize(("days", "counts_after"), [(0.5, WINDOW), (3, WINDOW + 3)])
def test_who_was_told_late_may_object_as_long_as_anybody(days: float, counts_after: float) -> None:
    story = invited()
    story.say(A, relay(WILLING))
    (word,) = story.p.relayed
    story.told = {key(word): story.now + timedelta(days=days)}
    story.wait(counts_after - 0.1)
    assert willing(story.p) is None
    story.wait(0.1)
    assert willing(story.p) is True


def test_the_store_asks_after_the_tasks_by_which_people_hear_of_it() -> None:
    story = Story(crowd=True).agreeing().accept(HOST)
    story.say(A, story.assisted(PARTNER))
    assert assisted.task(PARTNER) in tasks(story.p)
    story = invited()
    story.say(A, relay(WILLING))
    assert key(story.p.relayed[0]) in tasks(story.p)
    assert objectable(story.p, story.now) == ()
    assert objectable(story.p, story.day(WINDOW)) == (key(story.p.relayed[0]),)


def test_a_party_whom_nothing_has_reached_is_not_bound() -> None:
    story = Story(crowd=True).agreeing().accept(HOST)
    story.say(A, story.assisted(PARTNER))
    story.unheard().wait(4 * WINDOW)
    assert story.p.agreement is None
    assert "tell_acceptance" in {task.kind for task in tasks(story.p).values() if A.person_id in task.people}
    story.say(A, assisted.TellAcceptance(org_id=PARTNER, told="Read out in the meeting of the village"))
    story.wait(WINDOW)
    assert story.p.agreement is not None


def test_silence_never_speaks_for_the_side_that_recorded_it() -> None:
    for recorder, counts in ((A, False), (FACILITATOR, True)):
        story = asked(Story(crowd=True).active())
        story.say(recorder, relay(ANSWER))
        story.wait(WINDOW)
        assert any(isinstance(e.event, EvaluationAnswered) for e in story.ledger) is counts
        dropped = [e.event.because for e in story.ledger if isinstance(e.event, RelayedWordDropped)]
        assert dropped == ([] if counts else ["unconfirmed"])


def test_nobody_is_bound_before_the_clock_has_asked_whether_they_were_told() -> None:
    story = Story(crowd=True).agreeing()
    story.say(B, story.acceptance())
    story.say(B, story.assisted(HOST))
    story.sleep(WINDOW + 1).unheard()
    story.say(B, RecordContact(held_at=story.now, orgs=(HOST, PARTNER)))
    assert story.p.agreement is None
    story.wait(0)
    assert (story.p.agreement, story.p.offer is not None) == (None, True)


def test_a_version_that_lapses_takes_a_recorded_yes_along() -> None:
    story = Story(HOST, PARTNER, THIRD, crowd=True).agreeing().accept(HOST)
    story.wait(59)
    story.say(A, story.assisted(PARTNER))
    story.sleep(30).wait(1)  # the clock was away for so long that both are due at once
    assert story.p.offer is None
    assert not [clock for clock in story.p.clocks if clock.rule == "objection"]


def test_the_person_confirms_and_it_counts_at_once() -> None:
    story = invited()
    story.say(A, relay(WILLING))
    assert story.say(B, ConfirmRelayedWord(word_id="word")) == ["word.counted", "partnership.willingness_declared"]
    assert willing(story.p) is True


def test_the_person_objects_and_it_never_counts() -> None:
    story = invited()
    story.say(A, relay(WILLING))
    assert story.say(B, ObjectToRelayedWord(word_id="word", ground="I said perhaps")) == ["word.dropped"]
    story.wait(30)
    assert willing(story.p) is None


@pytest.mark.parametrize("command", [ConfirmRelayedWord(word_id="word"), ObjectToRelayedWord(word_id="word")])
@pytest.mark.parametrize("speaker", [A, voice(Role.SPONSOR, PARTNER)])
def test_nobody_else_answers_for_them(command: Command, speaker: Actor) -> None:
    story = invited()
    story.say(A, relay(WILLING))
    with pytest.raises(Refusal) as refused:
        story.say(speaker, command)
    assert "a_word_waits_for_you" in str(refused.value.report().unmet)


def test_both_sides_may_and_neither_for_itself() -> None:
    for speaker, other in ((A, PARTNER), (B, HOST)):
        story = asked(Story(crowd=True).active())
        assert story.copy().say(speaker, relay(ANSWER, other)) == ["word.relayed"]
        with pytest.raises(OwnSide):
            story.say(speaker, relay(ANSWER, OrgId(str(speaker.org_id))))


def test_only_what_they_could_say_themselves_now() -> None:
    story = Story(crowd=True).active()
    for command in (WILLING, ANSWER):
        with pytest.raises(CouldNotSay):
            story.say(A, relay(command))
    with pytest.raises(CouldNotSay):
        story.say(A, relay(WILLING).model_copy(update={"person_id": "somebody"}))
    with pytest.raises(UnknownItem):
        story.say(A, relay(RelayWord.model_validate(_confirming()).command))


def _confirming() -> dict[str, object]:
    command = {"kind": "confirm_commitment", "commitment_id": "shelf"}
    return {"word_id": "w", "person_id": "p", "command": command, "way": "letter", "told": "x"}


def test_what_they_have_said_themselves_meanwhile_stands() -> None:
    story = asked(Story(crowd=True).active())
    story.say(A, relay(ANSWER))
    story.say(B, AnswerEvaluation(scores={"D1.1": 5}))
    story.wait(WINDOW)
    assert story.ledger[-1].event.type == "word.dropped"
    assert len([e for e in story.ledger if isinstance(e.event, EvaluationAnswered)]) == 1


def test_a_sealed_answer_stays_between_two_people() -> None:
    story = asked(Story(crowd=True).active())
    story.say(A, relay(ANSWER))
    readers = {A, B, voice(Role.SPONSOR, HOST), voice(Role.ALTERNATE, PARTNER), FACILITATOR}
    knowing = {reader for reader in readers if seen_by(story.p, reader).relayed}
    assert knowing == {A, B}
    (entry,) = [e for e in story.ledger if e.event.type == "word.relayed"]
    assert {reader for reader in readers if may_read(entry, reader, story.p)} == {A, B}
    story.say(B, ConfirmRelayedWord(word_id="word"))
    answered = [e for e in story.ledger if isinstance(e.event, EvaluationAnswered)]
    assert len(answered) == 1
    assert [reader for reader in readers if may_read(answered[0], reader, story.p)] == [B]
    counted = next(e for e in story.ledger if e.event.type == "word.counted")
    assert isinstance(counted.event, Confided)
    assert {reader for reader in readers if may_read(counted, reader, story.p)} == {A, B}


def test_an_open_word_is_seen_by_all() -> None:
    story = invited()
    story.say(A, relay(WILLING))
    assert all(seen_by(story.p, reader).relayed for reader in (A, B, FACILITATOR, voice(Role.SPONSOR, PARTNER)))


@pytest.mark.parametrize("command", [WILLING, ANSWER])
def test_its_person_is_always_told_and_has_a_link_to_answer(command: AnyRelayed) -> None:
    story = invited() if command is WILLING else asked(Story(crowd=True).active())
    before, known = story.p, len(story.ledger)
    story.say(A, relay(command))
    told = effects(before, story.p, story.ledger[known:]).notices
    (mine,) = [notice for notice in told if notice.person_id == B.person_id and notice.task]
    assert (mine.kind, mine.private) == (NoticeKind.LEGAL, command is ANSWER)
    task = tasks(story.p)[str(mine.task)]
    assert (task.act, task.about, task.due_at) == (
        LinkAct.ANSWER_RELAYED_WORD,
        "word",
        story.now + timedelta(days=WINDOW),
    )
    story.say(B, ConfirmRelayedWord(word_id="word"))
    assert task.key not in tasks(story.p)


def test_the_words_of_a_side_that_has_left_wait_no_more() -> None:
    story = Story(HOST, PARTNER, THIRD).proposed()
    story.say(A, relay(WILLING, THIRD))
    story.say(voice(Role.LEAD, THIRD), LeavePartnership(reason="Too far away"))
    assert story.p.relayed == ()
    assert not any(task.rule == "relayed" for task in tasks(story.p).values())


def test_a_word_of_somebody_who_has_no_role_any_more_never_counts() -> None:
    story = invited()
    story.say(A, relay(WILLING, role=Role.MEMBER))
    story.say(B, ReleasePerson(person_id=person(Role.MEMBER, PARTNER)))
    story.wait(WINDOW)
    assert (willing(story.p), story.p.relayed) == (None, ())
    assert [e.event.because for e in story.ledger if isinstance(e.event, RelayedWordDropped)] == ["not_possible"]


def test_what_still_waits_when_the_record_is_closed_never_counts_and_asks_nobody() -> None:
    story = invited()
    story.say(A, relay(WILLING))
    assert {task.kind for task in tasks(story.p).values()} >= {"answer_relayed_word"}
    story.say(A, DoNotPursue(reason="The hall is gone", message="Thank you for listening"))
    story.wait(2 * WINDOW)
    assert [word.word_id for word in story.p.relayed] == ["word"]
    assert willing(story.p) is None
    assert RULE not in {clock.rule for clock in story.p.clocks}
    assert not {task.kind for task in tasks(story.p).values()} & {"answer_relayed_word", "tell_relayed_word"}
    with pytest.raises(AlreadyClosed):
        story.say(voice(Role.LEAD, PARTNER), ConfirmRelayedWord(word_id="word"))
