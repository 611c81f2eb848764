"""One partnership under a virtual clock: whatever is said is really decided and folded, and nobody writes it down."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime
from functools import cache
from itertools import count
from typing import cast
from uuid import UUID

from domain.catalogue import AnyCommand
from domain.escalation import Tick
from domain.lifecycle import decided
from domain.message import CLOCK, Actor, Circumstances, Command, Event
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.record import Submission
from domain.refusals import Refusal
from domain.values import OrgId, PersonId, Role

ID = UUID(int=1)
LOOK = Tick()


@cache
def holder(role: Role, org: OrgId, number: int = 0) -> Actor:
    """The first, or a later, holder of a role on a side."""
    return Actor(person_id=PersonId(f"{role}.{org}.{number}"), org_id=org)


class Sitting:
    """The state, the time, and what is said."""

    def __init__(self, policy: LifecyclePolicy, now: datetime) -> None:
        self.policy = policy
        self.now = now
        self.p = Partnership(id=ID)
        self._numbers = count(1)

    def say(self, actor: Actor, *commands: Command) -> Sequence[Event]:
        """What follows when somebody says this; nothing where it is refused."""
        try:
            return self.must(actor, *commands)
        except Refusal:
            return ()

    def must(self, actor: Actor, *commands: Command) -> Sequence[Event]:
        """What follows when somebody says this."""
        submission = Submission(
            partnership_id=ID,
            command_id=UUID(int=next(self._numbers)),
            actor=actor,
            commands=cast(tuple[AnyCommand, ...], commands),
            submitted_at=self.now,
        )
        events, self.p = decided(self.p, submission, Circumstances(now=self.now, policy=self.policy))
        return events

    def tick(self) -> Sequence[Event]:
        """What follows when the clock looks at its deadlines."""
        return self.must(CLOCK, LOOK)

    def copy(self) -> "Sitting":
        """The same, to be lived on in another way."""
        other = copy(self)
        other._numbers = count(1_000)
        return other
