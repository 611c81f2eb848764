"""What stands in somebody's calendar because of one partnership, and what does not."""

from dataclasses import dataclass

from domain.aftercare import RecordAftercare
from domain.appointments import Appointment, appointments, due
from domain.commitments import MakeCommitment
from domain.draft import EndType
from domain.evaluation import OpenEvaluation
from domain.future import EndByAgreement, EndingGround
from domain.leaving import AnnounceLeaving
from domain.values import PersonId, Role
from tests.domain.story import HOST, PARTNER, Story, person, voice

LEAD, ALTERNATE = voice(Role.LEAD, PARTNER), voice(Role.ALTERNATE, PARTNER)
PROMISE = f"keep_commitment/shelf/{PARTNER}"


@dataclass
class Days:
    """Somebody's days by their keys."""

    story: Story
    hands: dict[str, PersonId] | None = None

    def of(self, person_id: PersonId) -> dict[str, Appointment]:
        return {day.key: day for day in appointments(self.story.p, person_id, self.hands)}


def fixed() -> Story:
    story = Story()
    return story.active(end_type=EndType.FIXED, ends_at=story.day(400), notice_days=60)


def test_the_days_of_the_agreement_are_everybodys() -> None:
    story = fixed()
    terms = story.p.agreement and story.p.agreement.terms
    assert terms
    for who in (person(Role.LEAD, HOST), person(Role.SPONSOR, PARTNER)):
        days = Days(story).of(who)
        assert days["date/end"].at == terms.ends_at
        assert (terms.ends_at and terms.ends_at - days["date/notice"].at) == story.policy.days(60)
        assert {"date/evaluation", "meeting/contact/0"} <= days.keys()


def test_whoever_has_no_role_has_no_days() -> None:
    assert Days(fixed()).of(PersonId("stranger")) == {}


def test_a_pause_has_its_end_and_work_its_days_again() -> None:
    story = fixed().copy()
    paused = Story().paused(30)
    assert Days(paused).of(LEAD.person_id)["date/resume"].begins
    assert "date/resume" not in Days(story).of(LEAD.person_id)


def test_the_agreed_end_stays_while_something_new_is_in_the_making() -> None:
    story = fixed()
    end = Days(story).of(LEAD.person_id)["date/end"]
    assert Days(story.asked()).of(LEAD.person_id)["date/end"] == end
    assert "date/end" not in Days(story.together(EndByAgreement(ground=EndingGround.SUCCESS, reason="Done"))).of(
        LEAD.person_id
    )


def test_after_the_end_there_are_two_days_to_ask_how_it_goes_unless_that_was_done() -> None:
    story, keys = Story().ended(), {"meeting/aftercare/0", "meeting/aftercare/1", "meeting/aftercare/2"}
    assert keys & Days(story).of(LEAD.person_id).keys() == {"meeting/aftercare/0"}
    story.say(LEAD, RecordAftercare())
    assert keys & Days(story).of(LEAD.person_id).keys() == set()
    assert keys & Days(story.wait(31)).of(LEAD.person_id).keys() == {"meeting/aftercare/1"}
    assert keys & Days(story.wait(150)).of(LEAD.person_id).keys() == set()


def test_an_evaluation_has_one_day_for_all() -> None:
    story = fixed().wait(10)
    story.say(LEAD, OpenEvaluation())
    days = Days(story).of(LEAD.person_id)
    running = story.p.evaluation.running
    assert running
    assert days["date/answers"].at == running.due_at
    assert not any(key.startswith("answer_evaluation") for key in days)


def test_a_promise_is_for_whom_it_falls_to_or_who_has_taken_it() -> None:
    story = fixed()
    story.say(LEAD, MakeCommitment(commitment_id="shelf", to_org=HOST, text="A shelf", due_at=story.day(20)))
    days = Days(story)
    assert days.of(LEAD.person_id)[PROMISE].at == story.day(20)
    assert PROMISE not in days.of(ALTERNATE.person_id)
    taken = Days(story, {PROMISE: ALTERNATE.person_id})
    assert PROMISE not in taken.of(LEAD.person_id)
    assert PROMISE in taken.of(ALTERNATE.person_id)


def test_last_days_are_known_on_ones_own_side() -> None:
    story = fixed()
    story.say(LEAD, AnnounceLeaving(person_id=LEAD.person_id, last_day=story.day(30)))
    key = f"date/last-day/{LEAD.person_id}"
    assert Days(story).of(ALTERNATE.person_id)[key].at == story.day(30)
    assert key not in Days(story).of(person(Role.LEAD, HOST))


def test_what_was_confided_has_no_words() -> None:
    day = due("concern/x", "hear what {name} says", {"name": "Dewi"}, Story().now, private=True)
    assert (day.what, day.params, day.private) == ("something confided waits for you", {}, True)
