"""What anybody could say about what weighs on them or on somebody else."""

from collections.abc import Callable

from domain import concerns, ladder, retaliation
from domain.disclosure import Disclosure
from domain.message import Command
from domain.retaliation import Retaliation
from domain.slices.concerns import ConcernKind, Rung, Severity
from domain.values import Slug
from tests.domain.scene import Scene

_KINDS = (ConcernKind.FEELING_USED, ConcernKind.MISUNDERSTANDING, ConcernKind.SAFETY, ConcernKind.CREDIT)


def _name(s: Scene) -> Slug:
    return s.open(s.p.concerns, "concern_id", "doubt")


SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    concerns.RaiseConcern: lambda s: concerns.RaiseConcern(
        concern_id=s.name("doubt"), about=s.one(_KINDS), severity=s.one(tuple(Severity)), text="It weighs on me",
        disclose_to=s.one(tuple(Disclosure)),
    ),
    concerns.DiscloseConcern: lambda s: concerns.DiscloseConcern(
        concern_id=_name(s), to=s.one(tuple(Disclosure)), text="What you should know"
    ),
    concerns.AcknowledgeConcern: lambda s: concerns.AcknowledgeConcern(concern_id=_name(s)),
    concerns.WithdrawConcern: lambda s: concerns.WithdrawConcern(concern_id=_name(s)),
    ladder.StepConcern: lambda s: ladder.StepConcern(
        concern_id=_name(s), to=s.one((Rung.CLARIFICATION, Rung.FACILITATED_TALK, Rung.SPONSORS))
    ),
    ladder.RecordMediation: lambda s: ladder.RecordMediation(concern_id=_name(s), outcome="We have talked"),
    ladder.ResolveConcern: lambda s: ladder.ResolveConcern(concern_id=_name(s), how="We know better now"),
    ladder.BringToDecision: lambda s: ladder.BringToDecision(concern_id=_name(s), reason="It cannot go on like this"),
    retaliation.AnswerRetaliationCheck: lambda s: retaliation.AnswerRetaliationCheck(
        concern_id=_name(s), answer=s.one((Retaliation.NONE, Retaliation.SOME, Retaliation.AFRAID_TO_SAY))
    ),
}  # fmt: skip
