"""Who may see and change which part of the directory: whoever has keys keeps what is theirs, staff all the rest."""

from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from api.auth import Decider, Principal, allow
from api.ports import Ports
from api.problems import KeptElsewhere, UnknownInDirectory, UnknownPerson
from domain.values import OrgId, PersonId
from store.keys import KeyRole

HOME = ZoneInfo("Asia/Jakarta")

STAFF = (KeyRole.OPERATOR, KeyRole.APPROVER, KeyRole.ADMIN)

Staff = Annotated[Principal, allow(*STAFF)]
"""Those who keep the whole directory."""

Keeper = Decider
"""Those who keep the whole directory, and partners for their own organisation."""

Browser = Annotated[Principal, allow(*STAFF, KeyRole.VIEWER, KeyRole.PARTNER)]
"""Those who read it; services have no business with how people are reached."""


def today() -> date:
    """Which day it is in Indonesia."""
    return datetime.now(HOME).date()


def own(caller: Principal, org_id: OrgId) -> None:
    """Refuse a partner what is not of its organisation, as if it did not exist."""
    if not caller.sees((org_id,)):
        raise UnknownInDirectory


async def keeps(outside: Ports, caller: Principal, org_id: OrgId) -> None:
    """Refuse the staff of one organisation to write what another one keeps, which has keys of its own.

    Both sides have the same rights: whose staff could redirect the mail of the other would read it.
    """
    own(caller, org_id)
    mine = caller.key.org_id
    if mine not in {None, org_id} and await outside.keeping.by_itself(org_id):
        raise KeptElsewhere(org=org_id)


async def keeps_person(outside: Ports, caller: Principal, person_id: PersonId) -> None:
    """The same for people, who are kept by the organisations in which they have a post."""
    await theirs(outside, caller, person_id)
    keeper = await outside.keeping.keeper(person_id, caller.key.org_id) if caller.key.org_id else None
    if keeper:
        raise KeptElsewhere(org=keeper)


async def theirs(outside: Ports, caller: Principal, person_id: PersonId) -> None:
    """Refuse a partner people who are not of its organisation, as if they did not exist.

    A role in a partnership is not enough: a side names its people itself, and could name anybody.
    """
    if caller.confined_to is not None and not await outside.positions.belongs(person_id, caller.confined_to):
        raise UnknownPerson
