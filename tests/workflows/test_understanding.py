"""What an admin reads in the Temporal UI about entries, decisions and availability: of whom, since when, for whom."""

from domain.availability import ConfirmAvailability
from domain.minutes import RecordDecision
from domain.registers import WriteEntry
from tests.domain.story import Story
from tests.domain.teller import A, B
from workflows.narration import details
from workflows.understanding import understanding
from workflows.wording import day


def test_what_is_open_between_the_sides() -> None:
    story = Story().active()
    today = day(story.now)
    story.then(
        A,
        WriteEntry.model_validate({"entry_id": "hope", "in_register": "expectation", "text": "*Ten* books"}),
        WriteEntry.model_validate({"entry_id": "plan", "in_register": "own_plan", "text": "A choir"}),
        RecordDecision(decision_id="sundays", text="We read on Sundays"),
    ).then(B, ConfirmAvailability(words="Two evenings", reply_within_days=3, until=story.day(5)))
    sections = list(understanding(story.p))
    assert sections == [
        "Open entries:\n"
        f"- expectation of Yayasan Lestari since {today}: \\*Ten\\* books; waits for Kelompok Baca Kampung\n"
        f"- own plan of Yayasan Lestari since {today}: A choir",
        "Decisions not read by all:\n"
        f"- recorded by Yayasan Lestari on {today}: We read on Sundays; waits for Kelompok Baca Kampung",
        f"Availability:\n- Kelompok Baca Kampung: Two evenings, answers within 3 days, until {day(story.day(5))}",
    ]
    assert all(section in details(story.p) for section in sections)
    until = day(story.day(5))
    story.wait(6)
    assert list(understanding(story.p))[-1] == f"Availability:\n- Kelompok Baca Kampung: unknown since {until}"


def test_nothing_is_told_where_nothing_is_open() -> None:
    assert list(understanding(Story().active().p)) == []
