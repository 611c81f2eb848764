"""Pages on which a receiver confirms what was given or promised, or says kindly how they see it."""

from typing import Any

from api.links.endings import SETTLED, Over
from api.links.form import WRITE, Form, built, chosen, given
from api.links.visit import Asked, Did, Visit
from domain import commitments, contributions
from domain.slices.commitments import Commitment
from domain.slices.contributions import Given
from language.writing import worth


def _given(visit: Visit) -> Given:
    for one in visit.p.contributions.open:
        mine = one.to_org in {visit.side, None} and one.by_org != visit.side
        if one.contribution_id == visit.link.about.get("about") and mine:
            return one
    raise Over(SETTLED)


async def contribution(visit: Visit) -> dict[str, Any]:
    """What was given, in the giver's own words."""
    gift = _given(visit)
    entries = await visit.outside.reading.timeline(visit.p.id, gift.number - 1, limit=1)
    event = entries[0].event if entries else None
    words = event.text if isinstance(event, contributions.ContributionRecorded) else gift.contribution_id
    amount = worth(float(gift.amount), gift.unit or "", visit.words.code) if gift.amount is not None else ""
    kind = visit.words.say(gift.gives.value)
    return {
        "what": "contribution",
        "done": True,
        "giver": visit.name(gift.by_org),
        "text": words,
        "more": [kind, *([amount] if amount else [])],
    }


def received(visit: Visit, form: Form) -> Asked:
    """Thanks, or another view."""
    item, giver = visit.link.about.get("about"), {"giver": visit.name(_given(visit).by_org)}
    if chosen(form, "answer", "confirm", "differ") == "differ":
        command = built(contributions.DisputeContribution, contribution_id=item, **given(form, reason=WRITE))
        return Asked(command, Did(meaning="You have told {giver} how you see it.", params=giver))
    confirmed = built(contributions.ConfirmContribution, contribution_id=item)
    return Asked(confirmed, Did(meaning="You have confirmed, with thanks, what {giver} has given.", params=giver))


def _owed(visit: Visit) -> Commitment:
    for promise in visit.p.commitments:
        if promise.commitment_id == visit.link.about.get("about") and promise.to_org == visit.side:
            return promise
    raise Over(SETTLED)


async def commitment(visit: Visit) -> dict[str, Any]:
    """The promise, its date, and what its giver says of it."""
    promise = _owed(visit)
    more = [visit.words.say("It was promised for {due_at}.", {"due_at": promise.due_at.isoformat()})]
    if promise.done_by:
        entries = await visit.outside.reading.timeline(visit.p.id, promise.done_by - 1, limit=1)
        event = entries[0].event if entries else None
        if isinstance(event, commitments.CommitmentDone) and event.evidence:
            more.append(event.evidence)
    return {
        "what": "commitment",
        "done": promise.done,
        "giver": visit.name(promise.by_org),
        "text": promise.text,
        "more": more,
    }


def kept(visit: Visit, form: Form) -> Asked:
    """Thanks, or what is still missing."""
    item, giver = visit.link.about.get("about"), {"giver": visit.name(_owed(visit).by_org)}
    if chosen(form, "answer", "confirm", "differ") == "differ":
        command = built(commitments.ReturnCommitment, commitment_id=item, **given(form, reason=WRITE))
        return Asked(command, Did(meaning="You have told {giver} how you see it.", params=giver))
    confirmed = built(commitments.ConfirmCommitment, commitment_id=item)
    return Asked(confirmed, Did(meaning="You have confirmed that {giver} kept its promise.", params=giver))
