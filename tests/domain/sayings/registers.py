"""What anybody could write into the registers and the minutes, answer there, and say of its time."""

from collections.abc import Callable

from domain import availability, minutes, registers
from domain.message import Command
from domain.slices.registers import Register
from domain.values import Slug
from tests.domain.scene import Scene


def _entry(s: Scene) -> registers.WriteEntry:
    """Something for each register, with all that some register needs."""
    into = s.one(tuple(Register))
    goals, plans = s.p.draft.goals, [e for e in s.p.registers if e.in_register is Register.OWN_PLAN]
    helped = s.one(plans) if plans and into is Register.HELP_OFFER else None
    return registers.WriteEntry(
        entry_id=s.name("entry"),
        in_register=into,
        text="We hope for books.",
        to_org=helped.org_id if helped else s.one((s.other, None)),
        about=helped.entry_id if helped else None,
        goal_id=s.one(goals).goal_id if goals else None,
        benefit="New eyes",
        strain="Long talks",
        own_action=s.one(("We learn", None)),
    )


def _open(s: Scene) -> Slug:
    return s.open(s.p.registers, "entry_id", "entry")


SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    registers.WriteEntry: _entry,
    registers.AnswerEntry: lambda s: registers.AnswerEntry(
        entry_id=_open(s), answer="So do we.", accepted=s.turn % 3 != 1
    ),
    registers.CloseEntry: lambda s: registers.CloseEntry(entry_id=_open(s), outcome="It came."),
    minutes.RecordDecision: lambda s: minutes.RecordDecision(
        decision_id=s.name("decision"), text="We read on Sundays.", cites=s.one(((), (1,), (s.p.version, 1)))
    ),
    minutes.AcknowledgeDecision: lambda s: minutes.AcknowledgeDecision(
        decision_id=s.open(s.p.minutes, "decision_id", "decision"), doubt=s.one((None, "Sundays are for rest."))
    ),
    availability.ConfirmAvailability: lambda s: availability.ConfirmAvailability(
        words="Two evenings a week", reply_within_days=s.one((3, 7)), until=s.day(90, 5, -1)
    ),
}
