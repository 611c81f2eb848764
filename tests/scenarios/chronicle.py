"""A partnership told as people live it: they meet, promise, answer, lead and leave; and the same through the engine."""

from collections.abc import Mapping
from typing import ClassVar, Self, TypeVar

from domain.clocks import EscalationRaised
from domain.commitments import ConfirmCommitment, MakeCommitment, ReportDone
from domain.contact import RecordContact
from domain.evaluation import AnswerEvaluation, OpenEvaluation, Score
from domain.handover import CompleteHandoverItem, ReaffirmGoals, RecordLeaderMeeting
from domain.health import Health, health
from domain.initiation import InvitedParty, ProposePartnership
from domain.message import Actor, Command, Event
from domain.people import AppointPerson
from domain.questionnaire import instrument
from domain.review import RecordReview
from domain.slices.leadership import GoalsOutcome
from domain.support import RecordSupport
from domain.values import Level, OrgId, OrgKind, PersonId, Role
from tests.domain.story import Story, voice
from tests.domain.teller import name, yes
from tests.temporal import replay
from tests.workflows.engine import Engine

E = TypeVar("E", bound=Event)

SEATS = (Role.LEAD, Role.ALTERNATE, Role.SPONSOR)


class Chronicle(Story):
    """One partnership between organisations of this chronicle's own."""

    title: ClassVar[str]
    cast: ClassVar[Mapping[OrgId, tuple[str, OrgKind]]]

    def proposal(self, *orgs: OrgId) -> ProposePartnership:
        """What the first of them proposes to the others."""
        named = orgs or self.orgs
        return ProposePartnership(
            title=self.title,
            purpose="What none of us can do alone.",
            proposer_org=named[0],
            parties=tuple(InvitedParty(org_id=o, name=self.cast[o][0], kind=self.cast[o][1]) for o in named),
            profile=self.policy.profile,
        )

    def lead(self, org: OrgId) -> Actor:
        """Who leads a side today."""
        return Actor(person_id=self.p.holders(Role.LEAD, org)[0].person_id, org_id=org)

    def together(self, command: Command, by: Actor | None = None) -> Self:
        """Whoever leads one side today proposes, and whoever leads the others agrees."""
        first = by or self.lead(self.p.orgs[0])
        self.say(first, command)
        for org in self.p.orgs:
            if org != first.org_id:
                self.say(self.lead(org), yes(command.kind))
        return self

    def met(self, *roles: Role) -> Self:
        """All sides meet, with the people who hold these roles."""
        wanted = roles or (Role.LEAD,)
        present = tuple(q.person_id for q in self.p.people if q.role in wanted)
        first = self.orgs[0]
        return self.then(self.lead(first), RecordContact(held_at=self.now, orgs=self.orgs, people=present))

    def kept_word(self, what: str, giver: OrgId, receiver: OrgId) -> Self:
        """A promise is made, kept in time and confirmed."""
        promise = MakeCommitment(commitment_id=what, to_org=receiver, text=what, due_at=self.day(20))
        self.then(self.lead(giver), promise).wait(10)
        self.then(self.lead(giver), ReportDone(commitment_id=what)).wait(2)
        return self.then(self.lead(receiver), ConfirmCommitment(commitment_id=what))

    def supported(self) -> Self:
        """Leadership and field stand behind it on every side."""
        for org in self.orgs:
            for level in (Level.LEADERSHIP, Level.FIELD):
                self.say(self.lead(org), RecordSupport(level=level, text="We are with you."))
        return self

    def asked_how_it_is(self) -> Self:
        """Somebody asks, unless time has asked already."""
        if self.p.evaluation.open is None:
            self.say(self.lead(self.orgs[0]), OpenEvaluation())
        return self

    def answered(self, mood: Mapping[OrgId, int], **items: int) -> Self:
        """Everybody of these sides answers with one number, some items apart, such as D4_1."""
        running = self.p.evaluation.open
        assert running is not None
        asked = instrument(running.instrument).items(running.form)
        for org, score in mood.items():
            for q in [q for q in self.p.people if q.org_id == org]:
                scores: dict[str, Score] = {item: items.get(item.replace(".", "_"), score) for item in asked}
                self.say(Actor(person_id=q.person_id, org_id=org), AnswerEvaluation(scores=scores))
        return self

    def reviewed(self, mood: Mapping[OrgId, int], **items: int) -> Self:
        """An evaluation from the question to the joint conversation."""
        self.asked_how_it_is().answered(mood, **items)
        if self.p.evaluation.open is not None:
            self.wait(60)
        return self.wait(3).then(self.lead(self.orgs[0]), RecordReview(held_at=self.now, ideas=("a bookmobile",)))

    def elected(self, org: OrgId, newcomer: str) -> Self:
        """A side has a new lead, who is somebody else."""
        new = AppointPerson(person_id=PersonId(newcomer), name=newcomer.title(), role=Role.LEAD, level=Level.FIELD)
        return self.then(voice(Role.SPONSOR, org), new)

    def handed_over(self, org: OrgId, outcome: GoalsOutcome = GoalsOutcome.KEPT) -> Self:
        """The new lead is shown everything, meets the others and says how they see the goals."""
        change = self.p.leadership.change(org)
        assert change is not None
        for item in change.items:
            self.say(voice(Role.ALTERNATE, org), CompleteHandoverItem(item_id=item.item_id))
        self.wait(4).then(self.lead(org), RecordLeaderMeeting(org_id=org, held_at=self.now))
        return self.wait(2).then(self.lead(org), ReaffirmGoals(outcome=outcome))

    # ---- what can be seen ----

    @property
    def health(self) -> Health:
        """How it fares now."""
        return health(self.p, self.policy, self.now)

    def happened(self, kind: type[E]) -> list[E]:
        """All events of a kind."""
        return [entry.event for entry in self.ledger if isinstance(entry.event, kind)]

    def nudged(self, rule: str) -> list[EscalationRaised]:
        """The nudges of a rule."""
        return [raised for raised in self.happened(EscalationRaised) if raised.rule == rule]


async def lived(engine: Engine, chronicle: Chronicle) -> None:
    """The same through the real workflow in skipped time: what happens is what was told, and every run replays."""
    await engine.tell(*chronicle.submissions)
    await engine.pass_time(chronicle.now - engine.now)
    happened = [name(entry.event) for entry in engine.memory.ledger[engine.id]]
    assert "\n".join(happened) == "\n".join(name(entry.event) for entry in chronicle.ledger)
    state = engine.memory.state(engine.id)
    assert (state.stage, state.depth, state.health.band) == (
        chronicle.p.stage,
        chronicle.p.depth,
        chronicle.p.health.band,
    )
    await replay(*await engine.histories())
