"""Concerns: who may raise and hear them, who climbs the ladder, and whom nobody tells anything."""

from domain.concerns import AcknowledgeConcern, DiscloseConcern, RaiseConcern, WithdrawConcern
from domain.disclosure import Disclosure
from domain.ladder import BringToDecision, RecordMediation, ResolveConcern, StepConcern
from domain.message import Actor
from domain.people import LeavePartnership
from domain.retaliation import AnswerRetaliationCheck, Retaliation
from domain.slices.concerns import ConcernKind, Rung, Severity
from domain.values import PersonId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, OUTSIDER, A, B, C, service

MEMBER, OTHER, SPONSOR = voice(Role.MEMBER, PARTNER), voice(Role.MEMBER, HOST), voice(Role.SPONSOR, HOST)
FIELD = Actor(person_id=PersonId("mbak-ani"), org_id=PARTNER)
USED = RaiseConcern(concern_id="used", about=ConcernKind.FEELING_USED, text="We carry, they shine")
HEARD, TALKED = AcknowledgeConcern(concern_id="used"), RecordMediation(concern_id="used", outcome="We were heard")
GOOD, BACK = ResolveConcern(concern_id="used", how="Both names on the book"), WithdrawConcern(concern_id="used")
TOLD_SPONSORS = DiscloseConcern(concern_id="used", to=Disclosure.SPONSORS, text="Our share is not seen")
TO_SPONSORS = StepConcern(concern_id="used", to=Rung.SPONSORS)
DECIDE = BringToDecision(concern_id="used", reason="We want to decide together whether this goes on")
NO_HARM = AnswerRetaliationCheck(concern_id="used", answer=Retaliation.NONE)
HARM = AnswerRetaliationCheck(concern_id="used", answer=Retaliation.SOME, text="I am left out of meetings")
BYE = LeavePartnership(reason="Our members chose another path")
AFRAID = AnswerRetaliationCheck(concern_id="used", answer=Retaliation.AFRAID_TO_SAY)


def told(to: Disclosure) -> RaiseConcern:
    return USED.model_copy(update={"disclose_to": to})


def step(to: Rung) -> StepConcern:
    return StepConcern.model_validate({"concern_id": "used", "to": to})


def active(*, crowd: bool = True) -> Story:
    return Story(crowd=crowd).active()


def raised(concern: RaiseConcern = USED) -> Story:
    return active().then(MEMBER, concern)


def at_sponsors() -> Story:
    return raised().then(MEMBER, TOLD_SPONSORS, TO_SPONSORS)


def named(name: str) -> RaiseConcern:
    return USED.model_copy(update={"concern_id": name})


RAISING = (
    Row("a concern", active, MEMBER, USED, "concern.raised"),
    Row("a concern of somebody without a role", active, FIELD, USED, "concern.raised"),
    Row("a concern before there is an agreement", lambda: Story().proposed(), A, told(Disclosure.OTHER_LEAD),
        "concern.raised"),
    Row("a concern after the end", lambda: Story(crowd=True).ended(), MEMBER, USED, "concern.raised"),
    Row("a concern where nobody is neutral", lambda: active(crowd=False), MEMBER, USED,
        "concern.raised concern.help_offered"),
    Row("a concern of a lead for the own lead alone", active, B, told(Disclosure.OWN_LEAD),
        "concern.raised concern.help_offered"),
    Row("a concern is a person's", active, service(PARTNER), USED, "no person-only"),
    Row("a concern of a stranger", active, OUTSIDER, USED, "no not-a-party"),
    Row("a concern of the facilitator", active, FACILITATOR, USED, "no not-a-party"),
    Row("one concern of a name", raised, MEMBER, USED, "no already-exists"),
    Row("two people choose the same name and never know", raised, OTHER, USED, "concern.raised"),
    Row("as many as one can carry", lambda: raised().then(MEMBER, *(named(n) for n in ("two", "three"))), MEMBER,
        lambda s: named("four"), "no too-many"),
)  # fmt: skip


HEARING = (
    Row("heard", raised, FACILITATOR, HEARD, "concern.acknowledged"),
    Row("heard once", lambda: raised().then(FACILITATOR, HEARD), FACILITATOR, HEARD, "no already-done"),
    Row("heard by nobody who was not told", raised, A, HEARD, "no guards-unmet a_concern_was_told_to_you"),
    Row("heard by the other lead, who was told", lambda: raised(told(Disclosure.OTHER_LEAD)), A, HEARD,
        "concern.acknowledged"),
    Row("one does not hear oneself", raised, MEMBER, HEARD, "no guards-unmet a_concern_was_told_to_you"),
    Row("no concern of this name was told", raised, FACILITATOR, AcknowledgeConcern(concern_id="other"),
        "no unknown-item"),
    Row("nor by somebody else", raised, FACILITATOR, AcknowledgeConcern(concern_id="used", raised_by=A.person_id),
        "no unknown-item"),
    Row("no service hears a concern that is open to all", lambda: raised(told(Disclosure.BOTH)), service(HOST), HEARD,
        "no guards-unmet a_concern_was_told_to_you"),
    Row("disclosed", raised, MEMBER, TOLD_SPONSORS, "concern.disclosed"),
    Row("disclosed by the raiser alone", raised, FACILITATOR, TOLD_SPONSORS, "no not-a-party"),
    Row("disclosed by nobody who was told", lambda: raised(told(Disclosure.OTHER_LEAD)), A, TOLD_SPONSORS,
        "no guards-unmet a_concern_is_yours"),
    Row("disclosed to nobody", lambda: active(crowd=False).then(MEMBER, USED), MEMBER,
        DiscloseConcern(concern_id="used", to=Disclosure.FACILITATOR, text="Please listen"), "no nobody-in-role"),
    Row("a concern taken back", raised, MEMBER, BACK, "concern.withdrawn"),
    Row("a concern taken back by the raiser alone", lambda: raised().then(B, named("mine")), B, BACK,
        "no unknown-item"),
    Row("a concern taken back, and raised again", lambda: active(crowd=False).then(MEMBER, USED).then(MEMBER, BACK),
        MEMBER, told(Disclosure.OWN_LEAD), "concern.raised"),
    Row("a concern leaves with its party",
        lambda: Story(HOST, PARTNER, THIRD).active().then(C, told(Disclosure.OTHER_LEAD)).then(C, BYE), A, HEARD,
        "no guards-unmet a_concern_was_told_to_you"),
)  # fmt: skip


CLIMBING = (
    Row("to a clarification", raised, MEMBER, step(Rung.CLARIFICATION), "concern.step_changed"),
    Row("to a talk with somebody between", raised, MEMBER, step(Rung.FACILITATED_TALK), "concern.step_changed"),
    Row("to a talk, when nobody neutral knows", lambda: raised(told(Disclosure.OTHER_LEAD)), MEMBER,
        step(Rung.FACILITATED_TALK), "no nobody-told"),
    Row("to the sponsors", lambda: raised().then(MEMBER, TOLD_SPONSORS), MEMBER, TO_SPONSORS, "concern.step_changed"),
    Row("to the sponsors, who were told nothing", raised, MEMBER, TO_SPONSORS, "no nobody-told"),
    Row("to the sponsors, once", at_sponsors, MEMBER, TO_SPONSORS, "no already-done"),
    Row("never down", at_sponsors, MEMBER, step(Rung.CLARIFICATION), "no already-done"),
    Row("nobody climbs for another", raised, A, step(Rung.CLARIFICATION), "no guards-unmet a_concern_is_yours"),
    Row("talked about", raised, FACILITATOR, TALKED, "concern.mediation_held"),
    Row("talked about, says the raiser", raised, MEMBER, TALKED, "concern.mediation_held"),
    Row("talked about by nobody who was not told", raised, B, TALKED, "no guards-unmet you_know_of_a_concern"),
    Row("resolved, says the raiser of what nobody took up", raised, MEMBER, GOOD, "concern.resolved"),
    Row("resolved, says the raiser first", lambda: raised().then(FACILITATOR, HEARD), MEMBER, GOOD,
        "concern.resolution_agreed"),
    Row("resolved, say both", lambda: raised().then(FACILITATOR, HEARD).then(FACILITATOR, GOOD), MEMBER, GOOD,
        "concern.resolved"),
    Row("resolved, never without the raiser", raised, FACILITATOR, GOOD, "concern.resolution_agreed"),
    Row("resolved, said once", lambda: raised().then(FACILITATOR, GOOD), FACILITATOR, GOOD, "no already-done"),
    Row("T12 by a concern at its last step", at_sponsors, MEMBER, DECIDE,
        "concern.step_changed ending.discussion_opened T12"),
    Row("T12 by the lead of the raiser's side, who was told",
        lambda: at_sponsors().then(MEMBER, TOLD_SPONSORS.model_copy(update={"to": Disclosure.OWN_LEAD})), B, DECIDE,
        "concern.step_changed ending.discussion_opened T12"),
    Row("T12 not by a lead who was not told", at_sponsors, B, DECIDE, "no guards-unmet concern_at_last_step"),
    Row("T12 not by a sponsor of the other side", at_sponsors, SPONSOR, DECIDE,
        "no guards-unmet concern_at_last_step"),
    Row("T12 not before the last step", raised, MEMBER, DECIDE, "no guards-unmet concern_at_last_step"),
    Row("T12 for the concern that has come so far", lambda: at_sponsors().then(MEMBER, named("two")), MEMBER,
        BringToDecision(concern_id="two", reason="Enough"), "no unknown-item"),
)  # fmt: skip


ASKING = (
    Row("no harm, said when it is asked", lambda: raised().then(MEMBER, BACK).wait(31), MEMBER, NO_HARM,
        "concern.retaliation_checked"),
    Row("nothing to ask where nobody was told", lambda: active(crowd=False).then(MEMBER, USED), MEMBER, NO_HARM,
        "no unknown-item"),
    Row("asked of the raiser alone", lambda: raised().then(MEMBER, BACK).wait(31), B, NO_HARM, "no unknown-item"),
    Row("harm opens it again", lambda: raised().then(MEMBER, BACK, HARM), FACILITATOR, HEARD, "concern.acknowledged"),
    Row("fear is asked again", lambda: raised().then(MEMBER, BACK).wait(31).then(MEMBER, AFRAID), MEMBER, NO_HARM,
        "concern.retaliation_checked"),
    time("silence is unknown", lambda: raised().then(MEMBER, BACK).wait(43).sleep(1),
         "escalation.raised concern.retaliation_checked"),
    time("a severe concern is heard today",
         lambda: raised(USED.model_copy(update={"severity": Severity.SEVERE})), "escalation.raised"),
    time("the ladder is shown to the raiser, and never climbed for them",
         lambda: Story(crowd=True).ended().then(MEMBER, USED).then(FACILITATOR, HEARD, TALKED).wait(59).sleep(1),
         "escalation.raised concern.help_offered"),
)  # fmt: skip

ROWS = (*RAISING, *HEARING, *CLIMBING, *ASKING)
