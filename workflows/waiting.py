"""What a partnership waits for, stage by stage, and from whom: told from its state alone, without any policy."""

from collections.abc import Callable, Iterator
from functools import partial

from domain.amendment import owing
from domain.partnership import Partnership
from domain.remapping import astray
from domain.slices.parties import Party
from domain.stages import WORKING, Stage
from domain.values import OrgId
from workflows.wording import day, plain, words


def waits_for(p: Partnership) -> Iterator[str]:
    """What has to come before the partnership can go on, and from whom."""
    if p.closed:
        return
    if p.urgent:
        yield "the word of a second person with a safeguarding mandate on the urgent end"
    yield from _WAITING[p.stage](p)
    if p.offer and p.stage is not Stage.AGREEING:
        yield from _accepting(p)
    yield from _at_odds(p)
    yield from _heard(p)
    yield from _changing(p)
    yield from _operational(p)
    for promise in astray(p):
        yield f"a goal for the promise {promise.commitment_id}: the agreement no longer names {promise.goal_id}"


def _proposed(p: Partnership) -> Iterator[str]:
    yield from _of(p, "a word on willingness", lambda q: q.willing is None)
    yield from _of(p, "another answer, for it is not willing", lambda q: q.willing is False)
    if all(q.willing for q in p.parties):
        yield "somebody to begin exploring"


def _exploring(p: Partnership) -> Iterator[str]:
    yield from _of(p, "its own profile", lambda q: not q.profile_confirmed)
    yield f"getting to know each other: {p.contacts} contacts so far"
    yield from _blockers(p)


def _assessing(p: Partnership) -> Iterator[str]:
    yield from _of(p, "its view of the fit", lambda q: not q.fit_answered)
    yield from _of(p, "its conflicts of interest, or a word that there are none", lambda q: not q.interests_declared)
    yield from _of(p, "its answers to the partnership test", lambda q: q.test_passed is None)
    yield from _of(p, "more than it offers now, for the partnership test failed", lambda q: q.test_passed is False)
    yield from _blockers(p)


def _blockers(p: Partnership) -> Iterator[str]:
    for blocker in p.blockers:
        yield f"a way around: {words(blocker.text)}"


def _designing(p: Partnership) -> Iterator[str]:
    stated = {r.org_id for r in p.draft.responsibilities}
    giving = {q.by_org for q in p.draft.pledges}
    if not p.draft.goals:
        yield "a goal in the draft"
    yield from _of(p, "its role in the draft", lambda q: q.org_id not in stated)
    yield from _of(p, "its contribution in the draft", lambda q: q.org_id not in giving)
    if p.draft.terms is None:
        yield "terms in the draft"
    yield "a version to be offered"


def _accepting(p: Partnership) -> Iterator[str]:
    if p.offer:
        version, accepted = p.offer.version, {a.org_id for a in p.offer.acceptances}
        yield from _of(p, f"its acceptance of version {version}", lambda q: q.org_id not in accepted)


def _working(p: Partnership) -> Iterator[str]:
    if p.holding_over:
        yield "a decision about the future: the end date has passed"


def _at_odds(p: Partnership) -> Iterator[str]:
    if p.engagement.contested and p.stage in WORKING:
        yield from _of(p, "its interests, declared anew in the conflict", lambda q: not q.interests_declared)
        yield "a way to settle the conflict, with the help of a facilitator if they wish"


def _heard(p: Partnership) -> Iterator[str]:
    """Only concerns that are open to everybody; of all others nobody here may know that there are any."""
    for x in p.concerns:
        if x.open_to_all and not x.settled:
            what = f"a concern about {plain(x.about)}, open to all since {day(x.since)}"
            yield f"{'a talk' if x.heard_by else 'somebody to say that they have heard it'}: {what}"


def _changing(p: Partnership) -> Iterator[str]:
    settling = p.offer.settles if p.offer else ()
    for q in p.proposals:
        if q.proposal_id not in settling:
            what, since = words(q.what), day(q.heard_at or q.since)
            for org in owing(p, q):
                yield f"{name(p, org)}: a word on the change “{what}”, proposed on {day(q.since)}"
            if not owing(p, q):
                author = name(p, q.by_org) if q.by_org else "somebody"
                yield f"{author}: the next step for the change “{what}”, all heard since {since}"


def _operational(p: Partnership) -> Iterator[str]:
    for o in p.operational:
        clock = p.clock("operational_end", o.operational_id)
        if o.in_force and clock and clock.finished:
            yield f"the end of the operational agreement “{words(o.title)}”: its date has passed"
        elif not o.in_force:
            yield from _of(
                p, f"its acceptance of the operational agreement “{words(o.title)}”", partial(_silent, o.accepted)
            )


def _silent(accepted: tuple[OrgId, ...], party: Party) -> bool:
    return party.org_id not in accepted


def _paused(p: Partnership) -> Iterator[str]:
    if p.pause:
        yield f"the end of the pause on {day(p.pause.resume_at)}: {words(p.pause.reason)}"


def _deciding(p: Partnership) -> Iterator[str]:
    for org in p.ending.invitations:
        yield f"{name(p, org)}: an answer to the invitation to talk"
    if notice := p.ending.notice:
        giver = name(p, notice.by_org)
        waiting = f"{giver} to act on its notice or to take it back"
        yield waiting if notice.reflection_over else f"time to reflect on the notice of {giver}"
    yield "a decision to continue, to reshape or to end"


def _winding_down(p: Partnership) -> Iterator[str]:
    for item in p.ending.items:
        owner, owed_to = name(p, item.owner_org), name(p, item.owed_to)
        yield f"{owner}, for {owed_to} by {day(item.due_at)}: {words(item.text)}"
    if not p.ending.statement_issued:
        yield "the statement of what each party has invested"
    else:
        yield from _of(p, "a look at the investment statement", lambda q: q.org_id not in p.ending.statement_seen)
    if p.ending.message is None:
        yield "a shared message"
    yield from _of(p, "its lessons", lambda q: q.org_id not in p.ending.lessons_from)


def _ended(p: Partnership) -> Iterator[str]:
    settled = p.closing.aftercare if p.closing else 0
    yield f"contacts after the end: {settled} held or declined"


def _nothing(p: Partnership) -> Iterator[str]:
    return iter(())


_WAITING: dict[Stage, Callable[[Partnership], Iterator[str]]] = {
    Stage.PROPOSED: _proposed,
    Stage.EXPLORING: _exploring,
    Stage.ASSESSING: _assessing,
    Stage.DESIGNING: _designing,
    Stage.AGREEING: _accepting,
    Stage.ACTIVE: _working,
    Stage.PAUSED: _paused,
    Stage.DECIDING_FUTURE: _deciding,
    Stage.WINDING_DOWN: _winding_down,
    Stage.ENDED: _ended,
    Stage.NOT_PURSUED: _nothing,
}


def name(p: Partnership, org_id: OrgId) -> str:
    """The name of a party, or its id once it has left."""
    party = p.party(org_id)
    return words(party.name) if party else org_id


def _of(p: Partnership, what: str, missing: Callable[[Party], bool]) -> Iterator[str]:
    for party in p.parties:
        if missing(party):
            yield f"{words(party.name)}: {what}"
