"""A policy as a file: read, completed, checked with every flaw at its place, written and compared."""

import json
from typing import Any

import pytest

from domain.calendar import Calendar
from domain.escalation import ANCHORS
from domain.policies import Flawed, differences, load, stored, written
from domain.policy import RULES, Audience, PolicySet, Profile

BUILT_IN = PolicySet()


def flaws(body: Any) -> dict[str, str]:  # noqa: ANN401 - any JSON
    with pytest.raises(Flawed) as caught:
        load(json.dumps(body), BUILT_IN)
    return {flaw.where: flaw.what.format(**flaw.params) for flaw in caught.value.flaws}


def steps(*told: tuple[float, str]) -> dict[str, Any]:
    return {"steps": [{"after": after, "audience": audience} for after, audience in told]}


def test_every_rule_that_the_engine_knows_has_its_steps() -> None:
    assert {rule.name for rule in RULES} == set(ANCHORS)


def test_what_is_built_in_survives_being_written_and_read() -> None:
    body = written(BUILT_IN)
    assert load(json.dumps(body), PolicySet()) == stored(body) == BUILT_IN


@pytest.mark.requirement("S1.8", "S4.30")
def test_a_file_says_only_what_is_different() -> None:
    feast = {"starts": "2027-03-10", "ends": "2027-03-11", "reason": "Lebaran"}
    policies = load(
        json.dumps(
            {
                "calendar": {"zone": "Asia/Makassar", "quiet": [feast]},
                "rules": {"contact": steps((1, "owner"), (2, "leads"))},
                "profiles": {"informal": {"patience": 2.5}},
            }
        ),
        BUILT_IN,
    )
    assert policies.of(Profile.INFORMAL).patience == 2.5
    assert policies.of(Profile.FORMAL).patience == 1
    for policy in policies.policies:
        rule = policy.rule("contact")
        assert rule is not None
        assert [(step.after, step.audience) for step in rule.steps] == [(1, Audience.OWNER), (2, Audience.LEADS)]
        assert len(policy.rules) == len(RULES)
        assert policy.calendar.zone == "Asia/Makassar"
    assert [d.where for d in differences(BUILT_IN, policies)] == [
        "/calendar/zone", "/rules/contact/steps", "/profiles/informal/patience", "/calendar/quiet/2027-03-10",
    ]  # fmt: skip


def test_an_empty_file_changes_nothing() -> None:
    assert load("{}", BUILT_IN) == BUILT_IN


@pytest.mark.parametrize(
    ("body", "where", "what"),
    [
        ({"rules": {"love": steps((1, "owner"))}}, "/rules/love", "There is no rule of this name."),
        (
            {"rules": {"end_date": steps((0, "leads")) | {"patient": True}}},
            "/rules/end_date/patient",
            "Patience never moves calendar dates or safety.",
        ),
        (
            {"rules": {"contact": steps((2, "owner"), (1, "leads"))}},
            "/rules/contact/steps/1",
            "Steps come in the order of their days.",
        ),
        (
            {"rules": {"contact": steps((1, "owner"), (2, "sponsors"), (3, "leads"))}},
            "/rules/contact/steps/1",
            "Both leads hear of it before any sponsor.",
        ),
        (
            {"rules": {"contact": {"steps": [{"after": 1, "audience": "owner", "offer": "dance"}]}}},
            "/rules/contact/steps/0/offer",
            "There is no command of this name.",
        ),
        *(
            ({"rules": {rule: steps((-7, "engine"))}}, f"/rules/{rule}/steps/0", "never happens before it")
            for rule in ("reflection", "relayed", "objection", "last_day")
        ),
        ({"rules": {"end_date": steps((-180, "owner"))}}, "/rules/end_date/steps", "on the day itself or later"),
        ({"rules": {"commitment": steps((-7, "owner"))}}, "/rules/commitment/steps", "ever be late"),
        *(
            ({"rules": {rule: steps((0.1, "owner"))}}, f"/rules/{rule}/steps/0", f"comes after {least} or later")
            for rule, least in (("invitation", "7"), ("farewell", "30"), ("confirmation", "1.5"))
        ),
        (
            {"rules": {"concern_severe": steps((3000, "facilitator"))}},
            "/rules/concern_severe/steps/0",
            "no later than after 0 days",
        ),
        ({"rules": {"contact": {"steps": []}}}, "/rules/contact/steps", "at least 1 item"),
        ({"rules": {"contact": steps((1, "crowd"))}}, "/rules/contact/steps/0/audience", "should be 'owner'"),
        ({"rules": {"contact": steps((1e9, "owner"))}}, "/rules/contact/steps/0/after", "less than or equal to 3650"),
        ({"profiles": {"formal": {"patience": 0}}}, "/profiles/formal/patience", "greater than 0"),
        ({"profiles": {"formal": {"hurry": 1}}}, "/profiles/formal/hurry", "not permitted"),
        ({"profiles": {"odd": {}}}, "/profiles/odd", "should be 'formal'"),
        ({"calendar": {"zone": "Mars"}}, "/calendar/zone", "not the name of a time zone"),
        ({"calender": {}}, "/calender", "not permitted"),
        ([], "", "object"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("/") else None,
)
def test_each_flaw_is_told_with_its_place(body: object, where: str, what: str) -> None:
    told = flaws(body)
    assert what in told[where]


def test_all_flaws_are_told_at_once() -> None:
    told = flaws(
        {"rules": {"love": steps((1, "owner"))}, "profiles": {"formal": {"patience": 0}, "urgent": {"patience": 99}}}
    )
    assert list(told) == ["/rules/love", "/profiles/formal/patience", "/profiles/urgent/patience"]


def test_no_text_that_is_not_json() -> None:
    with pytest.raises(Flawed, match="Invalid JSON"):
        load("{", BUILT_IN)
    with pytest.raises(Flawed, match="/profiles/formal/patience"):
        load('{"profiles": {"formal": {"patience": NaN}}}', BUILT_IN)


def test_conduct_and_safety_may_go_past_the_leads() -> None:
    load(json.dumps({"rules": {"concern_severe": steps((0, "sponsors"))}}), BUILT_IN)


def test_a_rule_that_a_later_release_dropped_does_not_stop_an_old_policy() -> None:
    body = written(BUILT_IN)
    rules = body["rules"]
    assert isinstance(rules, dict)
    assert stored({**body, "rules": {**rules, "dropped_long_ago": steps((1, "owner"))}}) == BUILT_IN


def test_a_rule_that_came_later_has_its_built_in_steps_in_an_old_policy() -> None:
    body = written(BUILT_IN)
    rules = body["rules"]
    assert isinstance(rules, dict)
    assert stored({**body, "rules": {name: rule for name, rule in rules.items() if name != "contact"}}) == BUILT_IN


def test_a_shortened_day_knows_no_calendar() -> None:
    policies = BUILT_IN.with_calendar(Calendar(zone="Asia/Jayapura"))
    assert policies.with_day(policies.day) == policies
    assert policies.with_day(policies.day / 2).of(Profile.FORMAL).calendar == Calendar()


def test_what_was_published_before_stays_readable() -> None:
    early = stored({"rules": {"reflection": {"steps": [{"after": -14, "audience": "leads"}]}}})
    rule = early.of(Profile.FORMAL).rule("reflection")
    assert rule is not None
    assert [step.after for step in rule.steps] == [-14]
