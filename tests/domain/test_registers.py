"""Registers: every kind of entry is written, answered side by side, asked for with patience, and closed."""

import pytest

from domain.clocks import EscalationRaised
from domain.message import Event
from domain.policy import INFORMAL, Audience
from domain.refusals import Incomplete, NotYours, TooMany, UnknownItem
from domain.register_rules import REGISTERS, RULE_OF, Asks, RegisterRule
from domain.registers import MOST, AnswerEntry, CloseEntry, EntryAnswered, EntryClosed, EntryWritten, WriteEntry, owing
from domain.slices.registers import Register
from domain.values import Visibility
from tests.domain.story import HOST, PARTNER, THIRD, Story
from tests.domain.teller import A, B, C

NEEDS = {"to_org": PARTNER, "goal_id": "read", "about": "plan", "benefit": "New eyes", "strain": "Long talks",
         "own_action": "We learn"}  # fmt: skip


PROVES: dict[Register, tuple[str, ...]] = {
    Register.EXPECTATION: ("S4.17",),
    Register.DOUBT: ("S2.15",),
    Register.OWN_PLAN: ("S2.20",),
    Register.HELP_OFFER: ("S2.21",),
    Register.SUPPORT_REQUEST: ("S2.9",),
    Register.CORRECTION: ("S2.11",),
    Register.STRENGTH: ("S2.1",),
    Register.GAP: ("S2.22",),
    Register.DIFFERENCE: ("S4.31",),
    Register.IDEA: ("S1.21",),
    Register.LEARNING: ("S0.18", "S1.22"),
    Register.PROBLEM: ("S0.21",),
    Register.ACTIVITY: ("S2.3",),
    Register.PARTICIPATION: ("S0.6",),
    Register.OPPORTUNITY: ("S4.28",),
    Register.CHALLENGE: ("S4.27",),
    Register.NETWORK_GAIN: ("S2.8",),
    Register.GROWTH_AIM: ("S1.26",),
    Register.PUBLIC_CREDIT: ("S3.9",),
    Register.AIM: ("S3.2",),
}
"""What each register is there for."""


def entry(register: Register | str, **more: object) -> WriteEntry:
    return WriteEntry.model_validate({"entry_id": "it", "in_register": register, "text": "Ten books.", **more})


def answer(words: str = "We see it so.", *, accepted: bool | None = None) -> AnswerEntry:
    return AnswerEntry(entry_id="it", answer=words, accepted=accepted)


def closed(outcome: str) -> CloseEntry:
    return CloseEntry(entry_id="it", outcome=outcome)


def last(story: Story) -> Event:
    return story.ledger[-1].event


def with_plan() -> Story:
    """The partner has a plan of its own, for the others to see."""
    return Story().active().then(B, entry("own_plan", entry_id="plan"))


def whole(register: Register) -> WriteEntry:
    """An entry with exactly what its register needs."""
    needed = (need.split(" or ")[0] for need in RULE_OF[register].needs)
    return entry(register, **{name: NEEDS[name] for name in needed})


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(rule, id=rule.in_register, marks=pytest.mark.requirement(*PROVES[rule.in_register]))
        for rule in REGISTERS
    ],
)
def test_every_register_takes_an_entry_that_all_can_read(rule: RegisterRule) -> None:
    story = with_plan().then(A, whole(rule.in_register))
    written = story.ledger[-1]
    assert isinstance(written.event, EntryWritten)
    assert written.visibility is Visibility.BOTH
    open_ones = [e for e in story.p.registers if e.entry_id == "it"]
    assert bool(open_ones) == (rule.asks is not Asks.NOTHING or rule.stays)
    assert [owing(story.p, e) for e in open_ones if e.asks] == ([(PARTNER,)] if rule.asks is not Asks.NOTHING else [])


def test_every_register_has_one_rule() -> None:
    assert [rule.in_register for rule in REGISTERS] == list(Register)


@pytest.mark.parametrize("rule", [rule for rule in REGISTERS if rule.needs], ids=lambda rule: rule.in_register)
def test_what_a_register_needs_is_named_when_it_is_missing(rule: RegisterRule) -> None:
    with pytest.raises(Incomplete) as refused:
        Story().active().say(A, entry(rule.in_register))
    assert refused.value.params == {"what": rule.in_register, "missing": ", ".join(rule.needs)}


@pytest.mark.requirement("S0.23", "S2.3", "S0.6")
@pytest.mark.parametrize("register", ["activity", "participation"])
def test_every_activity_names_a_goal_that_all_share(register: str) -> None:
    story = Story().active()
    with pytest.raises(Incomplete):
        story.say(A, entry(register))
    with pytest.raises(UnknownItem):
        story.say(A, entry(register, goal_id="our-profit"))
    assert story.say(A, entry(register, goal_id="read")) == ["entry.written"]


@pytest.mark.requirement("S0.20", "S4.31", "S4.32")
def test_a_difference_carries_benefit_and_strain_and_each_sides_own_view() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    for half in ({"benefit": "New eyes"}, {"strain": "Long talks"}):
        with pytest.raises(Incomplete):
            story.say(A, entry("difference", **half))
    story.then(A, entry("difference", benefit="New eyes", strain="Long talks"))
    story.then(B, answer("We are slower, and we know everybody.")).then(C, answer("We only have theories."))
    views = {e.org_id: e.answer for e in (r.event for r in story.ledger) if isinstance(e, EntryAnswered)}
    assert views == {PARTNER: "We are slower, and we know everybody.", THIRD: "We only have theories."}
    assert not story.p.registers


@pytest.mark.requirement("S4.27", "S4.28", "S2.3")
@pytest.mark.parametrize("register", ["opportunity", "challenge", "activity"])
def test_what_is_taken_on_together_either_side_brings_to_an_end(register: str) -> None:
    for one, other in ((A, B), (B, A)):
        story = Story().active().then(one, entry(register, goal_id="read"))
        assert [(e.in_register, e.asks) for e in story.p.registers] == [(register, False)]
        story.then(other, answer("We would come too.")).then(other, closed("A second library."))
        assert not story.p.registers


@pytest.mark.requirement("S2.9")
def test_a_call_for_support_is_answered_yes_or_no_by_the_others() -> None:
    story = Story(HOST, PARTNER, THIRD).active().then(B, entry("support_request"))
    assert owing(story.p, story.p.registers[0]) == (HOST, THIRD)
    story.then(A, answer("Not us.", accepted=False)).then(C, answer("We know the way.", accepted=True))
    assert not story.p.registers


@pytest.mark.requirement("S0.21")
def test_a_problem_is_faced_together_until_a_solution_is_found() -> None:
    story = Story().active().then(A, entry("problem")).then(B, answer("The rain, we think."))
    assert story.p.registers[0].answered == (PARTNER,)
    story.then(B, closed("We mended the roof together."))
    assert isinstance(event := last(story), EntryClosed)
    assert (event.by_org, event.outcome) == (PARTNER, "We mended the roof together.")
    assert not story.p.registers


@pytest.mark.requirement("S2.15", "S4.17")
@pytest.mark.parametrize("register", ["expectation", "doubt"])
def test_the_other_side_owes_an_answer_and_is_asked_with_patience(register: str) -> None:
    story = Story().active(contact_interval_days=365).then(A, entry(register))
    number = story.p.version
    story.wait(46)
    nudges = [e for e in (r.event for r in story.ledger) if isinstance(e, EscalationRaised) and e.rule == "entry"]
    assert [(n.audience, n.owner, n.event) for n in nudges] == [
        (Audience.OWNER, PARTNER, number), (Audience.OWNER, PARTNER, number), (Audience.LEADS, PARTNER, number)
    ]  # fmt: skip
    story.then(B, answer())
    assert story.p.clock("entry", "it") is None


def test_an_informal_group_has_more_time() -> None:
    story = Story(policy=INFORMAL).active().then(A, entry("expectation"))
    clock = story.p.clock("entry", "it")
    assert clock is not None
    assert clock.due_at == story.day(7 * INFORMAL.patience)


def test_nobody_is_asked_while_work_rests() -> None:
    story = Story().paused().then(A, entry("expectation"))
    assert story.p.clock("entry", "it") is None


@pytest.mark.requirement("S2.11")
def test_each_corrects_the_other_and_the_other_answers_yes_or_no() -> None:
    for one, other, side in ((A, B, PARTNER), (B, A, HOST)):
        story = Story().active().then(one, entry("correction", to_org=side))
        with pytest.raises(Incomplete):
            story.say(other, answer())
        story.then(other, answer("You are right.", accepted=True))
        assert isinstance(event := last(story), EntryAnswered)
        assert (event.accepted, event.last) == (True, True)


@pytest.mark.requirement("S2.20", "S2.21")
def test_help_is_offered_for_the_others_own_plan() -> None:
    story = with_plan()
    with pytest.raises(UnknownItem):
        story.say(B, entry("help_offer", to_org=HOST, about="plan"))
    story.then(A, entry("help_offer", to_org=PARTNER, about="plan")).then(B, answer("Gladly.", accepted=True))
    assert [e.entry_id for e in story.p.registers] == ["plan"]


@pytest.mark.requirement("S2.22", "S2.1")
def test_a_gap_is_filled_by_own_or_by_joint_action() -> None:
    for action in ("own_action", "joint_action"):
        story = Story().active().then(B, entry("gap", **{action: "A course"}))
        with pytest.raises(NotYours):
            story.say(A, closed("Filled"))
        story.then(B, closed("Filled"))
        assert not story.p.registers


@pytest.mark.requirement("S1.26")
def test_the_partners_growth_counts_and_the_others_say_what_they_do_for_it() -> None:
    story = Story().active().then(B, entry("growth_aim")).then(A, answer("We teach two of you each year."))
    assert [(e.org_id, e.answered) for e in story.p.registers] == [(PARTNER, (HOST,))]


@pytest.mark.requirement("S0.19", "S1.21")
def test_an_idea_tells_from_which_talk_it_came() -> None:
    story = Story().active().contact()
    talk = story.p.version
    story.then(B, entry("idea", contact=talk))
    assert isinstance(event := last(story), EntryWritten)
    assert event.contact == talk
    with pytest.raises(UnknownItem):
        story.say(B, entry("idea", contact=story.p.version + 1))


@pytest.mark.requirement("S3.9", "S1.7")
def test_public_credit_names_its_good_and_its_risk_and_every_other_side_says_yes_or_no() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    story.then(A, entry("public_credit", benefit="We are known", strain="So are our mistakes"))
    story.then(B, answer("Yes.", accepted=True)).then(C, answer("Not our name.", accepted=False))
    answers = [e for e in (r.event for r in story.ledger) if isinstance(e, EntryAnswered)]
    assert [(a.org_id, a.accepted, a.last) for a in answers] == [(PARTNER, True, False), (THIRD, False, True)]


def test_open_entries_have_a_limit_and_the_state_keeps_only_beginnings() -> None:
    story = Story().active()
    for n in range(MOST):
        story.say(A, entry("doubt", entry_id=f"doubt-{n}", text="x" * 4000))
    with pytest.raises(TooMany):
        story.say(A, entry("doubt"))
    assert len(story.p.model_dump_json()) < 16_000
    story.then(B, entry("doubt", entry_id="ours"))  # each side has room of its own
    story.then(A, CloseEntry(entry_id="doubt-0", outcome="Gone")).then(A, entry("doubt"))
