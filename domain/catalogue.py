"""All commands and all events, gathered from the modules that define them, as two unions."""

from typing import Annotated

from pydantic import Field

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
    clocks,
    commitments,
    concerns,
    contact,
    contributions,
    dependence,
    drafting,
    ending,
    engagement,
    escalation,
    evaluation,
    findings,
    fit,
    funding,
    future,
    grace,
    handover,
    health,
    initiation,
    institutionalisation,
    joint,
    ladder,
    lateness,
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
    | contact.DisputeContact
    | contact.ConfirmContact
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
    | assisted.RecordAssistedAcceptance
    | assisted.TellAcceptance
    | relaying.RelayWord
    | relaying.TellRelayedWord
    | relaying.ConfirmRelayedWord
    | relaying.ObjectToRelayedWord
    | assisted.ObjectToAcceptance
    | agreement.AskForChange
    | amendment.ProposeChange
    | amendment.CommentChange
    | amendment.WithdrawChange
    | amendment.AdoptChange
    | adjusting.ChangeRole
    | adjusting.AdjustTerms
    | success.RedefineSuccess
    | measuring.MeasureIndicator
    | measuring.ReportOffTrack
    | operational.OfferOperational
    | operational.AcceptOperational
    | operational.WithdrawOperational
    | operational.CloseOperational
    | remapping.RemapCommitment
    | commitments.MakeCommitment
    | commitments.ReportDone
    | commitments.ConfirmCommitment
    | commitments.ReturnCommitment
    | commitments.WaiveCommitment
    | renegotiation.AskRenegotiation
    | renegotiation.AnswerRenegotiation
    | contributions.RecordContribution
    | contributions.ConfirmContribution
    | contributions.DisputeContribution
    | contributions.CreditContribution
    | benefits.RecordBenefit
    | funding.ReportFunding
    | funding.ChooseFundingPlan
    | funding.CloseFundingChange
    | engagement.DeclareContested
    | engagement.SettleContested
    | support.RecordSupport
    | rooting.RecordCoreCase
    | rooting.RecordMandate
    | rooting.AgreeStrategy
    | rooting.ProtectKeyPerson
    | institutionalisation.DeepenPartnership
    | institutionalisation.LoosenPartnership
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
    | notice.ContestConversation
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
    | leaving.AnnounceLeaving
    | leaving.StayAfterAll
    | leadership.ReportSilenceOfLead
    | handover.AddHandoverItem
    | handover.CompleteHandoverItem
    | handover.RecordLeaderMeeting
    | handover.ReaffirmGoals
    | grace.GrantPatience
    | assurance.RequestAssurance
    | assurance.RecordAssurance
    | assurance.DropAssurance
    | concerns.RaiseConcern
    | concerns.DiscloseConcern
    | concerns.AcknowledgeConcern
    | concerns.WithdrawConcern
    | ladder.StepConcern
    | ladder.RecordMediation
    | ladder.ResolveConcern
    | ladder.BringToDecision
    | retaliation.AnswerRetaliationCheck
    | urgent.RequestUrgentEnd
    | urgent.DropUrgentRequest
    | urgent.ConfirmUrgentEnd
    | urgent.TellUrgentEnd
    | urgent.RecordUrgentReview
    | evaluation.OpenEvaluation
    | evaluation.AnswerEvaluation
    | evaluation.ExtendEvaluation
    | pulse.AnswerPulse
    | review.ShareWords
    | review.RecordReview
    | review.AddAction
    | review.CompleteAction
    | review.DropAction
    | quiet.ObserveQuietPeriod
    | quiet.EndQuietPeriod
    | adoption.AdoptPolicy
    | joint.AgreeToDecision
    | joint.DeclineDecision
    | registers.WriteEntry
    | registers.AnswerEntry
    | registers.CloseEntry
    | minutes.RecordDecision
    | minutes.AcknowledgeDecision
    | availability.ConfirmAvailability
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
    | contact.ContactDisputed
    | contact.ContactConfirmed
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
    | relaying.WordRelayed
    | relaying.RelayedWordPostponed
    | relaying.RelayedWordTold
    | relaying.RelayedWordCounted
    | relaying.RelayedWordDropped
    | assisted.AcceptancePostponed
    | assisted.AcceptanceTold
    | assisted.AcceptanceObjected
    | agreement.OfferWithdrawn
    | agreement.AgreementInForce
    | amendment.AmendmentProposed
    | amendment.AmendmentDiscussed
    | amendment.AmendmentWithdrawn
    | amendment.AmendmentApplied
    | adjusting.RoleChanged
    | adjusting.TermsAdjusted
    | success.SuccessRedefined
    | measuring.IndicatorMeasured
    | measuring.IndicatorOffTrack
    | operational.OperationalOffered
    | operational.OperationalAccepted
    | operational.OperationalInForce
    | operational.OperationalWithdrawn
    | operational.OperationalClosed
    | remapping.CommitmentRemapped
    | commitments.CommitmentMade
    | commitments.CommitmentDone
    | commitments.CommitmentConfirmed
    | commitments.CommitmentReturned
    | commitments.CommitmentWaived
    | lateness.CommitmentMissed
    | renegotiation.RenegotiationAsked
    | renegotiation.CommitmentRenegotiated
    | renegotiation.RenegotiationDeclined
    | contributions.ContributionRecorded
    | contributions.ContributionConfirmed
    | contributions.ContributionDisputed
    | contributions.ContributionCredited
    | benefits.BenefitRecorded
    | funding.FundingStatusChanged
    | funding.FundingImpactAssessed
    | funding.FundingPlanAgreed
    | funding.FundingChangeClosed
    | engagement.EngagementChanged
    | support.SupportRecorded
    | rooting.CoreCaseRecorded
    | rooting.MandateRecorded
    | rooting.StrategyAgreed
    | rooting.KeyPersonProtected
    | rooting.RootsAsked
    | dependence.DependenceMeasured
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
    | notice.ConversationUnanswered
    | notice.ConversationHeld
    | notice.ConversationContested
    | notice.NoticeGiven
    | notice.NoticeWithdrawn
    | notice.ReflectionEnded
    | notice.NoticeLapsed
    | ending.EndingItemAdded
    | ending.EndingItemGiven
    | ending.EndingItemDone
    | ending.EndingItemWaived
    | ending.InvestmentStatementIssued
    | ending.InvestmentStatementSeen
    | ending.MessageAgreed
    | ending.LessonRecorded
    | ending.PartnershipEnded
    | aftercare.AftercareHeld
    | aftercare.PartnershipArchived
    | leaving.PersonLeaving
    | leaving.PersonStaying
    | leadership.PositionVacant
    | leadership.LeadershipChangeOpened
    | leadership.LeadershipChangeClosed
    | leadership.LeadMissed
    | handover.HandoverItemAdded
    | handover.HandoverItemDone
    | handover.LeaderMet
    | handover.GoalsReaffirmed
    | handover.ReaffirmationAsked
    | grace.PatienceGranted
    | assurance.AssuranceRequested
    | assurance.AssuranceRecorded
    | assurance.AssuranceDropped
    | assurance.AssuranceLapsed
    | concerns.ConcernRaised
    | concerns.HelpOffered
    | concerns.ConcernDisclosed
    | concerns.ConcernAcknowledged
    | concerns.ConcernWithdrawn
    | ladder.ConcernStepChanged
    | ladder.MediationHeld
    | ladder.ResolutionAgreed
    | ladder.ConcernResolved
    | retaliation.RetaliationChecked
    | urgent.UrgentEndRequested
    | urgent.UrgentRequestDropped
    | urgent.UrgentEndTold
    | urgent.UrgentEndReviewed
    | joint.DecisionProposed
    | joint.DecisionAgreed
    | joint.DecisionDeclined
    | joint.DecisionTaken
    | registers.EntryWritten
    | registers.EntryAnswered
    | registers.EntryClosed
    | minutes.DecisionRecorded
    | minutes.DecisionAcknowledged
    | availability.AvailabilityConfirmed
    | availability.AvailabilityLapsed
    | evaluation.EvaluationOpened
    | evaluation.EvaluationAnswered
    | evaluation.EvaluationExtended
    | findings.EvaluationClosed
    | findings.ResultsPublished
    | pulse.PulseAnswered
    | pulse.PulsePublished
    | review.WordsShared
    | review.EvaluationDiscussed
    | review.ActionAdded
    | review.ActionCompleted
    | review.ActionDropped
    | quiet.QuietPeriodObserved
    | quiet.QuietPeriodEnded
    | adoption.PolicyAdopted
    | health.HealthChanged
    | clocks.EscalationRaised
    | clocks.ReminderSkipped
    | transitions.StageChanged,
    Field(discriminator="type"),
]
"""Any event, told by its `type`."""
