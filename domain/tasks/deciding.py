"""Tasks of the calendar and of the future: a start, an end, a pause, a question that all have to answer."""

from collections.abc import Iterator

from domain.partnership import Partnership
from domain.slices.clocks import Clock
from domain.stages import Stage
from domain.tasks.task import BINDS, Task
from domain.values import OrgId

_RUNNING = frozenset({Stage.ACTIVE, Stage.PAUSED})


def dates(p: Partnership) -> Iterator[Task]:
    """Days of the agreement that are near, from the first reminder on."""
    for clock in p.clocks:
        if clock.step and clock.rule in _DATES:
            for org in p.orgs:
                yield from _DATES[clock.rule](p, clock, org)


def _start(p: Partnership, clock: Clock, org: OrgId) -> Iterator[Task]:
    if not clock.finished:
        yield Task(
            kind="prepare_start",
            org_id=org,
            what="get ready: the agreed start is near, and then work together begins by itself",
            due_at=clock.anchor,
            rule="start",
            commands=(),
        )


def _last_day_for_notice(p: Partnership, clock: Clock, org: OrgId) -> Iterator[Task]:
    if not clock.finished:
        yield Task(
            kind="consider_notice",
            org_id=org,
            what="the last day for giving notice is near: if you would rather not go on as agreed, talk about it now",
            due_at=clock.anchor,
            rule="notice_deadline",
            commands=("discuss_future",),
        )


def _end(p: Partnership, clock: Clock, org: OrgId) -> Iterator[Task]:
    yield Task(
        kind="prepare_end_date",
        org_id=org,
        what="the agreed end is near: talk with the others about going on, changing it, or ending well",
        due_at=clock.anchor,
        rule="end_date",
        commands=("discuss_future",),
    )


def _resume(p: Partnership, clock: Clock, org: OrgId) -> Iterator[Task]:
    yield Task(
        kind="decide_on_pause",
        org_id=org,
        roles=BINDS,
        what="the pause should be over soon: agree together to go on, or to rest a little longer",
        due_at=clock.anchor,
        rule="resume",
        commands=("resume_partnership", "extend_pause"),
    )


_DATES = {"start": _start, "notice_deadline": _last_day_for_notice, "end_date": _end, "resume": _resume}


def future(p: Partnership) -> Iterator[Task]:
    """The question of the future, and what stands between it and an answer."""
    if p.holding_over and p.stage in _RUNNING:
        for org in p.orgs:
            yield Task(
                kind="decide_future",
                org_id=org,
                what="the agreed end has passed: talk with the others about whether and how you go on",
                due_at=p.agreement.terms.ends_at if p.agreement else None,
                rule="holding_over",
                commands=("discuss_future",),
            )
    elif p.stage is Stage.DECIDING_FUTURE:
        yield from _deciding(p)


def _deciding(p: Partnership) -> Iterator[Task]:
    notice = p.ending.notice
    for org in p.orgs:
        yield Task(
            kind="decide_future",
            org_id=org,
            roles=BINDS,
            what="decide together with the others: go on, change it, or end well",
            since=p.stage_since,
            rule="reflection" if notice else None,
            commands=("continue_partnership", "reshape_partnership", "end_by_agreement", "record_conversation"),
        )
    for asking in p.ending.asked:
        if asking.since is None:
            continue
        yield Task(
            kind="answer_invitation",
            about=f"{asking.org_id}/{asking.by_org}",
            org_id=asking.org_id,
            what="you are invited to talk about the future: tell of the talk, or say that you would rather not",
            since=asking.since,
            rule="invitation",
            commands=("record_conversation", "refuse_conversation"),
        )
    if notice and notice.reflection_over:
        yield Task(
            kind="act_on_notice",
            org_id=notice.by_org,
            roles=BINDS,
            what="the time for reflection is over: act on your notice, or take it back",
            since=notice.given_at,
            due_at=notice.effective_at,
            rule="notice_open",
            commands=("begin_winding_down", "withdraw_notice"),
        )
