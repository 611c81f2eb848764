"""What an admin reads while people change, and about what parties show each other."""

from domain.assurance import RequestAssurance
from domain.grace import GrantPatience
from domain.people import AppointPerson, ReleasePerson
from domain.slices.assurances import AssuranceKind
from domain.slices.grace import PatienceReason
from domain.urgent import ConfirmUrgentEnd, RequestUrgentEnd, UrgentGround
from domain.values import PersonId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice
from tests.domain.teller import A, B
from workflows.leading import leading
from workflows.narration import details
from workflows.wording import day

BACA = "Kelompok Baca Kampung"


def test_nothing_is_told_where_nothing_changes() -> None:
    assert list(leading(Story().active().p)) == []


def test_a_vacancy_and_who_stands_in() -> None:
    story = Story().active().then(B, ReleasePerson(person_id=B.person_id))
    told = details(story.p)
    assert f"- {BACA}: no lead since {day(story.now)}; alternate of {BACA} is the contact" in told
    waits = "5 things to hand over, a meeting with the new lead, the new lead's word on the goals"
    assert f"- {BACA}: vacancy since {day(story.now)}; waits for {waits}" in told
    assert f"- until {day(story.day(30))} for {BACA}: leadership change" in told


def test_an_election_and_what_is_asked_for() -> None:
    story = Story().active().then(B, AppointPerson(person_id=PersonId("bu-wati"), name="Bu Wati", role=Role.LEAD))
    reference = AssuranceKind.COMMUNITY_REFERENCE
    story.say(A, RequestAssurance(assurance_id="ref", of_org=PARTNER, about=reference, due_at=story.day(9)))
    story.say(A, GrantPatience(org_id=HOST, days=9, reason=PatienceReason.ILLNESS, note="A private matter"))
    told = details(story.p)
    assert f"- {BACA}: election since {day(story.now)}" in told
    assert f"- {BACA}, for Yayasan Lestari: community reference, to be shown, {day(story.day(9))}" in told
    assert "illness" in told
    assert "A private matter" not in told


def test_an_urgent_end_that_is_not_told_and_not_reviewed() -> None:
    story = Story(HOST, PARTNER, THIRD).active()
    story.say(voice(Role.SPONSOR, HOST), RequestUrgentEnd(ground=UrgentGround.LAW, text="The law"))
    story.say(voice(Role.SPONSOR, PARTNER), ConfirmUrgentEnd())
    told = details(story.p)
    assert "- Universitas Merapi is to be told of it" in told
    assert "- a review by somebody who did not decide it" in told
