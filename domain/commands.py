"""The command table: in which stages each command may be sent, by whom, and which need everybody's yes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from domain import (
    adjusting,
    adoption,
    aftercare,
    agreement,
    amendment,
    assisted,
    assurance,
    availability,
    benefits,
    commitments,
    concerns,
    contact,
    contributions,
    drafting,
    ending,
    engagement,
    escalation,
    evaluation,
    fit,
    funding,
    future,
    grace,
    handover,
    initiation,
    institutionalisation,
    joint,
    ladder,
    leadership,
    leaving,
    measuring,
    minutes,
    notice,
    operational,
    pausing,
    people,
    pulse,
    quiet,
    registers,
    relaying,
    remapping,
    renegotiation,
    retaliation,
    review,
    rooting,
    success,
    support,
    urgent,
)
from domain.agreement import a_version_is_offered, no_version_is_offered
from domain.disclosure import known_to
from domain.guards import Facts, Guard, guard, holds
from domain.message import ActorKind, Circumstances, Command, Voice
from domain.partnership import Partnership
from domain.refusals import ClockOnly, NotAParty, NotBinding, NotMandated, PersonOnly, Refusal
from domain.stages import BEFORE_ACTIVE, EVERY, OPEN, WORKING, Stage
from domain.values import Role


class Who(StrEnum):
    """Whose word a command needs; the same for every side."""

    ANYBODY = "anybody"
    PARTY = "party"
    """Whoever speaks for a party."""
    PERSON = "person"
    """A person who speaks for a party; no service."""
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
    Who.PERSON: lambda v: None if v.org_id and v.is_person else PersonOnly if v.org_id else NotAParty,
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

    @cached_property
    def kind(self) -> str:
        """The command's name on the wire."""
        return str(self.command.model_fields["kind"].default)

    @cached_property
    def meaning(self) -> str:
        """What it does, in one English sentence; the key of its translations."""
        return " ".join((self.command.__doc__ or "").split())


@guard
def a_decision_is_open(p: Partnership, c: Circumstances) -> Facts:
    """a party must have proposed something that all decide together."""
    return holds(bool(p.decisions))


@guard
def a_commitment_is_open(p: Partnership, c: Circumstances) -> Facts:
    """there must be an open commitment."""
    return holds(bool(p.commitments))


@guard
def an_entry_is_open(p: Partnership, c: Circumstances) -> Facts:
    """there must be an open entry in a register."""
    return holds(bool(p.registers))


@guard
def a_decision_is_to_be_read(p: Partnership, c: Circumstances) -> Facts:
    """there must be a recorded decision that a party has not read yet."""
    return holds(bool(p.minutes))


@guard
def a_contribution_waits(p: Partnership, c: Circumstances) -> Facts:
    """a contribution must wait for the word of its receiver."""
    return holds(bool(p.contributions.open))


_S = Stage
_DRAFTING = (_S.DESIGNING, _S.ACTIVE)
_OFFERED = (_S.AGREEING, _S.ACTIVE)
_STILL_OFFERED = (*_OFFERED, _S.PAUSED, _S.DECIDING_FUTURE)
_DECIDING = (_S.DECIDING_FUTURE,)
_CLOSING = (_S.WINDING_DOWN,)
_PROMISING = (_S.ACTIVE, _S.DECIDING_FUTURE, _S.WINDING_DOWN)
_WORKING = (_S.ACTIVE, _S.DECIDING_FUTURE)
_CHANGING = (_S.ACTIVE, _S.PAUSED, _S.DECIDING_FUTURE)
_LOOKING = (_S.ACTIVE, _S.DECIDING_FUTURE, _S.WINDING_DOWN)
_PROMISED = (_S.DESIGNING, _S.AGREEING, _S.PAUSED, *_PROMISING)
_SHARING = (_S.EXPLORING, _S.ASSESSING, *_PROMISED)
_RELAYING = (_S.PROPOSED, *_SHARING, _S.ENDED)
_CONFIDED = (*OPEN, _S.ENDED, _S.NOT_PURSUED)
"""For those who know of something confided also after the record is closed; see `goes_on`."""

_UNSURE = (_S.DESIGNING, _S.AGREEING, _S.ACTIVE, _S.PAUSED, _S.DECIDING_FUTURE)


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
    *_rows((_S.ASSESSING,), Who.PARTY, fit.AnswerFit),
    *_rows((_S.ASSESSING, *WORKING), Who.PARTY, fit.DeclareInterests),
    *_rows((_S.ASSESSING,), Who.PARTY, fit.AnswerPartnershipTest),
    *_rows((_S.EXPLORING, _S.ASSESSING), Who.PARTICIPANT, fit.RaiseBlocker, fit.ClearBlocker),
    *_rows((_S.ASSESSING,), Who.BINDING, fit.BeginDesigning),
    *_rows(BEFORE_ACTIVE, Who.PARTY, initiation.DoNotPursue),
    *_rows(
        (*OPEN, _S.ENDED), Who.PARTY, people.AppointPerson, people.ReleasePerson, guards=(people.names_its_own_people,)
    ),
    *_rows(OPEN, Who.BINDING, people.AppointNeutral, joint=True),
    *_rows(OPEN, Who.BINDING, people.LeavePartnership),
    *_rows((*OPEN, _S.ENDED), Who.PARTICIPANT, contact.RecordContact),
    *_rows((*OPEN, _S.ENDED), Who.PARTY, contact.DisputeContact, contact.ConfirmContact),
    *_rows(WORKING, Who.BINDING, engagement.DeclareContested),
    *_rows(
        WORKING, Who.BINDING, engagement.SettleContested,
        guards=(engagement.a_conflict_is_declared, engagement.interests_declared_anew), joint=True,
    ),
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
    *_rows(
        _OFFERED, Who.PARTICIPANT, assisted.RecordAssistedAcceptance, assisted.TellAcceptance,
        guards=(a_version_is_offered,),
    ),
    *_rows(_STILL_OFFERED, Who.PARTY, assisted.ObjectToAcceptance, guards=(a_version_is_offered,)),
    *_rows(_RELAYING, Who.PARTICIPANT, relaying.RelayWord),
    *_rows(_RELAYING, Who.PARTICIPANT, relaying.TellRelayedWord, guards=(relaying.you_know_of_a_recorded_word,)),
    *_rows(
        _RELAYING, Who.PERSON, relaying.ConfirmRelayedWord, relaying.ObjectToRelayedWord,
        guards=(relaying.a_word_waits_for_you,),
    ),
    *_rows(_CHANGING, Who.PARTY, amendment.ProposeChange),
    *_rows(_PROMISED, Who.PARTICIPANT, amendment.CommentChange, guards=(amendment.a_change_is_proposed,)),
    *_rows(_PROMISED, Who.PARTY, amendment.WithdrawChange, guards=(amendment.a_change_is_proposed,)),
    *_rows(_WORKING, Who.BINDING, amendment.AdoptChange, guards=(amendment.a_change_is_proposed,), joint=True),
    *_rows(
        _WORKING, Who.BINDING, adjusting.ChangeRole, adjusting.AdjustTerms,
        guards=(adjusting.small_changes_are_light,), joint=True,
    ),
    *_rows(_WORKING, Who.BINDING, success.RedefineSuccess, joint=True),
    *_rows(_WORKING, Who.PARTY, measuring.MeasureIndicator, measuring.ReportOffTrack),
    *_rows((_S.ACTIVE,), Who.BINDING, operational.OfferOperational),
    *_rows(
        _WORKING, Who.BINDING, operational.AcceptOperational, guards=(operational.an_operational_agreement_is_open,)
    ),
    *_rows(
        _PROMISED, Who.BINDING, operational.WithdrawOperational,
        guards=(operational.an_operational_agreement_is_open,),
    ),
    *_rows(
        _PROMISED, Who.BINDING, operational.CloseOperational,
        guards=(operational.an_operational_agreement_is_open,), joint=True,
    ),
    *_rows(_PROMISED, Who.PARTY, remapping.RemapCommitment, guards=(a_commitment_is_open,)),
    *_rows(_PROMISING, Who.PARTY, commitments.MakeCommitment),
    *_rows(
        _PROMISED, Who.PARTY, commitments.ReportDone, commitments.ConfirmCommitment, commitments.ReturnCommitment,
        renegotiation.AskRenegotiation, guards=(a_commitment_is_open,),
    ),
    *_rows(
        _PROMISED, Who.BINDING, commitments.WaiveCommitment, renegotiation.AnswerRenegotiation,
        guards=(a_commitment_is_open,),
    ),
    *_rows(_SHARING, Who.PARTY, contributions.RecordContribution),
    *_rows(
        _SHARING, Who.PARTY, contributions.ConfirmContribution, contributions.DisputeContribution,
        guards=(a_contribution_waits,),
    ),
    *_rows(_SHARING, Who.PARTY, contributions.CreditContribution, benefits.RecordBenefit),
    *_rows(OPEN, Who.PARTY, funding.ReportFunding),
    *_rows(
        _UNSURE, Who.BINDING, funding.ChooseFundingPlan, guards=(funding.a_funding_change_is_open,), joint=True
    ),
    *_rows(_UNSURE, Who.PARTY, funding.CloseFundingChange, guards=(funding.your_funding_plan_is_agreed,)),
    *_rows(
        (_S.ACTIVE, _S.DECIDING_FUTURE), Who.PARTY,
        support.RecordSupport, rooting.RecordCoreCase, rooting.ProtectKeyPerson,
    ),
    *_rows((_S.ACTIVE, _S.DECIDING_FUTURE), Who.BINDING, rooting.RecordMandate),
    *_rows((_S.ACTIVE, _S.DECIDING_FUTURE), Who.BINDING, rooting.AgreeStrategy, joint=True),
    *_rows(
        (_S.ACTIVE,), Who.BINDING, institutionalisation.DeepenPartnership,
        guards=institutionalisation.NEXT_EVIDENCE, joint=True,
    ),
    *_rows(
        (_S.ACTIVE, _S.DECIDING_FUTURE), Who.BINDING, institutionalisation.LoosenPartnership,
        guards=(institutionalisation.more_than_personal,), joint=True,
    ),
    *_rows((_S.ACTIVE,), Who.BINDING, pausing.PausePartnership, joint=True),
    *_rows(_WORKING, Who.PARTY, pausing.PauseForSafety),
    *_rows((_S.PAUSED,), Who.BINDING, pausing.ExtendPause, pausing.ResumePartnership, joint=True),
    *_rows((_S.ACTIVE, _S.PAUSED, _S.DESIGNING, _S.AGREEING), Who.PARTY, future.DiscussFuture),
    *_rows(_DECIDING, Who.BINDING, future.ContinuePartnership, future.ReshapePartnership, joint=True),
    *_rows(_DECIDING, Who.BINDING, future.EndByAgreement, joint=True),
    *_rows(
        _DECIDING, Who.PARTY, notice.InviteToConversation, notice.RefuseConversation
    ),
    *_rows(_DECIDING, Who.BINDING, notice.RecordConversation, notice.ContestConversation),
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
    *_rows(
        _LOOKING, Who.PARTY, evaluation.OpenEvaluation, guards=(evaluation.no_evaluation_is_open,)
    ),
    *_rows(
        (*_PROMISED, _S.ENDED), Who.PERSON, evaluation.AnswerEvaluation, guards=(evaluation.an_evaluation_is_open,)
    ),
    *_rows(
        _PROMISED, Who.PARTY, evaluation.ExtendEvaluation,
        guards=(evaluation.an_evaluation_is_open, evaluation.answers_not_yet_due),
    ),
    *_rows((*_LOOKING, _S.PAUSED), Who.PERSON, pulse.AnswerPulse),
    *_rows((*_PROMISED, _S.ENDED), Who.PERSON, review.ShareWords, guards=(review.results_are_there,)),
    *_rows(
        (*_PROMISED, _S.ENDED), Who.PARTICIPANT, review.RecordReview,
        guards=(review.results_are_there, review.not_yet_discussed),
    ),
    *_rows(_PROMISED, Who.PARTY, review.AddAction, guards=(review.results_are_there,)),
    *_rows(_PROMISED, Who.PARTY, review.CompleteAction, review.DropAction, guards=(review.an_action_is_open,)),
    *_rows(OPEN, Who.PARTY, quiet.ObserveQuietPeriod, quiet.EndQuietPeriod),
    *_rows(OPEN, Who.BINDING, adoption.AdoptPolicy, joint=True),
    *_rows(OPEN, Who.BINDING, joint.AgreeToDecision, guards=(a_decision_is_open,)),
    *_rows(OPEN, Who.BINDING, joint.DeclineDecision, guards=(a_decision_is_open,)),
    *_rows(registers.TALKING, Who.PARTY, registers.WriteEntry),
    *_rows(registers.TALKING, Who.PARTY, registers.AnswerEntry, registers.CloseEntry, guards=(an_entry_is_open,)),
    *_rows(registers.TALKING, Who.PARTY, minutes.RecordDecision),
    *_rows(registers.TALKING, Who.PARTY, minutes.AcknowledgeDecision, guards=(a_decision_is_to_be_read,)),
    *_rows(registers.TALKING, Who.PARTY, availability.ConfirmAvailability),
    *_rows((*OPEN, _S.ENDED), Who.PARTICIPANT, leaving.AnnounceLeaving, leaving.StayAfterAll),
    *_rows(leadership.TOGETHER, Who.PARTY, leadership.ReportSilenceOfLead),
    *_rows(
        leadership.TOGETHER, Who.PARTY, handover.AddHandoverItem, handover.CompleteHandoverItem,
        guards=(leadership.a_leadership_change_is_open,),
    ),
    *_rows(
        leadership.TOGETHER, Who.PARTICIPANT, handover.RecordLeaderMeeting,
        guards=(leadership.a_leadership_change_is_open,),
    ),
    *_rows(
        leadership.TOGETHER, Who.BINDING, handover.ReaffirmGoals,
        guards=(leadership.a_leadership_change_is_open, handover.a_lead_speaks),
    ),
    *_rows(OPEN, Who.PARTY, grace.GrantPatience),
    *_rows(
        leadership.TOGETHER, Who.PARTY,
        assurance.RequestAssurance, assurance.RecordAssurance, assurance.DropAssurance,
    ),
    *_rows((*OPEN, _S.ENDED), Who.PERSON, concerns.RaiseConcern),
    *_rows(
        _CONFIDED, Who.PERSON,
        concerns.DiscloseConcern, ladder.StepConcern, concerns.WithdrawConcern, guards=(concerns.a_concern_is_yours,),
    ),
    *_rows(
        _CONFIDED, Who.PARTICIPANT, concerns.AcknowledgeConcern, guards=(concerns.a_concern_was_told_to_you,)
    ),
    *_rows(
        _CONFIDED, Who.PARTICIPANT, ladder.RecordMediation, ladder.ResolveConcern,
        guards=(concerns.you_know_of_a_concern,),
    ),
    *_rows(_CONFIDED, Who.PERSON, retaliation.AnswerRetaliationCheck),
    *_rows((_S.ACTIVE, _S.PAUSED, _S.DESIGNING, _S.AGREEING), Who.PERSON, ladder.BringToDecision),
    *_rows(OPEN, Who.MANDATED, urgent.RequestUrgentEnd, urgent.DropUrgentRequest, urgent.ConfirmUrgentEnd),
    *_rows((_S.ENDED,), Who.PARTICIPANT, urgent.TellUrgentEnd, guards=(urgent.ended_urgently,)),
    *_rows(
        (_S.ENDED,), Who.PARTICIPANT, urgent.RecordUrgentReview,
        guards=(urgent.ended_urgently, urgent.a_review_binds, urgent.every_party_told, urgent.reviewed_by_another),
    ),
    *_rows(EVERY, Who.CLOCK, escalation.Tick),
)  # fmt: skip
"""A pair of stage and command that is not in this table is refused."""


def goes_on(p: Partnership, rule: CommandRule, voice: Voice | None) -> bool:
    """Whether a command is still heard where the record is closed: for those who know of something confided in it.

    For everybody else it is closed, so that nobody learns from a refusal whether there is anything.
    """
    if Stage.NOT_PURSUED not in rule.stages:
        return False
    if rule.who is Who.CLOCK:
        return p.next_deadline is not None
    return voice is not None and any(known_to(voice.actor, x, p) for x in p.concerns)


RULE_OF: dict[type[Command], CommandRule] = {rule.command: rule for rule in RULES}
