"""An NGO that feels used and says so in private: it is heard and they renew, or it is not and they part with care."""

from domain.aftercare import RecordAftercare
from domain.concerns import AcknowledgeConcern, DiscloseConcern, RaiseConcern
from domain.disclosure import Disclosure
from domain.ending import AgreeMessage, EndPartnership, IssueInvestmentStatement, RecordLesson, SeeInvestmentStatement
from domain.future import ContinuePartnership, DiscussFuture, EndingGround
from domain.ladder import BringToDecision, RecordMediation, ResolveConcern, StepConcern
from domain.message import Actor
from domain.notice import BeginWindingDown, GiveNotice, InviteToConversation
from domain.people import AppointNeutral
from domain.retaliation import AnswerRetaliationCheck, Retaliation
from domain.slices.concerns import ConcernKind, Rung, Severity
from domain.values import OrgId, OrgKind, Role
from tests.domain.story import voice
from tests.domain.teller import FACILITATOR
from tests.scenarios.chronicle import Chronicle

NGO, COMPANY = OrgId("yayasan-sungai"), OrgId("semen-raya")
PRIVATE = "Our name is on every poster and our people are in none of the meetings."
"""What nobody reads who was not meant to."""


class FeelingUsed(Chronicle):
    """A clean river, and a company that likes to be seen with it."""

    title = "Sungai bersih"
    cast = {NGO: ("Yayasan Sungai", OrgKind.NGO), COMPANY: ("Semen Raya", OrgKind.COMPANY)}  # noqa: RUF012

    @property
    def hurt(self) -> Actor:
        """The alternate of the NGO, who raises it."""
        return voice(Role.ALTERNATE, NGO)

    def raised(self, **terms: object) -> "FeelingUsed":
        """A year of work, a facilitator whom both trust, and a concern that only she knows of."""
        self.active(**terms)
        self.together(AppointNeutral(person_id=FACILITATOR.person_id, name="Bu Sari", role=Role.FACILITATOR))
        self.supported()
        for _ in range(6):
            self.wait(28).met()
        concern = RaiseConcern(
            concern_id="posters",
            about=ConcernKind.FEELING_USED,
            severity=Severity.SERIOUS,
            text=PRIVATE,
            wishes="A seat",
        )
        self.then(self.hurt, concern).wait(1)
        return self.then(FACILITATOR, AcknowledgeConcern(concern_id="posters")).wait(3)

    def heard(self) -> "FeelingUsed":
        """The facilitator brings both leads together; the company had not seen it, and they renew."""
        self.raised(end_type="fixed", ends_at=self.far)
        self.then(self.hurt, StepConcern(concern_id="posters", to=Rung.CLARIFICATION))
        told = DiscloseConcern(concern_id="posters", to=Disclosure.OTHER_LEAD, text="We want a seat at the table.")
        self.then(self.hurt, told).wait(2)
        self.then(self.lead(COMPANY), AcknowledgeConcern(concern_id="posters")).wait(4)
        talk = RecordMediation(concern_id="posters", facilitator="Bu Sari", outcome="From now on both plan.")
        self.then(FACILITATOR, talk).wait(3)
        how = ResolveConcern(concern_id="posters", how="We plan together now.", made_possible="Nobody asked.")
        for actor in (FACILITATOR, self.lead(COMPANY), self.hurt):
            self.say(actor, how)
        self.met().wait(31)
        self.then(self.hurt, AnswerRetaliationCheck(concern_id="posters", answer=Retaliation.NONE))
        self.met().reviewed({NGO: 4, COMPANY: 5})
        self.then(self.lead(NGO), DiscussFuture(ground=EndingGround.TERM, reason="Our term comes to its end.")).wait(7)
        return self.together(ContinuePartnership(ends_at=self.day(3 * 365)), by=self.lead(NGO))

    def unheard(self) -> "FeelingUsed":
        """Nobody comes to the talks; the NGO goes up the ladder, and in the end leaves with care and notice."""
        self.raised()
        self.then(self.hurt, StepConcern(concern_id="posters", to=Rung.CLARIFICATION)).wait(20)
        self.then(self.hurt, StepConcern(concern_id="posters", to=Rung.FACILITATED_TALK)).wait(20)
        told = DiscloseConcern(concern_id="posters", to=Disclosure.SPONSORS, text="For half a year nobody answers us.")
        self.then(self.hurt, told, StepConcern(concern_id="posters", to=Rung.SPONSORS)).wait(34)
        reason = "We have tried to be heard, and were not."
        self.then(self.hurt, BringToDecision(concern_id="posters", reason=reason)).wait(3.4)
        for _ in range(2):  # and nobody answers
            invited = InviteToConversation(org_id=COMPANY, message="Let us talk before we decide.")
            self.then(self.lead(NGO), invited).wait(15)
        self.then(self.lead(NGO), GiveNotice(ground=EndingGround.CONDUCT, reason=reason)).wait(31)
        self.then(self.lead(NGO), BeginWindingDown()).wait(4)
        return self.parted()

    def parted(self) -> "FeelingUsed":
        """What both gave is named, the message is agreed, both say what they have learned; later they ask how it is."""
        given = dict.fromkeys(self.orgs, "A year of evenings")
        self.then(self.lead(NGO), IssueInvestmentStatement(invested=given)).wait(2)
        self.then(self.lead(COMPANY), SeeInvestmentStatement())
        self.together(AgreeMessage(text="We go our own ways; the river stays clean."), by=self.lead(NGO))
        self.then(self.lead(NGO), RecordLesson(text="Ask early who decides.", share=True))
        self.then(self.lead(COMPANY), RecordLesson())
        self.then(self.lead(NGO), EndPartnership()).wait(31)
        self.then(self.lead(COMPANY), RecordAftercare(answers="We miss them.")).wait(155)
        return self.then(self.lead(NGO), RecordAftercare(answers="We are well."))

    @property
    def far(self) -> object:
        """The end of the first term."""
        return self.day(500)
