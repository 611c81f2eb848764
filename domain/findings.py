"""What an evaluation has shown: the seal is broken for the means of sides, never for a person."""

from collections.abc import Iterable
from typing import Literal

from domain.message import Event
from domain.partnership import Partnership
from domain.pulse import published
from domain.results import Means, outcomes, results
from domain.slices.evaluation import Form, Occasion, Results
from domain.values import Instant, Level, OrgId, Slug


class EvaluationClosed(Event):
    """Nobody can answer any more."""

    type: Literal["evaluation.closed"] = "evaluation.closed"
    evaluation_id: Slug
    response_by_side: dict[OrgId, int]

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The seal is broken for means of sides alone; single answers stay with their authors."""
        return p.but(evaluation=p.evaluation.but(open=None))


class ResultsPublished(Event):
    """What the sides see alike and what they see differently, for everybody."""

    type: Literal["evaluation.results_published"] = "evaluation.results_published"
    evaluation_id: Slug
    instrument_version: int
    form: Form
    occasion: Occasion
    scores_by_side: dict[OrgId, Means]
    scores_by_level: dict[OrgId, dict[Level, Means]]
    """Only where neither a level nor the rest of its side is one or two people."""
    gap_by_dimension: Means
    named_gaps: tuple[str, ...]
    answers_by_side: dict[OrgId, int]
    anonymous: dict[OrgId, bool]
    """False where fewer than three have answered: what is shown of such a side can be traced to them."""
    unknown_sides: tuple[OrgId, ...]
    roles_questioned: dict[OrgId, int]
    """How many said that their own role no longer suits; of an anonymous side only where it tells on nobody."""
    outcomes: dict[OrgId, tuple[float, ...]]
    """How each side saw the results over the last periods, this one last."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """What the next steps look at: the means of each side."""
        last = Results(
            evaluation_id=self.evaluation_id,
            event=p.version + 1,
            instrument=self.instrument_version,
            closed_at=at,
            means=self.scores_by_side,
            roles_questioned=self.roles_questioned,
        )
        return p.but(evaluation=p.evaluation.but(last=last, outcomes=self.outcomes))


def closing(p: Partnership) -> Iterable[Event]:
    """The end of an evaluation: what it has shown, and the pulse before it."""
    running = p.evaluation.running
    shown = results(running, p.orgs)
    yield EvaluationClosed(evaluation_id=running.evaluation_id, response_by_side=shown["answers_by_side"])
    yield ResultsPublished(
        evaluation_id=running.evaluation_id,
        instrument_version=running.instrument,
        form=running.form,
        occasion=running.occasion,
        outcomes=outcomes(p.evaluation.outcomes, shown["scores_by_side"]),
        **shown,
    )
    yield from published(p)
