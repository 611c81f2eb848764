"""Reading what is asked of every side, and what evaluations have shown; never what one person has said."""

from collections.abc import Mapping
from typing import Annotated, Self, TypeVar
from uuid import UUID

from fastapi import APIRouter, Query

from api.auth import Reader
from api.language import Speaks
from api.partnerships import visible
from api.ports import Outside
from domain.findings import ResultsPublished
from domain.partnership import Partnership
from domain.questionnaire import LATEST, Dimension, Instrument, Wording, instrument
from domain.record import Recorded
from domain.results import Means, lasting, talking_points
from domain.slices.evaluation import Form, Occasion
from domain.values import Instant, Level, OrgId, Slug, Value
from language.catalogue import Language

K = TypeVar("K")

router = APIRouter(tags=["partnerships"])

PERIODS = 50
"""So many evaluations are told, the newest of them."""


class Asked(Value):
    """Something that is asked or said, and its name on the wire."""

    key: str
    text: str

    @classmethod
    def of(cls, wording: Wording | Dimension, language: Language) -> Self:
        """In words."""
        return cls(key=wording.key, text=language.say(wording.meaning))


class Theme(Asked):
    """One dimension and its sentences."""

    items: tuple[Asked, ...]

    @classmethod
    def of(cls, wording: Wording | Dimension, language: Language) -> Self:
        """In words."""
        items = wording.items if isinstance(wording, Dimension) else ()
        return cls(
            key=wording.key,
            text=language.say(wording.meaning),
            items=tuple(Asked.of(item, language) for item in items),
        )


class Questionnaire(Value):
    """What is asked, on which scale, and what becomes of an answer; show the promises before anybody answers."""

    version: int
    form: Form
    dimensions: tuple[Theme, ...]
    scale: tuple[Asked, ...]
    open_questions: tuple[Asked, ...]
    pulse: tuple[Asked, ...]
    promises: tuple[Asked, ...]

    @classmethod
    def of(cls, asked: Instrument, form: Form, language: Language) -> Self:
        """In words."""

        def said(wordings: tuple[Wording, ...]) -> tuple[Asked, ...]:
            return tuple(Asked.of(wording, language) for wording in wordings)

        return cls(
            version=asked.version,
            form=form,
            dimensions=tuple(Theme.of(dimension, language) for dimension in asked.form(form)),
            scale=said(asked.scale),
            open_questions=said(asked.open_questions),
            pulse=said(asked.pulse),
            promises=said(asked.promises),
        )


class OpenEvaluationNow(Value):
    """The evaluation that is being answered: how many have, and nothing that anybody has said."""

    evaluation_id: Slug
    occasion: Occasion
    form: Form
    opened_at: Instant
    due_at: Instant
    answers_by_side: dict[OrgId, int]


class DimensionSeen(Value):
    """How each side sees one dimension."""

    key: str
    name: str
    by_side: dict[OrgId, float]
    by_level: dict[OrgId, dict[Level, float]]
    gap: float | None
    """None where fewer than two sides have a view."""


class EvaluationShown(Value):
    """What one evaluation has shown."""

    version: int
    """The number of the event in the timeline."""
    at: Instant
    evaluation_id: Slug
    occasion: Occasion
    form: Form
    dimensions: tuple[DimensionSeen, ...]
    answers_by_side: dict[OrgId, int]
    anonymous: dict[OrgId, bool]
    """False: fewer than three have answered, and what is shown can be traced to them."""
    unknown_sides: tuple[OrgId, ...]
    outcomes: dict[OrgId, tuple[float, ...]]
    """How each side saw the results over the last periods, this one last."""
    lasting: dict[OrgId, bool | None]
    """Whether a side calls the results good on a sustained basis; unknown after one period alone."""
    talking_points: tuple[str, ...]

    @classmethod
    def of(cls, recorded: Recorded, event: ResultsPublished, language: Language) -> Self:
        """In words."""
        asked = instrument(event.instrument_version)
        points = talking_points(event.scores_by_side, event.roles_questioned, event.unknown_sides, asked)
        return cls(
            version=recorded.version,
            at=recorded.recorded_at,
            dimensions=tuple(_seen(event, dimension, language) for dimension in asked.dimensions),
            lasting={org: lasting(periods) for org, periods in event.outcomes.items()},
            talking_points=tuple(language.say(point.meaning, point.params) for point in points),
            **event.model_dump(include=set(cls.model_fields)),
        )


class PublishedEvaluations(Value):
    """The open evaluation and all that were published, the newest first."""

    open: OpenEvaluationNow | None
    items: tuple[EvaluationShown, ...]


def _seen(event: ResultsPublished, dimension: Dimension, language: Language) -> DimensionSeen:
    key = dimension.key
    return DimensionSeen(
        key=key,
        name=language.say(dimension.meaning),
        by_side=_at(event.scores_by_side, key),
        by_level={org: seen for org, levels in event.scores_by_level.items() if (seen := _at(levels, key))},
        gap=event.gap_by_dimension.get(key),
    )


def _at(views: Mapping[K, Means], key: str) -> dict[K, float]:
    return {whose: means[key] for whose, means in views.items() if key in means}


@router.get("/questionnaire", summary="Read what is asked", operation_id="getQuestionnaire")
async def get_questionnaire(
    caller: Reader, language: Speaks, form: Annotated[Form, Query(description="Short or full.")] = Form.FULL
) -> Questionnaire:
    """The questionnaire in its newest version, in the reader's language."""
    return Questionnaire.of(LATEST, form, language)


@router.get("/partnerships/{partnership_id}/evaluations", summary="Read what was shown", operation_id="getEvaluations")
async def get_evaluations(
    *, caller: Reader, outside: Outside, language: Speaks, partnership_id: UUID
) -> PublishedEvaluations:
    """Each evaluation with the view of every side beside the others, and what to talk about first."""
    state = (await visible(outside, caller, partnership_id)).state
    told = await outside.reading.happened(partnership_id, "evaluation.results_published", limit=PERIODS)
    items = (EvaluationShown.of(r, r.event, language) for r in told if isinstance(r.event, ResultsPublished))
    return PublishedEvaluations(open=_open(state), items=tuple(items))


def _open(p: Partnership) -> OpenEvaluationNow | None:
    running = p.evaluation.open
    if running is None:
        return None
    shown = running.model_dump(include=set(OpenEvaluationNow.model_fields))
    return OpenEvaluationNow(answers_by_side={org: running.side(org).answers for org in p.orgs}, **shown)
