"""Promises whose goal the new version no longer names: giver or receiver says which goal they serve now."""

from collections.abc import Iterable
from typing import Literal

from domain.message import Circumstances, Command, Event
from domain.partnership import Partnership
from domain.refusals import NotYourSide, UnknownItem
from domain.slices.commitments import Commitment
from domain.values import Instant, OrgId, Slug


def astray(p: Partnership) -> tuple[Commitment, ...]:
    """Open commitments to a goal that the agreement in force does not name."""
    goals = {goal.goal_id for goal in p.content.goals}
    return tuple(q for q in p.commitments if q.goal_id and q.goal_id not in goals)


class CommitmentRemapped(Event):
    """A promise serves another goal from now on."""

    type: Literal["commitment.remapped"] = "commitment.remapped"
    commitment_id: Slug
    goal_id: Slug
    by_org: OrgId

    def apply(self, p: Partnership, at: Instant) -> Partnership:
        """The same promise, for this goal."""
        return p.but(
            commitments=tuple(
                q.but(goal_id=self.goal_id) if q.commitment_id == self.commitment_id else q for q in p.commitments
            )
        )


class RemapCommitment(Command):
    """Say which goal of the agreement in force a promise serves now."""

    kind: Literal["remap_commitment"] = "remap_commitment"
    commitment_id: Slug
    goal_id: Slug

    def decide(self, p: Partnership, c: Circumstances) -> Iterable[Event]:
        """By its giver or its receiver, for a goal that there is."""
        promise = next((q for q in p.commitments if q.commitment_id == self.commitment_id), None)
        if promise is None:
            raise UnknownItem(what="commitment", item=self.commitment_id)
        if c.speaker.side not in {promise.by_org, promise.to_org}:
            raise NotYourSide(owner=f"{promise.by_org}, {promise.to_org}")
        if all(goal.goal_id != self.goal_id for goal in p.content.goals):
            raise UnknownItem(what="goal", item=self.goal_id)
        yield CommitmentRemapped(commitment_id=self.commitment_id, goal_id=self.goal_id, by_org=c.speaker.side)
