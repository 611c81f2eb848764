"""The one way in which anything happens: a batch of submissions is decided and recorded in one transaction."""

from collections import Counter
from functools import reduce
from secrets import token_hex
from typing import Literal
from uuid import UUID

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.adoption import AdoptPolicy
from domain.catalogue import AnyCommand
from domain.effects import Effects, effects
from domain.escalation import Tick, objectable
from domain.initiation import ProposePartnership
from domain.joint import AgreeToDecision
from domain.lifecycle import decide, evolve, record
from domain.message import Circumstances
from domain.partnership import Partnership
from domain.policy import PolicySet
from domain.privacy import salted
from domain.record import Outcome, Recorded, Submission
from domain.refusals import Refusal, RefusalReport
from domain.values import Instant, Value
from store.commands import Answer
from store.ledger import Chapter, Ledger
from store.policies import Shelf
from store.pool import UNSTORABLE

log = structlog.get_logger()


class Batch(Value):
    """Submissions to one partnership, in the order in which they are decided."""

    partnership_id: UUID
    state: Partnership | None
    """What the sender holds to be the state; None when it knows nothing."""
    submissions: tuple[Submission, ...]
    now: Instant


class Handled(Value):
    """What a batch brought about; the new state is `base`, or else the sender's own, with `events` folded in."""

    base: Partnership | None
    """The state before this batch, where the sender held another: the ledger is the truth."""
    events: tuple[Recorded, ...]
    outcomes: tuple[Outcome, ...]
    """One for each submission, in order."""


class Handling:
    """Decides and records; nothing else writes to the ledger."""

    def __init__(self, ledger: Ledger, policies: PolicySet) -> None:
        """The policies that are built in; what has been published is read beside the ledger."""
        self._ledger = ledger
        self._shelf = Shelf(policies)

    @activity.defn(name="handle")
    async def handle(self, batch: Batch) -> Handled:
        """Answer each submission and record what it brings about; safe to repeat."""
        try:
            async with self._ledger.transaction(batch.partnership_id) as chapter:
                handled = await self._handled(batch, chapter)
        except UNSTORABLE as error:
            # Its name alone: the message of such an error carries the data.
            reason = f"the database cannot hold this: {type(error).__name__}"
            raise ApplicationError(reason, type="Unstorable", non_retryable=True) from None
        _log(batch, handled)
        return handled

    async def _handled(self, batch: Batch, chapter: Chapter) -> Handled:
        held = batch.state if batch.state and batch.state.version == chapter.version else None
        state = held or await chapter.state()
        sitting = _Sitting(state, await chapter.answers({s.command_id for s in batch.submissions}))
        for submission in batch.submissions:
            sitting.take(submission, await self._circumstances(batch, submission, sitting.state, chapter))
        await chapter.answer(sitting.answered, batch.now)
        await chapter.append(sitting.events, sitting.state, sitting.effects)
        return Handled(base=None if held else state, events=tuple(sitting.events), outcomes=tuple(sitting.outcomes))

    async def _circumstances(
        self, batch: Batch, submission: Submission, state: Partnership, chapter: Chapter
    ) -> Circumstances:
        """A proposal brings its own profile and begins with the newest policy, and may name one that it follows."""
        proposal = next((c for c in submission.commands if isinstance(c, ProposePartnership)), None)
        before = proposal and proposal.predecessor_id
        if any(map(_asks_for_policies, submission.commands)) or not self._shelf.knows(state.policy_version):
            await chapter.look_at(self._shelf)
        if not self._shelf.knows(state.policy_version):  # the table was lost; the built-in policy is better than none
            log.warning("policy_missing", partnership_id=str(state.id), policy_version=state.policy_version)
        policies = self._shelf.of(proposal.profile if proposal else state.profile)
        asked = objectable(state, batch.now) if any(isinstance(c, Tick) for c in submission.commands) else ()
        return Circumstances(
            now=batch.now,
            policy=policies[0],
            policies=policies,
            predecessor=await chapter.stage_of(before) if before else None,
            told=await chapter.told(asked) if asked else {},
        )


def _asks_for_policies(command: AnyCommand) -> bool:
    """Whether it matters what has been published since the last look."""
    match command:
        case ProposePartnership() | AdoptPolicy():
            return True
        case AgreeToDecision(about=about):
            return about == "adopt_policy"
        case _:
            return False


class _Sitting:
    """The state as the submissions of one batch are decided, one after the other."""

    def __init__(self, state: Partnership, answers: dict[UUID, Answer]) -> None:
        self.state = state
        self.events: list[Recorded] = []
        self.effects: list[Effects] = []
        self.outcomes: list[Outcome] = []
        self.answered: list[tuple[Submission, Answer]] = []
        self._answers = answers

    def take(self, submission: Submission, circumstances: Circumstances) -> None:
        """Decide a submission, unless its id was used before: the first answer stands for ever."""
        digest = submission.digest
        known = self._answers.get(submission.command_id)
        if known is None:
            outcome = self._decided(submission, circumstances)
            self._answers[submission.command_id] = answer = Answer(digest=digest, outcome=outcome)
            self.answered.append((submission, answer))
        elif known.digest == digest:
            outcome = known.outcome.model_copy(update={"repeated": True})
        else:
            outcome = self._outcome(submission, "mismatch")
        self.outcomes.append(outcome)

    def _decided(self, submission: Submission, circumstances: Circumstances) -> Outcome:
        try:
            decided = decide(self.state, submission, circumstances)
        except Refusal as refusal:
            return self._outcome(submission, "refused", refusal=refusal.report())
        grains = (salted(event, token_hex(16)) for event in decided)
        events = record(self.state, grains, submission, circumstances.now)
        before, self.state = self.state, reduce(evolve, events, self.state)
        self.events.extend(events)
        if events:
            self.effects.append(effects(before, self.state, events))
        return self._outcome(submission, "accepted", event_types=tuple(e.event.type for e in events))

    def _outcome(
        self,
        submission: Submission,
        status: Literal["accepted", "refused", "mismatch"],
        event_types: tuple[str, ...] = (),
        refusal: RefusalReport | None = None,
    ) -> Outcome:
        return Outcome(
            command_id=submission.command_id,
            status=status,
            version=self.state.version,
            stage=self.state.stage,
            event_types=event_types,
            refusal=refusal,
        )


def _log(batch: Batch, handled: Handled) -> None:
    log.info(
        "batch_handled",
        partnership_id=str(batch.partnership_id),
        held=batch.state.version if batch.state else None,
        base=handled.base.version if handled.base else None,
        versions=[event.version for event in handled.events],
        **Counter("repeated" if o.repeated else o.status for o in handled.outcomes),
    )
