"""Work, rest and the question of the future: T9 to T14, and what needs everybody's yes."""

from collections.abc import Callable

from domain.agreement import AskForChange
from domain.draft import EndType
from domain.future import ContinuePartnership, DiscussFuture, EndingGround, ReshapePartnership
from domain.joint import DeclineDecision
from domain.message import Command
from domain.pausing import ExtendPause, PauseForSafety, PausePartnership, ResumePartnership
from domain.people import AppointNeutral, LeavePartnership
from domain.values import PersonId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, drafting_day, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, A, B, C, service, yes

Says = Callable[[Story], Command]

MEMBER = voice(Role.MEMBER, HOST)
TAKEN = "decision.agreed decision.taken"
RENEWED = "partnership.renewed dependence.measured institutionalisation.asked"
RESUME, RESHAPE, GO_ON = ResumePartnership(), ReshapePartnership(reason="Smaller"), ContinuePartnership()
NEUTRAL = AppointNeutral(person_id=PersonId("mas-tono"), name="Mas Tono", role=Role.OBSERVER)
ASK = DiscussFuture(ground=EndingGround.STRATEGY, reason="New plans")
NO = DeclineDecision(about="pause_partnership", reason="Not in the school year")
BYE = LeavePartnership(reason="Our members chose another path")


def active() -> Story:
    return Story(crowd=True).active()


def three() -> Story:
    return Story(HOST, PARTNER, THIRD).active()


def paused(days: float = 30) -> Story:
    return Story(crowd=True).paused(days)


def term(days: float) -> Story:
    """Active, under an agreement that ends so many days after it was written."""
    return Story().active(end_type=EndType.FIXED, ends_at=drafting_day(days))


def pause(days: float) -> Says:
    return lambda s: PausePartnership(reason="Harvest", resume_at=s.day(days))


def safety(days: float) -> Says:
    return lambda s: PauseForSafety(reason="A flood", resume_at=s.day(days))


def extension(days: float) -> Says:
    return lambda s: ExtendPause(resume_at=s.day(days))


def renewal(days: float) -> Says:
    return lambda s: ContinuePartnership(ends_at=s.day(days))


def rest_again(days: float) -> Says:
    return lambda s: ContinuePartnership(resume_at=s.day(days))


def after(given: Callable[[], Story], *says: Says | Command) -> Callable[[], Story]:
    """The story, after its first side has said these."""

    def told() -> Story:
        story = given()
        for said in says:
            story.say(A, said if isinstance(said, Command) else said(story))
        return story

    return told


JOINT = (
    Row("proposed, and nothing more", active, A, pause(30), "decision.proposed"),
    Row("a member proposes nothing that binds", active, MEMBER, pause(30), "no not-binding"),
    Row("a service proposes nothing that binds", active, service(HOST), pause(30), "no not-binding"),
    Row("the facilitator proposes nothing", active, FACILITATOR, pause(30), "no not-a-party"),
    Row("agreed by one of two others", after(three, pause(30)), B, yes("pause_partnership"), "decision.agreed"),
    Row("agreed by all", lambda: after(three, pause(30))().then(B, yes("pause_partnership")), C,
        yes("pause_partnership"), f"{TAKEN} partnership.paused T9"),
    Row("one's own yes is given", after(active, pause(30)), A, yes("pause_partnership"), "no already-done"),
    Row("one yes a side", lambda: after(three, pause(30))().then(B, yes("pause_partnership")), B,
        yes("pause_partnership"), "no already-done"),
    Row("declined", after(active, pause(30)), B, NO, "decision.declined"),
    Row("a proposal taken back", after(active, pause(30)), A, NO, "decision.declined"),
    Row("declined is off the table", lambda: after(active, pause(30))().then(B, NO), B, yes("pause_partnership"),
        "no guards-unmet a_decision_is_open"),
    Row("nothing to decline", active, B, NO, "no guards-unmet a_decision_is_open"),
    Row("another thing is open", after(active, NEUTRAL), B, yes("pause_partnership"), "no unknown-item"),
    Row("one of a kind", after(active, pause(30)), B, pause(20), "no decision-open"),
    Row("two kinds", after(active, pause(30)), B, NEUTRAL, "decision.proposed"),
    Row("off the table with the stage", lambda: after(active, pause(30), safety(7))().then(A, RESUME), B,
        yes("pause_partnership"), "no unknown-item"),
    Row("off the table with a party", lambda: after(three, pause(30))().then(C, BYE), B, yes("pause_partnership"),
        "no guards-unmet a_decision_is_open"),
    Row("too late to agree", lambda: after(active, pause(30))().sleep(31), B, yes("pause_partnership"),
        "no not-in-the-future"),
    Row("a neutral person", after(active, NEUTRAL), B, yes("appoint_neutral"), f"{TAKEN} person.appointed"),
)  # fmt: skip

T9_TO_T11 = (
    Row("T9", after(active, pause(30)), B, yes("pause_partnership"), f"{TAKEN} partnership.paused T9"),
    Row("T9 up to 90 days", active, B, pause(90), "decision.proposed"),
    Row("T9 not for longer", active, B, pause(90.1), "no too-long"),
    Row("T9 not into the past", active, B, pause(0), "no not-in-the-future"),
    Row("T9 for safety, alone", active, B, safety(14), "partnership.paused T9"),
    Row("T9 for safety, anybody", active, MEMBER, safety(1), "partnership.paused T9"),
    Row("T9 for safety is short", active, B, safety(14.1), "no too-long"),
    Row("T9 for safety, to a day ahead", active, B, safety(-1), "no not-in-the-future"),
    Row("T9 for safety, while the future is discussed", lambda: Story().deciding(), B, safety(7),
        "partnership.paused T9"),
    Row("T12 not over a pause for safety", lambda: active().then(B, safety(7)(active())), A, ASK,
        "no guards-unmet safety_pause_respected"),
    Row("T12 by whoever has asked for the pause", lambda: active().then(B, safety(7)(active())), B, ASK,
        "ending.discussion_opened T12"),
    Row("T12 once the pause should be over", lambda: active().then(B, safety(7)(active())).wait(7), A, ASK,
        "ending.discussion_opened T12"),
    Row("T9 not twice", paused, B, safety(7), "no not-in-this-stage"),
    Row("T10", after(paused, RESUME), B, yes("resume_partnership"), f"{TAKEN} partnership.resumed T10"),
    Row("T10 not alone", paused, A, RESUME, "decision.proposed"),
    Row("T10 not alone after a safety pause", after(active, safety(7)), A, RESUME, "decision.proposed"),
    Row("a longer rest", after(paused, extension(60)), B, yes("extend_pause"), f"{TAKEN} partnership.pause_extended"),
    Row("a longer rest has a limit", paused, A, extension(91), "no too-long"),
    time("T11 not at the first date", lambda: paused().wait(29).sleep(1),
         "escalation.raised partnership.pause_extended"),
    time("T11 at the second date", lambda: paused().wait(43).sleep(1),
         "escalation.raised partnership.pause_extended ending.discussion_opened T11"),
    time("T11 counts anew after a longer rest", lambda: _rested_longer().sleep(5),
         "escalation.raised partnership.pause_extended"),
)  # fmt: skip


def _rested_longer() -> Story:
    """The first date has gone by, and then all have agreed on another one; five days are left."""
    story = paused().wait(31)
    return story.together(ExtendPause(resume_at=story.day(20))).wait(15)


def _rested_to_the_end() -> Story:
    """A pause in which the agreed end date has just gone by."""
    return Story().paused(60, end_type=EndType.FIXED, ends_at=drafting_day(20)).wait(20)


T12_TO_T14 = (
    Row("T12 active", active, B, ASK, "ending.discussion_opened T12"),
    Row("T12 paused", paused, MEMBER, ASK, "ending.discussion_opened T12"),
    Row("T12 while the agreement is reshaped", lambda: Story().reshaping(), B, ASK, "ending.discussion_opened T12"),
    Row("T12 while its successor is read", lambda: Story().reshaped(), B, ASK, "ending.discussion_opened T12"),
    Row("T12 not before the first agreement", lambda: Story().agreeing(), A, ASK,
        "no guards-unmet agreement_in_force"),
    Row("T12 is not for the facilitator", active, FACILITATOR, ASK, "no not-a-party"),
    time("T12 not at the end date", lambda: term(100).wait(99).sleep(1), "escalation.raised partnership.held_over"),
    time("T12 after holding over", lambda: term(100).wait(129).sleep(1),
         "escalation.raised ending.discussion_opened T12"),
    time("T12 after holding over in a pause", lambda: _rested_to_the_end().wait(29).sleep(1),
         "escalation.raised ending.discussion_opened T12"),
    Row("T13 not alone", lambda: active().asked(), A, GO_ON, "decision.proposed"),
    Row("T13 back to work", after(active, ASK, GO_ON), B, yes("continue_partnership"),
        f"{TAKEN} partnership.continued T13"),
    Row("T13 back to rest", after(paused, ASK, rest_again(20)), B, yes("continue_partnership"),
        f"{TAKEN} partnership.pause_extended partnership.continued T13"),
    Row("T13 back to the draft", after(lambda: Story().reshaping(), ASK, GO_ON), B, yes("continue_partnership"),
        f"{TAKEN} partnership.continued T13"),
    Row("T13 back to what was offered", after(lambda: Story().reshaped(), ASK, GO_ON), B, yes("continue_partnership"),
        f"{TAKEN} partnership.continued T13"),
    Row("T13 back to what was offered, and taken back meanwhile",
        after(lambda: Story().reshaped(), ASK, AskForChange(reason="Smaller"), GO_ON), B, yes("continue_partnership"),
        f"{TAKEN} partnership.continued T13 T7"),
    Row("T13 back to rest needs a date", after(paused, ASK), B, GO_ON, "no date-needed"),
    Row("T13 back to rest has a limit", after(paused, ASK), B, rest_again(91), "no too-long"),
    Row("T13 after the end date needs another", lambda: term(30).wait(60), B, GO_ON, "no date-needed"),
    Row("T13 for another year", after(lambda: term(30).wait(60), renewal(365)), B, yes("continue_partnership"),
        f"{TAKEN} {RENEWED} partnership.continued T13 engagement.changed"),
    Row("T13 not until yesterday", lambda: term(30).wait(60), B, renewal(-1), "no not-in-the-future"),
    Row("T13 with another term takes an amendment back", after(lambda: _amended(365).asked(), renewal(500)), B,
        yes("continue_partnership"),
        f"{TAKEN} agreement.offer_withdrawn {RENEWED} partnership.continued T13"),
    Row("T14", after(active, ASK, RESHAPE), B, yes("reshape_partnership"), f"{TAKEN} partnership.reshaping T14"),
    Row("T14 not alone", after(active, ASK), A, RESHAPE, "decision.proposed"),
    Row("T14 takes an amendment back", after(lambda: Story().amended(), ASK, RESHAPE), B, yes("reshape_partnership"),
        f"{TAKEN} agreement.offer_withdrawn partnership.reshaping T14"),
)  # fmt: skip


def _amended(days: float) -> Story:
    return Story().amended(end_type=EndType.FIXED, ends_at=drafting_day(days))


ROWS = (*JOINT, *T9_TO_T11, *T12_TO_T14)
