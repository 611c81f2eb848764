"""After the end: two contacts, held or declined, and then the closed record that is kept."""

from collections.abc import Iterable
from typing import Literal

from domain.clocks import Anchor, Anchors, when
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, NothingToAfter, TooEarly
from domain.slices.ending import Closing
from domain.values import Instant, OrgId, Text

AFTERCARE_CONTACTS = 2
"""One contact after a month and one after half a year."""


class AftercareHeld(Event):
    """The parties have been in touch after the end, or said that they would rather not."""

    type: Literal["aftercare.held"] = "aftercare.held"
    declined: bool
    answers: Text | None = None
    by_org: OrgId | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One of the two contacts is settled, unless another party may still want it."""
        if p.closing is None:
            return p
        declined = (*p.closing.declined, *((self.by_org,) if self.by_org else ()))
        if self.declined and self.by_org and set(p.orgs) - set(declined):
            return p.but(closing=p.closing.but(declined=declined))
        return p.but(closing=p.closing.but(aftercare=p.closing.aftercare + 1, declined=()))


class RecordAftercare(Command):
    """Tell how it is after the end, or decline the contact for your side."""

    kind: Literal["record_aftercare"] = "record_aftercare"
    declined: bool = False
    answers: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Twice: after a month and after half a year; a party declines for itself alone."""
        if p.closing is None or p.closing.aftercare >= AFTERCARE_CONTACTS:
            raise NothingToAfter
        if self.declined and c.speaker.side in p.closing.declined:
            raise AlreadyDone(what="Declining this contact")
        opens = _second_from(p.closing, c.policy)
        if p.closing.aftercare and not self.declined and opens and c.now < opens:
            raise TooEarly(what="The second contact after the end", day=f"{opens:%Y-%m-%d}")
        yield AftercareHeld(declined=self.declined, answers=self.answers, by_org=c.speaker.side)


def _second_from(closing: Closing, policy: LifecyclePolicy) -> Instant | None:
    """From when the second contact may be held: it is about how things are after half a year, not on the next day."""
    rule = policy.rule("aftercare")
    if rule is None or len(rule.steps) < AFTERCARE_CONTACTS:
        return None
    return closing.ended_at + policy.days(rule.steps[1].after - policy.aftercare_early_days)


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
    """both contacts after the end must have been held, or declined by all, or their time be over; so far {settled}."""
    settled = p.closing.aftercare if p.closing else 0
    return holds(settled >= AFTERCARE_CONTACTS or p.exhausted("aftercare"), settled=settled)


@guard
def urgent_end_reviewed(p: Partnership, c: Circumstances) -> Facts:
    """somebody must have reviewed the urgent end; that time has passed is no review."""
    return holds(p.closing is None or not p.closing.urgent or p.closing.reviewed)


@guard
def not_archived(p: Partnership, c: Circumstances) -> Facts:
    """the record must still be open."""
    return holds(p.closing is not None and not p.closing.archived)


def _after(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    return when(p.closing.ended_at if p.closing else None, not p.closed)


ANCHORS: dict[str, Anchors] = {"aftercare": _after}
