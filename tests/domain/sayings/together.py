"""What anybody could say of being together: contacts, engagement, and what the partnership rests on."""

from collections.abc import Callable

from domain import contact, engagement, institutionalisation, rooting, support
from domain.message import Command
from domain.slices.engagement import ConflictCause
from domain.slices.institutionalisation import Strength
from domain.values import Depth, Level, OrgId, PersonId, Role
from tests.domain.scene import Scene
from tests.domain.teller import person


def _contact(s: Scene) -> contact.RecordContact:
    met = (s.side, s.other)
    pair = tuple(person(Role.LEAD, org) for org in met)
    people = s.one((pair, (), (*pair, *(person(Role.ALTERNATE, org) for org in met))))
    known = tuple(name for name in people if s.p.person(name))
    way = s.one(tuple(contact.ContactWay))
    return contact.RecordContact(held_at=s.day(0, -2, -40, 1), orgs=met, people=known, way=way)


def _number(s: Scene, *, contested: bool) -> int:
    entries = [entry.number for entry in s.p.contact_log.entries if entry.counts is not contested]
    return s.one(entries) if entries else 1


def _depth(s: Scene, step: int) -> Depth:
    depths = tuple(Depth)
    return depths[min(max(depths.index(s.p.depth) + step, 0), len(depths) - 1)]


def _own(s: Scene, *roles: Role) -> PersonId:
    return person(s.one(roles), OrgId(s.side))


SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    contact.RecordContact: _contact,
    contact.DisputeContact: lambda s: contact.DisputeContact(
        number=_number(s, contested=False), reason="We were not there"
    ),
    contact.ConfirmContact: lambda s: contact.ConfirmContact(number=_number(s, contested=True)),
    engagement.DeclareContested: lambda s: engagement.DeclareContested(
        cause=s.one(tuple(ConflictCause)), text="You opened the same library next door"
    ),
    engagement.SettleContested: lambda s: engagement.SettleContested(how="Two libraries, one catalogue"),
    support.RecordSupport: lambda s: support.RecordSupport(
        level=s.one(tuple(Level)),
        text="The reading aunts",
        person=s.one((None, None, None, _own(s, Role.LEAD, Role.SPONSOR))),
        strength=s.one((Strength.SUPPORTER, Strength.SUPPORTER, *Strength)),
    ),
    rooting.RecordCoreCase: lambda s: rooting.RecordCoreCase(
        text="Readers are members", endorsed_by=s.one((_own(s, Role.SPONSOR), None, _own(s, Role.LEAD)))
    ),
    rooting.RecordMandate: lambda s: rooting.RecordMandate(text="Decided by the board"),
    rooting.AgreeStrategy: lambda s: rooting.AgreeStrategy(
        horizon=s.day(1000, 30, -1), text="A library in each hamlet"
    ),
    rooting.ProtectKeyPerson: lambda s: rooting.ProtectKeyPerson(
        person_id=_own(s, Role.LEAD, Role.ALTERNATE), reason="She began it", protected=s.turn % 3 != 1
    ),
    institutionalisation.DeepenPartnership: lambda s: institutionalisation.DeepenPartnership(
        to=_depth(s, s.one((1, 1, 2))), evidence="Two of us on each side"
    ),
    institutionalisation.LoosenPartnership: lambda s: institutionalisation.LoosenPartnership(
        to=_depth(s, s.one((-1, -1, -2))), reason="The board has changed"
    ),
}
