"""What may be done now, by whom, and for each step that may not be taken yet, the unmet guards in words."""

from collections.abc import Iterator

from domain.commands import RULES, CommandRule, Who, goes_on
from domain.guards import unmet
from domain.message import Circumstances
from domain.partnership import Partnership
from domain.refusals import Unmet
from domain.stages import Stage
from domain.transitions import AUTOMATIC, Transition, asked_for
from domain.values import Value


class NextStep(Value):
    """One step that this stage knows."""

    command: str | None
    """The command to send; None where it happens by itself as soon as its guards hold."""
    meaning: str
    """What it does, in one English sentence; the key of its translations."""
    who: Who
    joint: bool = False
    """Takes effect only when every party has agreed."""
    transition: str | None = None
    leads_to: Stage | None = None
    allowed: bool
    unmet: tuple[Unmet, ...] = ()
    yours: bool = True
    """Whether the reader is somebody who may do it."""


def next_steps(p: Partnership, c: Circumstances) -> tuple[NextStep, ...]:
    """Every step of this stage; with a voice in the circumstances, each tells whether it is for that reader."""
    return (*_by_command(p, c), *_by_itself(p, c))


def _by_command(p: Partnership, c: Circumstances) -> Iterator[NextStep]:
    for rule in RULES:
        if rule.who is Who.CLOCK or p.stage not in rule.stages or (p.closed and not goes_on(p, rule, c.voice)):
            continue
        transition = asked_for(rule.command, p.stage)
        yield _step(p, c, rule, transition)


def _step(p: Partnership, c: Circumstances, rule: CommandRule, transition: Transition | None) -> NextStep:
    missing = unmet((*rule.guards, *(transition.guards if transition else ())), p, c)
    return NextStep(
        command=rule.kind,
        meaning=rule.meaning,
        who=rule.who,
        joint=rule.joint,
        transition=transition.id if transition else None,
        leads_to=transition.target(p) if transition else None,
        allowed=not missing,
        unmet=missing,
        yours=c.voice is None or rule.who.refusal(c.voice) is None,
    )


def _by_itself(p: Partnership, c: Circumstances) -> Iterator[NextStep]:
    for transition in AUTOMATIC:
        if p.stage in transition.origins and not p.closed:
            missing = unmet(transition.guards, p, c)
            yield NextStep(
                command=None,
                meaning="It happens by itself as soon as this holds.",
                who=Who.CLOCK,
                transition=transition.id,
                leads_to=transition.target(p),
                allowed=not missing,
                unmet=missing,
                yours=False,
            )
