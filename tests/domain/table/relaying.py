"""Relayed words: who may record what for whom, who answers, and when they count."""

from domain.evaluation import AnswerEvaluation
from domain.initiation import DeclareWillingness
from domain.message import Command
from domain.relaying import AnyRelayed, ConfirmRelayedWord, ObjectToRelayedWord, RelayWord, TellRelayedWord
from domain.values import Role
from tests.domain.looking import asked
from tests.domain.story import HOST, PARTNER, Story, person, voice
from tests.domain.table.row import Row, time
from tests.domain.teller import FACILITATOR, OUTSIDER, A, B

YES = DeclareWillingness(willing=True)
SEALED = AnswerEvaluation(scores={"D1.1": 2})
CONFIRM, OBJECT = ConfirmRelayedWord(word_id="call"), ObjectToRelayedWord(word_id="call", ground="I said perhaps")
SPONSOR = voice(Role.SPONSOR, PARTNER)


def relay(command: AnyRelayed = YES, word: str = "call", whose: str = person(Role.LEAD, PARTNER)) -> Command:
    told = {"word_id": word, "person_id": whose, "command": command, "way": "phone", "told": "On Sunday evening"}
    return RelayWord.model_validate(told)


def proposed() -> Story:
    return Story(crowd=True).proposed()


def relayed() -> Story:
    return proposed().then(A, relay())


def looking() -> Story:
    return asked(Story(crowd=True).active())


def many() -> Story:
    story = proposed()
    for number in range(20):
        story.say(A, relay(word=f"call-{number}"))
    return story


def waited(story: Story, days: float = 7) -> Story:
    """The time has come, and nobody has looked at the clock."""
    story.now += story.policy.days(days)
    return story


TELL = TellRelayedWord(word_id="call", told="At the well")
MINE = person(Role.LEAD, HOST)
COUNTED = "word.counted partnership.willingness_declared"
DROPPED = "escalation.raised escalation.raised word.dropped"

ROWS = (
    Row("relay: by the other side", proposed, A, relay(), "word.relayed"),
    Row("relay: by the facilitator", proposed, FACILITATOR, relay(), "word.relayed"),
    Row("relay: by a stranger", proposed, OUTSIDER, relay(), "no not-a-party"),
    Row("relay: for one's own side", proposed, A, relay(whose=MINE), "no own-side"),
    Row("relay: for somebody without a role", proposed, A, relay(whose="nobody"), "no could-not-say"),
    Row("relay: what belongs to another stage", proposed, A, relay(SEALED), "no could-not-say"),
    Row("relay: the same name again", relayed, A, relay(), "no already-exists"),
    Row("relay: too many at once", many, A, relay(), "no too-many"),
    Row("relay: an answer under seal", looking, A, relay(SEALED), "word.relayed"),
    Row("relay: confirmed by whose it is", relayed, B, CONFIRM, COUNTED),
    Row("relay: confirmed by another", relayed, SPONSOR, CONFIRM, "no guards-unmet a_word_waits_for_you"),
    Row("relay: refused by whose it is", relayed, B, OBJECT, "word.dropped"),
    Row("relay: refused by another", relayed, A, OBJECT, "no guards-unmet a_word_waits_for_you"),
    Row("relay: a word that is not there", relayed, B, ConfirmRelayedWord(word_id="other"), "no unknown-item"),
    Row("relay: told in person", relayed, A, TELL, "word.told"),
    Row("relay: told twice", lambda: relayed().then(A, TELL), A, TELL, "no already-done"),
    Row(
        "relay: told of a word that is not there",
        relayed,
        A,
        TellRelayedWord(word_id="other", told="Today"),
        "no unknown-item",
    ),
    Row(
        "relay: of a sealed word only its recorder can tell",
        lambda: looking().then(A, relay(SEALED)),
        FACILITATOR,
        TELL,
        "no guards-unmet you_know_of_a_recorded_word",
    ),
    time(
        "relay: nothing has reached them",
        lambda: waited(relayed()).unheard(),
        "escalation.raised word.postponed escalation.raised",
    ),
    time("relay: the window is over", lambda: waited(relayed()), f"escalation.raised {COUNTED} escalation.raised"),
    time(
        "relay: said by themselves meanwhile",
        lambda: waited(looking().then(A, relay(SEALED)).then(B, AnswerEvaluation(scores={"D1.1": 5}))),
        DROPPED,
    ),
)
