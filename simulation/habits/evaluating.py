"""When people are asked how things are: some answer at once, some after a nudge, some never."""

from domain.clocks import EscalationRaised
from domain.evaluation import AnswerEvaluation, EvaluationOpened, Score
from domain.findings import ResultsPublished
from domain.message import Actor, Event
from domain.questionnaire import SCALE, instrument
from domain.review import RecordReview
from domain.values import OrgId, Slug
from simulation.life import Life

AT_ONCE = 0.5
"""The part of those who keep their word that answers without a nudge."""

SPREAD = 0.7
"""How far single answers lie around the mood."""

TALK = (7.0, 30.0)


def asked(life: Life, opened: Event) -> None:
    """Everybody with a role is asked; whoever keeps promises often answers at once."""
    if isinstance(opened, EvaluationOpened):
        for person in life.p.people:
            if person.org_id and life.perhaps(AT_ONCE * life.manners[person.org_id].keeps):
                _answer_soon(life, opened.evaluation_id, Actor(person_id=person.person_id, org_id=person.org_id))


def nudged_to_answer(life: Life, raised: Event) -> None:
    """A nudge about the evaluation is passed on within a side that heeds it."""
    running = life.p.evaluation.open
    if isinstance(raised, EscalationRaised) and raised.rule == "evaluation" and running:
        for org in life.p.orgs:
            if life.heeds(org):
                for person in life.p.people:
                    if person.org_id == org:
                        _answer_soon(life, running.evaluation_id, Actor(person_id=person.person_id, org_id=org))


def published(life: Life, event: Event) -> None:
    """Where somebody looks after things, the results are talked about."""
    if isinstance(event, ResultsPublished) and life.perhaps(max(life.manners[o].heeds for o in life.p.orgs)):
        life.later(life.between(TALK), lambda: life.say(life.p.orgs[0], RecordReview(held_at=life.now)))


def _answer_soon(life: Life, evaluation_id: Slug, who: Actor) -> None:
    if who.org_id:
        org = who.org_id
        life.soon(org, lambda: _answer(life, evaluation_id, who, org))


def _answer(life: Life, evaluation_id: Slug, who: Actor, org: OrgId) -> None:
    running = life.p.evaluation.open
    if running is None or running.evaluation_id != evaluation_id or life.silent(org):
        return
    if all(who.person_id not in side.people for side in running.sides):
        items = instrument(running.instrument).items(running.form)
        mood = life.mood(org)
        scores: dict[str, Score] = {item: _score(life, mood) for item in items}
        life.speak(who, AnswerEvaluation(scores=scores))


def _score(life: Life, mood: float) -> int:
    lowest, highest = SCALE
    return min(highest, max(lowest, round(life.rng.gauss(mood, SPREAD))))
