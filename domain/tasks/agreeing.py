"""Tasks of coming to an agreement: the word of each party on what lies before all of them."""

from collections.abc import Iterator

from domain.amendment import owing
from domain.links import LinkAct
from domain.partnership import Partnership
from domain.slices.proposals import ChangeProposal
from domain.stages import Stage
from domain.tasks.task import BINDS, Task
from domain.values import OrgId

_ANSWERED_IN = frozenset({Stage.AGREEING, Stage.ACTIVE})
_WORKING = frozenset({Stage.ACTIVE, Stage.DECIDING_FUTURE})


def acceptances(p: Partnership) -> Iterator[Task]:
    """The offered version waits for each party that has not accepted it, or whose word somebody else has recorded."""
    if p.offer is None or p.stage not in _ANSWERED_IN:
        return
    given = {a.org_id: a for a in p.offer.acceptances}
    params = {"version": str(p.offer.version), "hash": p.offer.hash}
    for org in p.orgs:
        if org not in given:
            yield Task(
                kind="accept_version",
                about=params["version"],
                org_id=org,
                roles=BINDS,
                what="read version {version} of the agreement, and accept it if it is right for you",
                params=params,
                since=p.offer.offered_at,
                rule="acceptance",
                commands=("accept_version", "ask_for_change"),
                act=LinkAct.ACCEPT_VERSION,
            )
        elif given[org].assisted and _still_open(p, org):
            yield Task(
                kind="object_to_acceptance",
                about=org,
                org_id=org,
                what="somebody has recorded that your side accepts version {version}: object if that was not your word",
                params=params,
                due_at=given[org].stands_from,
                rule="objection",
                commands=("object_to_acceptance", "accept_version"),
                act=LinkAct.OBJECT_TO_ACCEPTANCE,
            )


def untold(p: Partnership) -> Iterator[Task]:
    """A party whom nothing has reached is told by the one whose version it is, or else by another one."""
    if p.offer is None or p.stage not in _ANSWERED_IN:
        return
    for acceptance in p.offer.acceptances:
        party = p.party(acceptance.org_id)
        if acceptance.unheard and party:
            yield Task(
                kind="tell_acceptance",
                about=party.org_id,
                org_id=next(org for org in (p.offer.by_org, *p.orgs) if org != party.org_id),
                what="nothing has reached {name}: tell them yourself that their yes was recorded, and say so here",
                params={"name": party.name},
                commands=("tell_acceptance",),
            )


def _still_open(p: Partnership, org: OrgId) -> bool:
    clock = p.clock("objection", org)
    return clock is not None and not clock.finished


def decisions(p: Partnership) -> Iterator[Task]:
    """What one party has proposed and all decide waits for those who have said nothing yet."""
    for decision in p.decisions:
        for party in p.parties:
            if party.org_id not in decision.agreed:
                yield Task(
                    kind="agree_to_decision",
                    about=decision.about,
                    org_id=party.org_id,
                    roles=BINDS,
                    what="say whether you agree to: {command}",
                    params={"command": decision.about, "number": str(decision.number or "")},
                    event=decision.number,
                    rule="decision",
                    commands=("agree_to_decision", "decline_decision"),
                    act=LinkAct.AGREE_TO_DECISION,
                )


def changes(p: Partnership) -> Iterator[Task]:
    """Proposed changes that no offered version settles: a word of the others, and then the next step of the author."""
    if not p.proposals or p.stage not in _WORKING:
        return
    offered = p.offer.settles if p.offer else ()
    for q in p.proposals:
        if q.proposal_id not in offered:
            silent = owing(p, q)
            yield from (_answer(q, org) for org in silent)
            if not silent and q.by_org:
                yield _next_step(q, q.by_org)


def _answer(q: ChangeProposal, org: OrgId) -> Task:
    return Task(
        kind="answer_change",
        about=f"{q.proposal_id}/{org}",
        org_id=org,
        what="say what you think of a proposed change: {text}",
        params={"text": q.what},
        since=q.since,
        event=q.event,
        rule="proposal",
        commands=("comment_change",),
    )


def _next_step(q: ChangeProposal, org: OrgId) -> Task:
    return Task(
        kind="carry_change_on",
        about=f"{q.proposal_id}/{org}",
        org_id=org,
        roles=BINDS,
        what="everybody has spoken about the change that you proposed; take it further, or take it back: {text}",
        params={"text": q.what},
        since=q.heard_at or q.since,
        event=q.heard,
        rule="proposal",
        commands=(
            "adopt_change",
            "offer_version",
            "change_role",
            "adjust_terms",
            "redefine_success",
            "withdraw_change",
        ),
    )


def operational(p: Partnership) -> Iterator[Task]:
    """Operational agreements wait for each party's acceptance, and when their end has come, for a decision of all."""
    for one in p.operational:
        clock = p.clock("operational_end", one.operational_id)
        for org in p.orgs:
            if not one.in_force and org not in one.accepted and p.stage in _WORKING:
                yield Task(
                    kind="accept_operational",
                    about=one.operational_id,
                    org_id=org,
                    roles=BINDS,
                    what="read the operational agreement “{text}”, and accept it if it is right for you",
                    params={"text": one.title, "hash": one.hash},
                    event=one.event,
                    commands=("accept_operational",),
                )
            elif one.in_force and ((clock and clock.step) or p.stage is Stage.WINDING_DOWN):
                yield Task(
                    kind="close_operational",
                    about=one.operational_id,
                    org_id=org,
                    roles=BINDS,
                    what="close the operational agreement “{text}” together, or agree on the next one",
                    params={"text": one.title},
                    due_at=one.ends_at,
                    event=one.event,
                    rule="operational_end",
                    commands=("close_operational", "offer_operational"),
                )
