"""Tasks around what somebody has confided: each for one person's eyes, so that nobody learns of it from a list."""

from collections.abc import Iterator

from domain.disclosure import present
from domain.links import LinkAct
from domain.partnership import Partnership
from domain.retaliation import RULE as RETALIATION
from domain.slices.concerns import Concern, ConcernKind, Confidant, Severity
from domain.tasks.task import Task


def concerns(p: Partnership) -> Iterator[Task]:
    """For those whom its raiser has told in person, and for the raiser; for nobody else is there anything."""
    for x in p.concerns:
        if not x.settled:
            yield from _open(p, x)
        yield from _questions(p, x)


def _open(p: Partnership, x: Concern) -> Iterator[Task]:
    """What each confidant has to do follows from their own words alone: nobody learns what others have said."""
    named = tuple(c for c in present(x.told, p) if c.person_id)
    for confidant in named:
        if confidant.person_id not in x.heard_by:
            yield _heard(x, confidant)
        elif not x.talked:
            yield _talk(x, confidant)
    if not named and not x.heard_by:
        yield _nobody_knows(x)


def _heard(x: Concern, confidant: Confidant) -> Task:
    pressing = x.severity is Severity.SEVERE or x.about is ConcernKind.SAFETY
    return Task(
        kind="hear_concern",
        about=x.key,
        org_id=confidant.org_id,
        person_id=confidant.person_id,
        what="somebody has confided something to you: say that you have heard it",
        since=x.since,
        event=x.event,
        rule="concern_severe" if pressing else "concern",
        commands=("acknowledge_concern",),
        private=True,
    )


def _talk(x: Concern, confidant: Confidant) -> Task:
    return Task(
        kind="talk_about_concern",
        about=x.key,
        org_id=confidant.org_id,
        person_id=confidant.person_id,
        what="talk with whoever has confided in you, and tell what came of it",
        since=x.since,
        event=x.event,
        rule="clarification" if x.about is ConcernKind.MISUNDERSTANDING else "concern_talk",
        commands=("record_mediation", "resolve_concern"),
        private=True,
    )


def _nobody_knows(x: Concern) -> Task:
    return Task(
        kind="choose_confidant",
        about=x.key,
        org_id=x.by_org,
        person_id=x.by_person,
        what="nobody has said yet that they heard what weighs on you: choose somebody to tell it to, if you wish",
        since=x.since,
        event=x.event,
        rule="concern",
        commands=("disclose_concern", "withdraw_concern"),
        private=True,
    )


def _questions(p: Partnership, x: Concern) -> Iterator[Task]:
    step, check = p.clock("concern_step", x.key), p.clock(RETALIATION, x.key)
    if step and step.step:
        yield Task(
            kind="take_concern_further",
            about=x.key,
            org_id=x.by_org,
            person_id=x.by_person,
            what="what weighs on you is not settled: take it a step further, call it resolved, or leave it as it is",
            since=x.since,
            event=x.event,
            rule="concern_step",
            commands=("step_concern", "resolve_concern", "withdraw_concern"),
            private=True,
        )
    if check and check.step:
        yield Task(
            kind="answer_retaliation_check",
            about=x.key,
            org_id=x.by_org,
            person_id=x.by_person,
            what="say whether anybody has made you suffer for what you raised",
            since=x.check_from,
            event=x.event,
            rule=RETALIATION,
            commands=("answer_retaliation_check",),
            act=LinkAct.ANSWER_RETALIATION_CHECK,
            private=True,
        )
