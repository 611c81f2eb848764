"""Days that change: what is said of them, and to whom not; the store knows whose calendar has them."""

from datetime import datetime

import pytest

from domain.appointments import agreed
from domain.draft import EndType
from domain.effects import Effects, effects
from domain.funding import ReportFunding
from domain.future import ContinuePartnership
from domain.lifecycle import evolve
from domain.notices.choices import NoticeKind
from domain.notices.days import DayChange, day_changes
from domain.pausing import ResumePartnership
from domain.stages import Stage
from domain.tasks.task import Task
from domain.values import FundingStatus, Role
from tests.domain.story import HOST, PARTNER, Story, person, voice

MEMBER, SPONSOR = person(Role.MEMBER, PARTNER), person(Role.SPONSOR, PARTNER)


def last(story: Story) -> Effects:
    """What the last submission of a story has brought about."""
    told = [entry for entry in story.ledger if entry.command_id == story.ledger[-1].command_id]
    before = story.ledger[: -len(told)]
    state = type(story.p)(id=story.p.id)
    for entry in before:
        state = evolve(state, entry)
    return effects(state, story.p, told)


def changed(story: Story) -> dict[str, DayChange]:
    return {day.key: day for day in last(story).days}


def shaken(story: Story) -> Story:
    return story.wait(10).then(voice(Role.LEAD, HOST), ReportFunding(status=FundingStatus.LOST))


def test_a_day_that_has_moved_is_told_with_its_new_moment_to_those_who_hear_nothing_of_it() -> None:
    story = shaken(Story(crowd=True).active())
    [day] = last(story).days
    assert (day.key, day.kind, day.at) == ("date/evaluation", NoticeKind.NEWS, story.day(30))
    assert day.what == "a day in your calendar has moved to {moved_at}: {what}"
    assert day.params == {"what": "time to look at the partnership together", "moved_at": story.day(30).isoformat()}
    assert day.heard == ()


def test_whoever_hears_of_the_day_anyway_is_not_told_once_more() -> None:
    days = changed(Story(crowd=True).paused(30))
    assert {MEMBER, SPONSOR} <= {*days["date/resume"].heard}
    assert days["date/evaluation"].heard == ()
    assert days["date/evaluation"].what == "a day in your calendar is not needed any more: {what}"
    again = changed(Story(crowd=True).paused(30).wait(5).together(ResumePartnership()))
    assert MEMBER in again["date/resume"].heard


def fixed() -> Story:
    story = Story(crowd=True)
    return story.active(end_type=EndType.FIXED, ends_at=story.day(600))


def test_the_agreed_end_holds_while_its_future_is_talked_about_and_cannot_be_silenced() -> None:
    story = fixed().wait(10).asked()
    assert story.p.stage is Stage.DECIDING_FUTURE
    assert "date/end" not in changed(story)
    assert "end_date" in agreed(story.p)
    end = changed(story.together(ContinuePartnership(ends_at=story.day(900))))["date/end"]
    assert (end.kind, end.at) == (NoticeKind.LEGAL, story.day(900))
    assert MEMBER in end.heard


def test_what_was_only_asked_for_until_then_is_not_taken_back_by_a_letter() -> None:
    assert changed(fixed().wait(10).asked())["date/notice"].what == ""


def test_most_submissions_change_no_day() -> None:
    assert last(Story().active().contact()).days == ()


def asked(due_at: datetime | None, **changes: object) -> Task:
    """A promise that is due then."""
    story = Story()
    usual = Task(kind="keep_commitment", what="keep it", commands=(), org_id=PARTNER, due_at=due_at or story.now)
    return usual._replace(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"private": True}, {"rule": "evaluation"}, {"due_at": None}])
def test_the_day_of_a_task_is_told_where_it_has_one_of_its_own(changes: dict[str, object]) -> None:
    p = Story().active().p
    was, now = asked(Story().day(3)), asked(Story().day(5))
    [day] = day_changes(p, p, [(was, now)], ())
    assert (day.key, day.task, day.at, day.what) == (now.key, now.key, now.due_at, "keep it")
    assert day.why.startswith("its day has moved")
    assert [*day_changes(p, p, [(was, now._replace(**changes))], ())] == []  # type: ignore[arg-type]
    assert [*day_changes(p, p, [(now, now)], ())] == []


def test_whoever_hears_what_has_moved_a_task_needs_no_more() -> None:
    story = shaken(Story(crowd=True).active())
    told = last(story).notices
    [day] = day_changes(story.p, story.p, [(asked(story.day(3)), asked(story.day(5)))], told)
    assert {*day.heard} == {notice.person_id for notice in told}
