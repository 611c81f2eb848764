"""What holds after every submission, whatever anybody says: promises of the engine, each as one function."""

from collections.abc import Callable, Iterable
from functools import partial

from domain.agreement import AgreementAccepted
from domain.commitments import CommitmentWaived
from domain.ending import EndingItemDone, EndingItemWaived, EndPartnership, PartnershipEnded
from domain.escalation import Tick
from domain.fit import BeginDesigning
from domain.initiation import BeginAssessing, BeginExploring
from domain.lifecycle import decided, evolve
from domain.message import CLOCK, Actor, ActorKind, Circumstances, Command, Voice
from domain.notice import BeginWindingDown
from domain.partnership import Partnership
from domain.people import PartyLeft
from domain.record import Recorded
from domain.refusals import Refusal
from domain.stages import Stage
from domain.steps import next_steps
from domain.transitions import TRANSITIONS, StageChanged
from domain.urgent import ConfirmUrgentEnd
from domain.values import BINDING_ROLES, State
from tests.domain.promises import (
    amending,
    concerns,
    evaluation,
    giving,
    health,
    leadership,
    quiet,
    registers,
    relaying,
    tasks,
    together,
)
from tests.domain.promises.told import Told
from tests.domain.teller import Teller
from tests.domain.witness import Witness

CLOSING = {Stage.ENDED, Stage.NOT_PURSUED, Stage.WINDING_DOWN}
TICKS_A_YEAR, TICKS_A_WORD = 100, 10  # more than ever fall due
STATE_LIMIT, BYTES_A_THING = 16_000, 200
"""Bytes that a workflow carries from run to run, written as it writes them: without what equals its default.

Where people leave unusually much open, it may be more: so much for each open thing, and nothing for what is closed.
"""
WITHOUT_PARAMETERS: tuple[Command, ...] = (
    BeginExploring(), BeginAssessing(), BeginDesigning(), BeginWindingDown(), EndPartnership(), ConfirmUrgentEnd(),
)  # fmt: skip


def no_version_is_missing(told: Told) -> None:
    versions = [told.states[0].version, *(entry.version for entry in told.recorded)]
    assert versions == list(range(versions[0], versions[0] + len(versions)))


def whatever_is_accepted_is_recorded(told: Told) -> None:
    assert told.recorded or told.actor.kind is ActorKind.CLOCK


def no_timer_ends_a_partnership(told: Told) -> None:
    for before, entry, after in told.steps:
        if entry.actor.kind is ActorKind.CLOCK:
            assert after.stage not in CLOSING - {before.stage}
            assert not isinstance(entry.event, PartnershipEnded | PartyLeft)
        archived = bool(after.closing and after.closing.archived)
        assert not archived or before.stage is Stage.ENDED


def nobody_accepts_for_another(told: Told) -> None:
    for before, entry, after in told.steps:
        event = entry.event
        if isinstance(event, AgreementAccepted) and event.method == "own":
            person = before.person(entry.actor.person_id)
            assert person is not None
            assert person.org_id == entry.actor.org_id == event.org_id
            assert person.role in BINDING_ROLES
        if isinstance(event, AgreementAccepted) and event.method == "assisted":
            assert event.stands_from >= entry.recorded_at + told.policy.days(told.policy.objection_days)
        if after.agreement != before.agreement and event.type == "agreement.in_force":
            assert before.offer is not None
            standing = {a.org_id for a in before.offer.acceptances if a.stands_from <= entry.recorded_at}
            assert set(before.orgs) <= standing


def only_the_one_who_is_owed_waives(told: Told) -> None:
    for before, entry, _ in told.steps:
        side = Voice.of(entry.actor, before).org_id
        if isinstance(entry.event, CommitmentWaived):
            owed = {c.commitment_id: c.to_org for c in before.commitments}
            assert owed[entry.event.commitment_id] == entry.event.by_org == side
        if isinstance(entry.event, EndingItemWaived):
            owed = {i.item_id: i.owed_to for i in before.ending.items}
            assert owed[entry.event.item_id] == entry.event.by_org == side
        if isinstance(entry.event, EndingItemDone):
            owed = {i.item_id: i.owed_to for i in before.ending.items}
            assert owed[entry.event.item_id] == entry.event.by_org == side


def every_change_of_stage_is_in_the_table(told: Told) -> None:
    for n, (before, entry, after) in enumerate(told.steps):
        if isinstance(entry.event, StageChanged):
            assert (before.stage, after.stage) == (entry.event.before, entry.event.after)
            rows = [t for t in TRANSITIONS if t.id == entry.event.transition and before.stage in t.origins]
            rows = [t for t in rows if tuple(g.name for g in t.guards) == entry.event.guards]
            assert after.stage in {t.target(before) for t in rows}
            # Its guards held in this submission, at the latest before what the transition itself brought about.
            assert any(
                all(g.unmet(p, told.circumstances(p, entry)) is None for g in t.guards)
                for t in rows
                for p in told.states[: n + 1]
            )
        else:
            assert before.stage is after.stage or not before.exists


def what_is_read_does_not_change(told: Told) -> None:
    for p in told.states:
        if p.offer is not None:
            assert p.draft.digest(p.id, p.offer.version) == p.offer.hash


def nothing_waits_for_somebody_who_has_left(told: Told) -> None:
    p = told.states[-1]
    mentioned = {
        *(q.org_id for q in p.people if q.org_id),
        *(org for c in p.commitments for org in (c.by_org, c.to_org)),
        *(org for d in p.decisions for org in (d.by_org, *d.agreed)),
        *(org for i in p.ending.items for org in (i.owner_org, i.owed_to)),
        *p.ending.invitations,
        *(org for a in p.ending.asked for org in (a.by_org, a.org_id)),
        *p.ending.talks,
        *((p.ending.notice.by_org,) if p.ending.notice else ()),
        *(a.org_id for a in (p.offer.acceptances if p.offer else ())),
        *(r.org_id for r in p.draft.responsibilities),
        *(q.by_org for q in p.draft.pledges),
    }
    assert mentioned <= set(p.orgs)
    assert len(p.orgs) >= 2


def state_survives_json_and_stays_small(told: Told) -> None:
    p = told.states[-1]
    text = p.model_dump_json(exclude_defaults=True)
    assert Partnership.model_validate_json(text) == p
    assert len(text) < max(STATE_LIMIT, BYTES_A_THING * _things(p))


def _things(part: object) -> int:
    """How many things a state holds: every clock, person, promise, concern and so on counts as one."""
    if isinstance(part, State):
        return 1 + sum(map(_things, vars(part).values()))
    if isinstance(part, dict):
        return sum(map(_things, part.values()))
    return sum(map(_things, part)) if isinstance(part, tuple) else 0


def _open(p: Partnership) -> dict[str, Callable[[str], bool]]:
    """For each rule, whether the thing that a clock is about is open."""
    offered = p.offer is not None and p.stage in {Stage.AGREEING, Stage.ACTIVE}
    acceptances = p.offer.acceptances if p.offer else ()
    assisted = {a.org_id for a in acceptances if a.assisted}
    ends = p.agreement is not None and p.agreement.terms.ends_at is not None
    running = ends and p.stage in {Stage.ACTIVE, Stage.PAUSED, Stage.DESIGNING, Stage.AGREEING}
    promised = {c.commitment_id for c in p.commitments if not c.done}
    notice = p.ending.notice
    return {
        "willingness": lambda _: p.stage is Stage.PROPOSED and any(q.willing is None for q in p.parties),
        "initiation_idle": lambda _: p.stage in {Stage.EXPLORING, Stage.ASSESSING},
        "acceptance": lambda _: offered and {a.org_id for a in acceptances} != set(p.orgs),
        "objection": lambda org: offered and org in assisted,
        "start": lambda _: offered,
        "contact": lambda _: p.agreement is not None and p.stage in {Stage.ACTIVE, Stage.DECIDING_FUTURE},
        "commitment": lambda name: name in promised and p.stage not in {Stage.PAUSED, Stage.ENDED},
        "notice_deadline": lambda _: running and not p.holding_over,
        "end_date": lambda _: running and not p.holding_over,
        "holding_over": lambda _: running and p.holding_over,
        "resume": lambda _: p.stage is Stage.PAUSED and p.pause is not None,
        "invitation": lambda name: name in {f"{a.org_id}/{a.by_org}" for a in p.ending.asked if a.since},
        "notice_open": lambda _: p.stage is Stage.DECIDING_FUTURE and notice is not None,
        "decision": lambda name: p.decision(name) is not None,
        "farewell": lambda _: p.stage is Stage.WINDING_DOWN,
        "reflection": lambda _: p.stage is Stage.DECIDING_FUTURE and notice is not None and not notice.reflection_over,
        "ending_item": lambda name: p.stage is Stage.WINDING_DOWN and name in {i.item_id for i in p.ending.items},
        "urgent_end": lambda _: p.closing is not None and p.closing.urgent,
        "aftercare": lambda _: p.closing is not None,
    }


def clocks_run_only_for_what_is_open(told: Told) -> None:
    p = told.states[-1]
    still_open = _open(p) | {rule: partial(of, p) for rule, of in OPEN.items()}
    assert not p.closed or all(c.private and c.about in {x.key for x in p.concerns} for c in p.clocks)
    assert [c.key for c in p.clocks if not still_open[c.rule](c.about)] == []
    assert all(c.finished == (c.due_at is None) for c in p.clocks)


OPEN: dict[str, Callable[[Partnership, str], bool]] = {
    **registers.OPEN,
    **concerns.OPEN,
    **leadership.OPEN,
    **giving.OPEN,
    **health.OPEN,
    **evaluation.OPEN,
    **amending.OPEN,
    **together.OPEN,
    **relaying.OPEN,
}
"""For each rule of a process, whether the thing that its clock is about is open; collected from `promises`."""

ALWAYS: tuple[Callable[[Told], None], ...] = (
    no_version_is_missing,
    whatever_is_accepted_is_recorded,
    no_timer_ends_a_partnership,
    nobody_accepts_for_another,
    only_the_one_who_is_owed_waives,
    every_change_of_stage_is_in_the_table,
    what_is_read_does_not_change,
    nothing_waits_for_somebody_who_has_left,
    state_survives_json_and_stays_small,
    clocks_run_only_for_what_is_open,
    *quiet.ALWAYS,
    *registers.ALWAYS,
    *concerns.ALWAYS,
    *leadership.ALWAYS,
    *giving.ALWAYS,
    *health.ALWAYS,
    *evaluation.ALWAYS,
    *amending.ALWAYS,
    *together.ALWAYS,
    *tasks.ALWAYS,
    *relaying.ALWAYS,
)


def next_steps_tell_the_truth(story: Witness, actor: Actor) -> None:
    """What is told to be possible now is accepted, and nothing else is, where no parameter can be wrong."""
    if not story.first_look(actor):
        return
    p, now = story.p, story.now
    voice = Voice.of(actor, p)
    steps = next_steps(p, Circumstances(now=now, policy=story.policy, voice=voice))
    possible = {step.command for step in steps if step.allowed and step.yours}
    for command in WITHOUT_PARAMETERS:
        assert (command.kind in possible) == accepted(story, actor, command), command


def accepted(story: Teller, actor: Actor, command: Command) -> bool:
    """Whether it would be accepted."""
    try:
        story.copy().say(actor, command)
    except Refusal:
        return False
    return True


def folded_again(ledger: Iterable[Recorded], blank: Partnership) -> Partnership:
    """The state that the ledger alone gives, each entry written and read once."""
    p = blank
    for entry in ledger:
        p = evolve(p, Recorded.model_validate_json(entry.model_dump_json()))
    return p


def watched(story: Teller, actor: Actor, *commands: Command) -> bool:
    """Say something and look at all that must hold afterwards; whether it was accepted."""
    before, known = story.p, len(story.ledger)
    text = before.model_dump_json()
    heard_of = story.heard_of()
    try:
        story.say(actor, *commands)
    except Refusal:
        assert story.p is before
        assert before.model_dump_json() == text
        assert len(story.ledger) == known
        return False
    c = Circumstances(now=story.now, policy=story.policy, policies=story.policies, told=heard_of)
    assert decided(before, story.submissions[-1], c).after == story.p  # what nobody writes down is folded the same
    told = Told(before, actor, tuple(story.ledger[known:]), story.policy)
    for holds in ALWAYS:
        holds(told)
    return True


def let_days_pass(story: Teller, days: float) -> None:
    """The clock looks at each deadline when it comes, and comes to rest."""
    until = story.day(days)
    for _ in range(TICKS_A_YEAR + TICKS_A_WORD * len(story.p.relayed)):
        if story.p.next_deadline is None or story.p.next_deadline > until:
            story.now = until
            return
        story.now = max(story.now, story.p.next_deadline)
        watched(story, CLOCK, Tick())
    raise AssertionError("the clock does not come to rest")
