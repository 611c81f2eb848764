"""Somebody leaves: what is said in each partnership, in whose voice, and who comes after them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.clocks import EscalationRaised
from domain.departures import Leaving, Mover, Part, Plan, foreseen
from domain.leaving import PersonLeaving
from domain.message import Actor, Circumstances
from domain.people import AppointPerson, PersonReleased, directory
from domain.slices.leadership import LeadershipCause
from domain.values import PersonId, Role
from tests.domain.story import HOST, NOW, PARTNER, Story, person, voice
from tests.domain.teller import FACILITATOR

LEAD, ALTERNATE, MEMBER = (voice(role, PARTNER) for role in (Role.LEAD, Role.ALTERNATE, Role.MEMBER))
NEW = PersonId("bu-wati")
STAFF = Mover(actor=Actor(person_id=PersonId("rani"), org_id=PARTNER), staff=True)
TODAY = NOW.date()


def leaving(who: PersonId = LEAD.person_id, days: int = 30, **changes: object) -> Leaving:
    usual = {"person_id": who, "last_day": TODAY + timedelta(days=days)}
    return Leaving.model_validate({**usual, **changes})


def planned(story: Story, asked: Leaving, mover: Mover = STAFF) -> Part | None:
    names = {PersonId(p): f"Name of {p}" for p in (NEW, *(q.person_id for q in story.p.people))}
    plan = Plan(leaving=asked, mover=mover, over=asked.over("Asia/Jakarta"), names=names)
    return next(iter(plan.parts([story.p], story.now)), None)


def carried_out(story: Story, asked: Leaving, mover: Mover = STAFF) -> Story:
    part = planned(story, asked, mover)
    assert part
    return story.then(part.actor, *part.commands)


def day_after(asked: Leaving) -> date:
    return asked.last_day + timedelta(days=1)


def test_the_last_day_is_over_at_midnight_where_they_live() -> None:
    asked = leaving(last_day=date(2027, 1, 31))
    assert asked.over("Asia/Jakarta") == datetime(2027, 1, 31, 17, tzinfo=UTC)
    assert asked.over("Asia/Jayapura") == datetime(2027, 1, 31, 15, tzinfo=UTC)


def test_a_last_day_ahead_is_announced_and_opens_the_change_of_leadership() -> None:
    story = carried_out(Story().active(), leaving(successor=NEW))
    (change,) = story.p.leadership.changes
    assert (change.org_id, change.cause, change.person_id) == (PARTNER, LeadershipCause.LEAVING, LEAD.person_id)
    heir, leaver = story.p.person(NEW), story.p.person(LEAD.person_id)
    assert heir
    assert leaver
    assert (heir.role, heir.name, heir.last_day) == (Role.LEAD, f"Name of {NEW}", None)
    assert (leaver.role, leaver.last_day) == (Role.MEMBER, leaving().over("Asia/Jakarta"))
    gone = story.wait(31)
    assert gone.p.person(LEAD.person_id) is None


def test_a_last_day_gone_by_releases_at_once() -> None:
    story = carried_out(Story().active(), leaving(days=-1, successor=NEW))
    assert story.p.person(LEAD.person_id) is None
    assert [q.person_id for q in story.p.holders(Role.LEAD, PARTNER)] == [NEW]
    assert [change.person_id for change in story.p.leadership.changes] == [LEAD.person_id]
    assert not story.p.leadership.vacancies


def test_after_the_last_day_nudges_go_to_others() -> None:
    story = carried_out(Story().active(), leaving(days=5)).wait(6)
    known = len(story.ledger)
    story.wait(150)
    nudges = [r.event for r in story.ledger[known:] if isinstance(r.event, EscalationRaised)]
    assert nudges
    assert all(LEAD.person_id not in nudge.to for nudge in nudges)
    assert any(ALTERNATE.person_id in nudge.to for nudge in nudges)


@pytest.mark.parametrize("days", [-1, 30])
def test_the_role_passes_on_with_its_post_and_level(days: int) -> None:
    story = Story().active()
    hung = AppointPerson.model_validate(
        {"person_id": LEAD.person_id, "name": "X", "role": "lead", "position": "Head", "position_id": "pkk.head"}
        | {"level": "management", "safeguarding": True}
    )
    carried_out(story.then(LEAD, hung), leaving(days=days, successors={"pkk.head": NEW}))
    heir = story.p.person(NEW)
    assert heir
    assert (heir.role, heir.position, heir.position_id, heir.level) == (Role.LEAD, "Head", "pkk.head", "management")
    assert not heir.safeguarding  # somebody's own mandate


def test_another_post_of_theirs_stays() -> None:
    assert planned(Story().active(), leaving(position_id="another.post")) is None
    assert planned(Story().active(), leaving(org_id=HOST)) is None


@pytest.mark.parametrize(
    ("asked", "mover", "successor", "kept"),
    [
        (leaving(), STAFF, None, "nobody is named to come after them"),
        (leaving(successor=ALTERNATE.person_id), STAFF, ALTERNATE.person_id, None),
        (leaving(successor=person(Role.SPONSOR, PARTNER)), STAFF, None, "has a role here already"),
        (leaving(successor=person(Role.LEAD, HOST)), STAFF, None, "outside of this side"),
        (leaving(successor=NEW), Mover(Actor(person_id=NEW, org_id=HOST), staff=True), None, "only their own side"),
        (leaving(FACILITATOR.person_id, successor=NEW), STAFF, None, "all parties decide together"),
    ],
)
def test_who_comes_after_them_or_why_nobody(
    asked: Leaving, mover: Mover, successor: PersonId | None, kept: str | None
) -> None:
    story = Story(crowd=True).active()
    part = planned(story, asked, mover)
    assert part
    assert part.successor == successor
    assert (kept or "") in (part.kept or "")
    story.say(part.actor, *part.commands)  # whatever is planned, the domain takes


def test_who_may_bind_the_side_speaks_for_themself_and_staff_by_the_directory() -> None:
    story = Story().active()
    part = planned(story, leaving())
    assert part
    assert part.actor == directory(PARTNER)
    for mover in (Mover(ALTERNATE, staff=True), Mover(ALTERNATE, staff=False)):
        own = planned(story, leaving(), mover)
        assert own
        assert own.actor == ALTERNATE


def test_whoever_was_merged_leaves_and_moves_as_the_partnership_knows_them() -> None:
    story = Story().active()
    merged = Mover(ALTERNATE.model_copy(update={"person_id": NEW}), staff=False, ids=(NEW, ALTERNATE.person_id))
    asked = leaving(PersonId("merged"))
    plan = Plan(leaving=asked, mover=merged, over=asked.over("Asia/Jakarta"), names={}, ids=(LEAD.person_id,))
    (part,) = plan.parts([story.p], story.now)
    assert (part.actor, part.person.person_id) == (ALTERNATE, LEAD.person_id)
    story.say(part.actor, *part.commands)


def test_a_member_without_a_mandate_moves_nobody() -> None:
    story = Story(crowd=True).active()
    part = planned(story, leaving(), Mover(MEMBER, staff=False))
    assert part
    answer = foreseen(story.p, part.submission(story.p.id, story.now), Circumstances(story.now, story.policy))
    assert answer.refusal
    assert answer.refusal.unmet[0].guard == "names_its_own_people"


def test_a_member_leaves_by_their_own_word() -> None:
    story = Story(crowd=True).active()
    carried_out(story, leaving(MEMBER.person_id, days=-1), Mover(MEMBER, staff=False)).wait(0)
    assert story.p.person(MEMBER.person_id) is None


def test_the_directory_speaks_for_the_side_it_names_and_for_no_other() -> None:
    story = Story().active()
    part = planned(story, leaving())
    assert part
    foreign = part.model_copy(update={"actor": directory(HOST)}).submission(story.p.id, story.now)
    answer = foreseen(story.p, foreign, Circumstances(story.now, story.policy))
    assert answer.refusal
    assert answer.refusal.code == "not-your-side"


def test_what_is_foreseen_is_what_happens() -> None:
    story = Story().active()
    part = planned(story, leaving(successor=NEW))
    assert part
    submission = part.submission(story.p.id, story.now)
    answer = foreseen(story.p, submission, Circumstances(story.now, story.policy))
    known = len(story.ledger)
    story.say(part.actor, *part.commands)
    assert answer.event_types == tuple(r.event.type for r in story.ledger[known:])
    assert "leadership_change.opened" in answer.event_types


def test_asking_again_asks_for_nothing_more() -> None:
    story = carried_out(Story().active(), leaving())
    assert planned(story, leaving()) is None
    moved = carried_out(story, leaving(days=40))  # another last day
    assert [type(r.event) for r in moved.ledger[-1:]] == [PersonLeaving]
    assert planned(carried_out(moved, leaving(days=-1)), leaving(days=-1)) is None
    assert any(isinstance(r.event, PersonReleased) for r in moved.ledger)
