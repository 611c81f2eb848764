"""What an admin reads about promises, contributions and money: who waits for whom, and since when."""

from collections.abc import Iterator

from domain.partnership import Partnership
from domain.slices.commitments import Commitment
from domain.slices.contributions import Given
from domain.slices.funding import FundingShock
from workflows.waiting import name
from workflows.wording import day, listed, plain, words


def giving(p: Partnership) -> Iterator[str]:
    """Promises, and only what is open of the rest."""
    yield listed("Open commitments", (_commitment(p, promise) for promise in p.commitments))
    if p.contributions.open:
        yield listed("Contributions to be confirmed", (_contribution(p, given) for given in p.contributions.open))
    if unsure := [shock for shock in p.shock if shock.open]:
        yield listed("Funding that is not sure", (_shock(p, shock) for shock in unsure))


def _commitment(p: Partnership, promise: Commitment) -> str:
    giver, receiver = name(p, promise.by_org), name(p, promise.to_org)
    state = ""
    if promise.done:
        state = " (done, to be confirmed)"
    elif promise.asking:
        state = f" (asks for {day(promise.asking.new_due)}, to be answered)"
    elif promise.missed:
        state = " (missed, still owed)"
    return f"{giver} for {receiver} by {day(promise.due_at)}: {words(promise.text)}{state}"


def _contribution(p: Partnership, given: Given) -> str:
    receiver = name(p, given.to_org) if given.to_org else "any other party"
    said = f"{plain(given.gives)} of {name(p, given.by_org)}, told on {day(given.given_at)}"
    return f"{receiver}, about {words(given.contribution_id)}: {said}"


def _shock(p: Partnership, shock: FundingShock) -> str:
    plan = f"the plan to {plain(shock.plan)} to be carried out" if shock.plan else "a plan agreed by all"
    source = f" ({words(shock.source)})" if shock.source else ""
    return f"{name(p, shock.org_id)}{source}: {plain(shock.status)} since {day(shock.since)}; waits for {plan}"
