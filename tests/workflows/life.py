"""A life as people live it: what one visit to the console brings is sent together, and machines report the contacts."""

from datetime import datetime
from uuid import UUID

from domain.aftercare import RecordAftercare
from domain.agreement import OfferVersion
from domain.commitments import ConfirmCommitment, MakeCommitment, ReportDone
from domain.contact import RecordContact
from domain.drafting import AssignRole, DefineIndicator, PledgeContribution, ProposeGoal, SetTerms
from domain.ending import (
    AddEndingItem,
    AgreeMessage,
    CompleteEndingItem,
    EndPartnership,
    IssueInvestmentStatement,
    RecordLesson,
    SeeInvestmentStatement,
)
from domain.fit import BeginDesigning
from domain.funding import ReportFunding
from domain.future import EndByAgreement, EndingGround
from domain.initiation import BeginAssessing, BeginExploring, ConfirmProfile, DeclareWillingness
from domain.pausing import PausePartnership, ResumePartnership
from domain.support import RecordSupport
from domain.values import FundingStatus, Level, Role
from tests.domain.looking import answer
from tests.domain.story import ANSWERS, HOST, PARTNER, Story, appointment, voice
from tests.domain.teller import INITIATOR, A, B, service, yes

SEATS = (Role.LEAD, Role.ALTERNATE, Role.SPONSOR)
WEEKS = 4
"""In a month."""

SILENT = 7
"""The month of each year in which nobody meets."""


class Life(Story):
    """Three years of one partnership."""

    def begun(self) -> "Life":
        """From the proposal to work."""
        self.say(INITIATOR, self.proposal(), *(appointment(role, HOST) for role in SEATS[:2]))
        self.wait(3)
        self.say(B, DeclareWillingness(willing=True), *(appointment(role, PARTNER) for role in SEATS))
        self.then(A, appointment(Role.SPONSOR, HOST), BeginExploring()).wait(2)
        for actor in (A, B):
            self.say(actor, ConfirmProfile(mission="To read", values=("care",), goals=("a library",)))
            self.wait(1)
        self.met().wait(10).met().wait(10).met()
        self.say(B, BeginAssessing())
        for actor in (A, B):
            self.say(actor, *ANSWERS)
            self.wait(2)
        return self.then(voice(Role.SPONSOR, HOST), BeginDesigning()).agreed()

    def agreed(self) -> "Life":
        """The draft in two visits, the offer, and a yes from both."""
        entries = list(self.draft())
        shared = (ProposeGoal, DefineIndicator, SetTerms)
        for org in (HOST, PARTNER):
            self.say(voice(Role.LEAD, org), *(entry for by, entry in entries if by == org))
            self.wait(2)
        assert {type(entry) for _, entry in entries} == {*shared, AssignRole, PledgeContribution}
        return self.then(A, OfferVersion()).wait(3).then(A, self.acceptance()).wait(4).then(B, self.acceptance())

    def met(self) -> "Life":
        """The calendar reports a meeting."""
        return self.then(service(HOST), RecordContact(held_at=self.now, orgs=self.orgs, topics=("books",)))

    def year(self, number: int) -> "Life":
        """A meeting a month but for one, and once a year money and support."""
        for month in range(12):
            if month != SILENT:
                self.minutes(f"books-{number}-{month}")
            for _ in range(WEEKS):
                self.looked().wait(26 / WEEKS)
        for actor in (A, B):
            support = RecordSupport(level=Level.LEADERSHIP, text="They came")
            self.say(actor, ReportFunding(status=FundingStatus.STABLE), support)
        return self

    def quiet_year(self) -> "Life":
        """Four meetings, which the calendar reports, and reminders in between."""
        for _ in range(4):
            self.wait(91).met()
        return self

    def minutes(self, promise: str) -> None:
        """What was promised last time and is kept, what is promised now; some days later the other side confirms."""
        kept = [ReportDone(commitment_id=q.commitment_id) for q in self.p.commitments if not q.done]
        held = RecordContact(held_at=self.now, orgs=self.orgs, topics=("books",))
        made = MakeCommitment(commitment_id=promise, to_org=PARTNER, text="Forty books", due_at=self.day(40))
        self.say(A, held, *kept, made)
        self.wait(3)
        if kept:
            self.say(B, *(ConfirmCommitment(commitment_id=q.commitment_id) for q in self.p.commitments if q.done))

    def looked(self) -> "Life":
        """Where they are asked how it is, everybody with a seat answers within a week, and so it closes."""
        for role in SEATS:
            for org in self.orgs:
                if running := self.p.evaluation.open:
                    self.say(voice(role, org), answer(form=running.form))
        return self

    def rested(self) -> "Life":
        """A pause over the harvest."""
        self.together(PausePartnership(reason="Harvest", resume_at=self.day(40)))
        return self.wait(30).together(ResumePartnership())

    def closed(self) -> "Life":
        """A good ending, and aftercare."""
        self.asked().wait(5).together(EndByAgreement(ground=EndingGround.SUCCESS, reason="Every child reads"))
        self.say(A, *(self.owed(item) for item in ("keys", "thanks")))
        self.wait(10)
        kept = [q.commitment_id for q in self.p.commitments]
        given = [CompleteEndingItem(item_id=item) for item in ("keys", "thanks")]
        stated = IssueInvestmentStatement(invested=dict.fromkeys(self.orgs, "Years of evenings"))
        farewell = AgreeMessage(text="We part as friends.")
        self.say(A, *given, *(ReportDone(commitment_id=c) for c in kept), stated, farewell, RecordLesson())
        self.wait(2)
        confirmed = [ConfirmCommitment(commitment_id=c) for c in kept]
        self.say(B, *given, *confirmed, SeeInvestmentStatement(), yes("agree_message"), RecordLesson())
        self.then(A, EndPartnership()).wait(31).then(B, RecordAftercare(answers="Well"))
        return self.wait(151).then(A, RecordAftercare(answers="Well"))

    def owed(self, item: str) -> AddEndingItem:
        """What the host owes its partner before the end."""
        due = self.day(20)
        return AddEndingItem(item_id=item, about="thanks", text="The keys", owner_org=HOST, owed_to=PARTNER, due_at=due)


def whole(now: datetime, partnership_id: UUID) -> Life:
    """A life of three years, from the proposal to the closed record."""
    life = Life(now=now, partnership_id=partnership_id).begun().year(1).rested().year(2).year(3).closed()
    assert life.p.closed
    return life
