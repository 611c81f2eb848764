"""What is remembered of the beginning, and the first drafts that well-known kinds of partnership begin with."""

import pytest
from pydantic import ValidationError

from domain.beginning import Beginning, Complement, beginning
from domain.drafting import ProposeGoal
from domain.fit import DeclareInterests
from domain.initiation import ConfirmProfile, InvitedParty, ProposePartnership
from domain.origins import Choice, InformalKind, Origin, Relation, Sector, Standing
from domain.policy import POLICIES, Profile
from domain.refusals import Incomplete, UnknownItem
from domain.stages import Stage
from domain.templates import TEMPLATES, Template, template
from domain.values import ContributionKind, OrgId, OrgKind
from tests.domain.story import HOST, PARTNER, THIRD, Story
from tests.domain.teller import INITIATOR, A, B

CHOICE = Choice(reason="They know every family.", criteria=("trusted by mothers", "near"), considered=3)
FRIENDS = Relation(origin=Origin.CLOSE_FRIEND, standing=Standing.PEER, same_profession=False)


def proposal(**more: object) -> ProposePartnership:
    usual = Story().proposal()
    kinds: dict[OrgId, dict[str, str]] = {
        HOST: {"sector": Sector.SOCIAL},
        PARTNER: {"sector": "education", "subtype": "grassroots"},
    }
    parties = [{**party.model_dump(), **kinds[party.org_id]} for party in usual.parties]
    return ProposePartnership.model_validate({**usual.model_dump(), "parties": parties, **more})


def told(story: Story) -> Beginning:
    return beginning(entry.event for entry in story.ledger)


@pytest.mark.requirement("S0.3", "S4.12", "S2.24", "S1.2", "S3.1")
def test_who_had_the_idea_and_why_just_this_partner() -> None:
    story = Story().then(INITIATOR, proposal(relation_origin="Neighbours", initiators=("Bu Ani",), choice=CHOICE))
    began = told(story)
    assert (began.origin, began.initiators, began.choice) == ("Neighbours", ("Bu Ani",), CHOICE)
    assert began.sectors == {HOST: Sector.SOCIAL, PARTNER: Sector.EDUCATION}
    assert began.subtypes == {PARTNER: InformalKind.GRASSROOTS}


@pytest.mark.requirement("S2.24")
def test_what_was_looked_for_once_may_be_looked_for_again() -> None:
    first = told(Story().then(INITIATOR, proposal(choice=CHOICE)))
    assert first.choice is not None
    again = Choice(reason="Again.", criteria=first.choice.criteria)
    after = Story()
    after.say(INITIATOR, proposal(choice=again, predecessor_id=after.p.id), predecessor=Stage.ENDED)
    assert told(after).choice == again


@pytest.mark.requirement("S0.4", "S2.4")
def test_friends_and_family_say_how_their_tie_is_kept_from_harm() -> None:
    story = Story().assessing()
    with pytest.raises(Incomplete):
        story.say(A, DeclareInterests(conflicts=(), relation=FRIENDS))
    story.then(A, DeclareInterests(conflicts=(), relation=FRIENDS, mitigation="Others sign."))
    newcomer = Relation(origin=Origin.NEWCOMER, standing=Standing.BELOW)
    story.then(B, DeclareInterests(conflicts=(), relation=newcomer))
    assert told(story).relations == {HOST: FRIENDS, PARTNER: newcomer}


@pytest.mark.requirement("S2.1", "S1.4")
def test_what_one_lacks_another_may_have() -> None:
    story = Story().exploring()
    usual = {"mission": "To read", "values": ("care",), "goals": ("a library",)}
    story.then(A, ConfirmProfile.model_validate({**usual, "strengths": ("Money",), "gaps": ("trust of  mothers",)}))
    mothers = {"strengths": ("Trust of mothers",), "gaps": ("shelves",), "reach": "400 families in six villages"}
    story.then(B, ConfirmProfile.model_validate({**usual, **mothers}))
    assert told(story).complements == (
        Complement(gap="trust of  mothers", org_id=HOST, filled_by=(PARTNER,)),
        Complement(gap="shelves", org_id=PARTNER, filled_by=()),
    )  # fmt: skip
    assert told(story).reach == {PARTNER: "400 families in six villages"}


def test_only_informal_groups_have_an_informal_kind() -> None:
    with pytest.raises(ValidationError):
        InvitedParty(org_id=HOST, name="Firma", kind=OrgKind.COMPANY, subtype=InformalKind.GRASSROOTS)


@pytest.mark.requirement("S3.4", "S3.5", "S3.6", "S3.7", "S3.8")
@pytest.mark.parametrize(
    ("name", "profile", "kinds", "indicator"),
    [
        ("training-and-research", Profile.FORMAL, {OrgKind.UNIVERSITY, OrgKind.COMPANY}, "trained"),
        ("new-audiences", Profile.FORMAL, {OrgKind.COMPANY}, "reached"),
        ("different-backgrounds", Profile.INFORMAL, {OrgKind.INFORMAL, OrgKind.COMPANY}, "saved"),
        ("disaster-response", Profile.URGENT, {OrgKind.PUBLIC_OFFICE, OrgKind.NGO, OrgKind.COMPANY}, "hours"),
        ("shared-logistics", Profile.INFORMAL, {OrgKind.NGO, OrgKind.INFORMAL}, "savings"),
    ],
)
def test_well_known_kinds_begin_with_a_first_draft(
    name: str, profile: Profile, kinds: set[OrgKind], indicator: str
) -> None:
    known = template(name)
    assert (known.profile, {part.kind for part in known.parts}) == (profile, kinds)
    assert indicator in {i.indicator_id for i in known.indicators}
    story = Story().then(INITIATOR, proposal(template=name))
    assert told(story).template == name


@pytest.mark.parametrize("known", TEMPLATES, ids=lambda known: known.name)
def test_a_template_has_all_that_a_draft_needs_but_the_parties_own_word(known: Template) -> None:
    assert any(i.subjective for i in known.indicators)
    assert all(set(part.gives) - {ContributionKind.FUNDS} for part in known.parts)
    assert not any(goal.clear or goal.achievable or goal.benefit_by_org for goal in known.goals)
    story = Story().designing()
    assert story.say(A, *(ProposeGoal(goal=goal) for goal in known.goals)) == ["goal.proposed"] * len(known.goals)


def test_templates_have_names_of_their_own() -> None:
    assert len({known.name for known in TEMPLATES}) == len(TEMPLATES)


def test_no_such_template() -> None:
    with pytest.raises(UnknownItem):
        Story().say(INITIATOR, proposal(template="conquest"))


@pytest.mark.requirement("S3.7")
def test_a_consortium_of_three_begins_within_a_day_when_it_must() -> None:
    story = Story(HOST, PARTNER, THIRD, policy=POLICIES[template("disaster-response").profile])
    began = story.now
    story.active()
    assert (story.stage(), len(story.p.parties)) == (Stage.ACTIVE, 3)
    assert (story.now - began).days <= 1
