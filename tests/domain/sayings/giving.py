"""What anybody could say about promises, contributions, benefits and money."""

from collections.abc import Callable
from decimal import Decimal

from domain import benefits, commitments, contributions, funding, renegotiation
from domain.message import Command
from domain.slices.benefits import BenefitKind, BenefitLevel
from domain.slices.funding import FundingOption
from domain.values import ContributionKind, OrgId, Slug
from tests.domain.scene import Scene


def _promise(s: Scene) -> Slug:
    return s.open(s.p.commitments, "commitment_id", "promise")


def _gift(s: Scene) -> Slug:
    return s.open(s.p.contributions.open, "contribution_id", "gift")


def _given(s: Scene) -> contributions.RecordContribution:
    counted = s.turn % 2 == 1
    return contributions.RecordContribution(
        contribution_id=s.name("gift"),
        gives=s.one(tuple(ContributionKind)),
        text="We listened",
        amount=Decimal(3) if counted else None,
        unit=s.one(("evenings", "books")) if counted else None,
    )


def _unsure(s: Scene) -> OrgId:
    return s.one(s.p.shock).org_id if s.p.shock else s.side


SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    commitments.ReturnCommitment: lambda s: commitments.ReturnCommitment(
        commitment_id=_promise(s), reason="One board is missing"
    ),
    renegotiation.AskRenegotiation: lambda s: renegotiation.AskRenegotiation(
        commitment_id=_promise(s), new_due=s.day(40, 2, -1), reason="Rain"
    ),
    renegotiation.AnswerRenegotiation: lambda s: renegotiation.AnswerRenegotiation(
        commitment_id=_promise(s), accept=s.turn % 3 != 1
    ),
    contributions.RecordContribution: _given,
    contributions.ConfirmContribution: lambda s: contributions.ConfirmContribution(contribution_id=_gift(s)),
    contributions.DisputeContribution: lambda s: contributions.DisputeContribution(
        contribution_id=_gift(s), reason="It was the neighbours"
    ),
    contributions.CreditContribution: lambda s: contributions.CreditContribution(
        org_id=s.other, where="On the wall of the library"
    ),
    benefits.RecordBenefit: lambda s: benefits.RecordBenefit(
        level=s.one(tuple(BenefitLevel)), text="We read more", gains=s.one((None, *BenefitKind))
    ),
    funding.ChooseFundingPlan: lambda s: funding.ChooseFundingPlan(
        org_id=_unsure(s), option=s.one(tuple(FundingOption)), text="Fewer evenings"
    ),
    funding.CloseFundingChange: lambda s: funding.CloseFundingChange(),
}
