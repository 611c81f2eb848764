"""All that one person is to be told: it waits for the right hour, hands letters over, and ends when nothing is left."""

from collections.abc import Sequence
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.notifying import SENT, Handover, Notifying, Someone, Turn
    from domain.notices.planning import OnItsWay
    from domain.values import PersonId, State
    from workflows import options
    from workflows.alarm import SOON
    from workflows.renewal import Run
    from workflows.wording import cut, day, words


class NoticesInput(State):
    """Whose notices they are."""

    person_id: PersonId
    looks_back: bool = True
    """Whether it looks once more after the last letter, as the first release did; what runs, runs on as it began."""


@workflow.defn(name="Notices")
class NoticesWorkflow:
    """One person's post office; it keeps nothing itself, for Postgres knows what waits and what became of it."""

    @workflow.init
    def __init__(self, given: NoticesInput) -> None:
        self._who, self._looks_back = given.person_id, given.looks_back
        self._woken = False
        self._turn: Turn | None = None
        self._resting = False
        self._run = Run()

    @workflow.run
    async def run(self, given: NoticesInput) -> None:
        """Look, hand over what is due, wait; until nothing is left."""
        while True:
            self._woken = self._resting = False
            turn = await self._look()
            outcomes = [await self._deliver(letter) for letter in turn.letters if letter.at <= turn.at]
            if self._done(turn, outcomes):
                return
            if self._woken or any(letter.at <= turn.at for letter in turn.letters):
                continue
            self._resting = True
            if turn.next_at is None:
                return
            if self._run.overdue and self._run.renewable:
                workflow.continue_as_new(given, initial_versioning_behavior=self._run.versioning)
            await self._rest(turn)

    @workflow.signal
    def wake(self) -> None:
        """There is something new to be told."""
        self._woken = True

    @workflow.query
    def look(self) -> Turn | None:
        """What was decided last; nothing while something is under way."""
        return self._turn if self._resting else None

    async def _look(self) -> Turn:
        """Let the database say what is to be done; it does not forget while it is away."""
        self._turn = await workflow.execute_activity_method(
            Notifying.plan,
            Someone(person_id=self._who),
            start_to_close_timeout=options.PATIENT_TIMEOUT,
            retry_policy=options.PATIENT_RETRIES,
            summary="look what waits",
        )
        workflow.set_current_details(details(self._who, self._turn))
        return self._turn

    def _done(self, turn: Turn, outcomes: Sequence[str]) -> bool:
        """Whether all that there was has been taken; then a last look would find nothing, and whatever comes wakes."""
        if self._woken or turn.waiting or [*outcomes] != [SENT] * len(turn.letters):
            return False
        return bool(outcomes) and not self._looks_back

    async def _deliver(self, letter: OnItsWay) -> str:
        what = "the digest of the day" if letter.digest else "a letter"
        again = f", try {letter.tries + 1}" if letter.tries else ""
        told = await workflow.execute_activity_method(
            Notifying.deliver,
            Handover(person_id=self._who, letter_id=letter.letter_id),
            start_to_close_timeout=options.DELIVERY_TIMEOUT,
            retry_policy=options.PATIENT_RETRIES,
            summary=f"hand over {what} by {letter.channel}{again}",
        )
        return told.outcome

    async def _rest(self, turn: Turn) -> None:
        """Until the next moment, or until there is something new."""
        if turn.next_at is None:
            return
        left = max(turn.next_at - workflow.now(), SOON)
        summary = cut(f"look again on {_moment(turn.next_at)}", 400)
        try:
            await workflow.wait_condition(lambda: self._woken, timeout=left, timeout_summary=summary)
        except TimeoutError:
            return


def details(who: str, turn: Turn) -> str:
    """What an admin reads about it, in Markdown."""
    if turn.next_at is None:
        return f"Nothing is left to be told to {who}."
    lines = [f"Notices for **{words(turn.name)}** ({who}). Looks again on **{_moment(turn.next_at)}**."]
    lines += [f"- {count} of kind {kind}: for the right hour" for kind, count in sorted(turn.waiting.items())]
    for letter in turn.letters:
        what = "the digest" if letter.digest else "a letter"
        tries = f"not taken in {letter.tries} tries; " if letter.tries else ""
        lines.append(f"- {what} by {letter.channel}: {tries}next on {_moment(letter.at)}")
    return "\n".join(lines)


def _moment(at: datetime) -> str:
    return f"{day(at)}, {at:%H:%M} UTC"


def summary(who: str) -> str:
    """The one line in a list of workflows."""
    return cut(f"What {who} is to be told", 400)
