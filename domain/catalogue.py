"""All commands and all events, gathered from the modules that define them, as two unions."""

from typing import Annotated

from pydantic import Field

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
    transitions,
    urgent,
)

AnyCommand = Annotated[
    initiation.ProposePartnership
    | initiation.DeclareWillingness
    | initiation.ConfirmProfile
    | initiation.BeginExploring
    | initiation.BeginAssessing
    | initiation.DoNotPursue
    | fit.AnswerFit
    | fit.DeclareInterests
    | fit.AnswerPartnershipTest
    | fit.RaiseBlocker
    | fit.ClearBlocker
    | fit.BeginDesigning
    | people.AppointPerson
    | people.AppointNeutral
    | people.ReleasePerson
    | people.LeavePartnership
    | contact.RecordContact
    | drafting.ProposeGoal
    | drafting.DropGoal
    | drafting.DefineIndicator
    | drafting.DropIndicator
    | drafting.AssignRole
    | drafting.PledgeContribution
    | drafting.WithdrawPledge
    | drafting.SetTerms
    | agreement.OfferVersion
    | agreement.AcceptVersion
    | agreement.RecordAssistedAcceptance
    | agreement.ObjectToAcceptance
    | agreement.AskForChange
    | commitments.MakeCommitment
    | commitments.ReportDone
    | commitments.ConfirmCommitment
    | commitments.WaiveCommitment
    | funding.ReportFunding
    | institutionalisation.RecordSupport
    | institutionalisation.RecordCoreCase
    | institutionalisation.DeepenPartnership
    | pausing.PausePartnership
    | pausing.PauseForSafety
    | pausing.ExtendPause
    | pausing.ResumePartnership
    | future.DiscussFuture
    | future.ContinuePartnership
    | future.ReshapePartnership
    | future.EndByAgreement
    | future.ReconsiderEnding
    | notice.InviteToConversation
    | notice.RefuseConversation
    | notice.RecordConversation
    | notice.GiveNotice
    | notice.WithdrawNotice
    | notice.BeginWindingDown
    | ending.AddEndingItem
    | ending.CompleteEndingItem
    | ending.WaiveEndingItem
    | ending.IssueInvestmentStatement
    | ending.SeeInvestmentStatement
    | ending.AgreeMessage
    | ending.RecordLesson
    | ending.EndPartnership
    | aftercare.RecordAftercare
    | urgent.RequestUrgentEnd
    | urgent.DropUrgentRequest
    | urgent.ConfirmUrgentEnd
    | joint.AgreeToDecision
    | joint.DeclineDecision
    | escalation.Tick,
    Field(discriminator="kind"),
]
"""Any command, told by its `kind`."""

AnyEvent = Annotated[
    initiation.PartnershipProposed
    | initiation.PartyJoined
    | initiation.WillingnessDeclared
    | initiation.ProfileConfirmed
    | initiation.NotPursued
    | fit.FitAnswered
    | fit.InterestsDeclared
    | fit.PartnershipTested
    | fit.BlockerRaised
    | fit.BlockerCleared
    | people.PersonAppointed
    | people.PersonReleased
    | people.PartyLeft
    | contact.ContactHeld
    | drafting.GoalProposed
    | drafting.GoalDropped
    | drafting.IndicatorDefined
    | drafting.IndicatorDropped
    | drafting.RoleAssigned
    | drafting.ContributionPledged
    | drafting.PledgeWithdrawn
    | drafting.TermsSet
    | agreement.VersionOffered
    | agreement.AgreementAccepted
    | agreement.AcceptanceObjected
    | agreement.OfferWithdrawn
    | agreement.AgreementInForce
    | commitments.CommitmentMade
    | commitments.CommitmentDone
    | commitments.CommitmentConfirmed
    | commitments.CommitmentWaived
    | funding.FundingStatusChanged
    | institutionalisation.SupportRecorded
    | institutionalisation.CoreCaseRecorded
    | institutionalisation.DepthChanged
    | pausing.PartnershipPaused
    | pausing.PauseExtended
    | pausing.PartnershipResumed
    | future.FutureDiscussionOpened
    | future.HoldingOver
    | future.PartnershipRenewed
    | future.PartnershipContinued
    | future.ReshapeDecided
    | future.EndingAgreed
    | future.EndingReconsidered
    | notice.ConversationInvited
    | notice.ConversationRefused
    | notice.ConversationHeld
    | notice.NoticeGiven
    | notice.NoticeWithdrawn
    | notice.ReflectionEnded
    | ending.EndingItemAdded
    | ending.EndingItemDone
    | ending.EndingItemWaived
    | ending.InvestmentStatementIssued
    | ending.InvestmentStatementSeen
    | ending.MessageAgreed
    | ending.LessonRecorded
    | ending.PartnershipEnded
    | aftercare.AftercareHeld
    | aftercare.PartnershipArchived
    | urgent.UrgentEndRequested
    | urgent.UrgentRequestDropped
    | joint.DecisionProposed
    | joint.DecisionAgreed
    | joint.DecisionDeclined
    | joint.DecisionTaken
    | escalation.EscalationRaised
    | transitions.StageChanged,
    Field(discriminator="type"),
]
"""Any event, told by its `type`."""
