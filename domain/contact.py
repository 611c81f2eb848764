"""Contact between the parties: what was held, with whom, formal or not."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import NotInThePast, NotTwoWay, UnknownParty
from domain.values import Instant, Line, OrgId, Text


class ContactHeld(Event):
    """Two or more parties were in contact."""

    type: Literal["contact.held"] = "contact.held"
    held_at: Instant
    formal: bool
    orgs: tuple[OrgId, ...]
    topics: tuple[Line, ...] = ()
    initiated_by: OrgId | None = None
    note: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One contact more; contacts may be told late and out of order."""
        return p.but(
            contacts=p.contacts + 1,
            first_contact_at=min(p.first_contact_at or self.held_at, self.held_at),
            last_contact_at=max(p.last_contact_at or self.held_at, self.held_at),
        )


class RecordContact(Command):
    """Tell of a contact between parties; a coffee counts as much as a meeting."""

    kind: Literal["record_contact"] = "record_contact"
    held_at: Instant
    orgs: tuple[OrgId, ...] = Field(min_length=2, max_length=20)
    formal: bool = False
    topics: tuple[Line, ...] = Field(default=(), max_length=20)
    initiated_by: OrgId | None = None
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Between parties, and already held."""
        for org in (*self.orgs, *((self.initiated_by,) if self.initiated_by else ())):
            if p.party(org) is None:
                raise UnknownParty(org=org)
        if len(set(self.orgs)) < 2:  # noqa: PLR2004 - nobody is in contact alone
            raise NotTwoWay
        if self.held_at > c.now:
            raise NotInThePast(what="held_at")
        yield ContactHeld(**self.model_dump(exclude={"kind"}))
