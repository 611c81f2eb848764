"""When a concern is to be heard, talked about and taken further: clocks that only those see who know of it."""

from collections.abc import Callable, Iterable

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.concerns import HelpOffered, of
from domain.disclosure import neutral, present
from domain.message import Circumstances, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.retaliation import RULE as RETALIATION
from domain.retaliation import unanswered
from domain.slices.clocks import Clock
from domain.slices.concerns import Concern, ConcernKind, Confidant, Severity
from domain.values import Instant


def _since(of: Callable[[Concern], Instant | None]) -> Anchors:
    """From a moment of each concern; private also where a concern is not, for it is nobody's deadline but theirs.

    Closing the record stops none of them: nobody gets out of a question by ending the partnership.
    """

    def anchors(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
        for x in p.concerns:
            if at := of(x):
                yield Anchor(at, x.key, event=x.event, private=True)

    return anchors


def _while(waits: Callable[[Concern], bool]) -> Anchors:
    """From the raiser's last word, as long as a concern is open and waits for something."""
    return _since(lambda x: x.since if not x.settled and waits(x) else None)


def _pressing(x: Concern) -> bool:
    return x.severity is Severity.SEVERE or x.about is ConcernKind.SAFETY


def _mistaken(x: Concern) -> bool:
    return x.about is ConcernKind.MISUNDERSTANDING


def _offer(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    """The ladder never moves by itself: the raiser is shown its next step."""
    concern = _of(p, raised)
    if concern:
        yield HelpOffered(**of(concern), readers=(concern.raiser,), because="not_settled", next=concern.rung.next)


ANCHORS: dict[str, Anchors] = {
    "concern": _while(lambda x: not x.heard_by and not _pressing(x)),
    "concern_severe": _while(lambda x: not x.heard_by and _pressing(x)),
    "concern_talk": _while(lambda x: not x.talked and not _mistaken(x)),
    "clarification": _while(lambda x: not x.talked and _mistaken(x)),
    "concern_step": _while(lambda x: True),
    RETALIATION: _since(lambda x: x.check_from),
}

CONSEQUENCES: dict[str, Consequence] = {"concern_step": _offer, RETALIATION: unanswered}


def readers(p: Partnership, due: Clock) -> tuple[Confidant, ...]:
    """Who may know of a clock that runs for a concern, its raiser first; nobody is named for any other clock."""
    concern = _of(p, due)
    if concern is None:
        return ()
    told = present(concern.told, p)
    return (concern.raiser, *(neutral(told) if due.rule == RETALIATION else told))


def _of(p: Partnership, due: Clock | EscalationRaised) -> Concern | None:
    return next((x for x in p.concerns if x.key == due.about), None) if due.rule in ANCHORS else None
