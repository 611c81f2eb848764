"""What makes it a partnership: each gives something that is not money, carries a role, decides, delivers and gains."""

import pytest
from pydantic import ValidationError

from domain.agreement import OfferVersion
from domain.draft import Responsibility
from domain.drafting import AssignRole, PledgeContribution
from domain.fit import AnswerFit, AnswerPartnershipTest, BeginDesigning, DeclareInterests
from domain.message import Command
from domain.refusals import GuardsUnmet
from domain.values import ContributionKind, Role
from tests.domain.story import HOST, NAMES, PARTNER, Story, pledge, voice
from tests.domain.teller import A, B

YES = AnswerPartnershipTest(contributes=True, decides=True, carries_role=True, gains=True)


def refused(story: Story, command: Command) -> dict[str, str]:
    """Which guard fails, and for whom."""
    with pytest.raises(GuardsUnmet) as no:
        story.say(voice(Role.SPONSOR, HOST), command)
    return {unmet.guard: unmet.params["parties"] for unmet in no.value.unmet}


@pytest.mark.requirement("S4.2")
@pytest.mark.parametrize("what", ["contributes", "decides", "carries_role", "gains"])
def test_what_is_a_grant_or_a_contract_is_no_partnership(what: str) -> None:
    story = Story().assessing().each(Role.LEAD, AnswerFit(scores={"values": 4}), DeclareInterests(conflicts=()))
    story.then(A, YES).then(B, YES.model_copy(update={what: False}))
    assert refused(story, BeginDesigning()) == {"is_a_partnership": NAMES[PARTNER]}


@pytest.mark.requirement("S4.3")
def test_money_alone_is_not_enough() -> None:
    story = Story().drafted(PledgeContribution)
    story.then(A, PledgeContribution(pledge=pledge(HOST)))
    money = pledge(PARTNER).model_copy(update={"kind": ContributionKind.FUNDS})
    story.then(B, PledgeContribution(pledge=money))
    assert list(refused(story, OfferVersion()).values()) == [NAMES[PARTNER]]
    story.then(B, PledgeContribution(pledge=pledge(PARTNER))).then(A, OfferVersion())


@pytest.mark.requirement("S4.4")
def test_each_carries_a_role() -> None:
    story = Story().drafted(AssignRole)
    duty = Responsibility(org_id=HOST, role="Host", strategy_part="Plans", delivery_part="Books")
    story.then(A, AssignRole(responsibility=duty))
    assert list(refused(story, OfferVersion()).values()) == [NAMES[PARTNER]]


@pytest.mark.requirement("S4.5")
@pytest.mark.parametrize("part", ["strategy_part", "delivery_part"])
def test_a_role_has_a_part_in_strategy_and_a_part_in_delivery(part: str) -> None:
    duty = {"org_id": HOST, "role": "Host", "strategy_part": "Plans", "delivery_part": "Books", part: " "}
    with pytest.raises(ValidationError, match=part):
        Responsibility.model_validate(duty)
