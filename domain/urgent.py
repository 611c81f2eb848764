"""The safety and legal path: an end at once, asked for and confirmed by two people with a mandate."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from domain.clocks import Anchor, Anchors, when
from domain.ending import PartnershipEnded, lapsing
from domain.guards import Facts, every, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, UnknownItem, UnknownParty
from domain.slices.ending import UrgentRequest
from domain.values import Instant, OrgId, PersonId, Text


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
        """The guards have seen the request, and that somebody else made it; whom neither speaks for is to be told."""
        ground = p.urgent.ground if p.urgent else "law"
        deciders = (*((p.urgent.by_person,) if p.urgent else ()), c.speaker.actor.person_id)
        sides = {person.org_id for q in deciders if (person := p.person(q))}
        yield PartnershipEnded(
            ground=ground,
            mutual=False,
            urgent=True,
            decided_by=deciders,
            to_tell=tuple(org for org in p.orgs if org not in sides),
            lapsed=lapsing(p),
        )


class UrgentEndTold(Event):
    """A party has been told of the urgent end, and by whom is on record."""

    type: Literal["ending.urgent_told"] = "ending.urgent_told"
    org_id: OrgId
    by_person: PersonId
    how: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One party less that does not know."""
        if p.closing is None:
            return p
        return p.but(closing=p.closing.but(to_tell=tuple(org for org in p.closing.to_tell if org != self.org_id)))


class TellUrgentEnd(Command):
    """Tell when and how a party heard of the urgent end, so that it is on record who told it."""

    kind: Literal["tell_urgent_end"] = "tell_urgent_end"
    org_id: OrgId
    how: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Each party once."""
        if p.party(self.org_id) is None:
            raise UnknownParty(org=self.org_id)
        if p.closing is None or self.org_id not in p.closing.to_tell:
            raise AlreadyDone(what="Telling this party")
        yield UrgentEndTold(org_id=self.org_id, by_person=c.speaker.actor.person_id, how=self.how)


class ReviewOutcome(StrEnum):
    """What is thought of an urgent end afterwards."""

    UPHELD = "upheld"
    REGRETTED = "regretted"


class UrgentEndReviewed(Event):
    """Somebody who had not decided it has looked at the urgent end, and said what they think of it."""

    type: Literal["ending.urgent_reviewed"] = "ending.urgent_reviewed"
    by_person: PersonId
    text: Text
    outcome: ReviewOutcome

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Reviewed, by a word and not by the passing of time."""
        return p.but(closing=p.closing and p.closing.but(reviewed=True))


class RecordUrgentReview(Command):
    """Say, as somebody who had not decided it, whether the urgent end was right or is regretted."""

    kind: Literal["record_urgent_review"] = "record_urgent_review"
    text: Text
    outcome: ReviewOutcome

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once; the guards have seen that every party knows of the end."""
        if p.closing is None or p.closing.reviewed:
            raise AlreadyDone(what="Reviewing the urgent end")
        yield UrgentEndReviewed(by_person=c.speaker.actor.person_id, text=self.text, outcome=self.outcome)


@guard
def urgent_end_requested(p: Partnership, c: Circumstances) -> Facts:
    """a person with a safeguarding mandate must have asked for it with a written ground."""
    return holds(p.urgent is not None)


@guard
def confirmed_by_another(p: Partnership, c: Circumstances) -> Facts:
    """another person with a safeguarding mandate than the one who asked must confirm it."""
    alone = p.urgent is not None and c.voice is not None and c.voice.actor.person_id == p.urgent.by_person
    return holds(not alone)


@guard
def ended_urgently(p: Partnership, c: Circumstances) -> Facts:
    """it must have ended on the urgent path."""
    return holds(p.closing is not None and p.closing.urgent)


@guard
def every_party_told(p: Partnership, c: Circumstances) -> Facts:
    """every party must have been told of the urgent end; missing: {parties}."""
    to_tell = p.closing.to_tell if p.closing else ()
    return every(p.parties, lambda party: party.org_id not in to_tell)


@guard
def reviewed_by_another(p: Partnership, c: Circumstances) -> Facts:
    """somebody else than the two who decided the urgent end must review it, of a side that had no part in deciding it
    where there is one, or who stands between the sides.
    """
    deciders, undecided = (p.closing.decided_by, p.closing.undecided) if p.closing else ((), ())
    if c.voice is None:
        return None
    another_side = not undecided or c.voice.org_id in {None, *undecided}
    return holds(another_side and c.voice.actor.person_id not in deciders)


@guard
def a_review_binds(p: Partnership, c: Circumstances) -> Facts:
    """only the lead, the alternate or the sponsor of a side, or the facilitator, can review it."""
    return holds(c.voice is None or c.voice.org_id is None or c.voice.binds)


def _to_be_reviewed(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    waits = p.closing is not None and p.closing.urgent and not p.closing.reviewed
    return when(p.closing.ended_at if p.closing else None, waits and not p.closed)


ANCHORS: dict[str, Anchors] = {"urgent_end": _to_be_reviewed}
