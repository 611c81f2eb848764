"""What people hear of although nobody waits for them: one sentence for each kind of event, and for whom it is.

The names in braces are fields of the event, or `name` (its party), `person`, `promise` and `command`.
"""

from dataclasses import dataclass
from enum import Enum

from domain import (
    aftercare,
    agreement,
    amendment,
    assisted,
    assurance,
    commitments,
    concerns,
    contributions,
    ending,
    evaluation,
    findings,
    funding,
    future,
    grace,
    institutionalisation,
    joint,
    ladder,
    leadership,
    leaving,
    measuring,
    notice,
    operational,
    pausing,
    people,
    pulse,
    quiet,
    registers,
    renegotiation,
    transitions,
    urgent,
)
from domain.message import Event
from domain.notices.choices import NoticeKind

LEGAL, SAFETY, NEWS = NoticeKind.LEGAL, NoticeKind.SAFETY, NoticeKind.NEWS


class To(Enum):
    """Who of the people with a role hears of it; never whoever has done it."""

    SPEAKERS = "speakers"
    """Leads, alternates and sponsors of every side, and neutral people."""
    ALL = "all"
    """Everybody with a role."""
    SIDE = "side"
    """The speakers of the party that the event is about."""
    RECEIVER = "receiver"
    """The speakers of the party to whom something is promised or given."""
    GIVER = "giver"
    """The speakers of the party that has promised or given it."""
    PERSON = "person"
    """The one whom it is about."""
    READERS = "readers"
    """Those whom somebody has told in confidence, but for the one who confided."""
    RAISER = "raiser"
    """The one who confided."""


_WHY = {
    To.SPEAKERS: "you speak for one of the sides, or stand between them",
    To.ALL: "you take part in this partnership",
    To.SIDE: "it concerns your side",
    To.RECEIVER: "it was promised or given to your side",
    To.GIVER: "your side has promised or given it",
    To.PERSON: "it concerns you in person",
    To.READERS: "somebody has confided this to you",
    To.RAISER: "you have confided this",
}


@dataclass(frozen=True)
class Headline:
    """One sentence about an event, and for whom it is."""

    what: str
    to: To = To.SPEAKERS
    kind: NoticeKind = NEWS
    when: tuple[str, object] | None = None
    """A field of the event and what it has to say."""
    days: tuple[str, ...] = ()
    """The keys of the days that it tells of; they come with its letter into the calendar of its reader."""

    @property
    def why(self) -> str:
        """Why its readers hear of it."""
        return _WHY[self.to]

    def suits(self, event: Event) -> bool:
        """Whether this is the sentence for an event of its kind."""
        return self.when is None or str(getattr(event, self.when[0])) == str(self.when[1])


AGREED = "date/start", "date/end", "date/evaluation", "date/resume"
PAUSE = ("date/resume",)
REFLECTION = ("date/reflection",)


def _stage(after: str, what: str) -> Headline:
    return Headline(what, when=("after", after))


HEADLINES: dict[type[Event], tuple[Headline, ...]] = {
    transitions.StageChanged: (
        _stage("exploring", "all parties are willing: from now on you get to know each other"),
        _stage("assessing", "you know each other now: the next step is to see whether you fit"),
        _stage("designing", "you fit together: the next step is to write the agreement"),
        _stage("winding_down", "the partnership is being brought to a good end: what is open is settled first"),
    ),
    people.PersonAppointed: (
        Headline("you have a role in this partnership from now on", To.PERSON, days=AGREED),
        Headline("{person} leads on the side of {name} from now on", when=("role", "lead")),
        Headline("{person} stands between the sides from now on, as all have agreed", when=("role", "facilitator")),
    ),
    people.PersonReleased: (Headline("{person} has no role in this partnership any more"),),
    people.PartyLeft: (Headline("{name} has left, and the others go on: {reason}", To.ALL, LEGAL),),
    agreement.AgreementAccepted: (
        Headline(
            "somebody has recorded that you accept version {version} of the agreement; if that was not your word, "
            "object before {stands_from_at}",
            To.SIDE,
            LEGAL,
            ("method", "assisted"),
        ),
    ),
    assisted.AcceptanceObjected: (
        Headline("{name} says that the acceptance recorded in its name was not its word", kind=LEGAL),
    ),
    agreement.OfferWithdrawn: (Headline("version {version} of the agreement lies before you no more: {reason}"),),
    agreement.AgreementInForce: (
        Headline("version {version} of the agreement is in force", To.ALL, LEGAL, days=AGREED),
    ),
    amendment.AmendmentWithdrawn: (Headline("{name} has taken a proposed change back: {reason}"),),
    operational.OperationalInForce: (Headline("every party has accepted an operational agreement: it is in force"),),
    joint.DecisionTaken: (Headline("all have agreed: {command}"),),
    joint.DecisionDeclined: (Headline("{name} does not agree to: {command}"),),
    measuring.IndicatorOffTrack: (Headline("a sign of success shows that what you wanted is not being reached"),),
    commitments.CommitmentMade: (Headline("{name} has promised your side: {text}", To.RECEIVER),),
    commitments.CommitmentConfirmed: (
        Headline("{name} confirms that you have kept your promise: {promise}", To.GIVER),
    ),
    commitments.CommitmentReturned: (
        Headline("{name} does not see yet that your promise is kept: {promise}", To.GIVER),
    ),
    commitments.CommitmentWaived: (Headline("{name} lets your promise go: {promise}", To.GIVER),),
    renegotiation.CommitmentRenegotiated: (Headline("a promise has another date, {new_due_at}: {promise}"),),
    renegotiation.RenegotiationDeclined: (Headline("{name} asks you to keep to the date: {promise}", To.GIVER),),
    contributions.ContributionConfirmed: (Headline("{name} has received what you gave", To.GIVER),),
    contributions.ContributionDisputed: (Headline("{name} sees differently what you gave", To.GIVER),),
    contributions.ContributionCredited: (
        Headline("your side has been named in public for what it gave: {where}", To.SIDE),
    ),
    funding.FundingStatusChanged: (
        Headline("the money of {name} for this partnership is sure again", when=("after", "stable")),
        Headline("the money of {name} for this partnership is at risk", when=("after", "at_risk")),
        Headline("{name} has less money for this partnership from now on", when=("after", "reduced")),
        Headline("{name} has lost its money for this partnership", when=("after", "lost")),
    ),
    institutionalisation.DepthChanged: (Headline("what the partnership rests on has changed: {evidence}"),),
    pausing.PartnershipPaused: (
        Headline(
            "work rests at once, for somebody's safety, until {resume_at}", To.ALL, SAFETY, ("pause", "safety"), PAUSE
        ),
        Headline("work rests until {resume_at}: {reason}", To.ALL, days=PAUSE),
    ),
    pausing.PauseExtended: (Headline("work rests longer, until {resume_at}", To.ALL, days=PAUSE),),
    pausing.PartnershipResumed: (Headline("work goes on", To.ALL, days=PAUSE),),
    future.FutureDiscussionOpened: (
        Headline("the future of the partnership is being talked about; until then work goes on: {reason}"),
    ),
    future.HoldingOver: (
        Headline("the end date has come without a decision: everything stays as it is for a while", To.ALL, LEGAL),
    ),
    future.PartnershipRenewed: (Headline("the same agreement runs on", To.ALL, LEGAL, days=AGREED),),
    future.PartnershipContinued: (Headline("you have decided to go on together", To.ALL, days=AGREED),),
    future.ReshapeDecided: (
        Headline("you have decided to write a changed agreement; the old one stays valid until then"),
    ),
    future.EndingAgreed: (
        Headline("all have agreed to end well, and on purpose: {reason}", To.ALL, LEGAL, days=AGREED + REFLECTION),
    ),
    future.EndingReconsidered: (Headline("all want to think again about the end: {reason}", To.ALL, LEGAL),),
    notice.ConversationRefused: (Headline("{name} does not want to talk about the end now"),),
    notice.ConversationHeld: (
        Headline("{name} has told of a talk about the future; if there was none, you can say so"),
    ),
    notice.ConversationContested: (
        Headline("{name} says that the talk about the future that others have told of did not happen"),
    ),
    notice.NoticeGiven: (
        Headline("{name} has given notice for {effective_at}: {reason}", To.ALL, LEGAL, days=REFLECTION),
    ),
    notice.NoticeWithdrawn: (Headline("{name} has taken its notice back", To.ALL, LEGAL, days=REFLECTION),),
    notice.NoticeLapsed: (
        Headline("the notice of {name} holds no more: nobody has acted on it", To.ALL, LEGAL, days=REFLECTION),
    ),
    ending.MessageAgreed: (Headline("you have agreed on what you tell others about the end: {text}", To.ALL),),
    ending.LessonRecorded: (Headline("{name} has said what it has learned from this partnership"),),
    ending.PartnershipEnded: (
        Headline(
            "the partnership was ended at once, as two people with a mandate have decided",
            To.ALL,
            SAFETY,
            ("urgent", True),
            AGREED + REFLECTION,
        ),
        Headline(
            "the partnership has ended; thank you for what you have given", To.ALL, LEGAL, days=AGREED + REFLECTION
        ),
    ),
    aftercare.AftercareHeld: (
        Headline("{name} would rather not be in touch about how it is after the end", when=("declined", True)),
    ),
    urgent.UrgentEndReviewed: (Headline("somebody who had not decided it has looked at the urgent end"),),
    aftercare.PartnershipArchived: (
        Headline("the record of the partnership is closed, and kept until {retain_until_at}"),
    ),
    leaving.PersonLeaving: (Headline("{person} leaves; the last day is {last_day_at}"),),
    leaving.PersonStaying: (Headline("{person} stays after all"),),
    leadership.LeadershipChangeOpened: (
        Headline("the leadership of {name} changes; what was agreed goes on, and reminders wait for a while"),
    ),
    leadership.LeadershipChangeClosed: (
        Headline("the lead of {name} is in post, knows the others and stands by the goals"),
    ),
    grace.PatienceGranted: (Headline("reminders wait until {until_at}, for the sake of {name}"),),
    quiet.QuietPeriodObserved: (
        Headline("{name} has asked for quiet days, from {starts_on} until {ends_on}: {reason}"),
    ),
    assurance.AssuranceLapsed: (
        Headline("something that {name} had shown holds no longer; nothing stops because of it"),
    ),
    registers.EntryClosed: (Headline("{name} has settled something that was written for all: {outcome}"),),
    evaluation.EvaluationExtended: (
        Headline("there is more time to say how the partnership is, until {due_at}", To.ALL),
    ),
    findings.ResultsPublished: (Headline("the results of the evaluation are there for all to read", To.ALL),),
    pulse.PulsePublished: (Headline("how it feels half-way is there for all to read", To.ALL),),
    concerns.ConcernRaised: (  # what is severe is nudged about at once
        Headline("somebody has told you of something that weighs on them", To.READERS, when=("severity", "light")),
        Headline("somebody has told you of something that weighs on them", To.READERS, when=("severity", "serious")),
    ),
    concerns.ConcernDisclosed: (Headline("somebody has told you of something that weighs on them", To.READERS),),
    concerns.ConcernAcknowledged: (Headline("somebody whom you told has heard what weighs on you", To.RAISER),),
    concerns.ConcernWithdrawn: (
        Headline("what somebody had confided to you was taken back; nobody asks why", To.READERS),
    ),
    concerns.HelpOffered: (
        Headline("if what weighs on you does, there is a next step, and it is yours to take", To.RAISER),
    ),
    ladder.ConcernStepChanged: (Headline("somebody has taken the next step with what weighs on them", To.READERS),),
    ladder.MediationHeld: (Headline("what weighs on somebody has been talked about", To.READERS),),
    ladder.ConcernResolved: (Headline("what weighed on somebody is resolved", To.READERS),),
}
"""An event has the first sentence that suits it for each group of readers; the first group goes before the others."""

LESS = frozenset({joint.DecisionTaken})
"""Told only where nothing else in the same submission is."""

SAID_BY: dict[type[Event], type[Event]] = {
    agreement.AgreementAccepted: agreement.AgreementInForce,
    people.PersonAppointed: leadership.LeadershipChangeClosed,
}
"""Not told where the second one happens with it and says as much."""
