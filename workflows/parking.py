"""Submissions that cannot be decided for an unforeseen reason: set aside, seen by staff, while the rest goes on."""

from collections.abc import Iterable

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from workflows import options
from workflows.inbox import Letter
from workflows.messages import Content, Parked
from workflows.narration import author
from workflows.recording import Fault


class Parking:
    """What is parked: the last few entries, each for one command id."""

    def __init__(self, entries: Iterable[Parked]) -> None:
        self.entries = tuple(entries)

    @property
    def owes(self) -> bool:
        """Whether something was taken in, and nobody has been told that it failed."""
        return any(not entry.told for entry in self.entries)

    def park(self, letter: Letter | None, fault: Fault) -> None:
        """Set a letter aside, or with no letter the state itself, and tell whoever waits for the answer."""
        entry = _entry(letter, fault)
        workflow.logger.error("parked", extra={"command_id": entry.command_id, "fault": fault.name})
        if letter and letter.answer and not letter.answer.done():
            letter.answer.set_exception(ApplicationError(str(fault), type="Parked", non_retryable=True))
        self.entries = (*self._others(entry.command_id), entry)[-options.PARKED_ENTRIES :]

    def release(self, letter: Letter) -> None:
        """It has been decided after all."""
        self.entries = self._others(str(letter.submission.command_id))

    def reopened(self) -> tuple[Content, ...]:
        """Everything that can be tried again, nothing of which is parked any more."""
        contents = tuple(entry.content for entry in self.entries if entry.content)
        self.entries = ()
        return contents

    def _others(self, command_id: str) -> tuple[Parked, ...]:
        return tuple(entry for entry in self.entries if entry.command_id != command_id)


def _entry(letter: Letter | None, fault: Fault) -> Parked:
    kept = letter.content if letter and isinstance(letter.content, dict) else None
    fits = letter is not None and len(letter.json) <= options.PARKED_BYTES
    return Parked(
        command_id=_command_id(letter),
        what=_what(letter),
        reason=fault.name if _private(letter) else str(fault),
        parked_at=workflow.now(),
        told=letter is not None and letter.answer is not None,
        content=kept if fits else None,
    )


def _command_id(letter: Letter | None) -> str:
    if letter is None:
        return ""
    return str(letter.content.get("command_id") if isinstance(letter.content, dict) else letter.content.command_id)


def _what(letter: Letter | None) -> str:
    if letter is None:
        return "the state itself"
    try:
        return author(letter.submission)
    except ValueError:
        return "a submission that cannot be read"


def _private(letter: Letter | None) -> bool:
    """Whether the reason could quote what is for nobody's eyes."""
    if letter is None:
        return False
    try:
        return letter.submission.private
    except ValueError:
        return False
