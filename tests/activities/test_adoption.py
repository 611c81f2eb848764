"""Policies in the engine: a proposal takes the newest, what is under way stays, and all move on together."""

from datetime import timedelta
from uuid import uuid4

import pytest

from activities.handling import Handling
from domain.adoption import AdoptPolicy
from domain.joint import AgreeToDecision
from domain.message import Command
from domain.partnership import Partnership
from domain.policy import PolicySet
from domain.record import Submission
from domain.values import PersonId
from store.ledger import Ledger
from store.policies import Policies
from store.pool import Pool
from tests.domain.story import ID, NOW, Story
from tests.domain.teller import A, B
from tests.telling import after, batch


def patient(days: float) -> PolicySet:
    """The same rules with other patience."""
    return PolicySet(policies=tuple(p.model_copy(update={"patience": days}) for p in PolicySet().policies))


@pytest.fixture
def policies(pool: Pool) -> Policies:
    return Policies(pool, PolicySet())


def due(p: Partnership) -> timedelta:
    clock = p.clock("willingness")
    assert clock is not None
    assert clock.due_at is not None
    return clock.due_at - NOW


def agreed(p: Partnership) -> AgreeToDecision:
    (decision,) = p.decisions
    return AgreeToDecision(about=decision.about, number=decision.number)


async def proposed(handling: Handling) -> Partnership:
    return after(await handling.handle(batch(*Story().proposed().submissions)), None)


async def say(handling: Handling, p: Partnership, actor: object, command: Command) -> tuple[Partnership, object]:
    submission = Submission.model_validate(
        {"partnership_id": ID, "command_id": uuid4(), "actor": actor, "commands": (command,), "submitted_at": NOW}
    )
    handled = await handling.handle(batch(submission, state=p))
    refusal = handled.outcomes[0].refusal
    return after(handled, p), refusal and refusal.code


async def test_a_proposal_takes_the_newest_policy(handling: Handling, policies: Policies) -> None:
    await policies.publish(patient(2), "Slower", PersonId("sari"))
    await policies.publish(patient(3), "Slower still", PersonId("sari"))
    p = await proposed(handling)
    assert (p.policy_version, due(p)) == (2, timedelta(days=21))


async def test_what_is_under_way_stays_until_all_move_on_together(handling: Handling, policies: Policies) -> None:
    p = await proposed(handling)
    await policies.publish(patient(3), "Slower", PersonId("sari"))
    assert (p.policy_version, due(p)) == (0, timedelta(days=7))
    p, refused = await say(handling, p, A, AdoptPolicy(version=1))
    assert (refused, p.policy_version, due(p)) == (None, 0, timedelta(days=7))
    p, refused = await say(handling, p, B, agreed(p))
    assert (refused, p.policy_version, due(p)) == (None, 1, timedelta(days=21))


async def test_what_was_never_published_cannot_be_adopted(handling: Handling) -> None:
    p = await proposed(handling)
    _, refused = await say(handling, p, A, AdoptPolicy(version=1))
    assert refused == "unknown-policy"


async def test_another_worker_learns_of_a_policy_when_it_needs_it(
    handling: Handling, policies: Policies, pool: Pool
) -> None:
    other = Handling(Ledger(pool), PolicySet())
    await policies.publish(patient(3), "Slower", PersonId("sari"))
    p = await proposed(handling)
    p, _ = await say(other, p, A, AdoptPolicy(version=0))
    p, _ = await say(other, p, B, agreed(p))
    assert (p.policy_version, due(p)) == (0, timedelta(days=7))
