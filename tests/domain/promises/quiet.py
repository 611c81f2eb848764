"""What holds of every nudge: somebody who holds a post gets it, it says why, and it leaves quiet days alone."""

from collections.abc import Callable, Iterable

from domain.clocks import EscalationRaised, Pace, ReminderSkipped
from domain.partnership import Partnership
from domain.policy import Audience
from domain.quiet import MOST
from domain.values import OrgId
from tests.domain.promises.told import Told


def nudges_go_to_people_in_post_and_to_each_once(told: Told) -> None:
    for before, entry, _ in told.steps:
        if isinstance(entry.event, EscalationRaised):
            to = entry.event.to
            assert len(set(to)) == len(to)
            assert entry.event.readers or set(to) <= {person.person_id for person in before.people}


def no_nudge_is_lost(told: Told) -> None:
    events = [entry.event for entry in told.recorded]
    skipped = {(e.rule, e.about, e.org_id) for e in events if isinstance(e, ReminderSkipped)}
    for before, entry, _ in told.steps:
        nudge = entry.event
        if isinstance(nudge, EscalationRaised) and nudge.audience is not Audience.ENGINE and not nudge.readers:
            heard = {person.org_id for person in before.people if person.person_id in nudge.to}
            for org in {*_meant(before, nudge)} - heard:
                assert (org is None and nudge.to) or (nudge.rule, nudge.about, org) in skipped


def _meant(p: Partnership, nudge: EscalationRaised) -> Iterable[OrgId | None]:
    """The sides that a nudge is for; none where it is for a neutral person, or for somebody by name."""
    if nudge.audience is Audience.PROPOSER:
        return tuple(party.org_id for party in p.parties if party.proposer) or p.orgs
    if nudge.private or nudge.audience not in {Audience.OWNER, Audience.LEADS, Audience.SPONSORS}:
        return (None,)
    return (nudge.owner,) if nudge.audience is Audience.OWNER and nudge.owner in p.orgs else p.orgs


def every_nudge_says_why(told: Told) -> None:
    for _, entry, _ in told.steps:
        if isinstance(entry.event, EscalationRaised):
            assert entry.event.because
            assert 1 <= (entry.event.event or 0) < entry.version


def no_patient_clock_rings_in_quiet_days(told: Told) -> None:
    p = told.states[-1]
    if not told.recorded:
        return
    quiet = Pace.of(p, told.policy).quiet
    for clock in p.clocks:
        rule = told.policy.rule(clock.rule)
        if rule and rule.patient and clock.due_at:
            assert not any(starts <= clock.due_at < ends for starts, ends in quiet), clock


def quiet_periods_are_few(told: Told) -> None:
    assert len(told.states[-1].quiet) <= MOST
    assert all(period.starts <= period.ends for period in told.states[-1].quiet)


ALWAYS: tuple[Callable[[Told], None], ...] = (
    nudges_go_to_people_in_post_and_to_each_once,
    no_nudge_is_lost,
    every_nudge_says_why,
    no_patient_clock_rings_in_quiet_days,
    quiet_periods_are_few,
)
