"""Being together: nobody is called engaged, deep or met by one word alone, and time never makes anything better."""

from collections.abc import Callable

from domain.contact import ContactConfirmed, ContactDisputed, last_met
from domain.engagement import EngagementChanged
from domain.institutionalisation import EVIDENCE, DepthChanged
from domain.message import ActorKind, Voice
from domain.partnership import Partnership
from domain.rooting import KEY_PEOPLE, KeyPersonProtected
from domain.slices.contact import LOGGED, NAMED
from domain.slices.engagement import EngagementState
from domain.stages import WORKING, Stage
from domain.support import MAPPED, SupportRecorded
from domain.transitions import StageChanged
from domain.values import Depth
from tests.domain.promises.told import Told

WORSE = tuple(EngagementState)


def only_the_parties_end_a_conflict(told: Told) -> None:
    taken = any(entry.event.type == "decision.taken" for entry in told.recorded)
    for before, entry, _ in told.steps:
        event = entry.event
        if isinstance(event, EngagementChanged):
            assert event.before is before.engagement.state is not event.after
            assert taken or event.before is not EngagementState.CONTESTED
            assert event.after is not EngagementState.CONTESTED or Voice.of(entry.actor, before).binds


def time_alone_brings_nobody_together(told: Told) -> None:
    moved = any(isinstance(entry.event, StageChanged) for entry in told.recorded)
    for entry in told.recorded:
        if isinstance(entry.event, EngagementChanged) and entry.actor.kind is ActorKind.CLOCK and not moved:
            assert WORSE.index(entry.event.after) > WORSE.index(entry.event.before)


def each_side_judges_its_own_contacts(told: Told) -> None:
    for before, entry, _ in told.steps:
        event, side = entry.event, Voice.of(entry.actor, before).org_id
        if isinstance(event, ContactDisputed | ContactConfirmed):
            contact = before.contact_log.find(event.number)
            assert contact is not None
            assert event.by_org == side
            assert side in contact.sides
            assert contact.disputed_by == (side if isinstance(event, ContactConfirmed) else None)
        if isinstance(event, SupportRecorded | KeyPersonProtected):
            assert event.org_id == side


def what_is_contested_does_not_count(told: Told) -> None:
    p = told.states[-1]
    assert p.contacts >= len(p.contact_log.counted)
    if p.contact_log.entries:
        assert p.first_contact_at == p.contact_log.first_at
        assert p.last_contact_at == p.contact_log.last_at
    log, met = p.contact_log, last_met(p).at
    assert met is None or (p.last_contact_at is not None and met <= p.last_contact_at)
    if log.counted and log.latest is None and all(contact.sides.keys() >= {*p.orgs} for contact in log.counted):
        assert met == p.last_contact_at


def depth_moves_one_step_and_deeper_only_with_evidence(told: Told) -> None:
    depths = tuple(Depth)
    for before, entry, _ in told.steps:
        event = entry.event
        if isinstance(event, DepthChanged):
            assert event.before is before.depth
            step = depths.index(event.after) - depths.index(event.before)
            assert abs(step) == 1
            c = told.circumstances(before, entry)
            assert step < 0 or [g.name for g in EVIDENCE[event.after] if g.unmet(before, c)] == []


def what_is_remembered_has_an_end(told: Told) -> None:
    p = told.states[-1]
    assert len(p.contact_log.entries) <= LOGGED
    assert all(len(side) <= NAMED for entry in p.contact_log.entries for side in entry.sides.values())
    for org in p.orgs:
        assert sum(s.org_id == org for s in p.support) <= MAPPED
        assert sum(person.org_id == org for person in p.roots.key_people) <= KEY_PEOPLE


def nothing_rests_on_who_has_left(told: Told) -> None:
    p = told.states[-1]
    mentioned = {
        *(s.org_id for s in p.support),
        *p.core_cases,
        *p.roots.endorsed,
        *p.roots.mandates,
        *(person.org_id for person in p.roots.key_people),
        *(org for entry in p.contact_log.entries for org in entry.sides),
        *(entry.disputed_by for entry in p.contact_log.entries if entry.disputed_by),
        *((p.engagement.by_org,) if p.engagement.by_org else ()),
    }
    assert mentioned <= set(p.orgs)


ALWAYS: tuple[Callable[[Told], None], ...] = (
    only_the_parties_end_a_conflict,
    time_alone_brings_nobody_together,
    each_side_judges_its_own_contacts,
    what_is_contested_does_not_count,
    depth_moves_one_step_and_deeper_only_with_evidence,
    what_is_remembered_has_an_end,
    nothing_rests_on_who_has_left,
)


def _to_be_asked(p: Partnership, _: str) -> bool:
    return p.stage is Stage.ACTIVE and p.depth is not Depth.INSTITUTIONAL


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    "contested": lambda p, _: p.engagement.contested and p.stage in WORKING,
    "institutionalise": _to_be_asked,
}
