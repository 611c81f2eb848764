"""Whether raising a concern did harm: asked of the raiser alone, and silence is unknown, never "none"."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar, Literal

from domain.clocks import EscalationRaised
from domain.concerns import OfConcern, of
from domain.disclosure import Disclosure, is_raiser, neutral, people, present
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import UnknownItem
from domain.slices.concerns import Concern, Severity
from domain.values import Instant, Slug, Text

RULE = "retaliation_check"


class Retaliation(StrEnum):
    """Whether the raiser has suffered for having raised a concern."""

    NONE = "none"
    SOME = "some"
    AFRAID_TO_SAY = "afraid_to_say"
    UNKNOWN = "unknown"
    """The raiser has not answered; that is never taken for a no."""


class RetaliationChecked(OfConcern, Event):
    """The raiser has said whether raising the concern did harm, or has not answered."""

    type: Literal["concern.retaliation_checked"] = "concern.retaliation_checked"
    answer: Retaliation
    text: Text | None = None
    early: bool = False
    """A no that came before the question was due: it is asked again then, for nobody can promise the weeks to come."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Harm opens the concern again as a severe one; fear is asked again; anything else closes the question."""
        concern = self.concern(p)
        if self.answer is Retaliation.SOME:
            apart = concern.severe_apart or concern.severity is not Severity.SEVERE
            opened = concern.telling(neutral(self.readers)).but(settled=False, severity=Severity.SEVERE)
            opened = opened.but(severe_apart=apart)
            return self.put(
                p, **dict(opened) | {"heard_by": (), "talked": False, "agreed": (), "since": at, "check_from": None}
            )
        if self.answer is Retaliation.AFRAID_TO_SAY:
            return self.put(p, check_from=at)
        if self.early:
            return p
        if concern.settled:
            return p.but(concerns=tuple(x for x in p.concerns if x.key != concern.key))
        return self.put(p, check_from=None)


class AnswerRetaliationCheck(Command):
    """Say whether anybody has made you suffer for raising a concern; harm is heard at once by the facilitator."""

    private: ClassVar[bool] = True
    kind: Literal["answer_retaliation_check"] = "answer_retaliation_check"
    concern_id: Slug
    answer: Literal[Retaliation.NONE, Retaliation.SOME, Retaliation.AFRAID_TO_SAY]
    text: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The raiser alone, as soon as others know of the concern."""
        concern = self._asked(p, c)
        harm = self.answer is Retaliation.SOME
        heard = people(Disclosure.FACILITATOR, p, concern.raiser) if harm else neutral(present(concern.told, p))
        rule = c.policy.rule(RULE)
        due = concern.check_from and concern.check_from + c.policy.days(rule.steps[0].after if rule else 0)
        yield RetaliationChecked(
            **of(concern),
            readers=(concern.raiser, *heard),
            answer=self.answer,
            text=self.text,
            early=self.answer is Retaliation.NONE and due is not None and c.now < due,
        )

    def _asked(self, p: Partnership, c: Circumstances) -> Concern:
        for concern in p.concerns:
            mine = is_raiser(c.speaker.actor, concern, p) and concern.concern_id == self.concern_id
            if mine and concern.check_from:
                return concern
        raise UnknownItem(what="question about a concern", item=self.concern_id)


def unanswered(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    """What the last step of the rule brings about: nobody knows, and that is what the record says."""
    concern = next((x for x in p.concerns if x.key == raised.about), None)
    if raised.last and concern:
        readers = (concern.raiser, *neutral(present(concern.told, p)))
        yield RetaliationChecked(**of(concern), readers=readers, answer=Retaliation.UNKNOWN)
