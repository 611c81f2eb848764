"""The frozen state of one partnership: open items only, for what is closed lives in the ledger."""

from enum import StrEnum
from typing import Any, Self
from uuid import UUID

from domain.draft import Draft, Terms
from domain.policy import Profile
from domain.stages import Stage
from domain.values import (
    SHARED_ROLES,
    Depth,
    FundingStatus,
    Instant,
    Level,
    Line,
    OrgId,
    OrgKind,
    PersonId,
    Role,
    Slug,
    State,
    Text,
)


class Party(State):
    """One organisation in the partnership and what it has said so far."""

    org_id: OrgId
    name: Line
    kind: OrgKind
    legal_id: Line | None = None
    proposer: bool = False
    willing: bool | None = None
    profile_confirmed: bool = False
    fit_answered: bool = False
    interests_declared: bool = False
    test_passed: bool | None = None
    """Its answer to the partnership test: does it contribute, decide, carry a role and gain?"""
    funding: FundingStatus = FundingStatus.STABLE


class Person(State):
    """Somebody with a role on one side, or a shared role and then no side."""

    person_id: PersonId
    name: Line
    role: Role
    org_id: OrgId | None = None
    position: Line | None = None
    level: Level | None = None
    safeguarding: bool = False
    """Holds a mandate for the safety and legal path."""


class Blocker(State):
    """A reason why the partnership cannot go on to an agreement yet."""

    blocker_id: Slug
    text: Text


class Acceptance(State):
    """One party's yes to the offered version."""

    org_id: OrgId
    assisted: bool = False
    stands_from: Instant
    """When it counts: at once, or once the time for objecting to an assisted acceptance is over."""


class Offer(State):
    """A version that lies before all parties."""

    version: int
    hash: str
    offered_at: Instant
    by_org: OrgId
    acceptances: tuple[Acceptance, ...] = ()


class Agreement(State):
    """The version in force."""

    version: int
    hash: str
    in_force_at: Instant
    terms: Terms


class Commitment(State):
    """An open promise of one party to another."""

    commitment_id: Slug
    by_org: OrgId
    to_org: OrgId
    text: Text
    due_at: Instant
    done: bool = False
    """The giver says it is done; the receiver has not confirmed yet."""


class JointDecision(State):
    """Something that takes effect when every party has agreed."""

    about: str
    """The kind of the command that takes effect; one of a kind is open at a time."""
    command: dict[str, Any]
    by_org: OrgId
    agreed: tuple[OrgId, ...]


class PauseKind(StrEnum):
    """Why work rests: agreed by all, or at once for somebody's safety."""

    AGREED = "agreed"
    SAFETY = "safety"


class Pause(State):
    """A rest with a date on which it should be over."""

    kind: PauseKind
    reason: Text
    resume_at: Instant
    passes: int = 0
    """How often a resume date has gone by."""


class Notice(State):
    """One party's notice that it wants to end, with time to reflect."""

    by_org: OrgId
    given_at: Instant
    effective_at: Instant
    reflection_over: bool = False


class EndingItem(State):
    """Something that one party owes another before the end."""

    item_id: Slug
    text: Text
    owner_org: OrgId
    owed_to: OrgId
    due_at: Instant


class Ending(State):
    """Where the care for a good ending stands."""

    ground: str | None = None
    conversations: int = 0
    invitations: tuple[OrgId, ...] = ()
    """Parties invited to a conversation that have not answered."""
    refused_invitations: int = 0
    notice: Notice | None = None
    mutual: bool = False
    items: tuple[EndingItem, ...] = ()
    statement_issued: bool = False
    statement_seen: tuple[OrgId, ...] = ()
    message: Text | None = None
    lessons_from: tuple[OrgId, ...] = ()

    def without(self, org_id: OrgId) -> Self:
        """The same without what waits for one party or is owed by or to it."""
        return self.but(
            invitations=tuple(org for org in self.invitations if org != org_id),
            items=tuple(i for i in self.items if org_id not in {i.owner_org, i.owed_to}),
            notice=None if self.notice and self.notice.by_org == org_id else self.notice,
        )


class Closing(State):
    """How and when the partnership ended, and which aftercare was held or declined."""

    ended_at: Instant
    urgent: bool = False
    aftercare: int = 0
    archived: bool = False


class UrgentRequest(State):
    """The first of two authorised people asks for an urgent end."""

    by_person: PersonId
    ground: str
    text: Text


class Support(State):
    """Somebody at a level of an organisation stands behind the partnership."""

    org_id: OrgId
    level: Level


class Clock(State):
    """One escalation rule running for one thing: which step comes next, and when."""

    rule: str
    about: str = ""
    anchor: Instant
    unit: float = 1.0
    """Days in one count of the rule: 1, or an agreed interval."""
    step: int = 0
    due_at: Instant | None = None
    finished: bool = False
    """Every step has been taken."""

    @property
    def key(self) -> tuple[str, str]:
        """A rule runs once for each thing."""
        return self.rule, self.about


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
    active_at: Instant | None = None
    """When anybody last did something: what resets the clocks of patience."""
    draft: Draft = Draft()
    offer: Offer | None = None
    last_offered: int = 0
    """Number of the last version that was laid before the parties."""
    agreement: Agreement | None = None
    active_since: Instant | None = None
    holding_over: bool = False
    """The end date has gone by without a decision."""
    commitments: tuple[Commitment, ...] = ()
    decisions: tuple[JointDecision, ...] = ()
    pause: Pause | None = None
    depth: Depth = Depth.PERSONAL
    support: tuple[Support, ...] = ()
    core_cases: tuple[OrgId, ...] = ()
    ending: Ending = Ending()
    urgent: UrgentRequest | None = None
    closing: Closing | None = None
    clocks: tuple[Clock, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether it has been proposed."""
        return self.version > 0

    @property
    def closed(self) -> bool:
        """Whether nothing more can happen in it: its workflow may complete."""
        return self.stage is Stage.NOT_PURSUED or (self.closing is not None and self.closing.archived)

    @property
    def orgs(self) -> tuple[OrgId, ...]:
        """The parties' ids, in the order in which they joined."""
        return tuple(party.org_id for party in self.parties)

    @property
    def next_deadline(self) -> Instant | None:
        """The nearest moment at which the clock must look at this partnership."""
        return min((c.due_at for c in self.clocks if c.due_at), default=None)

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
        return next((c for c in self.clocks if c.key == (rule, about)), None)

    def exhausted(self, rule: str) -> bool:
        """Whether a rule's clock runs and its last step has been taken."""
        return any(c.rule == rule and c.finished for c in self.clocks)

    def decision(self, about: str) -> JointDecision | None:
        """The open joint decision of this kind."""
        return next((d for d in self.decisions if d.about == about), None)
