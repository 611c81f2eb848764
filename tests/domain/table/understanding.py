"""What the sides tell each other: registers, recorded decisions and the time that each can give."""

from collections.abc import Callable, Iterator

from domain.availability import ConfirmAvailability
from domain.message import Command
from domain.minutes import AcknowledgeDecision, RecordDecision
from domain.people import LeavePartnership
from domain.registers import AnswerEntry, CloseEntry, WriteEntry
from domain.values import OrgId
from tests.domain.story import HOST, PARTNER, THIRD, Story
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, A, B, C, service

ANSWER = AnswerEntry(entry_id="it", answer="We see it so.")
YES = ANSWER.model_copy(update={"accepted": True})
CLOSED = CloseEntry(entry_id="it", outcome="It came.")
SUNDAYS = RecordDecision(decision_id="sundays", text="We read on Sundays.", goal_id="read", cites=(1, 2))
KNOWN = AcknowledgeDecision(decision_id="sundays")
DOUBTED = AcknowledgeDecision(decision_id="sundays", doubt="Sundays are for rest.")


def active() -> Story:
    return Story(crowd=True).active()


def three() -> Story:
    return Story(HOST, PARTNER, THIRD).active()


def entry(register: str, **more: object) -> WriteEntry:
    return WriteEntry.model_validate({"entry_id": "it", "in_register": register, "text": "Books.", **more})


def written(register: str, story: Callable[[], Story] = active, **more: object) -> Story:
    return story().then(A, entry(register, **more))


def crowded() -> Story:
    """As many open entries as there may be."""
    return active().then(A, *_plans(20))


def _plans(count: int) -> Iterator[WriteEntry]:
    return (entry("own_plan", entry_id=f"plan-{n}") for n in range(count))


def planned(by: OrgId = PARTNER) -> Story:
    plan = entry("own_plan", entry_id="plan")
    return active().then({HOST: A, PARTNER: B}[by], plan)


HELP = entry("help_offer", to_org=PARTNER, about="plan")

REGISTERS = (
    Row("an expectation", active, A, entry("expectation"), "entry.written"),
    Row("a service writes for its side", active, service(HOST), entry("learning"), "entry.written"),
    Row("nothing is asked before willingness", lambda: Story().proposed(), A, entry("doubt"), "no not-in-this-stage"),
    Row("the facilitator has no side to write for", active, FACILITATOR, entry("idea"), "no not-a-party"),
    Row("one open entry of a name", lambda: written("doubt"), B, entry("doubt"), "no already-exists"),
    Row("a name is free again", lambda: written("doubt").then(A, CLOSED), B, entry("doubt"), "entry.written"),
    Row("not more than people keep in mind", crowded, A, entry("expectation"), "no too-many"),
    Row("the other side has room of its own", crowded, B, entry("expectation"), "entry.written"),
    Row("what asks for nothing is never too much", crowded, A, entry("learning"), "entry.written"),
    Row("an activity for a shared goal", active, A, entry("activity", goal_id="read"), "entry.written"),
    Row("an activity for no goal", active, A, entry("activity"), "no incomplete"),
    Row("an activity for a goal of one's own", active, A, entry("activity", goal_id="profit"), "no unknown-item"),
    Row("a difference gives something", active, A, entry("difference", strain="Slow"), "no incomplete"),
    Row("a correction is for somebody", active, A, entry("correction"), "no incomplete"),
    Row("a correction is for another", active, A, entry("correction", to_org=HOST), "no own-side"),
    Row("a correction is for a party", active, A, entry("correction", to_org=THIRD), "no unknown-party"),
    Row("an idea from a talk", active, A, entry("idea", contact=3), "entry.written"),
    Row("an idea from a talk that never was", active, A, entry("idea", contact=9999), "no unknown-item"),
    Row("help with the other's own plan", planned, A, HELP, "entry.written"),
    Row("help with one's own plan", lambda: planned(HOST), A, HELP, "no unknown-item"),
    Row("help with no plan", active, A, HELP, "no unknown-item"),
    Row("an answer", lambda: written("expectation"), B, ANSWER, "entry.answered"),
    Row("another answer", lambda: written("doubt").then(B, ANSWER), B, ANSWER, "entry.answered"),
    Row("nobody answers to oneself", lambda: written("expectation"), A, ANSWER, "no own-word"),
    Row("nothing to answer", active, B, ANSWER, "no guards-unmet an_entry_is_open"),
    Row("nothing of that name", lambda: written("doubt"), B, AnswerEntry(entry_id="x", answer="x"), "no unknown-item"),
    Row("yes or no", lambda: written("correction", to_org=PARTNER), B, ANSWER, "no incomplete"),
    Row("yes", lambda: written("correction", to_org=PARTNER), B, YES, "entry.answered"),
    Row("answered is closed", lambda: written("support_request").then(B, YES), B, YES,
        "no guards-unmet an_entry_is_open"),
    Row("closed when all have answered", lambda: written("expectation", three).then(B, ANSWER).then(C, ANSWER), A,
        CLOSED, "no guards-unmet an_entry_is_open"),
    Row("not before", lambda: written("expectation", three).then(B, ANSWER), C, ANSWER, "entry.answered"),
    Row("a third adds its view", lambda: written("expectation", three, to_org=PARTNER).then(C, ANSWER), B, ANSWER,
        "entry.answered"),
    Row("a doubt is let go by whoever had it", lambda: written("doubt").then(B, ANSWER), A, CLOSED, "entry.closed"),
    Row("and by nobody else", lambda: written("doubt"), B, CLOSED, "no not-yours"),
    Row("a problem is solved by anybody", lambda: written("problem"), B, CLOSED, "entry.closed"),
    Row("a doubt leaves with its party", lambda: three().then(C, entry("doubt"), LeavePartnership(reason="Bye")), A,
        CLOSED, "no guards-unmet an_entry_is_open"),
    time("an answer is asked for after a week", lambda: written("doubt").wait(6).sleep(1), "escalation.raised"),
)  # fmt: skip

MINUTES = (
    Row("a decision", active, A, SUNDAYS, "decision.recorded"),
    Row("one decision of a name", lambda: active().then(A, SUNDAYS), B, SUNDAYS, "no already-exists"),
    Row("a decision on an experience that never was", active, A,
        SUNDAYS.model_copy(update={"cites": (1, 9999)}), "no unknown-item"),
    Row("a decision for another goal", active, A, SUNDAYS.model_copy(update={"goal_id": "profit"}), "no unknown-item"),
    Row("as many as can be read", lambda: _unread(20), A, SUNDAYS, "no too-many"),
    Row("known", lambda: active().then(A, SUNDAYS), B, KNOWN, "decision.acknowledged"),
    Row("known to whoever decided", lambda: active().then(A, SUNDAYS), A, KNOWN, "no own-word"),
    Row("known once", lambda: three().then(A, SUNDAYS).then(B, KNOWN), B, KNOWN, "no already-done"),
    Row("known to all", lambda: three().then(A, SUNDAYS).then(B, KNOWN).then(C, KNOWN), C, KNOWN,
        "no guards-unmet a_decision_is_to_be_read"),
    Row("no such decision", lambda: active().then(A, SUNDAYS), B, AcknowledgeDecision(decision_id="x"),
        "no unknown-item"),
    Row("known and doubted", lambda: active().then(A, SUNDAYS), B, DOUBTED, "decision.acknowledged entry.written"),
    Row("no room for a doubt", lambda: active().then(A, SUNDAYS).then(B, *_plans(20)), B, DOUBTED, "no too-many"),
    Row("room for a doubt about a busy side", lambda: active().then(A, *_plans(19), SUNDAYS), B, DOUBTED,
        "decision.acknowledged entry.written"),
    time("asked whether it is known", lambda: active().then(A, SUNDAYS).sleep(3), "escalation.raised"),
)  # fmt: skip


def _unread(count: int) -> Story:
    decisions = (SUNDAYS.model_copy(update={"decision_id": f"decision-{n}"}) for n in range(count))
    return active().then(A, *decisions)


def evenings(days: float = 90) -> Callable[[Story], Command]:
    return lambda s: ConfirmAvailability(words="Two evenings a week", reply_within_days=3, until=s.day(days))


def said(days: float = 90) -> Story:
    story = active()
    return story.then(B, evenings(days)(story))


AVAILABILITY = (
    Row("time to give", active, B, evenings(), "availability.confirmed"),
    Row("said anew", said, B, evenings(30), "availability.confirmed"),
    Row("not for what has been", active, B, evenings(-1), "no not-in-the-future"),
    Row("not for ever", active, B, evenings(400), "no too-long"),
    time("asked again before it runs out", lambda: said(5).wait(4).sleep(1), "escalation.raised availability.lapsed"),
    time("and after", lambda: said(5).wait(18).sleep(1), "escalation.raised"),
    time("lapsed in an outage", lambda: said(5).sleep(20), "escalation.raised availability.lapsed"),
)  # fmt: skip

ROWS = (*REGISTERS, *MINUTES, *AVAILABILITY)
