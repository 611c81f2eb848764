"""Proposed changes: somebody proposes, all discuss, and a version, a joint decision or a withdrawal settles it."""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Literal

from domain.clocks import Anchor, Anchors
from domain.draft import Indicator
from domain.guards import Facts, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyExists, ChangesAgreement, TooMany, UnknownItem
from domain.slices.proposals import PROPOSALS, ChangeKind, ChangeProposal
from domain.stages import Stage
from domain.values import Instant, Line, OrgId, Slug, Text

_WITHOUT_A_VERSION = {ChangeKind.PROCESS, ChangeKind.PROGRAMME}
"""What may change without a word of the agreement."""

_DISCUSSED = (Stage.ACTIVE, Stage.DECIDING_FUTURE)
"""Where an answer to a proposal is waited for; nobody is asked in a pause."""


class AmendmentProposed(Event):
    """A party proposes a change; change is normal, and everybody's right."""

    type: Literal["amendment.proposed"] = "amendment.proposed"
    proposal_id: Slug
    change: ChangeKind
    what: Line
    why: Text | None = None
    """None where a sign of success that is off track has said why."""
    because_of: Slug | None = None
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """It waits for a word of every other party."""
        proposal = ChangeProposal(
            proposal_id=self.proposal_id,
            change=self.change,
            what=self.what,
            by_org=self.by_org,
            because_of=self.because_of,
            since=at,
            event=p.version + 1,
        )
        return p.but(proposals=(*p.proposals, proposal))


class ProposeChange(Command):
    """Propose a change: to roles, goals, terms, success, contributions, the programme or the way you work together."""

    kind: Literal["propose_change"] = "propose_change"
    proposal_id: Slug
    change: ChangeKind
    what: Line
    why: Text
    because_of: Slug | None = None
    """What has led to it: a sign of success that is off track, a role that has drifted, an entry of a register."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Under a name of its own."""
        if any(q.proposal_id == self.proposal_id for q in p.proposals):
            raise AlreadyExists(what="change proposal", item=self.proposal_id)
        if _full(p, c.speaker.side):
            raise TooMany(what="Open change proposals", limit=PROPOSALS)
        yield AmendmentProposed(by_org=c.speaker.side, **self.model_dump(exclude={"kind"}))


def _full(p: Partnership, side: OrgId) -> bool:
    return sum(q.by_org == side for q in p.proposals) >= PROPOSALS


def opened(p: Partnership, sign: Indicator, by_org: OrgId, why: Text | None = None) -> Iterator[Event]:
    """The proposal that a sign of success brings about when it is off track; its first words are the sign's own."""
    taken = {q.proposal_id for q in p.proposals}
    names = (Slug(f"{sign.indicator_id[:56]}-{n}") for n in count(1))
    if not _full(p, by_org):
        yield AmendmentProposed(
            proposal_id=next(name for name in names if name not in taken),
            change=ChangeKind.SUCCESS,
            what=sign.question[:200],
            why=why,
            because_of=sign.indicator_id,
            by_org=by_org,
        )


def owing(p: Partnership, proposal: ChangeProposal) -> tuple[OrgId, ...]:
    """Parties that have not said anything about it yet."""
    heard = {proposal.by_org, *proposal.answered}
    return tuple(org for org in p.orgs if org not in heard)


def open_proposal(p: Partnership, proposal_id: Slug) -> ChangeProposal:
    """The open proposal of this name."""
    for proposal in p.proposals:
        if proposal.proposal_id == proposal_id:
            return proposal
    raise UnknownItem(what="change proposal", item=proposal_id)


class AmendmentDiscussed(Event):
    """Somebody has said something about a proposed change."""

    type: Literal["amendment.discussed"] = "amendment.discussed"
    proposal_id: Slug
    by_org: OrgId | None = None
    """None for the facilitator."""
    text: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """A party that had not answered has done so."""
        return p.but(proposals=tuple(self._heard(p, q, at) for q in p.proposals))

    def _heard(self, p: Partnership, q: ChangeProposal, at: Instant) -> ChangeProposal:
        if q.proposal_id != self.proposal_id or self.by_org not in owing(p, q):
            return q
        return q.but(answered=(*q.answered, self.by_org), heard_at=at, heard=p.version + 1)


class CommentChange(Command):
    """Say what your side thinks of a proposed change."""

    kind: Literal["comment_change"] = "comment_change"
    proposal_id: Slug
    text: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """As often as there is something to say."""
        open_proposal(p, self.proposal_id)
        yield AmendmentDiscussed(proposal_id=self.proposal_id, by_org=c.speaker.org_id, text=self.text)


class AmendmentWithdrawn(Event):
    """Whoever proposed a change has taken the proposal back."""

    type: Literal["amendment.withdrawn"] = "amendment.withdrawn"
    proposal_id: Slug
    by_org: OrgId
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One open proposal less."""
        return _closed(p, (self.proposal_id,))


class WithdrawChange(Command):
    """Take your proposal for a change back, with a reason."""

    kind: Literal["withdraw_change"] = "withdraw_change"
    proposal_id: Slug
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """One's own; what a party that has left had proposed, any party may close."""
        proposal = open_proposal(p, self.proposal_id)
        if proposal.by_org is not None:
            c.speaker.must_be(proposal.by_org)
        yield AmendmentWithdrawn(proposal_id=self.proposal_id, by_org=c.speaker.side, reason=self.reason)


class AmendmentApplied(Event):
    """Proposed changes are in effect."""

    type: Literal["amendment.applied"] = "amendment.applied"
    version: int
    """Of the agreement in force."""
    revision: int = 0
    """How many small changes this version has seen."""
    proposals: tuple[Slug, ...]
    how: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """They are settled."""
        return _closed(p, self.proposals)


class AdoptChange(Command):
    """Agree together that a proposed change to the programme or to the way you work is adopted from now on."""

    kind: Literal["adopt_change"] = "adopt_change"
    proposal_id: Slug
    how: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Where the agreement's own words stay as they are."""
        if open_proposal(p, self.proposal_id).change not in _WITHOUT_A_VERSION:
            raise ChangesAgreement
        yield from settled(p, (self.proposal_id,), how=self.how)


def applied(version: int, proposals: tuple[Slug, ...], revision: int = 0, how: Text | None = None) -> Iterator[Event]:
    """What settles proposals, if it settles any."""
    if proposals:
        yield AmendmentApplied(version=version, revision=revision, proposals=proposals, how=how)


def settled(p: Partnership, proposals: tuple[Slug, ...], small: int = 0, how: Text | None = None) -> Iterator[Event]:
    """The open proposals that are settled without a new version: perhaps by a small change to the one in force."""
    for proposal_id in proposals:
        open_proposal(p, proposal_id)
    if p.agreement:
        yield from applied(p.agreement.version, proposals, p.agreement.revision + small, how)


def _closed(p: Partnership, settled: tuple[Slug, ...]) -> Partnership:
    return p.but(proposals=tuple(q for q in p.proposals if q.proposal_id not in settled))


def left(p: Partnership, org_id: OrgId) -> Partnership:
    """The same when one party has left: what it had proposed stays open, for no change of status drops a proposal."""
    return p.but(proposals=tuple(q.without(org_id) for q in p.proposals))


def _unanswered(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    """Proposals that no offered version settles: the others owe a word, and then the proposer the next step."""
    offered = p.offer.settles if p.offer else ()
    for q in p.proposals if p.stage in _DISCUSSED else ():
        if q.proposal_id not in offered:
            silent = owing(p, q)
            for org in silent:
                yield Anchor(q.since, f"{q.proposal_id}/{org}", owner=org, event=q.event)
            if not silent and q.by_org:
                yield Anchor(q.heard_at or q.since, f"{q.proposal_id}/{q.by_org}", owner=q.by_org, event=q.heard)


ANCHORS: dict[str, Anchors] = {"proposal": _unanswered}


@guard
def a_change_is_proposed(p: Partnership, c: Circumstances) -> Facts:
    """there must be an open proposal for a change."""
    return holds(bool(p.proposals))
