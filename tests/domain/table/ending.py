"""Ending with care, or at once where somebody's safety or the law asks for it: T15 to T18 and T20."""

from collections.abc import Callable

from domain.aftercare import RecordAftercare
from domain.commitments import MakeCommitment
from domain.ending import (
    AddEndingItem,
    AgreeMessage,
    CompleteEndingItem,
    EndPartnership,
    IssueInvestmentStatement,
    RecordLesson,
    SeeInvestmentStatement,
    WaiveEndingItem,
)
from domain.future import EndByAgreement, EndingGround, ReconsiderEnding
from domain.message import Actor, Command
from domain.notice import (
    BeginWindingDown,
    ContestConversation,
    GiveNotice,
    InviteToConversation,
    RecordConversation,
    RefuseConversation,
    WithdrawNotice,
)
from domain.pausing import PauseForSafety
from domain.people import AppointPerson
from domain.stages import OPEN, Stage
from domain.urgent import (
    ConfirmUrgentEnd,
    DropUrgentRequest,
    RecordUrgentReview,
    RequestUrgentEnd,
    ReviewOutcome,
    TellUrgentEnd,
    UrgentGround,
)
from domain.values import OrgId, PersonId, Role
from tests.domain.story import HOST, PARTNER, THIRD, WAYS, Story, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, A, B, C, yes

TAKEN = "decision.agreed decision.taken"
MEMBER = voice(Role.MEMBER, HOST)
GUARDIAN, OTHER_GUARDIAN = voice(Role.SPONSOR, HOST), voice(Role.SPONSOR, PARTNER)
DONE = EndByAgreement(ground=EndingGround.SUCCESS, reason="Every child reads.")
NOTICE = GiveNotice(ground=EndingGround.STRATEGY, reason="New plans")
ACT, END, RETHINK = BeginWindingDown(), EndPartnership(), ReconsiderEnding(reason="We miss you")
INVITED = InviteToConversation(org_id=PARTNER, message="Tea on Friday?")
REFUSED = RefuseConversation(reason="Too busy")
STATEMENT = IssueInvestmentStatement(invested={HOST: "Evenings", PARTNER: "Trust of the village"})
MESSAGE, LESSON, CARE = (
    AgreeMessage(text="We part as friends."),
    RecordLesson(text="Begin with tea."),
    RecordAftercare(),
)
URGENT = RequestUrgentEnd(ground=UrgentGround.SAFEGUARDING, text="A child is at risk.")
DECLINED = RecordAftercare(declined=True)
REVIEW = RecordUrgentReview(text="It was right, and too late.", outcome=ReviewOutcome.UPHELD)
TELL = TellUrgentEnd(org_id=THIRD, how="By telephone, the same evening")
TELL_B = TellUrgentEnd(org_id=PARTNER, how="By telephone")
AUNT = Actor(person_id=PersonId("bu-tri"), org_id=HOST)
GIVEN = CompleteEndingItem(item_id="keys")
CONTESTED = ContestConversation(reason="Nobody came")
CONFIRMED, DROPPED = ConfirmUrgentEnd(), DropUrgentRequest(reason="It was a mistake")


def deciding() -> Story:
    return Story(crowd=True).deciding()


def talked() -> Story:
    return deciding().talked()


def noticed(days: float = 0) -> Story:
    """The host has given notice, and so many days have been slept over."""
    return talked().then(A, NOTICE).sleep(days)


def winding() -> Story:
    return Story(crowd=True).winding_down()


def settled(without: type[Command] | None = None) -> Story:
    return Story().settled(without)


def item(item_id: str = "keys", owner: OrgId = HOST, owed_to: OrgId = PARTNER) -> Callable[[Story], AddEndingItem]:
    return lambda s: AddEndingItem(
        item_id=item_id, about="asset", text="The keys", owner_org=owner, owed_to=owed_to, due_at=s.day(9)
    )


def owing(story: Story) -> Story:
    """The host owes the partner the keys."""
    return story.then(B, item()(story))


def promised() -> Story:
    story = settled()
    return story.then(A, MakeCommitment(commitment_id="shelf", to_org=PARTNER, text="A shelf", due_at=story.day(9)))


def ended_at_once() -> Story:
    return Story().active().then(GUARDIAN, URGENT).then(OTHER_GUARDIAN, CONFIRMED)


def third_untold() -> Story:
    """Two of three parties have ended it at once."""
    return Story(HOST, PARTNER, THIRD).active().then(GUARDIAN, URGENT).then(OTHER_GUARDIAN, CONFIRMED)


def alone_at_once() -> Story:
    """Two people of one side have ended it at once."""
    aunt = AppointPerson(person_id=AUNT.person_id, name="Bu Tri", role=Role.MEMBER, safeguarding=True)
    return Story(crowd=True).active().then(A, aunt).then(GUARDIAN, URGENT).then(AUNT, CONFIRMED)


def both_settled() -> Story:
    """At once, and both contacts afterwards are settled."""
    return ended_at_once().then(A, CARE, DECLINED).then(B, DECLINED)


def paused_in_question() -> Story:
    """Talked, and then one side has stopped at once for safety, until tomorrow."""
    story = talked().then(A, NOTICE)
    return story.then(B, PauseForSafety(reason="A threat", resume_at=story.day(1)))


def conversation(days: float) -> Callable[[Story], RecordConversation]:
    return lambda s: RecordConversation(held_at=s.day(days))


def _at_once(stage: Stage) -> Row:
    """T20 leads out of every open stage."""
    return Row(
        f"T20 {stage}", lambda: WAYS[stage](Story()).then(GUARDIAN, URGENT), OTHER_GUARDIAN, CONFIRMED,
        "partnership.ended T20",
    )  # fmt: skip


T15_AND_T16 = (
    Row("T15 by agreement", lambda: deciding().then(A, DONE), B, yes("end_by_agreement"), f"{TAKEN} ending.agreed T15"),
    Row("T15 by agreement, not alone", deciding, A, DONE, "decision.proposed"),
    Row("T15 by agreement of all three",
        lambda: Story(HOST, PARTNER, THIRD).deciding().then(A, DONE).then(B, yes("end_by_agreement")), C,
        yes("end_by_agreement"), f"{TAKEN} ending.agreed T15"),
    Row("T15 by notice", lambda: noticed(14), A, ACT, "T15"),
    Row("T15 not before talking", deciding, A, ACT, "no guards-unmet talked_first notice_given reflected"),
    Row("T15 not without a notice", talked, A, ACT, "no guards-unmet notice_given reflected"),
    Row("T15 not by the other side", lambda: noticed(14), B, ACT, "no guards-unmet notice_is_yours"),
    Row("T15 not before reflecting", lambda: noticed(13.9), A, ACT, "no guards-unmet reflected"),
    Row("T15 not by a member", lambda: noticed(14), MEMBER, ACT, "no not-binding"),
    time("T15 never by time", lambda: noticed().wait(13).sleep(1), "escalation.raised ending.reflection_ended"),
    Row("an invitation", deciding, A, INVITED, "ending.conversation_invited"),
    Row("an invitation to another party", deciding, B, INVITED, "no own-side"),
    Row("an invitation to a party", deciding, A, INVITED.model_copy(update={"org_id": THIRD}), "no unknown-party"),
    Row("an invitation at a time", lambda: deciding().then(A, INVITED), A, INVITED, "no already-done"),
    Row("an invitation refused", lambda: deciding().then(A, INVITED), B, REFUSED, "ending.conversation_refused"),
    Row("no invitation to refuse", deciding, B, REFUSED, "no unknown-item"),
    Row("a conversation", deciding, B, conversation(0), "ending.conversation_held"),
    Row("a conversation is told afterwards", deciding, B, conversation(1), "no not-in-the-past"),
    Row("a conversation of earlier years", deciding, B, conversation(-900), "no too-early"),
    Row("a conversation binds", deciding, MEMBER, conversation(0), "no not-binding"),
    Row("a conversation that did not happen", talked, B, CONTESTED, "ending.conversation_contested"),
    Row("a conversation of one's own", talked, A, CONTESTED, "no unknown-item"),
    Row("notice not after a talk that did not happen", lambda: talked().then(B, CONTESTED), A, NOTICE,
        "no guards-unmet talked_first"),
    Row("T15 not after a talk that did not happen", lambda: noticed(14).then(B, CONTESTED), A, ACT,
        "no guards-unmet talked_first"),
    Row("T15 after a pause in between", lambda: paused_in_question().wait(30), A, ACT, "T15"),
    time("an invitation without an answer", lambda: deciding().then(A, INVITED).wait(13).sleep(1),
         "escalation.raised ending.conversation_unanswered"),
    time("a notice does not hold for ever", lambda: noticed().wait(89).sleep(1),
         "escalation.raised escalation.raised ending.notice_lapsed"),
    Row("T15 not by a notice of years ago", lambda: noticed().wait(400), A, ACT,
        "no guards-unmet notice_given reflected"),
    Row("an invitation by two sides", lambda: Story(HOST, PARTNER, THIRD).deciding().then(A, INVITED), C, INVITED,
        "ending.conversation_invited"),
    Row("notice not before talking", deciding, A, NOTICE, "no guards-unmet talked_first"),
    Row("notice not after one refusal", lambda: deciding().then(A, INVITED).then(B, REFUSED), A, NOTICE,
        "no guards-unmet talked_first"),
    Row("notice after two refusals",
        lambda: deciding().then(A, INVITED).then(B, REFUSED).then(A, INVITED).then(B, REFUSED), A, NOTICE,
        "ending.notice_given"),
    Row("notice not after one's own refusals",
        lambda: deciding().then(A, INVITED).then(B, REFUSED).then(A, INVITED).then(B, REFUSED), B, NOTICE,
        "no guards-unmet talked_first"),
    Row("notice not while a third side was never asked",
        lambda: Story(HOST, PARTNER, THIRD).deciding().then(A, INVITED).then(B, REFUSED).then(A, INVITED)
        .then(B, REFUSED), A, NOTICE, "no guards-unmet talked_first"),
    Row("notice after all have refused",
        lambda: Story(HOST, PARTNER, THIRD).deciding()
        .then(A, INVITED, INVITED.model_copy(update={"org_id": THIRD})).then(B, REFUSED).then(C, REFUSED), A, NOTICE,
        "ending.notice_given"),
    Row("notice after two invitations without an answer",
        lambda: deciding().then(A, INVITED).wait(14).then(A, INVITED).wait(14), A, NOTICE, "ending.notice_given"),
    Row("notice by the other side", talked, B, NOTICE, "ending.notice_given"),
    Row("notice once", noticed, A, NOTICE, "no already-done"),
    Row("notice taken back", noticed, A, WithdrawNotice(), "ending.notice_withdrawn"),
    Row("notice taken back in the reflection", lambda: noticed(14), A, WithdrawNotice(), "ending.notice_withdrawn"),
    Row("notice taken back by its owner alone", noticed, B, WithdrawNotice(), "no not-your-side"),
    Row("no notice to take back", talked, A, WithdrawNotice(), "no guards-unmet notice_given"),
    Row("T16", lambda: winding().then(A, RETHINK), B, yes("reconsider_ending"), f"{TAKEN} ending.reconsidered T16"),
    Row("T16 not alone", winding, A, RETHINK, "decision.proposed"),
)  # fmt: skip

T17 = (
    Row("T17", settled, A, END, "partnership.ended T17"),
    Row("T17 by the other side", settled, B, END, "partnership.ended T17"),
    Row("T17 not by a member", winding, MEMBER, END, "no not-binding"),
    Row("T17 not while something is owed", lambda: owing(settled()), A, END, "no guards-unmet nothing_owed"),
    Row("T17 not while a promise is open", promised, A, END, "no guards-unmet nothing_owed"),
    Row("T17 not before all have seen what was invested", lambda: settled(SeeInvestmentStatement).then(A, STATEMENT),
        A, END, "no guards-unmet statement_seen_by_all"),
    Row("T17 not without a shared message", lambda: settled(AgreeMessage), A, END, "no guards-unmet message_agreed"),
    Row("T17 not before each side was asked for lessons", lambda: settled(RecordLesson).then(A, LESSON), A, END,
        "no guards-unmet lessons_asked"),
    Row("something is owed", winding, B, item(), "ending.item_added"),
    Row("something is owed between parties", winding, B, item(owner=THIRD), "no unknown-party"),
    Row("one item of a name", lambda: owing(winding()), A, item(), "no already-exists"),
    Row("given, says the giver", lambda: owing(winding()), A, GIVEN, "ending.item_given"),
    Row("given, says the giver once", lambda: owing(winding()).then(A, GIVEN), A, GIVEN, "no already-done"),
    Row("given, says the receiver", lambda: owing(winding()), B, GIVEN, "ending.item_done"),
    Row("given, say both", lambda: owing(winding()).then(A, GIVEN), B, GIVEN, "ending.item_done"),
    Row("given, and let go", lambda: owing(winding()).then(A, GIVEN), B,
        WaiveEndingItem(item_id="keys", reason="Old"), "ending.item_waived"),
    Row("T17 not on the giver's word alone", lambda: owing(settled()).then(A, GIVEN), A, END,
        "no guards-unmet nothing_owed"),
    Row("T17 where the receiver has been silent for long", lambda: owing(settled()).then(A, GIVEN).wait(60), A, END,
        "partnership.ended T17"),
    Row("T17 not where nothing was given, however long", lambda: owing(settled()).wait(400), A, END,
        "no guards-unmet nothing_owed"),
    Row("T17 where one side says nothing for long", lambda: winding().then(A, STATEMENT, LESSON).wait(60), A, END,
        "partnership.ended T17"),
    Row("T17 not before the silent side was asked for long", lambda: winding().then(A, STATEMENT, LESSON).wait(59), A,
        END, "no guards-unmet statement_seen_by_all message_agreed lessons_asked"),
    Row("T17 not where what was invested was told a moment ago",
        lambda: winding().then(A, LESSON).wait(60).then(A, STATEMENT), A, END,
        "no guards-unmet statement_seen_by_all"),
    Row("twenty things a side", lambda: winding().then(A, *(item(f"thing-{n}")(winding()) for n in range(20))), A,
        item(), "no too-many"),
    Row("twenty things for each side", lambda: winding().then(A, *(item(f"thing-{n}")(winding()) for n in range(20))),
        B, item(), "ending.item_added"),
    Row("given, a third cannot say", lambda: owing(Story(HOST, PARTNER, THIRD).winding_down()), C,
        CompleteEndingItem(item_id="keys"), "no not-yours"),
    Row("no such item", winding, A, CompleteEndingItem(item_id="keys"), "no unknown-item"),
    Row("let go by the one who is owed", lambda: owing(winding()), B, WaiveEndingItem(item_id="keys", reason="Old"),
        "ending.item_waived"),
    Row("let go by nobody else", lambda: owing(winding()), A, WaiveEndingItem(item_id="keys", reason="Old"),
        "no not-waivable"),
    Row("what was invested", winding, B, STATEMENT, "ending.investment_statement_issued"),
    Row("what was invested by each", winding, B, STATEMENT.model_copy(update={"invested": {HOST: "Evenings"}}),
        "no party-missing"),
    Row("what was invested by parties", winding, B,
        STATEMENT.model_copy(update={"invested": {**STATEMENT.invested, THIRD: "Fame"}}), "no unknown-party"),
    Row("seen", lambda: winding().then(A, STATEMENT), B, SeeInvestmentStatement(), "ending.investment_statement_seen"),
    Row("seen by its author", lambda: winding().then(A, STATEMENT), A, SeeInvestmentStatement(), "no already-done"),
    Row("nothing to see", winding, A, SeeInvestmentStatement(), "no guards-unmet statement_issued"),
    Row("a shared message", lambda: winding().then(B, MESSAGE), A, yes("agree_message"),
        f"{TAKEN} ending.message_agreed"),
    Row("a lesson", winding, MEMBER, LESSON, "lesson.recorded"),
)  # fmt: skip

T18_AND_T20 = (
    Row("T18 not after one contact", lambda: Story().ended(), B, CARE, "aftercare.held"),
    Row("T18 not because one side declines", lambda: Story().ended().then(A, DECLINED), B, CARE, "aftercare.held"),
    Row("declined for oneself, once", lambda: Story().ended().then(A, DECLINED), A, DECLINED, "no already-done"),
    Row("T18 after two contacts", lambda: Story().ended().then(A, CARE, DECLINED), B, DECLINED,
        "aftercare.held partnership.archived T18"),
    Row("T18 once all have declined both", lambda: Story().ended().then(A, DECLINED).then(B, DECLINED, DECLINED), A,
        DECLINED, "aftercare.held partnership.archived T18"),
    time("T18 not after half a year", lambda: Story().ended().wait(179).sleep(1), "escalation.raised"),
    time("T18 after 190 days without a word", lambda: Story().ended().wait(189).sleep(1),
         "escalation.raised partnership.archived T18"),
    Row("T18 closes the record", lambda: Story().archived(), A, CARE, "no already-closed"),
    Row("the second contact in its time", lambda: Story().ended().then(A, CARE).wait(165), B, CARE, "no too-early"),
    Row("the second contact after half a year", lambda: Story().ended().then(A, CARE).wait(166), B, CARE,
        "aftercare.held partnership.archived T18"),
    Row("T18 not before an urgent end is reviewed", lambda: ended_at_once().then(A, CARE, DECLINED), B,
        DECLINED, "aftercare.held"),
    Row("two contacts are enough", both_settled, B, CARE, "no nothing-to-after"),
    time("T18 not because the time for a review has passed", lambda: ended_at_once().wait(189).sleep(1),
         "escalation.raised"),
    Row("T18 after the review of an urgent end", both_settled, B, REVIEW,
        "ending.urgent_reviewed partnership.archived T18"),
    Row("a review by somebody else", ended_at_once, GUARDIAN, REVIEW, "no guards-unmet reviewed_by_another"),
    Row("a review once", lambda: ended_at_once().then(A, REVIEW), B, REVIEW, "no already-done"),
    Row("a review of an urgent end", lambda: Story().ended(), A, REVIEW, "no guards-unmet ended_urgently"),
    Row("a review binds", ended_at_once, voice(Role.MEMBER, HOST), REVIEW, "no guards-unmet a_review_binds"),
    Row("a review by the side that did not decide", lambda: alone_at_once().then(A, TELL_B), A, REVIEW,
        "no guards-unmet reviewed_by_another"),
    Row("a review by the other side", lambda: alone_at_once().then(A, TELL_B), B, REVIEW, "ending.urgent_reviewed"),
    Row("a review by a neutral person", lambda: alone_at_once().then(A, TELL_B), FACILITATOR, REVIEW,
        "ending.urgent_reviewed"),
    Row("a review after all know", third_untold, C, REVIEW, "no guards-unmet every_party_told"),
    Row("the third party is told", third_untold, A, TELL, "ending.urgent_told"),
    Row("told once", lambda: third_untold().then(A, TELL), B, TELL, "no already-done"),
    Row("told to a party", ended_at_once, A, TELL, "no unknown-party"),
    Row("nothing to tell", lambda: Story(HOST, PARTNER, THIRD).ended(), A, TELL, "no guards-unmet ended_urgently"),
    Row("an urgent end is asked for", lambda: Story().active(), GUARDIAN, URGENT, "ending.urgent_requested"),
    Row("one request at a time", lambda: Story().active().then(GUARDIAN, URGENT), OTHER_GUARDIAN, URGENT,
        "no already-done"),
    Row("a lead has no mandate", lambda: Story().active(), A, URGENT, "no not-mandated"),
    Row("the facilitator has no mandate", lambda: Story(crowd=True).active(), FACILITATOR, URGENT, "no not-mandated"),
    Row("the request is dropped", lambda: Story().active().then(GUARDIAN, URGENT), OTHER_GUARDIAN, DROPPED,
        "ending.urgent_dropped"),
    Row("no request to drop", lambda: Story().active(), GUARDIAN, DROPPED, "no unknown-item"),
    Row("T20 not unasked", lambda: Story().active(), GUARDIAN, CONFIRMED, "no guards-unmet urgent_end_requested"),
    Row("T20 not by the same person", lambda: Story().active().then(GUARDIAN, URGENT), GUARDIAN, CONFIRMED,
        "no guards-unmet confirmed_by_another"),
    Row("T20 not by a lead", lambda: Story().active().then(GUARDIAN, URGENT), A, CONFIRMED, "no not-mandated"),
    *(_at_once(stage) for stage in OPEN),
    Row("T20 not after the end", lambda: Story().ended(), GUARDIAN, URGENT, "no not-in-this-stage"),
)  # fmt: skip

ROWS = (*T15_AND_T16, *T17, *T18_AND_T20)
