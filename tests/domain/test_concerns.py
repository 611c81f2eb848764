"""What weighs on somebody: told in private, heard, resolved or taken further by the raiser, and never told on."""

import pytest

from domain.clocks import EscalationRaised
from domain.concerns import AcknowledgeConcern, DiscloseConcern, RaiseConcern, WithdrawConcern, disclosed_severe
from domain.contact import RecordContact
from domain.disclosure import Disclosure
from domain.future import EndingGround
from domain.ladder import BringToDecision, ConcernResolved, RecordMediation, ResolveConcern, StepConcern
from domain.message import Actor, ActorKind, Circumstances, Command, Voice
from domain.notice import BeginWindingDown, GiveNotice, InviteToConversation, RefuseConversation
from domain.people import LeavePartnership, ReleasePerson
from domain.policy import POLICIES, Profile
from domain.privacy import salted, seen_by, shown
from domain.record import Recorded
from domain.refusals import Refusal
from domain.retaliation import AnswerRetaliationCheck, Retaliation, RetaliationChecked
from domain.slices.concerns import ConcernKind, Rung, Severity
from domain.stages import Stage
from domain.steps import next_steps
from domain.values import PersonId, Role, Visibility
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice
from tests.domain.teller import FACILITATOR, OUTSIDER, A, B, answer, service

ANI = voice(Role.MEMBER, PARTNER)
"""Works in the field for the smaller side."""

OTHERS = (A, B, voice(Role.SPONSOR, HOST), voice(Role.SPONSOR, PARTNER), voice(Role.MEMBER, HOST), service(HOST),
          service(PARTNER), OUTSIDER, Actor(person_id=PersonId("admin")))  # fmt: skip
"""Everybody whom Ani has not told: her own lead, the other side, machines, staff without a side."""

CANARY = "We carry the boxes and they stand in the photograph"


def concern(about: ConcernKind = ConcernKind.FEELING_USED, **changes: object) -> RaiseConcern:
    said = {"concern_id": "photo", "about": about, "text": CANARY, **changes}
    return RaiseConcern.model_validate(said)


def story(*, neutral: bool = True) -> Story:
    return Story(crowd=neutral).active()


def step(to: Rung) -> StepConcern:
    return StepConcern.model_validate({"concern_id": "photo", "to": to})


def tell(to: Disclosure, text: str) -> DiscloseConcern:
    return DiscloseConcern(concern_id="photo", to=to, text=text)


def answered(answer: Retaliation, text: str | None = None) -> AnswerRetaliationCheck:
    return AnswerRetaliationCheck.model_validate({"concern_id": "photo", "answer": answer, "text": text})


def all_that(reader: Actor, told: Story) -> str:
    """Everything that a reader can see: the state, what has happened, what may be done next."""
    seen = seen_by(told.p, reader)
    events = [e for entry in told.ledger if (e := shown(entry, reader, told.p))]
    c = Circumstances(now=told.now, policy=told.policy, voice=Voice.of(reader, seen))
    steps = [s.model_dump_json() for s in next_steps(seen, c)]
    return "\n".join([seen.model_dump_json(), *(e.model_dump_json() for e in events), *steps])


def nudged(told: Story, rule: str) -> list[EscalationRaised]:
    return [e.event for e in told.ledger if isinstance(e.event, EscalationRaised) and e.event.rule == rule]


def last(told: Story) -> Recorded:
    return told.ledger[-1]


@pytest.mark.requirement("S0.15", "S0.22", "S1.24", "S0.16")
def test_feeling_used_is_told_in_private_heard_and_resolved() -> None:
    told = story().then(ANI, concern(wishes="That our name stands there too"))
    told.then(FACILITATOR, AcknowledgeConcern(concern_id="photo"))
    told.then(ANI, tell(Disclosure.OTHER_LEAD, "Please name us where the work is shown"), step(Rung.CLARIFICATION))
    told.then(A, AcknowledgeConcern(concern_id="photo"))
    told.then(FACILITATOR, RecordMediation(concern_id="photo", facilitator="Bu Sari", outcome="Both names from now on"))
    told.then(A, ResolveConcern(concern_id="photo", how="We forgot, and are sorry"))
    told.then(FACILITATOR, ResolveConcern(concern_id="photo", how="A good talk"))
    lesson = "Nobody had asked who speaks of our work in public"
    told.then(ANI, ResolveConcern(concern_id="photo", how="We stand there together", made_possible=lesson))
    resolved = last(told).event
    assert isinstance(resolved, ConcernResolved)
    assert set(resolved.agreed_by) == {ANI.person_id, A.person_id, FACILITATOR.person_id}
    assert resolved.made_possible == lesson
    assert told.stage() is Stage.ACTIVE
    # The other lead read what Ani chose for him, and not what she had confided.
    assert "Please name us" in all_that(A, told)
    assert CANARY not in all_that(A, told)
    assert CANARY in all_that(FACILITATOR, told)
    told.wait(31).then(ANI, answered(Retaliation.NONE))
    assert told.p.concerns == ()
    assert told.asked(EndingGround.TERM).renewed().stage() is Stage.ACTIVE


@pytest.mark.requirement("S0.15", "S0.12", "S0.22")
def test_the_same_unheard_goes_up_step_by_step_and_ends_with_care() -> None:
    told = story().then(ANI, concern(severity=Severity.SERIOUS))
    told.wait(8)
    assert [e.to for e in nudged(told, "concern")] == [(FACILITATOR.person_id,)] * 3
    told.then(ANI, step(Rung.FACILITATED_TALK)).wait(8)
    told.then(ANI, tell(Disclosure.SPONSORS, "Our work is shown without us"), step(Rung.SPONSORS)).wait(61)
    assert told.types.count("concern.help_offered") == 1
    assert told.stage() is Stage.ACTIVE  # time alone has taken it nowhere
    told.then(ANI, BringToDecision(concern_id="photo", reason="We have asked to be seen, and were not"))
    assert (told.stage(), told.transitions[-1]) == (Stage.DECIDING_FUTURE, "T12")
    for _ in range(2):
        told.then(B, InviteToConversation(org_id=HOST, message="Tea?")).then(A, RefuseConversation())
    told.then(B, GiveNotice(ground=EndingGround.CONDUCT, reason="We part")).wait(15).then(B, BeginWindingDown())
    assert told.stage() is Stage.WINDING_DOWN
    assert all(CANARY not in all_that(reader, told) for reader in OTHERS)


@pytest.mark.requirement("S2.10", "S2.12", "S2.13", "S0.15")
@pytest.mark.parametrize("about", ConcernKind)
@pytest.mark.parametrize("severity", Severity)
def test_whoever_was_not_told_sees_nothing_at_all(about: ConcernKind, severity: Severity) -> None:
    silent = story()
    told = silent.copy().then(ANI, concern(about, severity=severity, wishes="Nothing yet"))
    told.wait(20)
    silent.wait(20)
    for reader in OTHERS:
        text = all_that(reader, told)
        assert [word for word in (CANARY, "photo", "concern.", "retaliation") if word in _events(reader, told)] == []
        assert CANARY not in text
        seen, unseen = seen_by(told.p, reader), seen_by(silent.p, reader)
        assert seen.but(version=0, clocks=()) == unseen.but(version=0, clocks=())
        assert [(c.key, c.due_at) for c in seen.clocks] == [(c.key, c.due_at) for c in unseen.clocks]
        assert seen.next_deadline == told.p.shown_deadline == unseen.next_deadline
    assert CANARY in all_that(ANI, told)
    assert CANARY in all_that(FACILITATOR, told)


def _events(reader: Actor, told: Story) -> str:
    return "\n".join(e.model_dump_json() for entry in told.ledger if (e := shown(entry, reader, told.p)))


@pytest.mark.requirement("S2.10", "S2.13")
def test_a_doubt_is_enough_and_anybody_may_say_it_but_no_machine() -> None:
    newcomer = Actor(person_id=PersonId("first-day"), org_id=PARTNER)
    for stage in (Story().proposed(), Story().exploring(), Story().designing(), story(), Story().paused()):
        assert stage.say(newcomer, concern(ConcernKind.OTHER))[0] == "concern.raised"
    with pytest.raises(Refusal, match="Only a person"):
        story().say(service(PARTNER), concern())


@pytest.mark.requirement("S2.12", "S1.24")
def test_a_concern_about_the_own_lead_reaches_neither_side() -> None:
    told = story().then(ANI, concern(ConcernKind.CONDUCT, severity=Severity.SEVERE, text=CANARY)).wait(2)
    assert {e.to for e in nudged(told, "concern_severe")} == {(FACILITATOR.person_id,)}
    assert all(CANARY not in all_that(reader, told) for reader in OTHERS)


def test_a_facilitator_who_speaks_for_a_side_is_none() -> None:
    told = story().then(ANI, concern())
    turned = FACILITATOR.model_copy(update={"org_id": HOST})
    assert CANARY not in all_that(turned, told)
    with pytest.raises(Refusal, match="somebody must have told you"):
        told.say(turned, AcknowledgeConcern(concern_id="photo"))


def test_whoever_lays_down_the_post_hears_nothing_more() -> None:
    told = story().then(ANI, concern()).then(A, ReleasePerson(person_id=FACILITATOR.person_id)).wait(4)
    assert CANARY not in all_that(FACILITATOR, told)
    assert {e.to for e in nudged(told, "concern")} == {(ANI.person_id,)}


@pytest.mark.requirement("S0.12")
def test_where_nobody_is_neutral_only_the_raiser_is_told_and_offered_help() -> None:
    told = story(neutral=False).then(ANI, concern(severity=Severity.SEVERE))
    assert last(told).event.type == "concern.help_offered"
    told.wait(200)
    nudges = [e.event for e in told.ledger if isinstance(e.event, EscalationRaised) and e.event.private]
    assert nudges
    assert {e.to for e in nudges} == {(ANI.person_id,)}
    assert all(CANARY not in all_that(reader, told) for reader in OTHERS)


@pytest.mark.requirement("S2.16")
@pytest.mark.parametrize("profile", Profile)
def test_a_misunderstanding_is_cleared_up_within_a_week(profile: Profile) -> None:
    told = Story(crowd=True, policy=POLICIES[profile]).active()
    told.then(ANI, concern(ConcernKind.MISUNDERSTANDING, disclose_to="other_lead")).wait(6.9)
    assert [e.step for e in nudged(told, "clarification")] == [0]
    told.then(A, AcknowledgeConcern(concern_id="photo"))
    told.then(A, RecordMediation(concern_id="photo", outcome="We meant the same")).wait(30)
    assert [e.step for e in nudged(told, "clarification")] == [0]
    told.then(A, ResolveConcern(concern_id="photo", how="Said too quickly"))
    told.then(ANI, ResolveConcern(concern_id="photo", how="Heard too quickly"))
    assert last(told).event.type == "concern.resolved"


@pytest.mark.requirement("S0.16")
def test_who_is_not_credited_can_say_so_to_all() -> None:
    told = story().then(ANI, concern(ConcernKind.CREDIT, disclose_to="both", text="The report names one of us"))
    assert all("The report names one of us" in all_that(reader, told) for reader in OTHERS)
    told.then(A, AcknowledgeConcern(concern_id="photo"))
    told.then(A, ResolveConcern(concern_id="photo", how="Both names in the next edition"))
    told.then(ANI, ResolveConcern(concern_id="photo", how="Good"))
    assert last(told).event.type == "concern.resolved"


WORDS = (CANARY, "words-for-own", "words-for-sponsors", "words-for-other")


def test_each_is_told_only_the_words_that_were_chosen_for_them() -> None:
    told = story().then(ANI, concern())
    told.then(ANI, tell(Disclosure.OWN_LEAD, "words-for-own")).then(
        ANI, tell(Disclosure.SPONSORS, "words-for-sponsors")
    )
    told.then(ANI, tell(Disclosure.OTHER_LEAD, "words-for-other"), step(Rung.SPONSORS))
    sponsor = voice(Role.SPONSOR, HOST)
    words = {reader: all_that(reader, told) for reader in (A, B, sponsor, FACILITATOR)}
    assert [w in words[B] for w in WORDS] == [False, True, False, False]
    assert [w in words[A] for w in WORDS] == [False, False, False, True]
    assert [w in words[sponsor] for w in WORDS] == [False, False, True, False]
    assert [w in words[FACILITATOR] for w in WORDS] == [True, False, False, False]
    # Nobody but Ani sees whom else she has told.
    assert [c.person_id for c in seen_by(told.p, A).concerns[0].told] == [A.person_id]
    assert len(seen_by(told.p, ANI).concerns[0].told) == 5


def test_nothing_private_rides_along_on_what_all_may_read() -> None:
    told = story()
    told.say(ANI, concern(), RecordContact(held_at=told.now, orgs=told.orgs))
    told.wait(90)
    public = [entry for entry in told.ledger if entry.visibility is Visibility.BOTH]
    assert [entry for entry in public if any(change.private for change in entry.event.clocks)] == []


def test_where_it_must_ride_along_it_is_not_shown() -> None:
    told = Story(HOST, PARTNER, THIRD, crowd=True).active().then(voice(Role.MEMBER, THIRD), concern())
    told.then(voice(Role.LEAD, THIRD), LeavePartnership(reason="Another path"))
    left = next(entry for entry in told.ledger if any(c.private and c.clock is None for c in entry.event.clocks))
    assert left.visibility is Visibility.BOTH
    read = shown(left, A, told.p)
    assert read is not None
    assert not any(change.private for change in read.event.clocks)
    assert "photo" not in read.model_dump_json()


def test_what_is_private_is_salted_and_what_is_not_stays_as_it_is() -> None:
    told = story().then(ANI, concern())
    kept = [salted(entry.event, "chance") for entry in told.ledger]
    assert [event.salt for event in kept if event.visibility is Visibility.BOTH] == [""] * (len(kept) - 1)
    assert kept[-1].salt == "chance"


def test_a_word_in_private_lets_nothing_public_happen() -> None:
    told = story().sleep(400)
    assert told.say(ANI, concern()) == ["concern.raised"]


def test_taken_back_without_a_reason_and_at_any_time() -> None:
    told = story(neutral=False).then(ANI, concern()).then(ANI, WithdrawConcern(concern_id="photo"))
    assert told.p.concerns == ()
    assert [c for c in told.p.clocks if c.private] == []


def withdrawn() -> Story:
    return story().then(ANI, concern()).then(ANI, WithdrawConcern(concern_id="photo"))


def test_silence_about_retaliation_is_unknown_and_never_none() -> None:
    told = withdrawn().wait(60)
    assert [e.to for e in nudged(told, "retaliation_check")] == [
        (ANI.person_id,), (ANI.person_id,), (FACILITATOR.person_id,)
    ]  # fmt: skip
    checked = [e.event for e in told.ledger if isinstance(e.event, RetaliationChecked)]
    assert [e.answer for e in checked] == [Retaliation.UNKNOWN]
    assert told.p.concerns == ()


def test_a_no_before_the_day_is_asked_again() -> None:
    told = withdrawn().then(ANI, answered(Retaliation.NONE)).wait(31)
    assert len(nudged(told, "retaliation_check")) == 1
    told.then(ANI, answered(Retaliation.NONE))
    assert told.p.concerns == ()


def test_harm_opens_it_again_as_severe_and_the_facilitator_hears_it_at_once() -> None:
    told = story().then(ANI, concern(disclose_to="own_lead")).then(ANI, WithdrawConcern(concern_id="photo")).wait(3)
    told.then(ANI, answered(Retaliation.SOME, "I am not asked to meetings any more"))
    assert told.p.concerns[0].severity is Severity.SEVERE
    assert "not asked to meetings" in all_that(FACILITATOR, told)
    assert CANARY not in all_that(FACILITATOR, told)
    assert "not asked to meetings" not in all_that(B, told)
    told.wait(0)
    assert nudged(told, "concern_severe")


def test_who_is_afraid_to_say_is_asked_again_and_nobody_of_a_side_learns_it() -> None:
    told = withdrawn().wait(30).then(ANI, answered(Retaliation.AFRAID_TO_SAY)).wait(30)
    assert len(nudged(told, "retaliation_check")) == 2
    assert all("afraid_to_say" not in _events(reader, told) for reader in OTHERS)


@pytest.mark.parametrize("profile", Profile)
def test_safety_is_told_the_same_day_whatever_the_patience(profile: Profile) -> None:
    told = Story(crowd=True, policy=POLICIES[profile]).active().then(ANI, concern(ConcernKind.SAFETY)).wait(0)
    assert [e.step for e in nudged(told, "concern_severe")] == [0]
    assert [e.step for e in nudged(told.wait(1), "concern_severe")] == [0, 1]


def test_health_knows_of_a_severe_concern_only_once_it_is_open_to_all() -> None:
    told = story().then(ANI, concern(severity=Severity.SEVERE))
    told.then(FACILITATOR, AcknowledgeConcern(concern_id="photo"))
    assert not disclosed_severe(told.p)
    told.then(ANI, tell(Disclosure.OTHER_LEAD, "It is heavy"))
    assert not disclosed_severe(told.p)
    told.then(ANI, tell(Disclosure.BOTH, "Everybody may know"))
    assert disclosed_severe(told.p)


def test_names_that_two_people_chose_tell_neither_of_the_other() -> None:
    budi = voice(Role.MEMBER, HOST)
    told = story().then(ANI, concern()).then(budi, concern(text="Another weight"))
    assert "Another weight" not in all_that(ANI, told)
    told.then(FACILITATOR, AcknowledgeConcern(concern_id="photo", raised_by=budi.person_id))
    heard = {x.by_person: x.heard_by for x in told.p.concerns}
    assert heard == {ANI.person_id: (), budi.person_id: (FACILITATOR.person_id,)}


def test_what_is_refused_does_not_tell_whether_there_is_a_concern() -> None:
    silent = story()
    told = silent.copy().then(ANI, concern())
    probes: list[Command] = [
        AcknowledgeConcern(concern_id="photo"), RecordMediation(concern_id="photo", outcome="x"),
        ResolveConcern(concern_id="photo", how="x"), step(Rung.SPONSORS), tell(Disclosure.BOTH, "x"),
        WithdrawConcern(concern_id="photo"), answered(Retaliation.NONE),
        BringToDecision(concern_id="photo", reason="x"),
    ]  # fmt: skip
    for reader in (A, B, voice(Role.MEMBER, HOST), service(PARTNER), OUTSIDER):
        for probe in probes:
            assert _refused(told, reader, probe) == _refused(silent, reader, probe)
    for number in range(3):
        concerned = told.say(B, concern(concern_id="photo" if number == 0 else f"own-{number}"))
        assert concerned[0] == "concern.raised"


def _refused(told: Story, reader: Actor, command: Command) -> str:
    with pytest.raises(Refusal) as refused:
        told.copy().say(reader, command)
    return f"{answer(refused.value)} {refused.value}"


def test_a_party_that_leaves_takes_its_concerns_with_it() -> None:
    told = Story(HOST, PARTNER, THIRD, crowd=True).active()
    third = voice(Role.MEMBER, THIRD)
    told.then(third, concern()).then(ANI, concern(disclose_to="other_lead"))
    told.then(voice(Role.LEAD, THIRD), LeavePartnership(reason="Another path"))
    assert [(x.by_org, [c.org_id for c in x.told]) for x in told.p.concerns] == [(PARTNER, [HOST])]
    assert {c.about for c in told.p.clocks if c.private} == {f"{ANI.person_id}/photo"}


def test_a_machine_is_nobodys_confidant() -> None:
    told = story().then(ANI, concern(disclose_to="own_side"))
    machine = ANI.model_copy(update={"kind": ActorKind.SERVICE})
    assert CANARY not in all_that(machine, told)
    assert CANARY in all_that(B, told)
