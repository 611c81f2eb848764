"""What holds for changes, success and operational agreements, whatever anybody says."""

from collections.abc import Callable

from domain.amendment import AmendmentApplied, AmendmentProposed, AmendmentWithdrawn, owing
from domain.difference import differences
from domain.ending import PartnershipEnded
from domain.message import Voice
from domain.operational import OperationalAccepted, OperationalClosed, OperationalInForce
from domain.partnership import Partnership
from domain.slices.operational import OPERATIONAL
from domain.slices.proposals import PROPOSALS
from domain.slices.success import KEPT
from domain.stages import Stage
from domain.success import SuccessRedefined
from tests.domain.promises.told import Told


def no_proposal_is_dropped_silently(told: Told) -> None:
    for before, entry, after in told.steps:
        gone = {q.proposal_id for q in before.proposals} - {q.proposal_id for q in after.proposals}
        match entry.event:
            case AmendmentApplied(proposals=settled):
                assert gone == set(settled)
            case AmendmentWithdrawn(proposal_id=one, by_org=side):
                assert gone == {one}
                assert side == Voice.of(entry.actor, before).org_id
            case PartnershipEnded(lapsed=lapsed):
                assert gone <= set(lapsed)
            case _:
                assert not gone


def only_the_proposer_takes_a_proposal_back(told: Told) -> None:
    for before, entry, _ in told.steps:
        if isinstance(entry.event, AmendmentWithdrawn):
            authors = {q.by_org for q in before.proposals if q.proposal_id == entry.event.proposal_id}
            assert authors <= {entry.event.by_org, None}
        if isinstance(entry.event, AmendmentProposed):
            assert entry.event.by_org == Voice.of(entry.actor, before).org_id


def an_operational_agreement_binds_by_every_word(told: Told) -> None:
    for before, entry, after in told.steps:
        event = entry.event
        if isinstance(event, OperationalAccepted):
            assert event.org_id == Voice.of(entry.actor, before).org_id
            assert any(o.hash == event.hash for o in before.operational if not o.in_force)
        if isinstance(event, OperationalInForce | OperationalClosed):
            said = event.accepted_by if isinstance(event, OperationalInForce) else event.agreed
            assert set(said) == set(before.orgs)
        assert {o.operational_id for o in before.operational if o.in_force} - {
            o.operational_id for o in after.operational
        } == set() or isinstance(event, OperationalClosed | PartnershipEnded)


def success_is_defined_by_all_and_felt(told: Told) -> None:
    for before, entry, after in told.steps:
        if isinstance(entry.event, SuccessRedefined):
            assert set(entry.event.accepted_by) == set(before.orgs)
            assert after.success.version == entry.event.version == before.success.version + 1
            assert any(i.subjective for i in after.content.indicators)


def what_is_at_hand_stays_little(told: Told) -> None:
    p = told.states[-1]
    for org in p.orgs:
        assert sum(q.by_org == org for q in p.proposals) <= PROPOSALS
        assert sum(o.by_org == org for o in p.operational) <= OPERATIONAL
    assert all(len(series.found) <= KEPT for series in p.success.series)
    names = [q.proposal_id for q in p.proposals], [o.operational_id for o in p.operational]
    assert all(len(set(each)) == len(each) for each in names)


def what_is_in_force_changes_by_common_consent_alone(told: Told) -> None:
    for before, entry, after in told.steps:
        if before.agreement and after.agreement and entry.event.type not in _CONSENT:
            assert differences(before.content, after.content) == ()


_CONSENT = {
    "agreement.in_force", "partnership.renewed", "role.changed", "agreement.terms_adjusted", "success.redefined",
    "party.left",
}  # fmt: skip


def nobody_who_has_left_is_waited_for(told: Told) -> None:
    p = told.states[-1]
    mentioned = {
        *(org for q in p.proposals for org in (*q.answered, q.by_org) if org),
        *(org for o in p.operational for org in o.accepted),
        *(s.by_org for s in p.success.series),
        *(r.org_id for r in p.content.responsibilities),
    }
    assert mentioned <= set(p.orgs)


ALWAYS: tuple[Callable[[Told], None], ...] = (
    no_proposal_is_dropped_silently,
    only_the_proposer_takes_a_proposal_back,
    an_operational_agreement_binds_by_every_word,
    success_is_defined_by_all_and_felt,
    what_is_at_hand_stays_little,
    what_is_in_force_changes_by_common_consent_alone,
    nobody_who_has_left_is_waited_for,
)


def _waits(p: Partnership, about: str) -> bool:
    name, _, org = about.partition("/")
    proposal = next((q for q in p.proposals if q.proposal_id == name), None)
    asked = (owing(p, proposal) or (proposal.by_org,)) if proposal else ()
    return p.stage in {Stage.ACTIVE, Stage.DECIDING_FUTURE} and org in asked


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    "proposal": _waits,
    "operational_end": lambda p, name: name in {o.operational_id for o in p.operational if o.in_force and o.ends_at},
}
