"""Day by day: getting in touch, promising and keeping promises."""

from functools import partial

from domain.clocks import EscalationRaised
from domain.commitments import CommitmentDone, CommitmentMade, ConfirmCommitment, MakeCommitment, ReportDone
from domain.contact import ContactHeld, RecordContact
from domain.message import Event
from domain.stages import Stage
from domain.values import OrgId, Slug
from simulation.life import YEAR, Life

PROMISES_A_YEAR = 2
DAYS_TO_KEEP = (30.0, 90.0)
CONFIRMS = (1.0, 10.0)
IN_TOUCH = frozenset({Stage.ACTIVE, Stage.DECIDING_FUTURE})


def begin(life: Life) -> None:
    """From the first day of the work."""
    _plan_contact(life)
    for org in life.p.orgs:
        life.later(life.rng.uniform(0, YEAR / PROMISES_A_YEAR), partial(_promise, life, org))


def _plan_contact(life: Life) -> None:
    """The side that gets in touch first does so after a part of the agreed interval that is its own."""
    agreement = life.p.agreement
    if agreement:
        interval = agreement.terms.contact_interval_days
        days = min(life.between(life.manners[org].contact) for org in life.p.orgs) * interval
        since = life.p.last_contact_at
        life.later(days, lambda: _meet_unless_met(life, since))


def _meet_unless_met(life: Life, since: object) -> None:
    if life.p.last_contact_at == since and not any(life.silent(org) for org in life.p.orgs):
        _meet(life)
    elif life.p.last_contact_at == since:
        _plan_contact(life)


def _meet(life: Life) -> None:
    if life.p.stage in IN_TOUCH:
        life.say(life.p.orgs[0], RecordContact(held_at=life.now, orgs=life.p.orgs))
    else:
        _plan_contact(life)


def met(life: Life, event: Event) -> None:
    """After a contact the next one is thought of."""
    if isinstance(event, ContactHeld):
        _plan_contact(life)


def nudged_to_meet(life: Life, raised: Event) -> None:
    """A nudge about contact moves whoever heeds it; a meeting needs all sides."""
    if isinstance(raised, EscalationRaised) and raised.rule == "contact" and all(life.heeds(o) for o in life.p.orgs):
        since = life.p.last_contact_at
        life.soon(life.p.orgs[0], lambda: _meet_unless_met(life, since))


def _promise(life: Life, org: OrgId) -> None:
    life.later(life.rng.uniform(0.5, 1.5) * YEAR / PROMISES_A_YEAR, lambda: _promise(life, org))
    if not life.silent(org):
        others = [other for other in life.p.orgs if other != org]
        due = life.after(life.between(DAYS_TO_KEEP))
        name = Slug(f"promise-{life.p.version}")
        life.say(org, MakeCommitment(commitment_id=name, to_org=others[0], text="Something useful", due_at=due))


def promised(life: Life, made: Event) -> None:
    """Whoever promises means to keep it, and mostly does."""
    if isinstance(made, CommitmentMade) and life.perhaps(life.manners[made.by_org].keeps):
        days = (made.due_at - life.now) / life.sitting.policy.day
        life.later(days * life.rng.uniform(0.5, 0.98), lambda: _keep(life, made.by_org, made.commitment_id))


def nudged_to_keep(life: Life, raised: Event) -> None:
    """A nudge about a promise moves whoever heeds it."""
    if isinstance(raised, EscalationRaised) and raised.rule == "commitment":
        giver = next((q.by_org for q in life.p.commitments if q.commitment_id == raised.about), None)
        if giver and life.heeds(giver):
            life.soon(giver, lambda: _keep(life, giver, raised.about))


def _keep(life: Life, org: OrgId, name: str) -> None:
    if not life.silent(org):
        life.say(org, ReportDone(commitment_id=Slug(name)))


def done(life: Life, event: Event) -> None:
    """The one who was owed confirms it, sooner or later."""
    if isinstance(event, CommitmentDone):
        receiver = next((q.to_org for q in life.p.commitments if q.commitment_id == event.commitment_id), None)
        if receiver:
            confirmed = ConfirmCommitment(commitment_id=event.commitment_id)
            life.later(life.between(CONFIRMS), lambda: life.say(receiver, confirmed))
