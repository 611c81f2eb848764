"""Offering and accepting an agreement: every party accepts for itself, and amendments go the same way."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from domain.amendment import applied, open_proposal
from domain.clocks import Anchor, Anchors, Consequence, EscalationRaised, waited_for
from domain.difference import Difference, differences
from domain.draft import Goal, Indicator, Pledge, Responsibility, Terms
from domain.guards import Facts, every, guard, holds
from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.refusals import AlreadyDone, DifferentVersion, UnknownItem
from domain.slices.agreement import Acceptance, Agreement, Offer
from domain.stages import Stage
from domain.values import ContributionKind, Instant, Line, OrgId, Role, Slug, Text


class VersionOffered(Event):
    """A version of the agreement lies before all parties, who see exactly this content by its hash."""

    type: Literal["agreement.version_offered"] = "agreement.version_offered"
    version: int
    hash: str
    by_org: OrgId
    language: Line
    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]
    responsibilities: tuple[Responsibility, ...]
    pledges: tuple[Pledge, ...]
    terms: Terms
    changes: tuple[Difference, ...] = ()
    """Against the agreement in force, in words."""
    settles: tuple[Slug, ...] = ()

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """An offer without any acceptance yet."""
        return p.but(
            offer=Offer(version=self.version, hash=self.hash, offered_at=at, by_org=self.by_org, settles=self.settles),
            last_offered=self.version,
        )


class OfferVersion(Command):
    """Lay the draft, as it stands, before all parties."""

    kind: Literal["offer_version"] = "offer_version"
    language: Line = "id"
    settles: tuple[Slug, ...] = Field(default=(), max_length=10)
    """Change proposals that are settled once this version is in force."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The whole content, its hash and what changes; the table's guards have seen that it is complete."""
        if p.draft.terms is None:
            raise LookupError("the guards let an incomplete draft through")
        for proposal_id in self.settles:
            open_proposal(p, proposal_id)
        version = p.last_offered + 1
        yield VersionOffered(
            version=version,
            hash=p.draft.digest(p.id, version),
            by_org=c.speaker.side,
            language=self.language,
            goals=p.draft.goals,
            indicators=p.draft.indicators,
            responsibilities=p.draft.responsibilities,
            pledges=p.draft.pledges,
            terms=p.draft.terms,
            changes=differences(p.content, p.draft) if p.agreement else (),
            settles=self.settles,
        )


class AgreementAccepted(Event):
    """A party has accepted the offered version."""

    type: Literal["agreement.accepted"] = "agreement.accepted"
    org_id: OrgId
    version: int
    hash: str
    method: Literal["own", "assisted"]
    evidence: Text | None = None
    stands_from: Instant

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One acceptance more; the party's own word replaces an assisted one."""
        if p.offer is None:
            return p
        others = tuple(a for a in p.offer.acceptances if a.org_id != self.org_id)
        assisted = self.method == "assisted"
        mine = Acceptance(org_id=self.org_id, assisted=assisted, stands_from=self.stands_from, since=at)
        return p.but(offer=p.offer.but(acceptances=(*others, mine)))


def offered(p: Partnership, version: int, content_hash: str) -> Offer:
    """The offer, if it is the one that the sender has read."""
    if p.offer is None:
        raise UnknownItem(what="offered version", item=version)
    if (p.offer.version, p.offer.hash) != (version, content_hash):
        raise DifferentVersion(version=version, offered=p.offer.version)
    return p.offer


class AcceptVersion(Command):
    """Accept, for your own party, exactly the version that you have read."""

    kind: Literal["accept_version"] = "accept_version"
    version: int
    hash: str

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Once a party; its own word may replace an assisted one."""
        offer = offered(p, self.version, self.hash)
        if any(a.org_id == c.speaker.side and not a.assisted for a in offer.acceptances):
            raise AlreadyDone(what="Accepting this version")
        yield AgreementAccepted(
            org_id=c.speaker.side, version=self.version, hash=self.hash, method="own", stands_from=c.now
        )


class OfferWithdrawn(Event):
    """The version no longer lies before the parties."""

    type: Literal["agreement.offer_withdrawn"] = "agreement.offer_withdrawn"
    version: int
    by_org: OrgId | None = None
    """None when it lapsed by itself, which is not a rejection."""
    reason: Text

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """No offer; the draft stays."""
        return p.but(offer=None)


def withdrawn(p: Partnership, reason: str, by_org: OrgId | None = None) -> Iterable[Event]:
    """The offer taken back, if one lies before the parties: an offered text never changes under their eyes."""
    if p.offer:
        yield OfferWithdrawn(version=p.offer.version, by_org=by_org, reason=reason)


class AskForChange(Command):
    """Ask for a change to the offered version; drafting goes on."""

    kind: Literal["ask_for_change"] = "ask_for_change"
    reason: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Any party may, as long as the version is not in force."""
        yield from withdrawn(p, self.reason, c.speaker.side)


class AgreementInForce(Event):
    """Every party has accepted the same version; it replaces the one before."""

    type: Literal["agreement.in_force"] = "agreement.in_force"
    version: int
    hash: str
    terms: Terms
    commitments_to_remap: tuple[Slug, ...] = ()
    """Open commitments whose goal it no longer names: the parties are asked which goal they serve now."""
    since: Instant | None = None
    """When the first version came into force, by the record."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The offer becomes the agreement; open commitments go on under it, success may have another definition."""
        signs = {i.indicator_id for i in p.draft.indicators}
        redefined = p.agreement is not None and set(p.content.indicators) != set(p.draft.indicators)
        return p.but(
            success=p.success.redefined(signs) if redefined else p.success,
            offer=None,
            agreement=Agreement(version=self.version, hash=self.hash, in_force_at=at, terms=self.terms),
            active_since=p.active_since or self.terms.starts_at,
            in_force_since=self.since,
            holding_over=False,
        )


def into_force(p: Partnership, c: Circumstances) -> Iterable[Event]:
    """What T6 and T8 bring about."""
    if p.offer and p.draft.terms:
        version, goals = p.offer.version, {goal.goal_id for goal in p.draft.goals}
        astray = tuple(q.commitment_id for q in p.commitments if q.goal_id and q.goal_id not in goals)
        yield AgreementInForce(
            version=version,
            hash=p.offer.hash,
            terms=p.draft.terms,
            commitments_to_remap=astray,
            since=p.in_force_since or (p.agreement.in_force_at if p.agreement else c.now),
        )
        yield from applied(version, p.offer.settles)


@guard
def goals_hold(p: Partnership, c: Circumstances) -> Facts:
    """there must be a goal, and each goal clear, achievable and of stated benefit to every party; not so: {goals}."""
    weak = [g.goal_id for g in p.draft.goals if not (g.clear and g.achievable and set(p.orgs) <= set(g.benefit_by_org))]
    return holds(bool(p.draft.goals) and not weak, goals=", ".join(weak) or "-")


@guard
def roles_stated(p: Partnership, c: Circumstances) -> Facts:
    """each party needs a role with a part in strategy and a part in delivery; missing: {parties}."""
    stated = {r.org_id for r in p.draft.responsibilities}
    return every(p.parties, lambda party: party.org_id in stated)


@guard
def more_than_money(p: Partnership, c: Circumstances) -> Facts:
    """each party must pledge at least one contribution that is not money; missing: {parties}."""
    givers = {q.by_org for q in p.draft.pledges if q.kind is not ContributionKind.FUNDS}
    return every(p.parties, lambda party: party.org_id in givers)


@guard
def success_is_also_felt(p: Partnership, c: Circumstances) -> Facts:
    """at least one indicator of success must be subjective."""
    return holds(any(i.subjective for i in p.draft.indicators))


@guard
def terms_set(p: Partnership, c: Circumstances) -> Facts:
    """start, kind of end, notice days and the intervals of contact and evaluation must be set."""
    return holds(p.draft.terms is not None)


@guard
def lead_and_alternate_on_each_side(p: Partnership, c: Circumstances) -> Facts:
    """each side must have a lead and an alternate; missing at: {parties}."""
    return every(
        p.parties,
        lambda party: all(p.holders(role, party.org_id) for role in (Role.LEAD, Role.ALTERNATE)),
    )


@guard
def a_version_is_offered(p: Partnership, c: Circumstances) -> Facts:
    """a version must lie before the parties."""
    return holds(p.offer is not None)


@guard
def no_version_is_offered(p: Partnership, c: Circumstances) -> Facts:
    """no other version may lie before the parties."""
    return holds(p.offer is None)


def _stands(p: Partnership, acceptance: Acceptance, now: Instant) -> bool:
    """Where it was recorded for a party: once the clock has asked whether that party was told."""
    clock = p.clock("objection", acceptance.org_id)
    return acceptance.stands_from <= now and (not acceptance.assisted or bool(clock and clock.finished))


@guard
def accepted_by_every_party(p: Partnership, c: Circumstances) -> Facts:
    """every party must have accepted this version itself, and the time for objecting to an assisted acceptance
    must be over; missing: {parties}.
    """
    standing = {a.org_id for a in p.offer.acceptances if _stands(p, a, c.now)} if p.offer else set()
    return every(p.parties, lambda party: party.org_id in standing)


@guard
def start_date_reached(p: Partnership, c: Circumstances) -> Facts:
    """the agreed start date must have come: {starts_at}."""
    terms = p.draft.terms
    return holds(
        terms is not None and terms.starts_at <= c.now,
        starts_at=f"{terms.starts_at:%Y-%m-%d}" if terms else "-",
    )


DRAFT_COMPLETE = (
    goals_hold,
    roles_stated,
    more_than_money,
    success_is_also_felt,
    terms_set,
    lead_and_alternate_on_each_side,
)


def answerable(p: Partnership) -> Offer | None:
    """The offer, where it can be answered."""
    return p.offer if p.stage in {Stage.AGREEING, Stage.ACTIVE} else None


def _unanswered(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    offer = answerable(p)
    silent = set(p.orgs) - {a.org_id for a in offer.acceptances} if offer else set()
    if offer and silent:
        yield Anchor(offer.offered_at, owner=waited_for(silent))


def _start(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    offer, terms = answerable(p), p.draft.terms
    if offer and terms and terms.starts_at > offer.offered_at:
        yield Anchor(terms.starts_at)


def _lapsed(p: Partnership, c: Circumstances, raised: EscalationRaised) -> Iterable[Event]:
    if raised.last:
        yield from withdrawn(p, "not accepted by every party in time")


ANCHORS: dict[str, Anchors] = {"acceptance": _unanswered, "start": _start}

CONSEQUENCES: dict[str, Consequence] = {"acceptance": _lapsed}
