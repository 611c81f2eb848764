"""An entry for the reader's own calendar, as mail programs understand it: asked for, changed, or taken back.

RFC 5546 says what an entry tells, RFC 6047 how mail carries it.
"""

from datetime import UTC
from email.message import EmailMessage

from icalendar import Calendar, vCalAddress

from domain.appointments import Entry
from domain.notices.invitations import told_in
from domain.notices.letter import Letter
from language.calendars import PRODUCT, event, zone
from language.catalogue import language


def enclose(mail: EmailMessage, letter: Letter, sender: str) -> None:
    """Put every entry into the message; a file for each, for most calendars read but one a file.

    One that is alone is another way to read the letter, which is where mail programs look for something to show and
    to keep; as a file it is there for all others.
    """
    if len(letter.invitations) == 1:
        (entry,) = letter.invitations
        file = invitation(entry, letter, sender)
        mail.add_alternative(file, maintype="text", subtype="calendar", params=_params(entry))
        mail.add_attachment(file, maintype="application", subtype="ics", filename="kemitraan.ics")
        return
    for number, entry in enumerate(letter.invitations, 1):
        mail.add_attachment(
            invitation(entry, letter, sender),
            maintype="text",
            subtype="calendar",
            filename=f"kemitraan-{number}.ics",
            params=_params(entry),
        )


def invitation(entry: Entry, letter: Letter, sender: str) -> bytes:
    """One entry, from us to its reader; the same bytes however often it is tried."""
    words = language(letter.language).there(letter.to.zone)
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", _method(entry))
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


def _method(entry: Entry) -> str:
    return "CANCEL" if entry.cancelled else "REQUEST"


def _params(entry: Entry) -> dict[str, str]:
    """Of the content type; programs decide by it what they do before they look inside."""
    return {"method": _method(entry), "charset": "utf-8", "component": "VEVENT"}


def _somebody(name: str, address: str, **params: str) -> vCalAddress:
    somebody = vCalAddress(f"mailto:{address}")
    somebody.params.update({"CN": name, **{key.upper(): value for key, value in params.items()}})
    return somebody


def _link(entry: Entry, letter: Letter) -> str | None:
    """Of the matter in the letter that the entry is about."""
    items = (item for item in letter.items if item.partnership_id == entry.partnership_id)
    return next((item.link for item in items if entry.appointment.key in told_in(item.notice)), None)
