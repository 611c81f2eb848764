"""What waits to be decided, in the order of its arrival, and who waits for an answer."""

import asyncio
import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from domain.record import Outcome, Submission
from workflows.messages import Content
from workflows.options import BATCH_BYTES, BATCH_SUBMISSIONS


@dataclass(frozen=True, eq=False)
class Letter:
    """One submission; somebody waits for the answer, or nobody does."""

    content: Submission | Content
    answer: asyncio.Future[Outcome] | None = None

    @cached_property
    def json(self) -> str:
        """As it travels."""
        return self.content.model_dump_json() if isinstance(self.content, Submission) else json.dumps(self.content)

    @cached_property
    def submission(self) -> Submission:
        """The content; raises a validation error where this release cannot read it."""
        return self.content if isinstance(self.content, Submission) else Submission.model_validate_json(self.json)


class Inbox:
    """The letters that wait."""

    def __init__(self, reports: Iterable[Content]) -> None:
        self._letters = deque(Letter(report) for report in reports)

    def __bool__(self) -> bool:
        """Whether anything waits."""
        return bool(self._letters)

    def report(self, reports: Iterable[Content]) -> None:
        """Add what nobody waits for."""
        self._letters.extend(Letter(report) for report in reports)

    async def ask(self, submission: Submission) -> Outcome:
        """Add a submission and wait for its outcome."""
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._letters.append(Letter(submission, answer))
        return await answer

    def take(self) -> list[Letter]:
        """The first letters, as many as may be decided together; they wait no longer."""
        return [self._letters.popleft() for _ in range(self._batch_length())]

    @property
    def portable(self) -> bool:
        """Whether the rest may travel to the next run: nobody waits for an answer, and it is not too much."""
        nobody_waits = not any(letter.answer for letter in self._letters)
        return nobody_waits and sum(len(letter.json) for letter in self._letters) <= BATCH_BYTES

    @property
    def reports(self) -> tuple[Content, ...]:
        """What travels."""
        return tuple(letter.content for letter in self._letters if isinstance(letter.content, dict))

    def _batch_length(self) -> int:
        """At least one letter, if any waits."""
        room = BATCH_BYTES
        for length, letter in enumerate(self._letters):
            room -= len(letter.json)
            if length and (room < 0 or length == BATCH_SUBMISSIONS):
                return length
        return len(self._letters)
