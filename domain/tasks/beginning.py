"""Tasks on the way to an agreement: a word on willingness, getting to know each other, the fit, the draft."""

from collections.abc import Callable, Iterator

from domain.links import LinkAct
from domain.partnership import Partnership
from domain.slices.parties import Blocker, Party
from domain.stages import Stage
from domain.tasks.task import BINDS, SPEAKS, Task, brief
from domain.values import OrgId, PersonId, Role

_IDLE = "initiation_idle"
_APPROVES = (Role.SPONSOR, Role.LEAD, Role.ALTERNATE)


def beginning(p: Partnership) -> Iterator[Task]:
    """What this stage asks of each side; nothing once work together has begun."""
    stage = _STAGES.get(p.stage)
    if stage:
        yield from stage(p)


def _proposed(p: Partnership) -> Iterator[Task]:
    for q in p.parties:
        if q.willing is None:
            yield _willingness(p, q)
        elif q.willing is False:
            yield from _answers_to_no(p, q)
    leaderless = [org for org in p.orgs if not p.holders(Role.LEAD, org)]
    for org in leaderless:
        yield _lead(org)
    if all(q.willing for q in p.parties) and not leaderless:
        for org in p.orgs:
            yield Task(
                kind="begin_exploring",
                org_id=org,
                what="everybody is willing: begin to get to know each other",
                commands=("begin_exploring",),
            )


def _willingness(p: Partnership, party: Party) -> Task:
    return Task(
        kind="declare_willingness",
        org_id=party.org_id,
        what="say whether you are willing to explore this partnership",
        since=p.proposed_at,
        event=1,
        rule="willingness",
        commands=("declare_willingness",),
        act=LinkAct.DECLARE_WILLINGNESS,
    )


def _answers_to_no(p: Partnership, unwilling: Party) -> Iterator[Task]:
    for q in p.parties:
        if q.proposer:
            yield Task(
                kind="answer_no",
                about=unwilling.org_id,
                org_id=q.org_id,
                what="{party} is not willing now: thank them and close with kind words, or talk with them once more",
                params={"party": unwilling.name},
                commands=("do_not_pursue", "record_contact"),
            )


def _lead(org: OrgId) -> Task:
    return Task(
        kind="name_lead",
        org_id=org,
        what="name the person who leads on your side",
        commands=("appoint_person",),
    )


def _exploring(p: Partnership) -> Iterator[Task]:
    for q in p.parties:
        if not q.profile_confirmed:
            yield Task(
                kind="confirm_profile",
                org_id=q.org_id,
                what="tell the others who you are: your mission, your values and your goals",
                rule=_IDLE,
                commands=("confirm_profile",),
            )
    for org in p.orgs:
        yield Task(
            kind="get_to_know",
            org_id=org,
            what="meet the others and tell of it; when you know each other, begin to look at how well you fit",
            rule=_IDLE,
            commands=("record_contact", "begin_assessing"),
        )
    yield from _blockers(p)


def _assessing(p: Partnership) -> Iterator[Task]:
    for q in p.parties:
        yield from _assessed(q)
    yield from _blockers(p)
    answered = all(q.fit_answered and q.interests_declared and q.test_passed for q in p.parties)
    if answered and not p.blockers:
        for org in p.orgs:
            yield Task(
                kind="begin_designing",
                org_id=org,
                roles=not_only(p, org, _APPROVES, p.proposed_by),
                what="all have answered: approve the fit, so that the agreement can be written",
                rule=_IDLE,
                commands=("begin_designing",),
            )


def _assessed(party: Party) -> Iterator[Task]:
    if not party.fit_answered:
        yield Task(
            kind="answer_fit",
            org_id=party.org_id,
            what="say how well you think you fit together",
            rule=_IDLE,
            commands=("answer_fit",),
        )
    if not party.interests_declared:
        yield Task(
            kind="declare_interests",
            org_id=party.org_id,
            what="tell of any conflict of interest, or that there is none",
            rule=_IDLE,
            commands=("declare_interests",),
        )
    if not party.test_passed:
        yield Task(
            kind="answer_partnership_test",
            org_id=party.org_id,
            what="say whether your side gives, decides, carries a part and gains: a partnership needs all four",
            rule=_IDLE,
            commands=("answer_partnership_test",),
        )


def _blockers(p: Partnership) -> Iterator[Task]:
    for blocker in p.blockers:
        if blocker.raised_by:
            yield _blocker(blocker, blocker.raised_by)
        elif p.holders(Role.FACILITATOR):
            yield _blocker(blocker, None)
        else:
            yield from (_blocker(blocker, org) for org in p.orgs)


def _blocker(blocker: Blocker, org: OrgId | None) -> Task:
    return Task(
        kind="clear_blocker",
        about=blocker.blocker_id,
        org_id=org,
        roles=SPEAKS if org else (Role.FACILITATOR,),
        what="find a way around what stands in the way, and say how: {text}",
        params={"text": brief(blocker.text)},
        rule=_IDLE,
        commands=("clear_blocker",),
    )


def _designing(p: Partnership) -> Iterator[Task]:
    missing = tuple(task for org in p.orgs for task in _undrafted(p, org))
    yield from missing
    if not missing:
        for org in p.orgs:
            yield Task(
                kind="offer_version",
                org_id=org,
                roles=BINDS,
                what="read the draft once more, and lay it before everybody as a version that can be accepted",
                commands=("offer_version",),
            )


def _undrafted(p: Partnership, org: OrgId) -> Iterator[Task]:
    if not p.holders(Role.LEAD, org) or not p.holders(Role.ALTERNATE, org):
        yield Task(
            kind="name_people",
            org_id=org,
            what="name a lead and an alternate of your side",
            commands=("appoint_person",),
        )
    if not p.draft.goals:
        yield Task(
            kind="propose_goal",
            org_id=org,
            what="propose a goal that you share: clear, achievable, and good for every party",
            commands=("propose_goal",),
        )
    if all(q.org_id != org for q in p.draft.responsibilities):
        yield Task(
            kind="assign_role",
            org_id=org,
            what="write down what your side is responsible for",
            commands=("assign_role",),
        )
    if all(q.by_org != org for q in p.draft.pledges):
        yield Task(
            kind="pledge_contribution",
            org_id=org,
            what="write down what your side gives; most of what counts is not money",
            commands=("pledge_contribution",),
        )
    if p.draft.terms is None:
        yield Task(
            kind="set_terms",
            org_id=org,
            what="propose the terms: when it starts, how it may end, how often you meet and look at it together",
            commands=("set_terms",),
        )


def not_only(p: Partnership, org: OrgId, roles: tuple[Role, ...], *people: PersonId | None) -> tuple[Role, ...]:
    """These roles of a side without those that only people hold who may not do it."""
    held = {role: {q.person_id for q in p.holders(role, org)} for role in roles}
    return tuple(role for role in roles if not held[role] or held[role] - set(people))


_STAGES: dict[Stage, Callable[[Partnership], Iterator[Task]]] = {
    Stage.PROPOSED: _proposed,
    Stage.EXPLORING: _exploring,
    Stage.ASSESSING: _assessing,
    Stage.DESIGNING: _designing,
}
