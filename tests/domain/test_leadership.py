"""When people change: someone stands in, reminders wait, the new lead is met and asked, and nobody is pushed out."""

from datetime import datetime

import pytest

from domain.clocks import EscalationRaised
from domain.commitments import MakeCommitment
from domain.draft import EndType
from domain.escalation import Tick
from domain.grace import GrantPatience, PatienceGranted, held_until
from domain.handover import (
    AddHandoverItem,
    CompleteHandoverItem,
    GoalsReaffirmed,
    ReaffirmGoals,
    RecordLeaderMeeting,
)
from domain.leadership import HANDED_OVER, LeadershipChangeClosed, LeadershipChangeOpened, ReportSilenceOfLead, acting
from domain.leaving import AnnounceLeaving, StayAfterAll
from domain.message import CLOCK, Actor, Circumstances, Event, Voice
from domain.pausing import PauseForSafety
from domain.people import AppointPerson, LeavePartnership, ReleasePerson
from domain.policy import POLICIES, Audience, Profile
from domain.recipients import recipients
from domain.refusals import GuardsUnmet
from domain.slices.grace import PatienceReason
from domain.slices.leadership import GoalsOutcome, LeadershipCause
from domain.stages import Stage
from domain.steps import next_steps
from domain.urgent import ConfirmUrgentEnd, RequestUrgentEnd, UrgentGround
from domain.values import OrgId, OrgKind, PersonId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, drafting_day, voice
from tests.domain.teller import A, B, C, person

NEW = Actor(person_id=PersonId("bu-wati"), org_id=PARTNER)
ELECT = AppointPerson(person_id=NEW.person_id, name="Bu Wati", role=Role.LEAD)
ALTERNATE = voice(Role.ALTERNATE, PARTNER)
KEPT, CHANGED, QUESTIONED = (ReaffirmGoals(outcome=outcome) for outcome in GoalsOutcome)


def last(story: Story, kind: type[Event]) -> Event:
    return next(r.event for r in reversed(story.ledger) if isinstance(r.event, kind))


def contact_of(story: Story, org: OrgId) -> PersonId | None:
    stands_in = acting(story.p, org)
    return stands_in.person_id if stands_in else None


def told_at(story: Story, rule: str) -> list[datetime]:
    return [r.recorded_at for r in story.ledger if isinstance(r.event, EscalationRaised) and r.event.rule == rule]


def handed_over(story: Story) -> Story:
    return story.then(ALTERNATE, *(CompleteHandoverItem(item_id=item.item_id) for item in HANDED_OVER))


def patience(days: float, org: OrgId = PARTNER, reason: PatienceReason = PatienceReason.HARVEST) -> GrantPatience:
    return GrantPatience.model_validate({"org_id": org, "days": days, "reason": reason})


@pytest.mark.requirement("S1.18", "S0.1")
def test_an_informal_group_needs_two_named_people_and_no_papers() -> None:
    story = Story().drafted()
    group = story.p.party(PARTNER)
    assert group is not None
    assert (group.kind, group.legal_id) == (OrgKind.INFORMAL, None)
    assert contact_of(story, PARTNER) == B.person_id
    story.say(B, ReleasePerson(person_id=ALTERNATE.person_id))
    steps = next_steps(story.p, Circumstances(now=story.now, policy=story.policy, voice=Voice.of(A, story.p)))
    offer = next(step for step in steps if step.command == "offer_version")
    assert [missing.guard for missing in offer.unmet] == ["lead_and_alternate_on_each_side"]


@pytest.mark.requirement("S1.18")
def test_a_side_with_one_person_left_is_asked_for_a_second() -> None:
    story = Story().active().then(B, ReleasePerson(person_id=ALTERNATE.person_id))
    assert [(v.org_id, v.role) for v in story.p.leadership.vacancies] == [(PARTNER, Role.ALTERNATE)]
    assert told_at(story.wait(10), "vacancy") == [story.day(-10), story.day(-3)]
    story.say(B, AppointPerson(person_id=PersonId("pak-joko"), name="Pak Joko", role=Role.ALTERNATE))
    assert story.p.leadership.vacancies == ()
    assert story.p.clock("vacancy", f"alternate.{PARTNER}") is None


@pytest.mark.requirement("S1.19", "S1.18")
def test_a_reading_group_elects_another_lead_and_goes_on() -> None:
    story = Story(policy=POLICIES[Profile.INFORMAL]).active().wait(20).then(B, ELECT)
    opened = last(story, LeadershipChangeOpened)
    assert isinstance(opened, LeadershipChangeOpened)
    assert (opened.cause, opened.person_id, opened.acting) == (LeadershipCause.ELECTION, B.person_id, NEW.person_id)
    known = story.p.person(B.person_id)
    assert known is not None
    assert known.role is Role.MEMBER  # still there, to hand over what she knows
    story.wait(5).say(A, RecordLeaderMeeting(org_id=PARTNER, held_at=story.now))
    assert story.p.last_contact_at == story.now
    handed_over(story).wait(2).say(NEW, KEPT)
    closed = last(story, LeadershipChangeClosed)
    assert isinstance(closed, LeadershipChangeClosed)
    assert (closed.days, closed.offers) == (7, ("open_evaluation",))
    assert (story.p.leadership.changes, story.p.grace) == ((), ())
    assert story.stage() is Stage.ACTIVE


@pytest.mark.requirement("S1.19")
@pytest.mark.parametrize(
    ("cause", "by", "says"),
    [
        (LeadershipCause.LEAVING, B, AnnounceLeaving(person_id=B.person_id, last_day=drafting_day(60))),
        (LeadershipCause.VACANCY, B, ReleasePerson(person_id=B.person_id)),
        (LeadershipCause.ELECTION, B, ELECT),
        (LeadershipCause.SILENCE, A, ReportSilenceOfLead(org_id=PARTNER)),
    ],
)
def test_four_causes_open_a_change(cause: LeadershipCause, by: Actor, says: AnnounceLeaving) -> None:
    story = Story().active().then(by, says)
    (change,) = story.p.leadership.changes
    assert (change.org_id, change.cause, change.person_id) == (PARTNER, cause, B.person_id)
    assert change.event == next(r.version for r in story.ledger if r.event.type == "leadership_change.opened")
    assert change.items == HANDED_OVER
    assert held_until(story.p) == story.day(30)


@pytest.mark.requirement("S1.19")
def test_nothing_is_opened_while_it_is_only_proposed() -> None:
    story = Story().proposed().then(B, ReleasePerson(person_id=B.person_id))
    assert (story.p.leadership.changes, story.p.leadership.vacancies) == ((), ())


@pytest.mark.requirement("S2.23", "S4.13")
def test_keeping_somebody_comes_before_replacing_them() -> None:
    story = Story().active()
    story.say(B, AnnounceLeaving(person_id=B.person_id, last_day=story.day(40)))
    assert contact_of(story, PARTNER) == B.person_id
    assert story.wait(39).say(B, StayAfterAll(person_id=B.person_id)) == ["person.staying", "leadership_change.closed"]
    story.wait(10)
    assert story.p.person(B.person_id) is not None
    assert story.p.leadership.changes == ()


@pytest.mark.requirement("S2.23")
def test_a_silent_lead_loses_nothing_and_may_simply_come_back() -> None:
    story = Story().active().then(A, ReportSilenceOfLead(org_id=PARTNER))
    assert story.p.person(B.person_id) is not None
    assert contact_of(story, PARTNER) == ALTERNATE.person_id
    story.wait(20).say(B, KEPT)
    assert story.p.leadership.changes == ()
    assert contact_of(story, PARTNER) == B.person_id


def test_what_a_silent_lead_is_told_their_contact_is_told_too() -> None:
    story = Story().active().then(A, ReportSilenceOfLead(org_id=PARTNER))
    assert recipients(story.p, Audience.OWNER, PARTNER) == (B.person_id, ALTERNATE.person_id)
    assert recipients(story.p, Audience.OWNER, HOST) == (A.person_id,)


@pytest.mark.requirement("S1.19")
def test_a_group_whose_only_spokesman_stays_silent_names_another_after_the_grace() -> None:
    story = Story(crowd=True).active()
    member = voice(Role.MEMBER, PARTNER)
    gone = [ReleasePerson(person_id=person(role, PARTNER)) for role in (Role.ALTERNATE, Role.SPONSOR)]
    story.then(B, *gone).then(member, ReportSilenceOfLead(org_id=PARTNER)).wait(29)
    with pytest.raises(GuardsUnmet):
        story.say(member, ELECT)
    story.wait(1).say(member, ELECT)
    assert contact_of(story, PARTNER) == NEW.person_id


def test_who_leaves_has_no_post_after_the_last_day() -> None:
    story = Story().active()
    story.say(B, AnnounceLeaving(person_id=B.person_id, last_day=story.day(20)))
    assert story.wait(19.9).p.person(B.person_id) is not None
    story.wait(0.2)
    assert story.p.person(B.person_id) is None
    assert contact_of(story, PARTNER) == ALTERNATE.person_id
    assert [(v.role, v.org_id) for v in story.p.leadership.vacancies] == [(Role.LEAD, PARTNER)]
    assert [change.cause for change in story.p.leadership.changes] == [LeadershipCause.LEAVING]


def test_who_has_left_is_told_of_nothing_that_fell_due_meanwhile() -> None:
    story = Story().active()
    story.say(B, MakeCommitment(commitment_id="shelf", to_org=HOST, text="A shelf", due_at=story.day(30)))
    story.say(B, AnnounceLeaving(person_id=B.person_id, last_day=story.day(20)))
    known = len(story.ledger)
    story.sleep(60).say(CLOCK, Tick())
    told = {q for r in story.ledger[known:] if isinstance(r.event, EscalationRaised) for q in r.event.to}
    assert ALTERNATE.person_id in told
    assert B.person_id not in told


def test_time_for_handing_over_while_both_are_there() -> None:
    story = Story().active()
    last_day = story.day(20)
    story.say(B, AnnounceLeaving(person_id=B.person_id, last_day=last_day))
    story.wait(5).say(B, ELECT)
    former = story.p.person(B.person_id)
    assert former is not None
    assert (former.role, former.last_day) == (Role.MEMBER, last_day)
    assert story.wait(20).p.person(B.person_id) is None
    assert story.p.leadership.vacancies == ()
    assert contact_of(story, PARTNER) == NEW.person_id


@pytest.mark.requirement("S4.13")
def test_the_story_and_what_must_never_be_lost_are_handed_over() -> None:
    story = Story().active().then(B, ELECT)
    assert {"story", "never-lost", "contacts"} <= {item.item_id for item in HANDED_OVER}
    story.say(A, AddHandoverItem(org_id=PARTNER, item_id="tea", what="Who brings the tea on Sundays"))
    handed_over(story).then(A, RecordLeaderMeeting(org_id=PARTNER, held_at=story.now)).say(NEW, KEPT)
    (change,) = story.p.leadership.changes
    assert [item.item_id for item in change.items] == ["tea"]
    story.say(NEW, CompleteHandoverItem(item_id="tea"))
    assert story.p.leadership.changes == ()


@pytest.mark.requirement("S4.13")
def test_a_form_does_not_replace_a_meeting() -> None:
    story = handed_over(Story().active().then(B, ELECT)).then(NEW, KEPT)
    assert len(story.p.leadership.changes) == 1


@pytest.mark.requirement("S4.14", "S0.1")
def test_who_decides_and_who_carries_it_out_are_named() -> None:
    story = Story(crowd=True).active()
    for org in story.orgs:
        for role in (Role.LEAD, Role.ALTERNATE, Role.SPONSOR, Role.MEMBER):
            (holder,) = story.p.holders(role, org)
            assert holder.level is not None
    with pytest.raises(GuardsUnmet):
        story.say(voice(Role.MEMBER, PARTNER), ELECT)


def test_questions_keep_a_change_open_and_offer_a_talk_about_the_future() -> None:
    story = handed_over(Story().active().then(B, ELECT))
    story.say(A, RecordLeaderMeeting(org_id=PARTNER, held_at=story.now))
    story.say(NEW, QUESTIONED)
    answer = last(story, GoalsReaffirmed)
    assert isinstance(answer, GoalsReaffirmed)
    assert answer.offers == ("propose_change", "discuss_future")
    assert story.wait(400).stage() is Stage.ACTIVE
    assert told_at(story, "goals_questioned") == [story.day(-400)]
    story.say(NEW, CHANGED)
    assert story.p.leadership.changes == ()


def test_another_election_asks_the_next_lead_anew() -> None:
    story = Story().active().then(B, ELECT).then(NEW, KEPT)
    story.say(A, RecordLeaderMeeting(org_id=PARTNER, held_at=story.now))
    story.say(NEW, AppointPerson(person_id=PersonId("pak-joko"), name="Pak Joko", role=Role.LEAD))
    (change,) = story.p.leadership.changes
    assert (change.met, change.goals) == (False, None)


# ---- grace and patience ----


@pytest.mark.requirement("S4.30")
def test_reminders_wait_while_the_leadership_changes_and_come_as_one() -> None:
    story = Story().active()
    start = story.now
    story.wait(28).say(B, ELECT)
    story.wait(40)
    assert told_at(story, "contact") == [start + story.policy.days(58), start + story.policy.days(60)]
    skipped = [
        r.event.skipped for r in story.ledger if isinstance(r.event, EscalationRaised) and r.event.rule == "contact"
    ]
    assert skipped == [1, 0]


@pytest.mark.requirement("S4.30")
def test_grace_ends_with_the_change() -> None:
    story = Story().active()
    start = story.now
    story.wait(5).say(B, ELECT)
    assert held_until(story.p) == story.day(30)
    handed_over(story).then(NEW, KEPT).say(A, RecordLeaderMeeting(org_id=PARTNER, held_at=story.now))
    assert held_until(story.p) is None
    contact = story.p.clock("contact")
    assert contact is not None
    assert contact.due_at == start + story.policy.days(35)


@pytest.mark.requirement("S4.30")
def test_vacancy_and_handover_are_told_in_spite_of_grace() -> None:
    story = Story().active().then(B, ReleasePerson(person_id=B.person_id)).wait(22)
    start = story.day(-22)
    assert told_at(story, "vacancy") == [start + story.policy.days(d) for d in (0, 7, 21)]
    assert told_at(story, "handover") == [start + story.policy.days(d) for d in (7, 14, 21)]


@pytest.mark.requirement("S4.30")
def test_patience_is_given_with_its_reason_and_ends() -> None:
    story = Story().active()
    start = story.now
    story.wait(20).say(A, patience(60, reason=PatienceReason.ILLNESS))
    granted = last(story, PatienceGranted)
    assert isinstance(granted, PatienceGranted)
    assert (granted.reason, granted.by_org, granted.until) == (PatienceReason.ILLNESS, HOST, story.day(60))
    story.wait(100)
    assert told_at(story, "contact") == [start + story.policy.days(80), start + story.policy.days(90)]


@pytest.mark.requirement("S4.30")
def test_patience_moves_no_date_of_the_calendar_and_nothing_that_is_safe() -> None:
    story = Story().active(end_type=EndType.FIXED, ends_at=drafting_day(100))
    story.say(A, MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=story.day(10)))
    calendar = {"end_date", "notice_deadline"}
    before = {c.key: c.due_at for c in story.p.clocks if c.rule in calendar}
    story.say(B, patience(60))
    assert {c.key: c.due_at for c in story.p.clocks if c.rule in calendar} == before
    resume = story.day(5)
    story.say(B, PauseForSafety(reason="A flood", resume_at=resume))
    clock = story.p.clock("resume")
    assert clock is not None
    assert clock.due_at is not None
    assert clock.due_at <= resume


def test_whoever_leaves_the_partnership_leaves_nothing_open() -> None:
    story = (
        Story(HOST, PARTNER, THIRD).active().then(C, AppointPerson(person_id=PersonId("x"), name="X", role=Role.LEAD))
    )
    assert story.p.leadership.changes != ()
    story.say(Actor(person_id=PersonId("x"), org_id=THIRD), LeavePartnership(reason="Our members chose another path"))
    assert (story.p.leadership.changes, story.p.leadership.vacancies, story.p.grace) == ((), (), ())


# ---- the safety and legal path ----


@pytest.mark.requirement("S2.10")
def test_an_urgent_end_needs_two_people_and_whoever_is_told_is_on_record() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    guardians = [voice(Role.SPONSOR, org) for org in (HOST, PARTNER)]
    story.say(guardians[0], RequestUrgentEnd(ground=UrgentGround.SAFEGUARDING, text="A child is at risk."))
    with pytest.raises(GuardsUnmet):
        story.say(guardians[0], ConfirmUrgentEnd())
    story.say(guardians[1], ConfirmUrgentEnd())
    closing = story.p.closing
    assert closing is not None
    assert closing.decided_by == (person(Role.SPONSOR, HOST), person(Role.SPONSOR, PARTNER))
    assert closing.to_tell == (THIRD,)
    ended = story.now
    story.wait(400)
    assert told_at(story, "urgent_end") == [ended + story.policy.days(d) for d in (2, 30, 60)]
    assert not story.p.closed  # a year without a word is no review
