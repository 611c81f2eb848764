"""The beginning: proposing, willingness, profiles in each party's own words, and the kind decision to stop."""

from collections.abc import Iterable
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from domain.clocks import Anchor, Anchors, waited_for
from domain.contact import acquaintance
from domain.guards import Facts, every, guard, holds
from domain.message import Circumstances, Command, Event
from domain.origins import Choice, InformalKind, Sector
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy, Profile
from domain.refusals import NotLinked, NotYourSide, TooFewParties
from domain.slices.parties import Party
from domain.stages import Stage
from domain.templates import template as named
from domain.values import Instant, Line, OrgId, OrgKind, PersonId, Role, Slug, Text, Value


class InvitedParty(Value):
    """An organisation as the proposal names it."""

    org_id: OrgId
    name: Line
    kind: OrgKind
    legal_id: Line | None = None
    sector: Sector | None = None
    subtype: InformalKind | None = None
    """What kind of informal group it is, where it is one."""

    @model_validator(mode="after")
    def _informal_only(self) -> Self:
        if self.subtype is not None and self.kind is not OrgKind.INFORMAL:
            raise ValueError("subtype is given only when kind is 'informal'")
        return self


class PartnershipProposed(Event):
    """One side suggests a partnership; nothing is asked of the other yet."""

    type: Literal["partnership.proposed"] = "partnership.proposed"
    title: Line
    purpose: Text
    proposer_org: OrgId
    proposed_by: PersonId
    profile: Profile
    sector: Line | None = None
    relation_origin: Line | None = None
    initiators: tuple[Line, ...] = ()
    choice: Choice | None = None
    template: Slug | None = None
    predecessor_id: UUID | None = None
    policy_version: int = 0
    """The newest policy at that time; the partnership stays with it until all move on together."""

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The partnership begins."""
        return p.but(
            title=self.title,
            profile=self.profile,
            sector=self.sector,
            predecessor_id=self.predecessor_id,
            proposed_by=self.proposed_by,
            policy_version=self.policy_version,
            proposed_at=at,
            stage=Stage.PROPOSED,
            stage_since=at,
        )


class PartyJoined(Event):
    """An organisation is a party from now on."""

    type: Literal["party.joined"] = "party.joined"
    org_id: OrgId
    name: Line
    kind: OrgKind
    legal_id: Line | None = None
    sector: Sector | None = None
    subtype: InformalKind | None = None
    proposer: bool = False

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """One party more; the proposer is willing by proposing."""
        party = Party(
            org_id=self.org_id,
            name=self.name,
            kind=self.kind,
            legal_id=self.legal_id,
            proposer=self.proposer,
            willing=True if self.proposer else None,
        )
        return p.but(parties=(*p.parties, party))


class ProposePartnership(Command):
    """Suggest a partnership to one or more other organisations."""

    kind: Literal["propose_partnership"] = "propose_partnership"
    title: Line
    purpose: Text
    proposer_org: OrgId
    parties: tuple[InvitedParty, ...] = Field(min_length=2, max_length=20)
    profile: Profile = Profile.FORMAL
    sector: Line | None = None
    relation_origin: Line | None = None
    """How the two know each other: an old friend, a newcomer, a public call."""
    initiators: tuple[Line, ...] = Field(default=(), max_length=20)
    """Those who had the idea and began to shape it, on any side."""
    choice: Choice | None = None
    """Why just this partner."""
    template: Slug | None = None
    """The kind of partnership whose first draft is taken as a suggestion."""
    predecessor_id: UUID | None = None
    """The ended partnership that this one follows."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The proposal and its parties."""
        orgs = [party.org_id for party in self.parties]
        if len(set(orgs)) < len(orgs) or self.proposer_org not in orgs:
            raise TooFewParties
        if c.speaker.actor.org_id != self.proposer_org:
            raise NotYourSide(owner=self.proposer_org)
        if self.predecessor_id and c.predecessor not in {Stage.ENDED, Stage.NOT_PURSUED}:
            raise NotLinked
        if self.template is not None:
            named(self.template)
        yield PartnershipProposed(
            proposed_by=c.speaker.actor.person_id,
            policy_version=c.newest,
            **self.model_dump(exclude={"kind", "parties"}),
        )
        for party in self.parties:
            yield PartyJoined(**party.model_dump(), proposer=party.org_id == self.proposer_org)


class WillingnessDeclared(Event):
    """A party has said whether it wants to explore this."""

    type: Literal["partnership.willingness_declared"] = "partnership.willingness_declared"
    org_id: OrgId
    willing: bool
    note: Text | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """Its last word counts."""
        return p.with_party(self.org_id, willing=self.willing)


class DeclareWillingness(Command):
    """Say whether your side wants to explore this."""

    kind: Literal["declare_willingness"] = "declare_willingness"
    willing: bool
    note: Text | None = None

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The word of the speaker's party."""
        yield WillingnessDeclared(org_id=c.speaker.side, willing=self.willing, note=self.note)


class ProfileConfirmed(Event):
    """A party has told who it is, in its own words."""

    type: Literal["party.profile_confirmed"] = "party.profile_confirmed"
    org_id: OrgId
    mission: Text
    values: tuple[Line, ...]
    goals: tuple[Line, ...]
    strengths: tuple[Line, ...] = ()
    gaps: tuple[Line, ...] = ()
    reach: Line | None = None

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The profile is the owner's."""
        return p.with_party(self.org_id, profile_confirmed=True)


class ConfirmProfile(Command):
    """Tell the others your own mission, values and goals."""

    kind: Literal["confirm_profile"] = "confirm_profile"
    mission: Text
    values: tuple[Line, ...] = Field(min_length=1, max_length=20)
    goals: tuple[Line, ...] = Field(min_length=1, max_length=20)
    strengths: tuple[Line, ...] = Field(default=(), max_length=20)
    gaps: tuple[Line, ...] = Field(default=(), max_length=20)
    reach: Line | None = None
    """Whom you reach, and how many."""

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """The profile of the speaker's party."""
        yield ProfileConfirmed(org_id=c.speaker.side, **self.model_dump(exclude={"kind"}))


class BeginExploring(Command):
    """Start getting to know each other."""

    kind: Literal["begin_exploring"] = "begin_exploring"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Nothing but the change of stage."""
        return ()


class BeginAssessing(Command):
    """Start looking at fit, with care in proportion."""

    kind: Literal["begin_assessing"] = "begin_assessing"

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Nothing but the change of stage."""
        return ()


class NotPursued(Event):
    """It was decided, kindly and with a reason, not to go on."""

    type: Literal["partnership.not_pursued"] = "partnership.not_pursued"
    by_org: OrgId
    reason: Text
    message: Text
    """What the others are told."""


class DoNotPursue(Command):
    """Decide not to go on, with a reason and a kind message to the others."""

    kind: Literal["do_not_pursue"] = "do_not_pursue"
    reason: Text
    message: Text

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """Either side may; a new partnership may follow later."""
        yield NotPursued(by_org=c.speaker.side, reason=self.reason, message=self.message)


@guard
def every_party_willing(p: Partnership, c: Circumstances) -> Facts:
    """every party must have said that it is willing; still open: {parties}."""
    return every(p.parties, lambda party: party.willing is True)


@guard
def lead_on_each_side(p: Partnership, c: Circumstances) -> Facts:
    """each side must have a lead; missing at: {parties}."""
    return every(p.parties, lambda party: bool(p.holders(Role.LEAD, party.org_id)))


@guard
def profiles_confirmed(p: Partnership, c: Circumstances) -> Facts:
    """each party must have confirmed its own profile; missing: {parties}."""
    return every(p.parties, lambda party: party.profile_confirmed)


@guard
def acquainted(p: Partnership, c: Circumstances) -> Facts:
    """at least {contacts} two-way contacts of each party, over {days} days, are needed to know each other; what was
    before the proposal counts where another side has told of it; so far {so_far}.
    """
    policy = c.policy
    held = [acquaintance(p, org, c.voice.org_id if c.voice else None) for org in p.orgs]
    enough = (len(met) >= policy.acquaintance_contacts for met in held)
    over = (bool(met) and max(met) - min(met) >= policy.days(policy.acquaintance_days) for met in held)
    return holds(
        all(enough) and all(over),
        contacts=policy.acquaintance_contacts,
        days=f"{policy.acquaintance_days:g}",
        so_far=min(map(len, held), default=0),
    )


def _unanswered(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    silent = [q.org_id for q in p.parties if q.willing is None]
    if p.proposed_at and silent and p.stage is Stage.PROPOSED:
        yield Anchor(p.proposed_at, owner=waited_for(silent), event=1)


ANCHORS: dict[str, Anchors] = {"willingness": _unanswered}
