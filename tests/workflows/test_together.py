"""What an admin reads of engagement, contested contacts and roots in the Temporal UI."""

from domain.contact import DisputeContact
from domain.engagement import DeclareContested
from domain.fit import DeclareInterests
from domain.slices.engagement import ConflictCause
from tests.domain.story import Story
from tests.domain.table.rooting import rooted
from tests.domain.teller import A, B
from workflows import attributes
from workflows.attributes import ATTENTION, ENGAGEMENT
from workflows.narration import details

AT_ODDS = DeclareContested(cause=ConflictCause.RIVALRY, text="A library next door")


def test_engagement_is_told_only_where_it_is_lost() -> None:
    story = Story().active()
    assert ENGAGEMENT not in attributes.values(story.p, parked=False)
    assert "Engagement" not in details(story.p)
    story.wait(45)
    assert attributes.values(story.p, parked=False)[ENGAGEMENT] == "slack"
    assert "Engagement **slack** since 5 Mar 2027: quiet (event 16)." in details(story.p)


def test_a_conflict_tells_its_cause_and_for_whom_it_waits() -> None:
    story = Story().active().then(B, AT_ODDS).then(A, DeclareInterests(conflicts=()))
    told = details(story.p)
    assert "Engagement **contested** since 19 Jan 2027 (rivalry, said Kelompok Baca Kampung): conflict." in told
    assert "Kelompok Baca Kampung: its interests, declared anew in the conflict" in told
    assert "Yayasan Lestari: its interests" not in told
    assert "with the help of a facilitator" in told
    assert attributes.values(story.p, parked=False)[ATTENTION] == "contested"


def test_contested_contacts_name_who_says_no() -> None:
    story = Story().active().contact()
    number = story.p.contact_log.entries[-1].number
    story.say(B, DisputeContact(number=number, reason="A text for the parties"))
    told = details(story.p)
    assert f"event {number}: does not count while Kelompok Baca Kampung says that it was not so" in told
    assert "A text for the parties" not in told


def test_what_it_rests_on_is_listed() -> None:
    told = details(rooted(endorsing=False).p)
    assert "leadership: Yayasan Lestari supporter, Kelompok Baca Kampung supporter" in told
    assert "management: Yayasan Lestari unknown, Kelompok Baca Kampung unknown" in told
    assert "Yayasan Lestari: a core-business note, to be endorsed" in told
    assert "Kelompok Baca Kampung: a written mandate" in told
    assert "strategy 1, until" in told
