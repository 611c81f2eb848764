"""Being in touch: what counts as contact, how engagement is lost and found, and what a conflict asks of both sides."""

import pytest

from domain.commitments import MakeCommitment
from domain.contact import ConfirmContact, ContactHeld, ContactWay, DisputeContact, RecordContact
from domain.engagement import DeclareContested, EngagementChanged, SettleContested
from domain.fit import DeclareInterests
from domain.initiation import BeginAssessing
from domain.message import Circumstances, Voice
from domain.partnership import Partnership
from domain.pausing import ResumePartnership
from domain.people import LeavePartnership
from domain.policy import RULES
from domain.refusals import GuardsUnmet
from domain.slices.contact import LOGGED
from domain.slices.engagement import ConflictCause, EngagementState, Sign
from domain.stages import Stage
from domain.steps import next_steps
from domain.values import OrgId, PersonId, Role
from tests.domain.invariants import folded_again
from tests.domain.story import HOST, ID, PARTNER, THIRD, Story
from tests.domain.teller import A, B, C, person
from tests.domain.test_escalation import raised

LEADS = (person(Role.LEAD, HOST), person(Role.LEAD, PARTNER))
AT_ODDS = DeclareContested(cause=ConflictCause.RIVALRY, text="You opened the same library next door")
ENGAGED, SLACK, SILENT, CONTESTED = EngagementState


def coffee(story: Story, *people: PersonId, ago: float = 0, orgs: tuple[OrgId, ...] = (HOST, PARTNER)) -> RecordContact:
    return RecordContact(held_at=story.day(-ago), orgs=orgs, people=people, way=ContactWay.MEAL)


def history(story: Story) -> list[tuple[EngagementState, EngagementState]]:
    """Every change of engagement, as the ledger tells it."""
    events = [entry.event for entry in story.ledger]
    return [(event.before, event.after) for event in events if isinstance(event, EngagementChanged)]


def last_number(story: Story) -> int:
    return story.p.contact_log.entries[-1].number


@pytest.mark.requirement("S2.17")
@pytest.mark.parametrize("formal", [True, False])
def test_a_coffee_counts_as_much_as_a_meeting(formal: bool) -> None:
    story = Story().active().wait(40)
    story.say(B, coffee(story).model_copy(update={"formal": formal}))
    assert story.p.last_contact_at == story.now
    assert story.p.next_deadline == story.day(30)
    assert story.p.contact_log.entries[-1].held_at == story.now


@pytest.mark.requirement("S2.19", "S0.19")
def test_a_contact_tells_its_way_its_people_and_the_ideas_that_came_up() -> None:
    story = Story().active()
    told = coffee(story, *LEADS).model_copy(update={"way": ContactWay.SHARED_WORK, "ideas": ("moving-library",)})
    story.say(B, told)
    held = story.ledger[-1].event
    assert isinstance(held, ContactHeld)
    assert (held.way, held.ideas, held.people) == (ContactWay.SHARED_WORK, ("moving-library",), LEADS)
    assert (held.told_by, held.by_org) == (B.person_id, PARTNER)
    assert {"visit", "meal", "shared_work", "story"} <= set(ContactWay)
    assert story.p.contact_log.entries[-1].sides == {HOST: LEADS[:1], PARTNER: LEADS[1:]}


@pytest.mark.requirement("S1.9")
def test_a_relationship_comes_before_the_paper_work_and_one_side_alone_cannot_tell_it() -> None:
    story = Story().exploring()
    story.wait(14).contact().wait(14).contact()
    story.say(B, DisputeContact(number=last_number(story), reason="We were not there"))
    assert story.p.contacts == 1
    with pytest.raises(GuardsUnmet, match="two-way contacts"):
        story.say(A, BeginAssessing())


@pytest.mark.requirement("S1.14")
def test_the_agreed_rhythm_of_contact_is_kept_by_a_clock() -> None:
    story = Story().active(contact_interval_days=14).wait(60)
    assert [step.step for step in raised(story, "contact")] == [0, 1, 2, 3]


def test_what_is_contested_does_not_count_until_it_is_confirmed() -> None:
    story = Story().active().wait(10).contact()
    first = story.p.last_contact_at
    story.wait(15).contact()
    counted, last = story.p.contacts, story.p.last_contact_at
    number = last_number(story)
    story.say(B, DisputeContact(number=number, reason="We were at the market"))
    assert (story.p.contacts, story.p.last_contact_at) == (counted - 1, first)
    clock = story.p.clock("contact")
    assert clock is not None
    assert clock.anchor == first
    story.say(B, ConfirmContact(number=number))
    assert (story.p.contacts, story.p.last_contact_at) == (counted, last)


def test_the_log_keeps_the_last_contacts_and_the_dates_of_the_rest() -> None:
    story = Story().active()
    began = story.p.first_contact_at
    for _ in range(LOGGED + 10):
        story.wait(3)
        story.say(A, coffee(story))
    assert len(story.p.contact_log.entries) == LOGGED
    for entry in story.p.contact_log.entries:
        story.say(B, DisputeContact(number=entry.number, reason="No"))
    assert story.p.first_contact_at == began
    assert story.p.last_contact_at == story.day(-3 * LOGGED)


def test_contacts_of_earlier_releases_do_not_enter_the_log_but_stay_known() -> None:
    story = Story().exploring()
    old = ContactHeld(held_at=story.day(-5), formal=False, orgs=(HOST, PARTNER))
    p = old.apply(story.p, story.now)
    assert (p.contacts, p.contact_log) == (1, story.p.contact_log)
    story.p = p
    story.contact()
    story.say(B, DisputeContact(number=last_number(story), reason="No"))
    assert (story.p.contacts, story.p.last_contact_at) == (1, story.day(-5))


@pytest.mark.requirement("S0.11", "S0.14")
def test_silence_makes_slack_then_silent_and_a_coffee_makes_engaged() -> None:
    story = Story().active().wait(45)
    assert story.p.engagement.state is SLACK
    story.wait(15)
    assert story.p.engagement.state is SILENT
    story.wait(100)
    story.say(B, coffee(story))
    assert story.p.engagement.state is ENGAGED
    assert history(story) == [(ENGAGED, SLACK), (SLACK, SILENT), (SILENT, ENGAGED)]
    assert story.p.engagement.signals[0].events == (last_number(story),)
    changed = [entry.version for entry in story.ledger if isinstance(entry.event, EngagementChanged)]
    assert story.p.engagement.number == changed[-1]


def test_who_has_long_been_silent_is_offered_to_decide_and_nothing_is_decided() -> None:
    story = Story().active().wait(91)
    assert [step.offer for step in raised(story, "contact")] == [None, None, None, "discuss_future"]
    assert story.stage() is Stage.ACTIVE


def test_patience_stretches_slack_as_it_stretches_the_reminders() -> None:
    story = Story(policy=Story().policy.model_copy(update={"patience": 1.5})).active().wait(67)
    assert story.p.engagement.state is ENGAGED
    assert story.wait(1).p.engagement.state is SLACK


def test_a_rest_that_all_agreed_on_is_no_silence() -> None:
    story = Story().paused(80).wait(79).together(ResumePartnership())
    assert story.p.engagement.state is ENGAGED
    assert story.wait(44).p.engagement.state is ENGAGED
    assert story.wait(1).p.engagement.state is SLACK


def _break(story: Story, *names: str) -> None:
    for name in names:
        due = story.day(1)
        story.say(A, MakeCommitment(commitment_id=name, to_org=PARTNER, text="A shelf", due_at=due))


@pytest.mark.requirement("S0.11")
def test_two_missed_promises_make_slack_until_people_meet_again() -> None:
    story = Story().active(contact_interval_days=365)
    _break(story, "shelf")
    story.wait(60)
    assert story.p.engagement.state is ENGAGED
    _break(story, "chair")
    story.wait(60)
    assert story.p.engagement.state is SLACK
    assert [s.sign for s in story.p.engagement.signals] == [Sign.MISSED_PROMISES]
    assert all(not q.kept for q in story.p.promises)
    named = set(story.p.engagement.signals[0].events)
    assert named <= {q.number for q in story.p.promises}
    story.wait(10)
    assert story.p.engagement.state is SLACK
    story.say(B, coffee(story))
    assert story.p.engagement.state is ENGAGED
    story.wait(5)
    assert story.p.engagement.state is ENGAGED


@pytest.mark.requirement("S0.12", "S0.13")
def test_a_conflict_names_its_cause_and_asks_all_for_their_interests_anew() -> None:
    story = Story(HOST, PARTNER, THIRD).active().then(B, AT_ODDS)
    held = story.p.engagement
    assert (held.state, held.cause, held.by_org) == (CONTESTED, ConflictCause.RIVALRY, PARTNER)
    assert not any(party.interests_declared for party in story.p.parties)
    c = Circumstances(now=story.now, policy=story.policy, voice=Voice.of(A, story.p))
    steps = {step.command: step for step in next_steps(story.p, c)}
    assert steps["declare_interests"].allowed
    assert steps["appoint_neutral"].allowed
    assert [u.guard for u in steps["settle_contested"].unmet] == ["interests_declared_anew"]
    story.wait(14)
    assert [step.offer for step in raised(story, "contested")] == ["appoint_neutral", None]
    rival = DeclareInterests(conflicts=("We ask the same donor",), mitigation="We ask together")
    story.each(Role.LEAD, rival).together(SettleContested(how="Two libraries, one catalogue"))
    assert story.p.engagement.state is ENGAGED
    assert story.p.clock("contested") is None


@pytest.mark.requirement("S0.14")
def test_helped_then_rival_stays_readable_from_the_ledger_alone() -> None:
    story = Story().active().wait(45)
    story.then(A, coffee(story)).then(B, AT_ODDS)
    assert history(story) == [(ENGAGED, SLACK), (SLACK, ENGAGED), (ENGAGED, CONTESTED)]
    assert folded_again(story.ledger, Partnership(id=ID)) == story.p
    assert all(entry.visibility == "both" for entry in story.ledger if isinstance(entry.event, EngagementChanged))


def test_neither_contact_nor_silence_settles_a_conflict() -> None:
    story = Story().active().then(B, AT_ODDS)
    story.then(A, coffee(story)).wait(200)
    assert story.p.engagement.state is CONTESTED


def test_who_discusses_the_future_is_not_called_silent_meanwhile() -> None:
    story = Story().deciding().wait(100)
    assert story.p.engagement.state is ENGAGED
    assert len(raised(story, "contact")) == 4


def test_who_leaves_takes_their_contacts_along_but_not_what_happened() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    story.say(C, coffee(story, orgs=(HOST, THIRD)), AT_ODDS)
    known, met_at = story.p.contacts, story.p.last_contact_at
    story.say(C, LeavePartnership(reason="Another path"))
    assert all(set(entry.sides) == {HOST, PARTNER} for entry in story.p.contact_log.entries)
    assert (story.p.contacts, story.p.last_contact_at) == (known, met_at)
    assert (story.p.engagement.state, story.p.engagement.by_org) == (CONTESTED, None)


def test_engagement_follows_the_steps_of_the_contact_rule() -> None:
    (rule,) = (rule for rule in RULES if rule.name == "contact")
    assert [step.after for step in rule.steps] == [1.0, 1.5, 2.0, 3.0]


def test_old_states_are_engaged() -> None:
    assert Partnership(id=ID).engagement.state is ENGAGED
