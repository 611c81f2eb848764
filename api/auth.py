"""Who calls: a bearer key becomes a principal with a role, and each route says in its signature who may call it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from api.ports import ports_of
from api.problems import NotYourRole, Unauthenticated
from domain.message import Actor, ActorKind
from domain.values import OrgId
from store.keys import Key, KeyRole

BEARER = HTTPBearer(bearerFormat="kmt_...", description="A key of Kemitraan.", auto_error=False)
"""For the documentation alone: the key is read below."""


CONFINED = frozenset({KeyRole.PARTNER, KeyRole.SERVICE})
"""Roles whose keys know only the partnerships of their own organisation; a service without one reads all."""


@dataclass(frozen=True)
class Principal:
    """The holder of a key."""

    key: Key

    @property
    def actor(self) -> Actor:
        """The same in the language of the domain, under the id that its partnership knows; never taken from a body."""
        kind = ActorKind.SERVICE if self.key.role is KeyRole.SERVICE else ActorKind.PERSON
        return Actor(person_id=self.key.person_id, kind=kind, org_id=self.key.org_id)

    @property
    def confined_to(self) -> OrgId | None:
        """The organisation without which nothing exists for this principal."""
        return self.key.org_id if self.key.role in CONFINED else None

    def sees(self, orgs: Collection[OrgId]) -> bool:
        """Whether a partnership of these parties exists for this principal."""
        return self.confined_to is None or self.confined_to in orgs


@dataclass(frozen=True)
class Allowed:
    """A dependency that admits the holders of valid keys with one of these roles."""

    roles: frozenset[KeyRole]

    async def __call__(self, request: Request, _: Annotated[object, Depends(BEARER)]) -> Principal:
        """The caller, or a problem before anything else is looked at."""
        principal = Principal(await _key(request))
        if principal.key.role not in self.roles:
            raise NotYourRole(role=principal.key.role, roles=", ".join(sorted(self.roles)))
        return principal


class Public:
    """A dependency that admits everybody, and says so."""

    def __call__(self) -> None:
        """Nobody is asked."""


async def _key(request: Request) -> Key:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    find = ports_of(request).keys.find
    key = await find(text.strip(), _partnership(request)) if scheme.lower() == "bearer" else None
    if key is None or (key.role is KeyRole.PARTNER and key.org_id is None):  # a partner of nobody sees nothing
        raise Unauthenticated(headers={"WWW-Authenticate": 'Bearer realm="kemitraan"'})
    return key


def _partnership(request: Request) -> UUID | None:
    """The one that the address is about; what is no id is refused elsewhere, in words."""
    try:
        return UUID(request.path_params.get("partnership_id", ""))
    except ValueError:
        return None


def allow(*roles: KeyRole) -> Any:  # noqa: ANN401 - what FastAPI calls a dependency
    """Declare, in the signature of a route, who may call it."""
    return Depends(Allowed(frozenset(roles)))


Reader = Annotated[Principal, allow(*KeyRole)]
"""Everybody with a valid key."""

Decider = Annotated[Principal, allow(KeyRole.OPERATOR, KeyRole.APPROVER, KeyRole.ADMIN, KeyRole.PARTNER)]
"""Those who may send commands; what each may do in a partnership, the domain says."""

Reporter = Annotated[Principal, allow(KeyRole.SERVICE)]
"""Services, which report what has happened."""

Anybody = Annotated[None, Depends(Public())]
"""No key is needed."""
