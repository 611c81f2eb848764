"""Health, number by number: the less content side counts, every lost point is a line, unknown is never good."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commitments import ConfirmCommitment, MakeCommitment, ReportDone
from domain.concerns import AcknowledgeConcern, DiscloseConcern, RaiseConcern, WithdrawConcern
from domain.disclosure import Disclosure
from domain.evaluation import AnswerEvaluation, OpenEvaluation, Score
from domain.health import Health, HealthChanged, health
from domain.message import CLOCK
from domain.partnership import Partnership
from domain.people import ReleasePerson
from domain.policy import FORMAL
from domain.questionnaire import FAIRNESS, FIRST
from domain.retaliation import AnswerRetaliationCheck, Retaliation
from domain.scoring import CAP, ENOUGH_DIMENSIONS
from domain.slices.commitments import PromiseDue
from domain.slices.concerns import ConcernKind, Severity
from domain.slices.evaluation import Results
from domain.slices.health import Band
from domain.slices.institutionalisation import Strength
from domain.stages import Stage
from domain.support import RecordSupport
from domain.values import Level, OrgId, Role, Visibility
from tests.domain.faring import ROLES, SHORT, answered
from tests.domain.invariants import folded_again
from tests.domain.story import HOST, ID, PARTNER, Story, person, voice
from tests.domain.teller import FACILITATOR, NAMES

DAY = timedelta(days=1)


def supported(story: Story) -> Story:
    """Support is named at two levels on each side."""
    for org in story.orgs:
        for level in (Level.LEADERSHIP, Level.FIELD):
            story.say(
                voice(Role.LEAD, org), RecordSupport(level=level, text="The aunts", person=person(Role.LEAD, org))
            )
    return story


def now(story: Story) -> Health:
    return health(story.p, story.policy, story.now)


def lost(found: Health) -> dict[str, int]:
    return {line.about: line.points for line in found.lines}


@pytest.fixture(scope="module")
def met() -> Story:
    """Support is named, everybody is in post, and they have just met."""
    story = supported(Story().active())
    return story.contact()


def test_the_best_that_can_be_with_little_data(met: Story) -> None:
    found = now(answered(met.copy(), {HOST: 5, PARTNER: 5}))
    assert (found.score, found.band) == (94, Band.GOOD)
    assert lost(found) == {"little_data": 6}


@pytest.mark.parametrize(("low", "points"), [(5, 0), (4, 12), (3, 25), (2, 38), (1, 50)])
def test_the_less_content_side_is_the_voice(met: Story, low: int, points: int) -> None:
    found = now(answered(met.copy(), {HOST: 5, PARTNER: low}, D4_1=5))
    assert found.voices[HOST] == 5
    fair = (low * 12 + 5) / 13
    assert lost(found).get("voice", 0) == round(50 * (5 - fair) / 4)
    assert abs(lost(found).get("voice", 0) - points) <= 4


def test_a_gap_is_named_in_words(met: Story) -> None:
    found = now(answered(met.copy(), {HOST: 5, PARTNER: 4}))
    assert {line.about for line in found.also} == {"gap"}
    assert len(found.also) == 13


def test_a_side_that_feels_used_caps_the_score(met: Story) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 5}, D4_1=2)
    found = now(story)
    assert (found.score, found.band) == (CAP, Band.STRAINED)
    assert [line.params["parties"] for line in found.lines if line.about == "unfair"] == [
        "Yayasan Lestari, Kelompok Baca Kampung"
    ]


def test_nothing_is_known_before_the_first_evaluation(met: Story) -> None:
    assert (now(met).band, now(met).score) == (Band.UNKNOWN, None)
    assert [line.about for line in now(met).also] == ["unreviewed"]


def test_a_silent_side_is_unknown_and_never_good(met: Story) -> None:
    found = now(answered(met.copy(), {HOST: 5}))
    assert (found.band, found.score) == (Band.UNKNOWN, None)
    assert [line.params for line in found.also if line.about == "silent"] == [{"party": "Kelompok Baca Kampung"}]


def test_where_fairness_is_not_known_nothing_is_called_good(met: Story) -> None:
    story = met.copy()
    story.say(voice(Role.LEAD, HOST), OpenEvaluation())
    for org in (HOST, PARTNER):
        for role in ROLES:
            scores: dict[str, Score] = dict.fromkeys(SHORT, 5)
            if org == PARTNER:
                scores["D4.1"] = "cannot_say" if role is Role.SPONSOR else 1
            story.say(voice(role, org), AnswerEvaluation(scores=scores))
    found = now(story)
    assert (found.band, found.score, found.lines) == (Band.UNKNOWN, None, ())
    assert [(line.about, line.params) for line in found.also] == [("unsaid", {"party": "Kelompok Baca Kampung"})]


@pytest.mark.parametrize(("known", "about"), [(6, ["sparse"]), (7, []), (13, [])])
def test_a_side_that_has_said_too_little_is_unknown(met: Story, known: int, about: list[str]) -> None:
    others = [d.key for d in FIRST.dimensions if d.key != FAIRNESS]
    views = {HOST: dict.fromkeys([*others, FAIRNESS], 5.0), PARTNER: dict.fromkeys([FAIRNESS, *others][:known], 5.0)}
    results = Results(evaluation_id="e", event=3, instrument=1, closed_at=met.now, means=views)
    found = health(met.p.but(evaluation=met.p.evaluation.but(last=results)), FORMAL, met.now)
    assert [line.about for line in found.also] == about
    assert (found.score is None) == bool(about)


def test_what_feels_unfair_is_told_even_where_the_rest_is_unknown(met: Story) -> None:
    story = met.copy()
    story.say(voice(Role.LEAD, HOST), OpenEvaluation())
    for role in ROLES:
        story.say(voice(role, PARTNER), AnswerEvaluation(scores={"D4.1": 1}))
    found = now(story.wait(60))
    assert found.band is Band.UNKNOWN
    assert [line.about for line in found.also] == ["silent", "sparse", "unfair"]


def test_a_review_that_tells_nothing_is_no_good_one_in_between(met: Story) -> None:
    story = answered(answered(met.copy(), {HOST: 4, PARTNER: 1}), {HOST: 4})
    assert (story.p.health.band, story.p.health.strained_reviews) == (Band.UNKNOWN, 1)
    assert answered(story, {HOST: 5, PARTNER: 5}).p.health.strained_reviews == 0


@pytest.mark.parametrize("strength", [Strength.OPPOSED, Strength.NEUTRAL])
def test_who_is_against_it_or_indifferent_supports_nothing(met: Story, strength: Strength) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 5})
    story.say(
        voice(Role.LEAD, HOST),
        RecordSupport(level=Level.FIELD, text="No more", person=person(Role.LEAD, HOST), strength=strength),
    )
    assert lost(now(story)) == {"little_data": 6, "support": 3}


def test_who_has_gone_supports_nothing(met: Story) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 5})
    story.say(voice(Role.SPONSOR, HOST), ReleasePerson(person_id=person(Role.LEAD, HOST)))
    assert lost(now(story)) == {"little_data": 6, "posts": 3, "support": 3}


def test_an_old_review_says_nothing_about_today(met: Story) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 5})
    review = story.p.evaluation.last
    assert review is not None
    last_day = review.closed_at + FORMAL.days(1.5 * 180)
    assert health(story.p, FORMAL, last_day - DAY).band is not Band.UNKNOWN
    assert health(story.p, FORMAL, last_day).band is Band.UNKNOWN


@pytest.mark.parametrize(("days", "points"), [(0, 0), (30, 0), (31, 0), (45, 5), (60, 8), (150, 12)])
def test_contact_fades_with_the_days(met: Story, days: int, points: int) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 5})
    found = health(story.p, FORMAL, story.now + days * DAY)
    assert lost(found).get("contact", 0) == points
    for line in found.lines:
        if line.about == "contact":
            assert line.params == {"days": str(days), "agreed": "30"}
            assert story.ledger[line.events[0] - 1].event.type == "contact.held"


def test_the_side_that_keeps_less_of_its_word_counts(met: Story) -> None:
    story = met.copy()
    for number in range(4):
        for org, other in ((HOST, PARTNER), (PARTNER, HOST)):
            made = MakeCommitment(commitment_id=f"p{number}-{org}", to_org=other, text="Books", due_at=story.day(10))
            story.say(voice(Role.LEAD, org), made)
    for number in range(4):
        for org, other in ((HOST, PARTNER), (PARTNER, HOST)):
            if org == HOST or number < 3:
                story.say(voice(Role.LEAD, org), ReportDone(commitment_id=f"p{number}-{org}"))
                story.say(voice(Role.LEAD, other), ConfirmCommitment(commitment_id=f"p{number}-{org}"))
    story.wait(20)
    story.contact()
    found = now(answered(story, {HOST: 5, PARTNER: 5}))
    broken = next(line for line in found.lines if line.about == "promises")
    assert (broken.points, broken.params["kept"], broken.params["due"]) == (5, "3", "4")
    assert [story.ledger[number - 1].event.type for number in broken.events] == ["commitment.missed"]


def test_a_vacant_post_and_missing_support_cost_three_each() -> None:
    story = Story().active().contact()
    story.say(voice(Role.SPONSOR, PARTNER), ReleasePerson(person_id=person(Role.ALTERNATE, PARTNER)))
    story = answered(story, {HOST: 5, PARTNER: 5})
    assert {about: points for about, points in lost(now(story)).items() if about in {"posts", "support"}} == {
        "posts": 3, "support": 3,
    }  # fmt: skip


@pytest.mark.requirement("S1.17")
def test_continuity_is_part_of_health() -> None:
    bare, safe = Story().active().contact(), supported(Story().active()).contact()
    scores = [now(answered(story, {HOST: 5, PARTNER: 5})).score or 0 for story in (bare, safe)]
    assert scores[1] - scores[0] == 3


def heard(story: Story) -> Story:
    """A severe concern that all know of, and somebody has heard it."""
    raised = RaiseConcern(
        concern_id="gate", about=ConcernKind.SAFETY, severity=Severity.SEVERE, text="No fence",
        disclose_to=Disclosure.BOTH,
    )  # fmt: skip
    story.say(voice(Role.LEAD, HOST), raised)
    story.say(voice(Role.SPONSOR, PARTNER), AcknowledgeConcern(concern_id="gate"))
    return story


def test_a_severe_concern_is_written_down_when_it_is_heard_and_not_who_heard_it(met: Story) -> None:
    story = heard(answered(met.copy(), {HOST: 5, PARTNER: 5}))
    confided, told = story.ledger[-2:]
    assert (confided.visibility, told.visibility) == (Visibility.NAMED, Visibility.BOTH)
    assert isinstance(told.event, HealthChanged)
    assert (told.event.after, story.p.health.band) == (Band.STRAINED, now(story).band)
    assert (told.actor, told.channel, told.occurred_at) == (CLOCK, "clock", story.now)
    (line,) = (line for line in told.event.lines if line.about == "severe")
    assert [story.ledger[number - 1].event.type for number in line.events] == ["concern.raised"]
    assert story.p == folded_again(story.ledger, Partnership(id=ID))


def test_harm_done_to_whoever_raised_a_concern_is_not_told_by_the_health(met: Story) -> None:
    story = Story(crowd=True).active().contact()
    story = answered(story, {HOST: 5, PARTNER: 5})
    raiser = voice(Role.LEAD, HOST)
    story.say(
        raiser,
        RaiseConcern(concern_id="late", about=ConcernKind.WORKLOAD, text="Too late", disclose_to=Disclosure.BOTH),
    )
    story.say(voice(Role.LEAD, PARTNER), AcknowledgeConcern(concern_id="late"))
    story.say(raiser, WithdrawConcern(concern_id="late"))
    score = now(story).score
    story.say(raiser, AnswerRetaliationCheck(concern_id="late", answer=Retaliation.SOME))
    assert story.say(FACILITATOR, AcknowledgeConcern(concern_id="late")) == ["concern.acknowledged"]
    assert now(story).score == score
    story.say(raiser, DiscloseConcern(concern_id="late", to=Disclosure.BOTH, text="I was punished"))
    assert now(story).band is Band.STRAINED


def test_what_was_told_to_all_later_can_be_read_where_it_was_told(met: Story) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 5})
    story.say(
        voice(Role.LEAD, HOST),
        RaiseConcern(concern_id="gate", about=ConcernKind.SAFETY, severity=Severity.SEVERE, text="No fence"),
    )
    story.say(voice(Role.LEAD, HOST), DiscloseConcern(concern_id="gate", to=Disclosure.BOTH, text="A fence is needed"))
    story.say(voice(Role.LEAD, PARTNER), AcknowledgeConcern(concern_id="gate"))
    (line,) = (line for line in now(story).lines if line.about == "severe")
    assert [story.ledger[number - 1].event.type for number in line.events] == ["concern.disclosed"]


def test_every_line_has_its_events_where_there_are_some(met: Story) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 5})
    story.say(
        voice(Role.LEAD, HOST),
        RecordSupport(level=Level.FIELD, text="Not we", strength=Strength.OPPOSED),
        MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=story.day(9)),
        ReportDone(commitment_id="shelf"),
    )
    story.say(voice(Role.LEAD, PARTNER), ConfirmCommitment(commitment_id="shelf"))
    events = {line.about: [story.ledger[n - 1].event.type for n in line.events] for line in now(story).lines}
    assert events["support"] == ["support.recorded", "support.recorded"]
    assert events["little_data"] == ["commitment.confirmed"]


NAMES_OF_BOTH = {NAMES[HOST], NAMES[PARTNER]}


def test_where_sides_are_alike_none_of_them_is_singled_out(met: Story) -> None:
    story = answered(met.copy(), {HOST: 4, PARTNER: 4})
    told = {line.about: line.params for line in now(story).lines}
    assert set(told["voice_alike"]["parties"].split(", ")) == NAMES_OF_BOTH
    assert set(told["little_data"]["party"].split(", ")) == NAMES_OF_BOTH


def test_who_kept_as_much_of_their_word_is_named_with_how_much(met: Story) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 5})
    number = story.p.version
    due = tuple(
        PromiseDue(by_org=org, due_at=story.now, kept=n < kept, number=number)
        for org, kept, promised in ((HOST, 2, 4), (PARTNER, 3, 6))
        for n in range(promised)
    )
    found = health(story.p.but(promises=due), FORMAL, story.now)
    (line,) = (line for line in found.lines if line.about == "promises_alike")
    assert (line.points, line.params["kept"], len(line.events)) == (10, "2/4, 3/6", 5)
    assert set(line.params["parties"].split(", ")) == NAMES_OF_BOTH


def test_what_moves_is_written_down_with_its_reasons(met: Story) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 3})
    changes = [entry.event for entry in story.ledger if isinstance(entry.event, HealthChanged)]
    assert [(change.before, change.after) for change in changes] == [(Band.UNKNOWN, changes[0].after)]
    assert changes[0].score == now(story).score
    assert changes[0].lines == now(story).lines
    assert story.p.health.band is changes[0].after


def test_two_strained_reviews_put_the_question_of_the_future(met: Story) -> None:
    story = answered(met.copy(), {HOST: 4, PARTNER: 1})
    assert (story.p.stage, story.p.health.strained_reviews) == (Stage.ACTIVE, 1)
    story = answered(story, {HOST: 4, PARTNER: 1})
    assert story.p.stage is Stage.DECIDING_FUTURE
    assert story.p.health.strained_reviews == 0


def test_time_alone_makes_it_unknown_and_says_so(met: Story) -> None:
    story = answered(met.copy(), {HOST: 5, PARTNER: 5})
    story.wait(400)
    assert story.p.health.band is Band.UNKNOWN
    last = [entry.event for entry in story.ledger if isinstance(entry.event, HealthChanged)][-1]
    assert last.score is None
    assert last.also


MEANS = st.dictionaries(
    st.sampled_from([d.key for d in FIRST.dimensions]), st.floats(1, 5), min_size=ENOUGH_DIMENSIONS
).filter(lambda view: FAIRNESS in view)


@given(views=st.fixed_dictionaries({HOST: MEANS, PARTNER: MEANS}), days=st.floats(0, 260))
def test_points_and_lost_points_make_a_hundred(met: Story, views: dict[OrgId, dict[str, float]], days: float) -> None:
    results = Results(evaluation_id="e", event=3, instrument=1, closed_at=met.now, means=views)
    p = met.p.but(evaluation=met.p.evaluation.but(last=results))
    found = health(p, FORMAL, met.now + days * DAY)
    assert found.score is not None
    assert found.score + sum(line.points for line in found.lines) == 100
    assert 0 <= found.score <= 100
    assert all(line.points > 0 for line in found.lines)
    swapped = results.but(means={HOST: views[PARTNER], PARTNER: views[HOST]})
    mirrored = health(p.but(evaluation=p.evaluation.but(last=swapped)), FORMAL, met.now + days * DAY)
    assert mirrored.score == found.score
