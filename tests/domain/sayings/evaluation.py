"""What anybody could say when the parties look at their partnership."""

from collections.abc import Callable

from domain import evaluation, pulse, review
from domain.message import Command
from domain.questionnaire import LATEST
from domain.slices.evaluation import Form, Occasion
from domain.values import Level, Role
from tests.domain.scene import Scene
from tests.domain.teller import person


def _answer(s: Scene) -> evaluation.AnswerEvaluation:
    """With the items of the form that is open; now and then one that nobody has asked."""
    running = s.p.evaluation.open
    items = [*LATEST.items(running.form if running else Form.SHORT), *(("D99.1",) if s.turn % 19 == 7 else ())]
    return evaluation.AnswerEvaluation.model_validate(
        {
            "level": s.one((None, *Level)),
            "scores": {item: s.one((4, "cannot_say", 1, 5, 2)) for item in items},
            "words": {"keep": "The evenings"} if s.turn % 2 else {},
            "role_suits": s.one((None, True, False)),
        }
    )


def _action(s: Scene) -> review.AddAction:
    owner = s.one((None, person(Role.LEAD, s.side), person(Role.LEAD, s.other)))
    return review.AddAction(action_id=s.name("action"), text="Tell the news", owner_person=owner, due_at=s.day(30, -3))


SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    evaluation.OpenEvaluation: lambda s: evaluation.OpenEvaluation(
        occasion=s.one((Occasion.ASKED, Occasion.SHOCK, Occasion.BEFORE_END)), form=s.one(tuple(Form))
    ),
    evaluation.AnswerEvaluation: _answer,
    evaluation.ExtendEvaluation: lambda s: evaluation.ExtendEvaluation(),
    pulse.AnswerPulse: lambda s: pulse.AnswerPulse(values={s.one(tuple(pulse.PulseItem)): s.one((3, 1, 5))}),
    review.ShareWords: lambda s: review.ShareWords(question=s.one(("keep", "stop", "gossip")), text="The evenings"),
    review.RecordReview: lambda s: review.RecordReview(held_at=s.day(0, -1, 2), ideas=("A reading boat",)),
    review.AddAction: _action,
    review.CompleteAction: lambda s: review.CompleteAction(
        action_id=s.open(s.p.reviews.actions, "action_id", "action")
    ),
    review.DropAction: lambda s: review.DropAction(
        action_id=s.open(s.p.reviews.actions, "action_id", "action"), reason="No time"
    ),
}
