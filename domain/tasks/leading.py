"""Tasks around the people of each side: vacant posts, handing over, meeting whoever leads now, the shared goals."""

from collections.abc import Iterator

from domain.leadership import TOGETHER, heads
from domain.partnership import Partnership
from domain.slices.leadership import LeadershipChange
from domain.tasks.task import BINDS, SPEAKS, Task
from domain.values import OrgId, Role


def vacancies(p: Partnership) -> Iterator[Task]:
    """A post that nobody holds waits for somebody."""
    if not p.leadership.vacancies or p.stage not in TOGETHER:
        return
    for post in p.leadership.vacancies:
        led = p.holders(Role.LEAD, post.org_id)
        yield Task(
            kind="fill_post",
            about=f"{post.role}.{post.org_id}",
            org_id=post.org_id,
            roles=BINDS if led else SPEAKS,
            what="name somebody for the post that is vacant on your side: {kinds}",
            params={"kinds": post.role},
            since=post.since,
            event=post.event,
            rule="vacancy",
            commands=("appoint_person",),
        )


def handovers(p: Partnership) -> Iterator[Task]:
    """What a change of leadership waits for, on the side that changes and on the others."""
    if not p.leadership.changes or p.stage not in TOGETHER:
        return
    for change in p.leadership.changes:
        yield from _handover(change)
        there = heads(p, change.org_id)
        if there and not change.met:
            yield from (_meeting(p, change, org) for org in p.orgs)
        if there and change.goals is None:
            yield _reaffirmation(change)
        if change.questioned_at:
            yield from (_goals(change, org) for org in p.orgs)


def _handover(change: LeadershipChange) -> Iterator[Task]:
    if change.items:
        yield Task(
            kind="hand_over",
            about=change.org_id,
            org_id=change.org_id,
            what="hand over to whoever leads your side now, and say what is done; still open: {number}",
            params={"number": str(len(change.items)), "items": ", ".join(item.item_id for item in change.items)},
            since=change.opened_at,
            event=change.event,
            rule="handover",
            commands=("complete_handover_item",),
        )


def _meeting(p: Partnership, change: LeadershipChange, org: OrgId) -> Task:
    changing = p.party(change.org_id)
    return Task(
        kind="meet_new_lead",
        about=change.org_id,
        org_id=org,
        what="meet: whoever leads at {party} now and the others should know each other; tell of the meeting",
        params={"party": changing.name if changing else change.org_id},
        since=change.opened_at,
        event=change.event,
        rule="handover",
        commands=("record_leader_meeting",),
    )


def _reaffirmation(change: LeadershipChange) -> Task:
    return Task(
        kind="reaffirm_goals",
        about=change.org_id,
        org_id=change.org_id,
        roles=(Role.LEAD,),
        what="as the lead of your side, say whether the shared goals are kept, changed or questioned",
        since=change.opened_at,
        event=change.event,
        rule="handover",
        commands=("reaffirm_goals",),
    )


def _goals(change: LeadershipChange, org: OrgId) -> Task:
    return Task(
        kind="talk_about_goals",
        about=change.org_id,
        org_id=org,
        what="talk about the shared goals, which a new lead has questioned",
        since=change.questioned_at,
        event=change.event,
        rule="goals_questioned",
        commands=("record_contact", "propose_change", "discuss_future"),
    )
