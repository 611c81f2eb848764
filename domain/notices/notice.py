"""A notice: what one person is told because of one event, as a sentence and its parameters, never as formatted text."""

from pydantic import Field

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
    event: int
    """The number of the event that is the reason."""
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
