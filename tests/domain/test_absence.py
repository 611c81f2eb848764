"""Whom the others meet without: of three parties none is forgotten, and nobody gets to know each other by telling."""

import pytest

from domain.contact import RecordContact, last_met
from domain.initiation import BeginAssessing
from domain.people import LeavePartnership
from domain.policy import FORMAL
from domain.refusals import GuardsUnmet
from domain.scoring import contact
from domain.slices.contact import LOGGED
from domain.slices.engagement import EngagementState
from domain.stages import Stage
from domain.tasks.task import Task
from domain.tasks.waiting import tasks
from domain.values import OrgId, Role
from tests.domain.story import HOST, NAMES, PARTNER, THIRD, Story, voice
from tests.domain.teller import A, B, C
from tests.domain.test_escalation import raised
from tests.domain.test_foundations import WHO_WE_ARE

ALL = (HOST, PARTNER, THIRD)


def meets(story: Story, *orgs: OrgId, after: float = 28) -> Story:
    """Some of the parties meet, and others do not."""
    story.wait(after)
    return story.then(A, RecordContact(held_at=story.now, orgs=orgs))


def together() -> Story:
    """All three have just met."""
    return meets(Story(*ALL).active(), *ALL, after=1)


def asked(story: Story) -> list[Task]:
    return [task for task in tasks(story.p).values() if task.rule == "contact"]


def test_where_two_of_three_meet_the_third_is_not_forgotten() -> None:
    story = together()
    for _ in range(3):
        meets(story, HOST, PARTNER)
    assert [nudge.step for nudge in raised(story, "contact")] == [0, 1, 2]
    assert story.p.engagement.state is EngagementState.SILENT
    named = {"parties": NAMES[THIRD]}
    assert {task.org_id: task.params for task in asked(story)} == {HOST: named, PARTNER: named, THIRD: {}}
    meets(story, PARTNER, THIRD, after=1)
    assert (asked(story), story.p.engagement.state) == ([], EngagementState.ENGAGED)


@pytest.mark.parametrize("pairs", [((HOST, PARTNER), (PARTNER, THIRD)), ((PARTNER, THIRD), (HOST, PARTNER))])
def test_of_two_contacts_at_one_moment_the_one_told_first_is_cited_whoever_had_it(
    pairs: tuple[tuple[OrgId, OrgId], ...],
) -> None:
    story = together().wait(9)
    told = {HOST: A, PARTNER: B, THIRD: C}
    for orgs in pairs:
        story.say(told[orgs[0]], RecordContact(held_at=story.now, orgs=orgs))
    *_, first, _ = (entry.version for entry in story.ledger if entry.event.type == "contact.held")
    assert last_met(story.p).event == first


def test_where_all_are_silent_nobody_in_particular_is_named() -> None:
    assert [task.params for task in asked(together().wait(31))] == [{}, {}, {}]


def test_an_absent_party_costs_points_of_health_and_is_named() -> None:
    story = together()
    met = story.p.version
    meets(meets(story, HOST, PARTNER, after=30), HOST, PARTNER, after=30)
    (line,) = (q.line for q in contact(story.p, FORMAL, story.now))
    assert (line.about, line.points, line.events) == ("absent", 8, (met,))
    assert line.params == {"parties": NAMES[THIRD], "days": "60", "agreed": "30"}


def test_who_was_there_stays_known_when_a_contact_is_forgotten() -> None:
    story = together()
    when = story.now
    for _ in range(LOGGED + 3):
        meets(story, HOST, PARTNER, after=0.1)
    met = last_met(story.p)
    assert (met.at, met.event, [party.org_id for party in met.of]) == (when, None, [THIRD])


def test_of_what_an_earlier_release_has_forgotten_each_party_may_have_been_there() -> None:
    story = together()
    for _ in range(LOGGED + 3):
        meets(story, HOST, PARTNER, after=0.1)
    latest = story.p.contact_log.latest
    story.p = story.p.but(contact_log=story.p.contact_log.but(latest_of={}))
    assert last_met(story.p).at == latest
    assert last_met(meets(story, HOST, PARTNER, after=0.1).p).at == latest


def test_who_leaves_is_not_missed() -> None:
    story = together()
    meets(meets(story, HOST, PARTNER), HOST, PARTNER)
    story.say(C, LeavePartnership(reason="Another path"))
    assert (last_met(story.p).at, last_met(story.p).of) == (story.now, ())


def refused(story: Story) -> str:
    with pytest.raises(GuardsUnmet) as found:
        story.say(A, BeginAssessing())
    return found.value.unmet[0].params["so_far"]


def acquainted(*orgs: OrgId) -> Story:
    """They know who the others are, and have not met."""
    story = Story(*orgs).exploring()
    for org in story.orgs:
        story.say(voice(Role.LEAD, org), WHO_WE_ARE)
    return story


def test_nobody_gets_to_know_each_other_by_telling_of_old_times() -> None:
    story = acquainted(HOST, PARTNER)
    for days in (-5000, -20, 0):
        story.say(A, RecordContact(held_at=story.day(days), orgs=(HOST, PARTNER)))
    assert (story.p.contacts, refused(story)) == (3, "1")
    story.wait(14)
    story.then(B, RecordContact(held_at=story.now, orgs=(HOST, PARTNER)), BeginAssessing())
    assert story.p.stage is Stage.ASSESSING


def test_who_knows_each_other_already_needs_the_word_of_both() -> None:
    story = acquainted(HOST, PARTNER)
    for days in (-60, -40):
        story.say(A, RecordContact(held_at=story.day(days), orgs=(HOST, PARTNER)))
    assert refused(story) == "0"
    story.say(B, BeginAssessing())
    assert story.p.stage is Stage.ASSESSING


def test_many_contacts_of_one_day_do_not_make_it_longer() -> None:
    story = acquainted(HOST, PARTNER)
    story.say(A, RecordContact(held_at=story.day(-5000), orgs=(HOST, PARTNER)))
    for _ in range(LOGGED + 2):
        meets(story, HOST, PARTNER, after=0)
    refused(story)
    meets(story, HOST, PARTNER, after=14).then(A, BeginAssessing())
    assert story.p.stage is Stage.ASSESSING


def test_each_party_has_to_be_known() -> None:
    story = acquainted(*ALL)
    for orgs in ((HOST, PARTNER), (HOST, PARTNER), (HOST, THIRD)):
        meets(story, *orgs, after=14)
    assert refused(story) == "1"
    meets(story, PARTNER, THIRD, after=13)
    assert refused(story) == "2"
    meets(story, PARTNER, THIRD, after=1).then(A, BeginAssessing())
    assert story.p.stage is Stage.ASSESSING
