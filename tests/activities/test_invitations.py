"""Calendar invitations by mail: asked for, moved, taken back; with the same id as in the calendar to subscribe to."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage

from icalendar import Calendar, Component
from temporalio.testing import ActivityEnvironment

from activities.channels.chosen import channels
from activities.handling import Handling
from activities.notifying import Handover, Someone
from domain.appointments import Appointment, Entry
from domain.assurance import RecordAssurance, RequestAssurance
from domain.directory.cards import Channel
from domain.notices.invitations import invitations, key
from domain.pausing import PausePartnership
from domain.slices.assurances import AssuranceKind, AssuranceOutcome
from domain.values import Role
from language.calendars import uid
from store.pool import Pool
from tests.domain.story import HOST, PARTNER, Story, voice
from tests.letters import NOW, PARTNERSHIP, letter
from tests.notifying import card, know, telling
from tests.posting import Postbox, postbox
from tests.telling import tell

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


async def at(when: datetime, pool: Pool, box: Postbox) -> list[EmailMessage]:
    """What the lead of the partner finds in the mailbox when everything due by then has been handed over."""
    activity = ActivityEnvironment()
    activity.info = replace(activity.info, started_time=when)
    told, seen = telling(pool, channels({"KEMITRAAN_SMTP_URL": box.url})), len(box.mail)
    turn = await activity.run(told.plan, Someone(person_id=LEAD.person_id))
    for out in turn.letters:
        due = Handover(person_id=LEAD.person_id, letter_id=out.letter_id)
        activity.info = replace(activity.info, started_time=max(when, out.at))
        assert (await activity.run(told.deliver, due)).outcome == "sent"
    return box.mail[seen:]


def entries(mails: list[EmailMessage]) -> dict[str, str]:
    """The entries in these mails, by id, with their methods."""
    parts = [part for mail in mails for part in mail.iter_attachments()]
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


def event(part: EmailMessage) -> Component:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    [found] = Calendar.from_ical(content).walk("VEVENT")
    return found
