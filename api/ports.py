"""What the routes need from outside: the engine, the read tables, the keys, and the rules in force."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends, Request

from api.backlog import Backlog
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy, PolicySet
from domain.record import Outcome, Submission
from store.commands import Answer, known
from store.keys import Keys
from store.policies import Policies
from store.pool import Pool, borrowed
from store.reading import Reading

Probe = Callable[[], Awaitable[None]]
"""Asks one thing that is needed whether it is there, and raises when it is not."""


class Engine(Protocol):
    """The way to the workflows; `workflows.gateway.Gateway` is it."""

    async def submit(self, submission: Submission) -> Outcome:
        """Decide a submission and wait for the answer."""

    async def report(self, submissions: tuple[Submission, ...]) -> None:
        """Hand over submissions of one partnership whose answer nobody waits for."""

    async def recover(self, partnership_id: UUID) -> None:
        """Start a workflow that reads its state from the ledger, unless one runs."""


@dataclass(frozen=True)
class Ports:
    """One running API's connections."""

    pool: Pool
    engine: Engine
    built_in: PolicySet
    """The policy with which no partnership needs a published one."""
    ready: Mapping[str, Probe]
    """What must answer before this instance serves, by name."""
    backlog: Backlog = field(default_factory=Backlog)

    @cached_property
    def reading(self) -> Reading:
        """The read tables."""
        return Reading(self.pool)

    @cached_property
    def policies(self) -> Policies:
        """The published policies."""
        return Policies(self.pool, self.built_in)

    @cached_property
    def keys(self) -> Keys:
        """The API keys."""
        return Keys(self.pool)

    async def policy_of(self, p: Partnership) -> LifecyclePolicy:
        """The policy under which a partnership is now."""
        policies = (await self.policies.shelf(p.policy_version)).of(p.profile)
        return policies.get(p.policy_version, policies[0])

    async def answers(self, partnership_id: UUID, command_ids: Collection[UUID]) -> dict[UUID, Answer]:
        """What was answered under these ids before."""
        async with borrowed(self.pool) as connection:
            return await known(connection, partnership_id, command_ids)


def ports_of(request: Request) -> Ports:
    """The ports of the application that serves this request."""
    ports: Ports = request.app.state.ports
    return ports


Outside = Annotated[Ports, Depends(ports_of)]
