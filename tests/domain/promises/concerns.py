"""Concerns: what was confided is seen by nobody else, in no state and no event, and nobody climbs for another."""

from collections.abc import Callable, Iterable

from domain.clocks import EscalationRaised
from domain.concerns import OPEN_PER_PERSON, ConcernDisclosed, ConcernRaised, ConcernWithdrawn, OfConcern
from domain.disclosure import Confided, known_to
from domain.ladder import ConcernResolved, ConcernStepChanged
from domain.message import Actor, ActorKind
from domain.partnership import Partnership
from domain.policy import Audience
from domain.privacy import may_read, seen_by, shown
from domain.relaying import RULE as RELAYED
from domain.slices.concerns import Concern, Rung
from domain.values import PersonId, Visibility
from tests.domain.promises.told import Told


def _others(p: Partnership) -> Iterable[Actor]:
    """Whoever could read: all with a role, a stranger of each side, staff of none, and machines."""
    yield from (Actor(person_id=q.person_id, org_id=q.org_id) for q in p.people)
    for org in (*p.orgs, None):
        yield Actor(person_id=PersonId("nobody"), org_id=org)
        yield Actor(person_id=PersonId("crm"), org_id=org, kind=ActorKind.SERVICE)


def what_was_confided_is_seen_by_nobody_else(told: Told) -> None:
    p = told.states[-1]
    for reader in _others(p):
        seen = seen_by(p, reader)
        known = {x.key for x in p.concerns if known_to(reader, x, p)}
        assert {x.key for x in seen.concerns} == known
        assert {c.about for c in seen.clocks if c.private and c.rule != RELAYED} <= known
        text = seen.model_dump_json(include={"concerns", "clocks"})
        assert [x.key for x in p.concerns if x.key in text and x.key not in known] == []


def no_event_tells_what_was_confided(told: Told) -> None:
    p = told.states[-1]
    for entry in told.recorded:
        for reader in _others(p):
            read = shown(entry, reader, p)
            assert (read is not None) == may_read(entry, reader, p)
            hidden = {change.about for change in read.event.clocks if change.private} if read else set()
            assert all(about.startswith(f"{reader.person_id}/") for about in hidden)
        if entry.visibility is Visibility.NAMED:
            assert isinstance(entry.event, Confided)
            assert entry.event.readers
            assert not may_read(entry, Actor(person_id=PersonId("nobody")), p)


def only_the_raiser_decides_who_knows(told: Told) -> None:
    for before, entry, after in told.steps:
        event = entry.event
        if isinstance(event, ConcernDisclosed | ConcernWithdrawn | ConcernRaised):
            assert event.raised_by == entry.actor.person_id
        if isinstance(event, ConcernResolved):
            assert event.raised_by in event.agreed_by
        if isinstance(event, ConcernStepChanged):
            assert event.after.above(event.before)
            assert event.raised_by == entry.actor.person_id or event.after is Rung.DECISION
        if isinstance(event, OfConcern) and entry.actor.kind is ActorKind.CLOCK:
            mine = {x.key: x for x in before.concerns}
            for x in after.concerns:
                assert (x.rung, x.told) == (mine[x.key].rung, mine[x.key].told)


def a_private_concern_nudges_only_those_who_know(told: Told) -> None:
    for before, entry, _ in told.steps:
        event = entry.event
        concern = next((x for x in before.concerns if x.key == getattr(event, "about", None)), None)
        if isinstance(event, EscalationRaised) and concern:
            assert event.to
            assert set(event.to) <= {concern.by_person, *(c.person_id for c in concern.told)}
            assert event.audience is not Audience.RAISER or event.to == (concern.by_person,)


def activity_in_private_is_not_seen(told: Told) -> None:
    if all(entry.visibility is Visibility.NAMED for entry in told.recorded):
        before, after = told.states[0], told.states[-1]
        assert before.active_at == after.active_at
        assert before.shown_deadline == after.shown_deadline or before.shown_deadline is None


def concerns_stay_few(told: Told) -> None:
    p = told.states[-1]
    assert {x.by_org for x in p.concerns} <= set(p.orgs)
    for person in {x.by_person for x in p.concerns}:
        assert len([x for x in p.concerns if x.by_person == person]) <= 3 * OPEN_PER_PERSON
    assert len({x.key for x in p.concerns}) == len(p.concerns)


ALWAYS: tuple[Callable[[Told], None], ...] = (
    what_was_confided_is_seen_by_nobody_else,
    no_event_tells_what_was_confided,
    only_the_raiser_decides_who_knows,
    a_private_concern_nudges_only_those_who_know,
    activity_in_private_is_not_seen,
    concerns_stay_few,
)


def _runs(waits: Callable[[Concern], bool]) -> Callable[[Partnership, str], bool]:
    return lambda p, key: any(x.key == key and waits(x) for x in p.concerns)


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    "concern": _runs(lambda x: not x.settled and not x.heard_by),
    "concern_severe": _runs(lambda x: not x.settled and not x.heard_by),
    "concern_talk": _runs(lambda x: not x.settled and not x.talked),
    "clarification": _runs(lambda x: not x.settled and not x.talked),
    "concern_step": _runs(lambda x: not x.settled),
    "retaliation_check": _runs(lambda x: x.check_from is not None),
}
