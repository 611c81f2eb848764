"""Roots: what each party lays down so that the partnership can outlive the two people who began it."""

from collections.abc import Iterable, Iterator
from typing import Literal

from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised
from domain.dependence import Footing, measured
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, NotInTheFuture, TooMany, UnknownItem
from domain.slices.engagement import EngagementState
from domain.slices.institutionalisation import AskingReason, KeyPerson, Strategy
from domain.stages import Stage
from domain.values import Depth, Instant, Level, Line, OrgId, PersonId, Role, Text

KEY_PEOPLE = 5
"""More people of one side than these are a team, and need no protection."""


class CoreCaseRecorded(Event):
    """A party says how this serves its core business."""

    type: Literal["core_case.recorded"] = "core_case.recorded"
    org_id: OrgId
    text: Text
    endorsed_by: PersonId | None = None
    """Who of its leadership stands by it."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """This side has a core-business note, endorsed or not."""
        others = tuple(org for org in p.roots.endorsed if org != self.org_id)
        return p.but(
            core_cases=tuple(dict.fromkeys((*p.core_cases, self.org_id))),
            roots=p.roots.but(endorsed=(*others, self.org_id) if self.endorsed_by else others),
        )


class RecordCoreCase(Command):
    """Write down how this serves your own core business, and who of your leadership stands by it."""

    kind: Literal["record_core_case"] = "record_core_case"
    text: Text
    endorsed_by: PersonId | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side."""
        if self.endorsed_by is not None:
            person = p.person(self.endorsed_by)
            leads = person is not None and (person.role is Role.SPONSOR or person.level is Level.LEADERSHIP)
            if person is None or not leads or person.org_id != c.speaker.side:
                raise UnknownItem(what="person of your leadership", item=self.endorsed_by)
        yield CoreCaseRecorded(org_id=c.speaker.side, text=self.text, endorsed_by=self.endorsed_by)


class MandateRecorded(Event):
    """An organisation has decided in writing that this partnership is its own."""

    type: Literal["mandate.recorded"] = "mandate.recorded"
    org_id: OrgId
    text: Text
    reference: Line | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """This side has a mandate."""
        return p.but(roots=p.roots.but(mandates=tuple(dict.fromkeys((*p.roots.mandates, self.org_id)))))


class RecordMandate(Command):
    """Record the written mandate of your organisation: who has decided it, and where it can be read."""

    kind: Literal["record_mandate"] = "record_mandate"
    text: Text
    reference: Line | None = None
    """The number of the decree, the minutes or the plan."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own side."""
        yield MandateRecorded(org_id=c.speaker.side, text=self.text, reference=self.reference)


class StrategyAgreed(Event):
    """All have agreed on where they want to be together in some years."""

    type: Literal["strategy.agreed"] = "strategy.agreed"
    version: int
    horizon: Instant
    text: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It replaces the one before."""
        return p.but(roots=p.roots.but(strategy=Strategy(version=self.version, horizon=self.horizon)))


class AgreeStrategy(Command):
    """Agree together on a long-term strategy, and until when it looks ahead."""

    kind: Literal["agree_strategy"] = "agree_strategy"
    horizon: Instant
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The next version, once every party has agreed."""
        if self.horizon <= c.now:
            raise NotInTheFuture(what="the day until which you look ahead")
        version = p.roots.strategy.version + 1 if p.roots.strategy else 1
        yield StrategyAgreed(version=version, horizon=self.horizon, text=self.text)


class KeyPersonProtected(Event):
    """Somebody on whom the partnership was built is to be kept, or has handed over in peace."""

    type: Literal["key_person.protected"] = "key_person.protected"
    person_id: PersonId
    org_id: OrgId
    name: Line
    reason: Text
    protected: bool

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One key person more or less."""
        others = tuple(person for person in p.roots.key_people if person.person_id != self.person_id)
        kept = KeyPerson(person_id=self.person_id, org_id=self.org_id, name=self.name)
        return p.but(roots=p.roots.but(key_people=(*others, kept) if self.protected else others))


class ProtectKeyPerson(Command):
    """Name somebody on your side on whom this was built, and who is not to be replaced by forms; or say that they
    have handed over in peace.
    """

    kind: Literal["protect_key_person"] = "protect_key_person"
    person_id: PersonId
    reason: Text
    protected: bool = True

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """For one's own people; who has gone can still be said to have handed over."""
        kept = next((person for person in p.roots.key_people if person.person_id == self.person_id), None)
        if self.protected and kept:
            raise AlreadyDone(what="Protecting this person")
        if self.protected and sum(q.org_id == c.speaker.side for q in p.roots.key_people) >= KEY_PEOPLE:
            raise TooMany(what="Key people of a side", limit=KEY_PEOPLE)
        known = p.person(self.person_id) if self.protected else kept
        if known is None:
            raise UnknownItem(what="person", item=self.person_id)
        c.speaker.must_be(known.org_id or OrgId(""))
        yield KeyPersonProtected(
            person_id=self.person_id,
            org_id=c.speaker.side,
            name=known.name,
            reason=self.reason,
            protected=self.protected,
        )


class RootsAsked(Event):
    """Both leads are asked what the partnership rests on, and what it still needs to outlive them."""

    type: Literal["institutionalisation.asked"] = "institutionalisation.asked"
    reason: AskingReason

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Asked at this moment; the next time counts from here."""
        return p.but(roots=p.roots.but(asked_at=at, reason=self.reason))


def _to_be_asked(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    """Once a year, while people are in it together and it is not yet a matter of the institutions."""
    engaged = p.engagement.state is EngagementState.ENGAGED
    if p.stage is Stage.ACTIVE and p.agreement and engaged and p.depth is not Depth.INSTITUTIONAL:
        yield Anchor(p.roots.asked_at or p.in_force_since or p.agreement.in_force_at)


def _ask(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    yield from _asked(p, c, AskingReason.A_YEAR)


def _asked(p: Partnership, c: Circumstances, reason: AskingReason) -> Iterator[Event]:
    yield measured(p, c.now, c.policy)
    yield RootsAsked(reason=reason)


def _lately(p: Partnership, c: Circumstances) -> bool:
    asked_at = p.roots.asked_at
    return asked_at is not None and c.now - asked_at < c.policy.days(c.policy.institutional_after_days)


def at_renewal(p: Partnership, c: Circumstances) -> Iterator[Event]:
    """A renewal is a good moment to ask, unless it was done lately."""
    if p.depth is not Depth.INSTITUTIONAL and not _lately(p, c):
        yield from _asked(p, c, AskingReason.RENEWAL)


def follow_dependence(p: Partnership, c: Circumstances) -> Iterator[Event]:
    """When nearly everything rests on one pair of people, it is asked without waiting for a year to pass."""
    working = p.stage is Stage.ACTIVE and p.agreement is not None and p.depth is not Depth.INSTITUTIONAL
    if working and not _lately(p, c) and measured(p, c.now, c.policy).footing is Footing.ONE_PAIR:
        yield from _asked(p, c, AskingReason.DEPENDENCE)


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same without what carried a party that has left."""
    return p.but(
        roots=p.roots.without(org_id),
        support=tuple(s for s in p.support if s.org_id != org_id),
        core_cases=tuple(org for org in p.core_cases if org != org_id),
    )


ANCHORS: dict[str, Anchors] = {"institutionalise": _to_be_asked}

CONSEQUENCES: dict[str, Consequence] = {"institutionalise": _ask}
