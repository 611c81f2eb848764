"""Dependence on one pair, the support map, and the way from a personal tie to an institutional one and back."""

from datetime import timedelta

import pytest

from domain.contact import RecordContact
from domain.dependence import DependenceMeasured, Footing, dependence, measured
from domain.institutionalisation import DepthChanged, LoosenPartnership, evidence_gone, next_depth
from domain.message import Circumstances, Voice
from domain.people import ReleasePerson
from domain.refusals import GuardsUnmet
from domain.rooting import ProtectKeyPerson, RootsAsked
from domain.slices.institutionalisation import AskingReason, Strength
from domain.steps import next_steps
from domain.support import RecordSupport, support_map
from domain.values import Depth, Level, OrgId, PersonId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, drafting_day
from tests.domain.table import rooting
from tests.domain.table.rooting import DEEPER, DEEPEST, OPPOSED, SHE_BEGAN_IT, rooted, stands
from tests.domain.teller import A, B, person
from tests.domain.test_escalation import raised

LEADS = (person(Role.LEAD, HOST), person(Role.LEAD, PARTNER))
OTHERS = (person(Role.ALTERNATE, HOST), person(Role.ALTERNATE, PARTNER))


def meet(story: Story, *people: PersonId, times: int = 1, orgs: tuple[OrgId, ...] = (HOST, PARTNER)) -> Story:
    for _ in range(times):
        story.wait(1)
        story.say(A, RecordContact(held_at=story.now, orgs=orgs, people=people))
    return story


def asked(story: Story) -> list[AskingReason]:
    return [entry.event.reason for entry in story.ledger if isinstance(entry.event, RootsAsked)]


def footing(story: Story) -> Footing:
    return measured(story.p, story.now, story.policy).footing


@pytest.mark.requirement("S4.11", "S1.17")
def test_dependence_is_the_share_of_contacts_that_rest_on_one_pair() -> None:
    story = meet(meet(Story().active(), *LEADS, times=3), *OTHERS)
    found = dependence(story.p, story.now)
    assert (set(found.pair or ()), found.share, found.contacts) == (set(LEADS), 0.75, 4)
    assert found.footing(story.policy) is Footing.UNKNOWN
    assert footing(meet(story, *LEADS, *OTHERS)) is Footing.SPREAD
    assert footing(meet(Story().active(), *LEADS, times=5)) is Footing.ONE_PAIR


@pytest.mark.requirement("S4.11")
def test_nobody_named_is_unknown_and_never_good() -> None:
    story = meet(Story().active(), times=9)
    assert dependence(story.p, story.now).contacts == 0
    assert footing(story) is Footing.UNKNOWN
    assert footing(meet(story, LEADS[0], times=9)) is Footing.UNKNOWN


def test_what_was_long_ago_says_nothing_about_today() -> None:
    story = meet(Story().active(), *LEADS, times=6)
    assert dependence(story.p, story.now + timedelta(days=800)).contacts == 0


def test_among_three_it_is_looked_at_each_two() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    two = (person(Role.LEAD, PARTNER), person(Role.LEAD, THIRD))
    meet(meet(story, *LEADS, *OTHERS, times=8), *two, times=5, orgs=(PARTNER, THIRD))
    found = dependence(story.p, story.now)
    assert (set(found.pair or ()), found.share, found.contacts) == (set(two), 1.0, 5)


@pytest.mark.requirement("S4.25")
def test_resting_on_one_pair_is_a_reason_to_ask_at_once_but_not_every_day() -> None:
    story = meet(Story().active(), *LEADS, times=12)
    assert asked(story) == [AskingReason.DEPENDENCE]
    (told,) = (entry.event for entry in story.ledger if isinstance(entry.event, DependenceMeasured))
    assert (set(told.pair), told.share, told.contacts) == (set(LEADS), 1.0, 5)


@pytest.mark.requirement("S4.25")
def test_both_leads_are_asked_once_a_year_while_they_are_in_touch() -> None:
    story = Story().active()
    for _ in range(30):
        story.wait(29).contact()
    assert asked(story) == [AskingReason.A_YEAR] * 2
    assert [step.audience for step in raised(story, "institutionalise")] == ["leads", "leads"]
    story.wait(1000)
    assert asked(story) == [AskingReason.A_YEAR] * 2


@pytest.mark.requirement("S4.25")
def test_a_renewal_is_a_reason_to_ask() -> None:
    story = Story().active(end_type="fixed", ends_at=drafting_day(200)).wait(20).asked().renewed()
    assert asked(story) == [AskingReason.RENEWAL]


@pytest.mark.requirement("S4.15", "S4.16")
def test_the_support_map_shows_each_level_of_each_party_and_what_is_unknown() -> None:
    lead = person(Role.LEAD, PARTNER)
    story = Story().active().then(
        B,
        RecordSupport(level=Level.FIELD, text="She leads", person=lead),
        RecordSupport(level=Level.FIELD, text="He waits", person=OTHERS[1], strength=Strength.NEUTRAL),
        RecordSupport(level=Level.LEADERSHIP, text="The board says no", strength=Strength.OPPOSED),
    )  # fmt: skip
    rows = {row.level: {cell.org_id: cell for cell in row.cells} for row in support_map(story.p)}
    assert list(rows) == list(Level)
    assert rows[Level.FIELD][PARTNER].strength is Strength.SUPPORTER
    assert rows[Level.FIELD][PARTNER].people == {lead: Strength.SUPPORTER, OTHERS[1]: Strength.NEUTRAL}
    assert rows[Level.LEADERSHIP][PARTNER].strength is Strength.OPPOSED
    assert rows[Level.MANAGEMENT][PARTNER].strength is None
    assert all(row[HOST].strength is None for row in rows.values())


@pytest.mark.requirement("S4.15")
def test_support_goes_with_the_person_and_one_word_can_withdraw_a_whole_level() -> None:
    story = Story().active()
    story.say(B, RecordSupport(level=Level.FIELD, text="He reads", person=OTHERS[1]))
    story.say(B, RecordSupport(level=Level.MANAGEMENT, text="The office"))
    story.say(B, ReleasePerson(person_id=OTHERS[1]))
    strengths = {row.level: row.cells[1].strength for row in support_map(story.p)}
    assert strengths == {Level.LEADERSHIP: None, Level.MANAGEMENT: Strength.SUPPORTER, Level.FIELD: None}
    story.say(B, RecordSupport(level=Level.MANAGEMENT, text="No more", strength=Strength.OPPOSED))
    assert support_map(story.p)[1].cells[1].strength is Strength.OPPOSED


@pytest.mark.requirement("S4.25", "S4.16")
def test_everybody_sees_in_words_what_the_next_depth_still_needs() -> None:
    story = Story().active()
    c = Circumstances(now=story.now, policy=story.policy, voice=Voice.of(A, story.p))
    (step,) = (step for step in next_steps(story.p, c) if step.command == "deepen_partnership")
    assert [u.guard for u in step.unmet] == ["supported_on_two_levels", "a_second_pair_has_met"]
    assert next_depth(story.p) is Depth.SHARED


@pytest.mark.requirement("S4.25", "S4.26", "S4.28")
def test_from_a_personal_tie_to_an_institutional_one() -> None:
    story = rooted().together(DEEPEST)
    assert story.p.depth is Depth.INSTITUTIONAL
    steps = [(e.event.before, e.event.after) for e in story.ledger if isinstance(e.event, DepthChanged)]
    assert steps == [(Depth.PERSONAL, Depth.SHARED), (Depth.SHARED, Depth.INSTITUTIONAL)]
    assert story.p.roots.strategy is not None
    assert story.p.roots.strategy.version == 1
    assert story.p.clock("institutionalise") is None


@pytest.mark.requirement("S4.25")
def test_one_side_alone_says_that_evidence_is_gone_and_all_take_the_step_back() -> None:
    story = stands().together(DEEPER)
    c = Circumstances(now=story.now, policy=story.policy)
    assert evidence_gone(story.p, c) == ()
    story.say(B, OPPOSED)
    assert evidence_gone(story.p, c)[0].text.startswith("somebody must stand behind it on at least two levels")
    story.together(LoosenPartnership(to=Depth.PERSONAL, reason="The librarians have left"))
    assert story.p.depth is Depth.PERSONAL


@pytest.mark.requirement("S4.25")
def test_a_start_date_in_the_past_makes_nothing_institutional() -> None:
    long_ago = drafting_day(-900)
    story = Story().active(starts_at=long_ago)
    assert story.p.active_since == long_ago
    assert story.p.in_force_since == story.now
    with pytest.raises(GuardsUnmet, match="by the record and not by its stated start"):
        rooted(days=100).say(A, DEEPEST)


def test_an_amendment_does_not_start_the_year_anew() -> None:
    story = Story().amended()
    began = story.p.in_force_since
    story.wait(20).accept(HOST, PARTNER)
    assert story.p.agreement is not None
    assert story.p.agreement.in_force_at == story.now
    assert story.p.in_force_since == began == story.day(-20)


@pytest.mark.requirement("S4.13")
def test_a_key_person_is_not_replaced_by_forms() -> None:
    story = rooting.lost()
    with pytest.raises(GuardsUnmet, match=r"alternate of Yayasan Lestari"):
        story.say(A, DEEPEST)
    story.say(A, ProtectKeyPerson(person_id=SHE_BEGAN_IT.person_id, reason="Tea and thanks", protected=False))
    assert story.p.roots.key_people == ()
    assert story.together(DEEPEST).p.depth is Depth.INSTITUTIONAL


@pytest.mark.requirement("S4.28")
def test_a_strategy_has_versions_and_a_horizon() -> None:
    story = Story().active()
    story.together(rooting.plan(story)).wait(10).together(rooting.plan(story, 500))
    assert story.p.roots.strategy is not None
    assert (story.p.roots.strategy.version, story.p.roots.strategy.horizon) == (2, story.day(500))
