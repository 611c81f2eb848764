"""What differs between two contents, in words: each difference one sentence, and none without one."""

import json
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.difference import differences
from domain.draft import Draft, EndType, Goal, Indicator, Pledge, Responsibility, Terms
from domain.values import ContributionKind
from tests.domain.story import HOST, ID, NOW, PARTNER
from tests.domain.table.amending import goal

TERMS = Terms(
    starts_at=NOW, end_type=EndType.OPEN, notice_days=30, contact_interval_days=30, evaluation_interval_days=180
)
DRAFT = Draft(
    goals=(Goal(goal_id="read", text="Read", clear=True, achievable=True, benefit_by_org={HOST: "Readers"}),),
    indicators=(Indicator(indicator_id="joy", question="Do they like it?", subjective=True),),
    responsibilities=(Responsibility(org_id=HOST, role="Host", strategy_part="Plans", delivery_part="Books"),),
    pledges=(Pledge(contribution_id="time", by_org=HOST, kind=ContributionKind.TIME, text="Two evenings"),),
    terms=TERMS,
)


def sentences(old: Draft, new: Draft) -> list[str]:
    return [difference.text for difference in differences(old, new)]


def changed(field: str, **changes: object) -> Draft:
    """The draft with its only entry of a kind changed."""
    (entry,) = getattr(DRAFT, field)
    return DRAFT.but(**{field: (entry.model_copy(update=changes),)})


# ---- in words ----


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (DRAFT, []),
        (DRAFT.but(goals=()), ["This goal is dropped: Read"]),
        (DRAFT.but(goals=(*DRAFT.goals, goal("write"))), ["This goal is new: Write"]),
        (changed("goals", text="Read aloud"), ["The goal “Read” now reads: Read aloud"]),
        (changed("goals", clear=False), ["Whether the goal “Read” is clear and achievable is seen differently."]),
        (
            changed("goals", benefit_by_org={PARTNER: "Books"}),
            [
                f"What {PARTNER} gains from the goal “Read” is now: Books",
                f"The goal “Read” no longer says what {HOST} gains.",
            ],
        ),
        (DRAFT.but(indicators=()), ["This sign of success is dropped: Do they like it?"]),
        (
            changed("indicators", question="Do they sing?"),
            ["The sign of success “Do they like it?” now asks: Do they sing?"],
        ),
        (
            changed("indicators", target_value=Decimal(4)),
            ["The target of “Do they like it?” changes from - to ≥ 4."],
        ),
        (
            changed("indicators", subjective=False),
            ["How the sign of success “Do they like it?” is found out, or whom it asks, changes."],
        ),
        (changed("responsibilities", role="Guide"), [f"The role of {HOST} changes from Host to Guide."]),
        (changed("responsibilities", strategy_part="None"), [f"The part of {HOST} in the strategy is now: None"]),
        (changed("responsibilities", delivery_part="Tea"), [f"The part of {HOST} in the work is now: Tea"]),
        (changed("responsibilities", responsibilities=("Keys", "Tea")), [f"The duties of {HOST} are now: Keys; Tea"]),
        (DRAFT.but(responsibilities=()), [f"{HOST} no longer has the role Host."]),
        (DRAFT.but(pledges=()), [f"{HOST} no longer promises: Two evenings"]),
        (
            changed("pledges", kind=ContributionKind.FUNDS, amount=Decimal(1500), unit="IDR"),
            [
                f"{HOST} promises “Two evenings” as funds now.",
                f"How much {HOST} promises of “Two evenings” changes from - to 1500 IDR.",
            ],
        ),
        (
            DRAFT.but(terms=TERMS.model_copy(update={"contact_interval_days": 14})),
            ["The contact interval changes from 30 to 14 days."],
        ),
        (
            DRAFT.but(terms=TERMS.model_copy(update={"notice_days": 60, "evaluation_interval_days": 90})),
            [
                "The time of notice changes from 30 to 60 days.",
                "The evaluation interval changes from 180 to 90 days.",
            ],
        ),
        (
            DRAFT.but(terms=TERMS.model_copy(update={"end_type": EndType.MILESTONE, "milestone": "A library"})),
            ["It ends when this is reached: A library"],
        ),
    ],
)
def test_what_changes_is_said_in_words(new: Draft, said: list[str]) -> None:
    assert sentences(DRAFT, new) == said


def test_a_first_version_is_all_new() -> None:
    assert sentences(Draft(), DRAFT) == [
        "This goal is new: Read",
        "This sign of success is new: Do they like it?",
        f"{HOST} takes the role Host.",
        f"{HOST} promises: Two evenings (time)",
        "It starts on 2027-01-04T09:00:00+00:00; notice is given 30 days before, contact is held every 30 days and an "
        "evaluation every 180 days.",
        "No end is foreseen.",
    ]


_NAMES, _WORDS = st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "y"])
_ORGS = st.sampled_from([HOST, PARTNER])
_GOALS = st.builds(
    Goal, goal_id=_NAMES, text=_WORDS, clear=st.booleans(), benefit_by_org=st.dictionaries(_ORGS, _WORDS, max_size=2)
)
_SIGNS = st.builds(
    Indicator,
    indicator_id=_NAMES,
    question=_WORDS,
    subjective=st.booleans(),
    target=st.none() | _WORDS,
    target_value=st.none() | st.sampled_from([Decimal(0), Decimal(4)]),
    direction=st.sampled_from([None, "at_most"]),
)
_ROLES = st.builds(
    Responsibility,
    org_id=_ORGS,
    role=_WORDS,
    responsibilities=st.lists(_WORDS, max_size=2).map(tuple),
    strategy_part=_WORDS,
    delivery_part=_WORDS,
)
_PLEDGES = st.builds(Pledge, contribution_id=_NAMES, by_org=_ORGS, kind=st.sampled_from(ContributionKind), text=_WORDS)
_DRAFTS = st.builds(
    Draft,
    goals=st.lists(_GOALS, max_size=3, unique_by=lambda g: g.goal_id).map(tuple),
    indicators=st.lists(_SIGNS, max_size=3, unique_by=lambda i: i.indicator_id).map(tuple),
    responsibilities=st.lists(_ROLES, max_size=2, unique_by=lambda r: r.org_id).map(tuple),
    pledges=st.lists(_PLEDGES, max_size=3, unique_by=lambda q: q.contribution_id).map(tuple),
    terms=st.builds(
        lambda notice, contact: TERMS.model_copy(update={"notice_days": notice, "contact_interval_days": contact}),
        st.integers(0, 2), st.integers(1, 3),
    ),
)  # fmt: skip


def _meaning(draft: Draft) -> dict[str, object]:
    """A draft without the order of its entries, and with a direction only where it says something."""
    plain: dict[str, object] = {
        name: sorted(json.dumps(entry, sort_keys=True) for entry in entries)
        for name, entries in draft.model_dump(mode="json", exclude={"terms", "indicators"}).items()
    }
    signs = sorted((i.indicator_id, i.question, i.subjective, i.aim, sorted(i.asked_of)) for i in draft.indicators)
    return plain | {"terms": draft.terms, "indicators": signs}


@given(_DRAFTS, _DRAFTS)
def test_nothing_changes_without_a_word_and_no_word_is_said_for_nothing(old: Draft, new: Draft) -> None:
    assert bool(differences(old, new)) == (_meaning(old) != _meaning(new))
    assert all("{" not in said for said in sentences(old, new))


def test_what_was_accepted_before_keeps_its_hash() -> None:
    written = DRAFT.model_dump(mode="json")
    for indicator in written["indicators"]:
        assert indicator.pop("target_value") is indicator.pop("direction") is None
    content = {"partnership_id": str(ID), "version": 1, **written}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert DRAFT.digest(ID, 1) == sha256(text.encode()).hexdigest()
    assert DRAFT.digest(ID, 1) != changed("indicators", target_value=Decimal(0)).digest(ID, 1)
