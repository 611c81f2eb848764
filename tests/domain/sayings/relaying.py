"""What anybody could say of words that are passed on: recorded for another, confirmed or refused by whose they are."""

from collections.abc import Callable

from domain import contributions, evaluation, initiation, pulse, relaying
from domain.message import Command
from domain.pulse import PulseItem
from domain.relaying import AnyRelayed
from domain.stages import Stage
from domain.values import Role
from tests.domain.scene import Scene
from tests.domain.teller import person


def _word(s: Scene) -> AnyRelayed:
    """What the other side could say in this stage."""
    if s.p.stage is Stage.PROPOSED:
        return initiation.DeclareWillingness(willing=True)
    if s.p.evaluation.open is not None:
        return evaluation.AnswerEvaluation(scores={"D1.1": 4})
    if s.p.contributions.open:
        return contributions.ConfirmContribution(contribution_id=s.p.contributions.open[0].contribution_id)
    return pulse.AnswerPulse(values={PulseItem.CLIMATE: 4})


def _waiting(s: Scene) -> str:
    mine = [word.word_id for word in s.p.relayed if word.org_id == s.side]
    return s.one(mine) if mine else s.name("word")


SAYINGS: dict[type[Command], Callable[[Scene], Command]] = {
    relaying.RelayWord: lambda s: relaying.RelayWord(
        word_id=s.name("word"),
        person_id=person(s.one((Role.LEAD, Role.ALTERNATE, Role.SPONSOR)), s.other),
        command=_word(s),
        way=s.one(("phone", "in_person", "letter")),
        told="On the phone, in the evening",
    ),
    relaying.TellRelayedWord: lambda s: relaying.TellRelayedWord(
        word_id=s.one([w.word_id for w in s.p.relayed] or ["word"]), told="At the well, in the morning"
    ),
    relaying.ConfirmRelayedWord: lambda s: relaying.ConfirmRelayedWord(word_id=_waiting(s)),
    relaying.ObjectToRelayedWord: lambda s: relaying.ObjectToRelayedWord(word_id=_waiting(s)),
}
