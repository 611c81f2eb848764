"""The mechanics of a story: whoever speaks is decided upon, recorded and folded, and the clock runs beside it."""

from copy import copy
from datetime import UTC, datetime
from typing import Self, cast
from uuid import UUID, uuid5

from domain.catalogue import AnyCommand
from domain.escalation import Tick, objectable
from domain.joint import AgreeToDecision, DeclineDecision
from domain.lifecycle import decide, evolve, record
from domain.message import CLOCK, Actor, ActorKind, Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import FORMAL, LifecyclePolicy
from domain.record import Recorded, Submission
from domain.refusals import Refusal
from domain.slices.agreement import Offer
from domain.stages import Stage
from domain.transitions import StageChanged
from domain.values import OrgId, OrgKind, PersonId, Role

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
ID = UUID("6f1b6c1e-3c54-5d39-9a52-0f6f3c1a7b01")
HOST, PARTNER, THIRD = OrgId("yayasan-lestari"), OrgId("kelompok-baca"), OrgId("universitas-merapi")
NAMES = {HOST: "Yayasan Lestari", PARTNER: "Kelompok Baca Kampung", THIRD: "Universitas Merapi"}
KINDS = {HOST: OrgKind.NGO, PARTNER: OrgKind.INFORMAL, THIRD: OrgKind.UNIVERSITY}


def person(role: Role, org: OrgId) -> PersonId:
    """The id of whoever holds a role on a side."""
    return PersonId(f"{role}.{org}")


def voice(role: Role, org: OrgId) -> Actor:
    """The holder of a role, speaking for its side."""
    return Actor(person_id=person(role, org), org_id=org)


def service(org: OrgId) -> Actor:
    """A machine that reports for a side."""
    return Actor(person_id=PersonId("crm"), org_id=org, kind=ActorKind.SERVICE)


def yes(about: str) -> AgreeToDecision:
    """Agreement to what another side has proposed."""
    return AgreeToDecision(about=about)


def read(p: Partnership, command: Command) -> Command:
    """What is said about a joint decision, by somebody who has read what lies there now."""
    if isinstance(command, AgreeToDecision | DeclineDecision) and command.number is None:
        decision = p.decision(command.about)
        return command.model_copy(update={"number": decision and decision.number})
    return command


def name(event: Event) -> str:
    """An event by its type, and a change of stage by its transition."""
    return event.transition if isinstance(event, StageChanged) else event.type


INITIATOR = Actor(person_id=PersonId("initiator"), org_id=HOST)
A, B, C = (voice(Role.LEAD, org) for org in (HOST, PARTNER, THIRD))
FACILITATOR = Actor(person_id=PersonId("facilitator"))
OUTSIDER = Actor(person_id=PersonId("stranger"), org_id=OrgId("koperasi-lain"))


def answer(refused: Refusal) -> str:
    """A refusal by its code and its unmet guards."""
    return " ".join(("no", refused.code(), *(u.guard for u in refused.unmet)))


class Teller:
    """One partnership, its ledger and its clock."""

    def __init__(
        self,
        *orgs: OrgId,
        policy: LifecyclePolicy = FORMAL,
        now: datetime = NOW,
        partnership_id: UUID = ID,
        crowd: bool = False,
    ) -> None:
        self.orgs = orgs or (HOST, PARTNER)
        self.policy = policy
        self.now = now
        self.p = Partnership(id=partnership_id)
        self.ledger: list[Recorded] = []
        self.submissions: list[Submission] = []
        self.crowd = crowd
        self.told: dict[str, datetime | None] = {}
        """By task: when those were told to whom it falls, where it was not at once."""
        self.deaf = False
        """Nothing reaches anybody."""

    # ---- what can be seen ----

    @property
    def policies(self) -> dict[int, LifecyclePolicy]:
        """What is published: a story begins under the first policy, and a second one comes soon after."""
        return dict.fromkeys((0, 1) if self.p.exists else (0,), self.policy)

    @property
    def types(self) -> list[str]:
        """What has happened, by type."""
        return [r.event.type for r in self.ledger]

    @property
    def transitions(self) -> list[str]:
        """The transitions taken so far."""
        return [r.event.transition for r in self.ledger if isinstance(r.event, StageChanged)]

    @property
    def offer(self) -> Offer:
        """The version that lies before the parties."""
        if self.p.offer is None:
            raise LookupError("no version lies before the parties")
        return self.p.offer

    def stage(self) -> Stage:
        """Where the partnership stands now."""
        return self.p.stage

    def day(self, count: float) -> datetime:
        """The moment that many days from now."""
        return self.now + self.policy.days(count)

    # ---- telling ----

    def say(
        self, actor: Actor, *commands: Command, predecessor: Stage | None = None, expected_version: int | None = None
    ) -> list[str]:
        """Submit commands at the present moment; the events that follow, by name. Raises a refusal."""
        submission = Submission(
            partnership_id=self.p.id,
            command_id=uuid5(self.p.id, str(len(self.submissions))),
            actor=actor,
            commands=cast(tuple[AnyCommand, ...], tuple(read(self.p, command) for command in commands)),
            submitted_at=self.now,
            expected_version=expected_version,
        )
        circumstances = Circumstances(
            now=self.now, policy=self.policy, predecessor=predecessor, policies=self.policies, told=self.heard_of()
        )
        events = decide(self.p, submission, circumstances)
        self.submissions.append(submission)
        return self._fold(record(self.p, events, submission, self.now))

    def heard_of(self) -> dict[str, datetime | None]:
        """When those were told who may object, where it was not at once."""
        return dict.fromkeys(objectable(self.p, self.now)) if self.deaf else self.told

    def _fold(self, recorded: tuple[Recorded, ...]) -> list[str]:
        for entry in recorded:
            self.p = evolve(self.p, entry)
            self.ledger.append(entry)
        return [name(entry.event) for entry in recorded]

    def then(self, actor: Actor, *commands: Command) -> Self:
        """Go on: somebody says this."""
        self.say(actor, *commands)
        return self

    def each(self, role: Role, *commands: Command) -> Self:
        """The holder of a role on every side says the same."""
        for org in self.orgs:
            self.say(voice(role, org), *commands)
        return self

    def together(self, command: Command, by: Actor | None = None) -> Self:
        """One side proposes, all others agree."""
        first = by or voice(Role.LEAD, self.orgs[0])
        self.say(first, command)
        for org in self.orgs:
            if org != first.org_id:
                self.say(voice(Role.LEAD, org), yes(command.kind))
        return self

    def wait(self, days: float) -> Self:
        """Let days pass; the clock looks at each deadline when it comes."""
        until = self.day(days)
        while self.p.next_deadline and self.p.next_deadline <= until:
            self.now = max(self.now, self.p.next_deadline)
            self.say(CLOCK, Tick())
        self.now = until
        return self

    def sleep(self, days: float) -> Self:
        """Let days pass while no clock runs, as in a long outage."""
        self.now = self.day(days)
        return self

    def unheard(self) -> Self:
        """From now on nothing reaches anybody."""
        self.deaf = True
        return self

    def copy(self) -> Self:
        """The same story so far, to be told on in another way."""
        other = copy(self)
        other.ledger, other.submissions, other.told = [*self.ledger], [*self.submissions], {**self.told}
        return other
