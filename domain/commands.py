"""The command table: in which stages each command may be sent, by whom, and which need everybody's yes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain import (
    aftercare,
    agreement,
    commitments,
    contact,
    drafting,
    ending,
    escalation,
    fit,
    funding,
    future,
    initiation,
    institutionalisation,
    joint,
    notice,
    pausing,
    people,
    urgent,
)
from domain.agreement import a_version_is_offered, no_version_is_offered
from domain.guards import Facts, Guard, guard, holds
from domain.message import ActorKind, Circumstances, Command, Voice
from domain.partnership import Partnership
from domain.refusals import ClockOnly, NotAParty, NotBinding, NotMandated, Refusal
from domain.stages import BEFORE_ACTIVE, EVERY, OPEN, Stage
from domain.values import Role


class Who(StrEnum):
    """Whose word a command needs; the same for every side."""

    ANYBODY = "anybody"
    PARTY = "party"
    """Whoever speaks for a party."""
    BINDING = "binding"
    """The lead, the alternate or the sponsor of a party."""
    PARTICIPANT = "participant"
    """Whoever speaks for a party, or the facilitator."""
    MANDATED = "mandated"
    """A person with a safeguarding mandate."""
    CLOCK = "clock"

    def refusal(self, voice: Voice) -> type[Refusal] | None:
        """Why this voice may not, if it may not."""
        return _REFUSALS[self](voice)


_REFUSALS: dict[Who, Callable[[Voice], type[Refusal] | None]] = {
    Who.ANYBODY: lambda v: None,
    Who.PARTY: lambda v: None if v.org_id else NotAParty,
    Who.BINDING: lambda v: None if v.binds else NotBinding if v.org_id else NotAParty,
    Who.PARTICIPANT: lambda v: None if v.org_id or v.role is Role.FACILITATOR else NotAParty,
    Who.MANDATED: lambda v: None if v.safeguarding else NotMandated,
    Who.CLOCK: lambda v: None if v.actor.kind is ActorKind.CLOCK else ClockOnly,
}


@dataclass(frozen=True)
class CommandRule:
    """One row of the table."""

    command: type[Command]
    stages: tuple[Stage, ...]
    who: Who
    guards: tuple[Guard, ...] = ()
    """What must hold beside the guards of the transition that the command asks for."""
    joint: bool = False
    """Takes effect only when every party has agreed."""

    @property
    def kind(self) -> str:
        """The command's name on the wire."""
        return str(self.command.model_fields["kind"].default)


@guard
def a_decision_is_open(p: Partnership, c: Circumstances) -> Facts:
    """a party must have proposed something that all decide together."""
    return holds(bool(p.decisions))


@guard
def a_commitment_is_open(p: Partnership, c: Circumstances) -> Facts:
    """there must be an open commitment."""
    return holds(bool(p.commitments))


_S = Stage
_DRAFTING = (_S.DESIGNING, _S.ACTIVE)
_OFFERED = (_S.AGREEING, _S.ACTIVE)
_STILL_OFFERED = (*_OFFERED, _S.PAUSED, _S.DECIDING_FUTURE)
_DECIDING = (_S.DECIDING_FUTURE,)
_CLOSING = (_S.WINDING_DOWN,)
_PROMISING = (_S.ACTIVE, _S.DECIDING_FUTURE, _S.WINDING_DOWN)
_PROMISED = (_S.DESIGNING, _S.AGREEING, _S.PAUSED, *_PROMISING)


def _rows(
    stages: tuple[Stage, ...],
    who: Who,
    *commands: type[Command],
    guards: tuple[Guard, ...] = (),
    joint: bool = False,
) -> Iterable[CommandRule]:
    return (CommandRule(command, stages, who, guards, joint) for command in commands)


RULES: tuple[CommandRule, ...] = (
    *_rows((), Who.ANYBODY, initiation.ProposePartnership),
    *_rows((_S.PROPOSED,), Who.PARTY, initiation.DeclareWillingness, initiation.BeginExploring),
    *_rows((_S.PROPOSED, _S.EXPLORING, _S.ASSESSING, _S.DESIGNING), Who.PARTY, initiation.ConfirmProfile),
    *_rows((_S.EXPLORING,), Who.PARTY, initiation.BeginAssessing),
    *_rows(
        (_S.ASSESSING,), Who.PARTY,
        fit.AnswerFit, fit.DeclareInterests, fit.AnswerPartnershipTest,
    ),
    *_rows((_S.EXPLORING, _S.ASSESSING), Who.PARTICIPANT, fit.RaiseBlocker, fit.ClearBlocker),
    *_rows((_S.ASSESSING,), Who.BINDING, fit.BeginDesigning),
    *_rows(BEFORE_ACTIVE, Who.PARTY, initiation.DoNotPursue),
    *_rows(
        (*OPEN, _S.ENDED), Who.PARTY, people.AppointPerson, people.ReleasePerson, guards=(people.names_its_own_people,)
    ),
    *_rows(OPEN, Who.BINDING, people.AppointNeutral, joint=True),
    *_rows(OPEN, Who.BINDING, people.LeavePartnership),
    *_rows((*OPEN, _S.ENDED), Who.PARTICIPANT, contact.RecordContact),
    *_rows(
        _DRAFTING, Who.PARTY,
        drafting.ProposeGoal, drafting.DropGoal, drafting.DefineIndicator, drafting.DropIndicator,
        drafting.AssignRole, drafting.PledgeContribution, drafting.WithdrawPledge, drafting.SetTerms,
        guards=(no_version_is_offered,),
    ),
    *_rows(
        _DRAFTING, Who.BINDING, agreement.OfferVersion, guards=(no_version_is_offered, *agreement.DRAFT_COMPLETE)
    ),
    *_rows(_OFFERED, Who.BINDING, agreement.AcceptVersion, guards=(a_version_is_offered,)),
    *_rows(_STILL_OFFERED, Who.BINDING, agreement.AskForChange, guards=(a_version_is_offered,)),
    *_rows(_OFFERED, Who.PARTICIPANT, agreement.RecordAssistedAcceptance, guards=(a_version_is_offered,)),
    *_rows(_STILL_OFFERED, Who.PARTY, agreement.ObjectToAcceptance, guards=(a_version_is_offered,)),
    *_rows(_PROMISING, Who.PARTY, commitments.MakeCommitment),
    *_rows(
        _PROMISED, Who.PARTY, commitments.ReportDone, commitments.ConfirmCommitment, guards=(a_commitment_is_open,)
    ),
    *_rows(_PROMISED, Who.BINDING, commitments.WaiveCommitment, guards=(a_commitment_is_open,)),
    *_rows(OPEN, Who.PARTY, funding.ReportFunding),
    *_rows(
        (_S.ACTIVE, _S.DECIDING_FUTURE), Who.PARTY,
        institutionalisation.RecordSupport, institutionalisation.RecordCoreCase,
    ),
    *_rows((_S.ACTIVE,), Who.BINDING, institutionalisation.DeepenPartnership, joint=True),
    *_rows((_S.ACTIVE,), Who.BINDING, pausing.PausePartnership, joint=True),
    *_rows((_S.ACTIVE,), Who.PARTY, pausing.PauseForSafety),
    *_rows((_S.PAUSED,), Who.BINDING, pausing.ExtendPause, pausing.ResumePartnership, joint=True),
    *_rows((_S.ACTIVE, _S.PAUSED, _S.DESIGNING, _S.AGREEING), Who.PARTY, future.DiscussFuture),
    *_rows(_DECIDING, Who.BINDING, future.ContinuePartnership, future.ReshapePartnership, joint=True),
    *_rows(_DECIDING, Who.BINDING, future.EndByAgreement, joint=True),
    *_rows(
        _DECIDING, Who.PARTY, notice.InviteToConversation, notice.RefuseConversation, notice.RecordConversation
    ),
    *_rows(_DECIDING, Who.BINDING, notice.GiveNotice, guards=(notice.talked_first,)),
    *_rows(_DECIDING, Who.BINDING, notice.WithdrawNotice, guards=(notice.notice_given,)),
    *_rows(_DECIDING, Who.BINDING, notice.BeginWindingDown),
    *_rows(_CLOSING, Who.BINDING, future.ReconsiderEnding, ending.AgreeMessage, joint=True),
    *_rows(
        _CLOSING, Who.PARTY,
        ending.AddEndingItem, ending.CompleteEndingItem, ending.IssueInvestmentStatement, ending.RecordLesson,
    ),
    *_rows(_CLOSING, Who.BINDING, ending.WaiveEndingItem, ending.EndPartnership),
    *_rows(_CLOSING, Who.BINDING, ending.SeeInvestmentStatement, guards=(ending.statement_issued,)),
    *_rows((_S.ENDED,), Who.PARTY, aftercare.RecordAftercare),
    *_rows(OPEN, Who.BINDING, joint.AgreeToDecision, guards=(a_decision_is_open,)),
    *_rows(OPEN, Who.BINDING, joint.DeclineDecision, guards=(a_decision_is_open,)),
    *_rows(OPEN, Who.MANDATED, urgent.RequestUrgentEnd, urgent.DropUrgentRequest, urgent.ConfirmUrgentEnd),
    *_rows(EVERY, Who.CLOCK, escalation.Tick),
)  # fmt: skip
"""A pair of stage and command that is not in this table is refused."""

RULE_OF: dict[type[Command], CommandRule] = {rule.command: rule for rule in RULES}
