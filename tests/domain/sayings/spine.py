"""What anybody could say along the stages of a partnership."""

from collections.abc import Callable

from domain import (
    aftercare,
    agreement,
    assisted,
    commitments,
    drafting,
    ending,
    escalation,
    fit,
    funding,
    future,
    initiation,
    joint,
    notice,
    pausing,
    people,
    urgent,
)
from domain.draft import EndType, Goal, Indicator, Responsibility, Terms
from domain.message import Command
from domain.values import FundingStatus, PersonId, Role, Slug
from tests.domain.scene import Scene
from tests.domain.story import ANSWERS, Story, appointment, pledge
from tests.domain.teller import person


def _goal(s: Scene) -> Goal:
    benefits = dict.fromkeys(s.orgs, "Something good")
    return Goal(goal_id=s.name("goal"), text="Read", clear=s.turn % 5 != 1, achievable=True, benefit_by_org=benefits)


def _terms(s: Scene) -> Terms:
    fixed = s.turn % 2 == 1
    return Terms(
        starts_at=s.day(0, -3, 5),
        end_type=EndType.FIXED if fixed else EndType.OPEN,
        ends_at=s.day(300, 40, 10, 6) if fixed else None,
        notice_days=s.one((30, 5)),
        contact_interval_days=s.one((30, 7)),
        evaluation_interval_days=180,
    )


def _appointed(s: Scene) -> people.AppointPerson:
    role = s.one((Role.MEMBER, Role.ALTERNATE, Role.LEAD, Role.SPONSOR))
    return appointment(role, s.one((s.side, s.other)))


def _decision(s: Scene) -> Slug:
    return s.open(s.p.decisions, "about", "pause_partnership")


_GROUND, _REASON = future.EndingGround.TERM, "It is time"

SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    initiation.ProposePartnership: lambda s: Story(*s.orgs).proposal(),
    initiation.DeclareWillingness: lambda s: initiation.DeclareWillingness(willing=s.turn % 4 != 1),
    initiation.ConfirmProfile: lambda s: initiation.ConfirmProfile(mission="To read", values=("care",), goals=("x",)),
    initiation.BeginExploring: lambda s: initiation.BeginExploring(),
    initiation.BeginAssessing: lambda s: initiation.BeginAssessing(),
    initiation.DoNotPursue: lambda s: initiation.DoNotPursue(reason=_REASON, message="Thank you"),
    fit.AnswerFit: lambda s: ANSWERS[0],
    fit.DeclareInterests: lambda s: ANSWERS[1],
    fit.AnswerPartnershipTest: lambda s: ANSWERS[2].model_copy(update={"gains": s.turn % 4 != 1}),
    fit.RaiseBlocker: lambda s: fit.RaiseBlocker(blocker_id=s.name("blocker"), text="Rain"),
    fit.ClearBlocker: lambda s: fit.ClearBlocker(blocker_id=s.open(s.p.blockers, "blocker_id", "blocker"), how="Dry"),
    fit.BeginDesigning: lambda s: fit.BeginDesigning(),
    people.AppointPerson: _appointed,
    people.AppointNeutral: lambda s: people.AppointNeutral(
        person_id=PersonId("tono"), name="Mas Tono", role=s.one((Role.OBSERVER, Role.FACILITATOR))
    ),
    people.ReleasePerson: lambda s: people.ReleasePerson(
        person_id=person(s.one((Role.ALTERNATE, Role.LEAD, Role.MEMBER)), s.one((s.side, s.other)))
    ),
    people.LeavePartnership: lambda s: people.LeavePartnership(reason=_REASON),
    drafting.ProposeGoal: lambda s: drafting.ProposeGoal(goal=_goal(s)),
    drafting.DropGoal: lambda s: drafting.DropGoal(goal_id=s.open(s.p.draft.goals, "goal_id", "goal")),
    drafting.DefineIndicator: lambda s: drafting.DefineIndicator(
        indicator=Indicator(indicator_id=s.name("sign"), question="Do they like it?", subjective=True)
    ),
    drafting.DropIndicator: lambda s: drafting.DropIndicator(
        indicator_id=s.open(s.p.draft.indicators, "indicator_id", "sign")
    ),
    drafting.AssignRole: lambda s: drafting.AssignRole(
        responsibility=Responsibility(org_id=s.one(s.orgs), role="Host", strategy_part="Plans", delivery_part="Books")
    ),
    drafting.PledgeContribution: lambda s: drafting.PledgeContribution(pledge=pledge(s.side)),
    drafting.WithdrawPledge: lambda s: drafting.WithdrawPledge(contribution_id=pledge(s.side).contribution_id),
    drafting.SetTerms: lambda s: drafting.SetTerms(terms=_terms(s)),
    agreement.OfferVersion: lambda s: agreement.OfferVersion(),
    agreement.AcceptVersion: lambda s: agreement.AcceptVersion(version=s.offer.version, hash=s.offer.hash),
    assisted.RecordAssistedAcceptance: lambda s: assisted.RecordAssistedAcceptance(
        org_id=s.other, version=s.offer.version, hash=s.offer.hash, evidence="Said at the well"
    ),
    assisted.TellAcceptance: lambda s: assisted.TellAcceptance(org_id=s.other, told="Read out in the meeting"),
    assisted.ObjectToAcceptance: lambda s: assisted.ObjectToAcceptance(ground="I never said so"),
    agreement.AskForChange: lambda s: agreement.AskForChange(reason="Smaller"),
    commitments.MakeCommitment: lambda s: commitments.MakeCommitment(
        commitment_id=s.name("promise"), to_org=s.other, text="A shelf", due_at=s.day(30, 3, -5)
    ),
    commitments.ReportDone: lambda s: commitments.ReportDone(
        commitment_id=s.open(s.p.commitments, "commitment_id", "promise")
    ),
    commitments.ConfirmCommitment: lambda s: commitments.ConfirmCommitment(
        commitment_id=s.open(s.p.commitments, "commitment_id", "promise")
    ),
    commitments.WaiveCommitment: lambda s: commitments.WaiveCommitment(
        commitment_id=s.open(s.p.commitments, "commitment_id", "promise"), reason=_REASON
    ),
    funding.ReportFunding: lambda s: funding.ReportFunding(status=s.one(tuple(FundingStatus))),
    pausing.PausePartnership: lambda s: pausing.PausePartnership(reason=_REASON, resume_at=s.day(30, 5, 200)),
    pausing.PauseForSafety: lambda s: pausing.PauseForSafety(reason=_REASON, resume_at=s.day(10, 1, 20)),
    pausing.ExtendPause: lambda s: pausing.ExtendPause(resume_at=s.day(30, 5, 200)),
    pausing.ResumePartnership: lambda s: pausing.ResumePartnership(),
    future.DiscussFuture: lambda s: future.DiscussFuture(ground=_GROUND, reason=_REASON),
    future.ContinuePartnership: lambda s: future.ContinuePartnership(
        ends_at=s.one((None, s.day(400))), resume_at=s.one((s.day(20), None, s.day(500)))
    ),
    future.ReshapePartnership: lambda s: future.ReshapePartnership(reason=_REASON),
    future.EndByAgreement: lambda s: future.EndByAgreement(ground=_GROUND, reason=_REASON),
    future.ReconsiderEnding: lambda s: future.ReconsiderEnding(reason=_REASON),
    notice.InviteToConversation: lambda s: notice.InviteToConversation(org_id=s.other, message="Tea?"),
    notice.RefuseConversation: lambda s: notice.RefuseConversation(),
    notice.RecordConversation: lambda s: notice.RecordConversation(held_at=s.day(0, -1, 1)),
    notice.ContestConversation: lambda s: notice.ContestConversation(),
    notice.GiveNotice: lambda s: notice.GiveNotice(ground=_GROUND, reason=_REASON),
    notice.WithdrawNotice: lambda s: notice.WithdrawNotice(),
    notice.BeginWindingDown: lambda s: notice.BeginWindingDown(),
    ending.AddEndingItem: lambda s: ending.AddEndingItem(
        item_id=s.name("item"), about="asset", text="Keys", owner_org=s.side, owed_to=s.other, due_at=s.day(9, -1)
    ),
    ending.CompleteEndingItem: lambda s: ending.CompleteEndingItem(
        item_id=s.open(s.p.ending.items, "item_id", "item")
    ),
    ending.WaiveEndingItem: lambda s: ending.WaiveEndingItem(
        item_id=s.open(s.p.ending.items, "item_id", "item"), reason=_REASON
    ),
    ending.IssueInvestmentStatement: lambda s: ending.IssueInvestmentStatement(
        invested=dict.fromkeys(s.orgs, "Two years of evenings")
    ),
    ending.SeeInvestmentStatement: lambda s: ending.SeeInvestmentStatement(),
    ending.AgreeMessage: lambda s: ending.AgreeMessage(text="We part as friends."),
    ending.RecordLesson: lambda s: ending.RecordLesson(),
    ending.EndPartnership: lambda s: ending.EndPartnership(),
    aftercare.RecordAftercare: lambda s: aftercare.RecordAftercare(),
    urgent.RequestUrgentEnd: lambda s: urgent.RequestUrgentEnd(ground=urgent.UrgentGround.LAW, text="The law"),
    urgent.DropUrgentRequest: lambda s: urgent.DropUrgentRequest(reason=_REASON),
    urgent.ConfirmUrgentEnd: lambda s: urgent.ConfirmUrgentEnd(),
    joint.AgreeToDecision: lambda s: joint.AgreeToDecision(about=_decision(s)),
    joint.DeclineDecision: lambda s: joint.DeclineDecision(about=_decision(s)),
    escalation.Tick: lambda s: escalation.Tick(),
}  # fmt: skip
