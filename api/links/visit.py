"""Somebody has opened a link: who it is for, what it is about, and in which language the page speaks."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

from pydantic import Field

from api.links import standing
from api.links.endings import CLOSED, DEPARTED, EXPIRED, NO_PART, REVOKED, Over
from api.ports import Ports
from domain.catalogue import AnyCommand
from domain.directory.cards import PersonCard
from domain.links import OF_ONES_OWN, READING, LinkAct
from domain.message import Actor
from domain.partnership import Partnership
from domain.privacy import seen_by
from domain.values import Instant, OrgId, PersonId, Value
from language.catalogue import Language
from language.letters.greeting import honoured
from store.links import Link
from store.projection import PartnershipDetail


class Did(Value):
    """What somebody has done through a link, in words that nobody else may not read."""

    meaning: str
    """English, with the names of `params` in braces; the key of its translations."""
    params: dict[str, str] = Field(default_factory=dict)
    further: str = ""
    """What comes next."""


class Asked(NamedTuple):
    """What a filled page asks for."""

    command: AnyCommand
    did: Did


@dataclass(frozen=True)
class Visit:
    """One look at one link."""

    outside: Ports
    token: str
    """The text of the link, which stands in the address and nowhere else."""
    link: Link
    words: Language
    now: Instant
    card: PersonCard | None
    """As the directory knows whom it is for."""
    row: PartnershipDetail | None
    """The partnership that it is about."""

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/l/{self.token}"

    def after(self, link: Link | None) -> Self:
        """The same with the link as it is now."""
        return replace(self, link=link or self.link)

    @property
    def actor(self) -> Actor:
        """In whose name the page acts."""
        return Actor(person_id=self.link.person_id, org_id=self.link.org_id)

    @property
    def side(self) -> OrgId:
        """For which party the reader answers; only asked where there is one."""
        if self.link.org_id is None:
            raise Over(NO_PART)
        return self.link.org_id

    @cached_property
    def sealed(self) -> Partnership:
        """The whole state, for questions about the reader alone."""
        if self.row is None:
            raise Over(NO_PART)
        return self.row.state

    @cached_property
    def p(self) -> Partnership:
        """The state as the reader may see it."""
        return seen_by(self.sealed, self.actor)

    @property
    def names(self) -> dict[str, str]:
        """The parties by what people call them."""
        return {party.org_id: party.name for party in self.p.parties}

    def name(self, org_id: str | None) -> str:
        """One of them."""
        return self.names.get(org_id or "", org_id or "")

    @property
    def person(self) -> str:
        """Whom it is for."""
        known = self.row and self.sealed.person(self.link.person_id)
        return honoured(self.card) if self.card else known.name if known else self.link.person_id

    @cached_property
    def serving(self) -> tuple[PersonId, ...]:
        """Who has a role today on the side that it names."""
        return standing.serving(self.sealed, self.link.org_id, self.now, self.words.zone)

    @property
    def posted(self) -> bool:
        """Whether whom it is for is one of them."""
        return self.link.person_id in self.serving

    @property
    def own_alone(self) -> bool:
        """Whether its reader has no role any more, and may only see what became of what they have confided."""
        return not self.posted and standing.has_confided(self.sealed, self.actor)

    @property
    def whose(self) -> str:
        """What everybody is told who holds this link, also where it was passed on."""
        if self.link.org_id and self.row:
            params = {"person": self.person, "org": self.name(self.link.org_id)}
            return self.words.say(
                "This link is for {person} of {org}. If that is not you, please do not answer here: it would be "
                "another's word. Give it back to whom it belongs.",
                params,
            )
        return self.words.say(
            "This link is for {person}. If that is not you, please do not answer here: it would be another's word. "
            "Give it back to whom it belongs.",
            {"person": self.person},
        )

    async def check(self) -> None:
        """Stop where the link leads nowhere any more; the page says why. The way to one's own choices never expires."""
        if self.link.revoked_at:
            raise Over(REVOKED)
        if self.link.act is LinkAct.SET_PREFERENCES:
            return
        if self.row and self.link.org_id and self.link.org_id not in self.row.org_ids:
            raise Over(NO_PART)
        if not await self._is_theirs():
            raise Over(DEPARTED)
        if self.row and self.row.closed and self.link.used_at is None and self.link.act not in READING | OF_ONES_OWN:
            raise Over(CLOSED)
        if self.link.used_at is None and self.now >= self.link.expires_at:
            raise Over(EXPIRED)

    async def _is_theirs(self) -> bool:
        """Whether they still have the role; to read, it is enough to stand in for it, or to have confided something."""
        directory, day = self.outside.directory, standing.today(self.now, self.words.zone)
        left = await directory.left(self.link.person_id)
        if left and left < day:
            return False
        if self.posted:
            return True
        if self.link.act in OF_ONES_OWN:
            return self.own_alone or self.link.used_at is not None  # what was answered may be forgotten already
        if self.link.act is not LinkAct.READ_RECORD:
            return False
        return self.own_alone or await standing.stands_in(directory, self.link.person_id, self.serving, day)
