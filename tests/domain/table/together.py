"""Being in touch: contacts that one side contests, engagement that is lost and found, conflict and settlement."""

from collections.abc import Callable

from domain.contact import ConfirmContact, ContactWay, DisputeContact, RecordContact
from domain.engagement import DeclareContested, SettleContested
from domain.fit import DeclareInterests
from domain.message import Command
from domain.slices.engagement import ConflictCause
from domain.values import PersonId, Role
from tests.domain.story import HOST, PARTNER, THIRD, Story, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, A, B, C, person, service, yes

AT_ODDS = DeclareContested(cause=ConflictCause.RIVALRY, text="You opened the same library next door")
INTERESTS, SETTLED = DeclareInterests(conflicts=()), SettleContested(how="Two libraries, one catalogue")
PAIR = (person(Role.LEAD, HOST), person(Role.LEAD, PARTNER))
TAKEN = "decision.agreed decision.taken"


def active() -> Story:
    return Story(crowd=True).active()


def coffee(story: Story, *people: PersonId) -> RecordContact:
    return RecordContact(held_at=story.now, orgs=(HOST, PARTNER), people=people, way=ContactWay.STORY)


def met(*people: PersonId, ago: float = 0) -> Callable[[Story], Command]:
    return lambda s: coffee(s, *people).model_copy(update={"held_at": s.day(-ago)})


def told() -> Story:
    """The first side has told of a coffee."""
    story = active().wait(10)
    return story.then(A, coffee(story))


def last(story: Story) -> int:
    return story.p.contact_log.entries[-1].number


def dispute(story: Story) -> DisputeContact:
    return DisputeContact(number=last(story), reason="We were at the market")


def confirm(story: Story) -> ConfirmContact:
    return ConfirmContact(number=last(story))


def contested() -> Story:
    story = told()
    return story.then(B, dispute(story))


def three() -> Story:
    story = Story(HOST, PARTNER, THIRD).active()
    return story.then(A, coffee(story))


def one_pair(times: int) -> Story:
    """The same two people meet, again and again."""
    story = active()
    for _ in range(times):
        story.wait(20)
        story.say(A, coffee(story, *PAIR))
    return story


def at_odds(*, declared: bool = False) -> Story:
    story = active().then(B, AT_ODDS)
    return story.each(Role.LEAD, INTERESTS) if declared else story


CONTACTS = (
    Row("a story told over coffee, with those who were there", active, B, met(*PAIR), "contact.held"),
    Row("with somebody who has no role", active, B, met(PersonId("somebody")), "no unknown-item"),
    Row("with somebody whose side is not named", lambda: Story(HOST, PARTNER, THIRD).active(), B,
        met(person(Role.LEAD, THIRD)), "no party-missing"),
    Row("contested by the other side", told, B, dispute, "contact.disputed"),
    Row("taken back by the side that told it", told, A, dispute, "contact.disputed"),
    Row("contested by who is not said to have been there", three, C, dispute, "no not-your-side"),
    Row("contested once", contested, A, dispute, "no already-done"),
    Row("contested without a number that is known", active, B, DisputeContact(number=1, reason="When?"),
        "no unknown-item"),
    Row("it did happen", contested, B, confirm, "contact.confirmed"),
    Row("it did happen, says the other side", contested, A, confirm, "no not-your-side"),
    Row("it did happen, and nobody said no", told, B, confirm, "no already-done"),
    Row("everything rests on two people", lambda: one_pair(4), A, met(*PAIR),
        "contact.held dependence.measured institutionalisation.asked"),
)  # fmt: skip

ENGAGEMENT = (
    time("slack", lambda: active().wait(44).sleep(1), "escalation.raised engagement.changed"),
    time("silent", lambda: active().wait(59).sleep(1), "escalation.raised engagement.changed"),
    time("silent at once after a long outage", lambda: active().sleep(80), "escalation.raised engagement.changed"),
    Row("engaged again", lambda: active().wait(70), B, met(), "contact.held engagement.changed"),
    Row("engaged again, as a machine tells", lambda: active().wait(70), service(HOST), met(),
        "contact.held engagement.changed"),
    Row("slack again, for it was long ago", lambda: active().wait(75), B, met(ago=50),
        "contact.held engagement.changed"),
    Row("as silent as before, for it was very long ago", lambda: active().wait(75), B, met(ago=70), "contact.held"),
    Row("slack, for the last contact did not happen", lambda: told().wait(37), B, dispute,
        "contact.disputed engagement.changed"),
    Row("at odds", active, B, AT_ODDS, "engagement.changed"),
    Row("at odds, said once", at_odds, A, AT_ODDS, "no already-done"),
    Row("at odds, said by who can bind", active, voice(Role.MEMBER, PARTNER), AT_ODDS, "no not-binding"),
    Row("at odds is for the parties", active, FACILITATOR, AT_ODDS, "no not-a-party"),
    Row("interests declared anew", at_odds, A, INTERESTS, "conflict_of_interest.declared"),
    Row("settled", lambda: at_odds(declared=True).then(A, SETTLED), B, yes("settle_contested"),
        f"{TAKEN} engagement.changed"),
    Row("settled, and still silent", lambda: at_odds(declared=True).wait(70).then(A, SETTLED), B,
        yes("settle_contested"), f"{TAKEN} engagement.changed engagement.changed"),
    Row("settled only after interests are declared anew", lambda: at_odds().then(A, INTERESTS), A, SETTLED,
        "no guards-unmet interests_declared_anew"),
    Row("nothing to settle", active, A, SETTLED, "no guards-unmet a_conflict_is_declared"),
    Row("a coffee does not settle it", at_odds, A, met(), "contact.held"),
)  # fmt: skip

ROWS = (*CONTACTS, *ENGAGEMENT)
