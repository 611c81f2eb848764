"""A task: something that a partnership waits for from somebody, told by its state alone."""

from pydantic import Field

from domain.links import LinkAct
from domain.values import Instant, OrgId, PersonId, Role, Slug, Value


class Task(Value):
    """Open as long as the state says so; it closes by the thing itself being done."""

    kind: Slug
    about: str = ""
    """Which thing of this kind, where there can be several."""
    org_id: OrgId | None = None
    """Whose turn it is; none for a neutral person."""
    person_id: PersonId | None = None
    """Where one person alone can do it."""
    roles: tuple[Role, ...] = (Role.LEAD, Role.ALTERNATE)
    """Whose task it is on that side; who comes later stands in while nobody holds an earlier one."""
    what: str
    """What is to be done, in English, with the names of `params` in braces; the key of its translations."""
    params: dict[str, str] = Field(default_factory=dict)
    since: Instant | None = None
    """When it began to wait; by default when it was first seen."""
    due_at: Instant | None = None
    event: int | None = None
    """The number of the event that brought it."""
    rule: str | None = None
    """The escalation rule whose clock runs for it."""
    step: int = 0
    """How many steps of that rule have been taken."""
    commands: tuple[Slug, ...]
    """What does it: any of these commands."""
    act: LinkAct | None = None
    """What a link can do here without an account."""
    private: bool = False

    @property
    def key(self) -> str:
        """The same task is the same key, as long as it is open."""
        return f"{self.kind}/{self.about}/{self.person_id or self.org_id or ''}"
