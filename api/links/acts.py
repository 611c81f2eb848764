"""What each kind of link shows, and what it asks for; a new act is one more row."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.links import agreeing, confiding, confirming, evaluating, relayed
from api.links.form import Form
from api.links.visit import Asked, Visit
from domain.links import LinkAct


@dataclass(frozen=True)
class Act:
    """A page on which somebody says something."""

    template: str
    shows: Callable[[Visit], Awaitable[Mapping[str, Any]]]
    """What fills the template; raises `Over` where nothing is asked any more."""
    asks: Callable[[Visit, Form], Asked]
    """What was filled in, as a command; raises `Unclear`."""


ACTS: Mapping[LinkAct, Act] = {
    LinkAct.DECLARE_WILLINGNESS: Act("willingness.html", agreeing.proposal, agreeing.willingness),
    LinkAct.ACCEPT_VERSION: Act("version.html", agreeing.version, agreeing.acceptance),
    LinkAct.AGREE_TO_DECISION: Act("decision.html", agreeing.decision, agreeing.answer_to_decision),
    LinkAct.OBJECT_TO_ACCEPTANCE: Act("objection.html", agreeing.recorded, agreeing.objection),
    LinkAct.ANSWER_RELAYED_WORD: Act("relayed.html", relayed.recorded, relayed.answer),
    LinkAct.ANSWER_EVALUATION: Act("evaluation.html", evaluating.questions, evaluating.answers),
    LinkAct.ANSWER_PULSE: Act("pulse.html", evaluating.pulse, evaluating.feelings),
    LinkAct.CONFIRM_CONTRIBUTION: Act("confirmation.html", confirming.contribution, confirming.received),
    LinkAct.CONFIRM_COMMITMENT: Act("confirmation.html", confirming.commitment, confirming.kept),
    LinkAct.RAISE_CONCERN: Act("concern.html", confiding.listeners, confiding.concern),
    LinkAct.ANSWER_RETALIATION_CHECK: Act("retaliation.html", confiding.question, confiding.suffering),
}
