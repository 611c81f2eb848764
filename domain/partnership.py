"""The frozen state of one partnership: open items only, for what is closed lives in the ledger."""

from collections.abc import Callable
from typing import Self
from uuid import UUID

from domain.draft import Draft
from domain.policy import Profile
from domain.slices.agreement import Agreement, Offer
from domain.slices.assurances import Assurance
from domain.slices.availability import Availability
from domain.slices.benefits import Gained
from domain.slices.clocks import Clock
from domain.slices.commitments import Commitment, PromiseDue
from domain.slices.concerns import Concern
from domain.slices.contact import ContactLog
from domain.slices.contributions import Contributions
from domain.slices.ending import Closing, Ending, UrgentRequest
from domain.slices.engagement import Engagement
from domain.slices.evaluation import Evaluations
from domain.slices.funding import FundingShock
from domain.slices.grace import Given, Grace
from domain.slices.health import Standing
from domain.slices.institutionalisation import Roots
from domain.slices.joint import JointDecision
from domain.slices.leadership import Leadership
from domain.slices.minutes import Minute
from domain.slices.operational import Operational
from domain.slices.parties import Blocker, Party, Person, Support
from domain.slices.pausing import Pause
from domain.slices.proposals import ChangeProposal
from domain.slices.quiet import ObservedPeriod
from domain.slices.registers import Entry
from domain.slices.relaying import RelayedWord
from domain.slices.reviews import Reviews
from domain.slices.success import Success
from domain.stages import Stage
from domain.values import SHARED_ROLES, Depth, Instant, OrgId, PersonId, Role, State


class Partnership(State):
    """All that is needed to decide the next command, and nothing that is finished."""

    id: UUID
    version: int = 0
    """Number of the last event folded in; 0 before the proposal."""
    stage: Stage = Stage.PROPOSED
    stage_since: Instant | None = None
    came_from: Stage | None = None
    """The stage to which "continue" leads back."""
    title: str = ""
    profile: Profile = Profile.FORMAL
    sector: str | None = None
    predecessor_id: UUID | None = None
    proposed_by: PersonId | None = None
    proposed_at: Instant | None = None
    parties: tuple[Party, ...] = ()
    people: tuple[Person, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    contacts: int = 0
    """Two-way contacts so far."""
    first_contact_at: Instant | None = None
    last_contact_at: Instant | None = None
    contact_log: ContactLog = ContactLog()
    engagement: Engagement = Engagement()
    active_at: Instant | None = None
    """When anybody last did something: what resets the clocks of patience."""
    draft: Draft = Draft()
    offer: Offer | None = None
    last_offered: int = 0
    """Number of the last version that was laid before the parties."""
    agreement: Agreement | None = None
    active_since: Instant | None = None
    """The agreed start, which may lie before anybody wrote it down."""
    in_force_since: Instant | None = None
    """When the first agreement came into force, by the record."""
    holding_over: bool = False
    """The end date has gone by without a decision."""
    commitments: tuple[Commitment, ...] = ()
    promises: tuple[PromiseDue, ...] = ()
    """What became of those that fell due lately."""
    contributions: Contributions = Contributions()
    benefits: tuple[Gained, ...] = ()
    shock: tuple[FundingShock, ...] = ()
    """Open changes of money, one a party."""
    decisions: tuple[JointDecision, ...] = ()
    pause: Pause | None = None
    depth: Depth = Depth.PERSONAL
    evaluation: Evaluations = Evaluations()
    reviews: Reviews = Reviews()
    health: Standing = Standing()
    """As last written down; `health.health` tells it for any moment."""
    support: tuple[Support, ...] = ()
    core_cases: tuple[OrgId, ...] = ()
    roots: Roots = Roots()
    registers: tuple[Entry, ...] = ()
    minutes: tuple[Minute, ...] = ()
    availability: tuple[Availability, ...] = ()
    ending: Ending = Ending()
    urgent: UrgentRequest | None = None
    closing: Closing | None = None
    success: Success = Success()
    proposals: tuple[ChangeProposal, ...] = ()
    operational: tuple[Operational, ...] = ()
    leadership: Leadership = Leadership()
    grace: tuple[Grace, ...] = ()
    given: tuple[Given, ...] = ()
    """Patience that sides have given within a year."""
    assurances: tuple[Assurance, ...] = ()
    concerns: tuple[Concern, ...] = ()
    clocks: tuple[Clock, ...] = ()
    relayed: tuple[RelayedWord, ...] = ()
    quiet: tuple[ObservedPeriod, ...] = ()
    """Days on which patient clocks stand still, because one side has asked for it."""
    policy_version: int = 0
    """The published policy under which this partnership is; 0 is the one that is built in."""

    @property
    def exists(self) -> bool:
        """Whether it has been proposed."""
        return self.version > 0

    @property
    def closed(self) -> bool:
        """Whether its record is closed: nothing more happens in it but for what was confided before."""
        return self.stage is Stage.NOT_PURSUED or (self.closing is not None and self.closing.archived)

    @property
    def over(self) -> bool:
        """Whether it is closed and nothing that was confided waits any more: its workflow may complete."""
        return self.closed and self.next_deadline is None

    @property
    def orgs(self) -> tuple[OrgId, ...]:
        """The parties' ids, in the order in which they joined."""
        return tuple(party.org_id for party in self.parties)

    @property
    def next_deadline(self) -> Instant | None:
        """The nearest moment at which the clock must look at this partnership."""
        return min((c.due_at for c in self.clocks if c.due_at), default=None)

    @property
    def shown_deadline(self) -> Instant | None:
        """The nearest deadline that everybody may know of."""
        return min((c.due_at for c in self.clocks if c.due_at and not c.private), default=None)

    @property
    def content(self) -> Draft:
        """What the agreement in force says; the same as the draft until the next version is being written."""
        in_force = self.agreement
        return (in_force.content or self.draft).but(terms=in_force.terms) if in_force else self.draft

    def redrafted(self, **changes: object) -> Self:
        """The same with another draft; what is in force is kept apart as soon as the two differ."""
        draft, in_force = self.draft.but(**changes), self.content
        apart = None if draft == in_force else in_force
        return self.but(draft=draft, agreement=self.agreement and self.agreement.but(content=apart))

    def reworded(self, change: Callable[[Draft], Draft]) -> Self:
        """The same with a change to the agreement in force and to the draft of the next version alike."""
        draft, in_force = change(self.draft), change(self.content)
        apart = None if draft == in_force else in_force
        terms = in_force.terms
        return self.but(draft=draft, agreement=self.agreement and self.agreement.but(content=apart, terms=terms))

    def party(self, org_id: OrgId | None) -> Party | None:
        """The party with this id, if it is one."""
        return next((p for p in self.parties if p.org_id == org_id), None)

    def with_party(self, org_id: OrgId, **changes: object) -> Self:
        """The same with one party changed."""
        return self.but(parties=tuple(p.but(**changes) if p.org_id == org_id else p for p in self.parties))

    def person(self, person_id: PersonId) -> Person | None:
        """The person with a role here, if they have one."""
        return next((p for p in self.people if p.person_id == person_id), None)

    def holders(self, role: Role, org_id: OrgId | None = None) -> tuple[Person, ...]:
        """Who holds a role: on one side, or shared by all."""
        side = None if role in SHARED_ROLES else org_id
        return tuple(p for p in self.people if p.role is role and p.org_id == side)

    def clock(self, rule: str, about: str = "") -> Clock | None:
        """The running clock of a rule."""
        return next((c for c in self.clocks if c.rule == rule and c.about == about), None)

    def exhausted(self, rule: str) -> bool:
        """Whether a rule's clock runs and its last step has been taken."""
        return any(c.rule == rule and c.finished for c in self.clocks)

    def decision(self, about: str) -> JointDecision | None:
        """The open joint decision of this kind."""
        return next((d for d in self.decisions if d.about == about), None)
