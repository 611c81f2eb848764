"""How much the parties are in it together and what the partnership rests on, as an admin reads it."""

from collections.abc import Iterator

from domain.partnership import Partnership
from domain.slices.engagement import EngagementState, Signal
from domain.support import MapRow, support_map
from workflows.waiting import name
from workflows.wording import day, listed, plain, words


def together(p: Partnership) -> Iterator[str]:
    """Only what there is to tell: lost engagement, contested contacts, and the roots that have been laid down."""
    held = p.engagement
    if held.state is not EngagementState.ENGAGED and held.since:
        by = f", said {name(p, held.by_org)}" if held.by_org else ""
        cause = f" ({plain(held.cause)}{by})" if held.cause else ""
        why = ", ".join(_signal(signal) for signal in held.signals)
        yield f"Engagement **{held.state}** since {day(held.since)}{cause}: {why}."
    sections = {"Contested contacts": _contested(p), "What it rests on": _roots(p)}
    for title, lines in sections.items():
        if told := tuple(lines):
            yield listed(title, told)


def _signal(signal: Signal) -> str:
    events = ", ".join(str(number) for number in signal.events)
    return f"{plain(signal.sign)} (event {events})" if events else plain(signal.sign)


def _contested(p: Partnership) -> Iterator[str]:
    for contact in p.contact_log.entries:
        if contact.disputed_by:
            who = name(p, contact.disputed_by)
            yield f"{day(contact.held_at)}, event {contact.number}: does not count while {who} says that it was not so"


def _roots(p: Partnership) -> Iterator[str]:
    for row in support_map(p) if p.support else ():
        yield f"{row.level}: {_supporters(p, row)}"
    roots = p.roots
    for org in p.core_cases:
        yield f"{name(p, org)}: a core-business note{'' if org in roots.endorsed else ', to be endorsed'}"
    for org in roots.mandates:
        yield f"{name(p, org)}: a written mandate"
    if roots.strategy:
        yield f"strategy {roots.strategy.version}, until {day(roots.strategy.horizon)}"
    for person in roots.key_people:
        gone = "" if p.person(person.person_id) else ", who has no role any more"
        yield f"{words(person.name)} of {name(p, person.org_id)}, to be kept{gone}"
    if roots.asked_at and roots.reason:
        yield f"both leads were last asked on {day(roots.asked_at)}: {plain(roots.reason)}"


def _supporters(p: Partnership, row: MapRow) -> str:
    return ", ".join(
        f"{name(p, cell.org_id)} {plain(cell.strength) if cell.strength else 'unknown'}" for cell in row.cells
    )
