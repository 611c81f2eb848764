"""What sealed answers come to: means, gaps, and the promise that nobody can be read from an anonymous side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.questionnaire import FAIRNESS, INSTRUMENTS, LATEST, OUTCOMES
from domain.results import (
    ANONYMOUS_FROM,
    Means,
    by_dimension,
    gaps,
    is_anonymous,
    lasting,
    level_means,
    outcomes,
    results,
    side_means,
    talking_points,
)
from domain.slices.evaluation import Form, Occasion, Running, SideAnswers
from domain.values import Level, OrgId, PersonId
from tests.domain.story import HOST, NOW, PARTNER, THIRD

SHORT = LATEST.items(Form.SHORT)
Answer = tuple[Level | None, Means]


def side(*answers: Answer) -> SideAnswers:
    told = SideAnswers(org_id=HOST)
    for number, (level, said) in enumerate(answers):
        told = told.heard(PersonId(f"person-{number}"), level, said, None)
    return told


def test_cannot_say_is_missing_and_not_a_middle_value() -> None:
    said = by_dimension({"D1.1": 5, "D1.2": "cannot_say", "D2.1": "cannot_say"}, LATEST.items(Form.FULL))
    assert said == {"D1": 5}


def test_a_dimension_is_the_mean_of_what_was_said_of_it() -> None:
    assert by_dimension({"D1.1": 5, "D1.2": 2}, LATEST.items(Form.FULL)) == {"D1": 3.5}


def test_one_or_two_answers_are_shown_and_not_anonymous() -> None:
    two = side((Level.FIELD, {"D1": 2}), (Level.FIELD, {"D1": 5}))
    assert not is_anonymous(two)
    assert side_means(two) == {"D1": 3.5}
    assert level_means(two) == {}


def test_three_answers_are_anonymous_and_hide_what_rests_on_fewer() -> None:
    three = side((None, {"D1": 2, "D4": 1}), (None, {"D1": 5}), (None, {"D1": 5}))
    assert is_anonymous(three)
    assert side_means(three) == {"D1": 4}


def test_a_level_is_shown_where_the_rest_of_the_side_is_nobody_or_enough() -> None:
    field, boss = (Level.FIELD, {"D1": 2.0}), (Level.LEADERSHIP, {"D1": 5.0})
    assert level_means(side(field, field, field)) == {Level.FIELD: {"D1": 2}}
    assert level_means(side(field, field, field, boss)) == {}
    assert level_means(side(field, field, field, boss, boss)) == {}
    assert level_means(side(*[field, boss] * 3)) == {Level.FIELD: {"D1": 2}, Level.LEADERSHIP: {"D1": 5}}


def test_of_three_levels_those_are_shown_that_leave_enough() -> None:
    three = [(level, {"D1": 4.0}) for level in (Level.FIELD, Level.MANAGEMENT) for _ in range(3)]
    shown = level_means(side(*three, (Level.LEADERSHIP, {"D1": 1.0})))
    assert len(shown) == 1


ANSWERS = st.tuples(
    st.sampled_from([None, *Level]),
    st.dictionaries(st.sampled_from(["D1", "D4", "D12"]), st.integers(2, 10).map(lambda twice: twice / 2)),
)


@given(st.lists(ANSWERS, max_size=14))
def test_nothing_that_an_anonymous_side_shows_rests_on_one_or_two_people(answers: list[Answer]) -> None:
    told = side(*answers)
    for dimension in side_means(told) if is_anonymous(told) else ():
        assert sum(dimension in said for _, said in answers) >= ANONYMOUS_FROM
    shown = level_means(told)
    for dimension in {d for view in shown.values() for d in view}:
        counts = [sum(dimension in said for at, said in answers if at is level) for level in shown]
        levels = {level for level, view in shown.items() if dimension in view}
        rest = sum(dimension in said for at, said in answers if at not in levels)
        assert all(n >= ANONYMOUS_FROM for n, level in zip(counts, shown, strict=True) if level in levels)
        assert rest == 0 or rest >= ANONYMOUS_FROM


def test_the_gap_is_between_the_most_and_the_least_content_side() -> None:
    views = {HOST: {"D1": 4.5, "D2": 3.0}, PARTNER: {"D1": 2.0}, THIRD: {"D1": 3.0}}
    assert gaps(views) == {"D1": 2.5}


def test_a_silent_side_is_unknown_and_makes_no_gap() -> None:
    running = Running(
        evaluation_id="evaluation-1", event=1, instrument=1, form=Form.SHORT, occasion=Occasion.ASKED,
        opened_at=NOW, due_at=NOW, sides=(side((None, {"D1": 4})),),
    )  # fmt: skip
    shown = results(running, (HOST, PARTNER))
    assert shown["unknown_sides"] == (PARTNER,)
    assert shown["gap_by_dimension"] == {}
    assert shown["anonymous"] == {HOST: False}
    assert shown["answers_by_side"] == {HOST: 1, PARTNER: 0}


@pytest.mark.requirement("S4.18", "S1.23", "S2.6")
def test_results_are_looked_at_over_several_periods() -> None:
    known: dict[OrgId, tuple[float, ...]] = {}
    for mean in (2.0, 3.0, 4.0, 4.0, 4.5, 5.0):
        known = outcomes(known, {HOST: {OUTCOMES: mean}})
    assert known == {HOST: (4.0, 4.0, 4.5, 5.0)}
    assert [lasting(periods) for periods in ((), (5.0,), known[HOST], (5.0, 3.0))] == [None, None, True, False]
    assert {item.key for d in LATEST.dimensions if d.key == OUTCOMES for item in d.items} == {"D12.1", "D12.2"}


def test_what_to_talk_about_first() -> None:
    points = talking_points({HOST: {"D4": 4.5, "D1": 3}, PARTNER: {"D4": 2, "D1": 3}}, {PARTNER: 1}, [THIRD])
    said = [point.meaning.format(**point.params) for point in points]
    assert said[:3] == [
        f"{THIRD} has not answered: how it sees us is unknown.",
        f"{HOST} and {PARTNER} see fair benefit differently: 4.5 and 2 of 5.",
        f"At {PARTNER} 1 said that their own role no longer suits.",
    ]


@pytest.mark.requirement("S4.29")
def test_every_conversation_is_asked_for_ideas_and_whether_its_own_way_should_change() -> None:
    said = [point.meaning for point in talking_points({}, {}, [])]
    assert said == [
        "Which new idea did our work bring up, and what do we do about it?",
        "Should we change the way in which we look at our partnership?",
    ]
    asked = {item.meaning for d in LATEST.dimensions if d.key == "D13" for item in d.items}
    assert any("the way in which we work together" in meaning for meaning in asked)


def test_the_questionnaire_has_thirteen_dimensions_and_a_short_form() -> None:
    assert [d.key for d in LATEST.dimensions] == [f"D{n}" for n in range(1, 14)]
    assert len(LATEST.items(Form.FULL)) == 26
    assert list(SHORT.values()) == [d.key for d in LATEST.dimensions]
    assert {key.partition(".")[0] for key in LATEST.items(Form.FULL)} == set(LATEST.items(Form.FULL).values())
    assert FAIRNESS in SHORT.values()
    assert {version: asked.version for version, asked in INSTRUMENTS.items()} == {1: 1}
