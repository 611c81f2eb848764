"""The pure heart: `decide` turns a submission into events, `evolve` folds one recorded event into the state."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from pydantic import TypeAdapter

from domain.catalogue import AnyCommand, AnyEvent
from domain.clocks import EscalationRaised
from domain.commands import RULE_OF, CommandRule, goes_on
from domain.concerns import ConcernAcknowledged, disclosed_severe
from domain.engagement import follow_engagement
from domain.escalation import deadlines
from domain.guards import Guard, unmet
from domain.health import HealthChanged, noticed
from domain.initiation import ProposePartnership
from domain.joint import AgreeToDecision, DecisionProposed, DecisionTaken
from domain.message import CLOCK, Actor, ActorKind, Circumstances, ClockChange, Command, Event, Voice, moved
from domain.partnership import Partnership
from domain.record import Recorded, Submission
from domain.refusals import (
    AlreadyClosed,
    AlreadyProposed,
    DecisionOpen,
    GuardsUnmet,
    NotInThisStage,
    NotYetProposed,
    StaleVersion,
)
from domain.rooting import follow_dependence
from domain.slices.joint import JointDecision
from domain.transitions import AUTOMATIC, StageChanged, Transition, asked_for
from domain.values import Instant, Visibility

_COMMAND: TypeAdapter[Command] = TypeAdapter(AnyCommand)


class Decided(NamedTuple):
    """What a submission brings about."""

    events: tuple[Event, ...]
    after: Partnership
    """The state to which they lead: `evolve` comes to the same, event by event."""


def decide(p: Partnership, submission: Submission, circumstances: Circumstances) -> tuple[Event, ...]:
    """The events that a submission brings about, with the deadlines they set; a `Refusal` means nothing is done."""
    return decided(p, submission, circumstances).events


def decided(p: Partnership, submission: Submission, circumstances: Circumstances) -> Decided:
    """The same with the state afterwards, for whoever folds nothing that was recorded."""
    if submission.expected_version is not None and submission.expected_version != p.version:
        raise StaleVersion(seen=submission.expected_version, now=p.version)
    unfolding = _Unfolding(p, submission, circumstances)
    for command in submission.commands:
        unfolding.decide(command)
    unfolding.take_stock()
    return unfolding.with_clocks()


def record(p: Partnership, events: Iterable[Event], submission: Submission, now: Instant) -> tuple[Recorded, ...]:
    """The events numbered, dated and signed, as the ledger keeps them."""
    events = tuple(events)
    return tuple(
        Recorded(
            partnership_id=p.id,
            version=p.version + ordinal + 1,
            event_id=submission.event_id(ordinal),
            command_id=submission.command_id,
            ordinal=ordinal,
            actor=CLOCK if (unsigned := _unsigned(events, ordinal)) else submission.actor,
            channel="clock" if unsigned else submission.channel,
            visibility=event.visibility,
            occurred_at=now if unsigned else submission.occurred_at or submission.submitted_at,
            recorded_at=now,
            event=cast(AnyEvent, event),
        )
        for ordinal, event in enumerate(events)
    )


def _unsigned(events: Sequence[Event], ordinal: int) -> bool:
    """Whether it is about how all fare and follows from a word in private: then it must not tell who spoke."""
    if ordinal == 0 or not isinstance(events[ordinal], HealthChanged):
        return False
    return all(event.visibility is Visibility.NAMED for event in events[:ordinal])


def evolve(p: Partnership, recorded: Recorded) -> Partnership:
    """The state after a recorded event; needs no policy and no clock, so old records fold the same for ever."""
    if recorded.version != p.version + 1:
        raise ValueError(f"event {recorded.version} cannot follow version {p.version}")
    return _after(p, recorded.event, recorded.recorded_at, recorded.actor.kind)


def _after(p: Partnership, event: Event, at: Instant, actor: ActorKind) -> Partnership:
    """One event folded; whatever anybody does resets patience, and time alone does not."""
    p = moved(event.apply(p, at), event.clocks)
    silent = actor is ActorKind.CLOCK or event.visibility is Visibility.NAMED
    active_at = p.active_at if silent else at
    return p.but(version=p.version + 1, active_at=active_at)


class _Unfolding:
    """The state as the events of one submission unfold."""

    def __init__(self, p: Partnership, submission: Submission, circumstances: Circumstances) -> None:
        self._p = p
        self._actor = submission.actor
        self._given = circumstances
        self._events: list[Event] = []
        self._severe = len(disclosed_severe(p))
        """How many severe concerns all knew of before."""
        self._in_private = False
        """Whether all of it is confided: nothing public may come of it by itself, for that would tell when and who."""

    def decide(self, command: Command) -> None:
        """One command: may it be sent, what does it bring about, and what follows by itself."""
        c = self._circumstances()
        rule = RULE_OF[type(command)]
        transition = asked_for(type(command), self._p.stage)
        _admit(self._p, rule, c)
        _hold((*rule.guards, *(transition.guards if transition else ())), self._p, c, rule.kind)
        if rule.joint:
            self._propose(command, rule, c)
        else:
            self._happen(command.decide(self._p, c))
            self._change_stage(transition, c)
        if isinstance(command, AgreeToDecision):
            self._take(command.about, c)
        if not self._in_private:
            self._follow(c)

    def take_stock(self) -> None:
        """How the partnership fares after all that, written down where it has moved, and what follows from it.

        Of a word in private nothing follows but this: that something which all know of has been heard, not by whom.
        """
        private = self._in_private
        if not self._events or (private and not self._heard()):
            return
        if changed := tuple(noticed(self._p, self._given.policy_of(self._p), self._given.now)):
            self._happen(changed, by=CLOCK if private else None)
            if not private:
                self._follow(self._circumstances())

    def _heard(self) -> bool:
        """Whether somebody has said that they have heard a severe concern which all know of."""
        acknowledged = any(isinstance(event, ConcernAcknowledged) for event in self._events)
        return acknowledged and len(disclosed_severe(self._p)) > self._severe

    def with_clocks(self) -> Decided:
        """All events; the last one sets the clocks that fit the state after it, the last private one the private."""
        if not self._events:
            return Decided((), self._p)
        planned = deadlines(self._p, self._given.policy_of(self._p), self._given.now)
        told = tuple(change for change in planned if change.private or not self._in_private)
        carried: dict[int, list[ClockChange]] = {}
        for change in told:
            carried.setdefault(self._carrier(change), []).append(change)
        for at, changes in carried.items():
            self._events[at] = self._events[at].model_copy(update={"clocks": tuple(changes)})
        return Decided(tuple(self._events), moved(self._p, told))

    def _carrier(self, change: ClockChange) -> int:
        """Which event sets a clock: the last one, but of what is private the last private one, or its own nudge."""
        last = len(self._events) - 1
        if not change.private:
            return last
        mine = (n for n, e in enumerate(self._events) if e.visibility is Visibility.NAMED or _nudges(e, change))
        return max(mine, default=last)

    def _circumstances(self) -> Circumstances:
        given, p = self._given, self._p
        return given.heard(Voice.of(self._actor, p), under=given.policy_of(p))

    def _happen(self, events: Iterable[Event], by: Actor | None = None) -> None:
        for event in events:
            self._p = _after(self._p, event, self._given.now, (by or self._actor).kind)
            first = not self._events
            self._in_private = (first or self._in_private) and event.visibility is Visibility.NAMED
            self._events.append(event)

    def _propose(self, command: Command, rule: CommandRule, c: Circumstances) -> None:
        """Lay a joint decision before the others, once it is clear that it could be taken today."""
        if self._p.decision(rule.kind):
            raise DecisionOpen
        tuple(command.decide(self._p, c))
        proposed = DecisionProposed(
            about=rule.kind,
            command=command.model_dump(mode="json"),
            by_org=c.speaker.side,
            number=self._p.version + 1,
        )
        self._happen([proposed])

    def _take(self, about: str, c: Circumstances) -> None:
        """With the last yes, what was proposed takes effect in the name of the party that proposed it."""
        decision = self._p.decision(about)
        if decision is None or not set(self._p.orgs) <= set(decision.agreed):
            return
        command = _COMMAND.validate_python(decision.command)
        transition = asked_for(type(command), self._p.stage)
        _hold(transition.guards if transition else (), self._p, c, about)
        self._happen([DecisionTaken(about=about, agreed=decision.agreed)])
        self._happen(command.decide(self._p, _in_the_name_of(decision, c)))
        self._change_stage(transition, c, decision)

    def _change_stage(
        self, transition: Transition | None, c: Circumstances, decision: JointDecision | None = None
    ) -> None:
        if transition is None:
            return
        self._happen(transition.effect(self._p, c))
        by_itself = transition.by is None or c.speaker.org_id is None
        deciders = decision.agreed if decision else () if by_itself else (c.speaker.side,)
        self._happen(
            [
                StageChanged(
                    before=self._p.stage,
                    after=transition.target(self._p),
                    transition=transition.id,
                    guards=tuple(g.name for g in transition.guards),
                    decided_by=deciders,
                )
            ]
        )

    def _follow(self, c: Circumstances) -> None:
        """What happens by itself now that its guards hold; each transition at most once a command."""
        for transition in AUTOMATIC:
            if self._p.stage in transition.origins and all(g.holds(self._p, c) for g in transition.guards):
                self._change_stage(transition, c)
        for follow in (follow_engagement, follow_dependence):
            self._happen(follow(self._p, c))


def _nudges(event: Event, change: ClockChange) -> bool:
    """Whether an event is the nudge of the clock that changes."""
    return isinstance(event, EscalationRaised) and (event.rule, event.about) == (change.rule, change.about)


def _in_the_name_of(decision: JointDecision, c: Circumstances) -> Circumstances:
    return replace(c, voice=replace(c.speaker, org_id=decision.by_org))


def _admit(p: Partnership, rule: CommandRule, c: Circumstances) -> None:
    """May this voice send this command in this stage? The table alone answers."""
    if rule.command is ProposePartnership:
        if p.exists or p.parties:
            raise AlreadyProposed
        return
    if not p.parties:
        raise NotYetProposed
    if refusal := rule.who.refusal(c.speaker):
        raise refusal
    if p.closed and not goes_on(p, rule, c.voice):
        raise AlreadyClosed(stage=p.stage)
    if p.stage not in rule.stages:
        stages = ", ".join(rule.stages)
        raise NotInThisStage(command=rule.kind, stage=p.stage, stages=stages)


def _hold(guards: tuple[Guard, ...], p: Partnership, c: Circumstances, what: str) -> None:
    missing = unmet(guards, p, c)
    if missing:
        raise GuardsUnmet.because(what, missing)
