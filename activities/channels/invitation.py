"""An entry for the reader's own calendar, as mail programs understand it: asked for, changed, or taken back."""

from datetime import UTC
from email.message import EmailMessage

from icalendar import Calendar, vCalAddress

from domain.appointments import Entry
from domain.notices.letter import Letter
from language.calendars import PRODUCT, event, zone
from language.catalogue import language


def enclose(mail: EmailMessage, letter: Letter, sender: str) -> None:
    """Put every entry into the message; a file for each, for most calendars read but one a file."""
    for number, entry in enumerate(letter.invitations, 1):
        method = "CANCEL" if entry.cancelled else "REQUEST"
        mail.add_attachment(
            invitation(entry, letter, sender),
            maintype="text",
            subtype="calendar",
            filename=f"kemitraan-{number}.ics",
            params={"method": method, "charset": "utf-8"},
        )


def invitation(entry: Entry, letter: Letter, sender: str) -> bytes:
    """One entry, from us to its reader; the same bytes however often it is tried."""
    words = language(letter.language).there(letter.to.zone)
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "CANCEL" if entry.cancelled else "REQUEST")
    whole.add_component(zone(words.zone, [entry.appointment.at]))
    told = event(entry, words)
    told.pop("dtstamp")
    told.add("dtstamp", letter.composed_at.astimezone(UTC))
    told.add("organizer", _somebody("Kemitraan", sender))
    told.add("attendee", _somebody(letter.to.name, letter.address, partstat="ACCEPTED", rsvp="FALSE"))
    if link := _link(entry, letter):
        told.add("url", link)
    whole.add_component(told)
    return bytes(whole.to_ical())


def _somebody(name: str, address: str, **params: str) -> vCalAddress:
    somebody = vCalAddress(f"mailto:{address}")
    somebody.params.update({"CN": name, **{key.upper(): value for key, value in params.items()}})
    return somebody


def _link(entry: Entry, letter: Letter) -> str | None:
    """Of the matter in the letter that the entry is about."""
    about = (entry.partnership_id, entry.appointment.key)
    return next((item.link for item in letter.items if (item.partnership_id, item.notice.task) == about), None)
