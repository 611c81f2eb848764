"""What holds of promises, contributions and money, whatever anybody says."""

from collections.abc import Callable

from domain.commitments import OPEN_COMMITMENTS, CommitmentMade, CommitmentReturned
from domain.contributions import (
    OPEN_CONTRIBUTIONS,
    ContributionConfirmed,
    ContributionCredited,
    ContributionDisputed,
    ContributionRecorded,
)
from domain.funding import RUNNING, FundingPlanAgreed, FundingStatusChanged
from domain.lateness import CommitmentMissed
from domain.message import ActorKind, Voice
from domain.partnership import Partnership
from domain.promises import REMEMBERED_PROMISES
from domain.renegotiation import CommitmentRenegotiated, RenegotiationDeclined
from domain.stages import Stage
from tests.domain.promises.told import Told


def only_the_receiver_says_what_was_received(told: Told) -> None:
    for before, entry, _ in told.steps:
        side = Voice.of(entry.actor, before).org_id
        if isinstance(entry.event, ContributionConfirmed | ContributionDisputed):
            gift = next(q for q in before.contributions.open if q.contribution_id == entry.event.contribution_id)
            assert side == entry.event.by_org != gift.by_org
            assert gift.to_org in {None, side}
        if isinstance(entry.event, CommitmentReturned | CommitmentRenegotiated | RenegotiationDeclined):
            owed = {q.commitment_id: q.to_org for q in before.commitments}
            assert owed[entry.event.commitment_id] == entry.event.by_org == side


def everybody_speaks_of_its_own(told: Told) -> None:
    for before, entry, _ in told.steps:
        side = Voice.of(entry.actor, before).org_id
        if isinstance(entry.event, CommitmentMade | ContributionRecorded):
            assert entry.event.by_org == side != entry.event.to_org
        if isinstance(entry.event, FundingStatusChanged):
            assert entry.event.org_id == side
        if isinstance(entry.event, ContributionCredited):
            assert entry.event.org_id != side


def only_what_is_confirmed_counts(told: Told) -> None:
    for before, entry, after in told.steps:
        if not isinstance(entry.event, ContributionConfirmed) and set(before.orgs) == set(after.orgs):
            assert _counted(before) == _counted(after)


def what_is_missed_stays_open(told: Told) -> None:
    for before, entry, after in told.steps:
        if isinstance(entry.event, CommitmentMissed):
            assert entry.event.commitment_id in {q.commitment_id for q in after.commitments}
            assert not any(q.kept for q in after.promises[len(before.promises) :])


def every_party_agrees_to_a_plan(told: Told) -> None:
    for before, entry, after in told.steps:
        planned = {s.org_id for s in after.shock if s.plan} - {s.org_id for s in before.shock if s.plan}
        assert not planned or isinstance(entry.event, FundingPlanAgreed)
        assert not planned or entry.actor.kind is not ActorKind.CLOCK


def lists_have_an_end(told: Told) -> None:
    p = told.states[-1]
    for org in p.orgs:
        assert sum(q.by_org == org for q in p.commitments) <= OPEN_COMMITMENTS
        assert sum(q.by_org == org for q in p.contributions.open) <= OPEN_CONTRIBUTIONS
    assert len(p.promises) <= REMEMBERED_PROMISES
    assert len({s.org_id for s in p.shock}) == len(p.shock)


def nothing_counts_for_somebody_who_has_left(told: Told) -> None:
    p = told.states[-1]
    mentioned = {
        *(q.by_org for q in p.promises),
        *(org for q in p.contributions.open for org in (q.by_org, q.to_org) if org),
        *(q.org_id for q in p.contributions.gave),
        *(q.org_id for q in p.benefits),
        *(q.org_id for q in p.shock),
    }
    assert mentioned <= set(p.orgs)


def _counted(p: Partnership) -> int:
    return sum(tally.count for gave in p.contributions.gave for tally in gave.kinds.values())


def _waits(p: Partnership, about: str) -> bool:
    what, _, name = about.partition("/")
    return (
        p.stage not in {Stage.PAUSED, Stage.ENDED}
        and name
        in {
            "commitment": {q.commitment_id for q in p.commitments if q.done},
            "renegotiation": {q.commitment_id for q in p.commitments if q.asking},
            "contribution": {q.contribution_id for q in p.contributions.open},
        }[what]
    )


def _unplanned(p: Partnership, org: str, *, lost: bool) -> bool:
    return p.stage in RUNNING and any(s.org_id == org and s.lost is lost and not s.plan for s in p.shock)


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    "confirmation": _waits,
    "funding_risk": lambda p, org: _unplanned(p, org, lost=False),
    "funding_lost": lambda p, org: _unplanned(p, org, lost=True),
}

ALWAYS: tuple[Callable[[Told], None], ...] = (
    only_the_receiver_says_what_was_received,
    everybody_speaks_of_its_own,
    only_what_is_confirmed_counts,
    what_is_missed_stays_open,
    every_party_agrees_to_a_plan,
    lists_have_an_end,
    nothing_counts_for_somebody_who_has_left,
)
