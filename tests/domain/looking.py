"""Stories in which the parties look at their partnership."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.evaluation import AnswerEvaluation, OpenEvaluation
from domain.message import Actor
from domain.pulse import AnswerPulse, PulseItem
from domain.questionnaire import LATEST
from domain.review import AddAction
from domain.slices.evaluation import Form, Results
from domain.values import OrgId, PersonId, Role
from tests.domain.story import HOST, PARTNER, Story, voice
from tests.domain.teller import A

NAMED = (Role.LEAD, Role.ALTERNATE, Role.SPONSOR)


def answer(score: int | str = 4, form: Form = Form.SHORT, **more: Any) -> AnswerEvaluation:  # noqa: ANN401
    """The same to everything that a form asks, but for what is said by name."""
    scores: Mapping[str, int | str] = dict.fromkeys(LATEST.items(form), score) | more.pop("scores", {})
    return AnswerEvaluation.model_validate({"scores": scores, **more})


def somebody(number: int, org: OrgId = HOST) -> Actor:
    """Somebody of a side without a role, as there are many in the field."""
    return Actor(person_id=PersonId(f"somebody-{number}.{org}"), org_id=org)


def asked(story: Story | None = None, form: Form = Form.SHORT) -> Story:
    """An evaluation is open."""
    return (story or Story().active()).then(A, OpenEvaluation(form=form))


def heard(*answers: AnswerEvaluation, org: OrgId = HOST, story: Story | None = None) -> Story:
    """People without a role on one side have answered an open evaluation."""
    told = story or asked()
    for number, said in enumerate(answers):
        told.say(somebody(number, org), said)
    return told


def all_answered(host: int | str = 4, partner: int | str = 4, story: Story | None = None) -> Story:
    """Everybody with a role has answered, so that it is closed and published."""
    told = story or asked()
    for org, score in ((HOST, host), (PARTNER, partner)):
        for role in NAMED:
            told.say(voice(role, org), answer(score))
    return told


def last(story: Story) -> Results:
    """What the last evaluation has shown."""
    if story.p.evaluation.last is None:
        raise LookupError("there are no results")
    return story.p.evaluation.last


def scheduled(story: Story) -> datetime:
    """When it is asked by itself."""
    return story.active().day(180)


def half_asked(story: Story) -> datetime:
    """One side is silent; until when answers are asked for."""
    asked(story.active(evaluation_interval_days=730)).say(A, answer())
    return story.p.evaluation.running.due_at


def felt(story: Story) -> datetime:
    """Half-way between two evaluations."""
    return story.active().day(90)


def said(story: Story) -> datetime:
    """Somebody has said how it feels."""
    story.active().say(A, AnswerPulse(values={PulseItem.CLIMATE: 3}))
    return story.now


def acted(story: Story) -> datetime:
    """When something is due that a side took upon itself."""
    due = all_answered(story=asked(story.active())).day(30)
    story.say(A, AddAction(action_id="news", text="Tell the news", due_at=due))
    return due
