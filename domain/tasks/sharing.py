"""Tasks of understanding each other: entries to answer, decisions to take note of, time, and what is to be shown."""

from collections.abc import Iterator

from domain.leadership import TOGETHER
from domain.minutes import unaware
from domain.partnership import Partnership
from domain.registers import TALKING, WAITING, owing
from domain.slices.assurances import Assurance
from domain.tasks.task import Task, brief


def entries(p: Partnership) -> Iterator[Task]:
    """What a side has written for others waits for their answer."""
    if not p.registers or p.stage not in WAITING:
        return
    for entry in p.registers:
        for org in owing(p, entry):
            writer = p.party(entry.org_id)
            yield Task(
                kind="answer_entry",
                about=entry.entry_id,
                org_id=org,
                what="answer what {party} has written for you: {text}",
                params={"party": writer.name if writer else entry.org_id, "text": brief(entry.text)},
                since=entry.at,
                event=entry.event,
                rule="entry",
                commands=("answer_entry",),
            )


def minutes(p: Partnership) -> Iterator[Task]:
    """A recorded decision waits until every party has said that it knows."""
    if not p.minutes or p.stage not in WAITING:
        return
    for minute in p.minutes:
        for org in unaware(p, minute):
            yield Task(
                kind="acknowledge_decision",
                about=minute.decision_id,
                org_id=org,
                what="take note of a decision, and say that you know: {text}",
                params={"text": brief(minute.text)},
                since=minute.at,
                event=minute.event,
                rule="informed",
                commands=("acknowledge_decision",),
            )


def availability(p: Partnership) -> Iterator[Task]:
    """What a side has said of its time is asked for again when it soon holds no longer."""
    if not p.availability or p.stage not in TALKING:
        return
    for said in p.availability:
        clock = p.clock("availability", said.org_id)
        if said.lapsed or (clock and clock.step):
            yield Task(
                kind="confirm_availability",
                about=said.org_id,
                org_id=said.org_id,
                what="say how much time you have in the months to come, and how soon you can reply",
                due_at=said.until,
                event=said.event,
                rule="availability",
                commands=("confirm_availability",),
            )


def assurances(p: Partnership) -> Iterator[Task]:
    """What a side was asked to show waits until it is shown; what expires, from the first reminder on."""
    if not p.assurances or p.stage not in TOGETHER:
        return
    for q in p.assurances:
        clock = p.clock("assurance", q.assurance_id)
        if q.outcome is None or q.lapsed or (clock and clock.step):
            yield _shown(p, q)


def _shown(p: Partnership, q: Assurance) -> Task:
    asked_by = p.party(q.asked_by)
    return Task(
        kind="record_assurance",
        about=q.assurance_id,
        org_id=q.of_org,
        what="show what {party} has asked you for, or say that you cannot: {kinds}",
        params={"party": asked_by.name if asked_by else q.asked_by, "kinds": q.kind},
        due_at=q.due_at,
        event=q.event,
        rule="assurance",
        commands=("record_assurance",),
    )
