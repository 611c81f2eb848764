"""Time for each other: quiet days hold reminders back, nudges reach people in post, policies change together."""

from datetime import date, timedelta

import pytest

from domain.adoption import AdoptPolicy
from domain.calendar import Calendar, QuietCause, QuietPeriod
from domain.clocks import EscalationRaised, ReminderSkipped
from domain.commitments import MakeCommitment
from domain.escalation import Tick
from domain.message import CLOCK, Circumstances
from domain.people import AppointNeutral, LeavePartnership, ReleasePerson
from domain.policy import FORMAL, POLICIES, RULES, Audience, EscalationRule, LifecyclePolicy, Profile
from domain.quiet import EndQuietPeriod, ObserveQuietPeriod
from domain.recipients import reach, recipients
from domain.refusals import TooLong
from domain.values import PersonId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story
from tests.domain.teller import NOW, A, B, C, person, yes

LEAD, OTHER_LEAD = person(Role.LEAD, HOST), person(Role.LEAD, PARTNER)


def quiet(story: Story, starts: float, length: int, name: str = "harvest") -> ObserveQuietPeriod:
    first = story.day(starts).date()
    return ObserveQuietPeriod(
        period_id=name,
        starts=first,
        ends=first + timedelta(days=length - 1),
        cause=QuietCause.HARVEST,
        reason="All hands are in the fields",
    )


def due(story: Story, rule: str, about: str = "") -> object:
    clock = story.p.clock(rule, about)
    assert clock is not None
    return clock.due_at


def nudges(story: Story, rule: str) -> list[EscalationRaised]:
    return [r.event for r in story.ledger if isinstance(r.event, EscalationRaised) and r.event.rule == rule]


def released(story: Story, *roles: Role) -> Story:
    return story.then(B, *(ReleasePerson(person_id=person(role, PARTNER)) for role in roles))


# ---- quiet days ----


@pytest.mark.requirement("S4.30", "S3.8")
def test_quiet_days_of_one_side_hold_patient_reminders_back_for_both() -> None:
    story = Story().active()
    before = story.now
    story.say(B, quiet(story, 5, 10))
    assert due(story, "contact") == before + timedelta(days=30 + 10)
    story.wait(100)
    assert nudges(story, "contact")[0].due_at == before + timedelta(days=40)


@pytest.mark.requirement("S4.30")
def test_quiet_days_move_neither_dates_nor_safety() -> None:
    story = Story().active()
    promised = story.day(20)
    story.say(A, MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=promised))
    unmoved = {c.key: c.due_at for c in story.p.clocks if not rule(c.rule).patient}
    story.say(B, quiet(story, 1, 40))
    assert unmoved
    assert {c.key: c.due_at for c in story.p.clocks if c.key in unmoved} == unmoved


def rule(name: str) -> EscalationRule:
    return next(r for r in RULES if r.name == name)


def test_who_is_back_early_starts_the_clocks_again_and_keeps_the_days_that_were_quiet() -> None:
    story = Story().active()
    start = story.now
    story.then(B, quiet(story, 5, 20)).wait(10)
    story.say(B, EndQuietPeriod(period_id="harvest"))
    assert due(story, "contact") == start + timedelta(days=30 + 5)
    assert [q.ends for q in story.p.quiet] == [story.day(-1).date()]


def test_quiet_days_of_a_party_that_has_left_can_be_ended_by_whoever_stays() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    story.then(C, quiet(story, -1, 20)).then(C, LeavePartnership(reason="Another path"))
    story.say(A, EndQuietPeriod(period_id="harvest"))
    assert [q.ends for q in story.p.quiet] == [story.day(-1).date()]


def test_no_side_makes_the_clocks_stand_still_for_most_of_a_year() -> None:
    story = Story().active()
    for month in range(3):
        story.say(B, quiet(story, 31 * month + 1, 30, f"quiet-{month}"))
    with pytest.raises(TooLong) as refused:
        story.say(B, quiet(story, 120, 3, "more"))
    assert "92" in str(refused.value.report())
    story.say(B, quiet(story, 500, 30, "the-next-year"))
    story.say(A, quiet(story, 120, 30, "the-others"))


def test_the_same_months_are_quiet_in_each_year() -> None:
    story = Story().active()
    for year in range(3):
        story.say(B, quiet(story, 365 * year + 1, 62, f"fast-{year}"))
    with pytest.raises(TooLong):
        story.say(B, quiet(story, 100, 31, "harvest"))


def test_what_was_quiet_long_ago_is_not_carried_along() -> None:
    story = Story().active()
    for year in range(3):
        for month in range(6):
            story.then(B, quiet(story, 1, 10, f"quiet-{year}-{month}")).wait(20).contact().wait(40).contact()
    assert len(story.p.quiet) <= 6  # some clocks run for half a year


@pytest.mark.requirement("S4.30")
def test_a_policy_knows_the_feast() -> None:
    feast = QuietPeriod(starts=date(2027, 1, 11), ends=date(2027, 1, 13), reason="A feast")
    story = Story(policy=FORMAL.model_copy(update={"calendar": Calendar(quiet=(feast,))})).proposed()
    assert due(story, "willingness") == NOW + timedelta(days=7 + 3)


# ---- who is told ----


def test_a_nudge_reaches_the_lead_or_whoever_stands_in() -> None:
    story = Story().agreeing()
    assert recipients(story.p, Audience.LEADS) == (LEAD, OTHER_LEAD)
    assert recipients(story.p, Audience.OWNER, PARTNER) == (OTHER_LEAD,)
    assert recipients(story.p, Audience.PROPOSER) == (LEAD,)
    released(story, Role.LEAD)
    assert recipients(story.p, Audience.OWNER, PARTNER) == (person(Role.ALTERNATE, PARTNER),)


def test_a_vacant_post_is_never_written_to_and_never_forgotten() -> None:
    story = released(Story().agreeing(), Role.LEAD, Role.ALTERNATE)
    assert reach(story.p, Audience.LEADS) == ((LEAD,), (PARTNER,), False)
    assert reach(story.p, Audience.OWNER, PARTNER) == ((), (PARTNER,), True)
    story.accept(HOST)
    story.wait(31)  # its change of leadership has given that side time
    skipped = [r.event for r in story.ledger if isinstance(r.event, ReminderSkipped) and r.event.rule == "acceptance"]
    assert [(s.org_id, s.why) for s in skipped] == [(PARTNER, "vacant")]
    (nudge,) = nudges(story, "acceptance")
    assert nudge.to == (LEAD, person(Role.SPONSOR, HOST), person(Role.SPONSOR, PARTNER))


def test_sponsors_are_told_and_where_there_is_none_the_lead() -> None:
    story = Story(crowd=True).active()
    assert recipients(story.p, Audience.SPONSORS) == (person(Role.SPONSOR, HOST), person(Role.SPONSOR, PARTNER))
    released(story, Role.SPONSOR)
    assert recipients(story.p, Audience.SPONSORS) == (person(Role.SPONSOR, HOST), OTHER_LEAD)


def test_the_neutral_person_or_else_whoever_raised_it() -> None:
    story = Story().active()
    raiser = PersonId("dewi")
    assert reach(story.p, Audience.FACILITATOR).nobody
    assert reach(story.p, Audience.FACILITATOR, raiser=raiser).to == (raiser,)
    story.together(AppointNeutral(person_id=PersonId("tono"), name="Mas Tono", role=Role.FACILITATOR))
    assert reach(story.p, Audience.FACILITATOR, raiser=raiser).to == (PersonId("tono"),)
    assert reach(story.p, Audience.ENGINE) == ((), (), False)


def test_missed_steps_are_one_nudge_to_all_whom_they_would_have_told() -> None:
    story = Story(crowd=True).agreeing().sleep(40)
    story.say(CLOCK, Tick())
    (nudge,) = nudges(story, "acceptance")
    assert nudge.skipped == 3
    assert nudge.to == (LEAD, OTHER_LEAD, person(Role.SPONSOR, HOST), person(Role.SPONSOR, PARTNER))


@pytest.mark.requirement("S1.8")
def test_every_nudge_says_which_event_it_counts_from() -> None:
    story = Story().agreeing()
    offered = next(r.version for r in story.ledger if r.event.type == "agreement.version_offered")
    story.wait(5)
    (nudge,) = nudges(story, "acceptance")
    assert offered <= (nudge.event or 0) < offered + 3


# ---- patience ----


@pytest.mark.requirement("S4.30", "S1.8", "S3.7")
@pytest.mark.parametrize(("profile", "days"), [(Profile.FORMAL, 7.0), (Profile.INFORMAL, 10.5), (Profile.URGENT, 3.5)])
def test_each_profile_has_its_own_patience(profile: Profile, days: float) -> None:
    story = Story(policy=POLICIES[profile]).proposed()
    assert due(story, "willingness") == NOW + timedelta(days=days)


@pytest.mark.requirement("S4.30")
@pytest.mark.parametrize("patience", [0.1, 1, 10])
def test_no_patience_moves_a_date(patience: float) -> None:
    policy = LifecyclePolicy.model_validate(FORMAL.model_dump() | {"patience": patience})
    story = Story(policy=policy).active()
    due_at = story.day(20)
    story.say(A, MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=due_at))
    assert due(story, "commitment", "shelf") == due_at - timedelta(days=7)


CALENDAR_OR_SAFETY = {
    "objection", "start", "commitment", "notice_deadline", "end_date", "holding_over", "resume", "reflection",
    "relayed", "ending_item", "urgent_end", "aftercare", "assurance", "operational_end", "last_day", "concern_severe",
    "retaliation_check", "action", "evaluation_schedule", "availability",
}  # fmt: skip


@pytest.mark.requirement("S4.30")
def test_rules_about_dates_and_safety_are_not_patient() -> None:
    assert {r.name for r in RULES if r.name in CALENDAR_OR_SAFETY and r.patient} == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_both_leads_hear_of_it_before_any_sponsor(rule: EscalationRule) -> None:
    assert rule.before_the_leads() is None


# ---- another policy ----


class Republished(Story):
    """A story while whose telling a second policy has been published."""

    @property
    def policies(self) -> dict[int, LifecyclePolicy]:
        slow = LifecyclePolicy.model_validate(self.policy.model_dump() | {"patience": 3})
        return {0: self.policy, 1: slow} if self.p.exists else {0: self.policy}


def test_a_new_policy_changes_nothing_until_every_party_agrees_and_then_everything_at_once() -> None:
    story = Republished().agreeing()
    offered = story.now
    story.say(A, AdoptPolicy(version=1))
    assert due(story, "acceptance") == offered + timedelta(days=5)
    assert story.say(B, yes("adopt_policy")) == ["decision.agreed", "decision.taken", "policy.adopted"]
    assert story.p.policy_version == 1
    assert due(story, "acceptance") == offered + timedelta(days=15)
    story.wait(100)
    assert nudges(story, "acceptance")[0].due_at == offered + timedelta(days=15)


def test_a_partnership_begins_with_the_newest_policy() -> None:
    given = Circumstances(now=NOW, policy=FORMAL, policies={0: FORMAL, 1: POLICIES[Profile.URGENT]})
    assert (given.newest, Circumstances(now=NOW, policy=FORMAL).newest) == (1, 0)
    blank = Story().p
    assert given.policy_of(blank) is FORMAL
    assert given.policy_of(blank.but(policy_version=1)) is POLICIES[Profile.URGENT]
    assert given.policy_of(blank.but(policy_version=9)) is FORMAL
