"""Partnerships at work, as many as a measure needs, each with a bare workflow as its counterpart."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, cycle
from uuid import UUID, uuid4

from activities.handling import Batch, Handling
from bench import anchors
from bench.ground import Ground
from bench.lives import accepted
from domain.catalogue import AnyCommand
from domain.funding import ReportFunding
from domain.policy import URGENT, PolicySet
from domain.record import Outcome, Submission
from domain.values import FundingStatus
from store.ledger import Ledger
from tests.domain.story import Story
from tests.domain.teller import A

_SOUNDS_LIKE = (FundingStatus.AT_RISK, FundingStatus.STABLE)


@dataclass
class Member:
    """One active partnership, and one bare workflow; both are spoken to by this process alone."""

    id: UUID
    version: int
    bare: anchors.Handle
    said: Iterator[int] = field(default_factory=lambda: count(1))
    _statuses: Iterator[FundingStatus] = field(default_factory=lambda: cycle(_SOUNDS_LIKE))

    def submission(self, command: AnyCommand | None = None) -> Submission:
        """A command, or the smallest that does something: one event, and neither stage nor deadline moves."""
        return Submission(
            partnership_id=self.id,
            command_id=uuid4(),
            actor=A,
            commands=(command or ReportFunding(status=next(self._statuses)),),
            submitted_at=datetime.now(UTC),
        )

    def message(self) -> anchors.Said:
        """Its counterpart."""
        return anchors.Said(workflow=self.bare.id, number=next(self.said))

    def heard(self, outcome: Outcome) -> None:
        """Check an answer."""
        self.version = accepted(outcome).version


async def gathered(on: Ground, size: int) -> Sequence[Member]:
    """New members, written to the ledger and woken from there."""
    handling = Handling(Ledger(on.pool), PolicySet())
    members = [await _member(on, handling) for _ in range(size)]
    await asyncio.gather(*(on.gateway.recover(member.id) for member in members))
    await asyncio.gather(*(_awake(on, member) for member in members))
    return members


async def _member(on: Ground, handling: Handling) -> Member:
    """An urgent profile, so that it may be active today."""
    story = Story(policy=URGENT, now=datetime.now(UTC), partnership_id=uuid4()).active()
    batch = Batch(partnership_id=story.p.id, state=None, submissions=tuple(story.submissions), now=datetime.now(UTC))
    handled = await handling.handle(batch)
    bare = await anchors.start(on.client, f"bare/{story.p.id}")
    return Member(story.p.id, handled.events[-1].version, bare)


async def _awake(on: Ground, member: Member) -> None:
    """A first command to both, so that everything is cached."""
    member.heard(await on.gateway.submit(member.submission()))
    await member.bare.signal(anchors.Bare.say, member.message())
