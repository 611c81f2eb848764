"""The durable shell of one partnership: it waits, hands on what came, folds what happened, and answers."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TypeVar

from temporalio import workflow
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

with workflow.unsafe.imports_passed_through():
    from activities.handling import Batch, Handled
    from domain.lifecycle import evolve
    from domain.partnership import Partnership
    from domain.record import Outcome, Submission
    from workflows import attributes, narration
    from workflows.alarm import Alarm
    from workflows.clockwork import Clockwork
    from workflows.inbox import Inbox, Letter
    from workflows.messages import PartnershipInput, PartnershipResult, Reports
    from workflows.parking import Parking
    from workflows.recording import Fault, recorded
    from workflows.renewal import Run

T = TypeVar("T")


@workflow.defn(name="Partnership")
class PartnershipWorkflow:
    """One partnership, from its proposal until nothing more can happen in it, in as many runs as that takes.

    Nothing is decided here. `handle` decides and records in one transaction, and this folds the recorded events, so
    that a change of rules never breaks the replay of an old history.
    """

    @workflow.init
    def __init__(self, given: PartnershipInput) -> None:
        self._id = given.partnership_id
        self._state = given.state
        self._parking = Parking(given.parked)
        self._inbox = Inbox(given.waiting)
        self._run = Run()
        self._alarm = Alarm()
        self._clockwork = Clockwork()
        self._sparing = given.sparing
        self._leaving = False

    @workflow.run
    async def run(self, given: PartnershipInput) -> PartnershipResult:
        """Work, and wait for more, until nothing more can happen."""
        await self._work()
        while not self._over():
            if self._renewal_is_due():
                await self._renew()
            self._show()
            self._set_alarm()
            await workflow.wait_condition(self._has_work)
            await self._work()
        return await self._leave()

    # ---- What others say ---------------------------------------------------------------------------------------------

    @workflow.update
    async def submit(self, submission: Submission) -> Outcome:
        """Decide a submission; the outcome is recorded before it is returned."""
        return await self._inbox.ask(submission)

    @submit.validator
    def _admit(self, submission: Submission) -> None:
        """Refuse only what is to be sent again, or can never be right.

        Whatever depends on the state is decided and recorded: a sender that lost the answer and asks again, under the
        same id, must hear the first answer, also when the version has moved on or the partnership has been closed.
        """
        if submission.partnership_id != self._id:
            raise ApplicationError("this is another partnership", type="Misdirected")
        if self._leaving:
            text = "a new run is about to take over; send it again under the same id"
            raise ApplicationError(text, type="Draining", category=ApplicationErrorCategory.BENIGN)

    @workflow.signal
    def report(self, reports: Reports) -> None:
        """Take submissions for which nobody waits; unread, for an error here would stop the partnership."""
        self._inbox.report(reports.submissions)

    @workflow.signal
    def upgrade(self) -> None:
        """Begin a new run soon, on the current build, and try again there what was parked."""
        self._run.asked = True

    @workflow.query
    def look(self) -> Partnership | None:
        """What this run holds to be the state; the ledger is the truth."""
        return self._state

    # ---- Work --------------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        """Hand on one batch of what waits, and look at the clocks if a deadline is still due then."""
        letters = [letter for letter in self._inbox.take() if self._can_read(letter)]
        if letters or self._state is None:
            await self._decide(letters)
        await self._look()

    async def _look(self) -> None:
        """Look at the clocks; in a sparing run once more if that has made something due, for one task is one action."""
        for at_once in (False, True) if self._sparing else (False,):
            tick = self._clockwork.tick(self._state, workflow.now(), at_once=at_once)
            if tick is None:
                return
            await self._decide([Letter(tick)])

    def _can_read(self, letter: Letter) -> bool:
        try:
            if letter.submission.partnership_id != self._id:
                raise LookupError("this is another partnership")
        except Exception as failure:  # whatever it is, it must not stop the others
            self._parking.park(letter, Fault.of(failure))
            return False
        return True

    async def _decide(self, letters: Sequence[Letter]) -> None:
        """Record a batch; where that is hopeless, each letter alone, and park those at fault."""
        try:
            batch = Batch(
                partnership_id=self._id,
                state=self._state,
                submissions=tuple(letter.submission for letter in letters),
                now=workflow.now(),
            )
            handled = await recorded(batch)
            answers = list(zip(letters, handled.outcomes, strict=True))
        except Exception as failure:  # nothing unforeseen may stop a partnership
            await self._decide_alone(letters, Fault.of(failure))
        else:
            self._fold(handled)
            self._answer(answers)

    async def _decide_alone(self, letters: Sequence[Letter], fault: Fault) -> None:
        if len(letters) > 1:
            for letter in letters:
                await self._decide([letter])
        else:
            self._parking.park(letters[0] if letters else None, fault)

    def _fold(self, handled: Handled) -> None:
        """The state after what happened; should that fail, the next batch brings the state from the ledger."""
        try:
            before = handled.base or self._state or Partnership(id=self._id)
            self._state = reduce(evolve, handled.events, before)
        except Exception as failure:  # what happened is recorded, and this run must go on
            self._parking.park(None, Fault.of(failure))
        if handled.events or handled.base:  # what a lost answer told comes again as a base without events
            self._clockwork.moved(workflow.now())

    def _answer(self, answers: Sequence[tuple[Letter, Outcome]]) -> None:
        for letter, outcome in answers:
            self._parking.release(letter)
            if letter.answer and not letter.answer.done():
                letter.answer.set_result(outcome)
        self._run.wrote(1 + 2 * sum(1 for letter, _ in answers if letter.answer))

    # ---- Between runs ------------------------------------------------------------------------------------------------

    def _has_work(self) -> bool:
        return bool(self._inbox) or self._alarm.rang or self._wants_renewal()

    def _wants_renewal(self) -> bool:
        """Whether it is time for an overdue renewal, or to set the alarm for it."""
        at = self._run.renewable_at
        return self._run.overdue and (self._run.renewable or self._alarm.would_start(at))

    def _renewal_is_due(self) -> bool:
        if not self._run.renewable:
            return False
        due = self._clockwork.due(self._state)
        starts = self._alarm.must_start(due) if self._sparing else self._alarm.would_start(due)
        spared = bool(self._changes()) + starts
        return self._run.overdue or self._run.pays(timer=due is not None, spared=spared)

    async def _renew(self) -> None:
        """Hand over to a new run, with the reports that wait; whoever waits for an answer gets it first."""
        self._leaving = True
        while not self._inbox.portable:
            await self._work()
        await workflow.wait_condition(workflow.all_handlers_finished)
        again = self._parking.reopened() if self._run.asked else ()
        workflow.continue_as_new(
            PartnershipInput(
                partnership_id=self._id,
                state=self._state,
                waiting=(*again, *self._inbox.reports),
                parked=self._parking.entries,
                sparing=True,
            ),
            search_attributes=attributes.written(self._attributes(sparing=True)) or None,
            initial_versioning_behavior=self._run.versioning,
        )

    def _attributes(self, *, sparing: bool) -> attributes.Values:
        parked = bool(self._parking.entries)
        return _told(lambda: attributes.values(self._state, parked=parked, sparing=sparing), {})

    def _changes(self) -> attributes.Changes:
        rearmed = self._alarm.would_start(self._clockwork.due(self._state))
        wanted = self._attributes(sparing=self._sparing)
        written = workflow.info().typed_search_attributes
        return attributes.changes(written, wanted, rearmed=rearmed, sparing=self._sparing)

    def _show(self) -> None:
        """Tell admins where it stands; each writing is billed, so only changes are written, or left to a new run."""
        workflow.set_current_details(_told(lambda: narration.details(self._state, self._parking.entries), ""))
        if (changes := self._changes()) and (self._leaving or not self._run.overdue):
            workflow.upsert_search_attributes(changes)
            self._run.wrote(1)

    def _set_alarm(self) -> None:
        at, summary = self._clockwork.due(self._state), ""
        if self._run.overdue:
            at, summary = self._run.renewable_at, "a new run"
        elif at and self._state:
            summary = narration.alarm_summary(self._state, at)
        self._run.wrote(int(self._alarm.would_start(at)))
        self._alarm.set(at, summary)

    def _over(self) -> bool:
        """Whether nothing waits and nothing more can happen: it is closed, or it was never proposed."""
        if self._inbox:
            return False
        if self._state is None or not self._state.exists:
            return not self._parking.owes
        return self._state.over

    async def _leave(self) -> PartnershipResult:
        self._leaving = True
        self._show()
        await workflow.wait_condition(workflow.all_handlers_finished)
        state = self._state
        return PartnershipResult(version=state.version, stage=state.stage) if state else PartnershipResult(version=0)


def _told(tell: Callable[[], T], otherwise: T) -> T:
    """What admins are told; a fault in the telling must not stop a partnership."""
    try:
        return tell()
    except Exception:
        workflow.logger.exception("not_told")
        return otherwise
