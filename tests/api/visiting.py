"""People who open their links: stories in the ledger, links to act in them, and forms filled in without a browser."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx2

from activities.handling import Handling
from domain.directory.cards import PersonCard
from domain.links import Grant, LinkAct
from domain.message import Actor
from domain.people import AppointPerson
from domain.policy import PolicySet
from domain.record import Recorded
from domain.values import PersonId, Role
from store.ledger import Ledger
from tests.api.calling import Api
from tests.domain.looking import asked
from tests.domain.story import HOST, NOW, PARTNER, Story, voice
from tests.domain.teller import A, B
from tests.telling import tell

__all__ = [
    "HOST",
    "PARTNER",
    "A",
    "B",
    "Story",
    "Visitor",
    "appointed",
    "asked",
    "listed",
    "new",
    "text_of",
    "version",
    "visitor",
    "voice",
]

SAME_SITE = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Visitor:
    """Somebody with one link."""

    api: Api
    story: Story
    grant: Grant
    token: str

    @property
    def path(self) -> str:
        """Where the link leads."""
        return f"/l/{self.token}"

    async def looks(self, language: str = "en", **headers: str) -> httpx2.Response:
        """Open it."""
        return await self.api.http.get(f"{self.path}?lang={language}", headers=headers)

    async def sends(self, language: str = "en", /, **fields: str | list[str]) -> httpx2.Response:
        """Fill in its page and send it, as a browser does."""
        return await self.api.http.post(
            f"{self.path}?lang={language}", content=urlencode(fields, doseq=True), headers=SAME_SITE
        )

    async def done(self, language: str = "en", /, **fields: str | list[str]) -> str:
        """Send it, follow to the page that says thank you, and read that."""
        answer = await self.sends(language, **fields)
        assert answer.status_code == 303, answer.text
        page = await self.api.http.get(answer.headers["Location"])
        assert page.status_code == 200, page.text
        return page.text

    async def version(self) -> int:
        """How much has happened in the partnership."""
        row = await self.api.ports.reading.get(self.story.p.id)
        return row.version if row else 0

    async def events(self, type_: str) -> tuple[Recorded, ...]:
        """What has happened of one type."""
        return tuple(await self.api.ports.reading.happened(self.story.p.id, type_))


def new(now: datetime = NOW) -> Story:
    """A story of a partnership of its own."""
    return Story(partnership_id=uuid4(), now=now)


def appointed(story: Story, who: Actor, role: Role = Role.MEMBER) -> Story:
    """Somebody has a role on the side for which they speak."""
    given = {"person_id": who.person_id, "name": who.person_id, "role": role}
    return story.then(voice(Role.LEAD, who.org_id or HOST), AppointPerson.model_validate(given))


async def visitor(
    api: Api,
    story: Story,
    act: LinkAct,
    actor: Actor = B,
    about: Mapping[str, str] | None = None,
    **changes: Any,  # noqa: ANN401 - fields of a link
) -> Visitor:
    """Tell a story, and give one of its people a link."""
    if await api.ports.reading.get(story.p.id) is None:
        await tell(Handling(Ledger(api.ports.pool), PolicySet()), story)
    given = {
        "link_id": uuid4(),
        "person_id": actor.person_id,
        "org_id": actor.org_id,
        "partnership_id": story.p.id,
        "act": act,
        "about": dict(about or {}),
        "expires_at": datetime.now(UTC) + timedelta(days=14),
    }
    grant = Grant.model_validate(given | changes)
    return Visitor(api, story, grant, await api.ports.links.offer(grant))


async def text_of(api: Api, link_id: str) -> str:
    """What stands in the letter that brings somebody a link."""
    link = await api.ports.links.get(UUID(link_id))
    assert link is not None
    return await api.ports.links.offer(link.grant)


async def listed(api: Api, person_id: PersonId, **changes: object) -> PersonCard:
    """Put somebody into the directory."""
    card = PersonCard.model_validate({"person_id": person_id, "name": "Sari Wulandari", "honorific": "ibu"} | changes)
    await api.ports.directory.put_person(card, Actor(person_id=PersonId("admin")))
    return card


def version(story: Story) -> dict[str, str]:
    """What a link to the offered version is about."""
    return {"version": str(story.offer.version), "hash": story.offer.hash}
