"""Tasks of giving and receiving: promises to keep and to confirm, contributions to confirm, money that is not sure."""

from collections.abc import Iterator

from domain.links import LinkAct
from domain.partnership import Partnership
from domain.remapping import astray
from domain.slices.commitments import Commitment
from domain.slices.contributions import Given
from domain.slices.funding import FundingShock
from domain.stages import Stage
from domain.tasks.task import BINDS, Task, brief
from domain.values import OrgId

_EARLY = frozenset({Stage.PROPOSED, Stage.EXPLORING, Stage.ASSESSING})
_LATE = frozenset({Stage.WINDING_DOWN, Stage.ENDED})


def promises(p: Partnership) -> Iterator[Task]:
    """Each promise waits for its giver, or for a word of the one who is owed."""
    if not p.commitments or p.stage is Stage.ENDED:
        return
    for q in p.commitments:
        if q.done:
            yield _confirm(q)
        else:
            yield _keep(q)
            if q.asking:
                yield _answer(q)
    for q in astray(p):
        yield Task(
            kind="remap_commitment",
            about=q.commitment_id,
            org_id=q.by_org,
            what="say which goal this promise serves now, for the agreement has changed: {text}",
            params={"text": brief(q.text)},
            commands=("remap_commitment",),
        )


def _keep(q: Commitment) -> Task:
    return Task(
        kind="keep_commitment",
        about=q.commitment_id,
        org_id=q.by_org,
        what="keep your promise and say that it is done, or ask in time for another date: {text}",
        params={"text": brief(q.text)},
        due_at=q.due_at,
        event=q.number,
        rule="commitment",
        commands=("report_done", "ask_renegotiation"),
    )


def _confirm(q: Commitment) -> Task:
    return Task(
        kind="confirm_commitment",
        about=f"commitment/{q.commitment_id}",
        org_id=q.to_org,
        what="say whether this promise to you has been kept: {text}",
        params={"text": brief(q.text), "item": q.commitment_id},
        since=q.done_at,
        event=q.done_by,
        rule="confirmation",
        commands=("confirm_commitment", "return_commitment"),
        act=LinkAct.CONFIRM_COMMITMENT,
    )


def _answer(q: Commitment) -> Task:
    return Task(
        kind="answer_renegotiation",
        about=f"renegotiation/{q.commitment_id}",
        org_id=q.to_org,
        roles=BINDS,
        what="say whether another date is good for a promise made to you: {text}",
        params={"text": brief(q.text)},
        since=q.asking.asked_at if q.asking else None,
        event=q.asking.number if q.asking else None,
        rule="confirmation",
        commands=("answer_renegotiation",),
    )


def contributions(p: Partnership) -> Iterator[Task]:
    """What was given waits for the word of its receiver; what was given to all, for any of the others."""
    if p.stage is Stage.ENDED:
        return
    for given in p.contributions.open:
        for org in (given.to_org,) if given.to_org else (o for o in p.orgs if o != given.by_org):
            yield _received(p, given, org)


def _received(p: Partnership, given: Given, org: OrgId) -> Task:
    giver = p.party(given.by_org)
    return Task(
        kind="confirm_contribution",
        about=f"contribution/{given.contribution_id}",
        org_id=org,
        what="say whether you have received what {party} says it gave: {kinds}",
        params={
            "party": giver.name if giver else given.by_org,
            "kinds": given.gives,
            "item": given.contribution_id,
        },
        since=given.given_at,
        event=given.number,
        rule="confirmation",
        commands=("confirm_contribution", "dispute_contribution"),
        act=LinkAct.CONFIRM_CONTRIBUTION,
    )


def money(p: Partnership) -> Iterator[Task]:
    """Money that is not sure waits for a plan of all, and the plan for whose money it is."""
    if not p.shock or p.stage in _EARLY or p.stage in _LATE:
        return
    for shock in p.shock:
        if shock.plan and shock.open:
            yield Task(
                kind="carry_out_funding_plan",
                about=shock.org_id,
                org_id=shock.org_id,
                what="carry out what you have agreed to do about your money, and say when it is done",
                event=shock.number,
                commands=("close_funding_change",),
            )
        elif shock.open and not shock.faced:
            yield from (_plan(p, shock, org) for org in p.orgs)


def _plan(p: Partnership, shock: FundingShock, org: OrgId) -> Task:
    whose = p.party(shock.org_id)
    return Task(
        kind="plan_funding",
        about=shock.org_id,
        org_id=org,
        roles=BINDS,
        what="agree together what to do, for the money of {party} is not sure any more",
        params={"party": whose.name if whose else shock.org_id},
        since=shock.since,
        event=shock.number,
        rule="funding_lost" if shock.lost else "funding_risk",
        commands=("choose_funding_plan",),
    )
