"""Moving a partnership to another published policy: only together, and what is open gets its new dates at once."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import AlreadyDone, UnknownPolicy
from domain.values import Instant


class PolicyAdopted(Event):
    """Every party has agreed to go on under another policy; its clocks are set by that one from now on."""

    type: Literal["policy.adopted"] = "policy.adopted"
    version: int
    before: int

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The new policy; the new dates of what is open come with the last event of the submission."""
        return p.but(policy_version=self.version)


class AdoptPolicy(Command):
    """Go on under another published policy, with its reminders, patience and quiet days."""

    kind: Literal["adopt_policy"] = "adopt_policy"
    version: int = Field(ge=0)

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """A published one, and not the present one."""
        if self.version == p.policy_version:
            raise AlreadyDone(what="Adopting this policy")
        if self.version not in c.policies:
            raise UnknownPolicy(version=self.version, newest=c.newest)
        yield PolicyAdopted(version=self.version, before=p.policy_version)
