"""Calendar invitations by mail: asked for, moved, taken back; with the same id as in the calendar to subscribe to."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar
from temporalio.testing import ActivityEnvironment

from activities.channels.chosen import channels
from activities.channels.invitation import invitation
from activities.handling import Handling
from activities.notifying import Handover, Someone
from domain.appointments import Appointment, Entry
from domain.assurance import RecordAssurance, RequestAssurance
from domain.directory.cards import Channel
from domain.funding import ReportFunding
from domain.notices.choices import NoticeKind
from domain.notices.invitations import Key, invitations, key, told_in
from domain.notices.notice import Notice
from domain.pausing import PausePartnership
from domain.slices.assurances import AssuranceKind, AssuranceOutcome
from domain.values import FundingStatus, PersonId, Role
from language.calendars import uid
from store.pool import Pool
from tests.domain.story import HOST, PARTNER, Story, person, voice
from tests.letters import NOW, PARTNERSHIP, letter, notice
from tests.notifying import card, know, telling
from tests.posting import Postbox, postbox
from tests.telling import tell
from tests.year.reading import text

LEAD = voice(Role.LEAD, PARTNER)
TASK = "accept_version/2/melati"


def entry(**changes: object) -> Entry:
    due = Appointment(key=TASK, what="read version {version} of the agreement, and accept it if it is right for you",
                      params={"version": "2"}, at=NOW + timedelta(days=7))  # fmt: skip
    told = {"partnership_id": PARTNERSHIP, "title": "Buku untuk kampung", "appointment": due, "modified": NOW}
    return Entry.model_validate({**told, "sequence": 4, **changes})


def moved(by: int, **changes: object) -> Entry:
    one = entry()
    return entry(
        appointment=one.appointment.model_copy(update={"at": one.appointment.at + timedelta(days=by)}), **changes
    )


def carried(standing: list[Entry], told: list[Entry], *asked: Key, now: datetime = NOW) -> list[Entry]:
    """What the next letter carries."""
    return list(invitations(standing, told, set(asked), now))


def test_only_what_a_letter_tells_of_comes_into_a_calendar() -> None:
    assert carried([entry()], []) == []
    assert carried([entry()], [], key(entry())) == [entry()]
    assert carried([entry(cancelled=True)], [], key(entry())) == []
    assert carried([entry()], [], key(entry()), now=NOW + timedelta(days=8)) == []


def test_what_has_not_changed_is_not_told_again() -> None:
    assert carried([entry(sequence=9)], [entry()], key(entry())) == []


def test_a_day_that_has_moved_is_told_with_a_higher_number() -> None:
    [told] = carried([moved(3, sequence=4)], [entry()])
    assert (told.sequence, told.appointment.at, told.cancelled) == (5, NOW + timedelta(days=10), False)


def test_what_is_done_or_gone_is_taken_back_once() -> None:
    [done] = carried([entry(cancelled=True, sequence=8)], [entry()])
    assert (done.cancelled, done.sequence) == (True, 8)
    [gone] = carried([], [entry()])
    assert (gone.cancelled, gone.sequence) == (True, 5)
    assert carried([], [gone]) == []
    assert carried([done], [gone]) == []


def test_what_has_passed_stays_in_the_calendar() -> None:
    later = NOW + timedelta(days=8)
    assert carried([], [entry()], now=later) == []
    assert carried([entry(cancelled=True, sequence=8)], [entry()], now=later) == []
    assert carried([moved(9)], [entry()], now=later) == [moved(9, sequence=5)]


def test_what_comes_back_is_told_anew() -> None:
    [again] = carried([entry(sequence=4)], [entry(cancelled=True, sequence=6)])
    assert (again.cancelled, again.sequence) == (False, 7)


def test_meetings_are_told_of_by_the_name_of_them_all() -> None:
    day = Appointment(
        key="meeting/aftercare/1", what="ask each other how it goes after the end", at=moved(1).appointment.at
    )
    assert carried([entry(appointment=day)], [], (PARTNERSHIP, "meeting/aftercare"))


@pytest.mark.parametrize(
    ("told", "days"),
    [
        (notice(), {TASK}),
        (notice(NoticeKind.REMINDER, task=None, rule="resume"), {"date/resume"}),
        (
            notice(task="answer_evaluation/melati/sari"),
            {"answer_evaluation/melati/sari", "date/answers", "date/evaluation"},
        ),
        (notice(task=None, what="work rests until {resume_at}: {reason}"), {"date/resume"}),
        (notice(NoticeKind.REMINDER, task=None, rule="aftercare"), {"meeting/aftercare"}),
        (notice(NoticeKind.REMINDER, task=None, rule="contact"), set()),
        (notice(NoticeKind.NEWS, task=None, day="date/end"), {"date/end"}),
    ],
)
def test_of_which_days_a_notice_tells(told: Notice, days: set[str]) -> None:
    assert set(told_in(told)) == days


async def received(*entries: Entry) -> EmailMessage:
    """The mail as the server got it, twice in the same bytes."""
    async with postbox() as box:
        mail = channels({"KEMITRAAN_SMTP_URL": box.url, "KEMITRAAN_MAIL_FROM": "halo@kemitraan.test"})[Channel.EMAIL]
        await mail.send(letter(invitations=entries))
        await mail.send(letter(invitations=entries))
    first, second = box.raw
    assert first == second
    return box.mail[0]


async def test_the_mail_carries_what_calendars_read() -> None:
    mail = await received(entry(), moved(3, sequence=7, cancelled=True))
    assert mail.get_body(("plain",))
    assert [part.get_param("method") for part in mail.iter_attachments()] == ["REQUEST", "CANCEL"]
    [asked, ended] = [event(part) for part in mail.iter_attachments()]
    assert asked["uid"] == ended["uid"] == uid(PARTNERSHIP, TASK)
    assert (asked["sequence"], ended["sequence"]) == (4, 7)
    assert (asked["status"], ended["status"]) == ("CONFIRMED", "CANCELLED")
    assert str(asked["organizer"]) == "mailto:halo@kemitraan.test"
    assert str(asked["attendee"]) == "mailto:sari@melati.sch.id"
    assert str(asked["summary"]).startswith("Buku untuk kampung: Bacalah versi 2")
    assert str(asked["url"]) == "https://kemitraan.test/l/aku-bisa"


async def test_one_entry_is_where_mail_programs_look_for_it_and_a_file_as_well() -> None:
    mail = await received(entry())
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]  # fmt: skip
    *_, shown, file = mail.walk()
    assert shown.get_payload(decode=True) == file.get_payload(decode=True)
    assert {name: shown.get_param(name) for name in ("method", "charset", "component")} == {
        "method": "REQUEST", "charset": "utf-8", "component": "VEVENT",
    }  # fmt: skip
    assert (shown.get_filename(), file.get_filename()) == (None, "kemitraan.ics")


@pytest.mark.parametrize("cancelled", [False, True])
def test_an_entry_is_whole_as_the_standard_asks(cancelled: bool) -> None:
    told = invitation(entry(cancelled=cancelled), letter(), "halo@kemitraan.test")
    whole: Any = Calendar.from_ical(told)
    assert (whole["version"], whole["method"]) == ("2.0", "CANCEL" if cancelled else "REQUEST")
    [found] = whole.walk("VEVENT")
    needed = {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "ORGANIZER", "ATTENDEE"}
    assert needed <= found.keys()
    assert found.errors == []
    assert found["dtstamp"].dt == NOW
    assert all(len(line) <= 75 for line in told.split(b"\r\n"))


async def at(when: datetime, pool: Pool, box: Postbox, who: PersonId = LEAD.person_id) -> list[EmailMessage]:
    """What somebody, by default the lead of the partner, finds in the mailbox when all due by then is handed over."""
    activity = ActivityEnvironment()
    activity.info = replace(activity.info, started_time=when)
    told, seen = telling(pool, channels({"KEMITRAAN_SMTP_URL": box.url})), len(box.mail)
    turn = await activity.run(told.plan, Someone(person_id=who))
    for out in turn.letters:
        due = Handover(person_id=who, letter_id=out.letter_id)
        activity.info = replace(activity.info, started_time=max(when, out.at))
        assert (await activity.run(told.deliver, due)).outcome == "sent"
    return box.mail[seen:]


def entries(mails: list[EmailMessage]) -> dict[str, str]:
    """The entries in these mails, by id, with their methods."""
    parts = [part for mail in mails for part in calendars(mail)]
    return {str(event(part)["uid"]): str(part.get_param("method")) for part in parts}


async def test_what_is_asked_comes_into_the_calendar_and_leaves_it_when_it_is_done(
    handling: Handling, pool: Pool
) -> None:
    story, name = Story().active(), uid(Story().p.id, f"record_assurance/ref/{PARTNER}")
    asking = RequestAssurance(
        assurance_id="ref", of_org=PARTNER, about=AssuranceKind.CONVERSATION, due_at=story.day(30)
    )
    story.say(voice(Role.LEAD, HOST), asking)
    await tell(handling, story)
    await know(pool, card(LEAD.person_id))
    async with postbox() as box:
        assert entries(await at(story.now + timedelta(hours=5), pool, box)) == {name: "REQUEST"}
        story.wait(1).say(LEAD, RecordAssurance(assurance_id="ref", outcome=AssuranceOutcome.GIVEN))
        story.say(voice(Role.LEAD, HOST), PausePartnership(reason="Harvest", resume_at=story.day(30)))
        await tell(handling, story)
        assert entries(await at(story.now + timedelta(hours=5), pool, box))[name] == "CANCEL"


async def test_a_day_that_others_move_or_cancel_is_told_by_a_letter_of_its_own(handling: Handling, pool: Pool) -> None:
    """Somebody who hears no other news of it: of money, or of what the leads decide."""
    story, member = Story(crowd=True).active(), person(Role.MEMBER, PARTNER)
    story.wait(10)
    await tell(handling, story)
    await know(pool, card(member))
    day, told = uid(story.p.id, "date/evaluation"), []
    async with postbox() as box:
        told += await at(story.now, pool, box, member)
        story.wait(1).then(voice(Role.LEAD, HOST), ReportFunding(status=FundingStatus.LOST))
        await tell(handling, story)
        told += await at(story.now + timedelta(days=4), pool, box, member)
        story.wait(5).asked()
        await tell(handling, story)
        told += await at(story.now + timedelta(days=4), pool, box, member)
        assert await at(story.now + timedelta(days=9), pool, box, member) == []
    letters = [mail for mail in told if day in entries([mail])]
    assert [entries([mail])[day] for mail in letters] == ["REQUEST", "REQUEST", "CANCEL"]
    first, second, third = (event(part) for mail in letters for part in calendars(mail))
    assert first["uid"] == second["uid"] == third["uid"] == day
    assert first["sequence"] < second["sequence"] < third["sequence"]
    assert second["dtstart"].dt < first["dtstart"].dt
    _, moved_to, gone = map(text, letters)
    to = second["dtstart"].dt
    assert f"A day in your calendar has moved to {to:%A}, {to.day} {to:%B} {to.year}, {to:%H:%M} WIB: time" in moved_to
    assert "a letter of ours has put this day into your calendar" in moved_to
    assert "A day in your calendar is not needed any more: time to look at the partnership together" in gone


def calendars(mail: EmailMessage) -> list[EmailMessage]:
    """The parts that a calendar reads."""
    return [part for part in mail.walk() if part.get_content_type() == "text/calendar"]


def event(part: EmailMessage) -> Any:  # noqa: ANN401 - as a calendar program reads it
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    [found] = Calendar.from_ical(content).walk("VEVENT")
    return found
