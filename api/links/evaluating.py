"""Pages on which somebody says how the partnership is: the questionnaire under seal, and the pulse between."""

from typing import Any

from api.evaluations import Questionnaire
from api.links.endings import ANSWERED, SETTLED, Over
from api.links.form import ANYTHING, Form, Unclear, built, chosen
from api.links.visit import Asked, Did, Visit
from domain import evaluation
from domain import pulse as pulses
from domain.questionnaire import CANNOT_SAY, LATEST, instrument
from domain.slices.evaluation import Form as Length
from domain.slices.evaluation import Running

_SPOKEN_OF = frozenset({"once", "sealed", "few", "enough"})
_PULSE = "pulse"


def _running(visit: Visit) -> Running:
    running = visit.sealed.evaluation.open
    asked = visit.link.about.get("about")
    if running is None or asked not in {None, "", running.evaluation_id}:
        raise Over(SETTLED)
    if visit.link.person_id in running.side(visit.side).people:
        raise Over(ANSWERED)
    return running


async def questions(visit: Visit) -> dict[str, Any]:
    """Every sentence of this evaluation's form, and before it what becomes of an answer."""
    running = _running(visit)
    asked = Questionnaire.of(instrument(running.instrument), running.form, visit.words)
    promises = {promise.key: promise for promise in asked.promises}
    return {
        "due_at": running.due_at.isoformat(),
        "promises": [promise for promise in asked.promises if promise.key in _SPOKEN_OF],
        "words_promise": promises["words"],
        "dimensions": asked.dimensions,
        "words": [word for word in asked.scale if word.key != CANNOT_SAY],
        "cannot": next(word for word in asked.scale if word.key == CANNOT_SAY),
        "questions": asked.open_questions,
    }


def answers(visit: Visit, form: Form) -> Asked:
    """Scores and words; whoever has filled in nothing is asked again, because an answer is given once."""
    running = _running(visit)
    asked = instrument(running.instrument)
    scores = {key: _score(value) for key in asked.items(running.form) if (value := form.one(key))}
    words = {q.key: value for q in asked.open_questions if (value := form.one(q.key))}
    suits = chosen(form, "role_suits", "yes", "no") if form.one("role_suits") else None
    if not scores and not words and suits is None:
        first = next(iter(asked.items(running.form)))
        raise Unclear({first: ANYTHING})
    command = built(
        evaluation.AnswerEvaluation,
        scores=scores,
        words=words,
        role_suits=None if suits is None else suits == "yes",
    )
    return Asked(
        command,
        Did(
            meaning="You have answered the evaluation.",
            further="Your answer is sealed: nobody else ever reads it. Once the evaluation is closed you all see the "
            "views of the sides next to each other.",
        ),
    )


def _score(value: str) -> int | str:
    return int(value) if value.isdecimal() else value


async def pulse(visit: Visit) -> dict[str, Any]:
    """Four sentences about how it feels."""
    if any(visit.link.person_id in side.people for side in visit.sealed.evaluation.pulse):
        raise Over(ANSWERED)
    shown = Questionnaire.of(LATEST, Length.SHORT, visit.words)
    return {
        "promise": next(promise for promise in shown.promises if promise.key == _PULSE),
        "items": shown.pulse,
        "words": [word for word in shown.scale if word.key != CANNOT_SAY],
    }


def feelings(visit: Visit, form: Form) -> Asked:
    """From 1 to 5, for as many as somebody likes."""
    values = {item.key: _score(value) for item in LATEST.pulse if (value := form.one(item.key))}
    if not values:
        raise Unclear({LATEST.pulse[0].key: ANYTHING})
    did = Did(meaning="You have said how it feels to work together.", further="Thank you for looking after it.")
    return Asked(built(pulses.AnswerPulse, values=values), did)
