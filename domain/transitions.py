"""The transition table: T1 to T20, from which stage to which, by which command or by itself, under which guards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from domain import (
    aftercare,
    agreement,
    ending,
    farewell,
    fit,
    funding,
    future,
    health,
    initiation,
    ladder,
    notice,
    operational,
    pausing,
    urgent,
)
from domain.guards import Facts, Guard, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.stages import BEFORE_ACTIVE, OPEN, Stage
from domain.values import Instant, OrgId


class StageChanged(Event):
    """The partnership has moved along a transition of the table."""

    type: Literal["partnership.stage_changed"] = "partnership.stage_changed"
    before: Stage
    after: Stage
    transition: str
    guards: tuple[str, ...] = ()
    """The guards that held."""
    decided_by: tuple[OrgId, ...] = ()
    """The parties that decided; none when it came by itself."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The new stage; what was being decided in the old one is off the table."""
        if self.after is self.before:
            return p
        asks = self.after is Stage.DECIDING_FUTURE and self.before is not Stage.WINDING_DOWN
        return p.but(
            stage=self.after,
            stage_since=at,
            came_from=self.before if asks else p.came_from,
            decisions=(),
        )


def nothing_more(p: Partnership, c: Circumstances) -> Iterable[Event]:
    """No event beside the change of stage."""
    return ()


@dataclass(frozen=True)
class Transition:
    """One row: `to` is None where it leads back to the stage from which the question came."""

    id: str
    origins: tuple[Stage, ...]
    to: Stage | None
    by: type[Command] | None
    """The command that asks for it; None when it happens by itself as soon as its guards hold."""
    guards: tuple[Guard, ...] = ()
    effect: Callable[[Partnership, Circumstances], Iterable[Event]] = nothing_more
    """What it brings about just before the change of stage, where no command has done so."""
    to_new: bool = False
    """Leads to a new partnership; this one stays as it is."""

    def target(self, p: Partnership) -> Stage:
        """Where it leads in this state."""
        return self.to or p.came_from or Stage.ACTIVE


@guard
def never_active(p: Partnership, c: Circumstances) -> Facts:
    """it must never have been active; what has been active ends with care instead."""
    return holds(p.agreement is None)


@guard
def agreement_in_force(p: Partnership, c: Circumstances) -> Facts:
    """an agreement must be in force."""
    return holds(p.agreement is not None)


_S = Stage

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "T1", (_S.PROPOSED,), _S.EXPLORING, initiation.BeginExploring,
        (initiation.every_party_willing, initiation.lead_on_each_side),
    ),
    Transition("T2", BEFORE_ACTIVE, _S.NOT_PURSUED, initiation.DoNotPursue, (never_active,)),
    Transition(
        "T3", (_S.EXPLORING,), _S.ASSESSING, initiation.BeginAssessing,
        (initiation.profiles_confirmed, initiation.acquainted),
    ),
    Transition(
        "T4", (_S.ASSESSING,), _S.DESIGNING, fit.BeginDesigning,
        (
            fit.fit_answered_by_all, fit.no_open_blocker, fit.interests_declared_by_all, fit.is_a_partnership,
            fit.approver_is_not_the_proposer,
        ),
    ),
    Transition(
        "T5", (_S.DESIGNING,), _S.AGREEING, None, (*agreement.DRAFT_COMPLETE, agreement.a_version_is_offered)
    ),
    Transition(
        "T6", (_S.AGREEING,), _S.ACTIVE, None,
        (agreement.a_version_is_offered, agreement.accepted_by_every_party, agreement.start_date_reached),
        agreement.into_force,
    ),
    Transition("T7", (_S.AGREEING,), _S.DESIGNING, None, (agreement.no_version_is_offered,)),
    Transition(
        "T8", (_S.ACTIVE,), _S.ACTIVE, None,
        (agreement.a_version_is_offered, agreement.accepted_by_every_party, agreement.start_date_reached),
        agreement.into_force,
    ),
    Transition("T9", (_S.ACTIVE,), _S.PAUSED, pausing.PausePartnership),
    Transition("T9", (_S.ACTIVE, _S.DECIDING_FUTURE), _S.PAUSED, pausing.PauseForSafety),
    Transition("T10", (_S.PAUSED,), _S.ACTIVE, pausing.ResumePartnership),
    Transition(
        "T11", (_S.PAUSED,), _S.DECIDING_FUTURE, None, (pausing.resume_date_passed_twice,), future.asked_by_time
    ),
    Transition(
        "T12", (_S.ACTIVE, _S.PAUSED, _S.DESIGNING, _S.AGREEING), _S.DECIDING_FUTURE, future.DiscussFuture,
        (agreement_in_force, pausing.safety_pause_respected),
    ),
    Transition(
        "T12", (_S.ACTIVE, _S.PAUSED, _S.DESIGNING, _S.AGREEING), _S.DECIDING_FUTURE, ladder.BringToDecision,
        (agreement_in_force, pausing.safety_pause_respected, ladder.concern_at_last_step),
    ),
    Transition(
        "T12", (_S.ACTIVE, _S.PAUSED), _S.DECIDING_FUTURE, None, (future.held_over_too_long,), future.asked_by_time
    ),
    Transition(
        "T12", (_S.ACTIVE, _S.PAUSED), _S.DECIDING_FUTURE, None,
        (funding.funding_lost_without_a_plan,), funding.asked_by_lost_funding,
    ),
    Transition("T12", (_S.ACTIVE,), _S.DECIDING_FUTURE, None, (health.strained_twice,), future.asked_by_health),
    Transition("T13", (_S.DECIDING_FUTURE,), None, future.ContinuePartnership),
    Transition("T14", (_S.DECIDING_FUTURE,), _S.DESIGNING, future.ReshapePartnership),
    Transition("T15", (_S.DECIDING_FUTURE,), _S.WINDING_DOWN, future.EndByAgreement),
    Transition(
        "T15", (_S.DECIDING_FUTURE,), _S.WINDING_DOWN, notice.BeginWindingDown,
        (notice.talked_first, notice.notice_given, notice.notice_is_yours, notice.reflected),
    ),
    Transition("T16", (_S.WINDING_DOWN,), _S.DECIDING_FUTURE, future.ReconsiderEnding),
    Transition(
        "T17", (_S.WINDING_DOWN,), _S.ENDED, ending.EndPartnership,
        (
            farewell.nothing_owed, operational.no_operational_agreement_open, farewell.statement_seen_by_all,
            farewell.message_agreed, farewell.lessons_asked,
        ),
    ),
    Transition(
        "T18", (_S.ENDED,), _S.ENDED, None,
        (aftercare.not_archived, aftercare.aftercare_settled, aftercare.urgent_end_reviewed), aftercare.archived,
    ),
    Transition("T19", (_S.ENDED, _S.NOT_PURSUED), _S.PROPOSED, initiation.ProposePartnership, to_new=True),
    Transition(
        "T20", OPEN, _S.ENDED, urgent.ConfirmUrgentEnd, (urgent.urgent_end_requested, urgent.confirmed_by_another)
    ),
)  # fmt: skip
"""A change of stage that is not in this table cannot happen."""

AUTOMATIC = tuple(row for row in TRANSITIONS if row.by is None)

_ASKED_FOR = {(row.by, stage): row for row in TRANSITIONS if row.by and not row.to_new for stage in row.origins}


def asked_for(command: type[Command], stage: Stage) -> Transition | None:
    """The transition that a command asks for in a stage."""
    return _ASKED_FOR.get((command, stage))
