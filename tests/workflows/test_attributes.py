"""Search attributes: a function of the state, written only where they change, and registered with the right types."""

from datetime import timedelta

import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.common import SearchAttributeKey, TypedSearchAttributes

from domain.pausing import PauseForSafety
from tests.domain.story import Story
from tests.domain.teller import HOST, PARTNER, A
from tests.temporal import Temporal
from tests.workflows.life import Life
from workflows import attributes
from workflows.attributes import ATTENTION, DEPTH, NEXT_DEADLINE, PARTIES, PHASE, PROFILE, STAGE, TITLE


def test_they_tell_where_a_partnership_stands() -> None:
    assert attributes.values(Story().exploring().p, parked=False) == {
        STAGE: "exploring",
        PHASE: "initiation",
        PROFILE: "formal",
        DEPTH: "personal",
        TITLE: "Buku untuk kampung",
        PARTIES: [HOST, PARTNER],
    }


def test_nothing_is_told_of_what_does_not_exist_but_that_something_is_parked() -> None:
    assert attributes.values(None, parked=False) == {}
    assert attributes.values(None, parked=True) == {ATTENTION: "parked"}


def test_attention_names_the_most_pressing_reason() -> None:
    story = Story().active()
    assert attributes.values(story.p, parked=False).get(ATTENTION) is None
    story.wait(120)
    assert attributes.values(story.p, parked=False)[ATTENTION] == "unanswered"
    story.say(A, PauseForSafety(reason="A threat", resume_at=story.day(3)))
    assert attributes.values(story.p, parked=False)[ATTENTION] == "safety"
    assert attributes.values(story.p, parked=True)[ATTENTION] == "parked"


def test_an_invitation_that_comes_once_is_not_unanswered() -> None:
    story = Life().active().wait(25)
    while not any(clock.finished for clock in story.p.clocks):
        story.met().wait(25)
    assert [clock.rule for clock in story.p.clocks if clock.finished] == ["pulse"]
    assert attributes.values(story.p, parked=False).get(ATTENTION) is None
    assert attributes.values(story.p, parked=False, sparing=False)[ATTENTION] == "unanswered"


def test_a_proposal_starts_with_all_attributes() -> None:
    story = Story()
    before = attributes.proposed(story.proposal())
    assert attributes.changes(before, attributes.values(story.proposed().p, parked=False)) == []


def test_the_list_shows_the_date_itself_and_not_the_reminders_before_it() -> None:
    story = Story().paused(days=40)
    resume = story.day(40)
    for _ in range(3):
        assert story.p.shown_deadline is not None
        assert story.p.shown_deadline <= resume
        assert attributes.values(story.p, parked=False)[NEXT_DEADLINE] == resume
        story.wait(13)
    assert [clock.step for clock in story.p.clocks if clock.rule == "resume"] == [2]


def test_a_moved_reminder_writes_nothing() -> None:
    story = Life().exploring()
    before, reminded = attributes.values(story.p, parked=False), story.p.shown_deadline
    story.wait(3).met()
    assert story.p.shown_deadline != reminded
    assert attributes.changes(attributes.written(before), attributes.values(story.p, parked=False)) == []


def test_a_moved_date_is_written_at_once() -> None:
    wanted = attributes.values(Story().paused().p, parked=False)
    for move in (timedelta(days=9), timedelta(days=-9)):
        shown = attributes.written(wanted | {NEXT_DEADLINE: wanted[NEXT_DEADLINE] + move})
        assert {u.key for u in attributes.changes(shown, wanted)} == {NEXT_DEADLINE}


def test_what_is_confided_moves_no_date_in_the_list() -> None:
    story = Story().paused()
    before = attributes.values(story.p, parked=False)
    p = story.p.but(clocks=tuple(clock.but(private=True) for clock in story.p.clocks))
    assert NEXT_DEADLINE in before
    assert NEXT_DEADLINE not in attributes.values(p, parked=False)


def test_in_runs_that_are_not_sparing_a_deadline_alone_is_written_with_a_new_timer_and_else_rides_along() -> None:
    story = Story().exploring()
    now = attributes.written(earlier(story))
    story.wait(31)
    wanted = earlier(story)
    assert attributes.changes(now, wanted, sparing=False) == ()
    assert {u.key for u in attributes.changes(now, wanted, rearmed=True, sparing=False)} == {NEXT_DEADLINE}
    both = attributes.changes(now, wanted | {STAGE: "assessing"}, sparing=False)
    assert {u.key for u in both} == {STAGE, NEXT_DEADLINE}
    assert attributes.changes(attributes.written(wanted), wanted, sparing=False) == ()


def test_runs_that_are_not_sparing_never_show_a_later_deadline_than_there_is() -> None:
    wanted = earlier(Story().exploring())
    later = attributes.written(wanted | {NEXT_DEADLINE: wanted[NEXT_DEADLINE] + timedelta(days=9)})
    none = attributes.written({key: value for key, value in wanted.items() if key is not NEXT_DEADLINE})
    for shown in (later, none):
        assert {u.key for u in attributes.changes(shown, wanted, sparing=False)} == {NEXT_DEADLINE}


def earlier(story: Story) -> attributes.Values:
    """What runs of earlier releases show."""
    return attributes.values(story.p, parked=False, sparing=False)


def test_what_no_longer_holds_is_taken_back() -> None:
    wanted = attributes.values(Story().exploring().p, parked=False)
    now = attributes.written(wanted | {ATTENTION: "parked"})
    (update,) = attributes.changes(now, wanted)
    assert (update.key, update.value) == (ATTENTION, None)
    assert attributes.changes(TypedSearchAttributes.empty, {}) == ()


def test_there_is_room_left_in_a_namespace() -> None:
    kinds = [key.indexed_value_type.name for key in attributes.KEYS]
    assert kinds.count("KEYWORD") <= 10
    assert kinds.count("KEYWORD_LIST") + kinds.count("DATETIME") <= 3


async def test_registering_adds_what_is_missing_and_may_be_repeated(
    temporal: Temporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    operator = temporal.client.operator_service
    new = SearchAttributeKey.for_bool("KemitraanTried")
    monkeypatch.setattr(attributes, "KEYS", (*attributes.KEYS, new))
    for _ in range(2):
        await attributes.register(operator, temporal.client.namespace)
    listed = await operator.list_search_attributes(ListSearchAttributesRequest(namespace=temporal.client.namespace))
    assert {key.name for key in attributes.KEYS} <= set(listed.custom_attributes)


async def test_a_name_that_is_taken_by_another_type_is_told(
    temporal: Temporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attributes, "KEYS", (SearchAttributeKey.for_int("KemitraanStage"),))
    with pytest.raises(attributes.WrongAttributeType, match="KemitraanStage"):
        await attributes.register(temporal.client.operator_service, temporal.client.namespace)
