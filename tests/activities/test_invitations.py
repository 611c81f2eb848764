"""Calendar invitations by mail: asked for, moved, taken back; with the same id as in the calendar to subscribe to."""

from datetime import timedelta
from email.message import EmailMessage

from icalendar import Calendar, Event

from activities.channels.chosen import channels
from domain.appointments import Appointment, Entry
from domain.directory.cards import Channel
from domain.notices.invitations import invitations, key
from language.calendars import uid
from tests.letters import NOW, PARTNERSHIP, letter
from tests.posting import postbox

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


def test_only_what_is_asked_comes_into_a_calendar() -> None:
    assert list(invitations([entry()], [], set())) == []
    assert list(invitations([entry()], [], {key(entry())})) == [entry()]
    assert list(invitations([entry(cancelled=True)], [], {key(entry())})) == []


def test_what_has_not_changed_is_not_told_again() -> None:
    assert list(invitations([entry(sequence=9)], [entry()], {key(entry())})) == []


def test_a_day_that_has_moved_is_told_with_a_higher_number() -> None:
    [told] = invitations([moved(3, sequence=4)], [entry()], set())
    assert (told.sequence, told.appointment.at, told.cancelled) == (5, NOW + timedelta(days=10), False)


def test_what_is_done_or_gone_is_taken_back_once() -> None:
    [done] = invitations([entry(cancelled=True, sequence=8)], [entry()], set())
    assert (done.cancelled, done.sequence) == (True, 8)
    [gone] = invitations([], [entry()], set())
    assert (gone.cancelled, gone.sequence) == (True, 5)
    assert list(invitations([], [gone], set())) == []
    assert list(invitations([done], [gone], set())) == []


def test_what_comes_back_is_told_anew() -> None:
    [again] = invitations([entry(sequence=4)], [entry(cancelled=True, sequence=6)], set())
    assert (again.cancelled, again.sequence) == (False, 7)


async def test_the_mail_carries_what_calendars_read() -> None:
    sent = letter(invitations=(entry(), moved(3, sequence=7, cancelled=True)))
    async with postbox() as box:
        mail = channels({"KEMITRAAN_SMTP_URL": box.url, "KEMITRAAN_MAIL_FROM": "halo@kemitraan.test"})[Channel.EMAIL]
        await mail.send(sent)
        await mail.send(sent)
    first, second = box.raw
    assert first == second
    assert box.mail[0].get_body(("plain",))
    [asked, ended] = [event(part) for part in box.mail[0].iter_attachments()]
    assert [part.get_param("method") for part in box.mail[0].iter_attachments()] == ["REQUEST", "CANCEL"]
    assert asked["uid"] == ended["uid"] == uid(PARTNERSHIP, TASK)
    assert (asked["sequence"], ended["sequence"]) == (4, 7)
    assert (asked["status"], ended["status"]) == ("CONFIRMED", "CANCELLED")
    assert str(asked["organizer"]) == "mailto:halo@kemitraan.test"
    assert str(asked["attendee"]) == "mailto:sari@melati.sch.id"
    assert str(asked["summary"]).startswith("Buku untuk kampung: Bacalah versi 2")
    assert str(asked["url"]) == "https://kemitraan.test/l/aku-bisa"


def event(part: EmailMessage) -> Event:
    [found] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return found
