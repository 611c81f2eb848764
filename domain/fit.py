"""Mutual fit: scores, conflicts of interest, the partnership test, blockers, and who approves."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from domain.clocks import Anchor, Anchors, when
from domain.guards import Facts, every, guard, holds
from domain.message import Circumstances, Command, Event
from domain.origins import Relation
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyExists, Incomplete, UnknownItem
from domain.slices.parties import Blocker
from domain.stages import Stage
from domain.values import Instant, OrgId, Slug, Text


class FitAnswered(Event):
    """A party has scored how well the others fit."""

    type: Literal["fit.answered"] = "fit.answered"
    org_id: OrgId
    scores: dict[Slug, int]
    note: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """That it has answered is remembered; the scores stay in the ledger."""
        return p.with_party(self.org_id, fit_answered=True)


class AnswerFit(Command):
    """Score from 1 to 5 how well the others fit: vision, values, ways of working, or what matters to you."""

    kind: Literal["answer_fit"] = "answer_fit"
    scores: dict[Slug, Annotated[int, Field(ge=1, le=5)]] = Field(min_length=1, max_length=20)
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The view of the speaker's party, beside those of the others."""
        yield FitAnswered(org_id=c.speaker.side, scores=self.scores, note=self.note)


class InterestsDeclared(Event):
    """A party has declared its conflicts of interest, or that it has none."""

    type: Literal["conflict_of_interest.declared"] = "conflict_of_interest.declared"
    org_id: OrgId
    conflicts: tuple[Text, ...] = ()
    mitigation: Text | None = None
    relation: Relation | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Declared is declared; what was declared stays in the ledger."""
        return p.with_party(self.org_id, interests_declared=True)


class DeclareInterests(Command):
    """Name conflicts of interest of your side, or say with an empty list that there are none."""

    kind: Literal["declare_interests"] = "declare_interests"
    conflicts: tuple[Text, ...] = Field(max_length=20)
    mitigation: Text | None = None
    """How a conflict, or a close tie, is kept from harm."""
    relation: Relation | None = None
    """How your people stand to those of the others."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The declaration of the speaker's party; friends and family say how that is handled."""
        if self.relation and self.relation.close and self.mitigation is None:
            raise Incomplete(what="a close tie", missing="mitigation")
        yield InterestsDeclared(org_id=c.speaker.side, **self.model_dump(exclude={"kind"}))


class PartnershipTested(Event):
    """A party has said whether this is a partnership at all, and not a grant, a contract or a sponsorship."""

    type: Literal["partnership_test.answered"] = "partnership_test.answered"
    org_id: OrgId
    contributes: bool
    decides: bool
    carries_role: bool
    gains: bool

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Passed when all four hold for this party."""
        passed = self.contributes and self.decides and self.carries_role and self.gains
        return p.with_party(self.org_id, test_passed=passed)


class AnswerPartnershipTest(Command):
    """Say whether your side will contribute, decide, carry a role and gain."""

    kind: Literal["answer_partnership_test"] = "answer_partnership_test"
    contributes: bool
    decides: bool
    carries_role: bool
    gains: bool

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The four answers of the speaker's party."""
        yield PartnershipTested(org_id=c.speaker.side, **self.model_dump(exclude={"kind"}))


class BlockerRaised(Event):
    """Something stands in the way of an agreement."""

    type: Literal["blocker.raised"] = "blocker.raised"
    blocker_id: Slug
    text: Text
    by_org: OrgId | None = None
    """The party that named it; none where a neutral person did."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One blocker more."""
        blocker = Blocker(blocker_id=self.blocker_id, text=self.text, raised_by=self.by_org)
        return p.but(blockers=(*p.blockers, blocker))


class RaiseBlocker(Command):
    """Name what stands in the way of an agreement."""

    kind: Literal["raise_blocker"] = "raise_blocker"
    blocker_id: Slug
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The blocker, once."""
        if any(b.blocker_id == self.blocker_id for b in p.blockers):
            raise AlreadyExists(what="blocker", item=self.blocker_id)
        yield BlockerRaised(blocker_id=self.blocker_id, text=self.text, by_org=c.speaker.org_id)


class BlockerCleared(Event):
    """What stood in the way is gone."""

    type: Literal["blocker.cleared"] = "blocker.cleared"
    blocker_id: Slug
    how: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One blocker less."""
        return p.but(blockers=tuple(b for b in p.blockers if b.blocker_id != self.blocker_id))


class ClearBlocker(Command):
    """Say how a blocker was overcome."""

    kind: Literal["clear_blocker"] = "clear_blocker"
    blocker_id: Slug
    how: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By the side that named it, for only that side knows that it is gone; a neutral person's by anybody."""
        blocker = next((b for b in p.blockers if b.blocker_id == self.blocker_id), None)
        if blocker is None:
            raise UnknownItem(what="blocker", item=self.blocker_id)
        if blocker.raised_by is not None:
            c.speaker.must_be(blocker.raised_by)
        yield BlockerCleared(blocker_id=self.blocker_id, how=self.how)


class BeginDesigning(Command):
    """Approve the fit and start drafting the agreement together."""

    kind: Literal["begin_designing"] = "begin_designing"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Nothing but the change of stage."""
        return ()


@guard
def fit_answered_by_all(p: Partnership, c: Circumstances) -> Facts:
    """each party must have scored the fit; missing: {parties}."""
    return every(p.parties, lambda party: party.fit_answered)


@guard
def no_open_blocker(p: Partnership, c: Circumstances) -> Facts:
    """nothing may stand in the way; open: {blockers}."""
    return holds(not p.blockers, blockers=", ".join(b.blocker_id for b in p.blockers))


@guard
def interests_declared_by_all(p: Partnership, c: Circumstances) -> Facts:
    """each party must have declared its conflicts of interest, even if it has none; missing: {parties}."""
    return every(p.parties, lambda party: party.interests_declared)


@guard
def is_a_partnership(p: Partnership, c: Circumstances) -> Facts:
    """each party must contribute, decide, carry a role and gain, else this is a grant, a contract or a
    sponsorship; not so for: {parties}.
    """
    return every(p.parties, lambda party: party.test_passed is True)


@guard
def approver_is_not_the_proposer(p: Partnership, c: Circumstances) -> Facts:
    """somebody else than the person who proposed it must approve."""
    return holds(c.voice is None or c.voice.actor.person_id != p.proposed_by)


def _idle(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    return when(p.active_at, p.stage in {Stage.EXPLORING, Stage.ASSESSING})


ANCHORS: dict[str, Anchors] = {"initiation_idle": _idle}
