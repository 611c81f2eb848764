"""What is asked for before the end: every side is asked with patience, and nobody can hold the others by silence."""

from collections.abc import Iterable, Iterator

from domain.clocks import Anchor, Anchors
from domain.guards import Facts, every, guard, holds
from domain.message import Circumstances
from domain.partnership import Partnership
from domain.policy import LifecyclePolicy
from domain.stages import Stage
from domain.values import Instant, OrgId


def ready(p: Partnership) -> bool:
    """Whether nothing is owed, and everything is said or was asked for in vain."""
    return p.ending.statement_issued and all(unanswered(p, about) for about in asked(p))


def asked(p: Partnership) -> Iterator[str]:
    """What an end still waits for, one by one."""
    yield from (f"commitment/{q.commitment_id}" for q in p.commitments)
    yield from (f"item/{item.item_id}" for item in p.ending.items)
    yield from (about for about, _, _ in _unsaid(p))


def _unsaid(p: Partnership) -> Iterator[tuple[str, OrgId | None, Instant | None]]:
    """What is still to be said before the end, by whom, and since when it is asked for."""
    ending = p.ending
    if ending.message is None:
        yield "message", None, p.stage_since
    if not ending.statement_issued:
        yield "statement", None, p.stage_since
    for org in p.orgs:
        if ending.statement_issued and org not in ending.statement_seen:
            yield f"statement/{org}", org, ending.statement_at or p.stage_since
        if org not in ending.lessons_from:
            yield f"lesson/{org}", org, p.stage_since


def unanswered(p: Partnership, about: str) -> bool:
    """Whether a side has let all nudges pass; what was never given, nobody is nudged to confirm, and it stays owed."""
    clock = p.clock("confirmation" if about.startswith("commitment/") else "farewell", about)
    return clock is not None and clock.finished


@guard
def nothing_owed(p: Partnership, c: Circumstances) -> Facts:
    """everything owed must be done, waived by the party to whom it is owed, or given without a word from it for long;
    open: {items}.
    """
    owed = [q.commitment_id for q in p.commitments if not unanswered(p, f"commitment/{q.commitment_id}")]
    owed += [i.item_id for i in p.ending.items if not unanswered(p, f"item/{i.item_id}")]
    return holds(not owed, items=", ".join(owed))


@guard
def statement_seen_by_all(p: Partnership, c: Circumstances) -> Facts:
    """every party must have seen the statement of what was invested, or been asked to for long; missing: {parties}."""
    seen = p.ending.statement_seen
    return every(p.parties, lambda q: q.org_id in seen or unanswered(p, f"statement/{q.org_id}"))


@guard
def message_agreed(p: Partnership, c: Circumstances) -> Facts:
    """the parties must have agreed on a shared message, or been asked for it for long."""
    return holds(p.ending.message is not None or unanswered(p, "message"))


@guard
def lessons_asked(p: Partnership, c: Circumstances) -> Facts:
    """each side must have said what it has learned, or that it has nothing to add, or been asked for long; missing:
    {parties}.
    """
    said = p.ending.lessons_from
    return every(p.parties, lambda q: q.org_id in said or unanswered(p, f"lesson/{q.org_id}"))


def _farewells(p: Partnership, policy: LifecyclePolicy) -> Iterable[Anchor]:
    if p.stage is Stage.WINDING_DOWN:
        yield from (Anchor(since, about, owner=org) for about, org, since in _unsaid(p) if since)
        for item in p.ending.items:
            if item.given_at:
                yield Anchor(item.given_at, f"item/{item.item_id}", owner=item.owed_to)


ANCHORS: dict[str, Anchors] = {"farewell": _farewells}
