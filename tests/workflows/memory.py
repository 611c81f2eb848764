"""The activity `handle` over a ledger in memory: what the real one promises, and faults on demand."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from functools import reduce
from uuid import UUID

from temporalio import activity

from activities.handling import Batch, Handled
from domain.lifecycle import decide, evolve, record
from domain.message import Circumstances
from domain.partnership import Partnership
from domain.policy import PolicySet
from domain.record import Outcome, Recorded, Submission
from domain.refusals import Refusal


class Memory:
    """What has happened to every partnership, and what was answered."""

    def __init__(self, policies: PolicySet | None = None) -> None:
        self.policies = policies or PolicySet()
        self.ledger: dict[UUID, list[Recorded]] = defaultdict(list)
        self.answers: dict[UUID, tuple[str, Outcome]] = {}
        self._folded: dict[UUID, Partnership] = {}
        self.batches: list[Batch] = []
        self.faults: deque[Exception] = deque()
        """Raised one a call, before anything happens."""
        self.after_commit: deque[Exception] = deque()
        """Raised one a call, once everything has happened: the answer is lost."""
        self.poison: dict[UUID, Exception] = {}
        """Raised by whatever batch carries a command of this id."""
        self.twist: Callable[[Handled], Handled] = lambda handled: handled
        """What becomes of the answer on its way."""
        self.open = asyncio.Event()
        """While it is not set, the store hangs."""
        self.open.set()

    @activity.defn(name="handle")
    async def handle(self, batch: Batch) -> Handled:
        self.batches.append(batch)
        await self.open.wait()
        for fault in (*self._next(self.faults), *self._poison(batch)):
            raise fault
        handled = self._handled(batch)
        for fault in self._next(self.after_commit):
            raise fault
        return self.twist(handled)

    def state(self, partnership_id: UUID) -> Partnership:
        """The fold of the ledger."""
        ledger, known = self.ledger[partnership_id], self._folded.get(partnership_id, Partnership(id=partnership_id))
        self._folded[partnership_id] = state = reduce(evolve, ledger[known.version :], known)
        return state

    def _next(self, faults: deque[Exception]) -> list[Exception]:
        return [faults.popleft()] if faults else []

    def _poison(self, batch: Batch) -> list[Exception]:
        return [self.poison[s.command_id] for s in batch.submissions if s.command_id in self.poison]

    def _handled(self, batch: Batch) -> Handled:
        state = self.state(batch.partnership_id)
        base = None if batch.state and batch.state.version == state.version else state
        events: list[Recorded] = []
        outcomes: list[Outcome] = []
        for submission in batch.submissions:
            outcome, new = self._outcome(state, submission, batch)
            state = reduce(evolve, new, state)
            events += new
            outcomes.append(outcome)
        self.ledger[batch.partnership_id] += events
        return Handled(base=base, events=tuple(events), outcomes=tuple(outcomes))

    def _outcome(self, p: Partnership, submission: Submission, batch: Batch) -> tuple[Outcome, tuple[Recorded, ...]]:
        key, digest = submission.command_id, submission.digest
        if key in self.answers:
            known, first = self.answers[key]
            if known == digest:
                return first.model_copy(update={"repeated": True}), ()
            return Outcome(command_id=key, status="mismatch", version=p.version, stage=p.stage), ()
        try:
            policy = self.policies.of(p.profile)
            events = record(
                p, decide(p, submission, Circumstances(now=batch.now, policy=policy)), submission, batch.now
            )
            after = reduce(evolve, events, p)
            outcome = Outcome(
                command_id=key,
                status="accepted",
                version=after.version,
                stage=after.stage,
                event_types=tuple(e.event.type for e in events),
            )
        except Refusal as refusal:
            events = ()
            outcome = Outcome(
                command_id=key, status="refused", version=p.version, stage=p.stage, refusal=refusal.report()
            )
        self.answers[key] = digest, outcome
        return outcome, events
