"""The page on which somebody says what weighs on them; before they do, it names each person who would read it."""

from typing import Any

from api.links.form import CHOOSE, WRITE, Form, built, given
from api.links.visit import Asked, Did, Visit
from domain.concerns import RaiseConcern
from domain.disclosure import Disclosure, people
from domain.questionnaire import Wording
from domain.slices.concerns import Confidant

KINDS = (
    Wording(key="misunderstanding", meaning="A misunderstanding"),
    Wording(key="feeling_used", meaning="I feel used"),
    Wording(key="workload", meaning="It is too much work"),
    Wording(key="credit", meaning="What we do is not seen"),
    Wording(key="conduct", meaning="How somebody behaves"),
    Wording(key="money", meaning="Money"),
    Wording(key="values", meaning="Our values do not fit together here"),
    Wording(key="safety", meaning="Somebody's safety"),
    Wording(key="other", meaning="Something else"),
)

WEIGHTS = (
    Wording(key="light", meaning="Light: I would like to have said it."),
    Wording(key="serious", meaning="Serious: it cannot stay like this."),
    Wording(key="severe", meaning="Severe: it must be heard at once."),
)

READERS = (
    Wording(key="facilitator", meaning="The facilitator, who belongs to no side"),
    Wording(key="own_lead", meaning="The lead of my own side"),
    Wording(key="other_lead", meaning="The leads of the other sides"),
    Wording(key="sponsors", meaning="The sponsors of all sides"),
    Wording(key="own_side", meaning="Everybody of my own side"),
    Wording(key="both", meaning="Everybody in this partnership"),
)

USUAL = {"severity": ("light",), "disclose_to": ("facilitator",)}
"""What is chosen before somebody chooses."""


async def listeners(visit: Visit) -> dict[str, Any]:
    """Kinds and weights, and behind each circle of readers the people who hold these posts today."""
    say = visit.words.say
    return {
        "kinds": [(wording.key, say(wording.meaning)) for wording in KINDS],
        "weights": [(wording.key, say(wording.meaning)) for wording in WEIGHTS],
        "readers": [(wording.key, _with_names(wording, visit)) for wording in READERS],
        "usual": USUAL,
    }


def _with_names(circle: Wording, visit: Visit) -> str:
    who = visit.words.say(circle.meaning)
    told = people(Disclosure(circle.key), visit.p, Confidant(person_id=visit.link.person_id, org_id=visit.side))
    if any(confidant.person_id is None for confidant in told):
        return who
    names = [known.name for c in told if c.person_id and (known := visit.p.person(c.person_id))]
    return f"{who}: {', '.join(names) or visit.words.say('nobody at present')}"


def concern(visit: Visit, form: Form) -> Asked:
    """What was said, to whom it was chosen to be said."""
    said = given(form, text=WRITE, about=CHOOSE, severity=CHOOSE, disclose_to=CHOOSE)
    name = f"link-{visit.link.link_id.hex[:12]}"
    command = built(RaiseConcern, concern_id=name, wishes=form.one("wishes"), **said)
    return Asked(
        command,
        Did(
            meaning="What you wrote has reached those whom you chose, and nobody else.",
            further="This page does not show it again. You will hear from them, or be offered help.",
        ),
    )
