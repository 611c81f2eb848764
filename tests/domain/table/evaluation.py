"""Looking at the partnership: opened, answered under seal, extended, closed; talked about; actions; the pulse."""

from domain.evaluation import ANSWERS_OF_A_SIDE, ExtendEvaluation, OpenEvaluation
from domain.pulse import PULSES_OF_A_SIDE, AnswerPulse, PulseItem
from domain.review import OPEN_ACTIONS, AddAction, CompleteAction, DropAction, RecordReview, ShareWords
from domain.slices.evaluation import Form, Occasion
from domain.values import Role
from tests.domain.looking import all_answered, answer, asked, heard, somebody
from tests.domain.story import HOST, PARTNER, Story, person, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, A, B, service

SHOWN = "evaluation.closed evaluation.results_published"
WELCOME = AnswerPulse(values={PulseItem.BELONGING: 5})
KEEP = ShareWords(question="keep", text="The evenings")
DONE, DROPPED = CompleteAction(action_id="news"), DropAction(action_id="news", reason="Nobody reads it")


def active() -> Story:
    return Story(crowd=True).active()


def open_in_a_crowd() -> Story:
    return asked(active())


def talk(story: Story) -> RecordReview:
    return RecordReview(held_at=story.now, ideas=("A reading boat",), process="Every second time at the well")


def act(story: Story) -> AddAction:
    return AddAction(action_id="news", text="Tell the news", owner_person=person(Role.LEAD, HOST), due_at=story.day(30))


def one_awaited() -> Story:
    """Everybody has answered but one lead."""
    story = asked()
    for role in (Role.ALTERNATE, Role.SPONSOR):
        story.each(role, answer())
    return story.then(A, answer())


def overdue() -> Story:
    """The day has come, and one side is silent."""
    return heard(answer()).wait(14)


def full() -> Story:
    return heard(*[answer()] * ANSWERS_OF_A_SIDE)


def pulsing(count: int) -> Story:
    story = Story().active()
    for number in range(count):
        story.say(somebody(number), WELCOME)
    return story


def talked() -> Story:
    story = all_answered()
    return story.then(A, talk(story))


def acting(count: int = 1) -> Story:
    story = all_answered()
    for number in range(1, count):
        story.say(A, act(story).model_copy(update={"action_id": f"more-{number}"}))
    return story.then(A, act(story))


def one_more(s: Story) -> AddAction:
    return AddAction(action_id="one-more", text="Too much", due_at=s.day(3))


OPENING = (
    Row("a party asks how it is", active, B, OpenEvaluation(), "evaluation.opened"),
    Row("a service may ask", active, service(HOST), OpenEvaluation(occasion=Occasion.SHOCK, form=Form.FULL),
        "evaluation.opened"),
    Row("one at a time", asked, B, OpenEvaluation(), "no guards-unmet no_evaluation_is_open"),
    Row("a week more", asked, B, ExtendEvaluation(), "evaluation.extended"),
    Row("a week more, once", lambda: asked().then(B, ExtendEvaluation()), A, ExtendEvaluation(), "no already-done"),
    Row("a week more, in time", overdue, B, ExtendEvaluation(), "no guards-unmet answers_not_yet_due"),
    Row("nothing to give more time for", active, B, ExtendEvaluation(), "no guards-unmet an_evaluation_is_open"),
    time("time to look at it", lambda: Story().active().wait(179).sleep(1), "escalation.raised evaluation.opened"),
)  # fmt: skip

ANSWERING = (
    Row("an answer under seal", open_in_a_crowd, voice(Role.MEMBER, PARTNER), answer(), "evaluation.answered"),
    Row("an answer of somebody without a role", asked, somebody(1), answer(), "evaluation.answered"),
    Row("no answer of a service", asked, service(HOST), answer(), "no person-only"),
    Row("no answer of a neutral person", open_in_a_crowd, FACILITATOR, answer(), "no not-a-party"),
    Row("one answer", lambda: asked().then(A, answer()), A, answer(), "no already-done"),
    Row("nothing is asked", active, A, answer(), "no guards-unmet an_evaluation_is_open"),
    Row("only what is asked", asked, A, answer(scores={"D1.2": 3}), "no unknown-item"),
    Row("only questions that are asked", asked, A, answer(words={"gossip": "Who knows"}), "no unknown-item"),
    Row("so many of a side", full, A, answer(), "no too-many"),
    Row("the last one awaited", one_awaited, B, answer(), f"evaluation.answered {SHOWN} health.changed"),
    Row("the last one comes late", overdue, B, answer(), f"evaluation.answered {SHOWN} health.changed"),
    time("on the day, heard from every side", lambda: heard(answer(), org=PARTNER, story=heard(answer())).sleep(14),
         f"escalation.raised {SHOWN} health.changed"),
    time("on the day, a side is silent", lambda: heard(answer()).sleep(14), "escalation.raised escalation.raised"),
    time("a silent side is waited for, and then it is unknown", lambda: overdue().wait(9).sleep(1),
         f"escalation.raised {SHOWN} health.changed"),
)  # fmt: skip

PULSE = (
    Row("how it feels", active, voice(Role.MEMBER, HOST), WELCOME, "pulse.answered"),
    Row("how it feels, said once", lambda: pulsing(1), somebody(0), WELCOME, "no already-done"),
    Row("so many of a side say how it feels", lambda: pulsing(PULSES_OF_A_SIDE), A, WELCOME, "no too-many"),
    Row("no service feels", active, service(HOST), WELCOME, "no person-only"),
    time("what many felt is told", lambda: pulsing(3).wait(13).sleep(1), "escalation.raised pulse.published"),
    Row("a pulse is told with the results", lambda: one_awaited().then(A, WELCOME), B, answer(),
        f"evaluation.answered {SHOWN} pulse.published health.changed"),
)  # fmt: skip

REVIEWS = (
    Row("words shared", all_answered, B, KEEP, "evaluation.words_shared"),
    Row("words about a question", all_answered, B, ShareWords(question="gossip", text="Who knows"), "no unknown-item"),
    Row("words are shared once there are results", asked, B, KEEP, "no guards-unmet results_are_there"),
    Row("results talked about", all_answered, B, talk, "evaluation.discussed"),
    Row("talked about, told by the facilitator", lambda: all_answered(story=asked(Story(crowd=True).active())).wait(14),
        FACILITATOR, talk, "evaluation.discussed"),
    Row("talked about before now", all_answered, B, lambda s: RecordReview(held_at=s.day(1)), "no not-in-the-past"),
    Row("talked about once", talked, B, talk, "no guards-unmet not_yet_discussed"),
    Row("nothing to talk about", active, B, talk, "no guards-unmet results_are_there"),
    Row("an action", all_answered, A, act, "action.added"),
    Row("one action of a name", acting, A, act, "no already-exists"),
    Row("no action for somebody else's people", all_answered, B, act, "no unknown-item"),
    Row("so many actions", lambda: acting(OPEN_ACTIONS), A, one_more, "no too-many"),
    Row("so many actions, and one of the other side", lambda: acting(OPEN_ACTIONS), B, one_more, "action.added"),
    Row("an action follows results", active, A, act, "no guards-unmet results_are_there"),
    Row("an action is done", acting, A, DONE, "action.completed"),
    Row("done, its owner says", acting, B, DONE, "no not-yours"),
    Row("dropped with a reason", acting, A, DROPPED, "action.dropped"),
    Row("no action is open", all_answered, A, DROPPED, "no guards-unmet an_action_is_open"),
    Row("no such action", acting, A, CompleteAction(action_id="roof"), "no unknown-item"),
)  # fmt: skip

ROWS = (*OPENING, *ANSWERING, *PULSE, *REVIEWS)
