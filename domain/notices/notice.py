"""A notice: what one person is told, of an event or of what is their own: a sentence and its parameters, never text."""

from pydantic import Field

from domain.directory.cards import Point
from domain.notices.choices import NoticeKind
from domain.values import Instant, OrgId, PersonId, Value


class Notice(Value):
    """Something that somebody is to be told, with its reason."""

    person_id: PersonId
    org_id: OrgId | None = None
    """For which side they hear of it; none for neutral people."""
    kind: NoticeKind
    what: str
    """The message in English, with the names of `params` in braces; the key of its translations."""
    why: str
    """Why this person hears of it, in the same way."""
    params: dict[str, str] = Field(default_factory=dict)
    event: int | None = None
    """The number of the event that is the reason; none where it is about the reader's own keys, links and addresses."""
    rule: str | None = None
    """The escalation rule, where it is a nudge."""
    about: str = ""
    """For which thing the clock of that rule runs."""
    anchor: Instant | None = None
    """From when that clock counts: once it has stopped or begun anew, nobody needs to be told."""
    task: str | None = None
    """The key of the task that it is about: once that is done, nobody needs to be told."""
    private: bool = False
    """It is for this person's eyes: a digest shows it without its words, and only its page tells more."""
    point: Point | None = None
    """The one address that it goes to, whatever else is known by now: those of before hear of a change as well."""
    day: str | None = None
    """The key of the day that has changed, where it tells those of it whose calendar has that day."""
