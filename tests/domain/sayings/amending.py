"""What is said about changes, success and operational agreements."""

from collections.abc import Callable
from decimal import Decimal

from domain.adjusting import AdjustTerms, ChangeRole
from domain.amendment import AdoptChange, CommentChange, ProposeChange, WithdrawChange
from domain.draft import Indicator, Responsibility
from domain.measuring import MeasureIndicator, ReportOffTrack
from domain.message import Command
from domain.operational import AcceptOperational, CloseOperational, OfferOperational, Undertaking, WithdrawOperational
from domain.remapping import RemapCommitment
from domain.slices.proposals import ChangeKind
from domain.success import RedefineSuccess
from domain.values import Slug
from tests.domain.scene import Scene

_REASON = "Things have changed"


def _proposal(s: Scene) -> Slug:
    return s.open(s.p.proposals, "proposal_id", "change")


def _settled(s: Scene) -> tuple[Slug, ...]:
    return (_proposal(s),) if s.turn % 3 == 1 else ()


def _sign(s: Scene) -> Slug:
    return s.open(s.p.content.indicators, "indicator_id", "sign")


def _redefined(s: Scene) -> RedefineSuccess:
    goal = Decimal(4) if s.turn % 2 else None
    sign = Indicator(indicator_id=s.name("sign"), question="Do they come back?", subjective=True, target_value=goal)
    dropped = (_sign(s),) if s.turn % 5 == 1 else ()
    return RedefineSuccess(defined=(sign,), dropped=dropped, reason=_REASON, settles=_settled(s))


def _undertaking(s: Scene) -> Undertaking:
    return Undertaking(
        operational_id=s.name("pks"),
        title="A reading corner",
        goal_ids=(s.open(s.p.content.goals, "goal_id", "goal"),),
        content=("One corner a village",),
        starts_at=s.now,
        ends_at=s.one((s.day(200), None, s.day(20))),
    )


def _operational(s: Scene) -> Slug:
    return s.open(s.p.operational, "operational_id", "pks")


def _accepted(s: Scene) -> AcceptOperational:
    text = s.one(s.p.operational).hash if s.p.operational else ""
    return AcceptOperational(operational_id=_operational(s), hash=text)


SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    ProposeChange: lambda s: ProposeChange(
        proposal_id=s.name("change"), change=s.one(tuple(ChangeKind)), what="Fewer villages", why=_REASON
    ),
    CommentChange: lambda s: CommentChange(proposal_id=_proposal(s), text="Let us try"),
    WithdrawChange: lambda s: WithdrawChange(proposal_id=_proposal(s), reason=_REASON),
    AdoptChange: lambda s: AdoptChange(proposal_id=_proposal(s), how="From next week"),
    ChangeRole: lambda s: ChangeRole(
        responsibility=Responsibility(
            org_id=s.one(s.orgs), role=s.one(("Guide", "Reader")), strategy_part="Plans", delivery_part="Books"
        ),
        reason=_REASON,
        settles=_settled(s),
    ),
    AdjustTerms: lambda s: AdjustTerms(contact_interval_days=s.one((21, 10, 360)), reason=_REASON, settles=_settled(s)),
    RedefineSuccess: _redefined,
    MeasureIndicator: lambda s: MeasureIndicator(
        indicator_id=_sign(s), value=Decimal(s.one((2, 5, 3, 9))), period=Slug(f"month-{s.turn % 7}")
    ),
    ReportOffTrack: lambda s: ReportOffTrack(indicator_id=_sign(s), why="Nobody comes"),
    OfferOperational: lambda s: OfferOperational(undertaking=_undertaking(s)),
    AcceptOperational: _accepted,
    WithdrawOperational: lambda s: WithdrawOperational(operational_id=_operational(s), reason=_REASON),
    CloseOperational: lambda s: CloseOperational(operational_id=_operational(s), reason="Done"),
    RemapCommitment: lambda s: RemapCommitment(
        commitment_id=s.open(s.p.commitments, "commitment_id", "promise"),
        goal_id=s.open(s.p.content.goals, "goal_id", "goal"),
    ),
}
