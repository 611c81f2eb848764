"""Registers, minutes and availability: each side says its own word, and nobody is asked for more than can be kept."""

from collections.abc import Callable

from domain.availability import AvailabilityConfirmed, AvailabilityLapsed, known
from domain.fit import BlockerCleared
from domain.message import Voice
from domain.minutes import DecisionAcknowledged, unaware
from domain.partnership import Partnership
from domain.register_rules import RULE_OF
from domain.registers import MOST, WAITING, EntryAnswered, EntryClosed, EntryWritten, owing
from tests.domain.promises.told import Told


def each_side_says_its_own_word(told: Told) -> None:
    for before, entry, _ in told.steps:
        side, event = Voice.of(entry.actor, before).org_id, entry.event
        if isinstance(event, EntryWritten):
            assert event.by_org == side != event.to_org
        if isinstance(event, EntryAnswered):
            written = {e.entry_id: e.org_id for e in before.registers}
            assert event.org_id == side != written[event.entry_id]
        if isinstance(event, DecisionAcknowledged):
            known_by = {m.decision_id: m.known_by for m in before.minutes}
            assert event.org_id == side
            assert side not in known_by[event.decision_id]
        if isinstance(event, AvailabilityConfirmed):
            assert event.org_id == side


def only_the_writer_closes_what_is_not_shared(told: Told) -> None:
    for before, entry, _ in told.steps:
        event = entry.event
        if isinstance(event, EntryClosed):
            closed = next(e for e in before.registers if e.entry_id == event.entry_id)
            assert RULE_OF[closed.in_register].shared or closed.org_id == event.by_org
        if isinstance(event, BlockerCleared):
            raised_by = {b.blocker_id: b.raised_by for b in before.blockers}[event.blocker_id]
            assert raised_by in {None, Voice.of(entry.actor, before).org_id}


def nobody_is_asked_for_too_much(told: Told) -> None:
    p = told.states[-1]
    for org in p.orgs:
        assert sum(e.org_id == org for e in p.registers) + sum(m.by_org == org for m in p.minutes) <= MOST
    assert all(unaware(p, m) for m in p.minutes)
    assert all(e.asks or e.stays for e in p.registers)
    assert len({e.entry_id for e in p.registers}) == len(p.registers)


def registers_forget_who_has_left(told: Told) -> None:
    p = told.states[-1]
    mentioned = {
        *(org for e in p.registers for org in (e.org_id, *e.answered)),
        *(e.to_org for e in p.registers if e.to_org),
        *(org for m in p.minutes for org in m.known_by),
        *(a.org_id for a in p.availability),
        *(b.raised_by for b in p.blockers if b.raised_by),
    }
    assert mentioned <= set(p.orgs)


def time_that_has_run_out_is_unknown(told: Told) -> None:
    for _, entry, after in told.steps:
        if isinstance(entry.event, AvailabilityLapsed):
            assert known(after, entry.event.org_id, entry.recorded_at) is None
        for said in after.availability:
            assert not (said.lapsed and known(after, said.org_id, entry.recorded_at))


ALWAYS: tuple[Callable[[Told], None], ...] = (
    each_side_says_its_own_word,
    only_the_writer_closes_what_is_not_shared,
    nobody_is_asked_for_too_much,
    registers_forget_who_has_left,
    time_that_has_run_out_is_unknown,
)


def _owed(p: Partnership, about: str) -> bool:
    return p.stage in WAITING and any(e.entry_id == about and owing(p, e) for e in p.registers)


def _unread(p: Partnership, about: str) -> bool:
    return p.stage in WAITING and any(m.decision_id == about and unaware(p, m) for m in p.minutes)


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    "entry": _owed,
    "informed": _unread,
    "availability": lambda p, org: p.stage in WAITING and any(a.org_id == org for a in p.availability),
}
