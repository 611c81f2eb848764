"""What anybody could say while the people of a side change, and about what parties show each other."""

from collections.abc import Callable

from domain import assurance, grace, handover, leadership, leaving, urgent
from domain.message import Command
from domain.slices.assurances import AssuranceKind, AssuranceOutcome
from domain.slices.grace import PatienceReason
from domain.slices.leadership import GoalsOutcome
from domain.values import OrgId, Role, Slug
from tests.domain.scene import Scene
from tests.domain.teller import person

_GOALS = (GoalsOutcome.KEPT, GoalsOutcome.QUESTIONED, GoalsOutcome.CHANGED)
_REASONS = (PatienceReason.HARVEST, PatienceReason.ILLNESS, PatienceReason.DISASTER, PatienceReason.OTHER)


def _changing(s: Scene) -> OrgId:
    """A side whose leadership changes, if there is one."""
    return OrgId(s.open(s.p.leadership.changes, "org_id", s.one((s.side, s.other))))


def _item(s: Scene) -> Slug:
    change = s.p.leadership.change(s.side)
    return s.open(change.items if change else (), "item_id", "item")


SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    leaving.AnnounceLeaving: lambda s: leaving.AnnounceLeaving(
        person_id=person(s.one((Role.LEAD, Role.ALTERNATE, Role.MEMBER)), s.one((s.side, s.other))),
        last_day=s.day(20, 0, -3),
    ),
    leaving.StayAfterAll: lambda s: leaving.StayAfterAll(
        person_id=person(s.one((Role.LEAD, Role.ALTERNATE, Role.MEMBER)), s.one((s.side, s.other)))
    ),
    leadership.ReportSilenceOfLead: lambda s: leadership.ReportSilenceOfLead(org_id=s.one((s.other, s.side))),
    handover.AddHandoverItem: lambda s: handover.AddHandoverItem(
        org_id=_changing(s), item_id=s.name("item"), what="The key to the well"
    ),
    handover.CompleteHandoverItem: lambda s: handover.CompleteHandoverItem(item_id=_item(s)),
    handover.RecordLeaderMeeting: lambda s: handover.RecordLeaderMeeting(org_id=_changing(s), held_at=s.day(0, -1, 1)),
    handover.ReaffirmGoals: lambda s: handover.ReaffirmGoals(outcome=s.one(_GOALS)),
    grace.GrantPatience: lambda s: grace.GrantPatience.model_validate(
        {"org_id": s.one((s.other, s.side)), "days": s.one((20, 60, 90)), "reason": s.one(_REASONS)}
    ),
    assurance.RequestAssurance: lambda s: assurance.RequestAssurance(
        assurance_id=s.name("shown"),
        of_org=s.one((s.other, s.side)),
        about=s.one((AssuranceKind.COMMUNITY_REFERENCE, *AssuranceKind)),
        due_at=s.day(30, 5, -1),
    ),
    assurance.RecordAssurance: lambda s: assurance.RecordAssurance(
        assurance_id=s.open(s.p.assurances, "assurance_id", "shown"),
        outcome=s.one(tuple(AssuranceOutcome)),
        valid_until=s.one((s.day(200), None, s.day(-1))),
    ),
    assurance.DropAssurance: lambda s: assurance.DropAssurance(
        assurance_id=s.open(s.p.assurances, "assurance_id", "shown")
    ),
    urgent.TellUrgentEnd: lambda s: urgent.TellUrgentEnd(org_id=s.one((s.other, s.side)), how="In person"),
    urgent.RecordUrgentReview: lambda s: urgent.RecordUrgentReview(
        text="We looked at it again", outcome=urgent.ReviewOutcome.UPHELD
    ),
}
