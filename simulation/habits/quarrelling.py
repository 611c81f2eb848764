"""Quarrels: somebody feels treated badly, says so in private, is heard or is not, and the mood follows."""

from functools import partial

from domain.concerns import RaiseConcern
from domain.ladder import ResolveConcern, StepConcern
from domain.slices.concerns import ConcernKind, Rung, Severity
from domain.values import OrgId, Slug
from simulation.life import Life

HURT = 1.2
"""How far the mood falls when somebody feels treated badly."""

HEARD = 0.9
"""How far it rises again when they are heard."""

WAITS = (10.0, 45.0)


def begin(life: Life) -> None:
    """Whatever may come."""
    for org, manner in life.manners.items():
        life.sometime(manner.quarrels, partial(_hurt, life, org))


def _hurt(life: Life, org: OrgId) -> None:
    life.sometime(life.manners[org].quarrels, lambda: _hurt(life, org))
    life.feel(org, -HURT)
    name = Slug(f"concern-{life.p.version}")
    raised = RaiseConcern(
        concern_id=name, about=ConcernKind.FEELING_USED, severity=Severity.SERIOUS, text="We do all the work."
    )
    if life.say(org, raised):
        life.later(life.between(WAITS), lambda: _go_on(life, org, name))


def _go_on(life: Life, org: OrgId, name: Slug) -> None:
    others = [life.manners[other].heeds for other in life.p.orgs if other != org]
    if life.perhaps(max(others, default=0)):
        life.feel(org, HEARD)
        life.say(org, ResolveConcern(concern_id=name, how="We talked it over."))
    else:
        life.say(org, StepConcern(concern_id=name, to=Rung.CLARIFICATION))
