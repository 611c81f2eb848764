"""Search attributes: a function of the state, written only where they change, and registered with the right types."""

from datetime import timedelta

import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.common import SearchAttributeKey, TypedSearchAttributes

from domain.pausing import PauseForSafety
from tests.domain.story import Story
from tests.domain.teller import HOST, NOW, PARTNER, A
from tests.temporal import Temporal
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
        NEXT_DEADLINE: NOW + timedelta(days=30),
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


def test_a_proposal_starts_with_all_attributes_but_the_deadline_which_the_policy_sets() -> None:
    story = Story()
    proposal = story.proposal()
    before = attributes.proposed(proposal)
    story.proposed()
    changes = attributes.changes(before, attributes.values(story.p, parked=False))
    assert {u.key for u in changes} == {NEXT_DEADLINE}


def test_a_deadline_alone_is_written_with_a_new_timer_and_else_rides_along() -> None:
    story = Story().exploring()
    now = attributes.written(attributes.values(story.p, parked=False))
    story.wait(31)
    wanted = attributes.values(story.p, parked=False)
    assert attributes.changes(now, wanted) == ()
    assert {u.key for u in attributes.changes(now, wanted, rearmed=True)} == {NEXT_DEADLINE}
    assert {u.key for u in attributes.changes(now, wanted | {STAGE: "assessing"})} == {STAGE, NEXT_DEADLINE}
    assert attributes.changes(attributes.written(wanted), wanted) == ()


def test_the_list_never_shows_a_later_deadline_than_there_is_though_no_timer_is_needed() -> None:
    story = Story().exploring()
    wanted = attributes.values(story.p, parked=False)
    later = attributes.written(wanted | {NEXT_DEADLINE: wanted[NEXT_DEADLINE] + timedelta(days=9)})
    none = attributes.written({key: value for key, value in wanted.items() if key is not NEXT_DEADLINE})
    for shown in (later, none):
        assert {u.key for u in attributes.changes(shown, wanted)} == {NEXT_DEADLINE}


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
