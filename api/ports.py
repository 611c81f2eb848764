"""What the routes need from outside: the engine, the read tables, the keys, and the rules in force."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from secrets import token_bytes
from typing import Annotated, NamedTuple, Protocol
from uuid import UUID

from fastapi import Depends, Request

from api.backlog import Backlog
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy, PolicySet
from domain.record import Outcome, Submission
from store.browsing import Browsing
from store.commands import Answer, known
from store.departures import Departures
from store.directory import Directory
from store.feeds import Feeds
from store.keeping import Keeping
from store.keys import Keys
from store.limits import Limits
from store.links import Links
from store.merging import Merging
from store.notices import Notices
from store.policies import Policies
from store.pool import Pool, borrowed
from store.positions import Positions
from store.reading import Reading
from store.receipts import Receipts
from store.tags import Tags
from store.tasks import Tasks

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


class WhatsAppHook(NamedTuple):
    """What proves that it is WhatsApp who calls."""

    verify_token: str
    app_secret: str


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
    link_key: bytes = field(default_factory=partial(token_bytes, 32))
    """Makes and opens links; of chance, links live as long as this process."""
    public_url: str = "http://127.0.0.1:8000"
    """Where people reach this API with a browser."""
    whatsapp: WhatsAppHook | None = field(default=None, repr=False)
    """Without it, WhatsApp has nowhere to tell what became of messages."""

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

    @cached_property
    def tasks(self) -> Tasks:
        """What waits for people."""
        return Tasks(self.pool)

    @cached_property
    def departures(self) -> Departures:
        """Those who leave, and what became of their duties."""
        return Departures(self.pool)

    @cached_property
    def directory(self) -> Directory:
        """Organisations and people."""
        return Directory(self.pool)

    @cached_property
    def tags(self) -> Tags:
        """What the directory holds, sealed."""
        return Tags(self.pool)

    @cached_property
    def keeping(self) -> Keeping:
        """Who keeps whose entry."""
        return Keeping(self.pool)

    @cached_property
    def positions(self) -> Positions:
        """Posts and the people in them."""
        return Positions(self.pool)

    @cached_property
    def browsing(self) -> Browsing:
        """The lists of the directory."""
        return Browsing(self.pool)

    @cached_property
    def merging(self) -> Merging:
        """Duplicates of the directory."""
        return Merging(self.pool)

    @cached_property
    def limits(self) -> Limits:
        """How often somebody may come."""
        return Limits(self.pool)

    @cached_property
    def links(self) -> Links:
        """Links for people without an account."""
        return Links(self.pool, self.link_key)

    @cached_property
    def notices(self) -> Notices:
        """What people were told."""
        return Notices(self.pool)

    @cached_property
    def receipts(self) -> Receipts:
        """What providers tell later of letters."""
        return Receipts(self.pool)

    @cached_property
    def feeds(self) -> Feeds:
        """The calendars that people subscribe to."""
        return Feeds(self.pool)

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
