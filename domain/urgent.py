"""The safety and legal path: an end at once, asked for and confirmed by two people with a mandate."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from domain.ending import PartnershipEnded
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership, UrgentRequest
from domain.refusals import AlreadyDone, UnknownItem
from domain.values import Instant, PersonId, Text


class UrgentGround(StrEnum):
    """The only grounds for an urgent end."""

    SAFEGUARDING = "safeguarding"
    LAW = "law"


class UrgentEndRequested(Event):
    """One of two authorised people asks for an urgent end."""

    type: Literal["ending.urgent_requested"] = "ending.urgent_requested"
    by_person: PersonId
    ground: UrgentGround
    text: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits for the second person."""
        return p.but(urgent=UrgentRequest(by_person=self.by_person, ground=self.ground, text=self.text))


class RequestUrgentEnd(Command):
    """Ask, with a written ground, for an end at once because of safeguarding or the law."""

    kind: Literal["request_urgent_end"] = "request_urgent_end"
    ground: UrgentGround
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One request at a time."""
        if p.urgent is not None:
            raise AlreadyDone(what="Asking for an urgent end")
        yield UrgentEndRequested(by_person=c.speaker.actor.person_id, ground=self.ground, text=self.text)


class UrgentRequestDropped(Event):
    """The request for an urgent end is off the table."""

    type: Literal["ending.urgent_dropped"] = "ending.urgent_dropped"
    by_person: PersonId
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """No request."""
        return p.but(urgent=None)


class DropUrgentRequest(Command):
    """Say why an urgent end is not needed after all."""

    kind: Literal["drop_urgent_request"] = "drop_urgent_request"
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """An open request."""
        if p.urgent is None:
            raise UnknownItem(what="request for an urgent end of", item=p.title)
        yield UrgentRequestDropped(by_person=c.speaker.actor.person_id, reason=self.reason)


class ConfirmUrgentEnd(Command):
    """Confirm, as the second authorised person, that it must end at once."""

    kind: Literal["confirm_urgent_end"] = "confirm_urgent_end"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The guards have seen the request, and that somebody else made it."""
        yield PartnershipEnded(ground=p.urgent.ground if p.urgent else "law", mutual=False, urgent=True)


@guard
def urgent_end_requested(p: Partnership, c: Circumstances) -> Facts:
    """a person with a safeguarding mandate must have asked for it with a written ground."""
    return holds(p.urgent is not None)


@guard
def confirmed_by_another(p: Partnership, c: Circumstances) -> Facts:
    """another person with a safeguarding mandate than the one who asked must confirm it."""
    alone = p.urgent is not None and c.voice is not None and c.voice.actor.person_id == p.urgent.by_person
    return holds(not alone)
