"""A task: something that a partnership waits for from somebody, told by its state alone."""

from typing import NamedTuple

from domain.links import LinkAct
from domain.values import Instant, OrgId, PersonId, Role, Slug

SPEAKS = (Role.LEAD, Role.ALTERNATE, Role.SPONSOR, Role.MEMBER)
"""Who speaks for a side: who comes later stands in while nobody holds an earlier role."""

BINDS = (Role.LEAD, Role.ALTERNATE, Role.SPONSOR)
"""The same, where the word of their side is to be bound."""

BRIEF = 160
"""So much of what somebody wrote is enough to know it again."""


NOTHING: dict[str, str] = {}


class Task(NamedTuple):
    """Open as long as the state says so; it closes by the thing itself being done.

    A tuple and no model: all tasks are told anew twice for each submission.
    """

    kind: Slug
    what: str
    """What is to be done, in English, with the names of `params` in braces; the key of its translations."""
    commands: tuple[Slug, ...]
    """What does it, or helps to: any of these commands; none where it only has to be known."""
    about: str = ""
    """Which thing of this kind, where there can be several."""
    org_id: OrgId | None = None
    """Whose turn it is; none for a neutral person."""
    person_id: PersonId | None = None
    """Where one person alone can do it, and nobody else is shown it."""
    hand: PersonId | None = None
    """Whoever of the side has taken it upon themself, as long as they hold a role."""
    people: tuple[PersonId, ...] = ()
    """Whom it falls to today; nobody, where all its posts are vacant."""
    roles: tuple[Role, ...] = SPEAKS
    """Whose task it is on that side; who comes later stands in while nobody holds an earlier one."""
    params: dict[str, str] = NOTHING
    since: Instant | None = None
    """When it began to wait; by default when it was first seen."""
    due_at: Instant | None = None
    event: int | None = None
    """The number of the event that brought it."""
    rule: str | None = None
    """The escalation rule whose clock runs for it."""
    step: int = 0
    """How many steps of that rule have been taken."""
    act: LinkAct | None = None
    """What a link can do here without an account."""
    private: bool = False
    """Not even a digest tells of it in words."""

    @property
    def key(self) -> str:
        """The same task is the same key, as long as it is open."""
        return f"{self.kind}/{self.about}/{self.person_id or self.org_id or ''}"


def brief(text: str) -> str:
    """How something that somebody wrote begins."""
    line = " ".join(text.split())
    return line if len(line) <= BRIEF else f"{line[: BRIEF - 1].rstrip()}…"
