"""One occasion for each kind of link: a story in which it has something to do, and what it is about."""

from collections.abc import Callable

from domain.commitments import MakeCommitment, ReportDone
from domain.concerns import DiscloseConcern, RaiseConcern
from domain.contributions import RecordContribution
from domain.disclosure import Disclosure
from domain.evaluation import AnswerEvaluation
from domain.links import LinkAct
from domain.message import Command
from domain.pausing import PausePartnership
from domain.relaying import RelayWord
from domain.slices.concerns import ConcernKind
from domain.values import ContributionKind
from tests.api.visiting import PARTNER, A, B, Story, asked, new, version


def given() -> tuple[Story, dict[str, str]]:
    gift = RecordContribution(contribution_id="books", gives=ContributionKind.KNOWLEDGE, text="Forty books for reading")
    return new().active().then(A, gift), {"about": "books"}


def promised() -> tuple[Story, dict[str, str]]:
    story = new().active()
    promise = MakeCommitment(commitment_id="shelves", to_org=PARTNER, text="Two shelves", due_at=story.now)
    return story.then(A, promise).then(A, ReportDone(commitment_id="shelves")), {"about": "shelves"}


def paused() -> tuple[Story, dict[str, str]]:
    story = new().active()
    pause: Command = PausePartnership(reason="The harvest", resume_at=story.now.replace(month=3))
    story.say(A, pause)
    return story, {"about": "pause_partnership", "number": str(story.p.decisions[0].number)}


def recorded() -> tuple[Story, dict[str, str]]:
    story = new().agreeing()
    story.say(A, story.assisted(PARTNER))
    return story, {}


def relayed() -> tuple[Story, dict[str, str]]:
    story = asked(new().active())
    story.say(
        A,
        RelayWord(
            word_id="call",
            person_id=B.person_id,
            command=AnswerEvaluation(scores={"D1.1": 4, "D4.1": "cannot_say"}, words={"keep": "Teh sore"}),
            way="phone",
            told="Minggu malam, kepada Bu Sari",
        ),
    )
    return story, {"about": "call"}


def amended() -> tuple[Story, dict[str, str]]:
    story = new().amended()
    return story, version(story)


def confided() -> tuple[Story, dict[str, str]]:
    weighs = RaiseConcern(
        concern_id="flags",
        about=ConcernKind.FEELING_USED,
        text="They carry the flags",
        disclose_to=Disclosure.OTHER_LEAD,
    )
    story = new().active().then(B, weighs)
    story.say(B, DiscloseConcern(concern_id="flags", to=Disclosure.SPONSORS, text="They carry the flags"))
    return story, {"about": story.p.concerns[0].key}


PAGES: dict[LinkAct, Callable[[], tuple[Story, dict[str, str]]]] = {
    LinkAct.DECLARE_WILLINGNESS: lambda: (new().proposed(), {}),
    LinkAct.ACCEPT_VERSION: amended,
    LinkAct.AGREE_TO_DECISION: paused,
    LinkAct.OBJECT_TO_ACCEPTANCE: recorded,
    LinkAct.ANSWER_RELAYED_WORD: relayed,
    LinkAct.ANSWER_EVALUATION: lambda: (asked(new().active()), {}),
    LinkAct.ANSWER_PULSE: lambda: (new().active(), {}),
    LinkAct.CONFIRM_CONTRIBUTION: given,
    LinkAct.CONFIRM_COMMITMENT: promised,
    LinkAct.RAISE_CONCERN: lambda: (new().active(), {}),
    LinkAct.ANSWER_RETALIATION_CHECK: confided,
    LinkAct.READ_RECORD: lambda: (asked(new().active()), {}),
    LinkAct.SET_PREFERENCES: lambda: (new().proposed(), {}),
}
