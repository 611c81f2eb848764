"""What an admin reads about what the sides have still to say to each other: entries, decisions, their time."""

from collections.abc import Iterable, Iterator

from domain.minutes import unaware
from domain.partnership import Partnership
from domain.registers import owing
from domain.slices.availability import Availability
from domain.slices.minutes import Minute
from domain.slices.registers import Entry
from domain.values import OrgId
from workflows.waiting import name
from workflows.wording import day, listed, plain, words


def understanding(p: Partnership) -> Iterator[str]:
    """What is open between the sides, where something is."""
    if p.registers:
        yield listed("Open entries", (_entry(p, entry) for entry in p.registers))
    if p.minutes:
        yield listed("Decisions not read by all", (_minute(p, minute) for minute in p.minutes))
    if p.availability:
        yield listed("Availability", (_time(p, said) for said in p.availability))


def _entry(p: Partnership, entry: Entry) -> str:
    written = f"{plain(entry.in_register)} of {name(p, entry.org_id)} since {day(entry.at)}: {words(entry.text)}"
    return written + _waiting(p, owing(p, entry))


def _minute(p: Partnership, minute: Minute) -> str:
    recorded = f"recorded by {name(p, minute.by_org)} on {day(minute.at)}: {words(minute.text)}"
    return recorded + _waiting(p, unaware(p, minute))


def _waiting(p: Partnership, orgs: Iterable[OrgId]) -> str:
    names = ", ".join(name(p, org) for org in orgs)
    return f"; waits for {names}" if names else ""


def _time(p: Partnership, said: Availability) -> str:
    if said.lapsed:
        return f"{name(p, said.org_id)}: unknown since {day(said.until)}"
    answers = f"answers within {said.reply_within_days} days, until {day(said.until)}"
    return f"{name(p, said.org_id)}: {words(said.words)}, {answers}"
