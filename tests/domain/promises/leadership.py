"""What holds while people change: nobody waits in vain, patience moves no dates, and no lapse stops anything."""

from collections.abc import Callable

from domain.assurance import LIGHT, AssuranceLapsed, AssuranceRecorded, AssuranceRequested
from domain.grace import held_until
from domain.handover import ITEMS
from domain.leadership import TOGETHER, LeadershipChangeClosed, LeadMissed, heads
from domain.message import ActorKind
from domain.partnership import Partnership
from domain.people import PersonReleased
from domain.slices.leadership import GoalsOutcome
from domain.values import OrgKind
from tests.domain.promises.told import Told


def a_side_has_one_change_at_a_time(told: Told) -> None:
    p = told.states[-1]
    changing = [change.org_id for change in p.leadership.changes]
    assert len(set(changing)) == len(changing)
    assert all(len(change.items) <= ITEMS for change in p.leadership.changes)


def a_post_is_vacant_only_while_nobody_holds_it(told: Told) -> None:
    p = told.states[-1]
    assert [v for v in p.leadership.vacancies if p.holders(v.role, v.org_id)] == []


def what_is_open_belongs_to_a_party(told: Told) -> None:
    p = told.states[-1]
    mentioned = {
        *(change.org_id for change in p.leadership.changes),
        *(vacancy.org_id for vacancy in p.leadership.vacancies),
        *(grace.org_id for grace in p.grace),
        *(org for q in p.assurances for org in (q.of_org, q.asked_by)),
    }
    assert mentioned <= set(p.orgs)


def a_change_is_over_when_a_lead_is_there(told: Told) -> None:
    for before, entry, after in told.steps:
        if isinstance(entry.event, LeadershipChangeClosed):
            org = entry.event.org_id
            change = before.leadership.change(org)
            assert change is not None
            assert heads(before, org)
            back = change.person_id in {q.person_id for q in heads(before, org)}
            assert back or (change.met and change.goals in {GoalsOutcome.KEPT, GoalsOutcome.CHANGED})
            assert after.leadership.change(org) is None


def telling_of_silence_takes_nothing_from_anybody(told: Told) -> None:
    for before, entry, after in told.steps:
        if isinstance(entry.event, LeadMissed):
            assert after.people == before.people


def time_releases_nobody_before_their_last_day(told: Told) -> None:
    for before, entry, _ in told.steps:
        if isinstance(entry.event, PersonReleased) and entry.actor.kind is ActorKind.CLOCK:
            person = before.person(entry.event.person_id)
            assert person is not None
            assert person.last_day is not None
            assert person.last_day <= entry.recorded_at


def grace_holds_what_is_patient_and_nothing_else(told: Told) -> None:
    p, until = told.states[-1], held_until(told.states[-1])
    for clock in p.clocks:
        rule = told.policy.rule(clock.rule)
        assert rule is not None
        if until and clock.due_at and rule.patient and rule.held:
            assert clock.due_at >= until
        if clock.due_at and not rule.patient:
            days = rule.steps[clock.step].after * clock.unit
            assert clock.due_at == clock.anchor + told.policy.days(days)


def what_is_shown_is_in_proportion(told: Told) -> None:
    for before, entry, after in told.steps:
        event = entry.event
        if isinstance(event, AssuranceRequested):
            party = before.party(event.of_org)
            assert party is not None
            assert party.kind is not OrgKind.INFORMAL or event.kind in LIGHT
        if isinstance(event, AssuranceRecorded):
            owners = {q.assurance_id: q.of_org for q in before.assurances}
            assert owners[event.assurance_id] == event.org_id == entry.actor.org_id
        if isinstance(event, AssuranceLapsed):
            assert after.stage is before.stage


def an_urgent_end_is_told_and_reviewed_before_its_record_is_closed(told: Told) -> None:
    closing = told.states[-1].closing
    if closing and closing.urgent and closing.archived:
        assert closing.reviewed
        assert closing.to_tell == ()


ALWAYS: tuple[Callable[[Told], None], ...] = (
    a_side_has_one_change_at_a_time,
    a_post_is_vacant_only_while_nobody_holds_it,
    what_is_open_belongs_to_a_party,
    a_change_is_over_when_a_lead_is_there,
    telling_of_silence_takes_nothing_from_anybody,
    time_releases_nobody_before_their_last_day,
    grace_holds_what_is_patient_and_nothing_else,
    what_is_shown_is_in_proportion,
    an_urgent_end_is_told_and_reviewed_before_its_record_is_closed,
)


def _vacant(p: Partnership, about: str) -> bool:
    return p.stage in TOGETHER and about in {f"{v.role}.{v.org_id}" for v in p.leadership.vacancies}


def _changing(p: Partnership, about: str) -> bool:
    return p.stage in TOGETHER and about in {change.org_id for change in p.leadership.changes}


def _leaves(p: Partnership, about: str) -> bool:
    return about in {person.person_id for person in p.people if person.last_day}


def _asked(p: Partnership, about: str) -> bool:
    return p.stage in TOGETHER and about in {q.assurance_id for q in p.assurances}


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    "vacancy": _vacant,
    "handover": _changing,
    "goals_questioned": _changing,
    "last_day": _leaves,
    "assurance": _asked,
}
