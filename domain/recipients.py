"""Who is told: people who hold a post today, never a vacant post and never somebody who has left."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.leadership import silent_lead
from domain.partnership import Partnership
from domain.policy import Audience
from domain.values import OrgId, PersonId, Role

_SPEAKS_FOR_A_SIDE = (Role.LEAD, Role.ALTERNATE)

POSTS: dict[Audience, tuple[Role, ...]] = {
    Audience.OWNER: _SPEAKS_FOR_A_SIDE,
    Audience.PROPOSER: _SPEAKS_FOR_A_SIDE,
    Audience.LEADS: _SPEAKS_FOR_A_SIDE,
    Audience.SPONSORS: (Role.SPONSOR, *_SPEAKS_FOR_A_SIDE),
}
"""The post that an audience means on each side, and those who stand in while it is vacant."""


class Reach(NamedTuple):
    """Whom a nudge reaches, and which sides have nobody who could be told."""

    to: tuple[PersonId, ...] = ()
    vacant: tuple[OrgId, ...] = ()
    nobody: bool = False
    """No person at all, although somebody should hear of it."""

    def and_also(self, other: "Reach") -> "Reach":
        """Both at once; nobody is told twice."""
        to, vacant = (*self.to, *other.to), (*self.vacant, *other.vacant)
        return Reach(tuple(dict.fromkeys(to)), tuple(dict.fromkeys(vacant)), self.nobody and other.nobody)


def reach(p: Partnership, audience: Audience, owner: OrgId | None = None, raiser: PersonId | None = None) -> Reach:
    """Who is meant by an audience, as the posts are filled now; the raiser is known where something is private."""
    if audience is Audience.ENGINE:
        return Reach()
    if audience in {Audience.FACILITATOR, Audience.RAISER}:
        to = tuple(person.person_id for person in p.holders(Role.FACILITATOR)) or ((raiser,) if raiser else ())
        return Reach(to, nobody=not to)
    told = {org: tuple(_holders(p, audience, org)) for org in _sides(p, audience, owner)}
    to = tuple(person for people in told.values() for person in people)
    return Reach(to, tuple(org for org, people in told.items() if not people), nobody=not to)


def recipients(p: Partnership, audience: Audience, owner: OrgId | None = None) -> tuple[PersonId, ...]:
    """The people alone."""
    return reach(p, audience, owner).to


def _sides(p: Partnership, audience: Audience, owner: OrgId | None) -> tuple[OrgId, ...]:
    if audience is Audience.PROPOSER:
        return tuple(party.org_id for party in p.parties if party.proposer) or p.orgs
    if audience is Audience.OWNER and owner in p.orgs:
        return (owner,) if owner else ()
    return p.orgs


def _holders(p: Partnership, audience: Audience, org: OrgId) -> Iterator[PersonId]:
    for role in POSTS[audience]:
        people = [person.person_id for person in p.holders(role, org)]
        yield from people
        if set(people) - {silent_lead(p, org)}:  # whoever has not been heard of is told, and the next one too
            return
