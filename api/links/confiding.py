"""The pages on which somebody says what weighs on them, and later whether that did them harm.

Before they say anything, a page names each person who would read it.
"""

from collections.abc import Iterable
from typing import Any

from api.links.endings import SETTLED, Over
from api.links.form import CHOOSE, WRITE, Form, built, chosen, given
from api.links.visit import Asked, Did, Visit
from domain.concerns import RaiseConcern
from domain.disclosure import Disclosure, is_raiser, neutral, people, present
from domain.questionnaire import Wording
from domain.retaliation import AnswerRetaliationCheck, Retaliation
from domain.slices.concerns import Concern, Confidant

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
    return f"{who}: {_names(told, visit)}"


def _names(told: Iterable[Confidant], visit: Visit) -> str:
    names = [known.name for c in told if c.person_id and (known := visit.p.person(c.person_id))]
    return ", ".join(names) or visit.words.say("nobody at present")


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


HARM = (
    Wording(key=Retaliation.NONE, meaning="No, nobody has"),
    Wording(key=Retaliation.SOME, meaning="Yes, somebody has"),
    Wording(key=Retaliation.AFRAID_TO_SAY, meaning="I am afraid to say"),
)


def _mine(visit: Visit) -> Concern:
    for concern in visit.sealed.concerns:
        mine = concern.key == visit.link.about.get("about") and is_raiser(visit.actor, concern, visit.sealed)
        if mine and concern.check_from:
            return concern
    raise Over(SETTLED)


def _facilitators(concern: Concern, visit: Visit) -> tuple[Confidant, ...]:
    """Who would hear of harm at once."""
    return people(Disclosure.FACILITATOR, visit.sealed, concern.raiser)


async def question(visit: Visit) -> dict[str, Any]:
    """The three answers, and who would hear of harm; nobody's words stand on the page, for others may see it."""
    concern = _mine(visit)
    always, harm = neutral(present(concern.told, visit.sealed)), _facilitators(concern, visit)
    return {
        "answers": [(wording.key, visit.words.say(wording.meaning)) for wording in HARM],
        "always": _names(always, visit) if always else "",
        "on_harm": _names(harm, visit) if harm else "",
    }


def suffering(visit: Visit, form: Form) -> Asked:
    """One of the three answers, with words where somebody wishes; what follows is said as it is."""
    concern = _mine(visit)
    answer = Retaliation(chosen(form, "answer", *(wording.key for wording in HARM)))
    command = built(AnswerRetaliationCheck, concern_id=concern.concern_id, answer=answer, text=form.one("text"))
    heard = answer is not Retaliation.SOME or _facilitators(concern, visit)
    return Asked(command, _HEARD[answer] if heard else _UNHEARD)


def _thanked(further: str) -> Did:
    return Did(meaning="You have answered. Thank you for your trust.", further=further)


_HEARD = {
    Retaliation.NONE: _thanked(
        further="Should it turn out otherwise, please tell the facilitator or somebody whom you trust."
    ),
    Retaliation.SOME: _thanked(further="The facilitator hears of it at once, as of something severe."),
    Retaliation.AFRAID_TO_SAY: _thanked(further="You will be asked once more later, and you need not answer."),
}

_UNHEARD = _thanked(
    further="It counts as something severe from now on. There is no facilitator at present; please tell somebody whom "
    "you trust as well."
)
