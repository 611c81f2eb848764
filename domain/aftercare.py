"""After the end: two contacts, held or declined, and then the closed record that is kept."""

from collections.abc import Iterable
from typing import Literal

from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import NothingToAfter
from domain.values import Instant, Text

AFTERCARE_CONTACTS = 2
"""One contact after a month and one after half a year."""


class AftercareHeld(Event):
    """The parties have been in touch after the end, or said that they would rather not."""

    type: Literal["aftercare.held"] = "aftercare.held"
    declined: bool
    answers: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One of the two contacts is settled."""
        return p.but(closing=p.closing and p.closing.but(aftercare=p.closing.aftercare + 1))


class RecordAftercare(Command):
    """Tell how it is after the end, or decline the contact."""

    kind: Literal["record_aftercare"] = "record_aftercare"
    declined: bool = False
    answers: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Twice: after a month and after half a year."""
        if p.closing is None or p.closing.aftercare >= AFTERCARE_CONTACTS:
            raise NothingToAfter
        yield AftercareHeld(declined=self.declined, answers=self.answers)


class PartnershipArchived(Event):
    """The record is closed, and kept."""

    type: Literal["partnership.archived"] = "partnership.archived"
    retain_until: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Nothing more happens in it."""
        return p.but(closing=p.closing and p.closing.but(archived=True))


def archived(p: Partnership, c: Circumstances) -> Iterable[Event]:
    """What T18 brings about."""
    yield PartnershipArchived(retain_until=c.now + c.policy.days(c.policy.retention_days))


@guard
def aftercare_settled(p: Partnership, c: Circumstances) -> Facts:
    """both contacts after the end must have been held or declined, or their time must be over; so far {settled}."""
    settled = p.closing.aftercare if p.closing else 0
    return holds(settled >= AFTERCARE_CONTACTS or p.exhausted("aftercare"), settled=settled)


@guard
def urgent_end_reviewed(p: Partnership, c: Circumstances) -> Facts:
    """the review of an urgent end must have come."""
    return holds(p.closing is None or not p.closing.urgent or p.exhausted("urgent_end"))


@guard
def not_archived(p: Partnership, c: Circumstances) -> Facts:
    """the record must still be open."""
    return holds(p.closing is not None and not p.closing.archived)
