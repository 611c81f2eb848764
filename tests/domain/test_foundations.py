"""What the source documents ask of a beginning and of an agreement: each as one short story."""

from collections.abc import Iterator

import pytest

from domain.agreement import OfferVersion
from domain.draft import EndType
from domain.drafting import AssignRole, DefineIndicator, ProposeGoal, SetTerms
from domain.fit import AnswerFit, BeginDesigning
from domain.future import EndByAgreement, EndingGround
from domain.initiation import BeginAssessing, BeginExploring, ConfirmProfile, DeclareWillingness
from domain.message import Actor, Command, Voice
from domain.people import ReleasePerson
from domain.policy import FORMAL, INFORMAL, POLICIES, URGENT, Profile
from domain.refusals import GuardsUnmet
from domain.stages import Stage
from domain.values import OrgKind, PersonId, Role, Visibility
from tests.domain.story import ANSWERS, HOST, PARTNER, Story, appointment, drafting_day, voice
from tests.domain.teller import A, B, person

WHO_WE_ARE = ConfirmProfile(mission="To read", values=("care",), goals=("a library",))


def unmet(story: Story, actor: Actor, command: Command) -> list[str]:
    """The guards that keep a command back."""
    with pytest.raises(GuardsUnmet) as refused:
        story.copy().say(actor, command)
    return [missing.guard for missing in refused.value.unmet]


@pytest.mark.requirement("S0.5", "S0.1")
def test_nothing_starts_before_each_side_is_willing_and_has_a_lead() -> None:
    story = Story().proposed()
    assert unmet(story, A, BeginExploring()) == ["every_party_willing"]
    story.then(B, DeclareWillingness(willing=True), ReleasePerson(person_id=person(Role.LEAD, PARTNER)))
    assert unmet(story, A, BeginExploring()) == ["lead_on_each_side"]


@pytest.mark.requirement("S1.1", "S1.3", "S1.10")
def test_an_informal_group_is_its_values_and_goals_in_its_own_words_and_needs_no_papers() -> None:
    story = Story().exploring().contact().wait(14).contact().then(A, WHO_WE_ARE)
    group = story.p.party(PARTNER)
    assert group is not None
    assert (group.kind, group.legal_id) == (OrgKind.INFORMAL, None)
    assert unmet(story, A, BeginAssessing()) == ["profiles_confirmed"]
    story.then(B, WHO_WE_ARE, BeginAssessing())
    assert story.stage() is Stage.ASSESSING
    assert [r.event.org_id for r in story.ledger if r.event.type == "party.profile_confirmed"] == [HOST, PARTNER]


@pytest.mark.requirement("S2.18", "S1.9")
def test_nobody_is_rushed_into_papers_before_they_know_each_other() -> None:
    story = Story().exploring().each(Role.LEAD, WHO_WE_ARE).contact().wait(13).contact()
    assert unmet(story, A, BeginAssessing()) == ["acquainted"]
    story.wait(1).contact().then(A, BeginAssessing())


@pytest.mark.requirement("S3.10")
def test_vision_and_values_are_looked_at_by_both_before_anything_is_drafted() -> None:
    story = Story().assessing().then(A, *_answers()).then(B, *_answers(AnswerFit))
    assert unmet(story, voice(Role.SPONSOR, HOST), BeginDesigning()) == ["fit_answered_by_all"]


@pytest.mark.requirement("S1.11", "S1.12", "S2.5", "S3.12", "S4.14")
@pytest.mark.parametrize(
    ("without", "guard"),
    [(ProposeGoal, "goals_hold"), (AssignRole, "roles_stated"), (SetTerms, "terms_set")],
)
def test_no_agreement_without_goals_roles_and_responsibilities(without: type[Command], guard: str) -> None:
    assert guard in unmet(Story().drafted(without), A, OfferVersion())


@pytest.mark.requirement("S1.11")
@pytest.mark.parametrize("change", [{"clear": False}, {"achievable": False}, {"benefit_by_org": {HOST: "Fame"}}])
def test_a_goal_is_clear_achievable_and_good_for_each(change: dict[str, object]) -> None:
    story = Story().drafted()
    story.then(B, ProposeGoal(goal=story.p.draft.goals[0].model_copy(update=change)))
    assert unmet(story, A, OfferVersion()) == ["goals_hold"]


@pytest.mark.requirement("S1.18", "S4.14", "S0.1")
def test_each_side_names_two_people_who_decide_and_its_part_in_doing() -> None:
    story = Story().drafted().then(B, ReleasePerson(person_id=person(Role.ALTERNATE, PARTNER)))
    assert unmet(story, A, OfferVersion()) == ["lead_and_alternate_on_each_side"]
    assert all(r.strategy_part and r.delivery_part for r in story.p.draft.responsibilities)
    assert {r.org_id for r in story.p.draft.responsibilities} == set(story.orgs)


@pytest.mark.requirement("S1.18", "S3.11")
def test_how_often_they_meet_is_agreed_and_every_side_reads_every_event() -> None:
    story = Story().active()
    assert story.p.agreement is not None
    assert story.p.agreement.terms.contact_interval_days == 30
    assert {entry.visibility for entry in story.ledger} == {Visibility.BOTH}
    story.wait(31)
    assert [r.visibility for r in story.ledger if r.event.type == "escalation.raised"] == [Visibility.BOTH]


@pytest.mark.requirement("S1.6", "S1.13")
@pytest.mark.parametrize("by", [A, B], ids=["one side", "the other"])
def test_a_small_change_is_three_words_by_either_side_and_work_goes_on(by: Actor) -> None:
    story = Story().active()
    story.then(by, SetTerms(terms=story.terms(contact_interval_days=14)), OfferVersion()).accept(HOST, PARTNER)
    assert story.stage() is Stage.ACTIVE
    assert story.p.agreement is not None
    assert (story.p.agreement.version, story.p.agreement.terms.contact_interval_days) == (2, 14)
    assert "T9" not in story.transitions


@pytest.mark.requirement("S1.8")
def test_the_way_fits_the_kind_of_partner() -> None:
    assert URGENT.patience < FORMAL.patience < INFORMAL.patience
    days = {}
    for profile in Profile:
        story = Story(policy=POLICIES[profile]).proposed()
        clock = story.p.clock("willingness")
        assert clock is not None
        assert clock.due_at is not None
        days[profile] = (clock.due_at - story.now).days
    assert days == {Profile.FORMAL: 7, Profile.INFORMAL: 10, Profile.URGENT: 3}


@pytest.mark.requirement("S2.2")
def test_a_counterpart_may_be_a_team() -> None:
    story = Story().proposed()
    second = appointment(Role.LEAD, PARTNER).model_copy(update={"person_id": PersonId("bu-rini"), "name": "Bu Rini"})
    story.then(B, second)
    team = story.p.holders(Role.LEAD, PARTNER)
    assert [q.person_id for q in team] == [person(Role.LEAD, PARTNER), "bu-rini"]
    assert all(Voice.of(Actor(person_id=q.person_id, org_id=PARTNER), story.p).binds for q in team)


@pytest.mark.requirement("S4.20")
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (EndType.FIXED, {"ends_at": drafting_day(60)}),
        (EndType.MILESTONE, {"milestone": "The library stands"}),
        (EndType.OPEN, {}),
    ],
)
def test_it_is_agreed_how_it_is_expected_to_end(kind: EndType, more: dict[str, object]) -> None:
    story = Story().active(end_type=kind, **more)
    assert story.p.agreement is not None
    assert story.p.agreement.terms.end_type is kind
    assert (story.p.clock("end_date") is not None) == (kind is EndType.FIXED)


@pytest.mark.requirement("S4.21", "S4.20")
def test_a_short_partnership_ends_as_a_success() -> None:
    story = Story().active(end_type=EndType.FIXED, ends_at=drafting_day(60)).wait(50).asked(EndingGround.SUCCESS)
    story.together(EndByAgreement(ground=EndingGround.SUCCESS, reason="The library stands."))
    assert (story.stage(), story.p.ending.ground) == (Stage.WINDING_DOWN, EndingGround.SUCCESS)
    assert not any("terminat" in entry.event.model_dump_json() for entry in story.ledger)


@pytest.mark.requirement("S3.8")
def test_a_small_partner_is_asked_for_little() -> None:
    """What only the small group itself can say on the way to an agreement fits in five sittings and eight answers."""
    story = Story(policy=INFORMAL)
    said = [s for s in story.active().submissions if s.actor.org_id == PARTNER]
    own = [c for s in said for c in s.commands if not isinstance(c, type(appointment(Role.LEAD, PARTNER)))]
    helped = AssignRole | ProposeGoal | DefineIndicator | SetTerms | BeginAssessing  # any side can do these
    needed = [c.kind for c in own if not isinstance(c, helped)]
    assert needed == [
        "declare_willingness", "confirm_profile", "answer_fit", "declare_interests", "answer_partnership_test",
        "pledge_contribution", "accept_version",
    ]  # fmt: skip
    sittings = {entry.recorded_at for entry in story.ledger if entry.actor.org_id == PARTNER}
    assert len(sittings) <= 5
    waited = [r.event for r in story.ledger if r.event.type == "escalation.raised"]
    assert waited == []


def _answers(without: type[Command] | None = None) -> Iterator[Command]:
    return (answer for answer in ANSWERS if without is None or not isinstance(answer, without))
