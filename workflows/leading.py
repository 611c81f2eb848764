"""What is open about the people of each side and what parties show each other, as an admin reads it."""

from collections.abc import Iterator

from domain.leadership import TOGETHER, acting
from domain.partnership import Partnership
from domain.slices.assurances import Assurance
from domain.slices.leadership import GoalsOutcome, LeadershipChange
from workflows.waiting import name
from workflows.wording import day, listed, plain, words


def leading(p: Partnership) -> Iterator[str]:
    """Only what there is: an urgent end to be told and reviewed, changing leaders, vacant posts, patience, requests."""
    sections = {
        "After the urgent end": _after_urgent_end(p),
        "Leadership": _leadership(p) if p.stage in TOGETHER else iter(()),
        "Patience": (f"until {day(g.until)} for {name(p, g.org_id)}: {plain(g.reason)}" for g in p.grace),
        "To be shown": (_assurance(p, q) for q in p.assurances),
    }
    for title, lines in sections.items():
        if told := tuple(lines):
            yield listed(title, told)


def _after_urgent_end(p: Partnership) -> Iterator[str]:
    if p.closing and p.closing.urgent and not p.closed:
        for org in p.closing.to_tell:
            yield f"{name(p, org)} is to be told of it"
        if not p.closing.reviewed:
            yield "a review by somebody who did not decide it"


def _leadership(p: Partnership) -> Iterator[str]:
    for post in p.leadership.vacancies:
        contact = acting(p, post.org_id)
        who = f"{words(contact.name)} is the contact" if contact else "there is nobody to speak to"
        yield f"{name(p, post.org_id)}: no {post.role} since {day(post.since)}; {who}"
    for change in p.leadership.changes:
        waits = ", ".join(_missing(change)) or "a lead who stays"
        yield f"{name(p, change.org_id)}: {change.cause} since {day(change.opened_at)}; waits for {waits}"


def _missing(change: LeadershipChange) -> Iterator[str]:
    if change.items:
        yield f"{len(change.items)} things to hand over"
    if not change.met:
        yield "a meeting with the new lead"
    if change.goals is None:
        yield "the new lead's word on the goals"
    elif change.goals is GoalsOutcome.QUESTIONED:
        yield "a talk about the goals, which the new lead questions"


def _assurance(p: Partnership, q: Assurance) -> str:
    given = "to be shown" if q.outcome is None else plain(q.outcome)
    lapsed = ", lapsed" if q.lapsed else ""
    return f"{name(p, q.of_org)}, for {name(p, q.asked_by)}: {plain(q.kind)}, {given}, {day(q.due_at)}{lapsed}"
